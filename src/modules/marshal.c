/* The module marshal: plain values in the format of CPython's version 2 and, when reading, the
 * references and short forms of later versions.  Code objects have a form of Ouro's own. */
#include <string.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/complex.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/image.h"

enum { VERSION = 4, FLAG_REFERENCE = 0x80, DIGIT_BITS = 15 };

/* -- writing */

static bool write_byte(StrBuilder *b, int c)
{
    char byte = (char)c;
    return builder_write(b, &byte, 1);
}

static bool write_size(StrBuilder *b, size_t size)
{
    uint32_t n = (uint32_t)size;
    if (size > INT32_MAX)
        return raise(b->rt, b->rt->ValueError, "unmarshallable object");
    return builder_write(b, (const char *)&n, 4);
}

static bool write_value(StrBuilder *b, Borrowed v);

/* Digits of 15 bits, least significant first; the count has the sign. */
static bool write_big(StrBuilder *b, Borrowed v)
{
    const Int *n = (const Int *)v;
    int64_t limbs = n->size < 0 ? -n->size : n->size, bits = int_bit_length(v), digits = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
    int32_t count = (int32_t)(n->size < 0 ? -digits : digits);
    bool done = write_byte(b, 'l') && builder_write(b, (const char *)&count, 4);
    for (int64_t i = 0; done && i < digits; i++) {
        int64_t bit = i * DIGIT_BITS, limb = bit / 64, shift = bit % 64;
        uint64_t digit = n->limbs[limb] >> shift;
        if (shift > 64 - DIGIT_BITS && limb + 1 < limbs)
            digit |= n->limbs[limb + 1] << (64 - shift);
        uint16_t part = digit & 0x7fff;
        done = builder_write(b, (const char *)&part, 2);
    }
    return done;
}

static bool write_medium(StrBuilder *b, int64_t i)
{
    if (i == (int32_t)i) {
        int32_t small = (int32_t)i;
        return write_byte(b, 'i') && builder_write(b, (const char *)&small, 4);
    }
    uint64_t rest = i < 0 ? -(uint64_t)i : (uint64_t)i;
    uint16_t digits[5];
    int32_t count = 0;
    for (; rest; rest >>= DIGIT_BITS)
        digits[count++] = rest & 0x7fff;
    int32_t shown = i < 0 ? -count : count;
    return write_byte(b, 'l') && builder_write(b, (const char *)&shown, 4) && builder_write(b, (const char *)digits, (size_t)count * 2);
}

static bool write_items(StrBuilder *b, int kind, Borrowed v)
{
    Value items = sequence_tuple(b->rt, v);
    bool done = items && write_byte(b, kind) && write_size(b, (size_t)tuple_count(items));
    for (int64_t i = 0; done && i < tuple_count(items); i++)
        done = write_value(b, tuple_item_peek(items, i));
    release(b->rt, items);
    return done;
}

static bool write_dict(StrBuilder *b, Borrowed v)
{
    Value items = dict_items_list(b->rt, v);
    bool done = items && write_byte(b, '{');
    for (int64_t i = 0; done && i < list_count(items); i++) {
        Value pair = list_item_peek(items, i);
        done = write_value(b, tuple_item_peek(pair, 0)) && write_value(b, tuple_item_peek(pair, 1));
    }
    release(b->rt, items);
    return done && write_byte(b, '0');
}

static bool write_bytes(StrBuilder *b, int kind, const char *bytes, size_t size)
{
    return write_byte(b, kind) && write_size(b, size) && builder_write(b, bytes, size);
}

static bool write_buffer(StrBuilder *b, Borrowed v)
{
    Buffer buffer;
    if (!has_buffer(b->rt, v))
        return raise(b->rt, b->rt->ValueError, "unmarshallable object");
    if (!buffer_get(b->rt, v, &buffer, false))
        return false;
    bool done = write_bytes(b, 's', buffer.bytes, buffer.size);
    buffer_release(b->rt, &buffer);
    return done;
}

/* In Ouro's own form: see vm/image.h. */
static bool write_code(StrBuilder *b, Borrowed code)
{
    StrBuilder image;
    builder_open(&image, b->rt);
    bool done = image_write(&image, code) && write_bytes(b, 'c', image.bytes, image.size);
    builder_close(&image);
    return done;
}

