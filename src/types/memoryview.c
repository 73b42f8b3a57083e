/* memoryview: a window on the bytes of another object.
 *
 * Every view holds a Buffer of its own from the exporter (so the exporter counts views),
 * and describes its items by start, shape and strides.  Invariants: dimensions <= 64;
 * dims[0 .. n-1] is the shape, dims[n .. 2n-1] the strides; a released view has no
 * owner; exports counts the buffers that this view gave out itself. */
#include "types/bytes_internal.h"

#include "object/budget.h"
#include "object/arguments.h"
#include "types/bytes_hash.h"
#include "types/int.h"
#include "types/list.h"
#include "types/native.h"
#include "types/slice.h"
#include "types/tuple.h"

enum { DIMENSIONS_MAX = 64 };

typedef struct MemoryView {
    Object head;
    Buffer buffer;              /* owner NULL: released */
    char *start;                /* of item [0, 0, ...] */
    const char *format;         /* points into own_format or belongs to the exporter */
    char own_format[4];
    bool read_only, hashed;
    int dimensions;
    int64_t item_size;
    int64_t exports;
    int64_t hash;
    int64_t dims[];
} MemoryView;

static inline MemoryView *as_view(Borrowed v) { return (MemoryView *)v; }
static inline int64_t *shape_of(MemoryView *m) { return m->dims; }
static inline int64_t *strides_of(MemoryView *m) { return m->dims + m->dimensions; }

static int64_t item_count(MemoryView *m)
{
    int64_t count = 1;
    for (int i = 0; i < m->dimensions; i++)
        count *= shape_of(m)[i];
    return count;
}

static bool check_open(Runtime *rt, MemoryView *m)
{
    if (!m->buffer.owner)
        return raise(rt, rt->ValueError, "operation forbidden on released memoryview object");
    return true;
}

static bool is_contiguous(MemoryView *m, bool fortran)
{
    int64_t expected = m->item_size;
    if (item_count(m) == 0)
        return true;
    for (int i = 0; i < m->dimensions; i++) {
        int d = fortran ? i : m->dimensions - 1 - i;
        if (shape_of(m)[d] > 1 && strides_of(m)[d] != expected)
            return false;
        expected *= shape_of(m)[d];
    }
    return true;
}

/* The native format character, or 0. */
static char native_format(const MemoryView *m)
{
    const char *f = m->format + (*m->format == '@');
    return native_size(*f) && !f[1] ? *f : 0;
}

/* -- making */

static MemoryView *view_alloc(Runtime *rt, int dimensions)
{
    MemoryView *m = (MemoryView *)type_alloc(rt, rt->memoryview_type, (size_t)dimensions * 2);
    if (m) {
        memset(m->dims, 0, (size_t)dimensions * 2 * sizeof(int64_t));
        m->dimensions = dimensions;
    }
    return m;
}

static void set_c_strides(MemoryView *m)
{
    int64_t stride = m->item_size;
    for (int i = m->dimensions - 1; i >= 0; i--) {
        strides_of(m)[i] = stride;
        stride *= shape_of(m)[i];
    }
}

static Owned view_ready(Runtime *rt, MemoryView *m)
{
    gc_track(&rt->gc, &m->head);
    return object_value(m);
}

static Owned view_of_exporter(Runtime *rt, Borrowed exporter)
{
    MemoryView *m = view_alloc(rt, 1);
    if (!m)
        return NULL;
    if (!buffer_get(rt, exporter, &m->buffer, false)) {
        release(rt, object_value(m));
        return NULL;
    }
    m->start = m->buffer.bytes;
    m->format = m->buffer.format ? m->buffer.format : "B";
    m->item_size = m->buffer.item_size ? (int64_t)m->buffer.item_size : 1;
    m->read_only = m->buffer.read_only;
    shape_of(m)[0] = (int64_t)m->buffer.size / m->item_size;
    strides_of(m)[0] = m->item_size;
    return view_ready(rt, m);
}

/* Another view of what FROM shows, with room for DIMENSIONS; shape and strides are
 * copied when their number is the same.  Not yet tracked. */
