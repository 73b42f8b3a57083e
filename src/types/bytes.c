/* bytes: the object, its slots and its constructor.  bytes[size] is 0. */
#include "types/bytes_internal.h"

#include "object/budget.h"
#include "object/arguments.h"
#include "types/bytes_hash.h"
#include "types/bytes_search.h"
#include "types/int.h"
#include "types/list.h"
#include "types/slice.h"
#include "types/tuple.h"
#include "types/values_object.h"

enum { BYTES_HEAD = offsetof(Bytes, bytes) };

static inline Bytes *as_bytes(Borrowed v) { return (Bytes *)v; }

/* -- making bytes */

static Owned bytes_alloc(Runtime *rt, Type *type, size_t size)
{
    if (unlikely(size > TEXT_SIZE_MAX))
        return raise_memory_error(rt);
    Object *object = type == rt->bytes_type ? gc_alloc(&rt->gc, &type->gc, BYTES_HEAD + size + 1)
                                            : type_alloc(rt, type, size + 1);
    if (unlikely(!object))
        return raise_memory_error(rt);
    if (unlikely(!charge_bytes(rt, size))) {
        type_free_object(rt, object);
        return NULL;
    }
    Bytes *b = (Bytes *)object;
    b->hash = 0;
    b->size = size;
    b->bytes[size] = 0;
    return object_value(b);
}

static Owned bytes_empty(Runtime *rt)
{
    if (unlikely(!rt->empty_bytes))
        rt->empty_bytes = bytes_alloc(rt, rt->bytes_type, 0);
    return retain(rt->empty_bytes);
}

static Owned single_byte(Runtime *rt, unsigned char c)
{
    if (unlikely(!rt->byte_values[c])) {
        Value v = bytes_alloc(rt, rt->bytes_type, 1);
        if (!v)
            return NULL;
        as_bytes(v)->bytes[0] = (char)c;
        rt->byte_values[c] = v;
    }
    return retain(rt->byte_values[c]);
}

Owned bytes_from(Runtime *rt, const char *bytes, size_t size)
{
    if (!size)
        return bytes_empty(rt);
    if (size == 1 && bytes)
        return single_byte(rt, (unsigned char)*bytes);
    Value v = bytes_alloc(rt, rt->bytes_type, size);
    if (v && bytes)
        memcpy(as_bytes(v)->bytes, bytes, size);
    return v;
}

static Owned bytes_exact(Runtime *rt, Borrowed v)
{
    if (object_is_exactly(v, rt->bytes_type))
        return retain(v);
    return bytes_from(rt, bytes_bytes(v), bytes_size(v));
}

void bytes_constants_close(Runtime *rt)
{
    for (int i = 0; i < 256; i++)
        value_clear(rt, &rt->byte_values[i]);
    value_clear(rt, &rt->empty_bytes);
}

/* -- the constructor, shared with bytearray */

bool byte_argument(Runtime *rt, Borrowed v, const char *message, unsigned char *out)
{
    int64_t i;
    if (likely(value_is_small_int(v)))
        i = small_int(v);
    else if (!value_to_ssize(rt, v, &i, NULL))
        return false;
    if (i < 0 || i > 255)
        return raise(rt, rt->ValueError, "%s", message);
    *out = (unsigned char)i;
    return true;
}

static Owned bytes_from_iterable(Runtime *rt, Borrowed v, const char *type_name)
{
    const char *message = *type_name && !strcmp(type_name, "bytes") ? "bytes must be in range(0, 256)"
                                                                   : "byte must be in range(0, 256)";
    Value iterator = get_iter(rt, v), item;
    if (!iterator) {
        if (error_clear_if(rt, rt->TypeError))
            raise(rt, rt->TypeError, "cannot convert '%.200T' object to %s", v, type_name);
        return NULL;
    }
    StrBuilder b;
    builder_open(&b, rt);
    while ((item = iter_next(rt, iterator))) {
        unsigned char c;
        bool ok = byte_argument(rt, item, message, &c) && builder_byte(&b, (char)c);
        release(rt, item);
        if (!ok)
            b.failed = true;
        if (b.failed)
            break;
    }
    release(rt, iterator);
    if (error_pending(rt))
        b.failed = true;
    return builder_finish_bytes(&b);
}

