/* int: the object, its slots, and what other files need of it.
 *
 *   exact int   small int (immediate), or Int with 1.. limbs that does not fit one
 *   bool        TRUE, FALSE (immediate)
 *   subclass    IntInstance: `number` is an exact int
 *
 * Every operation takes the exact int behind its operands and gives an exact int. */
#include "types/int.h"

#include <math.h>

#include "object/budget.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/int_limbs.h"
#include "types/tuple.h"

/* -- making */

Int *int_alloc(Runtime *rt, int64_t limbs)
{
    if (limbs > INT_LIMBS_MAX)
        return raise_memory_error(rt);
    size_t size = sizeof(Int) + (size_t)limbs * sizeof(mp_limb_t);
    Int *n = (Int *)gc_alloc(&rt->gc, &rt->int_type->gc, size);
    if (!n)
        return raise_memory_error(rt);
    n->size = limbs;
    return n;
}

void int_drop(Runtime *rt, Int *n)
{
    if (n)
        gc_free(&rt->gc, &n->head);
}

/* Give back the end of a block that turned out much too large. */
static Int *int_shrink(Runtime *rt, Int *n, int64_t count)
{
    if (n->size - count < 8 + count / 4)
        return n;
    Int *smaller = (Int *)gc_resize(&rt->gc, &n->head, sizeof(Int) + (size_t)count * sizeof(mp_limb_t));
    return smaller ? smaller : n;
}

Owned int_finish(Runtime *rt, Int *n, bool negative)
{
    int64_t count = limbs_strip(int_limbs(n), n->size);
    uint64_t low = count ? n->limbs[0] : 0;
    if (count <= 1 && low <= (uint64_t)SMALL_INT_MAX + negative) {
        int_drop(rt, n);
        return small_int_value(negative ? (int64_t)(0 - low) : (int64_t)low);
    }
    n = int_shrink(rt, n, count);
    n->size = negative ? -count : count;
    return object_value(n);
}

Owned int_from_limbs(Runtime *rt, const mp_limb_t *limbs, int64_t count, bool negative)
{
    Int *n = int_alloc(rt, count);
    if (!n)
        return NULL;
    memcpy(n->limbs, limbs, (size_t)count * sizeof *limbs);
    return int_finish(rt, n, negative);
}

mp_limb_t *limbs_alloc(Runtime *rt, int64_t count)
{
    mp_limb_t *limbs = count > INT_LIMBS_MAX ? NULL : memory_alloc(rt, (size_t)count * sizeof *limbs);
    return limbs ? limbs : raise_memory_error(rt);
}

int64_t limbs_bit_length(const mp_limb_t *limbs, int64_t count)
{
    return count ? (count - 1) * 64 + limb_bits(limbs[count - 1]) : 0;
}

Owned int_from_int64(Runtime *rt, int64_t i)
{
    if (likely(small_int_fits(i)))
        return small_int_value(i);
    mp_limb_t magnitude = i < 0 ? 0 - (mp_limb_t)i : (mp_limb_t)i;
    return int_from_limbs(rt, &magnitude, 1, i < 0);
}

Owned int_from_uint64(Runtime *rt, uint64_t u)
{
    if (likely(u <= (uint64_t)SMALL_INT_MAX))
        return small_int_value((int64_t)u);
    mp_limb_t magnitude = u;
    return int_from_limbs(rt, &magnitude, 1, false);
}

Owned int_from_int128(Runtime *rt, __int128 i)
{
    if (likely(i >= SMALL_INT_MIN && i <= SMALL_INT_MAX))
        return small_int_value((int64_t)i);
    unsigned __int128 magnitude = i < 0 ? 0 - (unsigned __int128)i : (unsigned __int128)i;
    mp_limb_t limbs[2] = { (mp_limb_t)magnitude, (mp_limb_t)(magnitude >> 64) };
    return int_from_limbs(rt, limbs, 2, i < 0);
}

int64_t double_to_limbs(double d, mp_limb_t *limbs)
{
    int exponent;
    mp_limb_t mantissa = (mp_limb_t)ldexp(frexp(fabs(d), &exponent), 64);
    int64_t shift = exponent - 64;
    memset(limbs, 0, DOUBLE_LIMBS * sizeof *limbs);
    if (shift < 0) {
        limbs[0] = shift > -64 ? mantissa >> -shift : 0;
    } else {
        limbs[shift / 64] = mantissa << shift % 64;
        if (shift % 64)
            limbs[shift / 64 + 1] = mantissa >> (64 - shift % 64);
    }
    return limbs_strip(limbs, DOUBLE_LIMBS);
}

