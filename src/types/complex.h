/* Complex arithmetic that complex and cmath share. */
#ifndef OURO_TYPES_COMPLEX_H
#define OURO_TYPES_COMPLEX_H

#include "types/float.h"

typedef struct ComplexNumber { double real, imaginary; } ComplexNumber;

static inline bool value_is_complex(Borrowed v) { return object_has_type_flag(v, TYPE_IS_COMPLEX); }
static inline Owned complex_number_value(Runtime *rt, ComplexNumber z) { return complex_value(rt, z.real, z.imaginary); }
static inline ComplexNumber complex_number(Borrowed v)
{
    return (ComplexNumber){ ((Complex *)v)->real, ((Complex *)v)->imaginary };
}
/* complex(v) of a number: __complex__, then as float() does.  TypeError "must be real number, not X". */
bool value_to_complex(Runtime *rt, Borrowed v, ComplexNumber *out) must_check;
ComplexNumber complex_multiply(ComplexNumber a, ComplexNumber b);
/* B = 0: *BY_ZERO is set and 0 returned. */
ComplexNumber complex_divide(ComplexNumber a, ComplexNumber b, bool *by_zero);
double complex_absolute(ComplexNumber z);       /* inf when it overflows */
bool complex_from_text(Runtime *rt, Borrowed text, ComplexNumber *out) must_check;

#endif
