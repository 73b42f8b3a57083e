/* What the files of int share: a view on the limbs of any int, and how a result
 * is made.  Only int*.c and the modules of mathematics include it.
 *
 * A result is made in three steps: int_alloc takes limbs, an mpn function fills
 * them, int_finish strips leading zeros and turns what fits into a small int. */
#ifndef OURO_TYPES_INT_LIMBS_H
#define OURO_TYPES_INT_LIMBS_H

#include <gmp.h>

#include "object/error.h"
#include "object/runtime.h"
#include "types/int.h"

_Static_assert(sizeof(mp_limb_t) == 8 && GMP_NAIL_BITS == 0, "64-bit limbs");

/* No int may have more limbs (2 GiB): larger results are refused before any memory is taken. */
enum { INT_LIMBS_MAX = 1 << 28 };

typedef struct IntView {
    const mp_limb_t *limbs;     /* into the object, or to `single` */
    int64_t count;              /* 0 for zero */
    bool negative;
    mp_limb_t single;
} IntView;

/* V is an exact int; the view must stay where it is (it may point into itself). */
static inline void int_view(Borrowed v, IntView *view)
{
    if (value_is_small_int(v)) {
        int64_t i = small_int(v);
        view->negative = i < 0;
        view->single = i < 0 ? 0 - (mp_limb_t)i : (mp_limb_t)i;
        view->limbs = &view->single;
        view->count = i != 0;
    } else {
        const Int *n = (const Int *)v;
        view->negative = n->size < 0;
        view->limbs = (const mp_limb_t *)n->limbs;
        view->count = n->size < 0 ? -n->size : n->size;
    }
}

/* An int under construction, limbs undefined; NULL with MemoryError. */
Int *int_alloc(Runtime *rt, int64_t limbs) must_check;
static inline mp_limb_t *int_limbs(Int *n) { return (mp_limb_t *)n->limbs; }
/* N has n->size limbs (non-negative), perhaps with leading zeros.  Cannot fail. */
Owned int_finish(Runtime *rt, Int *n, bool negative);
void int_drop(Runtime *rt, Int *n);
Owned int_from_int128(Runtime *rt, __int128 i) must_check;
Owned int_from_limbs(Runtime *rt, const mp_limb_t *limbs, int64_t count, bool negative) must_check;

/* Limbs for a while, in the heap's memory domain. */
mp_limb_t *limbs_alloc(Runtime *rt, int64_t count) must_check;
static inline void limbs_free(Runtime *rt, mp_limb_t *limbs) { memory_free(rt, limbs); }
static inline int64_t limbs_strip(const mp_limb_t *limbs, int64_t count)
{
    while (count && !limbs[count - 1])
        count--;
    return count;
}
static inline int limb_bits(mp_limb_t limb) { return limb ? 64 - __builtin_clzll(limb) : 0; }
int64_t limbs_bit_length(const mp_limb_t *limbs, int64_t count);

/* Operations on exact ints; each gives an exact int. */
Owned int_add(Runtime *rt, Borrowed a, Borrowed b) must_check;
Owned int_subtract(Runtime *rt, Borrowed a, Borrowed b) must_check;
Owned int_multiply(Runtime *rt, Borrowed a, Borrowed b) must_check;
/* Floor division; either of QUOTIENT and REMAINDER may be NULL.  B is not zero. */
bool int_divide(Runtime *rt, Borrowed a, Borrowed b, Owned *quotient, Owned *remainder) must_check;
Owned int_true_divide(Runtime *rt, Borrowed a, Borrowed b) must_check;
Owned int_negative(Runtime *rt, Borrowed a) must_check;
Owned int_absolute(Runtime *rt, Borrowed a) must_check;
Owned int_invert(Runtime *rt, Borrowed a) must_check;
Owned int_shift_left(Runtime *rt, Borrowed a, int64_t bits) must_check;     /* BITS >= 0 */
Owned int_shift_right(Runtime *rt, Borrowed a, int64_t bits) must_check;    /* BITS >= 0; floors */
Owned int_shift(Runtime *rt, Borrowed a, Borrowed b, bool left) must_check; /* the operators, with their errors */
Owned int_bitwise(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op) must_check;
Owned int_power(Runtime *rt, Borrowed base, Borrowed exponent) must_check;
Owned int_power_modulo(Runtime *rt, Borrowed base, Borrowed exponent, Borrowed modulus) must_check;
Owned int_square_root(Runtime *rt, Borrowed a) must_check;       /* floor; A >= 0 */
/* |A| = m * 2**exponent, 0.5 <= m < 1, m rounded half to even; zero gives 0. */
double int_frexp(Borrowed a, int64_t *exponent);
/* M * 2**exponent, with more bits behind M when STICKY, rounded half to even once. */
double double_round(unsigned __int128 m, bool sticky, int64_t exponent);
/* The whole part of a finite |D|; returns the limbs used. */
enum { DOUBLE_LIMBS = 17 };
int64_t double_to_limbs(double d, mp_limb_t *limbs);

Owned int_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords) must_check;
Owned int_from_str(Runtime *rt, Borrowed str, int base) must_check;
/* SOURCE is what the message shows. */
Owned int_from_ascii(Runtime *rt, const char *text, size_t size, int base, Borrowed source) must_check;
Owned int_repr(Runtime *rt, Borrowed self) must_check;

/* A str as ASCII, for int(), float() and complex(): Unicode digits become ASCII
 * digits, white space becomes blanks, anything else becomes '?'.  *TEXT points into
 * the str or to memory that text_ascii_close gives back. */
typedef struct TextAscii { const char *text; size_t size; char *own; } TextAscii;
bool text_ascii_open(Runtime *rt, Borrowed str, TextAscii *t) must_check;
static inline void text_ascii_close(Runtime *rt, TextAscii *t) { memory_free(rt, t->own); }

/* Digits of |V| in BASE, lower case; *DIGITS is given back with memory_free.  No limit is checked
 * but that of base 10. */
bool int_digits(Runtime *rt, Borrowed v, int base, char **digits, size_t *size) must_check;

extern const MethodDef int_methods[];
extern const GetSetDef int_getsets[];

#endif