static MemoryView *view_like(Runtime *rt, MemoryView *from, int dimensions)
{
    if (!check_open(rt, from))
        return NULL;
    MemoryView *m = view_alloc(rt, dimensions);
    if (!m)
        return NULL;
    if (!buffer_get(rt, from->buffer.owner, &m->buffer, false)) {
        release(rt, object_value(m));
        return NULL;
    }
    m->start = from->start;
    m->item_size = from->item_size;
    m->read_only = from->read_only;
    memcpy(m->own_format, from->own_format, sizeof m->own_format);
    m->format = from->format == from->own_format ? m->own_format : from->format;
    if (dimensions == from->dimensions)
        memcpy(m->dims, from->dims, (size_t)dimensions * 2 * sizeof(int64_t));
    return m;
}

Owned memoryview_new(Runtime *rt, Borrowed v)
{
    if (object_is_exactly(v, rt->memoryview_type)) {
        MemoryView *m = view_like(rt, as_view(v), as_view(v)->dimensions);
        return m ? view_ready(rt, m) : NULL;
    }
    if (!has_buffer(rt, v))
        return raise(rt, rt->TypeError, "memoryview: a bytes-like object is required, not '%.200T'", v);
    return view_of_exporter(rt, v);
}

static Owned view_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value object;
    (void)type;
    if (!arguments_bind(rt, "memoryview", "(object)", args, count, keywords, &object))
        return NULL;
    return memoryview_new(rt, object);
}

static bool view_release(Runtime *rt, MemoryView *m)
{
    if (m->exports)
        return raise(rt, rt->BufferError, "memoryview has %zd exported buffer%s", m->exports, m->exports == 1 ? "" : "s");
    buffer_release(rt, &m->buffer);
    return true;
}

static int view_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((MemoryView *)self)->buffer.owner);
    return 0;
}

static void view_clear(Gc *gc, Object *self)
{
    MemoryView *m = (MemoryView *)self;
    if (!m->exports)
        buffer_release(runtime_of(gc), &m->buffer);
}

static void view_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    buffer_release(runtime_of(gc), &((MemoryView *)self)->buffer);
    type_free_object(runtime_of(gc), self);
}

/* -- items */

static Owned unpack_item(Runtime *rt, MemoryView *m, const char *p)
{
    char format = native_format(m);
    if (!format)
        return raise(rt, rt->NotImplementedError, "memoryview: format %s not supported", m->format);
    return native_unpack(rt, format, p);
}

static bool pack_item(Runtime *rt, MemoryView *m, char *p, Borrowed v)
{
    char format = native_format(m), bytes[16];
    if (!format)
        return raise(rt, rt->NotImplementedError, "memoryview: format %s not supported", m->format);
    NativeResult result = native_pack(rt, format, bytes, v);
    if (result == NATIVE_TYPE)
        return raise(rt, rt->TypeError, "memoryview: invalid type for format '%s'", m->format);
    if (result == NATIVE_RANGE)
        return raise(rt, rt->ValueError, "memoryview: invalid value for format '%s'", m->format);
    if (result != NATIVE_OK || !check_open(rt, m))
        return false;
    memcpy(p, bytes, (size_t)m->item_size);
    return true;
}

static char *index_dimension(Runtime *rt, MemoryView *m, char *p, int64_t index, int dimension)
{
    int64_t size = shape_of(m)[dimension];
    if (index < 0)
        index += size;
    if (index < 0 || index >= size)
        return raise(rt, rt->IndexError, "index out of bounds on dimension %d", dimension + 1);
    return p + index * strides_of(m)[dimension];
}

static char *locate_tuple(Runtime *rt, MemoryView *m, Borrowed key)
{
    int64_t count = tuple_count(key);
    char *p = m->start;
    if (count < m->dimensions)
        return raise(rt, rt->NotImplementedError, "sub-views are not implemented");
    if (count > m->dimensions)
        return raise(rt, rt->TypeError, "cannot index %zd-dimension view with %zd-element tuple",
                     (int64_t)m->dimensions, count);
    for (int i = 0; p && i < m->dimensions; i++) {
        int64_t index;
        if (!value_to_ssize(rt, tuple_item_peek(key, i), &index, rt->IndexError))
            return NULL;
        p = check_open(rt, m) ? index_dimension(rt, m, p, index, i) : NULL;
    }
    return p;
}

