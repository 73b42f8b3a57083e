/* Error handlers of codecs: the built-in ones, as C for the codecs and as functions for
 * programs, and the way to those that a program registered. */
#include "types/str_codec.h"

#include "object/arguments.h"
#include "types/function.h"
#include "types/int.h"
#include "types/tuple.h"
#include "types/unicode.h"

static const char *const handler_names[] = {
    [ON_STRICT] = "strict", [ON_IGNORE] = "ignore", [ON_REPLACE] = "replace", [ON_BACKSLASH] = "backslashreplace",
    [ON_XML] = "xmlcharrefreplace", [ON_NAME] = "namereplace", [ON_ESCAPE] = "surrogateescape",
    [ON_PASS] = "surrogatepass",
};

ErrorHandling error_handling(const char *errors)
{
    if (!errors)
        return ON_STRICT;
    for (int i = 0; i < ON_OTHER; i++)
        if (!strcmp(errors, handler_names[i]))
            return (ErrorHandling)i;
    return ON_OTHER;
}

/* -- which UTF an encoding is, for surrogatepass */

typedef struct UtfForm { int bytes; bool big; } UtfForm;     /* bytes 0: none of them */

static UtfForm utf_form(const char *encoding)
{
    char name[16];
    UtfForm form = { 0 };
    if (!codec_normalize(encoding, name, sizeof name) || strncmp(name, "utf", 3))
        return form;
    const char *rest = name + 3 + (name[3] == '_');
    if (!strcmp(rest, "8"))
        form.bytes = 3;
    else if (!strncmp(rest, "16", 2) || !strncmp(rest, "32", 2))
        form.bytes = *rest == '1' ? 2 : 4;
    if (form.bytes != 3 && form.bytes) {
        rest += 2;
        rest += *rest == '_';
        form.big = !strcmp(rest, "be");
        if (*rest && !form.big && strcmp(rest, "le"))
            form.bytes = 0;
    }
    return form;
}

static uint32_t read_unit(const char *bytes, UtfForm form)
{
    const unsigned char *p = (const unsigned char *)bytes;
    uint32_t c = 0;
    if (form.bytes == 3)
        return p[0] == 0xed && (p[1] & 0xe0) == 0xa0 && (p[2] & 0xc0) == 0x80
            ? 0xd000u | (p[1] & 0x3fu) << 6 | (p[2] & 0x3f) : 0;
    for (int i = 0; i < form.bytes; i++)
        c = c << 8 | p[form.big ? i : form.bytes - 1 - i];
    return c;
}

static void write_unit(StrBuilder *b, uint32_t c, UtfForm form)
{
    if (form.bytes == 3) {
        builder_code_point(b, c);
        return;
    }
    for (int i = 0; i < form.bytes; i++)
        builder_byte(b, (char)(c >> 8 * (form.big ? form.bytes - 1 - i : i)));
}

/* -- replacements: 1 written, 0 this handler gives up, -1 error */

static int decode_replacement(ErrorHandling how, const char *encoding, const char *bytes, size_t size,
                              size_t start, size_t end, StrBuilder *out, size_t *next)
{
    UtfForm form;
    uint32_t c;
    *next = end;
    switch (how) {
    case ON_IGNORE:
        return 1;
    case ON_REPLACE:
        return builder_code_point(out, 0xfffd) ? 1 : -1;
    case ON_BACKSLASH:
        for (size_t i = start; i < end; i++) {
            char text[4] = { '\\', 'x', "0123456789abcdef"[(unsigned char)bytes[i] >> 4], "0123456789abcdef"[bytes[i] & 15] };
            builder_write(out, text, 4);
        }
        return out->failed ? -1 : 1;
    case ON_ESCAPE:
        for (*next = start; *next < end && *next < start + 4 && (bytes[*next] & 0x80); ++*next)
            builder_code_point(out, 0xdc00u + (unsigned char)bytes[*next]);
        return out->failed ? -1 : *next > start;
    case ON_PASS:
        form = utf_form(encoding);
        if (!form.bytes || size - start < (size_t)form.bytes)
            return 0;
        c = read_unit(bytes + start, form);
        if (!unicode_is_surrogate(c))
            return 0;
        *next = start + (size_t)form.bytes;
        return builder_code_point(out, c) ? 1 : -1;
    default:
        return 0;
    }
}

