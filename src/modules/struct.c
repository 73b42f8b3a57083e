/* _struct: values packed into bytes as C structures are.
 *
 * A format is walked, not compiled: Cursor steps over its fields, once to measure and
 * once to pack or unpack.  Struct keeps the format with its size and item count. */
#include <math.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/module.h"
#include "types/native.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct StructState { Type *struct_type, *iterator_type; Value error; } StructState;

static Owned struct_error(Runtime *rt, Borrowed error, const char *message)
{
    return raise(rt, (Type *)error, "%s", message);
}

/* -- formats */

typedef struct Cursor {
    const char *p, *end;
    bool native, big;
    int64_t offset;             /* of the next field, and at last the size */
    /* the field just read */
    char code;
    int64_t repeat, start;
    size_t size;                /* of one item */
} Cursor;

static Cursor cursor_open(const char *format, size_t size)
{
    Cursor c = { .p = format, .end = format + size, .native = true,
                 .big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ };
    if (size && strchr("@=<>!", *format) && *format) {
        c.p++;
        c.native = *format == '@';
        if (*format != '@' && *format != '=')
            c.big = *format != '<';
    }
    return c;
}

static size_t code_size(char code, bool native)
{
    switch (code) {
    case 'x': case 's': case 'p': return 1;
    case 'e': return 2;
    case 'l': case 'L': return native ? sizeof(long) : 4;
    case 'n': case 'N': case 'P': return native ? sizeof(size_t) : 0;
    default: return native_size(code);
    }
}

static const char *read_repeat(Cursor *c)
{
    c->repeat = 0;
    for (; c->p < c->end && (unsigned)*c->p - '0' < 10; c->p++)
        if (__builtin_mul_overflow(c->repeat, 10, &c->repeat)
            || __builtin_add_overflow(c->repeat, *c->p - '0', &c->repeat))
            return "total struct size too long";
    return c->p == c->end ? "repeat count given without format specifier" : NULL;
}

/* 1: a field; 0: the end; -1: *MESSAGE. */
static int cursor_next(Cursor *c, const char **message)
{
    int64_t total;
    while (c->p < c->end && (*c->p == ' ' || (*c->p >= 9 && *c->p <= 13)))
        c->p++;
    if (c->p == c->end)
        return 0;
    c->repeat = 1;
    if ((unsigned)*c->p - '0' < 10 && (*message = read_repeat(c)))
        return -1;
    c->code = *c->p++;
    *message = "bad char in struct format";
    if (!(c->size = code_size(c->code, c->native)))
        return -1;
    *message = "total struct size too long";
    if (c->native && c->offset > INT64_MAX - 16)
        return -1;
    if (c->native)
        c->offset = (int64_t)round_up((size_t)c->offset, c->size);
    c->start = c->offset;
    if (__builtin_mul_overflow(c->repeat, (int64_t)c->size, &total)
        || __builtin_add_overflow(c->offset, total, &c->offset))
        return -1;
    return 1;
}

/* Values that the field just read takes. */
static int64_t field_count(const Cursor *c)
{
    return c->code == 'x' ? 0 : c->code == 's' || c->code == 'p' ? 1 : c->repeat;
}

typedef struct Layout { const char *format; size_t format_size; int64_t size, count; } Layout;

static bool measure(Runtime *rt, Borrowed error, Layout *layout)
{
    Cursor c = cursor_open(layout->format, layout->format_size);
    const char *message;
    int more;
    layout->count = 0;
    if (memchr(layout->format, 0, layout->format_size))
        return struct_error(rt, error, "embedded null character");
    while ((more = cursor_next(&c, &message)) > 0)
        layout->count += field_count(&c);
    layout->size = c.offset;
    return more == 0 || struct_error(rt, error, message);
}

static bool layout_of(Runtime *rt, Borrowed error, Borrowed format, Layout *layout)
{
    if (value_is_bytes(format)) {
        *layout = (Layout){ .format = bytes_bytes(format), .format_size = bytes_size(format) };
    } else if (value_is_str(format)) {
        if (!str_is_ascii(format)) {
            release(rt, str_encode(rt, format, "ascii", NULL));
            return false;
        }
        *layout = (Layout){ .format = str_bytes(format), .format_size = str_size(format) };
    } else {
        return raise(rt, rt->TypeError, "Struct() argument 1 must be a str or bytes object, not %.200T", format);
    }
    return measure(rt, error, layout);
}