static bool is_index(Runtime *rt, Borrowed v) { return value_is_int(v) || value_type(rt, v)->slots->index; }

/* KEY is a tuple of which every element passes TEST. */
static bool every_element(Runtime *rt, Borrowed key, bool (*test)(Runtime *, Borrowed))
{
    if (!value_is_tuple(key))
        return false;
    for (int64_t i = 0; i < tuple_count(key); i++)
        if (!test(rt, tuple_item_peek(key, i)))
            return false;
    return true;
}

static bool slice_view(Runtime *rt, MemoryView *m, MemoryView *from, Borrowed key)
{
    SliceBounds b;
    if (!slice_bounds(rt, key, shape_of(from)[0], &b))
        return false;
    m->start += strides_of(from)[0] * b.start;
    shape_of(m)[0] = b.count;
    strides_of(m)[0] = strides_of(from)[0] * b.step;
    return true;
}

static Owned sliced(Runtime *rt, MemoryView *from, Borrowed key)
{
    MemoryView *m = view_like(rt, from, from->dimensions);
    if (!m)
        return NULL;
    if (!slice_view(rt, m, from, key)) {
        release(rt, object_value(m));
        return NULL;
    }
    return view_ready(rt, m);
}

static Owned view_item(Runtime *rt, Borrowed self, int64_t index)
{
    MemoryView *m = as_view(self);
    if (!check_open(rt, m))
        return NULL;
    if (m->dimensions == 0)
        return raise(rt, rt->TypeError, "invalid indexing of 0-dim memory");
    if (m->dimensions > 1)
        return raise(rt, rt->NotImplementedError, "multi-dimensional sub-views are not implemented");
    char *p = index_dimension(rt, m, m->start, index, 0);
    return p ? unpack_item(rt, m, p) : NULL;
}

static Owned view_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    MemoryView *m = as_view(self);
    int64_t index;
    if (!check_open(rt, m))
        return NULL;
    if (m->dimensions == 0) {
        if (value_is_tuple(key) && !tuple_count(key))
            return unpack_item(rt, m, m->start);
        if (key == ELLIPSIS)
            return retain(self);
        return raise(rt, rt->TypeError, "invalid indexing of 0-dim memory");
    }
    if (is_index(rt, key))
        return value_to_ssize(rt, key, &index, rt->IndexError) ? view_item(rt, self, index) : NULL;
    if (value_is_slice(rt, key))
        return sliced(rt, m, key);
    if (every_element(rt, key, is_index)) {
        char *p = locate_tuple(rt, m, key);
        return p ? unpack_item(rt, m, p) : NULL;
    }
    if (every_element(rt, key, value_is_slice))
        return raise(rt, rt->NotImplementedError, "multi-dimensional slicing is not implemented");
    return raise(rt, rt->TypeError, "memoryview: invalid slice key");
}

/* -- assignment */

/* The format without its optional '@'. */
static const char *plain_format(const char *format) { return format + (format[0] == '@' && format[1] && !format[2]); }

static bool same_structure(const MemoryView *a, const MemoryView *b)
{
    return a->item_size == b->item_size && !strcmp(plain_format(a->format), plain_format(b->format));
}

static bool assign_slice(Runtime *rt, MemoryView *to, MemoryView *from)
{
    int64_t count = shape_of(to)[0], size = to->item_size;
    if (from->dimensions != 1 || !same_structure(to, from) || count != shape_of(from)[0])
        return raise(rt, rt->ValueError, "memoryview assignment: lvalue and rvalue have different structures");
    if (count == 0)
        return true;
    if (strides_of(to)[0] == size && strides_of(from)[0] == size) {
        memmove(to->start, from->start, (size_t)(count * size));
        return true;
    }
    char *copy = memory_alloc(rt, (size_t)(count * size));
    if (!copy)
        return raise_memory_error(rt);
    for (int64_t i = 0; i < count; i++)
        memcpy(copy + i * size, from->start + i * strides_of(from)[0], (size_t)size);
    for (int64_t i = 0; i < count; i++)
        memcpy(to->start + i * strides_of(to)[0], copy + i * size, (size_t)size);
    memory_free(rt, copy);
    return true;
}

