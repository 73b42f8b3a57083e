/* float: arithmetic, comparison, hash, constructor.
 *
 * Most floats are immediate (flonum); the rest are Float objects.  A subclass uses the
 * structure Float as well; arithmetic gives exact floats. */
#include "types/float.h"

#include <math.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/exception.h"
#include "types/float_text.h"
#include "types/int_limbs.h"
#include "types/bytes.h"
#include "types/str.h"
#include "types/tuple.h"

Owned float_box(Runtime *rt, double d)
{
    Float *f = (Float *)gc_alloc(&rt->gc, &rt->float_type->gc, sizeof *f);
    if (!f)
        return raise_memory_error(rt);
    f->number = d;
    return object_value(f);
}

/* -- operands */

/* 1: *OUT is set; 0: not a number that float knows; -1: int too large. */
static int operand(Runtime *rt, Borrowed v, double *out)
{
    if (value_is_float(v)) {
        *out = float_number(v);
        return 1;
    }
    if (!value_is_int(v))
        return 0;
    return int_to_double(rt, v, out) ? 1 : -1;
}

/* 1: both are numbers; 0: NOT_IMPLEMENTED; -1: error. */
static int operands(Runtime *rt, Borrowed a, Borrowed b, double *x, double *y)
{
    int first = operand(rt, a, x);
    return first == 1 ? operand(rt, b, y) : first;
}

#define FLOAT_BINARY(name, expression) \
    static Owned name(Runtime *rt, Borrowed a, Borrowed b) \
    { \
        double x, y; \
        int known = operands(rt, a, b, &x, &y); \
        if (unlikely(known != 1)) \
            return known ? NULL : NOT_IMPLEMENTED; \
        return expression; \
    }

static Owned zero_division(Runtime *rt, const char *message)
{
    return raise(rt, rt->ZeroDivisionError, "%s", message);
}

/* Floored: the remainder has the sign of the divisor. */
static double float_remainder(double x, double y)
{
    double r = fmod(x, y);
    if (!r)
        return copysign(0.0, y);
    return (y < 0) != (r < 0) ? r + y : r;
}

static double float_quotient(double x, double y)
{
    double r = fmod(x, y), q = (x - r) / y;
    if (r && (y < 0) != (r < 0))
        q -= 1.0;
    if (!q)
        return copysign(0.0, x / y);
    double whole = floor(q);
    return q - whole > 0.5 ? whole + 1.0 : whole;
}

static Owned float_pair(Runtime *rt, double a, double b)
{
    Value both[2] = { float_value(rt, a), NULL };
    if (!both[0] || !(both[1] = float_value(rt, b))) {
        release(rt, both[0]);
        return NULL;
    }
    return tuple_from_steal(rt, both, 2);
}

static Owned raise_range(Runtime *rt)
{
    Value args = tuple_pack(rt, 2, small_int_value(34), NONE);
    Value text = args ? str_from_text(rt, "Numerical result out of range") : NULL;
    if (text) {
        tuple_items(args)[1] = text;
        raise_value(rt, rt->OverflowError, args);
    }
    release(rt, args);
    return NULL;
}

static Owned complex_power_of(Runtime *rt, double x, double y)
{
    Value a = complex_value(rt, x, 0.0), b = a ? complex_value(rt, y, 0.0) : NULL;
    Value result = b ? binary(rt, a, b, BINARY_POW) : NULL;
    release(rt, a);
    release(rt, b);
    return result;
}

/* pow() of the C library has Python's special cases, but for the three below. */
static Owned float_power(Runtime *rt, double x, double y)
{
    if (x == 0 && y < 0 && !isinf(y))
        return zero_division(rt, "0.0 cannot be raised to a negative power");
    if (x < 0 && isfinite(x) && isfinite(y) && y != floor(y))
        return complex_power_of(rt, x, y);
    double result = pow(x, y);
    if (isinf(result) && isfinite(x) && isfinite(y) && x != 0)
        return raise_range(rt);
    return float_value(rt, result);
}

FLOAT_BINARY(slot_add, float_value(rt, x + y))
FLOAT_BINARY(slot_subtract, float_value(rt, x - y))
FLOAT_BINARY(slot_multiply, float_value(rt, x * y))
FLOAT_BINARY(slot_true_divide, y ? float_value(rt, x / y) : zero_division(rt, "float division by zero"))
FLOAT_BINARY(slot_floor_divide, y ? float_value(rt, float_quotient(x, y)) : zero_division(rt, "float floor division by zero"))
FLOAT_BINARY(slot_remainder, y ? float_value(rt, float_remainder(x, y)) : zero_division(rt, "float modulo"))
FLOAT_BINARY(slot_divmod, y ? float_pair(rt, float_quotient(x, y), float_remainder(x, y)) : zero_division(rt, "float divmod()"))
FLOAT_BINARY(slot_power_two, float_power(rt, x, y))