/* -- floating point of two and four bytes */

static double half_value(uint64_t bits)
{
    int exponent = (int)(bits >> 10 & 31);
    double fraction = (double)(bits & 1023) / 1024;
    double magnitude;
    if (exponent == 31)
        magnitude = bits & 1023 ? NAN : INFINITY;
    else
        magnitude = exponent ? ldexp(1 + fraction, exponent - 15) : ldexp(fraction, -14);
    return bits >> 15 ? -magnitude : magnitude;
}

/* Rounds half to even; false: too large. */
static bool half_bits(double d, uint64_t *bits)
{
    uint64_t sign = signbit(d) ? 0x8000 : 0;
    double magnitude = fabs(d);
    int exponent;
    if (isnan(d) || isinf(d) || d == 0) {
        *bits = sign | (isnan(d) ? 0x7e00 : isinf(d) ? 0x7c00 : 0);
        return true;
    }
    frexp(magnitude, &exponent);
    exponent = MAX(exponent - 1, -14);
    double scaled = rint(ldexp(magnitude, 10 - exponent));      /* 11 bits, or fewer when subnormal */
    uint64_t mantissa = (uint64_t)scaled;
    uint64_t value = ((uint64_t)(exponent + 14) << 10) + mantissa;      /* the hidden bit carries over */
    *bits = sign | value;
    return value < 0x7c00;
}

static bool write_float(Runtime *rt, const Cursor *c, char *to, double d)
{
    union { double d; uint64_t u; } wide = { .d = d };
    union { float f; uint32_t u; } narrow = { .f = (float)d };
    uint64_t bits = wide.u;
    if (c->code == 'f') {
        bits = narrow.u;
        if (!c->native && isinf(narrow.f) && !isinf(d))
            return raise(rt, rt->OverflowError, "float too large to pack with f format");
    }
    if (c->code == 'e' && !half_bits(d, &bits))
        return raise(rt, rt->OverflowError, "float too large to pack with e format");
    integer_write(to, c->size, c->big, bits);
    return true;
}

static Owned read_float(Runtime *rt, const Cursor *c, const char *from)
{
    uint64_t bits = integer_read(from, c->size, c->big);
    union { uint64_t u; double d; } wide = { .u = bits };
    union { uint32_t u; float f; } narrow = { .u = (uint32_t)bits };
    return float_value(rt, c->code == 'd' ? wide.d : c->code == 'f' ? (double)narrow.f : half_value(bits));
}

/* -- one value */

static bool pack_float(Runtime *rt, Borrowed error, const Cursor *c, char *to, Borrowed v)
{
    double d;
    if (!value_to_double(rt, v, &d)) {
        if (error_clear_if(rt, rt->OverflowError))
            return struct_error(rt, error, "int too large to convert");
        error_clear(rt);
        return struct_error(rt, error, "required argument is not a float");
    }
    if (write_float(rt, c, to, d))
        return true;
    if (value_is_int(v) && error_clear_if(rt, rt->OverflowError))
        struct_error(rt, error, "int too large to convert");
    return false;
}

/* Which of several wordings depends on the code, on the byte order (that of the machine
 * or the other) and on how far V is out of range. */
static bool range_error(Runtime *rt, Borrowed error, const Cursor *c, Borrowed v)
{
    static const char *const names = "bBhH";
    static const char *const texts[] = {
        "byte format requires -128 <= number <= 127", "ubyte format requires 0 <= number <= 255",
        "short format requires -32768 <= number <= 32767", "ushort format requires 0 <= number <= 65535",
    };
    bool is_signed = strchr("bhilqn", c->code), foreign = c->big != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
    bool named = strchr(names, c->code) && (!foreign || c->size == 1);
    uint64_t bits;
    NativeResult wide = integer_argument(rt, v, 8, is_signed || named, &bits);
    if (wide == NATIVE_ERROR)
        return false;
    if (c->code == 'P' || (c->size == 8 && foreign))
        return struct_error(rt, error, "int too large to convert");
    if (wide != NATIVE_OK || c->size == 8)
        return struct_error(rt, error, "argument out of range");
    if (named)
        return struct_error(rt, error, texts[strchr(names, c->code) - names]);
    int64_t high = ((int64_t)1 << (8 * c->size - is_signed)) - 1;
    return raise(rt, (Type *)error, "'%c' format requires %zd <= number <= %zd", c->code,
                 is_signed ? -high - 1 : (int64_t)0, high);
}