static void write_reference(StrBuilder *out, ErrorHandling how, uint32_t c)
{
    char text[16];
    char *p = text + sizeof text;
    if (how != ON_XML) {
        int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
        for (int i = 0; i < digits; i++, c >>= 4)
            *--p = "0123456789abcdef"[c & 15];
        *--p = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
        *--p = '\\';
    } else {
        *--p = ';';
        do
            *--p = (char)('0' + c % 10);
        while (c /= 10);
        *--p = '#';
        *--p = '&';
    }
    builder_write(out, p, (size_t)(text + sizeof text - p));
}

/* "\\N{name}"; false: C has no name. */
static bool write_name(StrBuilder *out, uint32_t c)
{
    char name[UNICODE_NAME_MAX];
    size_t size = unicode_name(c, name);
    if (!size)
        return false;
    builder_text(out, "\\N{");
    builder_write(out, name, size);
    builder_byte(out, '}');
    return true;
}

/* *RAW: OUT has bytes, not characters. */
static int encode_replacement(ErrorHandling how, const char *encoding, Borrowed text, size_t start, size_t end,
                              StrBuilder *out, bool *raw)
{
    UtfForm form = { 0 };
    *raw = how == ON_ESCAPE || how == ON_PASS;
    if (how == ON_IGNORE)
        return 1;
    if (how == ON_PASS)
        form = utf_form(encoding);
    if (how == ON_STRICT || how == ON_OTHER || (how == ON_PASS && !form.bytes))
        return 0;
    size_t at = str_offset(text, start);
    for (size_t i = start; i < end && !out->failed; i++) {
        uint32_t c = utf8_next(str_bytes(text), &at);
        if (how == ON_REPLACE)
            builder_byte(out, '?');
        else if (how == ON_ESCAPE && (c < 0xdc80 || c > 0xdcff))
            return 0;
        else if (how == ON_ESCAPE)
            builder_byte(out, (char)(c - 0xdc00));
        else if (how == ON_PASS && !unicode_is_surrogate(c))
            return 0;
        else if (how == ON_PASS)
            write_unit(out, c, form);
        else if (how == ON_NAME && write_name(out, c))
            continue;
        else
            write_reference(out, how, c);
    }
    return out->failed ? -1 : 1;
}

/* -- exceptions */

static Owned codec_exception(Runtime *rt, Type *type, const char *encoding, Borrowed object, size_t start,
                             size_t end, const char *reason)
{
    Value made = NULL, name = str_from_text(rt, encoding), why = name ? str_from_text(rt, reason) : NULL;
    if (why) {
        const Value args[5] = { name, object, small_int_value((int64_t)start), small_int_value((int64_t)end), why };
        made = call(rt, type_value(type), args, 5, NULL);
    }
    release(rt, name);
    release(rt, why);
    return made;
}

static bool raise_codec(Runtime *rt, Type *type, const char *encoding, Borrowed object, size_t start, size_t end,
                        const char *reason)
{
    Value exception = codec_exception(rt, type, encoding, object, start, end, reason);
    if (exception) {
        raise_object(rt, exception);
        release(rt, exception);
    }
    return false;
}

/* Call a registered handler: *POSITION and the replacement; KIND words the TypeError. */
static Owned call_handler(Runtime *rt, Owned *handler, const char *errors, Borrowed exception, bool encoding,
                          int64_t *position)
{
    if (!*handler && !(*handler = codec_lookup_error(rt, errors)))
        return NULL;
    Value result = call_one(rt, *handler, exception), text = NULL;
    if (!result)
        return NULL;
    const char *message = encoding ? "encoding error handler must return (str/bytes, int) tuple"
                                   : "decoding error handler must return (str, int) tuple";
    bool pair = value_is_tuple(result) && tuple_count(result) == 2;
    if (pair && value_to_ssize(rt, tuple_item_peek(result, 1), position, rt->OverflowError)) {
        Borrowed first = tuple_item_peek(result, 0);
        text = value_is_str(first) || (encoding && value_is_bytes(first)) ? retain(first) : NULL;
    }
    if (!text && !error_pending(rt))
        raise(rt, rt->TypeError, message);
    release(rt, result);
    return text;
}

static bool check_position(Runtime *rt, int64_t given, size_t size, size_t *position)
{
    int64_t at = given < 0 ? given + (int64_t)size : given;
    if (at < 0 || at > (int64_t)size)
        return raise(rt, rt->IndexError, "position %zd from error handler out of bounds", at);
    *position = (size_t)at;
    return true;
}

/* -- decoding */