static bool set_slice(Runtime *rt, MemoryView *m, Borrowed key, Borrowed value)
{
    if (!has_buffer(rt, value))
        return raise(rt, rt->TypeError, "a bytes-like object is required, not '%.100T'", value);
    Value to = sliced(rt, m, key), from = to ? memoryview_new(rt, value) : NULL;
    bool ok = from && check_open(rt, m) && assign_slice(rt, as_view(to), as_view(from));
    release(rt, from);
    release(rt, to);
    return ok;
}

static bool view_set_item(Runtime *rt, Borrowed self, Borrowed key, Borrowed value)
{
    MemoryView *m = as_view(self);
    int64_t index;
    char *p;
    if (!check_open(rt, m))
        return false;
    if (m->read_only)
        return raise(rt, rt->TypeError, "cannot modify read-only memory");
    if (!value)
        return raise(rt, rt->TypeError, "cannot delete memory");
    if (m->dimensions == 0) {
        if (key == ELLIPSIS || (value_is_tuple(key) && !tuple_count(key)))
            return pack_item(rt, m, m->start, value);
        return raise(rt, rt->TypeError, "invalid indexing of 0-dim memory");
    }
    if (is_index(rt, key)) {
        if (m->dimensions > 1)
            return raise(rt, rt->NotImplementedError, "sub-views are not implemented");
        return value_to_ssize(rt, key, &index, rt->IndexError) && check_open(rt, m)
            && (p = index_dimension(rt, m, m->start, index, 0)) && pack_item(rt, m, p, value);
    }
    if (value_is_slice(rt, key) && m->dimensions == 1)
        return set_slice(rt, m, key, value);
    if (every_element(rt, key, is_index))
        return (p = locate_tuple(rt, m, key)) && pack_item(rt, m, p, value);
    if (value_is_slice(rt, key) || every_element(rt, key, value_is_slice))
        return raise(rt, rt->NotImplementedError, "memoryview slice assignments are currently restricted to ndim = 1");
    return raise(rt, rt->TypeError, "memoryview: invalid slice key");
}

/* -- copying out */

static char *copy_items(MemoryView *m, char *to, const char *p, int dimension)
{
    if (dimension == m->dimensions)
        return (char *)memcpy(to, p, (size_t)m->item_size) + m->item_size;
    for (int64_t i = 0; i < shape_of(m)[dimension]; i++)
        to = copy_items(m, to, p + i * strides_of(m)[dimension], dimension + 1);
    return to;
}

/* First dimension fastest. */
static char *copy_fortran(MemoryView *m, char *to, const char *p, int dimension)
{
    if (dimension < 0)
        return (char *)memcpy(to, p, (size_t)m->item_size) + m->item_size;
    for (int64_t i = 0; i < shape_of(m)[dimension]; i++)
        to = copy_fortran(m, to, p + i * strides_of(m)[dimension], dimension - 1);
    return to;
}

Owned memoryview_bytes(Runtime *rt, Borrowed self, bool fortran)
{
    MemoryView *m = as_view(self);
    size_t size = (size_t)(item_count(m) * m->item_size);
    if (!check_open(rt, m))
        return NULL;
    if (is_contiguous(m, false) && !fortran)
        return bytes_from(rt, m->start, size);
    Value bytes = bytes_from(rt, NULL, size);
    if (bytes && fortran)
        copy_fortran(m, bytes_bytes(bytes), m->start, m->dimensions - 1);
    else if (bytes)
        copy_items(m, bytes_bytes(bytes), m->start, 0);
    return bytes;
}

static Owned view_tobytes(Runtime *rt, Borrowed self, const Value *args)
{
    const char *order = "C";
    if (!check_open(rt, as_view(self)))
        return NULL;
    if (args[0] && args[0] != NONE) {
        if (!value_is_str(args[0]))
            return raise(rt, rt->TypeError, "tobytes() argument 'order' must be str or None, not %V", args[0]);
        order = str_bytes(args[0]);
    }
    if (strlen(order) != 1 || !strchr("CFA", *order))
        return raise(rt, rt->ValueError, "order must be 'C', 'F' or 'A'");
    bool fortran = *order == 'F' || (*order == 'A' && is_contiguous(as_view(self), true) && !is_contiguous(as_view(self), false));
    return memoryview_bytes(rt, self, fortran);
}

