/* Code objects to bytes. */
#include "vm/image.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/code_parts.h"
#include "types/complex.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/tuple.h"
#include "vm/opcodes.h"

typedef struct Writer {
    Runtime *rt;
    StrBuilder body;
    Value numbers, strings;     /* dict str -> index; list */
} Writer;

uint32_t image_fingerprint(void)
{
    uint32_t hash = 2166136261u;
    for (int i = 0; i < OP_COUNT; i++)
        for (const char *c = opcode_info[i].name; *c; c++)
            hash = (hash ^ (unsigned char)*c) * 16777619u;
    return (hash ^ (uint32_t)sizeof(Code)) * 16777619u;
}

static bool put(Writer *w, const void *bytes, size_t size)
{
    static const char zeros[8];
    return builder_write(&w->body, bytes, size) && builder_write(&w->body, zeros, round_up(size, 4) - size);
}

static bool put_number(Writer *w, uint32_t number) { return put(w, &number, 4); }

static bool number_of(Writer *w, Borrowed str, uint32_t *number)
{
    Value found;
    if (!dict_lookup(w->rt, w->numbers, str, &found))
        return false;
    if (found) {
        *number = (uint32_t)small_int(found);
        return true;
    }
    *number = (uint32_t)list_count(w->strings);
    return list_append(w->rt, w->strings, str) && dict_set(w->rt, w->numbers, str, small_int_value(*number));
}

static bool put_str(Writer *w, Borrowed str)
{
    uint32_t number;
    return number_of(w, str, &number) && put_number(w, number);
}

/* -- constants */

static bool put_code(Writer *w, const Code *code);
static bool put_constant(Writer *w, Borrowed v);

static bool put_int(Writer *w, Borrowed v)
{
    int64_t number = value_is_small_int(v) ? small_int(v) : 0;
    if (value_is_small_int(v))
        return put_number(w, IMAGE_INT) && put(w, &number, 8);
    const Int *big = (const Int *)v;
    int64_t limbs = big->size < 0 ? -big->size : big->size;
    return put_number(w, IMAGE_BIG) && put_number(w, (uint32_t)(int32_t)big->size) && put(w, big->limbs, (size_t)limbs * 8);
}

static bool put_items(Writer *w, ImageTag tag, Borrowed v)
{
    Value items = sequence_tuple(w->rt, v);
    bool done = items && put_number(w, tag) && put_number(w, (uint32_t)tuple_count(items));
    for (int64_t i = 0; done && i < tuple_count(items); i++)
        done = put_constant(w, tuple_item_peek(items, i));
    release(w->rt, items);
    return done;
}

static bool put_bytes(Writer *w, Borrowed v)
{
    return put_number(w, IMAGE_BYTES) && put_number(w, (uint32_t)bytes_size(v)) && put(w, bytes_bytes(v), bytes_size(v));
}

static bool put_constant(Writer *w, Borrowed v)
{
    Runtime *rt = w->rt;
    Type *type = value_type(rt, v);
    double d = type == rt->float_type ? float_number(v) : 0;
    if (v == NONE || v == TRUE || v == FALSE || v == ELLIPSIS)
        return put_number(w, v == NONE ? IMAGE_NONE : v == TRUE ? IMAGE_TRUE : v == FALSE ? IMAGE_FALSE : IMAGE_ELLIPSIS);
    if (type == rt->int_type)
        return put_int(w, v);
    if (type == rt->float_type)
        return put_number(w, IMAGE_FLOAT) && put(w, &d, 8);
    if (type == rt->complex_type) {
        ComplexNumber z = complex_number(v);
        return put_number(w, IMAGE_COMPLEX) && put(w, &z.real, 8) && put(w, &z.imaginary, 8);
    }
    if (type == rt->str_type)
        return put_number(w, IMAGE_STR) && put_str(w, v);
    if (type == rt->bytes_type)
        return put_bytes(w, v);
    if (type == rt->tuple_type || type == rt->frozenset_type)
        return put_items(w, type == rt->tuple_type ? IMAGE_TUPLE : IMAGE_FROZENSET, v);
    if (type == rt->code_type)
        return put_number(w, IMAGE_CODE) && put_code(w, (Code *)v);
    return raise(rt, rt->ValueError, "unmarshallable object");
}

