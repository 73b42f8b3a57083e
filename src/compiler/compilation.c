#include "compiler/compilation.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "object/budget.h"
#include "object/error.h"
#include "object/message.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

enum { DEPTH_SCALE = 3 };       /* nodes nested for each Python call that would be allowed */

void compilation_open(Compilation *c, Runtime *rt, TreeArena *arena, Borrowed filename)
{
    *c = (Compilation){ .rt = rt, .arena = arena, .filename = retain(filename) };
    c->depth = rt->depth * DEPTH_SCALE;
    c->depth_limit = rt->depth_limit * DEPTH_SCALE;
}

void compilation_close(Compilation *c)
{
    for (size_t i = 0; i < c->value_count; i++)
        release(c->rt, c->values[i]);
    memory_free(c->rt, c->values);
    c->values = NULL;
    value_clear(c->rt, &c->filename);
}

enum { CHUNK_STEPS = 2000 };    /* to fill a chunk with what the source says: about 50 us */

static bool pay_for_chunk(void *rt) { return charge_quiet(rt, CHUNK_STEPS); }

void compilation_pays(TreeArena *arena, Runtime *rt)
{
    arena->pay = pay_for_chunk;
    arena->payer = rt;
}

bool compilation_enter_slow(Compilation *c)
{
    bool deep = c->depth > c->depth_limit || (char *)__builtin_frame_address(0) < c->rt->c_stack_limit;
    if (!c->failed && !deep && charge_quiet(c->rt, 0))
        return true;
    if (!c->failed && deep)
        raise(c->rt, c->rt->RecursionError, "maximum recursion depth exceeded during compilation");
    c->failed = true;
    return false;
}

void compile_no_memory(Compilation *c)
{
    if (!c->failed)
        raise_memory_error(c->rt);
    c->failed = true;
}

void *compile_alloc(Compilation *c, size_t size)
{
    void *block = c->failed ? NULL : tree_alloc(c->arena, size);
    if (block)
        memset(block, 0, size);
    else
        compile_no_memory(c);
    return block;
}

/* -- the pool of constants */

static uint64_t mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

static uint64_t hash_bytes(const char *bytes, size_t size)
{
    uint64_t h = size;
    for (size_t i = 0; i < size; i++)
        h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    return h;
}

static uint64_t double_bits(double d)
{
    union { double d; uint64_t bits; } u = { .d = d };
    return u.bits;
}

/* Hash by type and content; for what has no content of its own, by identity. */
static uint64_t content_hash(Runtime *rt, Value v)
{
    if (!value_is_object(v))
        return mix(value_bits(v));
    const Type *type = object_type(value_object(v));
    if (type == rt->str_type)
        return mix(str_hash(rt, v));
    if (type == rt->float_type)
        return mix(double_bits(((Float *)v)->number));
    if (type == rt->int_type)
        return mix((uint64_t)int_hash(v) + 1);
    if (type == rt->bytes_type)
        return mix(hash_bytes(bytes_bytes(v), bytes_size(v)) + 2);
    if (type == rt->complex_type)
        return mix(double_bits(((Complex *)v)->real) + 31 * double_bits(((Complex *)v)->imaginary));
    if (type == rt->tuple_type) {
        uint64_t h = 3 + (uint64_t)tuple_count(v);
        for (int64_t i = 0; i < tuple_count(v); i++)
            h = h * 31 + content_hash(rt, tuple_item_peek(v, i));
        return mix(h);
    }
    return mix(value_bits(v));
}

static bool tuples_same(Runtime *rt, Value a, Value b);

