/* Methods that bytes and bytearray share: padding, stripping, case, hexadecimal,
 * translation; and the method table of bytes. */
#include "types/bytes_internal.h"

#include "object/arguments.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/tuple.h"
#include "types/unicode.h"

Owned byte_method_run(Runtime *rt, Borrowed self, const Value *args, ByteMethod method)
{
    if (!value_is_bytearray(self))
        return method(rt, self, byte_view(self), args);
    ByteArray *a = (ByteArray *)self;
    a->exports++;
    Value result = method(rt, self, byte_view(self), args);
    a->exports--;
    return result;
}

Owned byte_result(Runtime *rt, Borrowed self, const char *bytes, size_t size)
{
    if (value_is_bytearray(self))
        return bytearray_from(rt, bytes, size);
    if (bytes == bytes_bytes(self) && size == bytes_size(self) && object_is_exactly(self, rt->bytes_type))
        return retain(self);
    return bytes_from(rt, bytes, size);
}

/* A result of SIZE bytes to be filled: *BYTES. */
static Owned new_result(Runtime *rt, Borrowed self, size_t size, char **bytes)
{
    Value v = value_is_bytearray(self) ? bytearray_from(rt, NULL, size) : bytes_from(rt, NULL, size);
    if (v)
        *bytes = value_is_bytearray(self) ? bytearray_bytes(v) : bytes_bytes(v);
    return v;
}

/* -- padding */

static Owned pad(Runtime *rt, Borrowed self, ByteView view, size_t left, size_t right, char fill)
{
    char *to;
    if (!left && !right)
        return byte_result(rt, self, view.bytes, view.size);
    Value v = new_result(rt, self, left + view.size + right, &to);
    if (!v)
        return NULL;
    memset(to, fill, left);
    memcpy(to + left, view.bytes, view.size);
    memset(to + left + view.size, fill, right);
    return v;
}

static bool pad_arguments(Runtime *rt, ByteView view, const Value *args, const char *name, size_t *missing, char *fill)
{
    int64_t width;
    if (!argument_index(rt, args[0], &width))
        return false;
    *fill = ' ';
    if (args[1]) {
        bool kind = value_is_bytes(args[1]) || value_is_bytearray(args[1]);
        ByteView f = kind ? byte_view(args[1]) : (ByteView){ NULL, 0 };
        if (f.size != 1)
            return raise(rt, rt->TypeError, "%s() argument 2 must be a byte string of length 1, not %V", name, args[1]);
        *fill = *f.bytes;
    }
    *missing = width > (int64_t)view.size ? (size_t)width - view.size : 0;
    return true;
}

static Owned view_center(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    size_t missing;
    char fill;
    if (!pad_arguments(rt, view, args, "center", &missing, &fill))
        return NULL;
    size_t left = missing / 2 + (missing & (missing + view.size) & 1);
    return pad(rt, self, view, left, missing - left, fill);
}

static Owned view_ljust(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    size_t missing;
    char fill;
    return pad_arguments(rt, view, args, "ljust", &missing, &fill) ? pad(rt, self, view, 0, missing, fill) : NULL;
}

static Owned view_rjust(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    size_t missing;
    char fill;
    return pad_arguments(rt, view, args, "rjust", &missing, &fill) ? pad(rt, self, view, missing, 0, fill) : NULL;
}

static Owned view_zfill(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    int64_t width;
    if (!argument_index(rt, args[0], &width))
        return NULL;
    size_t missing = width > (int64_t)view.size ? (size_t)width - view.size : 0;
    Value v = pad(rt, self, view, missing, 0, '0');
    if (v && missing && view.size && (*view.bytes == '+' || *view.bytes == '-')) {
        char *to = value_is_bytearray(v) ? bytearray_bytes(v) : bytes_bytes(v);
        to[0] = *view.bytes;
        to[missing] = '0';
    }
    return v;
}

static Owned view_expandtabs(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    int tab = 8;
    StrBuilder b;
    size_t column = 0;
    if (!argument_int(rt, args[0], &tab))
        return NULL;
    builder_open(&b, rt);
    for (size_t i = 0; i < view.size && !b.failed; i++) {
        char c = view.bytes[i];
        if (c == '\t') {
            size_t spaces = tab > 0 ? (size_t)tab - column % (size_t)tab : 0;
            column += spaces;
            builder_repeat(&b, ' ', spaces);
            continue;
        }
        column = c == '\n' || c == '\r' ? 0 : column + 1;
        builder_byte(&b, c);
    }
    Value v = b.failed ? NULL : byte_result(rt, self, b.bytes ? b.bytes : "", b.size);
    builder_close(&b);
    return v;
}

