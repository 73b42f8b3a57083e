/* format % arguments, for str and for bytes.
 *
 * The arguments are a tuple, a mapping (for %(key)s), or one value.  `next < count`
 * says that there is one more; a single value is count -1, next -2. */
#include "types/bytes_internal.h"
#include "types/str_internal.h"

#include "types/float.h"
#include "types/format.h"
#include "types/int.h"
#include "types/tuple.h"
#include "types/unicode.h"

typedef struct Percent {
    StrBuilder out;
    const char *format;
    size_t size, at;
    bool bytes;
    Borrowed arguments;         /* what arguments are taken from now */
    Borrowed mapping;           /* or NULL */
    Owned keyed;                /* the value that the last key gave, or NULL */
    int64_t next, count;
} Percent;

typedef struct Spec {
    bool left, plus, space, alternate, zero;
    int64_t width, precision;   /* precision -1: none */
    uint32_t code;
    size_t position;            /* of the code in the format */
} Spec;

/* -- arguments */

static Borrowed next_argument(Percent *p)
{
    Runtime *rt = p->out.rt;
    if (p->next >= p->count)
        return raise(rt, rt->TypeError, "not enough arguments for format string");
    int64_t i = p->next++;
    return p->count < 0 ? p->arguments : tuple_item_peek(p->arguments, i);
}

static bool look_up_key(Percent *p, const char *key, size_t size)
{
    Runtime *rt = p->out.rt;
    if (!p->mapping)
        return raise(rt, rt->TypeError, "format requires a mapping");
    Value k = p->bytes ? bytes_from(rt, key, size) : str_from_bytes(rt, key, size);
    if (!k)
        return false;
    Value v = get_item(rt, p->mapping, k);
    release(rt, k);
    if (!v)
        return false;
    value_replace(rt, &p->keyed, v);
    p->arguments = v;
    p->next = -2;
    p->count = -1;
    return true;
}

/* -- parsing of one specifier; AT stands behind the % */

static bool parse_key(Percent *p)
{
    Runtime *rt = p->out.rt;
    size_t start = ++p->at;
    int depth = 1;
    for (; p->at < p->size && depth; p->at++)
        depth += (p->format[p->at] == '(') - (p->format[p->at] == ')');
    if (depth)
        return p->mapping ? raise(rt, rt->ValueError, "incomplete format key")
                          : raise(rt, rt->TypeError, "format requires a mapping");
    return look_up_key(p, p->format + start, p->at - 1 - start);
}

static void parse_flags(Percent *p, Spec *spec)
{
    for (; p->at < p->size; p->at++) {
        switch (p->format[p->at]) {
        case '-': spec->left = true; break;
        case '+': spec->plus = true; break;
        case ' ': spec->space = true; break;
        case '#': spec->alternate = true; break;
        case '0': spec->zero = true; break;
        default: return;
        }
    }
}

static bool parse_star(Percent *p, int64_t *out, bool wide)
{
    Runtime *rt = p->out.rt;
    Borrowed v = next_argument(p);
    p->at++;
    if (!v)
        return false;
    if (!value_is_int(v))
        return raise(rt, rt->TypeError, "* wants int");
    if (!int_fits_int64(v) || (!wide && small_int(int_plain_peek(v)) != (int32_t)small_int(int_plain_peek(v))))
        return raise(rt, rt->OverflowError, "Python int too large to convert to C %s", wide ? "ssize_t" : "int");
    return int_to_int64(rt, v, out);
}

static bool parse_number(Percent *p, int64_t *out, int64_t limit, const char *what)
{
    *out = 0;
    for (; p->at < p->size && (unsigned)p->format[p->at] - '0' < 10; p->at++) {
        int digit = p->format[p->at] - '0';
        if (*out > (limit - digit) / 10)
            return raise(p->out.rt, p->out.rt->ValueError, "%s too big", what);
        *out = *out * 10 + digit;
    }
    return true;
}

