/* The module array: sequences of one C type.
 *
 * Invariants: count <= capacity; items NULL <=> capacity 0.  While exports > 0 the block
 * may neither move nor change its count. */
#include <string.h>

#include "object/budget.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/generic_alias.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/module.h"
#include "types/native.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct Array {
    Object head;
    char *items;                /* memory_alloc */
    int64_t count, capacity;
    int64_t exports;
    char code;                  /* one of type_codes */
    uint8_t size;               /* bytes of an item */
    char format[2];
} Array;

static const char type_codes[] = "bBuhHiIlLqQfd";

static inline Array *array_of(Borrowed v) { return (Array *)v; }
static size_t item_size(char code) { return code == 'u' ? 4 : native_size(code); }

/* The type of arrays: SELF is one, maybe of a subclass. */
static Type *array_type_of(Runtime *rt, Borrowed v)
{
    Type *type = value_type(rt, v);
    while (!type->def)
        type = type->base;
    return type;
}

static const TypeDef array_type_def;
static bool is_array(Runtime *rt, Borrowed v)
{
    Type *type = value_type(rt, v);
    while (type && !type->def)
        type = type->base;
    return type && type->def == &array_type_def;
}

/* -- items */

static Owned item_get(Runtime *rt, const Array *a, int64_t i)
{
    const char *at = a->items + i * a->size;
    if (a->code != 'u')
        return native_unpack(rt, a->code, at);
    uint32_t point;
    memcpy(&point, at, 4);
    if (point > 0x10ffff)
        return raise(rt, rt->ValueError, "character U+%x is not in range [U+0000; U+10ffff]", point);
    return str_from_code_point(rt, point);
}

static const char *kind_name(char code)
{
    switch (code) {
    case 'b': return "signed char";
    case 'B': return "unsigned byte integer";
    case 'h': return "signed short integer";
    case 'H': return "unsigned short";
    case 'i': return "signed integer";
    case 'I': return "unsigned int";
    case 'L': return "unsigned long";
    default: return NULL;
    }
}

static bool raise_range(Runtime *rt, char code, Borrowed v)
{
    const char *name = kind_name(code);
    if (!name)
        return raise(rt, rt->OverflowError, "int too large to convert");
    Value zero = small_int_value(0);
    int negative = value_is_int(v) ? compare_true(rt, v, zero, COMPARE_LT) : 0;
    if (negative < 0)
        return false;
    return raise(rt, rt->OverflowError, negative ? "%s is less than minimum" : "%s is greater than maximum", name);
}

/* The item as bytes, before any look at the array: converting may run Python code. */
static bool item_pack(Runtime *rt, char code, Borrowed v, char *bytes)
{
    if (code == 'u') {
        if (!value_is_str(v) || str_length(v) != 1)
            return raise(rt, rt->TypeError, "array item must be a unicode character, not %.50T", v);
        uint32_t point = str_code_point(v, 0);
        memcpy(bytes, &point, 4);
        return true;
    }
    if (code != 'f' && code != 'd' && value_is_float(v))
        return raise(rt, rt->TypeError, "'float' object cannot be interpreted as an integer");
    switch (native_pack(rt, code, bytes, v)) {
    case NATIVE_OK: return true;
    case NATIVE_RANGE: return raise_range(rt, code, v);
    case NATIVE_ERROR: return false;
    default:
        if (code == 'f' || code == 'd')
            return raise(rt, rt->TypeError, "must be real number, not %T", v);
        return raise(rt, rt->TypeError, "'%T' object cannot be interpreted as an integer", v);
    }
}

/* -- size */

static bool reserve(Runtime *rt, Array *a, int64_t count)
{
    if (a->exports && count != a->count)
        return raise(rt, rt->BufferError, "cannot resize an array that is exporting buffers");
    if (count <= a->capacity && count >= a->capacity / 4)
        return true;
    int64_t capacity = count ? count + count / 8 + (count < 9 ? 3 : 6) : 0;
    if (count > (int64_t)(PTRDIFF_MAX / 16))
        return raise_memory_error(rt);
    if (!capacity) {
        memory_free(rt, a->items);
        a->items = NULL;
        a->capacity = 0;
        return true;
    }
    char *items = memory_realloc(rt, a->items, (size_t)capacity * a->size);
    if (!items)
        return count <= a->capacity || raise_memory_error(rt);
    a->items = items;
    a->capacity = capacity;
    return true;
}