static Owned bytes_from_buffer(Runtime *rt, Borrowed v)
{
    Buffer buffer;
    if (object_is_exactly(v, rt->memoryview_type))
        return memoryview_bytes(rt, v, false);
    if (!buffer_get(rt, v, &buffer, false))
        return NULL;
    Value bytes = bytes_from(rt, buffer.bytes, buffer.size);
    buffer_release(rt, &buffer);
    return bytes;
}

/* bytes(7): *DONE unless V is no integer after all. */
static Owned bytes_of_count(Runtime *rt, Borrowed v, bool *done)
{
    int64_t count;
    *done = true;
    if (!value_to_ssize(rt, v, &count, rt->OverflowError)) {
        *done = !error_clear_if(rt, rt->TypeError);
        return NULL;
    }
    if (count < 0)
        return raise(rt, rt->ValueError, "negative count");
    Value bytes = bytes_from(rt, NULL, (size_t)count);
    if (bytes)
        memset(bytes_bytes(bytes), 0, (size_t)count);
    return bytes;
}

static Owned bytes_from_special(Runtime *rt, Borrowed v, bool *done)
{
    Value made = call_special(rt, v, rt->names.__bytes__, NULL, 0);
    *done = made || error_pending(rt);
    if (made && !value_is_bytes(made)) {
        raise(rt, rt->TypeError, "__bytes__ returned non-bytes (type %.200T)", made);
        release(rt, made);
        return NULL;
    }
    return made;
}

static Owned bytes_from_str(Runtime *rt, const Value *args)
{
    const char *encoding = NULL, *errors = NULL;
    if (!args[0] || !value_is_str(args[0])) {
        if (args[0] && !args[1])
            return raise(rt, rt->TypeError, "errors without a string argument");
        return raise(rt, rt->TypeError, "%s without a string argument", args[1] ? "encoding" : "errors");
    }
    if (!args[1])
        return raise(rt, rt->TypeError, "string argument without an encoding");
    if (!(encoding = str_c_text(rt, args[1])) || (args[2] && !(errors = str_c_text(rt, args[2]))))
        return NULL;
    return str_encode(rt, args[0], encoding, errors);
}

static bool text_arguments(Runtime *rt, const Value *args, const char *type_name)
{
    static const char *const names[] = { NULL, "encoding", "errors" };
    for (int i = 1; i < 3; i++)
        if (args[i] && !value_is_str(args[i]))
            return raise(rt, rt->TypeError, "%s() argument '%s' must be str, not %V", type_name, names[i], args[i]);
    return true;
}

Owned bytes_from_arguments(Runtime *rt, const Value *args, const char *type_name)
{
    Borrowed v = args[0];
    bool done;
    Value made;
    if (!text_arguments(rt, args, type_name))
        return NULL;
    if (args[1] || args[2])
        return bytes_from_str(rt, args);
    if (!v)
        return bytes_empty(rt);
    if (!strcmp(type_name, "bytes")) {
        made = bytes_from_special(rt, v, &done);
        if (done)
            return made;
    }
    if (value_is_str(v))
        return raise(rt, rt->TypeError, "string argument without an encoding");
    if (value_is_int(v) || value_type(rt, v)->slots->index) {
        made = bytes_of_count(rt, v, &done);
        if (done)
            return made;
    }
    if (value_is_bytes(v))
        return bytes_exact(rt, v);
    return has_buffer(rt, v) ? bytes_from_buffer(rt, v) : bytes_from_iterable(rt, v, type_name);
}

static Owned bytes_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value v[3];
    if (!arguments_bind(rt, "bytes", "(source=b'', encoding=None, errors=None)", args, count, keywords, v))
        return NULL;
    Value made = bytes_from_arguments(rt, v, "bytes");
    if (!made || type == rt->bytes_type)
        return made;
    Value instance = bytes_alloc(rt, type, bytes_size(made));
    if (instance)
        memcpy(bytes_bytes(instance), bytes_bytes(made), bytes_size(made));
    release(rt, made);
    return instance;
}

/* -- repr */

static char quote_for(const char *bytes, size_t size)
{
    return memchr(bytes, '\'', size) && !memchr(bytes, '"', size) ? '"' : '\'';
}