void decoder_open(Decoder *d, Runtime *rt, const char *encoding, const char *errors, const char *bytes, size_t size)
{
    *d = (Decoder){ .encoding = encoding, .errors = errors, .handling = error_handling(errors),
                    .bytes = bytes, .size = size, .final = true };
    if (d->handling == ON_XML || d->handling == ON_NAME)
        d->handling = ON_OTHER;         /* whose functions refuse to decode */
    builder_open(&d->out, rt);
}

static bool decoder_object(Decoder *d)
{
    return d->object || (d->object = bytes_from(d->out.rt, d->bytes, d->size));
}

/* A handler may have put another object into the exception: go on in that. */
static bool take_object(Decoder *d, Borrowed exception)
{
    Runtime *rt = d->out.rt;
    Value object = get_attribute(rt, exception, rt->names.object);
    if (!object)
        return false;
    if (!value_is_bytes(object)) {
        release(rt, object);
        return raise(rt, rt->TypeError, "exception attribute object must be bytes");
    }
    value_replace(rt, &d->object, object);
    d->bytes = bytes_bytes(object);
    d->size = bytes_size(object);
    return true;
}

static bool decode_by_handler(Decoder *d, size_t start, size_t end, const char *reason, size_t *position)
{
    Runtime *rt = d->out.rt;
    int64_t given;
    Value exception = codec_exception(rt, rt->UnicodeDecodeError, d->encoding, d->object, start, end, reason);
    if (!exception)
        return false;
    Value text = call_handler(rt, &d->handler, d->errors, exception, false, &given);
    bool ok = text && take_object(d, exception) && check_position(rt, given, d->size, position)
        && builder_str(&d->out, text);
    release(rt, text);
    release(rt, exception);
    return ok;
}

bool decoder_error(Decoder *d, size_t start, size_t end, const char *reason, size_t *position)
{
    if (d->out.failed)
        return false;
    int done = decode_replacement(d->handling, d->encoding, d->bytes, d->size, start, end, &d->out, position);
    if (done)
        return done > 0;
    if (!decoder_object(d))
        return false;
    if (d->handling == ON_OTHER)
        return decode_by_handler(d, start, end, reason, position);
    return raise_codec(d->out.rt, d->out.rt->UnicodeDecodeError, d->encoding, d->object, start, end, reason);
}

Owned decoder_finish(Decoder *d, bool ok)
{
    Runtime *rt = d->out.rt;
    d->out.failed |= !ok;
    Value text = builder_finish(&d->out);
    release(rt, d->object);
    release(rt, d->handler);
    return text;
}

/* -- encoding */

void encoder_open(Encoder *e, Runtime *rt, const char *encoding, const char *errors, Borrowed text)
{
    *e = (Encoder){ .encoding = encoding, .errors = errors, .handling = error_handling(errors), .text = text,
                    .unit = 1 };
    builder_open(&e->out, rt);
}

static bool encode_strict(Encoder *e, size_t start, size_t end, const char *reason)
{
    return raise_codec(e->out.rt, e->out.rt->UnicodeEncodeError, e->encoding, e->text, start, end, reason);
}

/* Put SIZE bytes, or the characters of UTF-8; 0: they cannot be encoded. */
static int put_replacement(Encoder *e, const char *bytes, size_t size, bool raw)
{
    if (raw) {
        if (size % e->unit)
            return 0;
        return builder_write(&e->out, bytes, size) ? 1 : -1;
    }
    for (size_t at = 0; at < size;) {
        int done = e->put(e, utf8_next(bytes, &at));
        if (done <= 0)
            return done;
    }
    return 1;
}

static bool encode_by_handler(Encoder *e, size_t start, size_t end, const char *reason, size_t *position)
{
    Runtime *rt = e->out.rt;
    int64_t given;
    Value exception = codec_exception(rt, rt->UnicodeEncodeError, e->encoding, e->text, start, end, reason);
    if (!exception)
        return false;
    Value text = call_handler(rt, &e->handler, e->errors, exception, true, &given);
    bool ok = text && check_position(rt, given, str_length(e->text), position);
    if (ok) {
        int done = value_is_bytes(text) ? put_replacement(e, bytes_bytes(text), bytes_size(text), true)
                                        : put_replacement(e, str_bytes(text), str_size(text), false);
        ok = done > 0;
        if (!done)
            raise_object(rt, exception);
    }
    release(rt, text);
    release(rt, exception);
    return ok;
}

/* Write the escaped bytes at START; gives where they end. */
static size_t put_escaped_bytes(Encoder *e, size_t start, size_t end)
{
    size_t at = str_offset(e->text, start);
    for (; start < end; start++) {
        uint32_t c = utf8_next(str_bytes(e->text), &at);
        if (c < 0xdc80 || c > 0xdcff || !builder_byte(&e->out, (char)(c - 0xdc00)))
            break;
    }
    return start;
}