static Owned items_list(Runtime *rt, MemoryView *m, const char *p, int dimension)
{
    if (dimension == m->dimensions)
        return unpack_item(rt, m, p);
    Value list = list_new(rt, shape_of(m)[dimension]);
    for (int64_t i = 0; list && i < shape_of(m)[dimension]; i++) {
        Value item = items_list(rt, m, p + i * strides_of(m)[dimension], dimension + 1);
        if (!item || !list_append_steal(rt, list, item))
            value_clear(rt, &list);
    }
    return list;
}

static Owned view_tolist(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return check_open(rt, as_view(self)) ? items_list(rt, as_view(self), as_view(self)->start, 0) : NULL;
}

static Owned view_hex(Runtime *rt, Borrowed self, const Value *args)
{
    Value bytes = memoryview_bytes(rt, self, false);
    if (!bytes)
        return NULL;
    Value text = bytes_to_hex(rt, byte_view(bytes), args[0], args[1]);
    release(rt, bytes);
    return text;
}

/* -- cast */

static bool cast_format(Runtime *rt, MemoryView *m, MemoryView *from, const char *format)
{
    const char *f = format + (*format == '@');
    size_t size = native_size(*f);
    if (!size || f[1])
        return raise(rt, rt->ValueError, "memoryview: destination format must be a native single character format prefixed with an optional '@'");
    char source = native_format(from);
    if (!source)
        return raise(rt, rt->ValueError, "memoryview: source format must be a native single character format prefixed with an optional '@'");
    if (!strchr("bBc", source) && !strchr("bBc", *f))
        return raise(rt, rt->TypeError, "memoryview: cannot cast between two non-byte formats");
    int64_t bytes = item_count(from) * from->item_size;
    if (bytes % (int64_t)size)
        return raise(rt, rt->TypeError, "memoryview: length is not a multiple of itemsize");
    strcpy(m->own_format, format);
    m->format = m->own_format;
    m->item_size = (int64_t)size;
    if (m->dimensions == 1)
        shape_of(m)[0] = bytes / (int64_t)size;
    set_c_strides(m);
    return true;
}

static bool cast_shape(Runtime *rt, MemoryView *m, int64_t bytes, Borrowed shape)
{
    int64_t product = m->item_size;
    for (int i = 0; i < m->dimensions; i++) {
        Borrowed v = value_is_list(shape) ? list_item_peek(shape, i) : tuple_item_peek(shape, i);
        int64_t size;
        if (!value_is_int(v))
            return raise(rt, rt->TypeError, "memoryview.cast(): elements of shape must be integers");
        if (!value_to_ssize(rt, v, &size, NULL))
            return false;
        if (size <= 0)
            return raise(rt, rt->ValueError, "memoryview.cast(): elements of shape must be integers > 0");
        if (__builtin_mul_overflow(product, size, &product))
            return raise(rt, rt->ValueError, "memoryview.cast(): product(shape) > SSIZE_MAX");
        shape_of(m)[i] = size;
    }
    if (product != bytes)
        return raise(rt, rt->TypeError, "memoryview: product(shape) * itemsize != buffer size");
    set_c_strides(m);
    return true;
}

static bool check_cast(Runtime *rt, MemoryView *from, Borrowed format, Borrowed shape, int *dimensions)
{
    *dimensions = 1;
    if (!check_open(rt, from))
        return false;
    if (!value_is_str(format))
        return raise(rt, rt->TypeError, "cast() argument 'format' must be str, not %V", format);
    if (!is_contiguous(from, false))
        return raise(rt, rt->TypeError, "memoryview: casts are restricted to C-contiguous views");
    if (!shape)
        return true;
    if (!value_is_list(shape) && !value_is_tuple(shape))
        return raise(rt, rt->TypeError, "shape must be a list or a tuple");
    int64_t count = value_is_list(shape) ? list_count(shape) : tuple_count(shape);
    if (count > DIMENSIONS_MAX)
        return raise(rt, rt->ValueError, "memoryview: number of dimensions must not exceed %d", DIMENSIONS_MAX);
    if (from->dimensions != 1 && count != 1)
        return raise(rt, rt->TypeError, "memoryview: cast must be 1D -> ND or ND -> 1D");
    *dimensions = (int)count;
    return true;
}

