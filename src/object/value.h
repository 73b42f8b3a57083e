/* A value: one 64-bit word.
 *
 *   ...xxx1   small int, 63 bits, two's complement          (value >> 1)
 *   ...xx10   float whose exponent fits (most do), the IEEE bits rotated
 *   ...x100   constants: None, False, True, NotImplemented, Ellipsis
 *   ...x000   pointer to an Object (16-byte aligned); 0 is "no value": an
 *             error, an absent argument, an unbound register
 *
 * Ints and most floats need no memory, so arithmetic does not allocate.  The
 * float encoding is after Ruby's flonum and "Float Self-Tagging" (Melançon, Feeley,
 * Serrano 2024): a double whose top exponent bits are 011 or 100 is rotated left by 3,
 * which leaves room for the two tag bits; +0.0 has a code of its own; the rest (huge,
 * tiny, inf, nan, -0.0) are boxed objects.
 *
 * Value is a pointer to a type that has no definition: the compiler then
 * reports a Value mixed up with an integer or with an Object *.
 */
#ifndef OURO_OBJECT_VALUE_H
#define OURO_OBJECT_VALUE_H

#include "gc/object.h"

typedef struct OuroValue *Value;
typedef Value Owned;            /* a reference that the receiver must release */
typedef Value Borrowed;         /* a reference that somebody else keeps alive */

typedef struct Runtime Runtime;

#define VALUE_CONSTANT(n) ((Value)(uintptr_t)((n) << 3 | 4))
#define NONE            VALUE_CONSTANT(0)
#define FALSE           VALUE_CONSTANT(1)
#define TRUE            VALUE_CONSTANT(2)
#define NOT_IMPLEMENTED VALUE_CONSTANT(3)
#define ELLIPSIS        VALUE_CONSTANT(4)

static always_inline uint64_t value_bits(Value v) { return (uint64_t)(uintptr_t)v; }
static always_inline Value value_from_bits(uint64_t bits) { return (Value)(uintptr_t)bits; }

/* True for a pointer; NULL is not an object. */
static always_inline bool value_is_object(Value v) { return v && !(value_bits(v) & 7); }
static always_inline Object *value_object(Value v) { return (Object *)v; }
static always_inline Value object_value(const void *object) { return (Value)object; }

static always_inline Value bool_value(bool b) { return b ? TRUE : FALSE; }
static always_inline bool value_is_bool(Value v) { return v == TRUE || v == FALSE; }

/* Small ints. */
#define SMALL_INT_MAX ((int64_t)0x3fffffffffffffff)
#define SMALL_INT_MIN (-SMALL_INT_MAX - 1)

static always_inline bool value_is_small_int(Value v) { return value_bits(v) & 1; }
static always_inline int64_t small_int(Value v) { return (int64_t)value_bits(v) >> 1; }
static always_inline bool small_int_fits(int64_t i) { return i >= SMALL_INT_MIN && i <= SMALL_INT_MAX; }
static always_inline Value small_int_value(int64_t i)
{
    return value_from_bits((uint64_t)i << 1 | 1);
}
static always_inline bool values_are_small_ints(Value a, Value b)
{
    return value_bits(a) & value_bits(b) & 1;
}

/* Immediate floats.  Adding FLONUM_STEP turns exponents that begin with 011 or 100 into 100 and 101; the
 * rotation brings the 10 that both begin with into the tag.  The code of 2**-255 stands for 0.0. */
#define FLONUM_STEP ((uint64_t)1 << 60)
#define FLONUM_ZERO ((uint64_t)2)

static always_inline bool value_is_flonum(Value v) { return (value_bits(v) & 3) == 2; }

static always_inline bool flonum_encode(double d, Value *out)
{
    union { double d; uint64_t bits; } u = { .d = d };
    uint64_t stepped = u.bits + FLONUM_STEP, code = stepped << 3 | stepped >> 61;
    *out = value_from_bits(code);
    if (likely((code & 3) == 2 && code != FLONUM_ZERO))
        return true;
    *out = value_from_bits(FLONUM_ZERO);
    return u.bits == 0;
}

static always_inline double flonum(Value v)
{
    uint64_t code = value_bits(v);
    if (unlikely(code == FLONUM_ZERO))
        return 0.0;
    union { uint64_t bits; double d; } u = { .bits = (code >> 3 | code << 61) - FLONUM_STEP };
    return u.d;
}

static always_inline Owned retain(Borrowed v)
{
    if (value_is_object(v))
        object_retain(value_object(v));
    return v;
}

/* See object_touch: V leaves its container and is not released. */
static always_inline void value_touch(Borrowed v)
{
    if (value_is_object(v))
        object_touch(value_object(v));
}

/* release(rt, v) stands in runtime.h: it needs the heap of the runtime. */

#endif
