/* Bytes to code objects.
 *
 * Every length is checked against the end; what is not written by this build is refused
 * by its fingerprint.  A code object is filled field by field and given up whole. */
#include "vm/image.h"

#include "compiler/emitter.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/code.h"
#include "types/float.h"
#include "types/int.h"
#include "types/set.h"
#include "types/tuple.h"

typedef struct Reader {
    Runtime *rt;
    const char *start, *at, *end;
    Value *strings;             /* string_count of them; NULL while not read */
    uint32_t string_count;
    bool stays;
} Reader;

static const char *take(Reader *r, uint64_t size)
{
    const char *at = r->at;
    uint64_t whole = round_up(size, 4);
    if (unlikely(size > INT32_MAX || whole > (uint64_t)(r->end - at)))
        return raise(r->rt, r->rt->ValueError, "bad marshal data (code is cut off)");
    r->at += whole;
    return at;
}

static bool take_number(Reader *r, uint32_t *number)
{
    const char *at = take(r, 4);
    if (likely(at))
        memcpy(number, at, 4);
    return at;
}

/* -- strings */

static Owned read_string(Reader *r)
{
    ImageString head;
    const char *at = take(r, sizeof head);
    if (!at)
        return NULL;
    memcpy(&head, at, sizeof head);
    if (!(at = take(r, head.size)))
        return NULL;
    Value v = r->stays ? (head.flags & IMAGE_STRING_INTERNED ? str_intern_bytes(r->rt, at, head.size) : str_from_bytes(r->rt, at, head.size))
                       : str_decode_utf8(r->rt, at, head.size, "surrogatepass");
    return v && (head.flags & IMAGE_STRING_INTERNED) ? str_intern_steal(r->rt, v) : v;
}

static bool read_strings(Reader *r)
{
    size_t size = (size_t)r->string_count * sizeof(Value);
    if (r->string_count > (size_t)(r->end - r->at) / sizeof(ImageString))
        return raise(r->rt, r->rt->ValueError, "bad marshal data (code is cut off)");
    if (!(r->strings = memory_alloc(r->rt, size + 1)))
        return raise_memory_error(r->rt);
    memset(r->strings, 0, size);
    for (uint32_t i = 0; i < r->string_count; i++)
        if (!(r->strings[i] = read_string(r)))
            return false;
    return true;
}

static Owned string_at(Reader *r, uint32_t number)
{
    if (unlikely(number >= r->string_count))
        return raise(r->rt, r->rt->ValueError, "bad marshal data (no such string)");
    return retain(r->strings[number]);
}

static Owned take_str(Reader *r)
{
    uint32_t number;
    return take_number(r, &number) ? string_at(r, number) : NULL;
}

/* -- constants */

static Owned read_code(Reader *r);
static Owned read_constant(Reader *r);

static Owned read_big(Reader *r)
{
    uint32_t size;
    if (!take_number(r, &size))
        return NULL;
    int32_t limbs = (int32_t)size < 0 ? -(int32_t)size : (int32_t)size;
    const char *at = limbs < 0 ? raise(r->rt, r->rt->ValueError, "bad marshal data") : take(r, (uint64_t)limbs * 8);
    Value magnitude = at ? int_from_bytes(r->rt, (const unsigned char *)at, (size_t)limbs * 8, true, false) : NULL;
    if (!magnitude || (int32_t)size >= 0)
        return magnitude;
    Value negative = int_binary(r->rt, small_int_value(0), magnitude, BINARY_SUB);
    release(r->rt, magnitude);
    return negative;
}

static Owned read_doubles(Reader *r, bool is_complex)
{
    double d[2] = { 0, 0 };
    size_t size = is_complex ? 16 : 8;
    const char *at = take(r, size);
    if (!at)
        return NULL;
    memcpy(d, at, size);
    return is_complex ? complex_value(r->rt, d[0], d[1]) : float_value(r->rt, d[0]);
}

static Owned read_int(Reader *r)
{
    int64_t number;
    const char *at = take(r, 8);
    if (!at)
        return NULL;
    memcpy(&number, at, 8);
    return int_from_int64(r->rt, number);
}

static Owned read_bytes(Reader *r)
{
    uint32_t size;
    const char *at = take_number(r, &size) ? take(r, size) : NULL;
    return at ? bytes_from(r->rt, at, size) : NULL;
}

static Owned read_tuple(Reader *r)
{
    uint32_t count;
    if (!take_number(r, &count))
        return NULL;
    if (count > (size_t)(r->end - r->at) / 4)
        return raise(r->rt, r->rt->ValueError, "bad marshal data (code is cut off)");
    Value tuple = count ? tuple_new(r->rt, count) : tuple_empty(r->rt);
    for (uint32_t i = 0; tuple && i < count; i++)
        if (!(tuple_items(tuple)[i] = read_constant(r)))
            value_clear(r->rt, &tuple);
    return tuple && count ? tuple_done(r->rt, tuple) : tuple;
}

static Owned read_frozenset(Reader *r)
{
    Value items = read_tuple(r), set = items ? frozenset_new(r->rt, items) : NULL;
    release(r->rt, items);
    return set;
}

static Owned read_nested(Reader *r, uint32_t tag)
{
    if (!recursion_enter(r->rt, " while unmarshalling an object"))
        return NULL;
    Value v = tag == IMAGE_CODE ? read_code(r) : tag == IMAGE_TUPLE ? read_tuple(r) : read_frozenset(r);
    recursion_leave(r->rt);
    return v;
}

