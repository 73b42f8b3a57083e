/* weakref.proxy: an object that passes every operation on to another it does not keep. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/str.h"
#include "types/weakref_parts.h"

Owned weakproxy_new(Runtime *rt, Borrowed object, Borrowed callback)
{
    Type *type = is_callable(rt, object) ? rt->weakcallableproxy_type : rt->weakproxy_type;
    return weakref_of_type(rt, type, object, callback);
}

/* What a proxy stands for; any other value itself.  ReferenceError when it is gone. */
static Owned unwrap(Runtime *rt, Borrowed v)
{
    if (!object_is_exactly(v, rt->weakproxy_type) && !object_is_exactly(v, rt->weakcallableproxy_type))
        return retain(v);
    Value target = weakref_target(rt, v);
    return target ? target : raise(rt, rt->ReferenceError, "weakly-referenced object no longer exists");
}

/* -- operators */

typedef Owned (*UnaryFunction)(Runtime *, Borrowed);

static Owned apply(Runtime *rt, Borrowed self, UnaryFunction function)
{
    Value target = unwrap(rt, self);
    Value result = target ? function(rt, target) : NULL;
    release(rt, target);
    return result;
}

static Owned apply_binary(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op, Owned (*function)(Runtime *, Borrowed, Borrowed, BinaryOp))
{
    Value left = unwrap(rt, a), right = left ? unwrap(rt, b) : NULL;
    Value result = right ? function(rt, left, right, op) : NULL;
    release(rt, left);
    release(rt, right);
    return result;
}

#define OPS(X) X(ADD) X(SUB) X(MUL) X(MATMUL) X(TRUEDIV) X(FLOORDIV) X(MOD) X(POW) X(LSHIFT) X(RSHIFT) X(AND) X(OR) X(XOR)
#define DEFINE(op) \
    static Owned proxy_##op(Runtime *rt, Borrowed a, Borrowed b) { return apply_binary(rt, a, b, BINARY_##op, binary); }
#define DEFINE_INPLACE(op) \
    static Owned proxy_inplace_##op(Runtime *rt, Borrowed a, Borrowed b) { return apply_binary(rt, a, b, BINARY_##op, binary_inplace); }
OPS(DEFINE)
DEFINE(DIVMOD)
OPS(DEFINE_INPLACE)
#undef DEFINE
#undef DEFINE_INPLACE

static Owned proxy_power(Runtime *rt, Borrowed base, Borrowed exponent, Borrowed modulus)
{
    Value a = unwrap(rt, base), b = a ? unwrap(rt, exponent) : NULL, c = b ? unwrap(rt, modulus) : NULL;
    Value result = c ? power(rt, a, b, c) : NULL;
    release(rt, a);
    release(rt, b);
    release(rt, c);
    return result;
}

static Owned negative(Runtime *rt, Borrowed v) { return unary(rt, v, UNARY_NEGATIVE); }
static Owned positive(Runtime *rt, Borrowed v) { return unary(rt, v, UNARY_POSITIVE); }
static Owned invert(Runtime *rt, Borrowed v) { return unary(rt, v, UNARY_INVERT); }
static Owned absolute(Runtime *rt, Borrowed v) { return unary(rt, v, UNARY_ABSOLUTE); }
static Owned to_float(Runtime *rt, Borrowed v) { return call_one(rt, type_value(rt->float_type), v); }

static Owned proxy_negative(Runtime *rt, Borrowed self) { return apply(rt, self, negative); }
static Owned proxy_positive(Runtime *rt, Borrowed self) { return apply(rt, self, positive); }
static Owned proxy_invert(Runtime *rt, Borrowed self) { return apply(rt, self, invert); }
static Owned proxy_absolute(Runtime *rt, Borrowed self) { return apply(rt, self, absolute); }
static Owned proxy_int(Runtime *rt, Borrowed self) { return apply(rt, self, value_to_int); }
static Owned proxy_float(Runtime *rt, Borrowed self) { return apply(rt, self, to_float); }
static Owned proxy_index(Runtime *rt, Borrowed self) { return apply(rt, self, value_index); }
static Owned proxy_str(Runtime *rt, Borrowed self) { return apply(rt, self, value_str); }
static Owned proxy_iter(Runtime *rt, Borrowed self) { return apply(rt, self, get_iter); }

static Owned next_of(Runtime *rt, Borrowed v)
{
    if (!is_iterator(rt, v))
        return raise(rt, rt->TypeError, "Weakref proxy referenced a non-iterator '%.200T' object", v);
    return value_type(rt, v)->slots->next(rt, v);
}

static Owned proxy_next(Runtime *rt, Borrowed self) { return apply(rt, self, next_of); }