/* -- stripping */

static bool is_stripped(char c, const Buffer *set)
{
    return set ? memchr(set->bytes, c, set->size) != NULL : byte_is_space((unsigned char)c);
}

static ByteView stripped(ByteView view, const Buffer *set, bool left, bool right)
{
    while (left && view.size && is_stripped(*view.bytes, set)) {
        view.bytes++;
        view.size--;
    }
    while (right && view.size && is_stripped(view.bytes[view.size - 1], set))
        view.size--;
    return view;
}

static Owned strip_sides(Runtime *rt, Borrowed self, ByteView view, const Value *args, bool left, bool right)
{
    Buffer set;
    if (!args[0] || args[0] == NONE) {
        view = stripped(view, NULL, left, right);
    } else {
        if (!buffer_get(rt, args[0], &set, false))
            return NULL;
        view = stripped(view, &set, left, right);
        buffer_release(rt, &set);
    }
    return byte_result(rt, self, view.bytes, view.size);
}

static Owned view_strip(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    return strip_sides(rt, self, view, args, true, true);
}

static Owned view_lstrip(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    return strip_sides(rt, self, view, args, true, false);
}

static Owned view_rstrip(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    return strip_sides(rt, self, view, args, false, true);
}

static Owned without_affix(Runtime *rt, Borrowed self, ByteView view, const Value *args, bool at_end)
{
    Buffer b;
    if (!buffer_get(rt, args[0], &b, false))
        return NULL;
    if (b.size <= view.size && !memcmp(view.bytes + (at_end ? view.size - b.size : 0), b.bytes, b.size)) {
        view.bytes += at_end ? 0 : b.size;
        view.size -= b.size;
    }
    buffer_release(rt, &b);
    return byte_result(rt, self, view.bytes, view.size);
}

static Owned view_removeprefix(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    return without_affix(rt, self, view, args, false);
}

static Owned view_removesuffix(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    return without_affix(rt, self, view, args, true);
}

/* -- translate */

static Owned translated(Runtime *rt, Borrowed self, ByteView view, const Buffer *table, const Buffer *deleted)
{
    bool drop[256] = { 0 };
    char *to;
    for (size_t i = 0; i < deleted->size; i++)
        drop[(unsigned char)deleted->bytes[i]] = true;
    StrBuilder b;
    builder_open(&b, rt);
    if (!(to = builder_reserve(&b, view.size + 1)))
        return NULL;
    for (size_t i = 0; i < view.size; i++) {
        unsigned char c = (unsigned char)view.bytes[i];
        if (!drop[c])
            *to++ = table->bytes ? table->bytes[c] : (char)c;
    }
    Value v = byte_result(rt, self, b.bytes, (size_t)(to - b.bytes));
    builder_close(&b);
    return v;
}

static Owned view_translate(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    Buffer table = { 0 }, deleted = { 0 };
    Value v = NULL;
    if (args[0] != NONE && !buffer_get(rt, args[0], &table, false))
        return NULL;
    if (args[0] != NONE && table.size != 256)
        raise(rt, rt->ValueError, "translation table must be 256 characters long");
    else if (!args[1] || buffer_get(rt, args[1], &deleted, false))
        v = translated(rt, self, view, &table, &deleted);
    buffer_release(rt, &deleted);
    buffer_release(rt, &table);
    return v;
}

Owned byte_maketrans(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    Buffer from, to;
    Value table = NULL;
    if (!buffer_get(rt, args[0], &from, false))
        return NULL;
    if (buffer_get(rt, args[1], &to, false)) {
        if (from.size != to.size)
            raise(rt, rt->ValueError, "maketrans arguments must have same length");
        else
            table = bytes_from(rt, NULL, 256);
        for (int i = 0; table && i < 256; i++)
            bytes_bytes(table)[i] = (char)i;
        for (size_t i = 0; table && i < from.size; i++)
            bytes_bytes(table)[(unsigned char)from.bytes[i]] = to.bytes[i];
        buffer_release(rt, &to);
    }
    buffer_release(rt, &from);
    return table;
}

/* -- text */