static bool pack_integer(Runtime *rt, Borrowed error, const Cursor *c, char *to, Borrowed v)
{
    uint64_t bits;
    NativeResult result = integer_argument(rt, v, c->size, strchr("bhilqn", c->code), &bits);
    if (result == NATIVE_RANGE && c->code == 'P')       /* either reading of a pointer will do */
        result = integer_argument(rt, v, 8, true, &bits);
    if (result == NATIVE_TYPE)
        return struct_error(rt, error, "required argument is not an integer");
    if (result == NATIVE_RANGE)
        return range_error(rt, error, c, v);
    if (result == NATIVE_OK)
        integer_write(to, c->size, c->big, bits);
    return result == NATIVE_OK;
}

static bool pack_bytes(Runtime *rt, Borrowed error, const Cursor *c, char *to, Borrowed v)
{
    if (!value_is_bytes(v) && !value_is_bytearray(v))
        return raise(rt, (Type *)error, "argument for '%c' must be a bytes object", c->code);
    Buffer buffer;
    if (!buffer_get(rt, v, &buffer, false))
        return false;
    size_t room = (size_t)c->repeat, size = buffer.size;
    if (c->code == 'p' && room) {
        size = MIN(size, room - 1);
        *to++ = (char)MIN(size, 255);
        room--;
    }
    memcpy(to, buffer.bytes, MIN(size, room));
    buffer_release(rt, &buffer);
    return true;
}

static bool pack_value(Runtime *rt, Borrowed error, const Cursor *c, char *to, Borrowed v)
{
    int truth;
    switch (c->code) {
    case 'e': case 'f': case 'd':
        return pack_float(rt, error, c, to, v);
    case 'c':
        if (!value_is_bytes(v) || bytes_size(v) != 1)
            return struct_error(rt, error, "char format requires a bytes object of length 1");
        *to = *bytes_bytes(v);
        return true;
    case '?':
        if ((truth = value_truth(rt, v)) < 0)
            return false;
        *to = (char)truth;
        return true;
    case 's': case 'p':
        return pack_bytes(rt, error, c, to, v);
    default:
        return pack_integer(rt, error, c, to, v);
    }
}

static Owned unpack_value(Runtime *rt, const Cursor *c, const char *from)
{
    uint64_t bits;
    size_t size = (size_t)c->repeat;
    switch (c->code) {
    case 'e': case 'f': case 'd':
        return read_float(rt, c, from);
    case 'c':
        return bytes_from(rt, from, 1);
    case '?':
        return bool_value(*from != 0);
    case 's':
        return bytes_from(rt, from, size);
    case 'p':
        return size ? bytes_from(rt, from + 1, MIN((unsigned char)*from, size - 1)) : bytes_from(rt, "", 0);
    }
    bits = integer_read(from, c->size, c->big);
    return strchr("bhilqn", c->code) ? int_from_int64(rt, sign_extend(bits, c->size)) : int_from_uint64(rt, bits);
}

/* -- whole structures */

/* TO has layout->size bytes. */
static bool pack_all(Runtime *rt, Borrowed error, const Layout *layout, char *to, const Value *args)
{
    Cursor c = cursor_open(layout->format, layout->format_size);
    const char *message;
    memset(to, 0, (size_t)layout->size);
    while (cursor_next(&c, &message) > 0)
        for (int64_t i = 0; i < field_count(&c); i++)
            if (!pack_value(rt, error, &c, to + c.start + i * (int64_t)c.size, *args++))
                return false;
    return true;
}