static bool parse_width(Percent *p, Spec *spec)
{
    if (p->at >= p->size || p->format[p->at] != '*')
        return parse_number(p, &spec->width, INT64_MAX, "width");
    if (!parse_star(p, &spec->width, true))
        return false;
    if (spec->width < 0) {
        spec->left = true;
        spec->width = spec->width == INT64_MIN ? INT64_MAX : -spec->width;
    }
    return true;
}

static bool parse_precision(Percent *p, Spec *spec)
{
    if (p->at >= p->size || p->format[p->at] != '.')
        return true;
    p->at++;
    if (p->at >= p->size || p->format[p->at] != '*')
        return parse_number(p, &spec->precision, INT32_MAX, p->bytes ? "prec" : "precision");
    if (!parse_star(p, &spec->precision, false))
        return false;
    spec->precision = MAX(spec->precision, 0);
    return true;
}

static bool parse_spec(Percent *p, Spec *spec)
{
    *spec = (Spec){ .precision = -1 };
    if (p->at < p->size && p->format[p->at] == '(' && !parse_key(p))
        return false;
    parse_flags(p, spec);
    if (!parse_width(p, spec) || !parse_precision(p, spec))
        return false;
    if (p->at < p->size && (p->format[p->at] == 'h' || p->format[p->at] == 'l' || p->format[p->at] == 'L'))
        p->at++;
    if (p->at >= p->size)
        return raise(p->out.rt, p->out.rt->ValueError, "incomplete format");
    spec->position = p->at;
    if (p->bytes)
        spec->code = (unsigned char)p->format[p->at++];
    else
        spec->code = utf8_next(p->format, &p->at);
    return true;
}

/* -- writing */

/* TEXT of LENGTH characters, cut to the precision and filled with spaces. */
static bool write_text(Percent *p, const Spec *spec, const char *text, size_t size, size_t length)
{
    if (spec->precision >= 0 && (size_t)spec->precision < length) {
        size = length == size ? (size_t)spec->precision : utf8_skip(text, (size_t)spec->precision);
        length = (size_t)spec->precision;
    }
    size_t fill = spec->width > (int64_t)length ? (size_t)spec->width - length : 0;
    if (!spec->left)
        builder_repeat(&p->out, ' ', fill);
    builder_write(&p->out, text, size);
    if (spec->left)
        builder_repeat(&p->out, ' ', fill);
    return !p->out.failed;
}

/* A number's text: sign first, then the prefix when PREFIX, then zeros, then digits. */
static bool write_number(Percent *p, const Spec *spec, const char *text, size_t size, size_t prefix)
{
    StrBuilder *out = &p->out;
    if (likely(spec->width == 0 && !spec->plus && !spec->space))
        return builder_write(out, text, size);
    char sign = spec->plus ? '+' : spec->space ? ' ' : 0;
    if (*text == '-' || *text == '+') {
        sign = *text++;
        size--;
    }
    size_t length = size + (sign != 0);
    size_t fill = spec->width > (int64_t)length ? (size_t)spec->width - length : 0;
    if (!spec->left && !spec->zero)
        builder_repeat(out, ' ', fill);
    if (sign)
        builder_byte(out, sign);
    builder_write(out, text, prefix);
    if (!spec->left && spec->zero)
        builder_repeat(out, '0', fill);
    builder_write(out, text + prefix, size - prefix);
    if (spec->left)
        builder_repeat(out, ' ', fill);
    return !out->failed;
}

/* -- %d %x %o and so on */

static bool is_number(Runtime *rt, Borrowed v)
{
    const Slots *slots = value_type(rt, v)->slots;
    return value_is_int(v) || value_is_float(v) || slots->index || slots->to_int || slots->to_float;
}