static void write_byte_repr(StrBuilder *b, unsigned char c, char quote, bool all_quotes)
{
    char text[5];
    if (c == quote || c == '\\' || (c == '\'' && all_quotes))
        text[0] = '\\', text[1] = (char)c, text[2] = 0;
    else if (c == '\t' || c == '\n' || c == '\r')
        text[0] = '\\', text[1] = c == '\t' ? 't' : c == '\n' ? 'n' : 'r', text[2] = 0;
    else if (c < ' ' || c >= 0x7f)
        text[0] = '\\', text[1] = 'x', text[2] = "0123456789abcdef"[c >> 4], text[3] = "0123456789abcdef"[c & 15], text[4] = 0;
    else
        text[0] = (char)c, text[1] = 0;
    builder_text(b, text);
}

bool builder_bytes_repr(StrBuilder *b, const char *bytes, size_t size, bool all_quotes)
{
    char quote = quote_for(bytes, size);
    builder_byte(b, 'b');
    builder_byte(b, quote);
    for (size_t i = 0; i < size && !b->failed; i++)
        write_byte_repr(b, (unsigned char)bytes[i], quote, all_quotes);
    return builder_byte(b, quote);
}

static Owned bytes_repr(Runtime *rt, Borrowed self)
{
    StrBuilder b;
    builder_open(&b, rt);
    builder_bytes_repr(&b, bytes_bytes(self), bytes_size(self), false);
    return builder_finish(&b);
}

/* -- comparison, hash, contains: with anything that has a buffer */

static Owned compare_result(const char *a, size_t m, const char *b, size_t n, CompareOp op)
{
    if (op == COMPARE_EQ || op == COMPARE_NE)
        return bool_value((m == n && !memcmp(a, b, m)) == (op == COMPARE_EQ));
    int order = memcmp(a, b, MIN(m, n));
    if (!order)
        order = (m > n) - (m < n);
    switch (op) {
    case COMPARE_LT: return bool_value(order < 0);
    case COMPARE_LE: return bool_value(order <= 0);
    case COMPARE_GT: return bool_value(order > 0);
    default: return bool_value(order >= 0);
    }
}

/* bytes knows only bytes; bytearray takes any buffer. */
Owned bytes_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    ByteView a = byte_view(self);
    if (value_is_bytes(other) || (value_is_bytearray(self) && value_is_bytearray(other))) {
        ByteView b = byte_view(other);
        return compare_result(a.bytes, a.size, b.bytes, b.size, op);
    }
    if (!value_is_bytearray(self) || !has_buffer(rt, other))
        return NOT_IMPLEMENTED;
    Buffer buffer;
    if (!buffer_get(rt, other, &buffer, false)) {
        error_clear(rt);
        return NOT_IMPLEMENTED;
    }
    a = byte_view(self);
    Value result = compare_result(a.bytes, a.size, buffer.bytes, buffer.size, op);
    buffer_release(rt, &buffer);
    return result;
}

static bool bytes_hash_slot(Runtime *rt, Borrowed self, int64_t *hash)
{
    Bytes *b = as_bytes(self);
    if (!b->hash)
        b->hash = bytes_hash(rt, b->bytes, b->size);
    *hash = (int64_t)b->hash;
    return true;
}

int bytes_contains(Runtime *rt, Borrowed self, Borrowed item)
{
    ByteView view;
    if (value_is_int(item) || (!has_buffer(rt, item) && value_type(rt, item)->slots->index)) {
        unsigned char c;
        if (!byte_argument(rt, item, "byte must be in range(0, 256)", &c))
            return -1;
        view = byte_view(self);
        return memchr(view.bytes, c, view.size) != NULL;
    }
    Buffer buffer;
    if (!buffer_get(rt, item, &buffer, false))
        return -1;
    view = byte_view(self);
    int64_t at = bytes_find_charged(rt, view.bytes, view.size, buffer.bytes, buffer.size);
    buffer_release(rt, &buffer);
    return at == -2 ? -1 : at >= 0;
}

/* -- sequence slots */

static Owned bytes_item(Runtime *rt, Borrowed self, int64_t index)
{
    if ((uint64_t)index >= bytes_size(self))
        return raise(rt, rt->IndexError, "index out of range");
    return small_int_value((unsigned char)bytes_bytes(self)[index]);
}