static bool resize(Runtime *rt, Array *a, int64_t count)
{
    if (!reserve(rt, a, count))
        return false;
    a->count = count;
    return true;
}

static Array *array_new(Runtime *rt, Type *type, char code, int64_t count)
{
    Array *a = (Array *)type_alloc(rt, type, 0);
    if (!a)
        return NULL;
    a->code = code;
    a->size = (uint8_t)item_size(code);
    a->format[0] = code == 'u' ? 'w' : code;
    if (count && !resize(rt, a, count)) {
        release(rt, object_value(a));
        return NULL;
    }
    return a;
}

static void array_free(Gc *gc, Object *self)
{
    memory_free(runtime_of(gc), ((Array *)self)->items);
    type_free_object(runtime_of(gc), self);
}

/* items[from .. to-1] become COUNT items from BYTES (not of this array, or NULL: left open). */
static bool splice(Runtime *rt, Array *a, int64_t from, int64_t to, const char *bytes, int64_t count)
{
    int64_t old = a->count, tail = old - to, changed = old - (to - from) + count, size = a->size;
    if (changed != old && a->exports)
        return raise(rt, rt->BufferError, "cannot resize an array that is exporting buffers");
    if (changed > old && !reserve(rt, a, changed))
        return false;
    if (changed != old && tail)
        memmove(a->items + (from + count) * size, a->items + to * size, (size_t)(tail * size));
    if (count && bytes)
        memcpy(a->items + from * size, bytes, (size_t)(count * size));
    a->count = changed;
    return changed >= old || reserve(rt, a, changed);
}

static bool append(Runtime *rt, Array *a, Borrowed v)
{
    char bytes[8];
    if (!item_pack(rt, a->code, v, bytes) || !resize(rt, a, a->count + 1))
        return false;
    memcpy(a->items + (a->count - 1) * a->size, bytes, a->size);
    return true;
}

static bool extend_iterable(Runtime *rt, Array *a, Borrowed iterable)
{
    Value iterator = get_iter(rt, iterable), item;
    if (!iterator)
        return false;
    bool done = true;
    while (done && (item = iter_next(rt, iterator))) {
        done = append(rt, a, item);
        release(rt, item);
    }
    release(rt, iterator);
    return done && !error_pending(rt);
}

static bool extend(Runtime *rt, Array *a, Borrowed other)
{
    if (!is_array(rt, other))
        return extend_iterable(rt, a, other);
    Array *b = array_of(other);
    if (a->code != b->code)
        return raise(rt, rt->TypeError, "can only extend with array of same kind");
    int64_t old = a->count, more = b->count;
    if (!resize(rt, a, old + more))
        return false;
    if (more)
        memcpy(a->items + old * a->size, b->items, (size_t)(more * a->size));
    return true;
}

static bool from_bytes(Runtime *rt, Array *a, const char *bytes, size_t size)
{
    if (size % a->size)
        return raise(rt, rt->ValueError, "bytes length not a multiple of item size");
    int64_t old = a->count;
    if (!resize(rt, a, old + (int64_t)(size / a->size)))
        return false;
    if (size)
        memcpy(a->items + old * a->size, bytes, size);
    return true;
}

static bool from_unicode(Runtime *rt, Array *a, Borrowed text)
{
    size_t length = str_length(text);
    int64_t old = a->count;
    if (!resize(rt, a, old + (int64_t)length))
        return false;
    for (size_t i = 0; i < length; i++) {
        uint32_t point = str_code_point(text, i);
        memcpy(a->items + (old + (int64_t)i) * 4, &point, 4);
    }
    return true;
}

/* -- making */