static bool content_same(Runtime *rt, Value a, Value b)
{
    if (a == b)
        return true;
    if (!value_is_object(a) || !value_is_object(b))
        return false;
    const Type *type = object_type(value_object(a));
    if (type != object_type(value_object(b)))
        return false;
    if (type == rt->str_type)
        return str_equal(a, b);
    if (type == rt->float_type)
        return double_bits(((Float *)a)->number) == double_bits(((Float *)b)->number);
    if (type == rt->int_type)
        return int_compare(a, b) == 0;
    if (type == rt->bytes_type)
        return bytes_size(a) == bytes_size(b) && memcmp(bytes_bytes(a), bytes_bytes(b), bytes_size(a)) == 0;
    if (type == rt->complex_type)
        return double_bits(((Complex *)a)->real) == double_bits(((Complex *)b)->real)
            && double_bits(((Complex *)a)->imaginary) == double_bits(((Complex *)b)->imaginary);
    return type == rt->tuple_type && tuples_same(rt, a, b);
}

static bool tuples_same(Runtime *rt, Value a, Value b)
{
    if (tuple_count(a) != tuple_count(b))
        return false;
    for (int64_t i = 0; i < tuple_count(a); i++)
        if (!content_same(rt, tuple_item_peek(a, i), tuple_item_peek(b, i)))
            return false;
    return true;
}

static bool pool_grow(Compilation *c, Pool *pool)
{
    uint32_t capacity = pool->capacity ? pool->capacity * 2 : 64;
    PoolSlot *slots = compile_alloc(c, capacity * sizeof *slots);
    if (!slots)
        return false;
    for (uint32_t i = 0; i < pool->capacity; i++) {
        if (!pool->slots[i].value)
            continue;
        uint32_t at = (uint32_t)pool->slots[i].hash & (capacity - 1);
        while (slots[at].value)
            at = (at + 1) & (capacity - 1);
        slots[at] = pool->slots[i];
    }
    pool->slots = slots;
    pool->capacity = capacity;
    return true;
}

static inline bool pool_make_room(Compilation *c, Pool *pool)
{
    return pool->count * 3 < pool->capacity * 2 || pool_grow(c, pool);
}

/* The pool takes VALUE over. */
static Borrowed keep_steal(Compilation *c, Owned value)
{
    if (c->value_count == c->value_capacity) {
        size_t capacity = c->value_capacity ? c->value_capacity * 2 : 64;
        Value *values = memory_realloc(c->rt, c->values, capacity * sizeof *values);
        if (!values) {
            release(c->rt, value);
            compile_no_memory(c);
            return NULL;
        }
        c->values = values;
        c->value_capacity = capacity;
    }
    return c->values[c->value_count++] = value;
}

Borrowed compile_constant_steal(Compilation *c, Owned value)
{
    if (!value) {
        compile_failed(c);
        return NULL;
    }
    if (!value_is_object(value))
        return value;
    if (c->failed || !pool_make_room(c, &c->constants)) {
        release(c->rt, value);
        return NULL;
    }
    uint64_t hash = content_hash(c->rt, value);
    uint32_t mask = c->constants.capacity - 1, at = (uint32_t)hash & mask;
    PoolSlot *slot;
    for (; (slot = &c->constants.slots[at])->value; at = (at + 1) & mask) {
        if (slot->hash == hash && content_same(c->rt, slot->value, value)) {
            release(c->rt, value);
            return slot->value;
        }
    }
    if (!keep_steal(c, value))
        return NULL;
    *slot = (PoolSlot){ .hash = hash, .value = value };
    c->constants.count++;
    return value;
}

static Borrowed intern(Compilation *c, const char *text, size_t size)
{
    Value name = str_from_bytes(c->rt, text, size);
    if (name)
        name = str_intern_steal(c->rt, name);
    return compile_constant_steal(c, name);
}

Borrowed compile_text(Compilation *c, const char *text)
{
    return c->failed ? NULL : intern(c, text, strlen(text));
}

Borrowed compile_name(Compilation *c, const Identifier *name)
{
    if (c->failed || !pool_make_room(c, &c->names))
        return NULL;
    uint64_t hash = mix((uint64_t)(uintptr_t)name >> 3);
    uint32_t mask = c->names.capacity - 1, at = (uint32_t)hash & mask;
    PoolSlot *slot;
    for (; (slot = &c->names.slots[at])->value; at = (at + 1) & mask)
        if (slot->key == (uint64_t)(uintptr_t)name)
            return slot->value;
    Value value = intern(c, name->text, (size_t)name->size);
    if (value) {
        *slot = (PoolSlot){ (uint64_t)(uintptr_t)name, hash, value };
        c->names.count++;
    }
    return value;
}

