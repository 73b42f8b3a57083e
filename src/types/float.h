/* float: immediate (flonum) or boxed. */
#ifndef OURO_TYPES_FLOAT_H
#define OURO_TYPES_FLOAT_H

#include "object/runtime.h"

typedef struct Float {
    Object head;
    double number;
} Float;                        /* also the layout of subclasses of float */

static inline bool value_is_float(Borrowed v)
{
    return value_is_flonum(v) || object_has_type_flag(v, TYPE_IS_FLOAT);
}
static inline double float_number(Borrowed v)
{
    return value_is_flonum(v) ? flonum(v) : ((Float *)v)->number;
}
Owned float_box(Runtime *rt, double d) must_check;
static inline Owned float_value(Runtime *rt, double d)
{
    Value v;
    return likely(flonum_encode(d, &v)) ? v : float_box(rt, d);
}
/* CODE 'r': shortest that round-trips (repr); 'e' 'f' 'g' 'E' 'F' 'G' '%' with PRECISION.
 * Writes into BUFFER (at least 32 bytes for 'r') or, when it is too small, returns the needed size. */
size_t float_format(double d, char code, int precision, bool alternate, bool always_sign, char *buffer, size_t size);
Owned float_repr(Runtime *rt, double d) must_check;
Owned float_from_text(Runtime *rt, Borrowed text) must_check;    /* float("...") */
int64_t float_hash(double d);
typedef struct Complex { Object head; double real, imaginary; } Complex;
Owned complex_value(Runtime *rt, double real, double imaginary) must_check;

#endif