bool encoder_error(Encoder *e, size_t start, size_t end, const char *reason, size_t *position)
{
    StrBuilder text;
    bool raw;
    if (e->out.failed)
        return false;
    if (e->handling == ON_STRICT)
        return encode_strict(e, start, end, reason);
    if (e->handling == ON_OTHER)
        return encode_by_handler(e, start, end, reason, position);
    *position = end;
    if (e->handling == ON_ESCAPE && e->unit == 1 && !e->put_data) {
        start = put_escaped_bytes(e, start, end);
        return start == end || (!e->out.failed && encode_strict(e, start, end, reason));
    }
    builder_open(&text, e->out.rt);
    int done = encode_replacement(e->handling, e->encoding, e->text, start, end, &text, &raw);
    if (done > 0)
        done = put_replacement(e, text.bytes, text.size, raw);
    builder_close(&text);
    return done ? done > 0 : encode_strict(e, start, end, reason);
}

Owned encoder_finish(Encoder *e, bool ok)
{
    Runtime *rt = e->out.rt;
    e->out.failed |= !ok;
    release(rt, e->handler);
    return builder_finish_bytes(&e->out);
}

/* -- the built-in handlers as functions of one exception */

typedef struct Fault { Owned object, encoding; int64_t start, end; } Fault;

static bool fault_index(Runtime *rt, Borrowed exception, Borrowed name, int64_t *out)
{
    Value v = get_attribute(rt, exception, name);
    if (!v)
        return false;
    bool ok = value_to_ssize(rt, v, out, NULL);
    release(rt, v);
    return ok;
}

static void fault_close(Runtime *rt, Fault *f)
{
    release(rt, f->object);
    release(rt, f->encoding);
}

static bool fault_open(Runtime *rt, Borrowed exception, Fault *f, bool decoding)
{
    *f = (Fault){ 0 };
    if (!(f->object = get_attribute(rt, exception, rt->names.object)))
        return false;
    bool fits = decoding ? value_is_bytes(f->object) : value_is_str(f->object);
    if (!fits)
        raise(rt, rt->TypeError, "object attribute must be %s", decoding ? "bytes" : "unicode");
    if (!fits || !fault_index(rt, exception, rt->names.start, &f->start)
        || !fault_index(rt, exception, rt->names.end, &f->end))
        return false;
    int64_t size = (int64_t)(decoding ? bytes_size(f->object) : str_length(f->object));
    f->start = MAX(0, MIN(f->start, size - 1));
    f->end = MIN(MAX(f->end, 1), size);
    if (!value_is_instance(rt, exception, rt->UnicodeTranslateError)) {
        f->encoding = get_attribute(rt, exception, rt->names.encoding);
        if (f->encoding && !value_is_str(f->encoding))
            raise(rt, rt->TypeError, "encoding attribute must be unicode");
        return f->encoding && value_is_str(f->encoding);
    }
    return true;
}

static Owned handler_result(Runtime *rt, Owned replacement, int64_t position)
{
    if (!replacement)
        return NULL;
    Value parts[2] = { replacement, int_from_int64(rt, position) };
    if (!parts[1]) {
        release(rt, replacement);
        return NULL;
    }
    return tuple_from_steal(rt, parts, 2);
}

static Owned wrong_exception(Runtime *rt, Borrowed exception)
{
    return raise(rt, rt->TypeError, "don't know how to handle %.200T in error callback", exception);
}

static Owned run_decode_handler(Runtime *rt, Borrowed exception, ErrorHandling how)
{
    Fault f;
    StrBuilder b;
    size_t next = 0;
    int done = -1;
    builder_open(&b, rt);
    if (fault_open(rt, exception, &f, true))
        done = f.start > f.end ? 0 : decode_replacement(how, str_bytes(f.encoding), bytes_bytes(f.object), bytes_size(f.object),
                                  (size_t)f.start, (size_t)f.end, &b, &next);
    fault_close(rt, &f);
    if (done == 0)
        raise_object(rt, exception);
    b.failed |= done <= 0;
    return handler_result(rt, builder_finish(&b), (int64_t)next);
}