static Owned slot_power(Runtime *rt, Borrowed a, Borrowed b, Borrowed modulus)
{
    if (modulus && modulus != NONE)
        return raise(rt, rt->TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
    return slot_power_two(rt, a, b);
}

static Owned slot_negative(Runtime *rt, Borrowed v) { return float_value(rt, -float_number(v)); }
static Owned slot_positive(Runtime *rt, Borrowed v) { return float_value(rt, float_number(v)); }
static Owned slot_absolute(Runtime *rt, Borrowed v) { return float_value(rt, fabs(float_number(v))); }
static Owned slot_to_int(Runtime *rt, Borrowed v) { return int_from_double(rt, float_number(v)); }
static Owned slot_repr(Runtime *rt, Borrowed v) { return float_repr(rt, float_number(v)); }
static int slot_truth(unused Runtime *rt, Borrowed v) { return float_number(v) != 0; }

/* -- comparison */

/* D against an int of more than 53 bits: exact. */
static int compare_large_int(double d, Borrowed integer)
{
    int sign = int_sign(integer), d_sign = (d > 0) - (d < 0);
    if (isinf(d) || d_sign != sign)
        return d > 0 ? 1 : d < 0 ? -1 : -sign;
    mp_limb_t limbs[DOUBLE_LIMBS];
    int64_t count = double_to_limbs(d, limbs);
    IntView n;
    int_view(int_plain_peek(integer), &n);
    int order = count != n.count ? (count > n.count ? 1 : -1) : mpn_cmp(limbs, n.limbs, count);
    return d_sign < 0 ? -order : order;     /* so large a double is whole, a smaller one lost already */
}

static bool double_order(double x, double y, CompareOp op)
{
    switch (op) {
    case COMPARE_LT: return x < y;
    case COMPARE_LE: return x <= y;
    case COMPARE_EQ: return x == y;
    case COMPARE_NE: return x != y;
    case COMPARE_GT: return x > y;
    default: return x >= y;
    }
}

static bool compare_with_int(double d, Borrowed integer, CompareOp op)
{
    Borrowed plain = int_plain_peek(integer);
    const int64_t exact = (int64_t)1 << 53;
    if (value_is_small_int(plain) && small_int(plain) <= exact && small_int(plain) >= -exact)
        return double_order(d, (double)small_int(plain), op);
    if (isnan(d))
        return op == COMPARE_NE;
    return double_order(compare_large_int(d, plain), 0, op);
}

static Owned slot_compare(unused Runtime *rt, Borrowed a, Borrowed b, CompareOp op)
{
    if (value_is_float(b))
        return bool_value(double_order(float_number(a), float_number(b), op));
    return value_is_int(b) ? bool_value(compare_with_int(float_number(a), b, op)) : NOT_IMPLEMENTED;
}

/* The value modulo 2**61 - 1, where 2**e is a rotation; equal ints hash the same. */
int64_t float_hash(double d)
{
    const uint64_t modulus = ((uint64_t)1 << 61) - 1;
    if (isinf(d))
        return d > 0 ? 314159 : -314159;
    if (isnan(d))
        return 0;
    int exponent;
    uint64_t m = (uint64_t)ldexp(frexp(fabs(d), &exponent), 53);
    unsigned turn = (unsigned)(((exponent - 53) % 61 + 61) % 61);
    m = (m << turn & modulus) | (turn ? m >> (61 - turn) : 0);
    int64_t hash = m == modulus ? 0 : (int64_t)m;
    hash = d < 0 ? -hash : hash;
    return hash == -1 ? -2 : hash;
}

static bool slot_hash(unused Runtime *rt, Borrowed v, int64_t *hash)
{
    double d = float_number(v);
    uint64_t address = value_bits(v);
    *hash = isnan(d) ? (int64_t)(address >> 4 | address << 60) : float_hash(d);
    return true;
}

/* -- constructor */

/* The result of __float__: an exact float, or TypeError; a subclass is deprecated. */
static Owned checked_float_steal(Runtime *rt, Borrowed v, Owned result)
{
    if (!result || value_is_flonum(result) || object_is_exactly(result, rt->float_type))
        return result;
    Value plain = NULL;
    if (!value_is_float(result))
        raise(rt, rt->TypeError, "%.50T.__float__ returned non-float (type %.50T)", v, result);
    else if (warn(rt, rt->DeprecationWarning,
                  "%.50T.__float__ returned non-float (type %.50T).  The ability to return an instance of a strict "
                  "subclass of float is deprecated, and may be removed in a future version of Python.", v, result))
        plain = float_value(rt, float_number(result));
    release(rt, result);
    return plain;
}

static Owned from_index_steal(Runtime *rt, Owned index)
{
    double d;
    bool fits = index && int_to_double(rt, index, &d);
    release(rt, index);
    return fits ? float_value(rt, d) : NULL;
}

static Owned from_buffer(Runtime *rt, Borrowed v)
{
    Buffer buffer;
    double d;
    if (!buffer_get(rt, v, &buffer, false))
        return NULL;
    bool valid = float_parse_whole(rt, buffer.bytes, buffer.size, &d);
    buffer_release(rt, &buffer);
    if (valid)
        return float_value(rt, d);
    return error_pending(rt) ? NULL : raise(rt, rt->ValueError, "could not convert string to float: %R", v);
}

Owned float_from_object(Runtime *rt, Borrowed v)
{
    if (value_is_flonum(v) || object_is_exactly(v, rt->float_type))
        return retain(v);
    if (object_is_exactly(v, rt->str_type))
        return float_from_text(rt, v);
    const Slots *slots = value_type(rt, v)->slots;
    if (slots->to_float)
        return checked_float_steal(rt, v, slots->to_float(rt, v));
    if (slots->index)
        return from_index_steal(rt, value_index(rt, v));
    if (value_is_str(v))
        return float_from_text(rt, v);
    if (has_buffer(rt, v))
        return from_buffer(rt, v);
    return raise(rt, rt->TypeError, "float() argument must be a string or a real number, not '%.200T'", v);
}

static Owned slot_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (type->slots->init == rt->float_type->slots->init && keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "float() takes no keyword arguments");
    if (count > 1)
        return raise(rt, rt->TypeError, "float expected at most 1 argument, got %zu", count);
    Value exact = count ? float_from_object(rt, args[0]) : float_value(rt, 0.0);
    if (!exact || type == rt->float_type)
        return exact;
    Float *f = (Float *)type_alloc(rt, type, 0);
    if (f) {
        f->number = float_number(exact);
        if (type->flags & TYPE_CONTAINER)
            gc_track(&rt->gc, &f->head);
    }
    release(rt, exact);
    return object_value(f);
}