static Owned view_decode(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)view;
    const char *text[2] = { NULL, NULL };
    static const char *const names[] = { "encoding", "errors" };
    for (int i = 0; i < 2; i++) {
        if (args[i] && !value_is_str(args[i]))
            return raise(rt, rt->TypeError, "decode() argument '%s' must be str, not %V", names[i], args[i]);
        if (args[i] && !(text[i] = str_c_text(rt, args[i])))
            return NULL;
    }
    return object_decode(rt, self, text[0], text[1]);
}

static bool hex_separator(Runtime *rt, Borrowed v, char *separator)
{
    const char *bytes;
    size_t size;
    if (value_is_str(v)) {
        bytes = str_bytes(v);
        size = str_length(v);
    } else if (value_is_bytes(v)) {
        bytes = bytes_bytes(v);
        size = bytes_size(v);
    } else {
        if (value_length(rt, v) >= 0)
            raise(rt, rt->TypeError, "sep must be str or bytes.");
        return false;
    }
    if (size != 1)
        return raise(rt, rt->ValueError, "sep must be length 1.");
    if (*bytes & 0x80)
        return raise(rt, rt->ValueError, "sep must be ASCII.");
    *separator = *bytes;
    return true;
}

Owned bytes_to_hex(Runtime *rt, ByteView view, Borrowed separator, Borrowed group)
{
    char between = 0;
    int every = 1;
    if ((separator && !hex_separator(rt, separator, &between)) || !argument_int(rt, group, &every))
        return NULL;
    size_t step = !separator || !every ? 0 : every < 0 ? (size_t)-(int64_t)every : (size_t)every;
    StrBuilder b;
    builder_open(&b, rt);
    for (size_t i = 0; i < view.size && !b.failed; i++) {
        unsigned char c = (unsigned char)view.bytes[i];
        if (i && step && (every < 0 ? i % step : (view.size - i) % step) == 0)
            builder_byte(&b, between);
        builder_byte(&b, "0123456789abcdef"[c >> 4]);
        builder_byte(&b, "0123456789abcdef"[c & 15]);
    }
    return builder_finish(&b);
}

static Owned view_hex(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)self;
    return bytes_to_hex(rt, view, args[0], args[1]);
}

static int hex_digit(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Owned bytes_from_hex(Runtime *rt, Borrowed text)
{
    const char *s = str_bytes(text);
    size_t size = str_size(text);
    StrBuilder b;
    builder_open(&b, rt);
    for (size_t i = 0; i < size && !b.failed;) {
        if (byte_is_space((unsigned char)s[i])) {
            i++;
            continue;
        }
        int high = hex_digit((unsigned char)s[i]), low = high < 0 ? -1 : hex_digit((unsigned char)s[i + 1]);
        if (low < 0) {
            size_t at = utf8_count(s, i) + (high >= 0);
            raise(rt, rt->ValueError, "non-hexadecimal number found in fromhex() arg at position %zd", (int64_t)at);
            b.failed = true;
        } else {
            builder_byte(&b, (char)(high << 4 | low));
            i += 2;
        }
    }
    return builder_finish_bytes(&b);
}

/* -- case */

typedef char (*ByteMap)(unsigned char c);

static Owned mapped(Runtime *rt, Borrowed self, ByteView view, ByteMap map)
{
    char *to;
    if (!view.size)
        return byte_result(rt, self, view.bytes, 0);
    Value v = new_result(rt, self, view.size, &to);
    for (size_t i = 0; v && i < view.size; i++)
        to[i] = map((unsigned char)view.bytes[i]);
    return v;
}

static char to_upper(unsigned char c) { return (char)(c ^ byte_is_lower(c) << 5); }
static char to_lower(unsigned char c) { return (char)(c ^ byte_is_upper(c) << 5); }
static char to_swapped(unsigned char c) { return (char)(c ^ byte_is_alpha(c) << 5); }

#define MAP_METHOD(name, map) \
    static Owned view_##name(Runtime *rt, Borrowed self, ByteView view, const Value *args) \
    { \
        (void)args; \
        return mapped(rt, self, view, map); \
    } \
    BYTE_METHOD(name)

MAP_METHOD(upper, to_upper)
MAP_METHOD(lower, to_lower)
MAP_METHOD(swapcase, to_swapped)

static Owned view_capitalize(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)args;
    Value v = mapped(rt, self, view, to_lower);
    if (v && view.size) {
        char *to = value_is_bytearray(v) ? bytearray_bytes(v) : bytes_bytes(v);
        *to = to_upper((unsigned char)*to);
    }
    return v;
}

