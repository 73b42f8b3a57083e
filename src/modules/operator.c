/* The module _operator: the operators as functions, and attrgetter, itemgetter, methodcaller. */
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/values_object.h"

/* -- operators */

#define BINARY(name, op) \
    static Owned op_##name(Runtime *rt, Borrowed self, const Value *args) \
    { (void)self; return binary(rt, args[0], args[1], op); }
#define INPLACE(name, op) \
    static Owned op_##name(Runtime *rt, Borrowed self, const Value *args) \
    { (void)self; return binary_inplace(rt, args[0], args[1], op); }
#define UNARY(name, op) \
    static Owned op_##name(Runtime *rt, Borrowed self, const Value *args) \
    { (void)self; return unary(rt, args[0], op); }
#define COMPARE(name, op) \
    static Owned op_##name(Runtime *rt, Borrowed self, const Value *args) \
    { (void)self; return compare(rt, args[0], args[1], op); }

BINARY(add, BINARY_ADD)
BINARY(sub, BINARY_SUB)
BINARY(mul, BINARY_MUL)
BINARY(matmul, BINARY_MATMUL)
BINARY(truediv, BINARY_TRUEDIV)
BINARY(floordiv, BINARY_FLOORDIV)
BINARY(mod, BINARY_MOD)
BINARY(pow, BINARY_POW)
BINARY(lshift, BINARY_LSHIFT)
BINARY(rshift, BINARY_RSHIFT)
BINARY(and, BINARY_AND)
BINARY(or, BINARY_OR)
BINARY(xor, BINARY_XOR)
INPLACE(iadd, BINARY_ADD)
INPLACE(isub, BINARY_SUB)
INPLACE(imul, BINARY_MUL)
INPLACE(imatmul, BINARY_MATMUL)
INPLACE(itruediv, BINARY_TRUEDIV)
INPLACE(ifloordiv, BINARY_FLOORDIV)
INPLACE(imod, BINARY_MOD)
INPLACE(ipow, BINARY_POW)
INPLACE(ilshift, BINARY_LSHIFT)
INPLACE(irshift, BINARY_RSHIFT)
INPLACE(iand, BINARY_AND)
INPLACE(ior, BINARY_OR)
INPLACE(ixor, BINARY_XOR)
UNARY(neg, UNARY_NEGATIVE)
UNARY(pos, UNARY_POSITIVE)
UNARY(invert, UNARY_INVERT)
UNARY(abs, UNARY_ABSOLUTE)
COMPARE(lt, COMPARE_LT)
COMPARE(le, COMPARE_LE)
COMPARE(eq, COMPARE_EQ)
COMPARE(ne, COMPARE_NE)
COMPARE(gt, COMPARE_GT)
COMPARE(ge, COMPARE_GE)

static Owned op_not(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    int truth = value_truth(rt, args[0]);
    return truth < 0 ? NULL : bool_value(!truth);
}

static Owned op_truth(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    int truth = value_truth(rt, args[0]);
    return truth < 0 ? NULL : bool_value(truth);
}

static Owned op_is(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)self;
    return bool_value(args[0] == args[1]);
}

static Owned op_is_not(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)self;
    return bool_value(args[0] != args[1]);
}

static Owned op_index(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return value_index(rt, args[0]);
}

/* -- sequences */

/* V can be indexed by number, as far as one can tell. */
static bool is_sequence(Runtime *rt, Borrowed v)
{
    const Type *type = value_type(rt, v);
    if (type->flags & TYPE_IS_DICT)
        return false;
    return type->slots->item || ((type->flags & TYPE_HEAP) && type->slots->get_item);
}

static Owned op_concat(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    const Slots *slots = value_type(rt, args[0])->slots;
    if (slots->concat)
        return slots->concat(rt, args[0], args[1]);
    if (!is_sequence(rt, args[0]) || !is_sequence(rt, args[1]))
        return raise(rt, rt->TypeError, "'%.200T' object can't be concatenated", args[0]);
    return binary(rt, args[0], args[1], BINARY_ADD);
}

static Owned op_iconcat(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    const Slots *slots = value_type(rt, args[0])->slots;
    if (slots->inplace_concat)
        return slots->inplace_concat(rt, args[0], args[1]);
    if (slots->concat)
        return slots->concat(rt, args[0], args[1]);
    if (!is_sequence(rt, args[0]) || !is_sequence(rt, args[1]))
        return raise(rt, rt->TypeError, "'%.200T' object can't be concatenated", args[0]);
    return binary_inplace(rt, args[0], args[1], BINARY_ADD);
}