static bool write_object(StrBuilder *b, Borrowed v)
{
    Runtime *rt = b->rt;
    Type *type = value_type(rt, v);
    if (v == NONE || v == TRUE || v == FALSE || v == ELLIPSIS)
        return write_byte(b, v == NONE ? 'N' : v == TRUE ? 'T' : v == FALSE ? 'F' : '.');
    if (v == type_value(rt->StopIteration))
        return write_byte(b, 'S');
    if (value_is_small_int(v))
        return write_medium(b, small_int(v));
    if (type == rt->int_type)
        return write_big(b, v);
    if (type == rt->float_type) {
        double d = float_number(v);
        return write_byte(b, 'g') && builder_write(b, (const char *)&d, 8);
    }
    if (type == rt->complex_type) {
        ComplexNumber z = complex_number(v);
        return write_byte(b, 'y') && builder_write(b, (const char *)&z.real, 8) && builder_write(b, (const char *)&z.imaginary, 8);
    }
    if (type == rt->str_type)
        return write_bytes(b, str_is_interned(v) ? 't' : 'u', str_bytes(v), str_size(v));
    if (type == rt->bytes_type)
        return write_bytes(b, 's', bytes_bytes(v), bytes_size(v));
    if (type == rt->tuple_type || type == rt->list_type)
        return write_items(b, type == rt->tuple_type ? '(' : '[', v);
    if (type == rt->dict_type)
        return write_dict(b, v);
    if (type == rt->set_type || type == rt->frozenset_type)
        return write_items(b, type == rt->set_type ? '<' : '>', v);
    if (type == rt->code_type)
        return write_code(b, v);
    return write_buffer(b, v);
}

static bool write_value(StrBuilder *b, Borrowed v)
{
    if (b->rt->depth + 8 >= b->rt->depth_limit)
        return raise(b->rt, b->rt->ValueError, "object too deeply nested to marshal");
    if (!recursion_enter(b->rt, " while marshalling an object"))
        return false;
    bool done = write_object(b, v);
    recursion_leave(b->rt);
    return done;
}

static Owned marshal_bytes(Runtime *rt, Borrowed v)
{
    StrBuilder b;
    builder_open(&b, rt);
    Value result = write_value(&b, v) && !b.failed ? bytes_from(rt, b.bytes ? b.bytes : "", b.size) : NULL;
    builder_close(&b);
    return result;
}

/* -- reading */

typedef struct Reader {
    Runtime *rt;
    const char *at, *end;
    Value references;           /* list */
} Reader;

static Owned read_value(Reader *r);

static const char *take(Reader *r, size_t size)
{
    if ((size_t)(r->end - r->at) < size)
        return raise(r->rt, r->rt->EOFError, "marshal data too short");
    r->at += size;
    return r->at - size;
}

static bool take_size(Reader *r, int64_t *size)
{
    int32_t n;
    const char *at = take(r, 4);
    if (!at)
        return false;
    memcpy(&n, at, 4);
    *size = n;
    return true;
}

static bool take_count(Reader *r, bool is_short, int64_t *count)
{
    if (is_short) {
        const char *at = take(r, 1);
        *count = at ? (unsigned char)*at : 0;
        return at;
    }
    if (!take_size(r, count))
        return false;
    return *count >= 0 || raise(r->rt, r->rt->ValueError, "bad marshal data (size out of range)");
}

static Owned read_big(Reader *r)
{
    int64_t count;
    if (!take_size(r, &count))
        return NULL;
    int64_t digits = count < 0 ? -count : count;
    const char *at = take(r, (size_t)digits * 2);
    Value total = at ? small_int_value(0) : NULL;
    for (int64_t i = digits - 1; total && i >= 0; i--) {
        uint16_t digit;
        memcpy(&digit, at + i * 2, 2);
        if (digit > 0x7fff) {
            release(r->rt, total);
            return raise(r->rt, r->rt->ValueError, "bad marshal data (digit out of range in long)");
        }
        Value shifted = int_binary(r->rt, total, small_int_value(DIGIT_BITS), BINARY_LSHIFT);
        release(r->rt, total);
        total = shifted ? int_binary(r->rt, shifted, small_int_value(digit), BINARY_OR) : NULL;
        release(r->rt, shifted);
    }
    if (!total || count >= 0)
        return total;
    Value negative = int_binary(r->rt, small_int_value(0), total, BINARY_SUB);
    release(r->rt, total);
    return negative;
}