static bool fill(Runtime *rt, Array *a, Borrowed source)
{
    if (value_is_str(source)) {
        if (a->code != 'u')
            return raise(rt, rt->TypeError, "cannot use a str to initialize an array with typecode '%c'", a->code);
        return from_unicode(rt, a, source);
    }
    if (is_array(rt, source) && array_of(source)->code == 'u' && a->code != 'u')
        return raise(rt, rt->TypeError, "cannot use a unicode array to initialize an array with typecode '%c'", a->code);
    if (value_is_bytes(source) || value_is_bytearray(source)) {
        Buffer buffer;
        if (!buffer_get(rt, source, &buffer, false))
            return false;
        bool done = from_bytes(rt, a, buffer.bytes, buffer.size);
        buffer_release(rt, &buffer);
        return done;
    }
    if (is_array(rt, source) && array_of(source)->code == a->code)
        return extend(rt, a, source);
    return extend_iterable(rt, a, source);
}

static Owned array_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (keywords && type->def)
        return raise(rt, rt->TypeError, "array.array() takes no keyword arguments");
    if (count < 1 || count > 2)
        return raise(rt, rt->TypeError, count ? "array() takes at most 2 arguments (%zu given)" : "array() takes at least 1 argument (%zu given)", count);
    if (!value_is_str(args[0]) || str_length(args[0]) != 1)
        return raise(rt, rt->TypeError, "array() argument 1 must be a unicode character, not %V", args[0]);
    uint32_t code = str_code_point(args[0], 0);
    if (code > 127 || !code || !strchr(type_codes, (int)code))
        return raise(rt, rt->ValueError, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    Array *a = array_new(rt, type, (char)code, 0);
    if (a && count == 2 && !fill(rt, a, args[1])) {
        release(rt, object_value(a));
        return NULL;
    }
    return object_value(a);
}

static bool array_init(Runtime *rt unused, Borrowed self unused, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    return true;
}

static Owned make_text(Runtime *rt, const Array *a)
{
    StrBuilder b;
    builder_open(&b, rt);
    for (int64_t i = 0; i < a->count; i++) {
        uint32_t point;
        memcpy(&point, a->items + i * 4, 4);
        if (point > 0x10ffff) {
            builder_close(&b);
            return raise(rt, rt->ValueError, "character U+%x is not in range [U+0000; U+10ffff]", point);
        }
        builder_code_point(&b, point);
    }
    return builder_finish(&b);
}

static Owned make_list(Runtime *rt, const Array *a)
{
    Value list = list_new(rt, a->count);
    for (int64_t i = 0; list && i < a->count; i++) {
        Value item = item_get(rt, a, i);
        if (!item || !list_append_steal(rt, list, item))
            value_clear(rt, &list);
    }
    return list;
}

static Owned array_repr(Runtime *rt, Borrowed self)
{
    Array *a = array_of(self);
    if (!a->count)
        return format_message(rt, "%s('%c')", value_type(rt, self)->def ? "array" : value_type(rt, self)->gc.name, a->code);
    Value content = a->code == 'u' ? make_text(rt, a) : make_list(rt, a);
    Value text = content ? format_message(rt, "%s('%c', %R)", value_type(rt, self)->def ? "array" : value_type(rt, self)->gc.name, a->code, content) : NULL;
    release(rt, content);
    return text;
}

/* -- as a sequence */

static int64_t array_length(Runtime *rt unused, Borrowed self) { return array_of(self)->count; }

static Owned array_item(Runtime *rt, Borrowed self, int64_t index)
{
    if ((uint64_t)index >= (uint64_t)array_of(self)->count)
        return raise(rt, rt->IndexError, "array index out of range");
    return item_get(rt, array_of(self), index);
}

static Owned array_iter(Runtime *rt, Borrowed self) { return sequence_iterator_new(rt, self); }

static bool index_of(Runtime *rt, Borrowed key, int64_t *index)
{
    if (value_is_int(key) || value_type(rt, key)->slots->index)
        return value_to_ssize(rt, key, index, rt->IndexError);
    return raise(rt, rt->TypeError, "array indices must be integers");
}

/* The bounds' __index__ may change the array: its count is looked at after. */
static bool bounds_of(Runtime *rt, const Array *a, Borrowed key, SliceBounds *b)
{
    if (!slice_unpack(rt, key, &b->start, &b->stop, &b->step))
        return false;
    slice_adjust(a->count, b);
    return true;
}