static Owned view_cast(Runtime *rt, Borrowed self, const Value *args)
{
    MemoryView *from = as_view(self);
    int dimensions;
    if (!check_cast(rt, from, args[0], args[1], &dimensions))
        return NULL;
    for (int i = 0; i < from->dimensions; i++)
        if ((args[1] || from->dimensions != 1) && !shape_of(from)[i])
            return raise(rt, rt->TypeError, "memoryview: cannot cast view with zeros in shape or strides");
    const char *format = str_c_text(rt, args[0]);
    if (format && !str_is_ascii(args[0])) {
        release(rt, str_encode(rt, args[0], "ascii", NULL));
        return NULL;
    }
    MemoryView *m = format ? view_like(rt, from, dimensions) : NULL;
    if (!m)
        return NULL;
    if (cast_format(rt, m, from, format)
        && (!args[1] || cast_shape(rt, m, item_count(from) * from->item_size, args[1])))
        return view_ready(rt, m);
    release(rt, object_value(m));
    return NULL;
}

static Owned view_toreadonly(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    MemoryView *m = view_like(rt, as_view(self), as_view(self)->dimensions);
    if (!m)
        return NULL;
    m->read_only = true;
    return view_ready(rt, m);
}

/* -- comparison and hash */

static int compare_items(Runtime *rt, MemoryView *a, const char *p, MemoryView *b, const char *q)
{
    Value x = unpack_item(rt, a, p), y = x ? unpack_item(rt, b, q) : NULL;
    int equal = y ? compare_true(rt, x, y, COMPARE_EQ) : -1;
    release(rt, x);
    release(rt, y);
    return equal;
}

static int compare_views(Runtime *rt, MemoryView *a, const char *p, MemoryView *b, const char *q, int dimension,
                         bool raw)
{
    if (dimension == a->dimensions)
        return raw ? !memcmp(p, q, (size_t)a->item_size) : compare_items(rt, a, p, b, q);
    for (int64_t i = 0; i < shape_of(a)[dimension]; i++) {
        int equal = compare_views(rt, a, p + i * strides_of(a)[dimension], b, q + i * strides_of(b)[dimension],
                                  dimension + 1, raw);
        if (equal != 1 || !charge_loop(rt, i))
            return equal == 1 ? -1 : equal;
    }
    return 1;
}

static int views_equal(Runtime *rt, MemoryView *a, MemoryView *b)
{
    if (a->dimensions != b->dimensions || memcmp(shape_of(a), shape_of(b), (size_t)a->dimensions * sizeof(int64_t)))
        return 0;
    char f = native_format(a), g = native_format(b);
    bool same = !strcmp(plain_format(a->format), plain_format(b->format));
    if ((!f || !g) && !same)
        return 0;
    bool raw = same && (!f || !strchr("fd?", f));
    if (raw && is_contiguous(a, false) && is_contiguous(b, false))
        return !memcmp(a->start, b->start, (size_t)(item_count(a) * a->item_size));
    return compare_views(rt, a, a->start, b, b->start, 0, raw);
}

static Owned view_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (op != COMPARE_EQ && op != COMPARE_NE)
        return NOT_IMPLEMENTED;
    bool is_view = object_is_exactly(other, rt->memoryview_type);
    if (!as_view(self)->buffer.owner || (is_view && !as_view(other)->buffer.owner))
        return bool_value((self == other) == (op == COMPARE_EQ));
    if (!has_buffer(rt, other))
        return NOT_IMPLEMENTED;
    Value view = memoryview_new(rt, other);
    if (!view)
        return error_clear_if(rt, rt->MemoryError) ? raise_memory_error(rt) : (error_clear(rt), NOT_IMPLEMENTED);
    int equal = views_equal(rt, as_view(self), as_view(view));
    release(rt, view);
    return equal < 0 ? NULL : bool_value(equal == (op == COMPARE_EQ));
}

