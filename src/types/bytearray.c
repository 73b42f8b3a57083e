/* bytearray: bytes that change.
 *
 * Invariants: start + size < capacity, or capacity is 0; bytes NULL <=> capacity 0.  While exports > 0
 * the block may neither move nor change its size. */
#include "types/bytes_internal.h"

#include "object/arguments.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/slice.h"
#include "types/tuple.h"

static inline ByteArray *as_array(Borrowed v) { return (ByteArray *)v; }
static inline size_t array_size(Borrowed v) { return ((ByteArray *)v)->size; }

/* -- size */

static bool can_resize(Runtime *rt, Borrowed v)
{
    if (as_array(v)->exports)
        return raise(rt, rt->BufferError, "Existing exports of data: object cannot be re-sized");
    return true;
}

static bool move_block(Runtime *rt, ByteArray *a, size_t size)
{
    size_t capacity = size < a->size / 2 ? size + 1 : size + size / 8 + 16;
    if (size > TEXT_SIZE_MAX)
        return raise_memory_error(rt);
    char *bytes = memory_alloc(rt, capacity);
    if (!bytes)
        return raise_memory_error(rt);
    char *old = a->bytes;
    if (old)
        memcpy(bytes, old + a->start, MIN(size, a->size));
    a->bytes = bytes;
    a->capacity = capacity;
    a->start = 0;
    memory_free(rt, old);
    return true;
}

bool bytearray_resize(Runtime *rt, Borrowed v, size_t size)
{
    ByteArray *a = as_array(v);
    if (size == a->size)
        return true;
    if (!can_resize(rt, v))
        return false;
    if (!size && a->bytes) {
        memory_free(rt, a->bytes);
        a->bytes = NULL;
        a->start = a->capacity = 0;
    } else if (a->start + size >= a->capacity || size < a->capacity / 4) {
        if (a->start && size < a->capacity && size >= a->capacity / 2) {
            memmove(a->bytes, a->bytes + a->start, MIN(size, a->size));
            a->start = 0;
        } else if (!move_block(rt, a, size)) {
            return false;
        }
    }
    a->size = size;
    return true;
}

/* -- making */

static Owned array_new(Runtime *rt, Type *type)
{
    Object *object = type_alloc(rt, type, 0);
    return object ? object_value(object) : NULL;
}

Owned bytearray_from(Runtime *rt, const char *bytes, size_t size)
{
    Value v = array_new(rt, rt->bytearray_type);
    if (v && !bytearray_resize(rt, v, size))
        value_clear(rt, &v);
    if (v && bytes && size)
        memcpy(bytearray_bytes(v), bytes, size);
    return v;
}

static Owned bytearray_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    return array_new(rt, type);
}

static bool append_byte(Runtime *rt, Borrowed self, Borrowed v)
{
    unsigned char c;
    if (!byte_argument(rt, v, "byte must be in range(0, 256)", &c))
        return false;
    ByteArray *a = as_array(self);
    size_t size = a->size;
    if (likely(!a->exports && a->start + size + 1 < a->capacity))
        a->size++;
    else if (!bytearray_resize(rt, self, size + 1))
        return false;
    a->bytes[a->start + size] = (char)c;
    return true;
}

/* Only by iteration: then the array grows while the iterable can look at it. */
static bool is_iterated(Runtime *rt, const Value *v)
{
    if (!v[0] || v[1] || v[2] || value_is_str(v[0]) || value_is_int(v[0]) || has_buffer(rt, v[0]))
        return false;
    const Slots *slots = value_type(rt, v[0])->slots;
    return slots->iter && !slots->index;
}

static bool append_all(Runtime *rt, Borrowed self, Borrowed iterable)
{
    Value iterator = get_iter(rt, iterable), item;
    if (!iterator || !bytearray_resize(rt, self, 0)) {
        release(rt, iterator);
        return false;
    }
    while ((item = iter_next(rt, iterator))) {
        bool ok = append_byte(rt, self, item);
        release(rt, item);
        if (!ok)
            break;
    }
    release(rt, iterator);
    return !error_pending(rt);
}

static bool bytearray_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value v[3];
    if (!arguments_bind(rt, "bytearray", "(source=b'', encoding=None, errors=None)", args, count, keywords, v))
        return false;
    if (is_iterated(rt, v))
        return append_all(rt, self, v[0]);
    Value made = bytes_from_arguments(rt, v, "bytearray");
    if (!made)
        return false;
    bool ok = bytearray_resize(rt, self, bytes_size(made));
    if (ok)
        memcpy(bytearray_bytes(self), bytes_bytes(made), bytes_size(made));
    release(rt, made);
    return ok;
}