static Owned unpack_all(Runtime *rt, const Layout *layout, const char *from)
{
    Cursor c = cursor_open(layout->format, layout->format_size);
    const char *message;
    int64_t n = 0;
    if (!layout->count)
        return tuple_empty(rt);
    Value tuple = tuple_new(rt, layout->count);
    while (tuple && cursor_next(&c, &message) > 0)
        for (int64_t i = 0; tuple && i < field_count(&c); i++) {
            Value v = unpack_value(rt, &c, from + c.start + i * (int64_t)c.size);
            if (v)
                tuple_items(tuple)[n++] = v;
            else
                value_clear(rt, &tuple);
        }
    return tuple ? tuple_done(rt, tuple) : NULL;
}

static bool check_count(Runtime *rt, Borrowed error, const Layout *layout, const char *function, size_t count)
{
    if ((int64_t)count == layout->count)
        return true;
    return raise(rt, (Type *)error, "%s expected %zd items for packing (got %zd)", function, layout->count, (int64_t)count);
}

static Owned pack_bytes_object(Runtime *rt, Borrowed error, const Layout *layout, const Value *args, size_t count)
{
    if (!check_count(rt, error, layout, "pack", count))
        return NULL;
    Value bytes = bytes_from(rt, NULL, (size_t)layout->size);
    if (bytes && layout->size && !pack_all(rt, error, layout, bytes_bytes(bytes), args))
        value_clear(rt, &bytes);
    return bytes;
}

static bool check_offset(Runtime *rt, Borrowed error, int64_t *offset, int64_t need, int64_t size, bool packing)
{
    if (*offset < 0) {
        if (*offset + need > 0)
            return raise(rt, (Type *)error, packing ? "no space to pack %zd bytes at offset %zd"
                         : "not enough data to unpack %zd bytes at offset %zd", need, *offset);
        if (*offset + size < 0)
            return raise(rt, (Type *)error, "offset %zd out of range for %zd-byte buffer", *offset, size);
        *offset += size;
    }
    if (size - *offset < need)
        return raise(rt, (Type *)error,
                     "%s requires a buffer of at least %zu bytes for %s %zd bytes at offset %zd (actual buffer size is %zd)",
                     packing ? "pack_into" : "unpack_from", (size_t)need + (size_t)*offset,
                     packing ? "packing" : "unpacking", need, *offset, size);
    return true;
}

/* ARGS: buffer, offset, values. */
static Owned pack_into_buffer(Runtime *rt, Borrowed error, const Layout *layout, const Value *args, size_t count)
{
    int64_t offset;
    Buffer buffer;
    if (count < 2)
        return struct_error(rt, error, count ? "pack_into expected offset argument" : "pack_into expected buffer argument");
    if (!check_count(rt, error, layout, "pack_into", count - 2))
        return NULL;
    if (!buffer_get(rt, args[0], &buffer, true)) {
        error_clear(rt);
        return raise(rt, rt->TypeError, "argument must be read-write bytes-like object, not %.50T", args[0]);
    }
    bool ok = argument_index(rt, args[1], &offset)
        && check_offset(rt, error, &offset, layout->size, (int64_t)buffer.size, true)
        && (!layout->size || pack_all(rt, error, layout, buffer.bytes + offset, args + 2));
    buffer_release(rt, &buffer);
    return ok ? NONE : NULL;
}

static Owned unpack_buffer(Runtime *rt, Borrowed error, const Layout *layout, Borrowed v)
{
    Buffer buffer;
    if (!buffer_get(rt, v, &buffer, false))
        return NULL;
    Value tuple = (int64_t)buffer.size == layout->size ? unpack_all(rt, layout, buffer.bytes)
        : raise(rt, (Type *)error, "unpack requires a buffer of %zd bytes", layout->size);
    buffer_release(rt, &buffer);
    return tuple;
}

static Owned unpack_buffer_from(Runtime *rt, Borrowed error, const Layout *layout, Borrowed v, Borrowed at)
{
    Buffer buffer;
    int64_t offset = 0;
    if (!argument_index(rt, at, &offset) || !buffer_get(rt, v, &buffer, false))
        return NULL;
    Value tuple = NULL;
    if (check_offset(rt, error, &offset, layout->size, (int64_t)buffer.size, false))
        tuple = unpack_all(rt, layout, buffer.bytes + offset);
    buffer_release(rt, &buffer);
    return tuple;
}

/* -- Struct and its iterator */

typedef struct Struct {
    Object head;
    Value format;               /* str or bytes, or NULL before __init__ */
    Value error;                /* struct.error */
    Value iterator_type;
    int64_t size, count;
} Struct;