static bool view_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    MemoryView *m = as_view(self);
    if (!m->hashed) {
        if (!check_open(rt, m))
            return false;
        if (!m->read_only)
            return raise(rt, rt->ValueError, "cannot hash writable memoryview object");
        char format = native_format(m);
        if (!format || !strchr("bBc", format))
            return raise(rt, rt->ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
        int64_t ignored;
        if (!value_hash(rt, m->buffer.owner, &ignored))
            return false;
        Value bytes = memoryview_bytes(rt, self, false);
        if (!bytes)
            return false;
        m->hash = (int64_t)bytes_hash(rt, bytes_bytes(bytes), bytes_size(bytes));
        m->hashed = true;
        release(rt, bytes);
    }
    *hash = m->hash;
    return true;
}

/* -- other slots */

static int64_t view_length(Runtime *rt, Borrowed self)
{
    MemoryView *m = as_view(self);
    if (!check_open(rt, m))
        return -1;
    if (m->dimensions == 0)
        return 1;
    return shape_of(m)[0];
}

static Owned view_repr(Runtime *rt, Borrowed self)
{
    const char *state = as_view(self)->buffer.owner ? "memory" : "released memory";
    return format_message(rt, "<%s at 0x%zx>", state, (size_t)value_bits(self));
}

static bool view_get_buffer(Runtime *rt, Borrowed self, Buffer *buffer, bool writable)
{
    MemoryView *m = as_view(self);
    if (!check_open(rt, m))
        return false;
    if (writable && m->read_only)
        return raise(rt, rt->BufferError, "memoryview: underlying buffer is not writable");
    if (!is_contiguous(m, false))
        return raise(rt, rt->BufferError, "memoryview: underlying buffer is not C-contiguous");
    *buffer = (Buffer){ .bytes = m->start, .size = (size_t)(item_count(m) * m->item_size),
                        .item_size = (size_t)m->item_size, .format = m->format, .read_only = m->read_only,
                        .owner = retain(self) };
    m->exports++;
    return true;
}

static void view_release_buffer(Runtime *rt, Borrowed self, Buffer *buffer)
{
    (void)rt, (void)buffer;
    as_view(self)->exports--;
}

/* -- methods and attributes */

static Owned view_release_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return view_release(rt, as_view(self)) ? NONE : NULL;
}

static Owned view_enter(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return check_open(rt, as_view(self)) ? retain(self) : NULL;
}

static Owned view_exit(CALL_PARAMETERS)
{
    (void)args, (void)count, (void)keywords;
    return view_release(rt, as_view(self)) ? NONE : NULL;
}

#define GETTER(name, expression) \
    static Owned get_##name(Runtime *rt, Borrowed self) \
    { \
        MemoryView *m = as_view(self); \
        return check_open(rt, m) ? (expression) : NULL; \
    }

static Owned dims_tuple(Runtime *rt, const int64_t *dims, int count)
{
    Value tuple = count ? tuple_new(rt, count) : tuple_empty(rt);
    for (int i = 0; tuple && i < count; i++)
        tuple_items(tuple)[i] = small_int_value(dims[i]);
    return tuple;
}

GETTER(obj, retain(m->buffer.owner))
GETTER(nbytes, int_from_int64(rt, item_count(m) * m->item_size))
GETTER(readonly, bool_value(m->read_only))
GETTER(itemsize, int_from_int64(rt, m->item_size))
GETTER(format, str_from_text(rt, m->format))
GETTER(ndim, int_from_int64(rt, m->dimensions))
GETTER(shape, dims_tuple(rt, shape_of(m), m->dimensions))
GETTER(strides, dims_tuple(rt, strides_of(m), m->dimensions))
GETTER(suboffsets, tuple_empty(rt))
GETTER(c_contiguous, bool_value(is_contiguous(m, false)))
GETTER(f_contiguous, bool_value(is_contiguous(m, true)))
GETTER(contiguous, bool_value(is_contiguous(m, false) || is_contiguous(m, true)))