static Owned op_contains(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    int found = contains(rt, args[0], args[1]);
    return found < 0 ? NULL : bool_value(found);
}

/* How many items equal V (COUNTING), or the place of the first; -1 none, -2 error. */
static int64_t search(Runtime *rt, Borrowed iterable, Borrowed v, bool counting)
{
    Value iterator = get_iter(rt, iterable), item;
    if (!iterator) {
        if (error_clear_if(rt, rt->TypeError))
            raise(rt, rt->TypeError, "argument of type '%.200T' is not iterable", iterable);
        return -2;
    }
    int64_t found = counting ? 0 : -1;
    for (int64_t i = 0; (item = iter_next(rt, iterator)); i++) {
        int equal = values_equal(rt, item, v);
        release(rt, item);
        if (equal < 0)
            break;
        if (equal && !counting) {
            found = i;
            break;
        }
        found += counting && equal;
    }
    release(rt, iterator);
    return error_pending(rt) ? -2 : found;
}

static Owned op_index_of(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    int64_t found = search(rt, args[0], args[1], false);
    if (found == -1)
        return raise(rt, rt->ValueError, "sequence.index(x): x not in sequence");
    return found < 0 ? NULL : int_from_int64(rt, found);
}

static Owned op_count_of(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    int64_t found = search(rt, args[0], args[1], true);
    return found < 0 ? NULL : int_from_int64(rt, found);
}

static Owned op_getitem(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return get_item(rt, args[0], args[1]);
}

static Owned op_setitem(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return set_item(rt, args[0], args[1], args[2]) ? NONE : NULL;
}

static Owned op_delitem(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return set_item(rt, args[0], args[1], NULL) ? NONE : NULL;
}

static Owned op_length_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    int64_t otherwise = 0;
    if (args[1] && !value_is_int(args[1]) && !value_type(rt, args[1])->slots->index)
        return raise(rt, rt->TypeError, "'%.200T' object cannot be interpreted as an integer", args[1]);
    if (!argument_index(rt, args[1], &otherwise))
        return NULL;
    int64_t hint = value_length_hint(rt, args[0], otherwise);
    return hint < 0 && error_pending(rt) ? NULL : int_from_int64(rt, hint);
}

static Owned op_call(CALL_PARAMETERS)
{
    (void)self;
    if (count == 0)
        return raise(rt, rt->TypeError, "call expected at least 1 argument, got 0");
    return call(rt, args[0], args + 1, count - 1, keywords);
}

/* In time that depends on the length of B alone. */
static bool digests_equal(const char *a, size_t a_size, const char *b, size_t b_size)
{
    const char *left = a_size == b_size ? a : b;
    volatile unsigned char difference = a_size != b_size;
    for (size_t i = 0; i < b_size; i++)
        difference |= (unsigned char)(left[i] ^ b[i]);
    return !difference;
}

static Owned op_compare_digest(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    if (value_is_str(args[0]) && value_is_str(args[1])) {
        if (!str_is_ascii(args[0]) || !str_is_ascii(args[1]))
            return raise(rt, rt->TypeError, "comparing strings with non-ASCII characters is not supported");
        return bool_value(digests_equal(str_bytes(args[0]), str_size(args[0]), str_bytes(args[1]), str_size(args[1])));
    }
    if (!has_buffer(rt, args[0]) && !has_buffer(rt, args[1]))
        return raise(rt, rt->TypeError, "unsupported operand types(s) or combination of types: '%.100T' and '%.100T'",
                     args[0], args[1]);
    Buffer a, b;
    if (!buffer_get(rt, args[0], &a, false))
        return NULL;
    if (!buffer_get(rt, args[1], &b, false)) {
        buffer_release(rt, &a);
        return NULL;
    }
    bool equal = digests_equal(a.bytes, a.size, b.bytes, b.size);
    buffer_release(rt, &a);
    buffer_release(rt, &b);
    return bool_value(equal);
}

/* -- the three callables: `items` is a tuple of what they take */

typedef struct Getter {
    Object head;
    Value items;                /* attrgetter: dotted names; itemgetter: keys; methodcaller: name, arguments */
    Value parts;                /* attrgetter: for each name the tuple of its parts; methodcaller: dict of keywords or NULL */
} Getter;

static inline Getter *getter_of(Borrowed v) { return (Getter *)v; }

static bool one_argument(Runtime *rt, const char *name, size_t count, Borrowed keywords)
{
    return positional_check(rt, name, count, keywords, 1, 1);
}

