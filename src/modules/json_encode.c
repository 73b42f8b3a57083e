/* _json.make_encoder: values to JSON text, in one piece.
 *
 * `markers` asks for circles to be found: a container is compared with those around it. */
#include "modules/json_parts.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/tuple.h"
#include "types/values_object.h"

typedef struct Encoder {
    Object head;
    Value markers, default_function, encoder, indent, key_separator, item_separator;
    bool sort_keys, skip_keys, allow_nan;
    bool own_encoder, ascii;    /* `encoder` is one of this module's two */
} Encoder;

/* The containers around what is being written. */
typedef struct Around { Value container; const struct Around *outer; } Around;

typedef struct Writer {
    StrBuilder b;
    const Encoder *encoder;
} Writer;

static bool write_value(Writer *w, Borrowed v, const Around *around);

/* -- plain values */

static bool write_float(Writer *w, Borrowed v)
{
    double d = float_number(v);
    char text[32];
    if (d - d != 0) {
        Runtime *rt = w->b.rt;
        if (!w->encoder->allow_nan)
            return raise(rt, rt->ValueError, "Out of range float values are not JSON compliant");
        return builder_text(&w->b, d != d ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
    }
    return builder_write(&w->b, text, float_format(d, 'r', 0, false, false, text, sizeof text));
}

static bool write_small(Writer *w, int64_t i)
{
    char text[24], *at = text + sizeof text;
    uint64_t rest = i < 0 ? -(uint64_t)i : (uint64_t)i;
    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (i < 0)
        *--at = '-';
    return builder_write(&w->b, at, (size_t)(text + sizeof text - at));
}

static bool write_int(Writer *w, Borrowed v)
{
    Borrowed plain = int_plain_peek(v);
    if (value_is_small_int(plain))
        return write_small(w, small_int(plain));
    Value text = int_to_str(w->b.rt, plain, 10);
    bool done = text && builder_str(&w->b, text);
    release(w->b.rt, text);
    return done;
}

static bool write_str(Writer *w, Borrowed v)
{
    Runtime *rt = w->b.rt;
    if (w->encoder->own_encoder)
        return json_write_str(&w->b, v, w->encoder->ascii);
    Value text = call_one(rt, w->encoder->encoder, v);
    bool done = text && (value_is_str(text) ? builder_str(&w->b, text)
                                            : (bool)raise(rt, rt->TypeError, "encoder() must return a string, not %.80T", text));
    release(rt, text);
    return done;
}

/* -- lists */

static bool write_list_items(Writer *w, Borrowed list, const Around *around)
{
    for (int64_t i = 0; value_is_list(list) ? i < list_count(list) : i < tuple_count(list); i++) {
        Value item = retain(value_is_list(list) ? list_item_peek(list, i) : tuple_item_peek(list, i));
        bool done = (i == 0 || builder_str(&w->b, w->encoder->item_separator)) && write_value(w, item, around);
        release(w->b.rt, item);
        if (!done)
            return false;
    }
    return true;
}

static bool write_list(Writer *w, Borrowed list, const Around *around)
{
    return builder_write(&w->b, "[", 1) && write_list_items(w, list, around) && builder_write(&w->b, "]", 1);
}

/* -- dicts */

static bool write_key_quoted(Writer *w, Borrowed key)
{
    Writer inner = { .encoder = w->encoder };
    Runtime *rt = w->b.rt;
    builder_open(&inner.b, rt);
    bool done = value_is_float(key) ? write_float(&inner, key)
                : value_is_bool(key) ? builder_text(&inner.b, key == TRUE ? "true" : "false")
                : key == NONE ? builder_text(&inner.b, "null") : write_int(&inner, key);
    if (!done) {
        builder_close(&inner.b);
        return false;
    }
    Value text = builder_finish(&inner.b);
    done = text && write_str(w, text);
    release(rt, text);
    return done;
}

static bool key_is_usable(Borrowed key) { return value_is_str(key) || value_is_float(key) || value_is_int(key) || key == NONE; }

static bool write_member(Writer *w, Borrowed key, Borrowed value, bool *first, const Around *around)
{
    Runtime *rt = w->b.rt;
    if (!key_is_usable(key)) {
        if (w->encoder->skip_keys)
            return true;
        return raise(rt, rt->TypeError, "keys must be str, int, float, bool or None, not %.100T", key);
    }
    if (!*first && !builder_str(&w->b, w->encoder->item_separator))
        return false;
    *first = false;
    return (value_is_str(key) ? write_str(w, key) : write_key_quoted(w, key)) &&
           builder_str(&w->b, w->encoder->key_separator) && write_value(w, value, around);
}

static bool write_pair(Writer *w, Borrowed pair, bool *first, const Around *around)
{
    if (!value_is_tuple(pair) || tuple_count(pair) != 2)
        return raise(w->b.rt, w->b.rt->ValueError, "items must return 2-tuples");
    return write_member(w, tuple_item_peek(pair, 0), tuple_item_peek(pair, 1), first, around);
}

/* Sorted ones, and those of mappings with an order of their own. */
static bool write_listed(Writer *w, Borrowed dict, const Around *around)
{
    Runtime *rt = w->b.rt;
    Value items = call_method(rt, dict, rt->names.items, NULL, 0), list = items ? sequence_list(rt, items) : NULL;
    bool first = true, done = list && (!w->encoder->sort_keys || list_sort(rt, list, NULL, false));
    for (int64_t i = 0; done && i < list_count(list); i++) {
        Value pair = retain(list_item_peek(list, i));
        done = write_pair(w, pair, &first, around);
        release(rt, pair);
    }
    release(rt, list);
    release(rt, items);
    return done;
}

/* From a copy: writing may run code that changes the dict. */
static bool write_copied(Writer *w, Borrowed dict, const Around *around)
{
    Runtime *rt = w->b.rt;
    int64_t count = dict_count(dict), position = 0, got = 0;
    Value *members = memory_alloc(rt, (size_t)count * 2 * sizeof(Value)), key, value;
    if (!members)
        return raise_memory_error(rt);
    for (; got < count && dict_next_peek(dict, &position, &key, &value); got++) {
        members[2 * got] = retain(key);
        members[2 * got + 1] = retain(value);
    }
    bool first = true, done = true;
    for (int64_t i = 0; i < got; i++) {
        done = done && write_member(w, members[2 * i], members[2 * i + 1], &first, around);
        release(rt, members[2 * i]);
        release(rt, members[2 * i + 1]);
    }
    memory_free(rt, members);
    return done;
}

static bool write_dict(Writer *w, Borrowed dict, const Around *around)
{
    bool plain = object_is_exactly(dict, w->b.rt->dict_type) && !w->encoder->sort_keys;
    if (value_is_dict(dict) && dict_count(dict) == 0)
        return builder_write(&w->b, "{}", 2);
    return builder_write(&w->b, "{", 1) && (plain ? write_copied(w, dict, around) : write_listed(w, dict, around)) &&
           builder_write(&w->b, "}", 1);
}

/* -- all together */

static bool write_other(Writer *w, Borrowed v, const Around *around)
{
    Runtime *rt = w->b.rt;
    Value instead = call_one(rt, w->encoder->default_function, v);
    bool done = instead && write_value(w, instead, around);
    release(rt, instead);
    return done;
}

static bool write_nested(Writer *w, Borrowed v, const Around *around)
{
    Runtime *rt = w->b.rt;
    Around here = { v, around };
    for (const Around *a = around; w->encoder->markers != NONE && a; a = a->outer)
        if (a->container == v)
            return raise(rt, rt->ValueError, "Circular reference detected");
    if (!recursion_enter(rt, " while encoding a JSON object"))
        return false;
    bool done = value_is_list(v) || value_is_tuple(v) ? write_list(w, v, &here)
                : value_is_dict(v) ? write_dict(w, v, &here) : write_other(w, v, &here);
    recursion_leave(rt);
    return done;
}

static bool write_value(Writer *w, Borrowed v, const Around *around)
{
    if (v == NONE)
        return builder_write(&w->b, "null", 4);
    if (value_is_bool(v))
        return v == TRUE ? builder_write(&w->b, "true", 4) : builder_write(&w->b, "false", 5);
    if (value_is_str(v))
        return write_str(w, v);
    if (value_is_int(v))
        return write_int(w, v);
    if (value_is_float(v))
        return write_float(w, v);
    return write_nested(w, v, around);
}

static Owned encoder_call(CALL_PARAMETERS)
{
    Value bound[2];
    int64_t level;
    if (!arguments_bind(rt, "_iterencode", "(obj, _current_indent_level)", args, count, keywords, bound) ||
        !value_to_ssize(rt, bound[1], &level, NULL))
        return NULL;
    Writer w = { .encoder = (Encoder *)self };
    retain(self);
    builder_open(&w.b, rt);
    bool done = write_value(&w, bound[0], NULL);
    Value text = done ? builder_finish(&w.b) : NULL;
    if (!done)
        builder_close(&w.b);
    release(rt, self);
    return text ? tuple_from_steal(rt, &text, 1) : NULL;
}

/* -- the type */

static bool is_own(Borrowed function, const MethodDef *def, Runtime *rt)
{
    return object_is_exactly(function, rt->builtin_function_type) && ((BuiltinFunction *)function)->def == def;
}

static bool check(Runtime *rt, const Value *args)
{
    if (args[0] != NONE && !value_is_dict(args[0]))
        return raise(rt, rt->TypeError, "make_encoder() argument 1 must be dict or None, not %.200T", args[0]);
    for (int i = 4; i < 6; i++)
        if (!value_is_str(args[i]))
            return raise(rt, rt->TypeError, "make_encoder() argument %d must be str, not %T", i + 1, args[i]);
    return true;
}

static Owned encoder_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value a[9];
    bool sort_keys = false, skip_keys = false, allow_nan = false;
    if (!arguments_bind(rt, "make_encoder", "(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
                        args, count, keywords, a) ||
        !check(rt, a) || !argument_bool(rt, a[6], &sort_keys) || !argument_bool(rt, a[7], &skip_keys) || !argument_bool(rt, a[8], &allow_nan))
        return NULL;
    Encoder *e = instance_make(rt, type);
    if (!e)
        return NULL;
    Value *fields = &e->markers;
    for (int i = 0; i < 6; i++)
        fields[i] = retain(a[i]);
    e->sort_keys = sort_keys;
    e->skip_keys = skip_keys;
    e->allow_nan = allow_nan;
    e->ascii = is_own(a[2], &json_text_functions[0], rt);
    e->own_encoder = e->ascii || is_own(a[2], &json_text_functions[1], rt);
    return object_tracked(rt, e);
}