static Owned run_encode_handler(Runtime *rt, Borrowed exception, ErrorHandling how)
{
    Fault f;
    StrBuilder b;
    bool raw = false;
    int done = -1;
    int64_t end = 0;
    builder_open(&b, rt);
    if (fault_open(rt, exception, &f, false)) {
        const char *encoding = f.encoding ? str_bytes(f.encoding) : "";
        bool translating = !f.encoding;
        end = f.end;
        if (how == ON_REPLACE && translating)
            done = f.start > f.end || builder_repeat(&b, 0xfffd, (size_t)(f.end - f.start)) ? 1 : -1;
        else
            done = f.start > f.end ? 1
                : encode_replacement(how, encoding, f.object, (size_t)f.start, (size_t)f.end, &b, &raw);
    }
    fault_close(rt, &f);
    if (done == 0)
        raise_object(rt, exception);
    b.failed |= done <= 0;
    return handler_result(rt, raw ? builder_finish_bytes(&b) : builder_finish(&b), end);
}

/* Which kinds of exceptions a handler takes. */
enum { TAKES_ENCODE = 1, TAKES_DECODE = 2, TAKES_TRANSLATE = 4, TAKES_ALL = 7 };

static Owned run_handler(Runtime *rt, Borrowed exception, ErrorHandling how, int takes)
{
    if (!value_is_instance(rt, exception, rt->BaseException))
        return how == ON_STRICT ? raise(rt, rt->TypeError, "codec must pass exception instance")
                                : wrong_exception(rt, exception);
    if (how == ON_STRICT)
        return raise_object(rt, exception);
    if (value_is_instance(rt, exception, rt->UnicodeDecodeError))
        return takes & TAKES_DECODE ? run_decode_handler(rt, exception, how) : wrong_exception(rt, exception);
    if (value_is_instance(rt, exception, rt->UnicodeEncodeError))
        return takes & TAKES_ENCODE ? run_encode_handler(rt, exception, how) : wrong_exception(rt, exception);
    if (value_is_instance(rt, exception, rt->UnicodeTranslateError))
        return takes & TAKES_TRANSLATE ? run_encode_handler(rt, exception, how) : wrong_exception(rt, exception);
    return wrong_exception(rt, exception);
}

#define HANDLER(name, how, takes) \
    static Owned name(Runtime *rt, Borrowed self, const Value *args) \
    { \
        (void)self; \
        return run_handler(rt, args[0], how, takes); \
    }

HANDLER(strict_errors, ON_STRICT, TAKES_ALL)
HANDLER(ignore_errors, ON_IGNORE, TAKES_ALL)
HANDLER(replace_errors, ON_REPLACE, TAKES_ALL)
HANDLER(backslashreplace_errors, ON_BACKSLASH, TAKES_ALL)
HANDLER(xmlcharrefreplace_errors, ON_XML, TAKES_ENCODE)
HANDLER(namereplace_errors, ON_NAME, TAKES_ENCODE)
HANDLER(surrogateescape, ON_ESCAPE, TAKES_ENCODE | TAKES_DECODE)
HANDLER(surrogatepass, ON_PASS, TAKES_ENCODE | TAKES_DECODE)

static const MethodDef handlers[] = {
    [ON_STRICT] = METHOD("strict_errors", strict_errors, "(exception, /)",
        "Implements the 'strict' error handling, which raises a UnicodeError on coding errors."),
    [ON_IGNORE] = METHOD("ignore_errors", ignore_errors, "(exception, /)",
        "Implements the 'ignore' error handling, which ignores malformed data and continues."),
    [ON_REPLACE] = METHOD("replace_errors", replace_errors, "(exception, /)",
        "Implements the 'replace' error handling, which replaces malformed data with a replacement marker."),
    [ON_BACKSLASH] = METHOD("backslashreplace_errors", backslashreplace_errors, "(exception, /)",
        "Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence."),
    [ON_XML] = METHOD("xmlcharrefreplace_errors", xmlcharrefreplace_errors, "(exception, /)",
        "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML character reference."),
    [ON_NAME] = METHOD("namereplace_errors", namereplace_errors, "(exception, /)",
        "Implements the 'namereplace' error handling, which replaces an unencodable character with a \\N{...} escape sequence."),
    [ON_ESCAPE] = METHOD("surrogateescape", surrogateescape, "(exception, /)", NULL),
    [ON_PASS] = METHOD("surrogatepass", surrogatepass, "(exception, /)", NULL),
};

/* The built-in handler as a function object. */
Owned codec_builtin_handler(Runtime *rt, int i)
{
    return builtin_function_new(rt, &handlers[i], NULL, NULL);
}

const char *codec_handler_name(int i)
{
    return i < ON_OTHER ? handler_names[i] : NULL;
}