static bool wrong_number(Runtime *rt, const Spec *spec, Borrowed v)
{
    bool whole = strchr("xXo", (int)spec->code);
    return raise(rt, rt->TypeError, "%%%c format: %s is required, not %.200T", (int)spec->code,
                 whole ? "an integer" : "a real number", v);
}

/* The exact int to show, or NULL. */
static Owned integer_argument(Runtime *rt, const Spec *spec, Borrowed v)
{
    if (value_is_int(v))
        return retain(int_plain_peek(v));
    if (!is_number(rt, v)) {
        wrong_number(rt, spec, v);
        return NULL;
    }
    Value number = strchr("xXo", (int)spec->code) ? value_index(rt, v) : value_to_int(rt, v);
    if (!number && error_clear_if(rt, rt->TypeError))
        wrong_number(rt, spec, v);
    if (!number)
        return NULL;
    Value plain = retain(int_plain_peek(number));
    release(rt, number);
    return plain;
}

static bool write_digits(Percent *p, const Spec *spec, const char *digits, size_t size, bool negative)
{
    StrBuilder text;
    size_t prefix = spec->alternate && strchr("xXo", (int)spec->code) ? 2 : 0;
    builder_open(&text, p->out.rt);
    if (negative)
        builder_byte(&text, '-');
    if (prefix) {
        builder_byte(&text, '0');
        builder_byte(&text, (char)spec->code);
    }
    if (spec->precision > (int64_t)size)
        builder_repeat(&text, '0', (size_t)spec->precision - size);
    builder_write(&text, digits, size);
    if (spec->code == 'X')
        for (size_t i = 0; i < text.size; i++)
            text.bytes[i] -= (char)((text.bytes[i] >= 'a' && text.bytes[i] <= 'z') * 32);
    bool ok = !text.failed && write_number(p, spec, text.bytes, text.size, prefix);
    builder_close(&text);
    return ok;
}

static bool write_integer(Percent *p, const Spec *spec, Borrowed v)
{
    Runtime *rt = p->out.rt;
    int base = spec->code == 'o' ? 8 : (spec->code | 32) == 'x' ? 16 : 10;
    if (likely(value_is_small_int(v) && base == 10 && spec->precision < 0)) {
        char buffer[INT_SMALL_TEXT], *start = int_write_small(small_int(v), buffer);
        return write_number(p, spec, start, (size_t)(buffer + sizeof buffer - start), 0);
    }
    Value number = integer_argument(rt, spec, v);
    if (!number)
        return false;
    Value text = int_to_str(rt, number, base);
    release(rt, number);
    if (!text)
        return false;
    const char *digits = str_bytes(text);
    bool negative = *digits == '-';
    size_t skip = (size_t)negative + (base == 10 ? 0 : 2);
    bool ok = write_digits(p, spec, digits + skip, str_size(text) - skip, negative);
    release(rt, text);
    return ok;
}

/* -- %e %f %g */

static bool write_float(Percent *p, const Spec *spec, Borrowed v)
{
    Runtime *rt = p->out.rt;
    double d;
    if (!value_to_double(rt, v, &d)) {
        if (p->bytes && error_clear_if(rt, rt->TypeError))
            raise(rt, rt->TypeError, "float argument required, not %.200T", v);
        return false;
    }
    int precision = spec->precision < 0 ? 6 : (int)spec->precision;
    char small[128], *text = small;
    size_t size = float_format(d, (char)spec->code, precision, spec->alternate, false, small, sizeof small);
    if (size >= sizeof small) {
        if (!(text = memory_alloc(rt, size + 1)))
            return raise_memory_error(rt);
        size = float_format(d, (char)spec->code, precision, spec->alternate, false, text, size + 1);
    }
    bool ok = write_number(p, spec, text, size, 0);
    if (text != small)
        memory_free(rt, text);
    return ok;
}

/* -- %c %s %r %a %b */

