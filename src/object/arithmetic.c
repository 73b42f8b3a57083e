/* Operators of any values, and conversions to numbers. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/function.h"
#include "types/int.h"
#include "types/str.h"

typedef Owned (*BinaryFunction)(Runtime *, Borrowed, Borrowed);

static const char *const signs[BINARY_COUNT] = {
    [BINARY_ADD] = "+", [BINARY_SUB] = "-", [BINARY_MUL] = "*", [BINARY_MATMUL] = "@", [BINARY_TRUEDIV] = "/",
    [BINARY_FLOORDIV] = "//", [BINARY_MOD] = "%", [BINARY_POW] = "** or pow()", [BINARY_LSHIFT] = "<<",
    [BINARY_RSHIFT] = ">>", [BINARY_AND] = "&", [BINARY_OR] = "|", [BINARY_XOR] = "^", [BINARY_DIVMOD] = "divmod()",
};

/* "print >> file" was the way of Python 2. */
static bool is_print(Runtime *rt, Borrowed v)
{
    return object_is_exactly(v, rt->builtin_function_type) && !strcmp(((BuiltinFunction *)v)->def->name, "print");
}

static void *raise_operands(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op, const char *suffix)
{
    const char *sign = op == BINARY_POW && *suffix ? "**" : signs[op];
    if (op == BINARY_RSHIFT && !*suffix && is_print(rt, a))
        return raise(rt, rt->TypeError, "unsupported operand type(s) for %s: '%.100T' and '%.100T'. "
                     "Did you mean \"print(<message>, file=<output_stream>)\"?", sign, a, b);
    return raise(rt, rt->TypeError, "unsupported operand type(s) for %s%s: '%.100T' and '%.100T'", sign, suffix, a, b);
}