static void bytearray_free(Gc *gc, Object *self)
{
    memory_free(runtime_of(gc), ((ByteArray *)self)->bytes);
    type_free_object(runtime_of(gc), self);
}

/* -- items */

static Owned bytearray_item(Runtime *rt, Borrowed self, int64_t index)
{
    if ((uint64_t)index >= array_size(self))
        return raise(rt, rt->IndexError, "bytearray index out of range");
    return small_int_value((unsigned char)bytearray_bytes(self)[index]);
}

static Owned bytearray_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    int64_t index;
    SliceBounds b;
    if (!value_is_slice(rt, key)) {
        if (!bytes_index(rt, key, "bytearray", &index))
            return NULL;
        return bytearray_item(rt, self, index < 0 ? index + (int64_t)array_size(self) : index);
    }
    if (!slice_unpack(rt, key, &b.start, &b.stop, &b.step))
        return NULL;
    slice_adjust((int64_t)array_size(self), &b);
    Value slice = bytearray_from(rt, NULL, (size_t)MAX(b.count, 0));
    if (!slice)
        return NULL;
    char *to = bytearray_bytes(slice), *from = bytearray_bytes(self);
    if (b.step == 1 && b.count > 0)
        memcpy(to, from + b.start, (size_t)b.count);
    else
        for (int64_t i = 0, at = b.start; i < b.count; i++, at += b.step)
            to[i] = from[at];
    return slice;
}

/* Replace bytes[from .. to-1] by SIZE bytes that do not lie in this bytearray. */
static bool splice(Runtime *rt, Borrowed self, size_t from, size_t to, const char *bytes, size_t size)
{
    ByteArray *a = as_array(self);
    size_t old = a->size, tail = old - to, changed = old - (to - from) + size;
    if (changed != old && !can_resize(rt, self))
        return false;
    if (changed < old) {
        char *base = bytearray_bytes(self);
        if (!from && !size && tail) {
            a->start += to;             /* dropped from the front: nothing moves */
            a->size = tail;
            return true;
        }
        memmove(base + from + size, base + to, tail);
    }
    if (changed != old && !bytearray_resize(rt, self, changed)) {
        if (changed > old)
            return false;
        error_clear(rt);                /* no smaller block: keep the old one */
        a->size = changed;
    }
    char *base = bytearray_bytes(self);
    if (changed > old)
        memmove(base + from + size, base + to, tail);
    memcpy(base + from, bytes, size);
    return true;
}

static bool delete_stepped(Runtime *rt, Borrowed self, SliceBounds b)
{
    if (b.count <= 0)
        return true;
    if (!can_resize(rt, self))
        return false;
    if (b.step < 0) {
        b.start += b.step * (b.count - 1);
        b.step = -b.step;
    }
    char *base = bytearray_bytes(self);
    size_t to = (size_t)b.start, size = array_size(self);
    for (size_t at = to, next = to; at < size; at++) {
        if (at == next && b.count) {
            next += (size_t)b.step;
            b.count--;
            continue;
        }
        base[to++] = base[at];
    }
    return bytearray_resize(rt, self, to);
}

static bool assign_slice(Runtime *rt, Borrowed self, SliceBounds b, ByteView view)
{
    if (b.step == 1) {
        size_t to = (size_t)MAX(b.start, b.start + b.count);
        return splice(rt, self, (size_t)b.start, to, view.bytes, view.size);
    }
    if (!view.size)
        return delete_stepped(rt, self, b);
    if ((int64_t)view.size != b.count)
        return raise(rt, rt->ValueError, "attempt to assign bytes of size %zd to extended slice of size %zd",
                     (int64_t)view.size, b.count);
    for (int64_t i = 0, at = b.start; i < b.count; i++, at += b.step)
        bytearray_bytes(self)[at] = view.bytes[i];
    return true;
}