static bool write_char_of_str(Percent *p, Spec *spec, Borrowed v)
{
    Runtime *rt = p->out.rt;
    char text[4];
    int64_t c;
    spec->precision = -1;
    if (value_is_str(v)) {
        if (str_length(v) != 1)
            return raise(rt, rt->TypeError, "%%c requires int or char");
        return write_text(p, spec, str_bytes(v), str_size(v), 1);
    }
    Value number = value_is_int(v) ? retain(int_plain_peek(v)) : NULL;
    if (!number && !value_type(rt, v)->slots->index)
        return raise(rt, rt->TypeError, "%%c requires int or char");
    if (!number && !(number = value_index(rt, v)))
        return false;
    bool fits = int_fits_int64(number);
    if (fits && !int_to_int64(rt, number, &c))
        fits = false;
    release(rt, number);
    if (!fits || c < 0 || c > UNICODE_MAX)
        return raise(rt, rt->OverflowError, "%%c arg not in range(0x110000)");
    return write_text(p, spec, text, utf8_encode((uint32_t)c, text), 1);
}

static bool write_char_of_bytes(Percent *p, Spec *spec, Borrowed v)
{
    Runtime *rt = p->out.rt;
    char c;
    spec->precision = -1;
    if (value_is_bytes(v) || value_is_bytearray(v)) {
        ByteView view = byte_view(v);
        if (view.size != 1)
            return raise(rt, rt->TypeError, "%%c requires an integer in range(256) or a single byte");
        c = view.bytes[0];
    } else {
        int64_t i;
        if (!value_is_int(v) && !value_type(rt, v)->slots->index)
            return raise(rt, rt->TypeError, "%%c requires an integer in range(256) or a single byte");
        if (!value_to_ssize(rt, v, &i, NULL))
            return false;
        if (i < 0 || i > 255)
            return raise(rt, rt->OverflowError, "%%c arg not in range(256)");
        c = (char)i;
    }
    return write_text(p, spec, &c, 1, 1);
}

static bool write_str_value(Percent *p, const Spec *spec, Borrowed v)
{
    Runtime *rt = p->out.rt;
    Value text = spec->code == 's' ? value_str(rt, v)
        : spec->code == 'r' && !p->bytes ? value_repr(rt, v) : value_ascii(rt, v);
    if (!text)
        return false;
    bool ok = write_text(p, spec, str_bytes(text), str_size(text), str_length(text));
    release(rt, text);
    return ok;
}

/* %b and %s of bytes. */
static bool write_bytes_value(Percent *p, const Spec *spec, Borrowed v)
{
    Runtime *rt = p->out.rt;
    Buffer buffer = { 0 };
    Value made = NULL;
    if (!value_is_bytes(v) && !value_is_bytearray(v)) {
        made = call_special(rt, v, rt->names.__bytes__, NULL, 0);
        if (!made && error_pending(rt))
            return false;
        if (made && !value_is_bytes(made)) {
            raise(rt, rt->TypeError, "__bytes__ returned non-bytes (type %.200T)", made);
            release(rt, made);
            return false;
        }
    }
    if (!made && !has_buffer(rt, v))
        return raise(rt, rt->TypeError, "%%b requires a bytes-like object, or an object that implements __bytes__, not '%.100T'", v);
    bool ok = buffer_get(rt, made ? made : v, &buffer, false);
    if (ok)
        ok = write_text(p, spec, buffer.bytes, buffer.size, buffer.size);
    buffer_release(rt, &buffer);
    release(rt, made);
    return ok;
}

static bool unsupported(Percent *p, const Spec *spec)
{
    Runtime *rt = p->out.rt;
    if (p->bytes && spec->code >= 128)
        return raise_value(rt, rt->ValueError, NULL);   /* CPython's message cannot hold the character */
    size_t index = p->bytes ? spec->position : utf8_count(p->format, spec->position);
    char shown = spec->code > 31 && spec->code < 126 ? (char)spec->code : '?';
    return raise(rt, rt->ValueError, "unsupported format character '%c' (0x%x) at index %zd",
                 p->bytes ? (int)spec->code : shown, spec->code, (int64_t)index);
}