static StructState *module_state(Runtime *rt)
{
    Borrowed module = dict_get_text_peek(rt, rt->modules, "_struct");
    if (!module || !value_is_instance(rt, module, rt->module_type) || !((Module *)module)->state)
        return raise(rt, rt->RuntimeError, "_struct is not there");
    return ((Module *)module)->state;
}

static Layout struct_layout(Borrowed self)
{
    Struct *s = (Struct *)self;
    if (!s->format)
        return (Layout){ .format = "", .size = 0, .count = -1 };
    bool bytes = value_is_bytes(s->format);
    return (Layout){ .format = bytes ? bytes_bytes(s->format) : str_bytes(s->format),
                     .format_size = bytes ? bytes_size(s->format) : str_size(s->format),
                     .size = s->size, .count = s->count };
}

static Owned struct_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    StructState *state = module_state(rt);
    Struct *s = state ? (Struct *)type_alloc(rt, type, 0) : NULL;
    if (!s)
        return NULL;
    s->error = retain(state->error);
    s->iterator_type = retain(type_value(state->iterator_type));
    s->size = s->count = -1;
    gc_track(&rt->gc, &s->head);
    return object_value(s);
}

static bool struct_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Struct *s = (Struct *)self;
    Layout layout;
    Value format;
    if (!arguments_bind(rt, "Struct", "(format)", args, count, keywords, &format)
        || !layout_of(rt, s->error, format, &layout))
        return false;
    value_replace(rt, &s->format, retain(format));
    s->size = layout.size;
    s->count = layout.count;
    return true;
}

static int struct_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((Struct *)self)->format);
    VISIT_VALUE(((Struct *)self)->error);
    VISIT_VALUE(((Struct *)self)->iterator_type);
    return type_traverse_object(self, visit, argument);
}

static void struct_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    release(runtime_of(gc), ((Struct *)self)->format);
    release(runtime_of(gc), ((Struct *)self)->error);
    release(runtime_of(gc), ((Struct *)self)->iterator_type);
    type_free_object(runtime_of(gc), self);
}

typedef struct UnpackIterator {
    Object head;
    Value owner;                /* the Struct; NULL: exhausted */
    Buffer buffer;
    int64_t offset;
} UnpackIterator;

static Owned iterator_next(Runtime *rt, Borrowed self)
{
    UnpackIterator *it = (UnpackIterator *)self;
    if (!it->owner)
        return NULL;
    Layout layout = struct_layout(it->owner);
    if (it->offset >= (int64_t)it->buffer.size) {
        buffer_release(rt, &it->buffer);
        value_clear(rt, &it->owner);
        return NULL;
    }
    Value tuple = unpack_all(rt, &layout, it->buffer.bytes + it->offset);
    it->offset += layout.size;
    return tuple;
}

static Owned iterator_length_hint(Runtime *rt, Borrowed self, const Value *args)
{
    UnpackIterator *it = (UnpackIterator *)self;
    (void)args;
    if (!it->owner)
        return small_int_value(0);
    return int_from_int64(rt, ((int64_t)it->buffer.size - it->offset) / struct_layout(it->owner).size);
}

static int iterator_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((UnpackIterator *)self)->owner);
    VISIT_VALUE(((UnpackIterator *)self)->buffer.owner);
    return type_traverse_object(self, visit, argument);
}

static void iterator_free(Gc *gc, Object *self)
{
    UnpackIterator *it = (UnpackIterator *)self;
    gc_untrack(gc, self);
    buffer_release(runtime_of(gc), &it->buffer);
    release(runtime_of(gc), it->owner);
    type_free_object(runtime_of(gc), self);
}

static Owned iterator_self(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", iterator_length_hint, "()", NULL),
    { 0 }
};

