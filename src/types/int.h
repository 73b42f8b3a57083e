/* int: immediate when it fits 63 bits, else an object with its limbs inside.
 * Invariant: a boxed int never holds a value that fits a small int, so equal
 * ints have one representation.  Limbs go to GMP's mpn layer. */
#ifndef OURO_TYPES_INT_H
#define OURO_TYPES_INT_H

#include "object/runtime.h"

typedef struct Int {
    Object head;
    int64_t size;               /* limbs used; negative: the number is negative */
    uint64_t limbs[];           /* least significant first; the last is not 0 */
} Int;

/* int, bool or a subclass of int. */
static inline bool value_is_int(Borrowed v)
{
    return value_is_small_int(v) || value_is_bool(v) || object_has_type_flag(v, TYPE_IS_INT);
}
/* A subclass of int keeps its number here (a Value that is an exact int). */
typedef struct IntInstance { Object head; Value number; } IntInstance;
/* The exact int (small or Int) behind an int, bool or instance of a subclass. */
Borrowed int_plain_peek(Borrowed v);

Owned int_from_int64(Runtime *rt, int64_t i) must_check;
Owned int_from_uint64(Runtime *rt, uint64_t u) must_check;
Owned int_from_double(Runtime *rt, double d) must_check;         /* truncates; OverflowError, ValueError for inf, nan */
/* Digits in BASE 2..36 or 0, underscores and sign as int() allows.  ValueError worded for the literal. */
Owned int_from_text(Runtime *rt, const char *text, size_t size, int base) must_check;
Owned int_from_bytes(Runtime *rt, const unsigned char *bytes, size_t size, bool little, bool is_signed) must_check;
bool int_fits_int64(Borrowed v);                                 /* V is an int */
bool int_to_int64(Runtime *rt, Borrowed v, int64_t *out) must_check;     /* OverflowError "Python int too large to convert to C long" */
bool int_to_double(Runtime *rt, Borrowed v, double *out) must_check;     /* OverflowError "int too large to convert to float" */
int int_sign(Borrowed v);                                        /* -1, 0, 1 */
/* Decimal text into the end of BUFFER, of INT_SMALL_TEXT bytes; returns where it starts. */
enum { INT_SMALL_TEXT = 24 };
char *int_write_small(int64_t i, char *buffer);
int int_compare(Borrowed a, Borrowed b);                         /* <0, 0, >0 */
int64_t int_hash(Borrowed v);
Owned int_to_str(Runtime *rt, Borrowed v, int base) must_check;  /* 2, 8, 16: with 0b, 0o, 0x */
/* The generic paths of the operators, for ints of any size (a, b ints). */
Owned int_binary(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op) must_check;
int64_t int_bit_length(Borrowed v);
/* The exact int with the value of V (an int, bool or instance of a subclass). */
static inline Owned int_plain(Borrowed v) { return retain(int_plain_peek(v)); }
bool int_to_uint64(Runtime *rt, Borrowed v, uint64_t *out) must_check;   /* OverflowError */
Owned int_from_object(Runtime *rt, Borrowed v) must_check;      /* int(v) of one argument */
Owned int_gcd(Runtime *rt, Borrowed a, Borrowed b) must_check;
/* sys.get_int_max_str_digits(); 0: no limit. */
int int_max_str_digits(const Runtime *rt);
void int_set_max_str_digits(Runtime *rt, int digits);

#endif