static Owned read_text(Reader *r, int kind)
{
    int64_t size;
    bool is_short = kind == 'z' || kind == 'Z', intern = kind == 't' || kind == 'A' || kind == 'Z';
    if (!take_count(r, is_short, &size))
        return NULL;
    const char *at = take(r, (size_t)size);
    Value text = at ? kind == 'u' || kind == 't' ? str_decode_utf8(r->rt, at, (size_t)size, "surrogatepass")
                                                 : bytes_decode(r->rt, at, (size_t)size, "latin-1", "strict") : NULL;
    return text && intern ? str_intern_steal(r->rt, text) : text;
}

/* *END: the mark that closes a dict was read. */
static Owned read_or_end(Reader *r, bool *end)
{
    *end = r->at < r->end && *r->at == '0';
    if (*end)
        r->at++;
    return *end ? NULL : read_value(r);
}

static bool fill_dict(Reader *r, Borrowed dict)
{
    for (;;) {
        bool end;
        Value key = read_or_end(r, &end), value = key ? read_value(r) : NULL;
        bool done = value && dict_set(r->rt, dict, key, value);
        release(r->rt, key);
        release(r->rt, value);
        if (!done)
            return end;
    }
}

static Owned read_list(Reader *r, int64_t count, Owned list)
{
    for (int64_t i = 0; list && i < count; i++) {
        Value item = read_value(r);
        if (!item || !list_append_steal(r->rt, list, item))
            value_clear(r->rt, &list);
    }
    return list;
}

static Owned read_sequence(Reader *r, int kind, int64_t slot)
{
    int64_t count;
    if (!take_count(r, kind == ')', &count))
        return NULL;
    Value list = list_new(r->rt, 0);
    if (list && kind == '[' && slot >= 0 && !list_replace_range(r->rt, r->references, slot, slot + 1, &list, 1))
        value_clear(r->rt, &list);
    list = read_list(r, count, list);
    if (!list || kind == '[')
        return list;
    Value result = kind == '<' ? set_new(r->rt, list) : kind == '>' ? frozenset_new(r->rt, list) : list_to_tuple(r->rt, list);
    release(r->rt, list);
    return result;
}

static Owned read_dict(Reader *r, int64_t slot)
{
    Value dict = dict_new(r->rt);
    if (dict && ((slot >= 0 && !list_replace_range(r->rt, r->references, slot, slot + 1, &dict, 1)) || !fill_dict(r, dict)))
        value_clear(r->rt, &dict);
    return dict;
}

static Owned read_doubles(Reader *r, int kind)
{
    double d[2] = { 0, 0 };
    size_t size = kind == 'g' ? 8 : 16;
    const char *at = take(r, size);
    if (!at)
        return NULL;
    memcpy(d, at, size);
    return kind == 'g' ? float_value(r->rt, d[0]) : complex_value(r->rt, d[0], d[1]);
}

static Owned read_bytes(Reader *r)
{
    int64_t size;
    const char *at = take_count(r, false, &size) ? take(r, (size_t)size) : NULL;
    return at ? bytes_from(r->rt, at, (size_t)size) : NULL;
}

static Owned read_code(Reader *r)
{
    int64_t size;
    const char *at = take_count(r, false, &size) ? take(r, (size_t)size) : NULL;
    return at ? image_read(r->rt, at, (size_t)size, false) : NULL;
}

static Owned read_reference(Reader *r)
{
    int64_t index;
    if (!take_size(r, &index))
        return NULL;
    Value found = index >= 0 && index < list_count(r->references) ? list_item_peek(r->references, index) : NOT_IMPLEMENTED;
    return found == NOT_IMPLEMENTED ? raise(r->rt, r->rt->ValueError, "bad marshal data (invalid reference)") : retain(found);
}