/* CPython interns constants that look like names. */
static bool looks_like_name(const char *text, int32_t size)
{
    for (int32_t i = 0; i < size; i++) {
        char ch = text[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_'))
            return false;
    }
    return true;
}

static Owned constant_str(Compilation *c, const Constant *constant)
{
    Value v = str_from_bytes(c->rt, constant->text, (size_t)constant->size);
    if (v && looks_like_name(constant->text, constant->size))
        v = str_intern_steal(c->rt, v);
    return v;
}

static Owned constant_value(Compilation *c, const Constant *constant)
{
    Runtime *rt = c->rt;
    switch (constant->kind) {
    case CONSTANT_NONE: return NONE;
    case CONSTANT_TRUE: return TRUE;
    case CONSTANT_FALSE: return FALSE;
    case CONSTANT_ELLIPSIS: return ELLIPSIS;
    case CONSTANT_INT:
        return constant->int_is_small ? int_from_int64(rt, constant->int_value)
             : int_from_text(rt, constant->text, (size_t)constant->size, constant->base);
    case CONSTANT_FLOAT: return float_value(rt, constant->number);
    case CONSTANT_COMPLEX: return complex_value(rt, 0.0, constant->number);
    case CONSTANT_STR: return constant_str(c, constant);
    default: return bytes_from(rt, constant->text, (size_t)constant->size);
    }
}

Borrowed compile_node_value(Compilation *c, const Node *node)
{
    if (node->kind == NODE_FOLDED)
        return node_folded_value(node);
    if (node->kind != NODE_CONSTANT || c->failed)
        return NULL;
    return compile_constant_steal(c, constant_value(c, &node->constant.value));
}

/* -- errors */

/* Line LINE of the file at PATH, decoded leniently; None when it cannot be read. */
static Owned program_text(Runtime *rt, Borrowed filename, int32_t line)
{
    FILE *file = value_is_str(filename) ? fopen(str_bytes(filename), "rb") : NULL;
    char *text = NULL;
    size_t capacity = 0;
    ssize_t size = -1;
    if (!file)
        return NONE;
    for (int32_t i = 0; i < line; i++)
        if ((size = getline(&text, &capacity, file)) < 0)
            break;
    fclose(file);
    Value result = size < 0 ? NONE : str_decode_utf8(rt, text, (size_t)size, "replace");
    free(text);
    return result;
}

static Owned place_tuple(Compilation *c, const Node *at)
{
    Value text = program_text(c->rt, c->filename, at->line);
    if (!text)
        return NULL;
    Value items[] = {
        retain(c->filename), small_int_value(at->line), small_int_value(at->column + 1), text,
        small_int_value(at->end_line), small_int_value(at->end_column + 1),
    };
    return tuple_from_steal(c->rt, items, COUNT_OF(items));
}

static void raise_with_args(Runtime *rt, Type *type, Owned message, Owned place)
{
    Value items[] = { message, place };
    if (!message || !place) {
        release(rt, message);
        release(rt, place);
        return;
    }
    Value args = tuple_from_steal(rt, items, 2);
    Value exception = args ? call(rt, type_value(type), tuple_items(args), 2, NULL) : NULL;
    release(rt, args);
    if (exception)
        raise_object(rt, exception);
    release(rt, exception);
}

void compile_error(Compilation *c, const Node *at, const char *format, ...)
{
    if (c->failed)
        return;
    c->failed = true;
    va_list list;
    va_start(list, format);
    Value message = format_message_list(c->rt, format, list);
    va_end(list);
    raise_with_args(c->rt, c->rt->SyntaxError, message, message ? place_tuple(c, at) : NULL);
}

static bool set_steal(Runtime *rt, Borrowed object, Borrowed name, Owned value)
{
    bool ok = value && set_attribute(rt, object, name, value);
    release(rt, value);
    return ok;
}

static bool set_place(Compilation *c, Borrowed exception, const Node *at, bool with_end)
{
    Runtime *rt = c->rt;
    return set_steal(rt, exception, rt->names.lineno, small_int_value(at->line))
        && set_steal(rt, exception, rt->names.offset, small_int_value(at->column + 1))
        && set_steal(rt, exception, rt->names.end_lineno, small_int_value(with_end ? at->end_line : at->line))
        && set_steal(rt, exception, rt->names.end_offset, with_end ? small_int_value(at->end_column + 1) : NONE)
        && set_steal(rt, exception, rt->names.filename, retain(c->filename))
        && set_steal(rt, exception, rt->names.text, program_text(rt, c->filename, at->line));
}

void compile_error_late(Compilation *c, const Node *at, bool with_end, const char *format, ...)
{
    Runtime *rt = c->rt;
    if (c->failed)
        return;
    c->failed = true;
    va_list list;
    va_start(list, format);
    Value message = format_message_list(rt, format, list);
    va_end(list);
    Value exception = message ? call_one(rt, type_value(rt->SyntaxError), message) : NULL;
    if (exception && set_place(c, exception, at, with_end))
        raise_object(rt, exception);
    release(rt, exception);
    release(rt, message);
}

/* warnings.warn_explicit, once the module is there; before that straight to stderr. */
void compile_warning(Compilation *c, const Node *at, const char *format, ...)
{
    Runtime *rt = c->rt;
    if (c->failed || c->quiet)
        return;
    va_list list;
    va_start(list, format);
    Value message = format_message_list(rt, format, list);
    va_end(list);
    bool ok = message && warn_explicit(rt, rt->SyntaxWarning, message, c->filename, at->line);
    if (!ok && error_matches(rt, rt->SyntaxWarning)) {
        error_clear(rt);
        compile_error(c, at, "%U", message);
    } else if (!ok) {
        c->failed = true;
    }
    release(rt, message);
}

bool compile_warning_at(Compilation *c, Type *category, const char *message, int32_t line)
{
    Runtime *rt = c->rt;
    Value text = str_decode_utf8(rt, message, strlen(message), "replace");
    bool ok = text && warn_explicit(rt, category, text, c->filename, line);
    release(rt, text);
    if (!ok && error_matches(rt, category))
        error_clear(rt);
    return ok;
}

/* The place as SyntaxError's second argument; columns 0 stand for "none known". */
static Owned error_place(Runtime *rt, const SyntaxError *error, Borrowed filename)
{
    Value text = NONE;
    if (error->text && !(text = str_decode_utf8(rt, error->text, error->text_size, "replace")))
        return NULL;
    bool has_line = error->line > 0;       /* else the encoding is at fault, and nothing was read */
    Value items[] = {
        retain(filename), small_int_value(error->line), small_int_value(has_line ? error->column : -1), text,
        small_int_value(error->end_line), small_int_value(error->end_column),
    };
    return tuple_from_steal(rt, items, has_line ? 6 : 4);
}

void raise_syntax_error(Runtime *rt, const SyntaxError *error, Borrowed filename)
{
    Type *type = error->kind == SYNTAX_INDENTATION_ERROR ? rt->IndentationError
               : error->kind == SYNTAX_TAB_ERROR ? rt->TabError : rt->SyntaxError;
    const char *message = error->message ? error->message : "invalid syntax";
    if (error->kind == SYNTAX_RAISED && error_pending(rt))
        return;
    if (error->kind == SYNTAX_NO_MEMORY)
        raise_memory_error(rt);
    else if (error->kind == SYNTAX_VALUE_ERROR)
        raise(rt, rt->ValueError, "%s", message);
    else if (error->no_location)
        raise(rt, type, "%s", message);
    else {
        Value text = str_decode_utf8(rt, message, strlen(message), "replace");
        raise_with_args(rt, type, text, text ? error_place(rt, error, filename) : NULL);
    }
}