static Owned get_slice(Runtime *rt, Borrowed self, Borrowed key)
{
    SliceBounds b;
    if (!bounds_of(rt, array_of(self), key, &b))
        return NULL;
    Array *a = array_of(self), *part = array_new(rt, array_type_of(rt, self), a->code, MAX(b.count, 0));
    for (int64_t i = 0, at = b.start; part && i < b.count; i++, at += b.step)
        memcpy(part->items + i * a->size, a->items + at * a->size, a->size);
    return object_value(part);
}

static Owned array_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    int64_t index;
    if (value_is_slice(rt, key))
        return get_slice(rt, self, key);
    if (!index_of(rt, key, &index))
        return NULL;
    return array_item(rt, self, index < 0 ? index + array_of(self)->count : index);
}

static bool delete_stepped(Runtime *rt, Array *a, SliceBounds b)
{
    if (b.count <= 0)
        return true;
    if (a->exports)
        return raise(rt, rt->BufferError, "cannot resize an array that is exporting buffers");
    if (b.step < 0) {
        b.start += b.step * (b.count - 1);
        b.step = -b.step;
    }
    int64_t to = b.start, left = b.count;
    for (int64_t at = to, next = to; at < a->count; at++) {
        if (at == next && left) {
            next += b.step;
            left--;
            continue;
        }
        memcpy(a->items + to++ * a->size, a->items + at * a->size, a->size);
    }
    return resize(rt, a, to);
}

static bool assign_slice(Runtime *rt, Array *a, SliceBounds b, Array *other)
{
    if (b.step == 1)
        return splice(rt, a, b.start, MAX(b.start, b.start + b.count), other->items, other->count);
    if (other->count != b.count)
        return raise(rt, rt->ValueError, "attempt to assign array of size %zd to extended slice of size %zd", other->count, b.count);
    for (int64_t i = 0, at = b.start; i < b.count; i++, at += b.step)
        memcpy(a->items + at * a->size, other->items + i * a->size, a->size);
    return true;
}

static bool set_slice(Runtime *rt, Borrowed self, Borrowed key, Borrowed value)
{
    SliceBounds b;
    Array *a = array_of(self);
    if (value && !is_array(rt, value))
        return raise(rt, rt->TypeError, "can only assign array (not \"%.200T\") to array slice", value);
    if (!bounds_of(rt, a, key, &b))
        return false;
    if (!value)
        return b.step == 1 ? splice(rt, a, b.start, MAX(b.start, b.start + b.count), NULL, 0) : delete_stepped(rt, a, b);
    if (array_of(value)->code != a->code)
        return raise(rt, rt->TypeError, "bad argument type for built-in operation");
    if (value != self)
        return assign_slice(rt, a, b, array_of(value));
    Array *copy = array_new(rt, array_type_of(rt, self), a->code, a->count);
    if (copy && a->count)
        memcpy(copy->items, a->items, (size_t)(a->count * a->size));
    bool done = copy && assign_slice(rt, a, b, copy);
    release(rt, object_value(copy));
    return done;
}

static bool array_set_item(Runtime *rt, Borrowed self, Borrowed key, Borrowed value)
{
    int64_t index;
    char bytes[8];
    Array *a = array_of(self);
    if (value_is_slice(rt, key))
        return set_slice(rt, self, key, value);
    if (!index_of(rt, key, &index))
        return false;
    if (value && !item_pack(rt, a->code, value, bytes))
        return false;
    index += index < 0 ? a->count : 0;
    if ((uint64_t)index >= (uint64_t)a->count)
        return raise(rt, rt->IndexError, "array assignment index out of range");
    if (!value)
        return splice(rt, a, index, index + 1, NULL, 0);
    memcpy(a->items + index * a->size, bytes, a->size);
    return true;
}