/* -- code */

static bool put_instructions(Writer *w, const Code *code)
{
    int32_t start = 0, end = 0;
    if ((w->body.size & 4) && !put_number(w, 0))
        return false;
    for (int32_t pc = 0; pc < code->instruction_count; pc++) {
        if (pc == end) {
            start = pc;
            end = pc + opcode_words[code->instructions[pc].op];
        }
        Instruction word = code_plain_word(code, pc, start);
        if (!put(w, &word, sizeof word))
            return false;
    }
    return true;
}

static bool put_fields(Writer *w, const Code *code)
{
    CodeFields f = {
        code->argument_count, code->positional_only_count, code->keyword_only_count, code->local_count, code->free_count,
        code->register_count, code->flags, code->first_line, code->instruction_count, code->constant_count,
        code->handler_count, code->position_count, 0, 0, 0,
    };
    return number_of(w, code->name, &f.name) && number_of(w, code->qualname, &f.qualname) && number_of(w, code->filename, &f.filename) &&
           put(w, &f, sizeof f);
}

static bool put_tables(Writer *w, const Code *code)
{
    if (!put(w, code->handlers, (size_t)code->handler_count * sizeof(Handler)) ||
        !put(w, code->positions, (size_t)code->position_count * sizeof(Position)))
        return false;
    for (int32_t i = 0; i < code->local_count; i++)
        if (!put_str(w, tuple_item_peek(code->local_names, i)))
            return false;
    return put(w, code->local_kinds, (size_t)code->local_count);
}

static bool put_code(Writer *w, const Code *code)
{
    if (!recursion_enter(w->rt, " while marshalling an object"))
        return false;
    bool done = put_fields(w, code) && put_instructions(w, code) && put_tables(w, code);
    for (int32_t i = 0; done && i < code->constant_count; i++)
        done = put_constant(w, code->constants[i]);
    recursion_leave(w->rt);
    return done;
}

/* -- all together */

static bool put_strings(StrBuilder *b, Borrowed strings)
{
    for (int64_t i = 0; i < list_count(strings); i++) {
        Value v = list_item_peek(strings, i);
        ImageString head = { (uint32_t)str_size(v), str_is_interned(v) ? IMAGE_STRING_INTERNED : 0 };
        if (!builder_write(b, (const char *)&head, sizeof head) || !builder_write(b, str_bytes(v), str_size(v)) ||
            !builder_repeat(b, 0, round_up(str_size(v), 4) - str_size(v)))
            return false;
    }
    return builder_repeat(b, 0, round_up(b->size, 8) - b->size);
}

static bool put_all(Writer *w, StrBuilder *b)
{
    ImageHead head = { IMAGE_MAGIC, (uint32_t)list_count(w->strings), 0, 0, image_fingerprint(), 0 };
    size_t start = b->size;
    if (!builder_write(b, (const char *)&head, sizeof head) || !put_strings(b, w->strings))
        return false;
    head.body = (uint32_t)(b->size - start);
    if (!builder_write(b, w->body.bytes, w->body.size) || b->size - start > INT32_MAX)
        return b->failed ? false : (bool)raise(w->rt, w->rt->ValueError, "unmarshallable object");
    head.size = (uint32_t)(b->size - start);
    memcpy(b->bytes + start, &head, sizeof head);
    return true;
}

bool image_write(StrBuilder *b, Borrowed code)
{
    Writer w = { .rt = b->rt };
    builder_open(&w.body, b->rt);
    bool done = builder_repeat(b, 0, round_up(b->size, 8) - b->size) && (w.numbers = dict_new(b->rt)) && (w.strings = list_new(b->rt, 0)) &&
                put_code(&w, (Code *)code) && put_all(&w, b);
    builder_close(&w.body);
    release(b->rt, w.numbers);
    release(b->rt, w.strings);
    return done;
}