static const GetSetDef view_getsets[] = {
    { "obj", get_obj, NULL, "The underlying object of the memoryview." },
    { "nbytes", get_nbytes, NULL, "The amount of space in bytes that the array would use in a contiguous representation." },
    { "readonly", get_readonly, NULL, "A bool indicating whether the memory is read only." },
    { "itemsize", get_itemsize, NULL, "The size in bytes of each element of the memoryview." },
    { "format", get_format, NULL, "A string containing the format (in struct module style) for each element in the view." },
    { "ndim", get_ndim, NULL, "An integer indicating how many dimensions of a multi-dimensional array the memory represents." },
    { "shape", get_shape, NULL, "A tuple of ndim integers giving the shape of the memory as an N-dimensional array." },
    { "strides", get_strides, NULL, "A tuple of ndim integers giving the size in bytes to access each element for each dimension of the array." },
    { "suboffsets", get_suboffsets, NULL, "A tuple of integers used internally for PIL-style arrays." },
    { "c_contiguous", get_c_contiguous, NULL, "A bool indicating whether the memory is C contiguous." },
    { "f_contiguous", get_f_contiguous, NULL, "A bool indicating whether the memory is Fortran contiguous." },
    { "contiguous", get_contiguous, NULL, "A bool indicating whether the memory is contiguous." },
    { 0 }
};

static const MethodDef view_methods[] = {
    METHOD("release", view_release_method, "()", "Release the underlying buffer exposed by the memoryview object."),
    METHOD("tobytes", view_tobytes, "(order='C')", "Return the data in the buffer as a byte string."),
    METHOD("hex", view_hex, "(sep=None, bytes_per_sep=1)",
           "Return the data in the buffer as a str of hexadecimal numbers."),
    METHOD("tolist", view_tolist, "()", "Return the data in the buffer as a list of elements."),
    METHOD("cast", view_cast, "(format, shape=None)", "Cast a memoryview to a new format or shape."),
    METHOD("toreadonly", view_toreadonly, "()", "Return a readonly version of the memoryview."),
    METHOD("__enter__", view_enter, "()", NULL),
    RAW_METHOD("__exit__", view_exit, "(*args)", NULL),
    { 0 }
};

/* -- iterator */

typedef struct ViewIterator {
    Object head;
    Value view;                 /* NULL: exhausted */
    int64_t index, length;
} ViewIterator;

static Owned view_iter(Runtime *rt, Borrowed self)
{
    MemoryView *m = as_view(self);
    if (!check_open(rt, m))
        return NULL;
    if (m->dimensions == 0)
        return raise(rt, rt->TypeError, "invalid indexing of 0-dim memory");
    if (m->dimensions > 1)
        return raise(rt, rt->NotImplementedError, "multi-dimensional sub-views are not implemented");
    ViewIterator *it = (ViewIterator *)type_alloc(rt, rt->memory_iterator_type, 0);
    if (!it)
        return NULL;
    it->view = retain(self);
    it->length = shape_of(m)[0];
    gc_track(&rt->gc, &it->head);
    return object_value(it);
}

static Owned view_iterator_next(Runtime *rt, Borrowed self)
{
    ViewIterator *it = (ViewIterator *)self;
    if (!it->view)
        return NULL;
    if (it->index < it->length)
        return view_item(rt, it->view, it->index++);
    value_clear(rt, &it->view);
    return NULL;
}

static int view_iterator_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((ViewIterator *)self)->view);
    return 0;
}

static void view_iterator_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    release(runtime_of(gc), ((ViewIterator *)self)->view);
    type_free_object(runtime_of(gc), self);
}

static Owned iterator_self(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

const TypeDef memory_iterator_type_def = {
    .name = "memory_iterator",
    .size = sizeof(ViewIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = view_iterator_traverse,
    .free = view_iterator_free,
    .slots = { .iter = iterator_self, .next = view_iterator_next },
};

const TypeDef memoryview_type_def = {
    .name = "memoryview",
    .doc = "Create a new memoryview object which references the given object.",
    .signature = "(object)",
    .size = sizeof(MemoryView),
    .item_size = sizeof(int64_t),
    .flags = TYPE_CONTAINER | TYPE_SEQUENCE,
    .traverse = view_traverse,
    .clear = view_clear,
    .free = view_free,
    .slots = {
        .repr = view_repr,
        .hash = view_hash,
        .compare = view_compare,
        .iter = view_iter,
        .make = view_make,
        .length = view_length,
        .get_item = view_get_item,
        .set_item = view_set_item,
        .item = view_item,
        .get_buffer = view_get_buffer,
        .release_buffer = view_release_buffer,
    },
    .methods = view_methods,
    .getsets = view_getsets,
};