static Owned view_title(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)args;
    Value v = mapped(rt, self, view, to_lower);
    if (!v || !view.size)
        return v;
    char *to = value_is_bytearray(v) ? bytearray_bytes(v) : bytes_bytes(v);
    for (size_t i = 0; i < view.size; i++)
        if (!i || !byte_is_alpha((unsigned char)to[i - 1]))
            to[i] = to_upper((unsigned char)to[i]);
    return v;
}

/* -- questions */

#define EVERY_METHOD(name, test, if_empty) \
    static Owned view_##name(Runtime *rt, Borrowed self, ByteView view, const Value *args) \
    { \
        (void)rt, (void)self, (void)args; \
        for (size_t i = 0; i < view.size; i++) { \
            unsigned char c = (unsigned char)view.bytes[i]; \
            if (!(test)) \
                return FALSE; \
        } \
        return bool_value(view.size || if_empty); \
    } \
    BYTE_METHOD(name)

EVERY_METHOD(isalpha, byte_is_alpha(c), false)
EVERY_METHOD(isdigit, byte_is_digit(c), false)
EVERY_METHOD(isalnum, byte_is_alpha(c) || byte_is_digit(c), false)
EVERY_METHOD(isspace, byte_is_space(c), false)
EVERY_METHOD(isascii, c < 128, true)

static Owned all_cased(ByteView view, bool lower)
{
    bool found = false;
    for (size_t i = 0; i < view.size; i++) {
        unsigned char c = (unsigned char)view.bytes[i];
        if (lower ? byte_is_upper(c) : byte_is_lower(c))
            return FALSE;
        found |= byte_is_alpha(c);
    }
    return bool_value(found);
}

static Owned view_islower(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)rt, (void)self, (void)args;
    return all_cased(view, true);
}

static Owned view_isupper(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)rt, (void)self, (void)args;
    return all_cased(view, false);
}

static Owned view_istitle(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)rt, (void)self, (void)args;
    bool inside = false, found = false;
    for (size_t i = 0; i < view.size; i++) {
        unsigned char c = (unsigned char)view.bytes[i];
        if (byte_is_alpha(c) && byte_is_upper(c) == inside)
            return FALSE;
        inside = byte_is_alpha(c);
        found |= inside;
    }
    return bool_value(found);
}

BYTE_METHOD(center)
BYTE_METHOD(ljust)
BYTE_METHOD(rjust)
BYTE_METHOD(zfill)
BYTE_METHOD(expandtabs)
BYTE_METHOD(strip)
BYTE_METHOD(lstrip)
BYTE_METHOD(rstrip)
BYTE_METHOD(removeprefix)
BYTE_METHOD(removesuffix)
BYTE_METHOD(translate)
BYTE_METHOD(decode)
BYTE_METHOD(hex)
BYTE_METHOD(capitalize)
BYTE_METHOD(title)
BYTE_METHOD(islower)
BYTE_METHOD(isupper)
BYTE_METHOD(istitle)

/* -- what only bytes has */

static Owned bytes_fromhex(Runtime *rt, Borrowed type, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "fromhex() argument must be str, not %V", args[0]);
    Value bytes = bytes_from_hex(rt, args[0]);
    if (!bytes || type == type_value(rt->bytes_type))
        return bytes;
    Value made = call_one(rt, type, bytes);
    release(rt, bytes);
    return made;
}

static Owned bytes_copy(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return object_is_exactly(self, rt->bytes_type) ? retain(self) : bytes_from(rt, bytes_bytes(self), bytes_size(self));
}

static Owned bytes_getnewargs(Runtime *rt, Borrowed self, const Value *args)
{
    Value copy = bytes_copy(rt, self, args);
    if (!copy)
        return NULL;
    Value tuple = tuple_pack(rt, 1, copy);
    release(rt, copy);
    return tuple;
}

const MethodDef bytes_methods[] = {
    COMMON_BYTE_METHODS,
    METHOD_FLAGS("fromhex", bytes_fromhex, "(string, /)", "Create a bytes object from a string of hexadecimal numbers.",
                 METHOD_CLASS),
    METHOD("__bytes__", bytes_copy, "()", "Convert this value to exact type bytes."),
    METHOD("__getnewargs__", bytes_getnewargs, "()", NULL),
    METHOD("__sizeof__", object_sizeof, "()", "Returns the size of the bytes object in memory, in bytes."),
    { 0 }
};