Owned int_from_double(Runtime *rt, double d)
{
    if (likely(d >= -0x1p62 && d < 0x1p62))
        return small_int_value((int64_t)d);
    if (isnan(d))
        return raise(rt, rt->ValueError, "cannot convert float NaN to integer");
    if (isinf(d))
        return raise_overflow(rt, "cannot convert float infinity to integer");
    mp_limb_t limbs[DOUBLE_LIMBS];
    return int_from_limbs(rt, limbs, double_to_limbs(d, limbs), d < 0);
}

Owned int_from_bytes(Runtime *rt, const unsigned char *bytes, size_t size, bool little, bool is_signed)
{
    int64_t limbs = (int64_t)(size / 8) + 1;
    Int *n = int_alloc(rt, limbs);
    if (!n)
        return NULL;
    bool negative = is_signed && size && (bytes[little ? size - 1 : 0] & 0x80);
    memset(n->limbs, negative ? 0xff : 0, (size_t)limbs * sizeof(mp_limb_t));
    for (size_t i = 0; i < size; i++) {
        uint64_t byte = bytes[little ? i : size - 1 - i];
        n->limbs[i / 8] ^= ((negative ? 0xff : 0) ^ byte) << i % 8 * 8;
    }
    if (negative)
        mpn_neg(int_limbs(n), int_limbs(n), limbs);
    return int_finish(rt, n, negative);
}

/* -- looking */

Borrowed int_plain_peek(Borrowed v)
{
    if (likely(value_is_small_int(v)))
        return v;
    if (value_is_bool(v))
        return small_int_value(v == TRUE);
    const Type *type = object_type(value_object(v));
    return type == type->rt->int_type ? v : ((IntInstance *)v)->number;
}

bool int_fits_int64(Borrowed v)
{
    IntView a;
    int_view(int_plain_peek(v), &a);
    return a.count == 0 || (a.count == 1 && a.limbs[0] <= (mp_limb_t)INT64_MAX + a.negative);
}

bool int_to_int64(Runtime *rt, Borrowed v, int64_t *out)
{
    IntView a;
    int_view(int_plain_peek(v), &a);
    if (a.count > 1 || (a.count && a.limbs[0] > (mp_limb_t)INT64_MAX + a.negative))
        return raise_overflow(rt, "Python int too large to convert to C long");
    mp_limb_t low = a.count ? a.limbs[0] : 0;
    *out = (int64_t)(a.negative ? 0 - low : low);
    return true;
}

bool int_to_uint64(Runtime *rt, Borrowed v, uint64_t *out)
{
    IntView a;
    int_view(int_plain_peek(v), &a);
    if (a.negative)
        return raise_overflow(rt, "can't convert negative value to unsigned int");
    if (a.count > 1)
        return raise_overflow(rt, "int too big to convert");
    *out = a.count ? a.limbs[0] : 0;
    return true;
}

int int_sign(Borrowed v)
{
    v = int_plain_peek(v);
    if (value_is_small_int(v))
        return (small_int(v) > 0) - (small_int(v) < 0);
    return ((Int *)v)->size < 0 ? -1 : 1;
}

int64_t int_bit_length(Borrowed v)
{
    IntView a;
    int_view(int_plain_peek(v), &a);
    return limbs_bit_length(a.limbs, a.count);
}

int int_compare(Borrowed a, Borrowed b)
{
    IntView x, y;
    a = int_plain_peek(a);
    b = int_plain_peek(b);
    if (values_are_small_ints(a, b))
        return (small_int(a) > small_int(b)) - (small_int(a) < small_int(b));
    int_view(a, &x);
    int_view(b, &y);
    if (x.negative != y.negative)
        return x.negative ? -1 : 1;
    int order = x.count != y.count ? (x.count > y.count ? 1 : -1) : mpn_cmp(x.limbs, y.limbs, x.count);
    return x.negative ? -order : order;
}

/* The remainder by 2**61 - 1 with the sign of the number; -1 stands for an error elsewhere. */
int64_t int_hash(Borrowed v)
{
    const int64_t MODULUS = ((int64_t)1 << 61) - 1;
    int64_t hash;
    v = int_plain_peek(v);
    if (likely(value_is_small_int(v))) {
        hash = small_int(v) % MODULUS;
    } else {
        IntView a;
        int_view(v, &a);
        hash = (int64_t)mpn_mod_1(a.limbs, a.count, MODULUS);
        hash = a.negative ? -hash : hash;
    }
    return hash == -1 ? -2 : hash;
}