bool bytes_index(Runtime *rt, Borrowed key, const char *name, int64_t *index)
{
    if (likely(value_is_small_int(key))) {
        *index = small_int(key);
        return true;
    }
    if (!value_is_int(key) && !value_type(rt, key)->slots->index)
        return raise(rt, rt->TypeError, "%s indices must be integers or slices, not %.200T", name, key);
    return value_to_ssize(rt, key, index, rt->IndexError);
}

static Owned bytes_slice(Runtime *rt, Borrowed self, const SliceBounds *b)
{
    if (b->step == 1 && (size_t)b->count == bytes_size(self))
        return bytes_exact(rt, self);
    if (b->step == 1 || b->count <= 0)
        return bytes_from(rt, bytes_bytes(self) + b->start, b->count > 0 ? (size_t)b->count : 0);
    Value slice = bytes_from(rt, NULL, (size_t)b->count);
    for (int64_t i = 0, at = b->start; slice && i < b->count; i++, at += b->step)
        bytes_bytes(slice)[i] = bytes_bytes(self)[at];
    return slice;
}

static Owned bytes_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    int64_t index;
    if (value_is_slice(rt, key)) {
        SliceBounds bounds;
        if (!slice_bounds(rt, key, (int64_t)bytes_size(self), &bounds))
            return NULL;
        return bytes_slice(rt, self, &bounds);
    }
    if (!bytes_index(rt, key, "byte", &index))
        return NULL;
    return bytes_item(rt, self, index < 0 ? index + (int64_t)bytes_size(self) : index);
}

static Owned bytes_join_two(Runtime *rt, Borrowed a, const char *bytes, size_t size)
{
    if (!size)
        return bytes_exact(rt, a);
    Value v = bytes_from(rt, NULL, bytes_size(a) + size);
    if (v) {
        memcpy(bytes_bytes(v), bytes_bytes(a), bytes_size(a));
        memcpy(bytes_bytes(v) + bytes_size(a), bytes, size);
    }
    return v;
}

static Owned bytes_concat(Runtime *rt, Borrowed self, Borrowed other)
{
    Buffer buffer;
    if (!has_buffer(rt, other))
        return raise(rt, rt->TypeError, "can't concat %.100T to %.100T", other, self);
    if (value_is_bytes(other) && !bytes_size(self))
        return bytes_exact(rt, other);
    if (!buffer_get(rt, other, &buffer, false))
        return NULL;
    Value v = bytes_join_two(rt, self, buffer.bytes, buffer.size);
    buffer_release(rt, &buffer);
    return v;
}

static Owned bytes_repeat(Runtime *rt, Borrowed self, int64_t times)
{
    size_t size = bytes_size(self), total;
    if (times <= 0 || !size)
        return bytes_empty(rt);
    if (times == 1)
        return bytes_exact(rt, self);
    if (__builtin_mul_overflow(size, (size_t)times, &total) || total > INT64_MAX - BYTES_HEAD)
        return raise(rt, rt->OverflowError, "repeated bytes are too long");
    Value v = bytes_from(rt, NULL, total);
    if (!v)
        return NULL;
    memcpy(bytes_bytes(v), bytes_bytes(self), size);
    for (size_t done = size; done < total; done *= 2)
        memcpy(bytes_bytes(v) + done, bytes_bytes(v), MIN(done, total - done));
    return v;
}

static int64_t bytes_length(Runtime *rt, Borrowed self)
{
    (void)rt;
    return (int64_t)bytes_size(self);
}

static Owned bytes_modulo(Runtime *rt, Borrowed left, Borrowed right)
{
    return value_is_bytes(left) ? bytes_percent(rt, left, right) : NOT_IMPLEMENTED;
}

static bool bytes_get_buffer(Runtime *rt, Borrowed self, Buffer *buffer, bool writable)
{
    if (writable)
        return raise(rt, rt->BufferError, "Object is not writable.");
    *buffer = (Buffer){ .bytes = bytes_bytes(self), .size = bytes_size(self), .item_size = 1,
                        .read_only = true, .owner = retain(self) };
    return true;
}

static void bytes_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    if (likely(object_type(self) == rt->bytes_type))
        gc_free(gc, self);
    else
        type_free_object(rt, self);
}

/* -- iterator, for bytes and bytearray */

typedef struct BytesIterator {
    Object head;
    Value bytes;                /* NULL: exhausted */
    uint64_t index;
} BytesIterator;

