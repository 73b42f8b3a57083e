/* code.replace(): a copy with some fields changed.
 *
 * Constants and names may be replaced one by one, variables renamed; instructions only
 * by themselves: their operands are checked nowhere else.  The number of locals and the
 * stack size follow from the rest and are ignored. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/code_parts.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/opcodes.h"

static void *copy_block(Runtime *rt, const void *from, size_t size, bool *ok)
{
    if (!size || !*ok)
        return NULL;
    void *block = memory_alloc(rt, size);
    if (block)
        memcpy(block, from, size);
    else
        *ok = false;
    return block;
}

static Owned code_copy(Runtime *rt, const Code *from)
{
    Code *code = (Code *)type_alloc(rt, rt->code_type, 0);
    bool ok = code;
    if (!code)
        return NULL;
    Object head = code->head;
    Code fields = *from;
    fields.head = head;
    fields.positions_stay = false;
    fields.instructions = copy_block(rt, from->instructions, (size_t)from->instruction_count * sizeof(Instruction), &ok);
    fields.handlers = copy_block(rt, from->handlers, (size_t)from->handler_count * sizeof(Handler), &ok);
    fields.positions = copy_block(rt, from->positions, (size_t)from->position_count * sizeof(Position), &ok);
    fields.constants = copy_block(rt, from->constants, (size_t)from->constant_count * sizeof(Value), &ok);
    fields.local_kinds = copy_block(rt, from->local_kinds, (size_t)from->local_count, &ok);
    fields.constant_count = fields.constants ? from->constant_count : 0;
    for (int32_t i = 0; i < fields.constant_count; i++)
        retain(fields.constants[i]);
    memset(fields.counters, 0, sizeof fields.counters);
    retain(fields.name);
    retain(fields.qualname);
    retain(fields.filename);
    retain(fields.local_names);
    *code = fields;
    if (ok)
        return object_value(code);
    release(rt, object_value(code));
    return raise_memory_error(rt);
}

/* Back to the general instructions with empty caches. */
static void forget_caches(const Code *from, Code *code)
{
    int32_t start = 0, end = 0;
    for (int32_t pc = 0; pc < code->instruction_count; pc++) {
        if (pc == end) {
            start = pc;
            end = pc + opcode_words[from->instructions[pc].op];
        }
        code->instructions[pc] = code_plain_word(from, pc, start);
    }
}

static bool wrong_type(Runtime *rt, const char *field, const char *wanted, Borrowed v)
{
    return raise(rt, rt->TypeError, "replace() argument '%s' must be %s, not %V", field, wanted, v);
}

static bool set_int(Runtime *rt, const char *field, int32_t *slot, Borrowed v)
{
    int64_t number;
    if (!value_is_int(v))
        return raise(rt, rt->TypeError, "'%T' object cannot be interpreted as an integer", v);
    if (!int_to_int64(rt, v, &number))
        return false;
    if (number < 0 || number > INT32_MAX)
        return raise(rt, rt->ValueError, "code: %s must be a positive integer", field + 3);
    *slot = (int32_t)number;
    return true;
}

static bool set_str(Runtime *rt, const char *field, Value *slot, Borrowed v)
{
    if (!value_is_str(v))
        return wrong_type(rt, field, "str", v);
    value_replace(rt, slot, retain(v));
    return true;
}

/* Constants that no instruction uses. */
static bool add_constants(Runtime *rt, Code *code, Borrowed v, int64_t first)
{
    int64_t more = tuple_count(v) - first;
    if (more <= 0)
        return true;
    Value *grown = memory_realloc(rt, code->constants, (size_t)(code->constant_count + more) * sizeof(Value));
    if (!grown)
        return raise_memory_error(rt);
    code->constants = grown;
    while (first < tuple_count(v))
        code->constants[code->constant_count++] = retain(tuple_item_peek(v, first++));
    return true;
}

static bool set_constants(Runtime *rt, const char *field, Code *code, Borrowed v, char kind)
{
    if (!value_is_tuple(v))
        return wrong_type(rt, field, "tuple", v);
    char *kinds = code_constant_kinds(rt, code);
    if (!kinds)
        return false;
    int64_t next = 0;
    for (int32_t i = 0; i < code->constant_count; i++)
        if (kinds[i] == kind && next < tuple_count(v))
            value_replace(rt, &code->constants[i], retain(tuple_item_peek(v, next++)));
    memory_free(rt, kinds);
    return kind || add_constants(rt, code, v, next);
}

static bool is_of_kind(const Code *code, int32_t reg, int kind)
{
    if (kind == LOCAL_PLAIN && code->local_kinds[reg] == LOCAL_CELL)
        return reg < code_parameter_count(code);
    return code->local_kinds[reg] == kind;
}