/* The bytes that VALUE stands for in a slice assignment, as exact bytes. */
static Owned assigned_bytes(Runtime *rt, Borrowed value)
{
    if (object_is_exactly(value, rt->bytes_type))
        return retain(value);
    if (value_is_str(value) || value_is_int(value))
        return raise(rt, rt->TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    const Value args[3] = { value, NULL, NULL };
    return bytes_from_arguments(rt, args, "bytearray");
}

static bool set_slice(Runtime *rt, Borrowed self, Borrowed key, Borrowed value)
{
    SliceBounds b;
    if (!slice_unpack(rt, key, &b.start, &b.stop, &b.step))
        return false;
    Value bytes = value ? assigned_bytes(rt, value) : NULL;
    if (value && !bytes)
        return false;
    slice_adjust((int64_t)array_size(self), &b);
    bool ok;
    if (!value && b.step != 1)
        ok = delete_stepped(rt, self, b);
    else
        ok = assign_slice(rt, self, b, bytes ? byte_view(bytes) : (ByteView){ "", 0 });
    release(rt, bytes);
    return ok;
}

static bool bytearray_set_item(Runtime *rt, Borrowed self, Borrowed key, Borrowed value)
{
    int64_t index;
    unsigned char c = 0;
    if (value_is_slice(rt, key))
        return set_slice(rt, self, key, value);
    if (!bytes_index(rt, key, "bytearray", &index))
        return false;
    if (value && !byte_argument(rt, value, "byte must be in range(0, 256)", &c))
        return false;
    index += index < 0 ? (int64_t)array_size(self) : 0;
    if ((uint64_t)index >= array_size(self))
        return raise(rt, rt->IndexError, "bytearray index out of range");
    if (!value)
        return splice(rt, self, (size_t)index, (size_t)index + 1, "", 0);
    bytearray_bytes(self)[index] = (char)c;
    return true;
}

/* -- concatenation and repetition */

static bool append_buffer(Runtime *rt, Borrowed self, Borrowed other)
{
    Buffer b;
    if (!has_buffer(rt, other))
        return raise(rt, rt->TypeError, "can't concat %.100T to %.100T", other, self);
    if (!buffer_get(rt, other, &b, false))
        return false;
    size_t size = array_size(self);
    bool ok = bytearray_resize(rt, self, size + b.size);
    if (ok)
        memcpy(bytearray_bytes(self) + size, b.bytes, b.size);
    buffer_release(rt, &b);
    return ok;
}

static Owned bytearray_concat(Runtime *rt, Borrowed self, Borrowed other)
{
    Buffer b;
    if (!has_buffer(rt, other))
        return raise(rt, rt->TypeError, "can't concat %.100T to %.100T", other, self);
    if (!buffer_get(rt, other, &b, false))
        return NULL;
    size_t size = array_size(self);
    Value v = bytearray_from(rt, NULL, size + b.size);
    if (v) {
        memcpy(bytearray_bytes(v), bytearray_bytes(self), size);
        memcpy(bytearray_bytes(v) + size, b.bytes, b.size);
    }
    buffer_release(rt, &b);
    return v;
}

static Owned bytearray_inplace_concat(Runtime *rt, Borrowed self, Borrowed other)
{
    return append_buffer(rt, self, other) ? retain(self) : NULL;
}

static bool repeated_size(Runtime *rt, size_t size, int64_t times, size_t *total)
{
    if (__builtin_mul_overflow(size, (size_t)MAX(times, 0), total) || *total > INT64_MAX)
        return raise_memory_error(rt);
    return true;
}

static void fill_repeated(char *to, size_t size, size_t total)
{
    for (size_t done = size; size && done < total; done *= 2)
        memcpy(to + done, to, MIN(done, total - done));
}

static Owned bytearray_repeat(Runtime *rt, Borrowed self, int64_t times)
{
    size_t size = array_size(self), total;
    if (!repeated_size(rt, size, times, &total))
        return NULL;
    Value v = bytearray_from(rt, NULL, total);
    if (v && total) {
        memcpy(bytearray_bytes(v), bytearray_bytes(self), size);
        fill_repeated(bytearray_bytes(v), size, total);
    }
    return v;
}

static Owned bytearray_inplace_repeat(Runtime *rt, Borrowed self, int64_t times)
{
    size_t size = array_size(self), total;
    if (!repeated_size(rt, size, times, &total) || !bytearray_resize(rt, self, total))
        return NULL;
    if (total)
        fill_repeated(bytearray_bytes(self), size, total);
    return retain(self);
}

/* -- other slots */

static Owned bytearray_repr(Runtime *rt, Borrowed self)
{
    StrBuilder b;
    Value name = value_type(rt, self)->name;
    builder_open(&b, rt);
    builder_str(&b, name);
    builder_byte(&b, '(');
    builder_bytes_repr(&b, bytearray_bytes(self), array_size(self), true);
    builder_byte(&b, ')');
    return builder_finish(&b);
}

static int64_t bytearray_length(Runtime *rt, Borrowed self)
{
    (void)rt;
    return (int64_t)array_size(self);
}

static Owned bytearray_modulo(Runtime *rt, Borrowed left, Borrowed right)
{
    return value_is_bytearray(left) ? bytes_percent(rt, left, right) : NOT_IMPLEMENTED;
}

static bool bytearray_get_buffer(Runtime *rt, Borrowed self, Buffer *buffer, bool writable)
{
    (void)rt, (void)writable;
    *buffer = (Buffer){ .bytes = bytearray_bytes(self), .size = array_size(self), .item_size = 1,
                        .owner = retain(self) };
    as_array(self)->exports++;
    return true;
}

static void bytearray_release_buffer(Runtime *rt, Borrowed self, Buffer *buffer)
{
    (void)rt, (void)buffer;
    as_array(self)->exports--;
}

static void bytearray_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const ByteArray *)self)->bytes);
}