static const TypeDef unpack_iterator_def = {
    .name = "_struct.unpack_iterator",
    .size = sizeof(UnpackIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = iterator_traverse,
    .free = iterator_free,
    .slots = { .iter = iterator_self, .next = iterator_next },
    .methods = iterator_methods,
};

static Owned struct_iter_unpack(Runtime *rt, Borrowed self, const Value *args)
{
    Struct *s = (Struct *)self;
    Layout layout = struct_layout(self);
    Buffer buffer;
    if (layout.size == 0)
        return struct_error(rt, s->error, "cannot iteratively unpack with a struct of length 0");
    if (!buffer_get(rt, args[0], &buffer, false))
        return NULL;
    UnpackIterator *it = NULL;
    if ((int64_t)buffer.size % layout.size)
        raise(rt, (Type *)s->error, "iterative unpacking requires a buffer of a multiple of %zd bytes", layout.size);
    else
        it = (UnpackIterator *)type_alloc(rt, (Type *)s->iterator_type, 0);
    if (!it) {
        buffer_release(rt, &buffer);
        return NULL;
    }
    it->owner = retain(self);
    it->buffer = buffer;
    gc_track(&rt->gc, &it->head);
    return object_value(it);
}

static Owned struct_pack(CALL_PARAMETERS)
{
    Layout layout = struct_layout(self);
    if (keywords)
        return raise(rt, rt->TypeError, "Struct.pack() takes no keyword arguments");
    return pack_bytes_object(rt, ((Struct *)self)->error, &layout, args, count);
}

static Owned struct_pack_into(CALL_PARAMETERS)
{
    Layout layout = struct_layout(self);
    if (keywords)
        return raise(rt, rt->TypeError, "Struct.pack_into() takes no keyword arguments");
    return pack_into_buffer(rt, ((Struct *)self)->error, &layout, args, count);
}

static Owned struct_unpack(Runtime *rt, Borrowed self, const Value *args)
{
    Layout layout = struct_layout(self);
    return unpack_buffer(rt, ((Struct *)self)->error, &layout, args[0]);
}

static Owned struct_unpack_from(Runtime *rt, Borrowed self, const Value *args)
{
    Layout layout = struct_layout(self);
    return unpack_buffer_from(rt, ((Struct *)self)->error, &layout, args[0], args[1]);
}

static Owned struct_get_format(Runtime *rt, Borrowed self)
{
    Layout layout = struct_layout(self);
    return str_from_bytes(rt, layout.format, layout.format_size);
}

static Owned struct_get_size(Runtime *rt, Borrowed self)
{
    return int_from_int64(rt, ((Struct *)self)->size);
}

static const MethodDef struct_methods[] = {
    METHOD("iter_unpack", struct_iter_unpack, "(buffer, /)", "Return an iterator yielding tuples."),
    RAW_METHOD("pack", struct_pack, "(*args)", "Return a bytes object containing values packed according to the format."),
    RAW_METHOD("pack_into", struct_pack_into, "(*args)", "Pack values into the writable buffer, starting at offset."),
    METHOD("unpack", struct_unpack, "(buffer, /)", "Return a tuple containing unpacked values."),
    METHOD("unpack_from", struct_unpack_from, "(buffer, offset=0)", "Return a tuple containing unpacked values."),
    METHOD("__sizeof__", object_sizeof, "()", NULL),
    { 0 }
};

static const GetSetDef struct_getsets[] = {
    { "format", struct_get_format, NULL, "struct format string" },
    { "size", struct_get_size, NULL, "struct size in bytes" },
    { 0 }
};

static const TypeDef struct_def = {
    .name = "_struct.Struct",
    .doc = "Struct(fmt) --> compiled struct object",
    .size = sizeof(Struct),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    .traverse = struct_traverse,
    .free = struct_free,
    .slots = { .make = struct_make, .init = struct_init },
    .methods = struct_methods,
    .getsets = struct_getsets,
};

/* -- functions of the module */

static StructState *state_of(Borrowed module) { return ((Module *)module)->state; }

static Owned calcsize(Runtime *rt, Borrowed self, const Value *args)
{
    Layout layout;
    return layout_of(rt, state_of(self)->error, args[0], &layout) ? int_from_int64(rt, layout.size) : NULL;
}

static bool format_first(Runtime *rt, Borrowed self, const Value *args, size_t count, Layout *layout)
{
    if (!count)
        return raise(rt, rt->TypeError, "missing format argument");
    return layout_of(rt, state_of(self)->error, args[0], layout);
}

static Owned pack(CALL_PARAMETERS)
{
    Layout layout;
    if (keywords)
        return raise(rt, rt->TypeError, "_struct.pack() takes no keyword arguments");
    if (!format_first(rt, self, args, count, &layout))
        return NULL;
    return pack_bytes_object(rt, state_of(self)->error, &layout, args + 1, count - 1);
}

static Owned pack_into(CALL_PARAMETERS)
{
    Layout layout;
    if (keywords)
        return raise(rt, rt->TypeError, "_struct.pack_into() takes no keyword arguments");
    if (!format_first(rt, self, args, count, &layout))
        return NULL;
    return pack_into_buffer(rt, state_of(self)->error, &layout, args + 1, count - 1);
}

static Owned unpack(Runtime *rt, Borrowed self, const Value *args)
{
    Layout layout;
    Borrowed error = state_of(self)->error;
    return layout_of(rt, error, args[0], &layout) ? unpack_buffer(rt, error, &layout, args[1]) : NULL;
}

static Owned unpack_from(Runtime *rt, Borrowed self, const Value *args)
{
    Layout layout;
    Borrowed error = state_of(self)->error;
    return layout_of(rt, error, args[0], &layout) ? unpack_buffer_from(rt, error, &layout, args[1], args[2]) : NULL;
}

static Owned iter_unpack(Runtime *rt, Borrowed self, const Value *args)
{
    Value s = call_one(rt, type_value(state_of(self)->struct_type), args[0]);
    if (!s)
        return NULL;
    Value iterator = struct_iter_unpack(rt, s, args + 1);
    release(rt, s);
    return iterator;
}

static Owned clearcache(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)self, (void)args;
    return NONE;
}