static Owned getter_new_steal(Runtime *rt, Type *type, Owned items, Owned parts)
{
    Getter *g = items ? instance_make(rt, type) : NULL;
    if (!g) {
        release(rt, items);
        release(rt, parts);
        return NULL;
    }
    g->items = items;
    g->parts = parts;
    return object_tracked(rt, g);
}

/* PICK(g, i, object) for each item: alone or as a tuple. */
typedef Owned (*Pick)(Runtime *rt, Getter *g, int64_t i, Borrowed object);

static Owned pick_all(Runtime *rt, Getter *g, Borrowed object, Pick pick)
{
    int64_t count = tuple_count(g->items);
    if (count == 1)
        return pick(rt, g, 0, object);
    Value result = tuple_new(rt, count);
    for (int64_t i = 0; result && i < count; i++) {
        if (!(tuple_items(result)[i] = pick(rt, g, i, object))) {
            release(rt, result);
            return NULL;
        }
    }
    return result ? tuple_done(rt, result) : NULL;
}

/* operator.NAME(items) */
static Owned items_repr(Runtime *rt, Borrowed self, const char *name, Borrowed items, Borrowed keywords)
{
    int state = repr_enter(rt, self);
    if (state)
        return state < 0 ? NULL : format_message(rt, "operator.%s(...)", name);
    StrBuilder b;
    builder_open(&b, rt);
    builder_text(&b, "operator.");
    builder_text(&b, name);
    bool fine = builder_text(&b, "(");
    for (int64_t i = 0; fine && i < tuple_count(items); i++)
        fine = (i == 0 || builder_text(&b, ", ")) && builder_repr(&b, tuple_item_peek(items, i));
    Value key, value;
    for (int64_t at = 0; fine && keywords && dict_next_peek(keywords, &at, &key, &value);)
        fine = builder_text(&b, ", ") && builder_str(&b, key) && builder_text(&b, "=") && builder_repr(&b, value);
    repr_leave(rt, self);
    if (!fine) {
        builder_close(&b);
        return NULL;
    }
    builder_text(&b, ")");
    return builder_finish(&b);
}

static Owned items_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return tuple_pack(rt, 2, type_value(value_type(rt, self)), getter_of(self)->items);
}

static const MethodDef items_methods[] = {
    METHOD("__reduce__", items_reduce, "()", "State for pickling."),
    {0},
};

/* attrgetter */

/* The parts of a dotted name, interned. */
static Owned name_parts(Runtime *rt, Borrowed name)
{
    Value list = list_new(rt, 1);
    const char *start = str_bytes(name), *end = start + str_size(name);
    while (list) {
        const char *dot = memchr(start, '.', (size_t)(end - start));
        Value part = str_from_bytes(rt, start, (size_t)((dot ? dot : end) - start));
        if (part)
            part = str_intern_steal(rt, part);
        if (!part || !list_append_steal(rt, list, part)) {
            release(rt, list);
            return NULL;
        }
        if (!dot)
            break;
        start = dot + 1;
    }
    if (!list)
        return NULL;
    Value tuple = list_to_tuple(rt, list);
    release(rt, list);
    return tuple;
}

static Owned attrgetter_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "attrgetter() takes no keyword arguments");
    if (count == 0)
        return raise(rt, rt->TypeError, "attrgetter expected 1 argument, got 0");
    for (size_t i = 0; i < count; i++)
        if (!value_is_str(args[i]))
            return raise(rt, rt->TypeError, "attribute name must be a string");
    Value parts = tuple_new(rt, (int64_t)count);
    for (size_t i = 0; parts && i < count; i++) {
        if (!(tuple_items(parts)[i] = name_parts(rt, args[i]))) {
            release(rt, parts);
            return NULL;
        }
    }
    return parts ? getter_new_steal(rt, type, tuple_from(rt, args, (int64_t)count), tuple_done(rt, parts)) : NULL;
}

static Owned pick_attribute(Runtime *rt, Getter *g, int64_t i, Borrowed object)
{
    Value names = tuple_item_peek(g->parts, i), value = retain(object);
    for (int64_t n = 0; value && n < tuple_count(names); n++) {
        Value next = get_attribute(rt, value, tuple_item_peek(names, n));
        release(rt, value);
        value = next;
    }
    return value;
}

static Owned attrgetter_call(CALL_PARAMETERS)
{
    return one_argument(rt, "attrgetter", count, keywords) ? pick_all(rt, getter_of(self), args[0], pick_attribute)
                                                           : NULL;
}

static Owned attrgetter_repr(Runtime *rt, Borrowed self)
{
    return items_repr(rt, self, "attrgetter", getter_of(self)->items, NULL);
}

