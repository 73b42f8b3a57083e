/* binascii: hexadecimal, base64, uu and quoted-printable; check sums. */
#include <zlib.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes_internal.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/module.h"
#include "types/str_internal.h"
#include "types/tuple.h"

typedef struct BinasciiState { Value error, incomplete; } BinasciiState;

static Type *error_type(Borrowed module) { return (Type *)((BinasciiState *)((Module *)module)->state)->error; }

/* bytes, buffer or ASCII str; release with buffer_release. */
static bool ascii_argument(Runtime *rt, Borrowed v, Buffer *buffer)
{
    *buffer = (Buffer){ 0 };
    if (value_is_str(v)) {
        if (!str_is_ascii(v))
            return raise(rt, rt->ValueError, "string argument should contain only ASCII characters");
        *buffer = (Buffer){ .bytes = (char *)str_bytes(v), .size = str_size(v) };
        return true;
    }
    if (!has_buffer(rt, v))
        return raise(rt, rt->TypeError, "argument should be bytes, buffer or ASCII string, not '%.100T'", v);
    return buffer_get(rt, v, buffer, false);
}

/* -- base64 */

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int value64(unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

typedef struct Base64 { int quad, pads; unsigned left; bool padding, done; size_t digits; } Base64;

/* What is wrong, or NULL. */
static const char *take64(StrBuilder *b, Base64 *s, unsigned char c, bool strict, bool last)
{
    int value = value64(c);
    if (c == '=') {
        s->padding = true;
        if (s->quad >= 2 && s->quad + ++s->pads >= 4) {
            s->done = true;
            return strict && !last ? "Excess data after padding" : NULL;
        }
        return NULL;
    }
    if (value < 0)
        return strict ? "Only base64 data is allowed" : NULL;
    if (strict && s->padding)
        return "Discontinuous padding not allowed";
    s->pads = 0;
    s->digits++;
    s->left = s->left << 6 | (unsigned)value;
    if (s->quad++)
        builder_byte(b, (char)(s->left >> (6 - 2 * (s->quad - 1))));
    s->quad &= 3;
    return NULL;
}

static bool decode64(Runtime *rt, Type *error, StrBuilder *b, const Buffer *in, bool strict)
{
    Base64 s = { 0 };
    if (strict && in->size && *in->bytes == '=')
        return raise(rt, error, "Leading padding not allowed");
    for (size_t i = 0; i < in->size && !s.done && !b->failed; i++) {
        const char *wrong = take64(b, &s, (unsigned char)in->bytes[i], strict, i + 1 == in->size);
        if (wrong)
            return raise(rt, error, "%s", wrong);
    }
    if (b->failed)
        return false;
    if (!s.done && s.quad == 1)
        return raise(rt, error, "Invalid base64-encoded string: number of data characters (%zd) cannot be 1 more than a multiple of 4",
                     (int64_t)s.digits);
    if (!s.done && s.quad)
        return raise(rt, error, "Incorrect padding");
    return !b->failed;
}

static Owned a2b_base64(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer in;
    StrBuilder b;
    int strict = 0;
    if (!argument_int(rt, args[1], &strict) || !ascii_argument(rt, args[0], &in))
        return NULL;
    builder_open(&b, rt);
    b.failed |= !decode64(rt, error_type(self), &b, &in, strict);
    buffer_release(rt, &in);
    return builder_finish_bytes(&b);
}

static void encode_triple(StrBuilder *b, const unsigned char *p, size_t left)
{
    unsigned bits = (unsigned)p[0] << 16 | (left > 1 ? (unsigned)p[1] << 8 : 0) | (left > 2 ? p[2] : 0);
    const char four[4] = { digits64[bits >> 18], digits64[bits >> 12 & 63],
                           left > 1 ? digits64[bits >> 6 & 63] : '=', left > 2 ? digits64[bits & 63] : '=' };
    builder_write(b, four, 4);
}

static Owned b2a_base64(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer in;
    StrBuilder b;
    int newline = 1;
    (void)self;
    if (!argument_int(rt, args[1], &newline) || !buffer_get(rt, args[0], &in, false))
        return NULL;
    builder_open(&b, rt);
    for (size_t i = 0; i < in.size && !b.failed; i += 3)
        encode_triple(&b, (const unsigned char *)in.bytes + i, in.size - i);
    if (newline)
        builder_byte(&b, '\n');
    buffer_release(rt, &in);
    return builder_finish_bytes(&b);
}

/* -- hexadecimal */

static Owned b2a_hex(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer in;
    (void)self;
    if (!buffer_get(rt, args[0], &in, false))
        return NULL;
    Value text = bytes_to_hex(rt, (ByteView){ in.bytes, in.size }, args[1], args[2]);
    buffer_release(rt, &in);
    if (!text)
        return NULL;
    Value bytes = bytes_from(rt, str_bytes(text), str_size(text));
    release(rt, text);
    return bytes;
}

static int value16(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static Owned decode_hex(Runtime *rt, Type *error, const Buffer *in)
{
    if (in->size % 2)
        return raise(rt, error, "Odd-length string");
    Value bytes = bytes_from(rt, NULL, in->size / 2);
    for (size_t i = 0; bytes && i < in->size; i += 2) {
        int high = value16((unsigned char)in->bytes[i]), low = value16((unsigned char)in->bytes[i + 1]);
        if (high < 0 || low < 0) {
            release(rt, bytes);
            return raise(rt, error, "Non-hexadecimal digit found");
        }
        bytes_bytes(bytes)[i / 2] = (char)(high << 4 | low);
    }
    return bytes;
}

static Owned a2b_hex(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer in;
    if (!ascii_argument(rt, args[0], &in))
        return NULL;
    Value bytes = decode_hex(rt, error_type(self), &in);
    buffer_release(rt, &in);
    return bytes;
}

/* -- uu */

static bool decode_uu(Runtime *rt, Type *error, StrBuilder *b, const Buffer *in)
{
    size_t at = 1, size = ((in->size ? (unsigned char)*in->bytes : 0) - ' ') & 63;
    unsigned left = 0;
    int bits = 0;
    while (b->size < size && !b->failed) {
        unsigned char c = at < in->size ? (unsigned char)in->bytes[at] : '\n';
        unsigned value = 0;
        if (c != '\n' && c != '\r') {
            if (c < ' ' || c > ' ' + 64)
                return raise(rt, error, "Illegal char");
            value = (c - ' ') & 63;
            at++;
        }
        left = left << 6 | value;
        if ((bits += 6) >= 8) {
            bits -= 8;
            builder_byte(b, (char)(left >> bits));
        }
    }
    for (; at < in->size && !b->failed; at++)
        if (!strchr(" `\n\r", in->bytes[at]) || !in->bytes[at])
            return raise(rt, error, "Trailing garbage");
    return !b->failed;
}

static Owned a2b_uu(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer in;
    StrBuilder b;
    if (!ascii_argument(rt, args[0], &in))
        return NULL;
    builder_open(&b, rt);
    b.failed |= !decode_uu(rt, error_type(self), &b, &in);
    buffer_release(rt, &in);
    return builder_finish_bytes(&b);
}

static void write_uu(StrBuilder *b, unsigned value, bool backtick)
{
    builder_byte(b, backtick && !value ? '`' : (char)(value + ' '));
}

static Owned b2a_uu(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer in;
    StrBuilder b;
    bool backtick = false;
    if (!argument_bool(rt, args[1], &backtick) || !buffer_get(rt, args[0], &in, false))
        return NULL;
    builder_open(&b, rt);
    if (in.size > 45) {
        raise(rt, error_type(self), "At most 45 bytes at once");
        b.failed = true;
    }
    write_uu(&b, (unsigned)in.size, backtick);
    for (size_t i = 0; i < in.size && !b.failed; i += 3) {
        unsigned bits = 0;
        for (size_t j = i; j < i + 3; j++)
            bits = bits << 8 | (j < in.size ? (unsigned char)in.bytes[j] : 0);
        for (int shift = 18; shift >= 0; shift -= 6)
            write_uu(&b, bits >> shift & 63, backtick);
    }
    builder_byte(&b, '\n');
    buffer_release(rt, &in);
    return builder_finish_bytes(&b);
}

/* -- quoted-printable */

static void decode_qp(StrBuilder *b, const Buffer *in, bool header)
{
    const char *s = in->bytes;
    size_t size = in->size;
    for (size_t i = 0; i < size && !b->failed;) {
        char c = s[i++];
        if (c != '=') {
            builder_byte(b, header && c == '_' ? ' ' : c);
            continue;
        }
        if (i >= size)
            break;
        int high = value16((unsigned char)s[i]), low = i + 1 < size ? value16((unsigned char)s[i + 1]) : -1;
        if (s[i] == '\n' || s[i] == '\r') {
            while (i < size && s[i] != '\n')
                i++;
            i += i < size;
        } else if (s[i] == '=') {
            builder_byte(b, '=');
            i++;
        } else if (high >= 0 && low >= 0) {
            builder_byte(b, (char)(high << 4 | low));
            i += 2;
        } else {
            builder_byte(b, '=');
        }
    }
}

static Owned a2b_qp(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer in;
    StrBuilder b;
    int header = 0;
    (void)self;
    if (!argument_int(rt, args[1], &header) || !ascii_argument(rt, args[0], &in))
        return NULL;
    builder_open(&b, rt);
    decode_qp(&b, &in, header);
    buffer_release(rt, &in);
    return builder_finish_bytes(&b);
}

typedef struct Quoting { bool quote_tabs, text, header, crlf; size_t column; } Quoting;

enum { QP_LINE = 76 };

static bool must_quote(const Quoting *q, const Buffer *in, size_t i)
{
    unsigned char c = (unsigned char)in->bytes[i];
    bool last = i + 1 == in->size;
    char next = last ? 0 : in->bytes[i + 1];
    if (c > 126 || c == '=' || (q->header && c == '_'))
        return true;
    if (c == '.' && q->column == 0 && (last || next == '\n' || next == '\r' || !next))
        return true;
    if (c == '\r' || c == '\n')
        return !q->text;
    if ((c == '\t' || c == ' ') && last)
        return true;
    return c < 33 && (q->quote_tabs || (c != '\t' && c != ' '));
}

static void break_line(StrBuilder *b, Quoting *q, const char *mark)
{
    builder_text(b, mark);
    builder_text(b, q->crlf ? "\r\n" : "\n");
    q->column = 0;
}

static void write_quoted(StrBuilder *b, unsigned char c)
{
    const char text[3] = { '=', "0123456789ABCDEF"[c >> 4], "0123456789ABCDEF"[c & 15] };
    builder_write(b, text, 3);
}

static void end_text_line(StrBuilder *b, Quoting *q)
{
    char last = b->size ? b->bytes[b->size - 1] : 0;
    if (last == ' ' || last == '\t') {
        b->size--;
        write_quoted(b, (unsigned char)last);
    }
    break_line(b, q, "");
}

static void encode_qp(StrBuilder *b, Quoting *q, const Buffer *in)
{
    for (size_t i = 0; i < in->size && !b->failed; i++) {
        char c = in->bytes[i], next = i + 1 < in->size ? in->bytes[i + 1] : 0;
        if (must_quote(q, in, i)) {
            if (q->column + 3 >= QP_LINE)
                break_line(b, q, "=");
            write_quoted(b, (unsigned char)c);
            q->column += 3;
        } else if (q->text && (c == '\n' || (c == '\r' && next == '\n'))) {
            end_text_line(b, q);
            i += c == '\r';
        } else {
            if (i + 1 != in->size && next != '\n' && q->column + 1 >= QP_LINE)
                break_line(b, q, "=");
            q->column++;
            builder_byte(b, q->header && c == ' ' ? '_' : c);
        }
    }
}

static Owned b2a_qp(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer in;
    StrBuilder b;
    int tabs = 0, text = 1, header = 0;
    (void)self;
    if (!argument_int(rt, args[1], &tabs) || !argument_int(rt, args[2], &text) || !argument_int(rt, args[3], &header)
        || !buffer_get(rt, args[0], &in, false))
        return NULL;
    Quoting q = { .quote_tabs = tabs, .text = text, .header = header };
    const char *newline = in.size ? memchr(in.bytes, '\n', in.size) : NULL;
    q.crlf = newline && newline > in.bytes && newline[-1] == '\r';
    builder_open(&b, rt);
    encode_qp(&b, &q, &in);
    buffer_release(rt, &in);
    return builder_finish_bytes(&b);
}

/* -- check sums */

/* The low 32 bits of an int of any size. */
static bool start_argument(Runtime *rt, Borrowed v, uint32_t *out)
{
    *out = 0;
    if (!v)
        return true;
    Value number = value_index(rt, v), low = number ? binary(rt, number, small_int_value(0xffffffff), BINARY_AND) : NULL;
    if (low)
        *out = (uint32_t)small_int(low);
    release(rt, number);
    release(rt, low);
    return low != NULL;
}

static Owned binascii_crc32(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer in;
    uint32_t crc;
    (void)self;
    if (!start_argument(rt, args[1], &crc) || !buffer_get(rt, args[0], &in, false))
        return NULL;
    crc = (uint32_t)crc32_z(crc, (const unsigned char *)in.bytes, in.size);
    buffer_release(rt, &in);
    return small_int_value(crc);
}

static Owned crc_hqx(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer in;
    uint32_t crc;
    (void)self;
    if (!start_argument(rt, args[1], &crc) || !buffer_get(rt, args[0], &in, false))
        return NULL;
    crc &= 0xffff;
    for (size_t i = 0; i < in.size; i++) {
        crc ^= (uint32_t)(unsigned char)in.bytes[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    buffer_release(rt, &in);
    return small_int_value(crc);
}

/* -- the module */

static bool binascii_init(Runtime *rt, Borrowed module)
{
    BinasciiState *state = ((Module *)module)->state;
    return module_add_exception(rt, module, "Error", rt->ValueError, &state->error) &&
           module_add_exception(rt, module, "Incomplete", rt->Exception, &state->incomplete);
}

static int binascii_traverse(void *state, GcVisit visit, void *argument)
{
    VISIT_VALUE(((BinasciiState *)state)->error);
    VISIT_VALUE(((BinasciiState *)state)->incomplete);
    return 0;
}

static void binascii_clear(Runtime *rt, void *state)
{
    value_clear(rt, &((BinasciiState *)state)->error);
    value_clear(rt, &((BinasciiState *)state)->incomplete);
}

static const MethodDef binascii_functions[] = {
    METHOD("a2b_base64", a2b_base64, "(data, /, *, strict_mode=False)", "Decode a line of base64 data."),
    METHOD("b2a_base64", b2a_base64, "(data, /, *, newline=True)", "Base64-code line of data."),
    METHOD("a2b_hex", a2b_hex, "(hexstr, /)", "Binary data of hexadecimal representation."),
    METHOD("unhexlify", a2b_hex, "(hexstr, /)", "Binary data of hexadecimal representation."),
    METHOD("b2a_hex", b2a_hex, "(data, sep=None, bytes_per_sep=1)", "Hexadecimal representation of binary data."),
    METHOD("hexlify", b2a_hex, "(data, sep=None, bytes_per_sep=1)", "Hexadecimal representation of binary data."),
    METHOD("a2b_uu", a2b_uu, "(data, /)", "Decode a line of uuencoded data."),
    METHOD("b2a_uu", b2a_uu, "(data, /, *, backtick=False)", "Uuencode line of data."),
    METHOD("a2b_qp", a2b_qp, "(data, header=False)", "Decode a string of qp-encoded data."),
    METHOD("b2a_qp", b2a_qp, "(data, quotetabs=False, istext=True, header=False)",
           "Encode a string using quoted-printable encoding."),
    METHOD("crc32", binascii_crc32, "(data, crc=0, /)", "Compute CRC-32 incrementally."),
    METHOD("crc_hqx", crc_hqx, "(data, crc, /)", "Compute CRC-CCITT incrementally."),
    { 0 }
};

const ModuleDef binascii_module_def = {
    .name = "binascii",
    .doc = "Conversion between binary data and ASCII",
    .functions = binascii_functions,
    .init = binascii_init,
    .state_size = sizeof(BinasciiState),
    .traverse = binascii_traverse,
    .clear = binascii_clear,
};