/* The upper 64 bits of the magnitude, the last of them sticky, then one rounding to 53. */
double int_frexp(Borrowed v, int64_t *exponent)
{
    IntView a;
    int_view(int_plain_peek(v), &a);
    *exponent = limbs_bit_length(a.limbs, a.count);
    if (!a.count)
        return 0.0;
    int64_t top = a.count - 1;
    int lead = 64 - limb_bits(a.limbs[top]);
    mp_limb_t bits = a.limbs[top] << lead;
    if (lead && top)
        bits |= a.limbs[top - 1] >> (64 - lead);
    bool rest = lead && top && a.limbs[top - 1] << lead;
    if (top - 1 > 0 || (top && !lead))
        rest = rest || !mpn_zero_p(a.limbs, lead ? top - 1 : top);
    mp_limb_t kept = bits >> 11, dropped = bits & 0x7ff;
    if (dropped > 0x400 || (dropped == 0x400 && (rest || (kept & 1))))
        kept++;
    double m = ldexp((double)kept, -53);
    if (m == 1.0) {
        m = 0.5;
        ++*exponent;
    }
    return a.negative ? -m : m;
}

bool int_to_double(Runtime *rt, Borrowed v, double *out)
{
    v = int_plain_peek(v);
    if (likely(value_is_small_int(v))) {
        *out = (double)small_int(v);
        return true;
    }
    int64_t exponent;
    double m = int_frexp(v, &exponent);
    if (exponent > 1024) {
        raise_overflow(rt, "int too large to convert to float");
        return false;
    }
    *out = ldexp(m, (int)exponent);
    return true;
}

/* -- slots */

Owned int_binary(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op)
{
    Value result = NULL;
    a = int_plain_peek(a);
    b = int_plain_peek(b);
    switch (op) {
    case BINARY_ADD: return int_add(rt, a, b);
    case BINARY_SUB: return int_subtract(rt, a, b);
    case BINARY_MUL: return int_multiply(rt, a, b);
    case BINARY_TRUEDIV: return int_true_divide(rt, a, b);
    case BINARY_POW: return int_power(rt, a, b);
    case BINARY_LSHIFT: return int_shift(rt, a, b, true);
    case BINARY_RSHIFT: return int_shift(rt, a, b, false);
    case BINARY_AND: case BINARY_OR: case BINARY_XOR: return int_bitwise(rt, a, b, op);
    case BINARY_FLOORDIV: case BINARY_MOD: case BINARY_DIVMOD: break;
    default: return NOT_IMPLEMENTED;
    }
    if (int_sign(b) == 0)
        return raise(rt, rt->ZeroDivisionError, op == BINARY_MOD ? "integer modulo by zero" :
                     "integer division or modulo by zero");
    if (op != BINARY_DIVMOD)
        return int_divide(rt, a, b, op == BINARY_MOD ? NULL : &result, op == BINARY_MOD ? &result : NULL) ? result : NULL;
    Value both[2];
    if (!int_divide(rt, a, b, &both[0], &both[1]))
        return NULL;
    return tuple_from_steal(rt, both, 2);
}

#define INT_BINARY(name, op) \
    static Owned name(Runtime *rt, Borrowed a, Borrowed b) \
    { \
        return value_is_int(a) && value_is_int(b) ? int_binary(rt, a, b, op) : NOT_IMPLEMENTED; \
    }
INT_BINARY(slot_add, BINARY_ADD)
INT_BINARY(slot_subtract, BINARY_SUB)
INT_BINARY(slot_multiply, BINARY_MUL)
INT_BINARY(slot_true_divide, BINARY_TRUEDIV)
INT_BINARY(slot_floor_divide, BINARY_FLOORDIV)
INT_BINARY(slot_remainder, BINARY_MOD)
INT_BINARY(slot_divmod, BINARY_DIVMOD)
INT_BINARY(slot_power_two, BINARY_POW)
INT_BINARY(slot_shift_left, BINARY_LSHIFT)
INT_BINARY(slot_shift_right, BINARY_RSHIFT)
INT_BINARY(slot_and, BINARY_AND)
INT_BINARY(slot_or, BINARY_OR)
INT_BINARY(slot_xor, BINARY_XOR)

static Owned slot_power(Runtime *rt, Borrowed a, Borrowed b, Borrowed modulus)
{
    if (!value_is_int(a) || !value_is_int(b))
        return NOT_IMPLEMENTED;
    a = int_plain_peek(a);
    b = int_plain_peek(b);
    if (!modulus || modulus == NONE)
        return int_power(rt, a, b);
    if (!value_is_int(modulus))
        return NOT_IMPLEMENTED;
    return int_power_modulo(rt, a, b, int_plain_peek(modulus));
}