/* class error(Exception), of the module "struct" */
static Owned error_class(Runtime *rt)
{
    Value class = NULL, name = str_from_text(rt, "error"), module = str_from_text(rt, "struct"), dict = dict_new(rt);
    Value bases = tuple_pack(rt, 1, type_value(rt->Exception));
    if (name && module && dict && bases && dict_set(rt, dict, rt->names.__module__, module)) {
        const Value args[3] = { name, bases, dict };
        class = call(rt, type_value(rt->type_type), args, 3, NULL);
    }
    release(rt, name);
    release(rt, module);
    release(rt, dict);
    release(rt, bases);
    return class;
}

static bool struct_module_init(Runtime *rt, Borrowed module)
{
    StructState *state = state_of(module);
    return (state->error = error_class(rt)) && module_add(rt, module, "error", state->error)
        && (state->struct_type = module_add_type(rt, module, &struct_def, NULL))
        && (state->iterator_type = module_add_type(rt, module, &unpack_iterator_def, NULL));
}

static int struct_module_traverse(void *state, GcVisit visit, void *argument)
{
    VISIT_VALUE(((StructState *)state)->error);
    return 0;
}

static void struct_module_clear(Runtime *rt, void *state)
{
    value_clear(rt, &((StructState *)state)->error);
}

static const MethodDef struct_functions[] = {
    METHOD("_clearcache", clearcache, "()", "Clear the internal cache."),
    METHOD("calcsize", calcsize, "(format, /)", "Return size in bytes of the struct described by the format string."),
    METHOD("iter_unpack", iter_unpack, "(format, buffer, /)",
           "Return an iterator yielding tuples unpacked from the given bytes."),
    RAW_METHOD("pack", pack, "(format, *args)",
               "pack(format, v1, v2, ...) -> bytes\n\nReturn a bytes object containing the values v1, v2, ... packed according\n"
               "to the format string.  See help(struct) for more on format strings."),
    RAW_METHOD("pack_into", pack_into, "(format, buffer, offset, *args)",
               "Pack the values v1, v2, ... according to the format string and write\n"
               "the packed bytes into the writable buffer buf starting at offset."),
    METHOD("unpack", unpack, "(format, buffer, /)",
           "Return a tuple containing values unpacked according to the format string."),
    METHOD("unpack_from", unpack_from, "(format, /, buffer, offset=0)",
           "Return a tuple containing values unpacked according to the format string."),
    { 0 }
};

const ModuleDef _struct_module_def = {
    .name = "_struct",
    .doc = "Functions to convert between Python values and C structs.",
    .functions = struct_functions,
    .init = struct_module_init,
    .state_size = sizeof(StructState),
    .traverse = struct_module_traverse,
    .clear = struct_module_clear,
};