static Owned proxy_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    Value a = unwrap(rt, self), b = a ? unwrap(rt, other) : NULL;
    Value result = b ? compare(rt, a, b, op) : NULL;
    release(rt, a);
    release(rt, b);
    return result;
}

static int proxy_truth(Runtime *rt, Borrowed self)
{
    Value target = unwrap(rt, self);
    int truth = target ? value_truth(rt, target) : -1;
    release(rt, target);
    return truth;
}

/* -- containers, attributes, calls */

static int64_t proxy_length(Runtime *rt, Borrowed self)
{
    Value target = unwrap(rt, self);
    int64_t length = target ? value_length(rt, target) : -1;
    release(rt, target);
    return length;
}

static int proxy_contains(Runtime *rt, Borrowed self, Borrowed item)
{
    Value target = unwrap(rt, self);
    int answer = target ? contains(rt, target, item) : -1;
    release(rt, target);
    return answer;
}

static Owned proxy_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    Value target = unwrap(rt, self), plain = target ? unwrap(rt, key) : NULL;
    Value result = plain ? get_item(rt, target, plain) : NULL;
    release(rt, plain);
    release(rt, target);
    return result;
}

static bool proxy_set_item(Runtime *rt, Borrowed self, Borrowed key, Borrowed value)
{
    Value target = unwrap(rt, self), plain = target ? unwrap(rt, key) : NULL;
    bool done = plain && set_item(rt, target, plain, value);
    release(rt, plain);
    release(rt, target);
    return done;
}

static Owned proxy_get_attribute(Runtime *rt, Borrowed self, Borrowed name)
{
    Value target = unwrap(rt, self);
    Value result = target ? get_attribute(rt, target, name) : NULL;
    release(rt, target);
    return result;
}

static bool proxy_set_attribute(Runtime *rt, Borrowed self, Borrowed name, Borrowed value)
{
    Value target = unwrap(rt, self);
    bool done = target && set_attribute(rt, target, name, value);
    release(rt, target);
    return done;
}

static Owned proxy_call(CALL_PARAMETERS)
{
    Value target = unwrap(rt, self);
    Value result = target ? call(rt, target, args, count, keywords) : NULL;
    release(rt, target);
    return result;
}

static Owned proxy_repr(Runtime *rt, Borrowed self)
{
    Value target = weakref_target(rt, self);
    Value shown = target ? target : NONE;
    Value text = format_message(rt, "<weakproxy at 0x%zx to %T at 0x%zx>", (size_t)value_bits(self), shown,
                                (size_t)value_bits(shown));
    release(rt, target);
    return text;
}

static Owned proxy_bytes(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value target = unwrap(rt, self);
    Value result = target ? call_method(rt, target, rt->names.__bytes__, NULL, 0) : NULL;
    release(rt, target);
    return result;
}

static Owned proxy_reversed(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value target = unwrap(rt, self);
    Value result = target ? call_method(rt, target, rt->names.__reversed__, NULL, 0) : NULL;
    release(rt, target);
    return result;
}

static const MethodDef proxy_methods[] = {
    METHOD("__bytes__", proxy_bytes, "()", NULL),
    METHOD("__reversed__", proxy_reversed, "()", NULL),
    { 0 }
};

#define BINARY(op) .binary[BINARY_##op] = proxy_##op, .inplace[BINARY_##op] = proxy_inplace_##op,
#define PROXY_SLOTS \
    .repr = proxy_repr, .str = proxy_str, .compare = proxy_compare, \
    .get_attribute = proxy_get_attribute, .set_attribute = proxy_set_attribute, \
    .iter = proxy_iter, .next = proxy_next, .truth = proxy_truth, .length = proxy_length, .contains = proxy_contains, \
    .get_item = proxy_get_item, .set_item = proxy_set_item, .power = proxy_power, \
    .unary = { [UNARY_NEGATIVE] = proxy_negative, [UNARY_POSITIVE] = proxy_positive, \
               [UNARY_INVERT] = proxy_invert, [UNARY_ABSOLUTE] = proxy_absolute }, \
    .to_int = proxy_int, .to_float = proxy_float, .index = proxy_index, \
    .binary[BINARY_DIVMOD] = proxy_DIVMOD, OPS(BINARY)
#define PROXY_LIFE \
    .size = sizeof(WeakReference), .flags = TYPE_CONTAINER | TYPE_NO_NEW | TYPE_IS_WEAKREF, .traverse = weakref_traverse, \
    .clear = weakref_clear, .free = weakref_free, .methods = proxy_methods

const TypeDef weakproxy_type_def = {
    .name = "weakref.ProxyType",
    PROXY_LIFE,
    .slots = { PROXY_SLOTS },
};

const TypeDef weakcallableproxy_type_def = {
    .name = "weakref.CallableProxyType",
    PROXY_LIFE,
    .slots = { PROXY_SLOTS .call = proxy_call },
};