static Owned array_concat(Runtime *rt, Borrowed self, Borrowed other)
{
    if (!is_array(rt, other))
        return raise(rt, rt->TypeError, "can only append array (not \"%.200T\") to array", other);
    Array *a = array_of(self), *b = array_of(other);
    if (a->code != b->code)
        return raise(rt, rt->TypeError, "bad argument type for built-in operation");
    Array *sum = array_new(rt, array_type_of(rt, self), a->code, a->count + b->count);
    if (sum && a->count)
        memcpy(sum->items, a->items, (size_t)(a->count * a->size));
    if (sum && b->count)
        memcpy(sum->items + a->count * a->size, b->items, (size_t)(b->count * a->size));
    return object_value(sum);
}

static Owned array_inplace_concat(Runtime *rt, Borrowed self, Borrowed other)
{
    if (!is_array(rt, other))
        return raise(rt, rt->TypeError, "can only extend with array (not \"%.200T\")", other);
    return extend(rt, array_of(self), other) ? retain(self) : NULL;
}

static bool times_fit(const Array *a, int64_t times) { return !a->count || times <= (int64_t)(PTRDIFF_MAX / 16) / a->count; }

static Owned array_repeat(Runtime *rt, Borrowed self, int64_t times)
{
    Array *a = array_of(self);
    times = MAX(times, 0);
    if (!times_fit(a, times))
        return raise_memory_error(rt);
    Array *result = array_new(rt, array_type_of(rt, self), a->code, a->count * times);
    size_t size = (size_t)(a->count * a->size);
    for (int64_t i = 0; result && size && i < times; i++)
        memcpy(result->items + (size_t)i * size, a->items, size);
    return object_value(result);
}

static Owned array_inplace_repeat(Runtime *rt, Borrowed self, int64_t times)
{
    Array *a = array_of(self);
    int64_t old = a->count;
    times = MAX(times, 0);
    if (!times_fit(a, times))
        return raise_memory_error(rt);
    if (old && !resize(rt, a, old * times))
        return NULL;
    for (int64_t i = 1; old && i < times; i++)
        memcpy(a->items + i * old * a->size, a->items, (size_t)(old * a->size));
    return retain(self);
}

static int array_contains(Runtime *rt, Borrowed self, Borrowed v)
{
    for (int64_t i = 0; i < array_of(self)->count; i++) {
        Value item = item_get(rt, array_of(self), i);
        int same = item ? compare_true(rt, item, v, COMPARE_EQ) : -1;
        release(rt, item);
        if (same)
            return same;
    }
    return 0;
}

static Owned array_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!is_array(rt, self) || !is_array(rt, other))
        return NOT_IMPLEMENTED;
    if (array_of(self)->count != array_of(other)->count && (op == COMPARE_EQ || op == COMPARE_NE))
        return bool_value(op == COMPARE_NE);
    Value a = make_list(rt, array_of(self)), b = a ? make_list(rt, array_of(other)) : NULL;
    Value result = b ? compare(rt, a, b, op) : NULL;
    release(rt, a);
    release(rt, b);
    return result;
}

static bool array_get_buffer(Runtime *rt unused, Borrowed self, Buffer *buffer, bool writable unused)
{
    Array *a = array_of(self);
    *buffer = (Buffer){ .bytes = a->items ? a->items : "", .size = (size_t)(a->count * a->size), .item_size = a->size,
                        .format = a->format, .owner = retain(self) };
    a->exports++;
    return true;
}

static void array_release_buffer(Runtime *rt unused, Borrowed self, Buffer *buffer unused) { array_of(self)->exports--; }

/* -- methods */

static Owned array_append(Runtime *rt, Borrowed self, const Value *args) { return append(rt, array_of(self), args[0]) ? NONE : NULL; }
static Owned array_extend(Runtime *rt, Borrowed self, const Value *args) { return extend(rt, array_of(self), args[0]) ? NONE : NULL; }

static Owned array_insert(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t index = 0;
    char bytes[8];
    Array *a = array_of(self);
    if (!argument_index(rt, args[0], &index) || !item_pack(rt, a->code, args[1], bytes))
        return NULL;
    index += index < 0 ? a->count : 0;
    index = MIN(MAX(index, 0), a->count);
    return splice(rt, a, index, index, bytes, 1) ? NONE : NULL;
}