static bool write_value(Percent *p, Spec *spec, Borrowed v)
{
    switch (spec->code) {
    case 'd': case 'i': case 'u': case 'o': case 'x': case 'X':
        return write_integer(p, spec, v);
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
        return write_float(p, spec, v);
    case 'c':
        return p->bytes ? write_char_of_bytes(p, spec, v) : write_char_of_str(p, spec, v);
    case 's':
        return p->bytes ? write_bytes_value(p, spec, v) : write_str_value(p, spec, v);
    case 'b':
        return p->bytes ? write_bytes_value(p, spec, v) : unsupported(p, spec);
    case 'r': case 'a':
        return write_str_value(p, spec, v);
    default:
        return unsupported(p, spec);
    }
}

static bool format_one(Percent *p)
{
    Spec spec;
    if (p->at < p->size && p->format[p->at] == '%') {
        p->at++;
        return builder_byte(&p->out, '%');
    }
    if (!parse_spec(p, &spec))
        return false;
    Borrowed v = next_argument(p);
    if (!v)
        return false;
    retain(v);
    bool ok = write_value(p, &spec, v);
    release(p->out.rt, v);
    return ok;
}

/* -- the whole format */

static bool is_mapping(Runtime *rt, Borrowed v, bool bytes)
{
    if (value_is_tuple(v) || value_is_str(v) || (bytes && (value_is_bytes(v) || value_is_bytearray(v))))
        return false;
    return value_type(rt, v)->slots->get_item != NULL;
}

static bool format_all(Percent *p)
{
    while (p->at < p->size && !p->out.failed) {
        const char *from = p->format + p->at, *percent = memchr(from, '%', p->size - p->at);
        size_t plain = percent ? (size_t)(percent - from) : p->size - p->at;
        if (!builder_write(&p->out, from, plain))
            return false;
        p->at += plain + (percent != NULL);
        if (percent && !format_one(p))
            return false;
    }
    if (p->next < p->count && !p->mapping)
        return raise(p->out.rt, p->out.rt->TypeError, "not all arguments converted during %s formatting",
                     p->bytes ? "bytes" : "string");
    return true;
}

static void percent_open(Percent *p, Runtime *rt, bool bytes, ByteView format, Borrowed arguments)
{
    bool tuple = value_is_tuple(arguments);
    p->format = format.bytes;
    p->size = format.size;
    p->at = 0;
    p->bytes = bytes;
    p->arguments = arguments;
    p->keyed = NULL;
    p->next = tuple ? 0 : -2;
    p->count = tuple ? tuple_count(arguments) : -1;
    p->mapping = is_mapping(rt, arguments, bytes) ? arguments : NULL;
    builder_open(&p->out, rt);
}

static bool percent_run(Percent *p)
{
    bool ok = format_all(p);
    value_clear(p->out.rt, &p->keyed);
    if (!ok)
        p->out.failed = true;
    return ok;
}

Owned str_percent(Runtime *rt, Borrowed format, Borrowed arguments)
{
    Percent p;
    percent_open(&p, rt, false, (ByteView){ str_bytes(format), str_size(format) }, arguments);
    percent_run(&p);
    return builder_finish(&p.out);
}

Owned bytes_percent(Runtime *rt, Borrowed format, Borrowed arguments)
{
    Percent p;
    Value held = bytes_from(rt, byte_view(format).bytes, byte_view(format).size);
    if (!held)
        return NULL;
    percent_open(&p, rt, true, byte_view(held), arguments);
    percent_run(&p);
    release(rt, held);
    if (!value_is_bytearray(format))
        return builder_finish_bytes(&p.out);
    Value v = p.out.failed ? NULL : bytearray_from(rt, p.out.bytes, p.out.size);
    builder_close(&p.out);
    return v;
}