static Owned read_kind(Reader *r, int kind, int64_t slot)
{
    int64_t size;
    switch (kind) {
    case 'N': return NONE;
    case 'T': return TRUE;
    case 'F': return FALSE;
    case '.': return ELLIPSIS;
    case 'S': return retain(type_value(r->rt->StopIteration));
    case 'i': return take_size(r, &size) ? small_int_value(size) : NULL;
    case 'l': return read_big(r);
    case 'g': case 'y': return read_doubles(r, kind);
    case 's': return read_bytes(r);
    case 'c': return read_code(r);
    case 't': case 'u': case 'a': case 'A': case 'z': case 'Z': return read_text(r, kind);
    case '(': case ')': case '[': case '<': case '>': return read_sequence(r, kind, slot);
    case '{': return read_dict(r, slot);
    case 'r': return read_reference(r);
    default: return raise(r->rt, r->rt->ValueError, "bad marshal data (unknown type code)");
    }
}

static Owned read_value(Reader *r)
{
    if (r->at == r->end)
        return raise(r->rt, r->rt->EOFError, "EOF read where object expected");
    int kind = (unsigned char)*r->at++;
    int64_t slot = kind & FLAG_REFERENCE ? list_count(r->references) : -1;
    if ((slot >= 0 && !list_append(r->rt, r->references, NOT_IMPLEMENTED)) || !recursion_enter(r->rt, " while unmarshalling an object"))
        return NULL;
    Value value = read_kind(r, kind & ~FLAG_REFERENCE, slot);
    recursion_leave(r->rt);
    if (value && slot >= 0 && !list_replace_range(r->rt, r->references, slot, slot + 1, &value, 1))
        value_clear(r->rt, &value);
    return value;
}

static Owned read_from(Runtime *rt, const char *bytes, size_t size, size_t *used)
{
    Reader r = { rt, bytes, bytes + size, list_new(rt, 0) };
    Value value = r.references ? read_value(&r) : NULL;
    *used = (size_t)(r.at - bytes);
    release(rt, r.references);
    return value;
}

/* -- functions */

static Owned marshal_dumps(Runtime *rt, Borrowed self unused, const Value *args) { return marshal_bytes(rt, args[0]); }

static Owned marshal_dump(Runtime *rt, Borrowed self unused, const Value *args)
{
    Value bytes = marshal_bytes(rt, args[0]);
    Value result = bytes ? call_method(rt, args[1], rt->names.write, &bytes, 1) : NULL;
    release(rt, bytes);
    return result;
}

static Owned marshal_loads(Runtime *rt, Borrowed self unused, const Value *args)
{
    Buffer buffer;
    size_t used;
    if (!buffer_get(rt, args[0], &buffer, false))
        return NULL;
    Value value = read_from(rt, buffer.bytes, buffer.size, &used);
    buffer_release(rt, &buffer);
    return value;
}

/* The whole rest is read; what the value does not use is given back by seeking. */
static Owned marshal_load(Runtime *rt, Borrowed self unused, const Value *args)
{
    size_t used = 0;
    Value bytes = call_method(rt, args[0], rt->names.read, NULL, 0), value = NULL;
    if (bytes && !value_is_bytes(bytes))
        raise(rt, rt->TypeError, "file.read() returned not bytes but %T", bytes);
    else if (bytes)
        value = read_from(rt, bytes_bytes(bytes), bytes_size(bytes), &used);
    if (value && used < bytes_size(bytes)) {
        Value seek = str_intern_text(rt, "seek"), where[2] = { small_int_value((int64_t)used - (int64_t)bytes_size(bytes)), small_int_value(1) };
        Value done = seek ? call_method(rt, args[0], seek, where, 2) : NULL;
        if (!done)
            value_clear(rt, &value);
        release(rt, done);
        release(rt, seek);
    }
    release(rt, bytes);
    return value;
}

static bool init(Runtime *rt, Borrowed module) { return module_add(rt, module, "version", small_int_value(VERSION)); }

static const MethodDef functions[] = {
    METHOD("dump", marshal_dump, "(value, file, version=4, /)", "Write the value on the open file."),
    METHOD("load", marshal_load, "(file, /)", "Read one value from the open file and return it."),
    METHOD("dumps", marshal_dumps, "(value, version=4, /)", "Return the bytes object that would be written to a file by dump(value, file)."),
    METHOD("loads", marshal_loads, "(bytes, /)", "Convert the bytes-like object to a value."),
    { 0 },
};

const ModuleDef marshal_module_def = {
    .name = "marshal",
    .doc = "This module contains functions that can read and write Python values in\na binary format.",
    .functions = functions,
    .init = init,
};