static const MemberDef encoder_members[] = {
    { .name = "markers", .kind = MEMBER_VALUE, .offset = offsetof(Encoder, markers), .doc = "markers" },
    { .name = "default", .kind = MEMBER_VALUE, .offset = offsetof(Encoder, default_function), .doc = "default" },
    { .name = "encoder", .kind = MEMBER_VALUE, .offset = offsetof(Encoder, encoder), .doc = "encoder" },
    { .name = "indent", .kind = MEMBER_VALUE, .offset = offsetof(Encoder, indent), .doc = "indent" },
    { .name = "key_separator", .kind = MEMBER_VALUE, .offset = offsetof(Encoder, key_separator), .doc = "key_separator" },
    { .name = "item_separator", .kind = MEMBER_VALUE, .offset = offsetof(Encoder, item_separator), .doc = "item_separator" },
    { .name = "sort_keys", .kind = MEMBER_BOOL, .offset = offsetof(Encoder, sort_keys), .doc = "sort_keys" },
    { .name = "skipkeys", .kind = MEMBER_BOOL, .offset = offsetof(Encoder, skip_keys), .doc = "skipkeys" },
    { 0 },
};

const TypeDef json_encoder_def = {
    .name = "_json.Encoder",
    .doc = "_iterencode(obj, _current_indent_level) -> iterable",
    .size = sizeof(Encoder),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(6),
    .slots = { .make = encoder_make, .call = encoder_call },
    .members = encoder_members,
};