static Owned iterator_new(Runtime *rt, Type *type, Borrowed bytes)
{
    BytesIterator *it = (BytesIterator *)type_alloc(rt, type, 0);
    if (!it)
        return NULL;
    it->bytes = retain(bytes);
    gc_track(&rt->gc, &it->head);
    return object_value(it);
}

static Owned bytes_iter(Runtime *rt, Borrowed self) { return iterator_new(rt, rt->bytes_iterator_type, self); }
Owned bytearray_iter(Runtime *rt, Borrowed self) { return iterator_new(rt, rt->bytearray_iterator_type, self); }

static Owned iterator_next(Runtime *rt, Borrowed self)
{
    BytesIterator *it = (BytesIterator *)self;
    if (!it->bytes)
        return NULL;
    ByteView view = byte_view(it->bytes);
    if (it->index < view.size)
        return small_int_value((unsigned char)view.bytes[it->index++]);
    value_clear(rt, &it->bytes);
    return NULL;
}

static Owned iterator_length_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    BytesIterator *it = (BytesIterator *)self;
    uint64_t size = it->bytes ? byte_view(it->bytes).size : 0;
    return int_from_int64(rt, size > it->index ? (int64_t)(size - it->index) : 0);
}

static Owned bytes_iterator_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    BytesIterator *it = (BytesIterator *)self;
    Borrowed function = builtin_peek(rt, "iter");
    if (!function)
        return NULL;
    if (it->bytes)
        return reduce_three(rt, function, it->bytes, small_int_value((int64_t)it->index));
    return reduce_two(rt, function, rt->empty_tuple);
}

static Owned iterator_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    BytesIterator *it = (BytesIterator *)self;
    int64_t index;
    if (!state_index(rt, args[0], &index))
        return NULL;
    if (it->bytes)
        it->index = index < 0 ? 0 : MIN((uint64_t)index, byte_view(it->bytes).size);
    return NONE;
}

static int iterator_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((BytesIterator *)self)->bytes);
    return 0;
}

static void iterator_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    release(runtime_of(gc), ((BytesIterator *)self)->bytes);
    type_free_object(runtime_of(gc), self);
}

static Owned iterator_self(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", iterator_length_hint, "()",
           "Private method returning an estimate of len(list(it))."),
    METHOD("__reduce__", bytes_iterator_reduce, "()", "Return state information for pickling."),
    METHOD("__setstate__", iterator_setstate, "(state, /)", "Set state information for unpickling."),
    { 0 }
};

#define BYTES_ITERATOR_DEF(name_) { \
    .name = name_, \
    .size = sizeof(BytesIterator), \
    .flags = TYPE_CONTAINER | TYPE_NO_NEW, \
    .traverse = iterator_traverse, \
    .free = iterator_free, \
    .slots = { .iter = iterator_self, .next = iterator_next }, \
    .methods = iterator_methods, \
}

const TypeDef bytes_iterator_type_def = BYTES_ITERATOR_DEF("bytes_iterator");
const TypeDef bytearray_iterator_type_def = BYTES_ITERATOR_DEF("bytearray_iterator");

const TypeDef bytes_type_def = {
    .name = "bytes",
    .doc = "bytes(iterable_of_ints) -> bytes\n"
           "bytes(string, encoding[, errors]) -> bytes\n"
           "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n"
           "bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n"
           "bytes() -> empty bytes object\n\n"
           "Construct an immutable array of bytes from:\n"
           "  - an iterable yielding integers in range(256)\n"
           "  - a text string encoded using the specified encoding\n"
           "  - any object implementing the buffer API.\n"
           "  - an integer",
    .size = BYTES_HEAD,
    .item_size = 1,
    .flags = TYPE_SUBCLASSABLE | TYPE_IS_BYTES,
    .free = bytes_free,
    .slots = {
        .repr = bytes_repr,
        .str = bytes_repr,
        .hash = bytes_hash_slot,
        .compare = bytes_compare,
        .iter = bytes_iter,
        .make = bytes_make,
        .length = bytes_length,
        .contains = bytes_contains,
        .get_item = bytes_get_item,
        .item = bytes_item,
        .concat = bytes_concat,
        .repeat = bytes_repeat,
        .binary[BINARY_MOD] = bytes_modulo,
        .get_buffer = bytes_get_buffer,
    },
    .methods = bytes_methods,
};