static Owned slot_negative(Runtime *rt, Borrowed v) { return int_negative(rt, int_plain_peek(v)); }
static Owned slot_positive(unused Runtime *rt, Borrowed v) { return int_plain(v); }
static Owned slot_invert(Runtime *rt, Borrowed v) { return int_invert(rt, int_plain_peek(v)); }
static Owned slot_absolute(Runtime *rt, Borrowed v) { return int_absolute(rt, int_plain_peek(v)); }
static int slot_truth(unused Runtime *rt, Borrowed v) { return int_sign(v) != 0; }

static size_t limbs_size(Borrowed v)
{
    IntView view;
    int_view(int_plain_peek(v), &view);
    return (size_t)view.count * sizeof(mp_limb_t);
}

/* Both for ints of any size: the time that reading its limbs takes. */
static bool charge_limbs(Runtime *rt, Borrowed v)
{
    return value_is_small_int(v) || charge_bytes(rt, limbs_size(v));
}

static bool slot_hash(Runtime *rt, Borrowed v, int64_t *hash)
{
    if (!charge_limbs(rt, v))
        return false;
    *hash = int_hash(v);
    return true;
}

static bool order_matches(int order, CompareOp op)
{
    switch (op) {
    case COMPARE_LT: return order < 0;
    case COMPARE_LE: return order <= 0;
    case COMPARE_EQ: return order == 0;
    case COMPARE_NE: return order != 0;
    case COMPARE_GT: return order > 0;
    default: return order >= 0;
    }
}

static Owned slot_compare(Runtime *rt, Borrowed a, Borrowed b, CompareOp op)
{
    if (!value_is_int(a) || !value_is_int(b))
        return NOT_IMPLEMENTED;
    if (!charge_limbs(rt, a))
        return NULL;
    return bool_value(order_matches(int_compare(a, b), op));
}

static Owned slot_to_float(Runtime *rt, Borrowed v)
{
    double d;
    return int_to_double(rt, v, &d) ? float_value(rt, d) : NULL;
}

static bool is_instance_of_subclass(const Object *object)
{
    const Type *type = object_type(object);
    return type != type->rt->int_type;
}

static int int_traverse(Object *self, GcVisit visit, void *argument)
{
    if (!is_instance_of_subclass(self))
        return 0;
    VISIT_VALUE(((IntInstance *)self)->number);
    return type_traverse_object(self, visit, argument);
}

static void int_clear(Gc *gc, Object *self)
{
    if (is_instance_of_subclass(self))
        type_clear_object(runtime_of(gc), self);
}

static void int_free(Gc *gc, Object *self)
{
    if (is_instance_of_subclass(self)) {
        value_clear(runtime_of(gc), &((IntInstance *)self)->number);
        type_free_object(runtime_of(gc), self);
    } else {
        gc_free(gc, self);
    }
}

const TypeDef int_type_def = {
    .name = "int",
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
           "The whole number that a number or a string stands for: 0 without an argument, a number\n"
           "truncated towards zero, or the value of a literal in the given base (2 to 36; 0 takes\n"
           "the base from the literal's prefix).",
    .size = sizeof(IntInstance),
    .flags = TYPE_SUBCLASSABLE | TYPE_IS_INT,
    .traverse = int_traverse, .steady = true,
    .clear = int_clear,
    .free = int_free,
    .slots = {
        .repr = int_repr,
        .hash = slot_hash,
        .compare = slot_compare,
        .make = int_make,
        .truth = slot_truth,
        .binary = {
            [BINARY_ADD] = slot_add, [BINARY_SUB] = slot_subtract, [BINARY_MUL] = slot_multiply,
            [BINARY_TRUEDIV] = slot_true_divide, [BINARY_FLOORDIV] = slot_floor_divide,
            [BINARY_MOD] = slot_remainder, [BINARY_POW] = slot_power_two, [BINARY_LSHIFT] = slot_shift_left,
            [BINARY_RSHIFT] = slot_shift_right, [BINARY_AND] = slot_and, [BINARY_OR] = slot_or,
            [BINARY_XOR] = slot_xor, [BINARY_DIVMOD] = slot_divmod,
        },
        .power = slot_power,
        .unary = {
            [UNARY_NEGATIVE] = slot_negative, [UNARY_POSITIVE] = slot_positive,
            [UNARY_INVERT] = slot_invert, [UNARY_ABSOLUTE] = slot_absolute,
        },
        .to_int = slot_positive,
        .to_float = slot_to_float,
        .index = slot_positive,
    },
    .methods = int_methods,
    .getsets = int_getsets,
};