static bool set_local_names(Runtime *rt, const char *field, Code *code, Borrowed v, int kind)
{
    if (!value_is_tuple(v))
        return wrong_type(rt, field, "tuple", v);
    Value names = tuple_from(rt, tuple_items(code->local_names), tuple_count(code->local_names));
    if (!names)
        return false;
    int64_t next = 0;
    for (int32_t reg = 0; reg < code->local_count; reg++) {
        if (!is_of_kind(code, reg, kind) || next == tuple_count(v))
            continue;
        Value name = tuple_item_peek(v, next++);
        if (!value_is_str(name)) {
            release(rt, names);
            return raise(rt, rt->TypeError, "name tuples must contain only strings, not '%T'", name);
        }
        value_replace(rt, &tuple_items(names)[reg], retain(name));
    }
    value_replace(rt, &code->local_names, names);
    return true;
}

static bool set_flags(Runtime *rt, const char *field, Code *code, Borrowed v)
{
    int32_t flags;
    if (!set_int(rt, field, &flags, v))
        return false;
    code->flags = (uint32_t)flags;
    return true;
}

static bool set_positions(Runtime *rt, const char *field, Code *code, Borrowed v)
{
    if (!value_is_bytes(v))
        return wrong_type(rt, field, "bytes", v);
    if (bytes_size(v) % sizeof(Position))
        return raise(rt, rt->ValueError, "code: linetable is malformed");
    Position *positions = memory_alloc(rt, bytes_size(v));
    if (!positions)
        return raise_memory_error(rt);
    memcpy(positions, bytes_bytes(v), bytes_size(v));
    memory_free(rt, code->positions);
    code->positions = positions;
    code->position_count = (int32_t)(bytes_size(v) / sizeof(Position));
    return true;
}

/* Fields that may only be given as they are. */
static bool keep(Runtime *rt, const char *field, Borrowed self, Borrowed v)
{
    Value now = get_attribute_text(rt, self, field);
    int same = now ? values_equal(rt, now, v) : -1;
    release(rt, now);
    if (same > 0)
        return true;
    return same < 0 ? false : raise(rt, rt->ValueError, "code: %s cannot be replaced", field);
}

static bool change(Runtime *rt, Borrowed self, Code *code, const char *field, Borrowed v)
{
    if (!strcmp(field, "co_argcount"))
        return set_int(rt, field, &code->argument_count, v);
    if (!strcmp(field, "co_posonlyargcount"))
        return set_int(rt, field, &code->positional_only_count, v);
    if (!strcmp(field, "co_kwonlyargcount"))
        return set_int(rt, field, &code->keyword_only_count, v);
    if (!strcmp(field, "co_firstlineno"))
        return set_int(rt, field, &code->first_line, v);
    if (!strcmp(field, "co_flags"))
        return set_flags(rt, field, code, v);
    if (!strcmp(field, "co_name"))
        return set_str(rt, field, &code->name, v);
    if (!strcmp(field, "co_qualname"))
        return set_str(rt, field, &code->qualname, v);
    if (!strcmp(field, "co_filename"))
        return set_str(rt, field, &code->filename, v);
    if (!strcmp(field, "co_consts"))
        return set_constants(rt, field, code, v, 0);
    if (!strcmp(field, "co_names"))
        return set_constants(rt, field, code, v, 1);
    if (!strcmp(field, "co_varnames"))
        return set_local_names(rt, field, code, v, LOCAL_PLAIN);
    if (!strcmp(field, "co_cellvars"))
        return set_local_names(rt, field, code, v, LOCAL_CELL);
    if (!strcmp(field, "co_freevars"))
        return set_local_names(rt, field, code, v, LOCAL_FREE);
    int32_t ignored;
    if (!strcmp(field, "co_nlocals") || !strcmp(field, "co_stacksize"))
        return set_int(rt, field, &ignored, v);
    if (!strcmp(field, "co_linetable"))
        return set_positions(rt, field, code, v);
    static const char *const fixed[] = { "co_code", "co_exceptiontable" };
    for (size_t i = 0; i < COUNT_OF(fixed); i++)
        if (!strcmp(field, fixed[i]))
            return keep(rt, field, self, v);
    return raise(rt, rt->TypeError, "'%s' is an invalid keyword argument for replace()", field);
}

Owned code_replace(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    const Code *from = (const Code *)self;
    if (count)
        return raise(rt, rt->TypeError, "replace() takes 0 positional arguments but %zu were given", count);
    Value copy = code_copy(rt, from);
    if (!copy)
        return NULL;
    forget_caches(from, (Code *)copy);
    int64_t keyword_count = keywords ? tuple_count(keywords) : 0;
    for (int64_t i = 0; i < keyword_count; i++) {
        if (!change(rt, self, (Code *)copy, str_bytes(tuple_item_peek(keywords, i)), args[i])) {
            release(rt, copy);
            return NULL;
        }
    }
    return copy;
}