static Owned read_constant(Reader *r)
{
    uint32_t tag;
    if (!take_number(r, &tag))
        return NULL;
    switch (tag) {
    case IMAGE_NONE: return NONE;
    case IMAGE_TRUE: return TRUE;
    case IMAGE_FALSE: return FALSE;
    case IMAGE_ELLIPSIS: return ELLIPSIS;
    case IMAGE_INT: return read_int(r);
    case IMAGE_BIG: return read_big(r);
    case IMAGE_FLOAT: case IMAGE_COMPLEX: return read_doubles(r, tag == IMAGE_COMPLEX);
    case IMAGE_STR: return take_str(r);
    case IMAGE_BYTES: return read_bytes(r);
    case IMAGE_TUPLE: case IMAGE_FROZENSET: case IMAGE_CODE: return read_nested(r, tag);
    default: return raise(r->rt, r->rt->ValueError, "bad marshal data (unknown type code)");
    }
}

/* -- code */

static bool copy_table(Reader *r, void *field, int32_t count, size_t size)
{
    void *block, **place = field;
    const char *at = count < 0 ? raise(r->rt, r->rt->ValueError, "bad marshal data") : take(r, (uint64_t)(uint32_t)count * size);
    if (!at)
        return false;
    if (!count)
        return true;
    if (!(block = memory_alloc(r->rt, (size_t)count * size)))
        return raise_memory_error(r->rt);
    memcpy(block, at, (size_t)count * size);
    *place = block;
    return true;
}

static bool read_positions(Reader *r, Code *code)
{
    if (!r->stays)
        return copy_table(r, &code->positions, code->position_count, sizeof(Position));
    code->positions = (Position *)take(r, (uint64_t)(uint32_t)code->position_count * sizeof(Position));
    code->positions_stay = true;
    return code->positions;
}

static bool read_names(Reader *r, Code *code)
{
    if (code->local_count < 0 || code->local_count > (r->end - r->at) / 4)
        return raise(r->rt, r->rt->ValueError, "bad marshal data");
    Value names = code->local_count ? tuple_new(r->rt, code->local_count) : tuple_empty(r->rt);
    code->local_names = names;
    for (int32_t i = 0; names && i < code->local_count; i++)
        if (!(tuple_items(names)[i] = take_str(r)))
            return false;
    if (names && code->local_count)
        code->local_names = tuple_done(r->rt, names);
    return names && copy_table(r, &code->local_kinds, code->local_count, 1);
}

static bool read_constants(Reader *r, Code *code, int32_t count)
{
    if (count < 0 || count > (r->end - r->at) / 4)
        return raise(r->rt, r->rt->ValueError, "bad marshal data");
    if (!count)
        return true;
    if (!(code->constants = memory_alloc(r->rt, (size_t)count * sizeof(Value))))
        return raise_memory_error(r->rt);
    for (; code->constant_count < count; code->constant_count++)
        if (!(code->constants[code->constant_count] = read_constant(r)))
            return false;
    return true;
}

static bool take_fields(Reader *r, Code *code, CodeFields *f)
{
    const char *at = take(r, sizeof *f);
    if (!at)
        return false;
    memcpy(f, at, sizeof *f);
    code->argument_count = f->argument_count;
    code->positional_only_count = f->positional_only_count;
    code->keyword_only_count = f->keyword_only_count;
    code->local_count = f->local_count;
    code->free_count = f->free_count;
    code->register_count = f->register_count;
    code->flags = f->flags;
    code->first_line = f->first_line;
    code->instruction_count = f->instruction_count;
    code->handler_count = f->handler_count;
    code->position_count = f->position_count;
    return (code->name = string_at(r, f->name)) && (code->qualname = string_at(r, f->qualname)) &&
           (code->filename = string_at(r, f->filename));
}

static bool fill(Reader *r, Code *code)
{
    CodeFields f;
    if (!take_fields(r, code, &f))
        return false;
    if (((r->at - r->start) & 4) && !take(r, 4))
        return false;
    return copy_table(r, &code->instructions, code->instruction_count, sizeof(Instruction)) &&
           copy_table(r, &code->handlers, code->handler_count, sizeof(Handler)) && read_positions(r, code) && read_names(r, code) &&
           read_constants(r, code, f.constant_count);
}

static bool is_sound(Reader *r, const Code *code)
{
    char fault[128];
    return r->stays || code_verify(code, fault, sizeof fault) || raise(r->rt, r->rt->ValueError, "bad marshal data (%s)", fault);
}

static Owned read_code(Reader *r)
{
    Code *code = (Code *)type_alloc(r->rt, r->rt->code_type, 0);
    if (!code)
        return NULL;
    if (fill(r, code) && is_sound(r, code))
        return object_value(code);
    release(r->rt, object_value(code));
    return NULL;
}

Owned image_read(Runtime *rt, const char *bytes, size_t size, bool stays)
{
    ImageHead head = { 0 };
    Value code = NULL;
    if (size >= sizeof head)
        memcpy(&head, bytes, sizeof head);
    if (head.magic != IMAGE_MAGIC || head.size > size || head.body > head.size || head.body % 8 || (!stays && head.fingerprint != image_fingerprint()))
        return raise(rt, rt->ValueError, "bad marshal data (code of another build)");
    Reader r = { rt, bytes + head.body, bytes + sizeof head, bytes + head.size, NULL, head.string_count, stays };
    if (read_strings(&r)) {
        r.at = r.start;
        code = read_code(&r);
    }
    for (uint32_t i = 0; r.strings && i < head.string_count; i++)
        release(rt, r.strings[i]);
    memory_free(rt, r.strings);
    return code;
}