/* The operator slots of both operands, the subclass's first. */
static Owned try_slots(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op)
{
    Type *ta = value_type(rt, a), *tb = value_type(rt, b);
    BinaryFunction fa = ta->slots->binary[op], fb = ta == tb ? NULL : tb->slots->binary[op];
    Value result;
    if (fb == fa)
        fb = NULL;
    if (fa) {
        if (fb && type_is_subtype(tb, ta)) {
            result = fb(rt, a, b);
            if (result != NOT_IMPLEMENTED)
                return result;
            fb = NULL;
        }
        result = fa(rt, a, b);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    return fb ? fb(rt, a, b) : NOT_IMPLEMENTED;
}

/* -- sequences: + and * */

typedef Owned (*RepeatFunction)(Runtime *, Borrowed, int64_t);

static Owned repeat(Runtime *rt, RepeatFunction function, Borrowed sequence, Borrowed times)
{
    int64_t count;
    if (!value_is_int(times) && !value_type(rt, times)->slots->index)
        return raise(rt, rt->TypeError, "can't multiply sequence by non-int of type '%.200T'", times);
    if (!value_to_ssize(rt, times, &count, rt->OverflowError))
        return NULL;
    return function(rt, sequence, count);
}

static Owned try_sequences(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op)
{
    const Slots *sa = value_type(rt, a)->slots, *sb = value_type(rt, b)->slots;
    if (op == BINARY_ADD && sa->concat)
        return sa->concat(rt, a, b);
    if (op == BINARY_MUL && sa->repeat)
        return repeat(rt, sa->repeat, a, b);
    if (op == BINARY_MUL && sb->repeat)
        return repeat(rt, sb->repeat, b, a);
    return NOT_IMPLEMENTED;
}

static Owned try_sequences_inplace(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op)
{
    const Slots *sa = value_type(rt, a)->slots;
    if (op == BINARY_ADD && sa->inplace_concat)
        return sa->inplace_concat(rt, a, b);
    if (op == BINARY_MUL && sa->inplace_repeat)
        return repeat(rt, sa->inplace_repeat, a, b);
    return try_sequences(rt, a, b, op);
}

Owned binary_reflected(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op, bool inplace)
{
    Type *ta = value_type(rt, a), *tb = value_type(rt, b);
    BinaryFunction function = ta == tb ? NULL : tb->slots->binary[op];
    Value result = function ? function(rt, a, b) : NOT_IMPLEMENTED;
    if (result == NOT_IMPLEMENTED)
        result = inplace ? try_sequences_inplace(rt, a, b, op) : try_sequences(rt, a, b, op);
    return result == NOT_IMPLEMENTED ? raise_operands(rt, a, b, op, inplace ? "=" : "") : result;
}

Owned binary(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op)
{
    if (!stack_suffices(rt))
        return NULL;
    Value result = try_slots(rt, a, b, op);
    if (result == NOT_IMPLEMENTED)
        result = try_sequences(rt, a, b, op);
    return result == NOT_IMPLEMENTED ? raise_operands(rt, a, b, op, "") : result;
}

Owned binary_inplace(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op)
{
    BinaryFunction function = value_type(rt, a)->slots->inplace[op];
    Value result = function ? function(rt, a, b) : NOT_IMPLEMENTED;
    if (result == NOT_IMPLEMENTED)
        result = try_slots(rt, a, b, op);
    if (result == NOT_IMPLEMENTED)
        result = try_sequences_inplace(rt, a, b, op);
    return result == NOT_IMPLEMENTED ? raise_operands(rt, a, b, op, "=") : result;
}

/* -- pow(a, b, c) */

typedef Owned (*PowerFunction)(Runtime *, Borrowed, Borrowed, Borrowed);

static Owned try_power(Runtime *rt, Borrowed a, Borrowed b, Borrowed c)
{
    Type *ta = value_type(rt, a), *tb = value_type(rt, b);
    PowerFunction fa = ta->slots->power, fb = ta == tb ? NULL : tb->slots->power, fc = value_type(rt, c)->slots->power;
    Value result;
    if (fb == fa)
        fb = NULL;
    if (fa) {
        if (fb && type_is_subtype(tb, ta)) {
            result = fb(rt, a, b, c);
            if (result != NOT_IMPLEMENTED)
                return result;
            fb = NULL;
        }
        result = fa(rt, a, b, c);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    if (fb) {
        result = fb(rt, a, b, c);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    return fc && fc != fa && fc != fb ? fc(rt, a, b, c) : NOT_IMPLEMENTED;
}

Owned power(Runtime *rt, Borrowed base, Borrowed exponent, Borrowed modulus)
{
    if (!modulus || modulus == NONE)
        return binary(rt, base, exponent, BINARY_POW);
    Value result = try_power(rt, base, exponent, modulus);
    if (result != NOT_IMPLEMENTED)
        return result;
    return raise(rt, rt->TypeError, "unsupported operand type(s) for ** or pow(): '%.100T', '%.100T', '%.100T'",
                 base, exponent, modulus);
}

/* -- one operand */

Owned unary(Runtime *rt, Borrowed v, UnaryOp op)
{
    static const char *const texts[] = {
        [UNARY_NEGATIVE] = "unary -", [UNARY_POSITIVE] = "unary +", [UNARY_INVERT] = "unary ~", [UNARY_ABSOLUTE] = "abs()",
    };
    Owned (*function)(Runtime *, Borrowed) = value_type(rt, v)->slots->unary[op];
    if (function)
        return stack_suffices(rt) ? function(rt, v) : NULL;
    return raise(rt, rt->TypeError, "bad operand type for %s: '%.200T'", texts[op], v);
}

/* -- numbers */

/* What __index__ or __int__ returned, as an exact int. */
static Owned checked_int(Runtime *rt, Owned result, const char *method)
{
    if (!result || value_is_small_int(result) || object_is_exactly(result, rt->int_type))
        return result;
    bool good = value_is_int(result);
    if (!good)
        raise(rt, rt->TypeError, "%s returned non-int (type %.200T)", method, result);
    else
        good = warn(rt, rt->DeprecationWarning,
                    "%s returned non-int (type %.200T).  The ability to return an instance of a strict subclass of int "
                    "is deprecated, and may be removed in a future version of Python.", method, result);
    Value plain = good ? retain(int_plain_peek(result)) : NULL;
    release(rt, result);
    return plain;
}

Owned value_index(Runtime *rt, Borrowed v)
{
    if (value_is_int(v))
        return retain(int_plain_peek(v));
    Owned (*function)(Runtime *, Borrowed) = value_type(rt, v)->slots->index;
    if (!function)
        return raise(rt, rt->TypeError, "'%.200T' object cannot be interpreted as an integer", v);
    return checked_int(rt, function(rt, v), "__index__");
}

bool value_to_ssize(Runtime *rt, Borrowed v, int64_t *out, Type *clip_error)
{
    if (likely(value_is_small_int(v))) {
        *out = small_int(v);
        return true;
    }
    Value index = value_index(rt, v);
    if (!index)
        return false;
    bool good = true;
    if (int_fits_int64(index))
        good = int_to_int64(rt, index, out);
    else if (!clip_error)
        *out = int_sign(index) < 0 ? INT64_MIN : INT64_MAX;
    else
        good = raise(rt, clip_error, "cannot fit '%.200T' into an index-sized integer", v);
    release(rt, index);
    return good;
}

static bool float_slot_result(Runtime *rt, Borrowed v, Owned result, double *out)
{
    if (!result)
        return false;
    bool good = value_is_float(result);
    if (!good)
        raise(rt, rt->TypeError, "%.50T.__float__ returned non-float (type %.50T)", v, result);
    else if (!value_is_flonum(result) && !object_is_exactly(result, rt->float_type))
        good = warn(rt, rt->DeprecationWarning,
                    "%.50T.__float__ returned non-float (type %.50T).  The ability to return an instance of a strict "
                    "subclass of float is deprecated, and may be removed in a future version of Python.", v, result);
    if (good)
        *out = float_number(result);
    release(rt, result);
    return good;
}

bool value_to_double(Runtime *rt, Borrowed v, double *out)
{
    if (value_is_float(v)) {
        *out = float_number(v);
        return true;
    }
    if (value_is_small_int(v) || object_is_exactly(v, rt->int_type) || value_is_bool(v))
        return int_to_double(rt, v, out);
    const Slots *slots = value_type(rt, v)->slots;
    if (slots->to_float)
        return float_slot_result(rt, v, slots->to_float(rt, v), out);
    if (!slots->index)
        return raise(rt, rt->TypeError, "must be real number, not %.50T", v);
    Value index = value_index(rt, v);
    bool good = index && int_to_double(rt, index, out);
    release(rt, index);
    return good;
}

Owned value_to_int(Runtime *rt, Borrowed v) { return int_from_object(rt, v); }
