/* bool: the two constants TRUE and FALSE; no object is ever made. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

static Owned bool_repr(Runtime *rt, Borrowed self)
{
    return str_intern_text(rt, self == TRUE ? "True" : "False");
}

static Owned bool_make(Runtime *rt, unused Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "bool() takes no keyword arguments");
    if (count > 1)
        return raise(rt, rt->TypeError, "bool expected at most 1 argument, got %zu", count);
    int truth = count ? value_truth(rt, args[0]) : 0;
    return truth < 0 ? NULL : bool_value(truth);
}

static int bool_truth(unused Runtime *rt, Borrowed self) { return self == TRUE; }

#define BOOL_BINARY(name, op, operation) \
    static Owned name(Runtime *rt, Borrowed a, Borrowed b) \
    { \
        if (value_is_bool(a) && value_is_bool(b)) \
            return bool_value((a == TRUE) op (b == TRUE)); \
        return value_is_int(a) && value_is_int(b) ? int_binary(rt, a, b, operation) : NOT_IMPLEMENTED; \
    }
BOOL_BINARY(bool_and, &, BINARY_AND)
BOOL_BINARY(bool_or, |, BINARY_OR)
BOOL_BINARY(bool_xor, ^, BINARY_XOR)

const TypeDef bool_type_def = {
    .name = "bool",
    .doc = "bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.\n"
           "The builtins True and False are the only two instances of the class bool.\n"
           "The class bool is a subclass of the class int, and cannot be subclassed.",
    .flags = TYPE_IS_INT,
    .slots = {
        .repr = bool_repr,
        .make = bool_make,
        .truth = bool_truth,
        .binary = { [BINARY_AND] = bool_and, [BINARY_OR] = bool_or, [BINARY_XOR] = bool_xor },
    },
};