const TypeDef bytearray_type_def = {
    .name = "bytearray",
    .buffers = bytearray_buffers,
    .doc = "bytearray(iterable_of_ints) -> bytearray\n"
           "bytearray(string, encoding[, errors]) -> bytearray\n"
           "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n"
           "bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\n"
           "bytearray() -> empty bytes array\n\n"
           "Construct a mutable bytearray object from:\n"
           "  - an iterable yielding integers in range(256)\n"
           "  - a text string encoded using the specified encoding\n"
           "  - a bytes or a buffer object\n"
           "  - any object implementing the buffer API.\n"
           "  - an integer",
    .size = sizeof(ByteArray),
    .flags = TYPE_SUBCLASSABLE | TYPE_IS_BYTEARRAY,
    .free = bytearray_free,
    .slots = {
        .repr = bytearray_repr,
        .str = bytearray_repr,
        .compare = bytes_compare,
        .iter = bytearray_iter,
        .make = bytearray_make,
        .init = bytearray_init,
        .length = bytearray_length,
        .contains = bytes_contains,
        .get_item = bytearray_get_item,
        .set_item = bytearray_set_item,
        .item = bytearray_item,
        .concat = bytearray_concat,
        .repeat = bytearray_repeat,
        .inplace_concat = bytearray_inplace_concat,
        .inplace_repeat = bytearray_inplace_repeat,
        .binary[BINARY_MOD] = bytearray_modulo,
        .get_buffer = bytearray_get_buffer,
        .release_buffer = bytearray_release_buffer,
    },
    .methods = bytearray_methods,
};

/* -- methods of its own */

static Owned bytearray_append(Runtime *rt, Borrowed self, const Value *args)
{
    return append_byte(rt, self, args[0]) ? NONE : NULL;
}

static Owned bytearray_clear(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return bytearray_resize(rt, self, 0) ? NONE : NULL;
}

static Owned bytearray_copy(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return bytearray_from(rt, bytearray_bytes(self), array_size(self));
}

static bool append_itself(Runtime *rt, Borrowed self)
{
    size_t size = array_size(self);
    if (!bytearray_resize(rt, self, size * 2))
        return false;
    memcpy(bytearray_bytes(self) + size, bytearray_bytes(self), size);
    return true;
}

static Owned bytearray_extend(Runtime *rt, Borrowed self, const Value *args)
{
    if (!has_buffer(rt, args[0]) && value_length_hint(rt, args[0], 32) < 0)
        return NULL;
    if (args[0] == self)
        return append_itself(rt, self) ? NONE : NULL;
    if (has_buffer(rt, args[0]))
        return append_buffer(rt, self, args[0]) ? NONE : NULL;
    Value iterator = get_iter(rt, args[0]);
    if (!iterator) {
        if (error_clear_if(rt, rt->TypeError))
            raise(rt, rt->TypeError, "can't extend bytearray with %.100T", args[0]);
        return NULL;
    }
    const Value source[3] = { iterator, NULL, NULL };
    Value bytes = bytes_from_arguments(rt, source, "bytearray");
    release(rt, iterator);
    bool ok = bytes && append_buffer(rt, self, bytes);
    release(rt, bytes);
    return ok ? NONE : NULL;
}

static Owned bytearray_insert(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t index;
    unsigned char c;
    if (!argument_index(rt, args[0], &index) || !byte_argument(rt, args[1], "byte must be in range(0, 256)", &c))
        return NULL;
    int64_t size = (int64_t)array_size(self);
    if (index < 0)
        index = MAX(index + size, 0);
    index = MIN(index, size);
    char byte = (char)c;
    return splice(rt, self, (size_t)index, (size_t)index, &byte, 1) ? NONE : NULL;
}