static bool is_instance_of_subclass(const Object *object)
{
    const Type *type = object_type(object);
    return type != type->rt->float_type;
}

static int float_traverse(Object *self, GcVisit visit, void *argument)
{
    return is_instance_of_subclass(self) ? type_traverse_object(self, visit, argument) : 0;
}

static void float_clear(Gc *gc, Object *self)
{
    if (is_instance_of_subclass(self))
        type_clear_object(runtime_of(gc), self);
}

static void float_free(Gc *gc, Object *self)
{
    if (is_instance_of_subclass(self))
        type_free_object(runtime_of(gc), self);
    else
        gc_free(gc, self);
}

const TypeDef float_type_def = {
    .name = "float",
    .doc = "Convert a string or number to a floating point number, if possible.",
    .signature = "(x=0, /)",
    .size = sizeof(Float),
    .flags = TYPE_SUBCLASSABLE | TYPE_IS_FLOAT,
    .traverse = float_traverse, .steady = true,
    .clear = float_clear,
    .free = float_free,
    .slots = {
        .repr = slot_repr,
        .hash = slot_hash,
        .compare = slot_compare,
        .make = slot_make,
        .truth = slot_truth,
        .binary = {
            [BINARY_ADD] = slot_add, [BINARY_SUB] = slot_subtract, [BINARY_MUL] = slot_multiply,
            [BINARY_TRUEDIV] = slot_true_divide, [BINARY_FLOORDIV] = slot_floor_divide,
            [BINARY_MOD] = slot_remainder, [BINARY_POW] = slot_power_two, [BINARY_DIVMOD] = slot_divmod,
        },
        .power = slot_power,
        .unary = {
            [UNARY_NEGATIVE] = slot_negative, [UNARY_POSITIVE] = slot_positive, [UNARY_ABSOLUTE] = slot_absolute,
        },
        .to_int = slot_to_int,
        .to_float = slot_positive,
    },
    .methods = float_methods,
    .getsets = float_getsets,
};