static const TypeDef attrgetter_type_def = {
    .name = "operator.attrgetter",
    .doc = "attrgetter(attr, ...)\n\nA callable that gets the attributes of its argument; names may be dotted.",
    .size = sizeof(Getter),
    .flags = TYPE_CONTAINER,
    VALUES_TYPE(2),
    .slots = { .make = attrgetter_make, .call = attrgetter_call, .repr = attrgetter_repr },
    .methods = items_methods,
};

/* itemgetter */

static Owned itemgetter_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "itemgetter() takes no keyword arguments");
    if (count == 0)
        return raise(rt, rt->TypeError, "itemgetter expected 1 argument, got 0");
    return getter_new_steal(rt, type, tuple_from(rt, args, (int64_t)count), NULL);
}

static Owned pick_item(Runtime *rt, Getter *g, int64_t i, Borrowed object)
{
    Value key = tuple_item_peek(g->items, i);
    if (value_is_small_int(key) && object_is_exactly(object, rt->tuple_type)
        && (uint64_t)small_int(key) < (uint64_t)tuple_count(object))
        return retain(tuple_item_peek(object, small_int(key)));
    return get_item(rt, object, key);
}

static Owned itemgetter_call(CALL_PARAMETERS)
{
    return one_argument(rt, "itemgetter", count, keywords) ? pick_all(rt, getter_of(self), args[0], pick_item) : NULL;
}

static Owned itemgetter_repr(Runtime *rt, Borrowed self)
{
    return items_repr(rt, self, "itemgetter", getter_of(self)->items, NULL);
}

static const TypeDef itemgetter_type_def = {
    .name = "operator.itemgetter",
    .doc = "itemgetter(item, ...)\n\nA callable that gets the items of its argument.",
    .size = sizeof(Getter),
    .flags = TYPE_CONTAINER,
    VALUES_TYPE(2),
    .slots = { .make = itemgetter_make, .call = itemgetter_call, .repr = itemgetter_repr },
    .methods = items_methods,
};

/* methodcaller */

static Owned keywords_dict(Runtime *rt, const Value *values, Borrowed keywords)
{
    Value dict = dict_new(rt);
    for (int64_t i = 0; dict && i < tuple_count(keywords); i++)
        if (!dict_set(rt, dict, tuple_item_peek(keywords, i), values[i]))
            value_clear(rt, &dict);
    return dict;
}

static Owned methodcaller_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (count == 0)
        return raise(rt, rt->TypeError, "methodcaller needs at least one argument, the method name");
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "method name must be a string");
    Value named = NULL;
    if (keywords && tuple_count(keywords) && !(named = keywords_dict(rt, args + count, keywords)))
        return NULL;
    return getter_new_steal(rt, type, tuple_from(rt, args, (int64_t)count), named);
}

static Owned methodcaller_call(CALL_PARAMETERS)
{
    Getter *g = getter_of(self);
    if (!one_argument(rt, "methodcaller", count, keywords))
        return NULL;
    Value name = tuple_item_peek(g->items, 0);
    if (!g->parts)
        return call_method(rt, args[0], name, tuple_items(g->items) + 1, (size_t)tuple_count(g->items) - 1);
    Value method = get_attribute(rt, args[0], name);
    Value arguments = method ? tuple_slice(rt, g->items, 1, INT64_MAX) : NULL;
    Value result = arguments ? call_tuple_dict(rt, method, arguments, g->parts) : NULL;
    release(rt, method);
    release(rt, arguments);
    return result;
}

static Owned methodcaller_repr(Runtime *rt, Borrowed self)
{
    return items_repr(rt, self, "methodcaller", getter_of(self)->items, getter_of(self)->parts);
}

/* With keywords: (functools.partial(type, name, **keywords), arguments). */
static Owned methodcaller_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    Getter *g = getter_of(self);
    if (!g->parts)
        return items_reduce(rt, self, args);
    Value partial = NULL, made = NULL, start = NULL, rest = NULL, result = NULL;
    Value module = NULL, importer = builtin_peek(rt, "__import__"), name = str_from_text(rt, "functools");
    if (importer && name)
        module = call_one(rt, importer, name);
    if (module)
        partial = get_attribute_text(rt, module, "partial");
    if (partial)
        start = tuple_pack(rt, 2, type_value(value_type(rt, self)), tuple_item_peek(g->items, 0));
    if (start)
        made = call_tuple_dict(rt, partial, start, g->parts);
    if (made && (rest = tuple_slice(rt, g->items, 1, INT64_MAX)))
        result = tuple_pack(rt, 2, made, rest);
    release(rt, name);
    release(rt, module);
    release(rt, partial);
    release(rt, start);
    release(rt, made);
    release(rt, rest);
    return result;
}