static Owned array_pop(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t index = -1;
    Array *a = array_of(self);
    if (!argument_index(rt, args[0], &index))
        return NULL;
    if (!a->count)
        return raise(rt, rt->IndexError, "pop from empty array");
    index += index < 0 ? a->count : 0;
    if ((uint64_t)index >= (uint64_t)a->count)
        return raise(rt, rt->IndexError, "pop index out of range");
    Value item = item_get(rt, a, index);
    if (item && !splice(rt, a, index, index + 1, NULL, 0))
        value_clear(rt, &item);
    return item;
}

/* The first position from START on; -1: none; -2: an exception. */
static int64_t position(Runtime *rt, Array *a, Borrowed v, int64_t start, int64_t stop)
{
    for (int64_t i = start; i < MIN(stop, a->count); i++) {
        Value item = item_get(rt, a, i);
        int same = item ? compare_true(rt, item, v, COMPARE_EQ) : -1;
        release(rt, item);
        if (same || !charge_loop(rt, i))
            return same > 0 ? i : -2;
    }
    return -1;
}

static Owned array_remove(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t i = position(rt, array_of(self), args[0], 0, INT64_MAX);
    if (i == -1)
        return raise(rt, rt->ValueError, "array.remove(x): x not in array");
    return i >= 0 && splice(rt, array_of(self), i, i + 1, NULL, 0) ? NONE : NULL;
}

static Owned array_index(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t start = 0, stop = INT64_MAX, count = array_of(self)->count;
    if ((args[1] && !value_to_ssize(rt, args[1], &start, NULL)) || (args[2] && !value_to_ssize(rt, args[2], &stop, NULL)))
        return NULL;
    start = start < 0 ? MAX(start + count, 0) : start;
    stop = stop < 0 ? MAX(stop + count, 0) : stop;
    int64_t i = position(rt, array_of(self), args[0], start, stop);
    if (i == -1)
        return raise(rt, rt->ValueError, "array.index(x): x not in array");
    return i < 0 ? NULL : small_int_value(i);
}

static Owned array_count(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t total = 0;
    for (int64_t i = 0; (i = position(rt, array_of(self), args[0], i, INT64_MAX)) >= 0; i++)
        total++;
    return error_pending(rt) ? NULL : small_int_value(total);
}

static Owned array_reverse(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    Array *a = array_of(self);
    char hold[8];
    for (int64_t i = 0, j = a->count - 1; i < j; i++, j--) {
        memcpy(hold, a->items + i * a->size, a->size);
        memcpy(a->items + i * a->size, a->items + j * a->size, a->size);
        memcpy(a->items + j * a->size, hold, a->size);
    }
    return NONE;
}

static Owned array_byteswap(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    Array *a = array_of(self);
    for (int64_t i = 0; i < a->count; i++)
        for (char *p = a->items + i * a->size, *q = p + a->size - 1; p < q; p++, q--) {
            char c = *p;
            *p = *q;
            *q = c;
        }
    return NONE;
}

static Owned array_tolist(Runtime *rt, Borrowed self, const Value *args unused) { return make_list(rt, array_of(self)); }

static Owned array_tobytes(Runtime *rt, Borrowed self, const Value *args unused)
{
    Array *a = array_of(self);
    return bytes_from(rt, a->items ? a->items : "", (size_t)(a->count * a->size));
}

static Owned array_frombytes(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer buffer;
    if (!buffer_get(rt, args[0], &buffer, false))
        return NULL;
    bool done = from_bytes(rt, array_of(self), buffer.bytes, buffer.size);
    buffer_release(rt, &buffer);
    return done ? NONE : NULL;
}

static Owned array_fromlist(Runtime *rt, Borrowed self, const Value *args)
{
    Array *a = array_of(self);
    int64_t old = a->count;
    if (!value_is_list(args[0]))
        return raise(rt, rt->TypeError, "arg must be list");
    int64_t count = list_count(args[0]);
    for (int64_t i = 0; i < count; i++) {
        if (list_count(args[0]) != count) {
            raise(rt, rt->RuntimeError, "list changed size during iteration");
            a->count = MIN(a->count, old);
            return NULL;
        }
        Value item = retain(list_item_peek(args[0], i));
        bool done = append(rt, a, item);
        release(rt, item);
        if (!done) {
            a->count = MIN(a->count, old);
            return NULL;
        }
    }
    return NONE;
}