static Owned bytearray_pop(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t index = -1;
    if (!argument_index(rt, args[0], &index))
        return NULL;
    if (!array_size(self))
        return raise(rt, rt->IndexError, "pop from empty bytearray");
    index += index < 0 ? (int64_t)array_size(self) : 0;
    if ((uint64_t)index >= array_size(self))
        return raise(rt, rt->IndexError, "pop index out of range");
    unsigned char c = (unsigned char)bytearray_bytes(self)[index];
    return splice(rt, self, (size_t)index, (size_t)index + 1, "", 0) ? small_int_value(c) : NULL;
}

static Owned bytearray_remove(Runtime *rt, Borrowed self, const Value *args)
{
    unsigned char c;
    if (!byte_argument(rt, args[0], "byte must be in range(0, 256)", &c))
        return NULL;
    const char *base = bytearray_bytes(self), *found = memchr(base, c, array_size(self));
    if (!found)
        return raise(rt, rt->ValueError, "value not found in bytearray");
    size_t at = (size_t)(found - base);
    return splice(rt, self, at, at + 1, "", 0) ? NONE : NULL;
}

static Owned bytearray_reverse(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    char *base = bytearray_bytes(self);
    for (size_t i = 0, j = array_size(self); i + 1 < j;) {
        char c = base[--j];
        base[j] = base[i];
        base[i++] = c;
    }
    return NONE;
}

static Owned bytearray_fromhex(Runtime *rt, Borrowed type, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "fromhex() argument must be str, not %V", args[0]);
    Value bytes = bytes_from_hex(rt, args[0]);
    if (!bytes)
        return NULL;
    Value made = call_one(rt, type, bytes);
    release(rt, bytes);
    return made;
}

static Owned bytearray_alloc(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return int_from_int64(rt, (int64_t)as_array(self)->capacity);
}

/* (type, (text, 'latin-1'), state) before protocol 3, else (type, (bytes,), state). */
static Owned reduce(Runtime *rt, Borrowed self, int protocol)
{
    char *base = bytearray_bytes(self);
    size_t size = array_size(self);
    Value inner = NULL, result = NULL;
    Value data = protocol < 3 ? bytes_decode(rt, base, size, "latin-1", NULL) : bytes_from(rt, base, size);
    Value codec = data && protocol < 3 ? str_from_text(rt, "latin-1") : NULL;
    bool ready = data && (codec || protocol >= 3);
    Value state = ready ? call_method(rt, self, rt->names.__getstate__, NULL, 0) : NULL;
    if (state && !error_pending(rt)) {
        if (protocol < 3)
            inner = size ? tuple_pack(rt, 2, data, codec) : tuple_empty(rt);
        else
            inner = size ? tuple_pack(rt, 1, data) : tuple_empty(rt);
    }
    if (inner)
        result = tuple_pack(rt, 3, type_value(value_type(rt, self)), inner, state);
    release(rt, inner);
    release(rt, state);
    release(rt, codec);
    release(rt, data);
    return result;
}

static Owned bytearray_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return reduce(rt, self, 2);
}

static Owned bytearray_reduce_ex(Runtime *rt, Borrowed self, const Value *args)
{
    int protocol = 0;
    return argument_int(rt, args[0], &protocol) ? reduce(rt, self, protocol) : NULL;
}

const MethodDef bytearray_methods[] = {
    COMMON_BYTE_METHODS,
    METHOD_FLAGS("fromhex", bytearray_fromhex, "(string, /)",
                 "Create a bytearray object from a string of hexadecimal numbers.", METHOD_CLASS),
    METHOD("append", bytearray_append, "(item, /)", "Append a single item to the end of the bytearray."),
    METHOD("clear", bytearray_clear, "()", "Remove all items from the bytearray."),
    METHOD("copy", bytearray_copy, "()", "Return a copy of B."),
    METHOD("extend", bytearray_extend, "(iterable_of_ints, /)",
           "Append all the items from the iterator or sequence to the end of the bytearray."),
    METHOD("insert", bytearray_insert, "(index, item, /)", "Insert a single item into the bytearray before the given index."),
    METHOD("pop", bytearray_pop, "(index=-1, /)", "Remove and return a single item from B."),
    METHOD("remove", bytearray_remove, "(value, /)", "Remove the first occurrence of a value in the bytearray."),
    METHOD("reverse", bytearray_reverse, "()", "Reverse the order of the values in B in place."),
    METHOD("__alloc__", bytearray_alloc, "()", "Return the number of bytes actually allocated."),
    METHOD("__reduce__", bytearray_reduce, "()", "Return state information for pickling."),
    METHOD("__reduce_ex__", bytearray_reduce_ex, "(proto=0, /)", "Return state information for pickling."),
    METHOD("__sizeof__", object_sizeof, "()", "Returns the size of the bytearray object in memory, in bytes."),
    { 0 }
};