static const MethodDef methodcaller_methods[] = {
    METHOD("__reduce__", methodcaller_reduce, "()", "State for pickling."),
    {0},
};

static const TypeDef methodcaller_type_def = {
    .name = "operator.methodcaller",
    .doc = "methodcaller(name, ...)\n\nA callable that calls a method of its argument.",
    .size = sizeof(Getter),
    .flags = TYPE_CONTAINER,
    VALUES_TYPE(2),
    .slots = { .make = methodcaller_make, .call = methodcaller_call, .repr = methodcaller_repr },
    .methods = methodcaller_methods,
};

/* -- the module */

#define TWO(name, doc) METHOD(#name, op_##name, "(a, b, /)", doc)
#define ONE(name, doc) METHOD(#name, op_##name, "(a, /)", doc)

static const MethodDef functions[] = {
    TWO(add, "Same as a + b."), TWO(sub, "Same as a - b."), TWO(mul, "Same as a * b."),
    TWO(matmul, "Same as a @ b."), TWO(truediv, "Same as a / b."), TWO(floordiv, "Same as a // b."),
    TWO(mod, "Same as a % b."), TWO(pow, "Same as a ** b."), TWO(lshift, "Same as a << b."),
    TWO(rshift, "Same as a >> b."), TWO(xor, "Same as a ^ b."),
    METHOD("and_", op_and, "(a, b, /)", "Same as a & b."), METHOD("or_", op_or, "(a, b, /)", "Same as a | b."),
    TWO(iadd, "Same as a += b."), TWO(isub, "Same as a -= b."), TWO(imul, "Same as a *= b."),
    TWO(imatmul, "Same as a @= b."), TWO(itruediv, "Same as a /= b."), TWO(ifloordiv, "Same as a //= b."),
    TWO(imod, "Same as a %= b."), TWO(ipow, "Same as a **= b."), TWO(ilshift, "Same as a <<= b."),
    TWO(irshift, "Same as a >>= b."), TWO(iand, "Same as a &= b."), TWO(ior, "Same as a |= b."),
    TWO(ixor, "Same as a ^= b."),
    ONE(neg, "Same as -a."), ONE(pos, "Same as +a."), ONE(invert, "Same as ~a."),
    METHOD("inv", op_invert, "(a, /)", "Same as ~a."), ONE(abs, "Same as abs(a)."),
    TWO(lt, "Same as a < b."), TWO(le, "Same as a <= b."), TWO(eq, "Same as a == b."),
    TWO(ne, "Same as a != b."), TWO(gt, "Same as a > b."), TWO(ge, "Same as a >= b."),
    METHOD("not_", op_not, "(a, /)", "Same as not a."), ONE(truth, "Whether a is true."),
    METHOD("is_", op_is, "(a, b, /)", "Same as a is b."), TWO(is_not, "Same as a is not b."),
    ONE(index, "Same as a.__index__()."),
    TWO(concat, "Same as a + b, for sequences."), TWO(iconcat, "Same as a += b, for sequences."),
    TWO(contains, "Same as b in a (note the order)."),
    METHOD("indexOf", op_index_of, "(a, b, /)", "The first place of b in a."),
    METHOD("countOf", op_count_of, "(a, b, /)", "How often b stands in a."),
    TWO(getitem, "Same as a[b]."), TWO(delitem, "Same as del a[b]."),
    METHOD("setitem", op_setitem, "(a, b, c, /)", "Same as a[b] = c."),
    METHOD("length_hint", op_length_hint, "(obj, default=0, /)", "The length, or a guess at it, or the default."),
    RAW_METHOD("call", op_call, "(obj, /, *args, **kwargs)", "Same as obj(*args, **kwargs)."),
    METHOD("_compare_digest", op_compare_digest, "(a, b, /)", "Same as a == b, in a time that does not tell where they differ."),
    {0},
};

static bool init(Runtime *rt, Borrowed module)
{
    return module_add_fixed_type(rt, module, &attrgetter_type_def, NULL)
        && module_add_fixed_type(rt, module, &itemgetter_type_def, NULL)
        && module_add_fixed_type(rt, module, &methodcaller_type_def, NULL);
}

const ModuleDef operator_module_def = {
    .name = "_operator",
    .doc = "The operators as functions.",
    .functions = functions,
    .init = init,
};