static Owned array_tounicode(Runtime *rt, Borrowed self, const Value *args unused)
{
    if (array_of(self)->code != 'u')
        return raise(rt, rt->ValueError, "tounicode() may only be called on unicode type arrays");
    return make_text(rt, array_of(self));
}

static Owned array_fromunicode(Runtime *rt, Borrowed self, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "fromunicode() argument must be str, not %V", args[0]);
    if (array_of(self)->code != 'u')
        return raise(rt, rt->ValueError, "fromunicode() may only be called on unicode type arrays");
    return from_unicode(rt, array_of(self), args[0]) ? NONE : NULL;
}

static Owned array_tofile(Runtime *rt, Borrowed self, const Value *args)
{
    Value bytes = array_tobytes(rt, self, NULL);
    Value done = bytes ? call_method(rt, args[0], rt->names.write, &bytes, 1) : NULL;
    release(rt, bytes);
    release(rt, done);
    return done ? NONE : NULL;
}

static Owned array_fromfile(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t count = 0;
    Array *a = array_of(self);
    if (!argument_index(rt, args[1], &count))
        return NULL;
    if (count < 0)
        return raise(rt, rt->ValueError, "negative count");
    Value size = int_from_int64(rt, count * a->size), bytes = size ? call_method(rt, args[0], rt->names.read, &size, 1) : NULL;
    release(rt, size);
    if (bytes && !value_is_bytes(bytes)) {
        release(rt, bytes);
        return raise(rt, rt->TypeError, "read() didn't return bytes");
    }
    bool whole = bytes && (int64_t)bytes_size(bytes) == count * a->size;
    bool done = bytes && from_bytes(rt, a, bytes_bytes(bytes), bytes_size(bytes));
    release(rt, bytes);
    if (!done)
        return NULL;
    return whole ? NONE : raise(rt, rt->EOFError, "read() didn't return enough bytes");
}

static Owned array_info(Runtime *rt, Borrowed self, const Value *args unused)
{
    Value address = int_from_uint64(rt, (uint64_t)(uintptr_t)array_of(self)->items);
    Value pair = address ? tuple_pack(rt, 2, address, small_int_value(array_of(self)->count)) : NULL;
    release(rt, address);
    return pair;
}

static Owned array_copy(Runtime *rt, Borrowed self, const Value *args unused)
{
    Array *a = array_of(self), *copy = array_new(rt, array_type_of(rt, self), a->code, a->count);
    if (copy && a->count)
        memcpy(copy->items, a->items, (size_t)(a->count * a->size));
    return object_value(copy);
}

/* (type, (code, list), __dict__ or None) */
static Owned array_reduce(Runtime *rt, Borrowed self, const Value *args unused)
{
    Array *a = array_of(self);
    Value dict = get_attribute_or_null(rt, self, rt->names.__dict__), code = str_from_code_point(rt, (uint32_t)a->code);
    if (!dict && error_pending(rt))
        return NULL;
    Value content = !code ? NULL : a->code == 'u' ? make_text(rt, a) : make_list(rt, a);
    Value inner = content ? tuple_pack(rt, 2, code, content) : NULL;
    Value result = inner ? tuple_pack(rt, 3, type_value(value_type(rt, self)), inner, dict ? dict : NONE) : NULL;
    release(rt, inner);
    release(rt, content);
    release(rt, code);
    release(rt, dict);
    return result;
}

static Owned get_code(Runtime *rt, Borrowed self) { return str_from_code_point(rt, (uint32_t)array_of(self)->code); }
static Owned get_item_size(Runtime *rt unused, Borrowed self) { return small_int_value(array_of(self)->size); }

static const MethodDef array_methods[] = {
    METHOD("append", array_append, "(v, /)", "Append new value v to the end of the array."),
    METHOD("buffer_info", array_info, "()", "Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents."),
    METHOD("byteswap", array_byteswap, "()", "Byteswap all items of the array."),
    METHOD("__copy__", array_copy, "()", "Return a copy of the array."),
    METHOD("__deepcopy__", array_copy, "(unused, /)", "Return a copy of the array."),
    METHOD("count", array_count, "(v, /)", "Return number of occurrences of v in the array."),
    METHOD("extend", array_extend, "(bb, /)", "Append items to the end of the array."),
    METHOD("fromfile", array_fromfile, "(f, n, /)", "Read n objects from the file object f and append them to the end of the array."),
    METHOD("fromlist", array_fromlist, "(list, /)", "Append items to array from list."),
    METHOD("frombytes", array_frombytes, "(buffer, /)", "Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method."),
    METHOD("fromunicode", array_fromunicode, "(ustr, /)", "Extends this array with data from the unicode string ustr."),
    METHOD("index", array_index, "(v, start=0, stop=sys.maxsize, /)", "Return index of first occurrence of v in the array."),
    METHOD("insert", array_insert, "(i, v, /)", "Insert a new item v into the array before position i."),
    METHOD("pop", array_pop, "(i=-1, /)", "Return the i-th element and delete it from the array."),
    METHOD("__reduce_ex__", array_reduce, "(value, /)", "Return state information for pickling."),
    METHOD("remove", array_remove, "(v, /)", "Remove the first occurrence of v in the array."),
    METHOD("reverse", array_reverse, "()", "Reverse the order of the items in the array."),
    METHOD("tofile", array_tofile, "(f, /)", "Write all items (as machine values) to the file object f."),
    METHOD("tolist", array_tolist, "()", "Convert array to an ordinary list with the same items."),
    METHOD("tobytes", array_tobytes, "()", "Convert the array to an array of machine values and return the bytes representation."),
    METHOD("tounicode", array_tounicode, "()", "Extends this array with data from the unicode string ustr."),
    CLASS_GETITEM_METHOD,
    { 0 },
};

static const GetSetDef array_getsets[] = {
    { "typecode", get_code, NULL, "the typecode character used to create the array" },
    { "itemsize", get_item_size, NULL, "the size, in bytes, of one array item" },
    { 0 },
};

static void array_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const Array *)self)->items);
}

static const TypeDef array_type_def = {
    .name = "array.array",
    .doc = "array(typecode [, initializer]) -> array\n\n"
           "Return a new array whose items are restricted by typecode, and\n"
           "initialized from the optional initializer value, which must be a list,\n"
           "string or iterable over elements of the appropriate type.",
    .size = sizeof(Array),
    .flags = TYPE_SUBCLASSABLE | TYPE_WEAK | TYPE_SEQUENCE,
    .free = array_free,
    .buffers = array_buffers,
    .slots = {
        .repr = array_repr, .make = array_make, .init = array_init, .compare = array_compare, .iter = array_iter,
        .length = array_length, .item = array_item, .get_item = array_get_item, .set_item = array_set_item,
        .concat = array_concat, .repeat = array_repeat, .inplace_concat = array_inplace_concat,
        .inplace_repeat = array_inplace_repeat, .contains = array_contains, .get_buffer = array_get_buffer,
        .release_buffer = array_release_buffer,
    },
    .methods = array_methods,
    .getsets = array_getsets,
};

/* array(code, list) for pickles of CPython's array. */
static Owned reconstructor(Runtime *rt, Borrowed self unused, const Value *args)
{
    Value pair[2] = { args[1], args[3] };
    return call(rt, args[0], pair, 2, NULL);
}

static bool init(Runtime *rt, Borrowed module)
{
    Type *type = module_add_type(rt, module, &array_type_def, NULL);
    return type && module_add(rt, module, "ArrayType", type_value(type)) &&
           module_add_steal(rt, module, "typecodes", str_from_text(rt, type_codes));
}

static const MethodDef functions[] = {
    METHOD("_array_reconstructor", reconstructor, "(arraytype, typecode, mformat_code, items, /)", "Internal. Used for pickling support."),
    { 0 },
};

const ModuleDef array_module_def = {
    .name = "array",
    .doc = "This module defines an object type which can efficiently represent\n"
           "an array of basic values: characters, integers, floating point\nnumbers.",
    .functions = functions,
    .init = init,
};
