/* Code objects: what the emitter makes and the machine runs.
 *
 * Owns its tables; what they refer to is immutable, so a code object is in no cycle and
 * is not tracked.  What Python sees of the instructions is their general form, without
 * caches: specialisation never shows.  Offsets are in bytes, 8 a word.
 */
#include "types/code.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/code_parts.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/opcodes.h"

enum { WORD = sizeof(Instruction) };

static inline Code *code_of(Borrowed v) { return (Code *)v; }

/* -- life */

static int code_traverse(Object *self, GcVisit visit, void *argument)
{
    Code *code = (Code *)self;
    for (int32_t i = 0; i < code->constant_count; i++)
        VISIT_VALUE(code->constants[i]);
    VISIT_VALUE(code->name);
    VISIT_VALUE(code->qualname);
    VISIT_VALUE(code->filename);
    VISIT_VALUE(code->local_names);
    return type_traverse_object(self, visit, argument);
}

static void code_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Code *code = (Code *)self;
    gc_untrack(gc, self);
    for (int32_t i = 0; i < code->constant_count; i++)
        release(rt, code->constants[i]);
    memory_free(rt, code->constants);
    memory_free(rt, code->instructions);
    memory_free(rt, code->handlers);
    if (!code->positions_stay)
        memory_free(rt, code->positions);
    memory_free(rt, code->local_kinds);
    release(rt, code->name);
    release(rt, code->qualname);
    release(rt, code->filename);
    release(rt, code->local_names);
    type_free_object(rt, self);
}

/* -- places */

const Position *code_position(const Code *code, int32_t pc)
{
    int32_t low = 0, high = code->position_count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (code->positions[middle].pc <= pc)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &code->positions[low - 1] : NULL;
}

static int32_t position_end(const Code *code, int32_t i)
{
    return i + 1 < code->position_count ? code->positions[i + 1].pc : code->instruction_count;
}

static Owned number_or_none(int32_t i) { return i < 0 ? NONE : small_int_value(i); }

static bool append_tuple(Runtime *rt, Borrowed list, Value *items, int64_t count)
{
    Value tuple = tuple_from_steal(rt, items, count);
    return tuple && list_append_steal(rt, list, tuple);
}

static Owned iterator_of_steal(Runtime *rt, Owned list, bool ok)
{
    Value iterator = ok ? get_iter(rt, list) : NULL;
    release(rt, list);
    return iterator;
}

static Owned code_lines(Runtime *rt, Borrowed self, const Value *args unused)
{
    const Code *code = code_of(self);
    Value list = list_new(rt, code->position_count);
    if (!list)
        return NULL;
    bool ok = true;
    for (int32_t i = 0; ok && i < code->position_count; i++) {
        int32_t start = code->positions[i].pc, line = code->positions[i].line;
        while (i + 1 < code->position_count && code->positions[i + 1].line == line)
            i++;
        Value items[] = { small_int_value(start * WORD), small_int_value(position_end(code, i) * WORD),
                          number_or_none(line) };
        ok = append_tuple(rt, list, items, 3);
    }
    return iterator_of_steal(rt, list, ok);
}

static Owned code_positions(Runtime *rt, Borrowed self, const Value *args unused)
{
    const Code *code = code_of(self);
    Value list = list_new(rt, code->instruction_count);
    if (!list)
        return NULL;
    bool ok = true;
    for (int32_t pc = 0; ok && pc < code->instruction_count; pc++) {
        const Position *p = code_position(code, pc);
        Value items[] = { p ? number_or_none(p->line) : NONE, p ? number_or_none(p->end_line) : NONE,
                          p ? number_or_none(p->column) : NONE, p ? number_or_none(p->end_column) : NONE };
        ok = append_tuple(rt, list, items, 4);
    }
    return iterator_of_steal(rt, list, ok);
}

/* -- names and constants */

char code_name_operand(unsigned op)
{
    switch (op) {
    case OP_STORE_GLOBAL: case OP_DELETE_GLOBAL: case OP_STORE_NAME: case OP_DELETE_NAME: return 'a';
    case OP_LOAD_GLOBAL: case OP_LOAD_NAME: case OP_STORE_ATTR: case OP_DELETE_ATTR: case OP_IMPORT_NAME: return 'b';
    case OP_LOAD_ATTR: case OP_LOAD_METHOD: case OP_IMPORT_FROM: return 'c';
    default: return 0;
    }
}

static int operand(const Instruction *p, char which)
{
    return which == 'a' ? p->a : which == 'b' ? p->b : p->c;
}

/* One byte a constant: does an instruction use it as a name?  NULL with MemoryError. */
char *code_constant_kinds(Runtime *rt, const Code *code)
{
    char *kinds = memory_alloc(rt, (size_t)code->constant_count + 1);
    if (!kinds)
        return raise_memory_error(rt);
    memset(kinds, 0, (size_t)code->constant_count + 1);
    for (int32_t pc = 0; pc < code->instruction_count; pc += opcode_info[code->instructions[pc].op].words) {
        const Instruction *p = &code->instructions[pc];
        char which = code_name_operand(opcode_general((Opcode)p->op));
        int r = which ? operand(p, which) : 0;
        if (which && r < 0 && -1 - r < code->constant_count)
            kinds[-1 - r] = 1;
    }
    return kinds;
}

static Owned constants_of_kind(Runtime *rt, const Code *code, char kind)
{
    char *kinds = code_constant_kinds(rt, code);
    if (!kinds)
        return NULL;
    int64_t count = 0;
    for (int32_t i = 0; i < code->constant_count; i++)
        count += kinds[i] == kind;
    Value tuple = count ? tuple_new(rt, count) : tuple_empty(rt);
    count = 0;
    for (int32_t i = 0; tuple && i < code->constant_count; i++)
        if (kinds[i] == kind)
            tuple_items(tuple)[count++] = retain(code->constants[i]);
    memory_free(rt, kinds);
    return tuple && count ? tuple_done(rt, tuple) : tuple;
}

static Owned get_consts(Runtime *rt, Borrowed self) { return constants_of_kind(rt, code_of(self), 0); }
static Owned get_names(Runtime *rt, Borrowed self) { return constants_of_kind(rt, code_of(self), 1); }

int32_t code_parameter_count(const Code *code)
{
    return code->argument_count + code->keyword_only_count + !!(code->flags & CODE_VARARGS)
         + !!(code->flags & CODE_VARKEYWORDS);
}

static bool is_variable(const Code *code, int32_t reg)
{
    int kind = code->local_kinds[reg];
    return kind == LOCAL_PLAIN || (kind == LOCAL_CELL && reg < code_parameter_count(code));
}

static bool is_cell(const Code *code, int32_t reg) { return code->local_kinds[reg] == LOCAL_CELL; }
static bool is_free(const Code *code, int32_t reg) { return code->local_kinds[reg] == LOCAL_FREE; }

static Owned names_where(Runtime *rt, Borrowed self, bool (*wanted)(const Code *, int32_t))
{
    const Code *code = code_of(self);
    int64_t count = 0;
    for (int32_t reg = 0; reg < code->local_count; reg++)
        count += wanted(code, reg);
    Value tuple = count ? tuple_new(rt, count) : tuple_empty(rt);
    count = 0;
    for (int32_t reg = 0; tuple && reg < code->local_count; reg++)
        if (wanted(code, reg))
            tuple_items(tuple)[count++] = retain(tuple_item_peek(code->local_names, reg));
    return tuple && count ? tuple_done(rt, tuple) : tuple;
}

static Owned get_varnames(Runtime *rt, Borrowed self) { return names_where(rt, self, is_variable); }
static Owned get_cellvars(Runtime *rt, Borrowed self) { return names_where(rt, self, is_cell); }
static Owned get_freevars(Runtime *rt, Borrowed self) { return names_where(rt, self, is_free); }

static Owned get_nlocals(Runtime *rt unused, Borrowed self)
{
    const Code *code = code_of(self);
    int64_t count = 0;
    for (int32_t reg = 0; reg < code->local_count; reg++)
        count += is_variable(code, reg);
    return small_int_value(count);
}

/* -- instructions as bytes */

/* The general form, without caches. */
Instruction code_plain_word(const Code *code, int32_t pc, int32_t start)
{
    Instruction p = code->instructions[pc];
    Opcode op = opcode_general((Opcode)code->instructions[start].op);
    if (pc == start)
        p.op = (uint16_t)op;
    else if (!code_has_operand_word(op) || pc > start + 1)
        p.word = 0;
    return p;
}

bool code_has_operand_word(unsigned op)
{
    switch (op) {
    case OP_FOR_ITER: case OP_SEND: case OP_END_ASYNC_FOR: case OP_UNPACK_EX: case OP_IMPORT_NAME: case OP_MATCH_CLASS:
    case OP_CALL_KEYWORDS: case OP_CALL_FUNCTION_KEYWORDS:
        return true;
    default:
        return false;
    }
}

static Owned get_code(Runtime *rt, Borrowed self)
{
    const Code *code = code_of(self);
    Value bytes = bytes_from(rt, NULL, (size_t)code->instruction_count * WORD);
    if (!bytes)
        return NULL;
    int32_t start = 0, end = 0;
    for (int32_t pc = 0; pc < code->instruction_count; pc++) {
        if (pc == end) {
            start = pc;
            end = pc + opcode_info[code->instructions[pc].op].words;
        }
        Instruction word = code_plain_word(code, pc, start);
        memcpy(bytes_bytes(bytes) + (size_t)pc * WORD, &word, WORD);
    }
    return bytes;
}

static Owned get_linetable(Runtime *rt, Borrowed self)
{
    const Code *code = code_of(self);
    return bytes_from(rt, (const char *)code->positions, (size_t)code->position_count * sizeof(Position));
}

static Owned get_exceptiontable(Runtime *rt, Borrowed self)
{
    const Code *code = code_of(self);
    return bytes_from(rt, (const char *)code->handlers, (size_t)code->handler_count * sizeof(Handler));
}

static Owned get_stacksize(Runtime *rt unused, Borrowed self)
{
    return small_int_value(code_of(self)->register_count - code_of(self)->local_count);
}

static Owned get_flags(Runtime *rt unused, Borrowed self) { return small_int_value(code_of(self)->flags); }

/* -- comparison */

static bool constants_same(Runtime *rt, Value a, Value b);

static bool tuples_same(Runtime *rt, Value a, Value b)
{
    if (tuple_count(a) != tuple_count(b))
        return false;
    for (int64_t i = 0; i < tuple_count(a); i++)
        if (!constants_same(rt, tuple_item_peek(a, i), tuple_item_peek(b, i)))
            return false;
    return true;
}

/* Equal and of one type; 0.0 is not -0.0.  No Python code runs: constants are plain values. */
static bool constants_same(Runtime *rt, Value a, Value b)
{
    if (a == b)
        return true;
    if (!value_is_object(a) || !value_is_object(b) || object_type(value_object(a)) != object_type(value_object(b)))
        return false;
    if (value_is_tuple(a))
        return tuples_same(rt, a, b);
    if (object_type(value_object(a)) == rt->float_type)
        return !memcmp((char *)a + sizeof(Object), (char *)b + sizeof(Object), sizeof(double));
    int equal = values_equal(rt, a, b);
    if (equal < 0)
        error_clear(rt);
    return equal > 0;
}

static bool words_same(const Code *a, const Code *b)
{
    int32_t start = 0, end = 0;
    if (a->instruction_count != b->instruction_count)
        return false;
    for (int32_t pc = 0; pc < a->instruction_count; pc++) {
        if (pc == end) {
            start = pc;
            end = pc + opcode_info[a->instructions[pc].op].words;
        }
        if (code_plain_word(a, pc, start).word != code_plain_word(b, pc, start).word)
            return false;
    }
    return true;
}

/* Without bytes a table may be NULL. */
static bool bytes_same(const void *a, const void *b, size_t size) { return !size || !memcmp(a, b, size); }

static bool tables_same(const Code *a, const Code *b)
{
    return a->position_count == b->position_count && a->handler_count == b->handler_count
        && bytes_same(a->positions, b->positions, (size_t)a->position_count * sizeof(Position))
        && bytes_same(a->handlers, b->handlers, (size_t)a->handler_count * sizeof(Handler))
        && bytes_same(a->local_kinds, b->local_kinds, (size_t)a->local_count);
}

static bool codes_same(Runtime *rt, const Code *a, const Code *b)
{
    if (a->argument_count != b->argument_count || a->positional_only_count != b->positional_only_count
        || a->keyword_only_count != b->keyword_only_count || a->flags != b->flags || a->first_line != b->first_line
        || a->constant_count != b->constant_count || a->local_count != b->local_count
        || !str_equal(a->name, b->name) || !words_same(a, b) || !tables_same(a, b)
        || !tuples_same(rt, a->local_names, b->local_names))
        return false;
    for (int32_t i = 0; i < a->constant_count; i++)
        if (!constants_same(rt, a->constants[i], b->constants[i]))
            return false;
    return true;
}

static Owned code_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !object_is_exactly(other, rt->code_type))
        return NOT_IMPLEMENTED;
    bool same = self == other || codes_same(rt, code_of(self), code_of(other));
    return bool_value(same == (op == COMPARE_EQ));
}

static bool code_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    const Code *code = code_of(self);
    uint64_t h = str_hash(rt, code->name);
    h = h * 31 + (uint64_t)code->first_line;
    h = h * 31 + (uint64_t)code->argument_count;
    h = h * 31 + (uint64_t)code->instruction_count;
    h = h * 31 + (uint64_t)code->constant_count;
    *hash = (int64_t)h;
    return true;
}

static Owned code_repr(Runtime *rt, Borrowed self)
{
    const Code *code = code_of(self);
    return format_message(rt, "<code object %U at 0x%zx, file \"%S\", line %d>", code->name,
                          (size_t)(uintptr_t)code, code->filename, code->first_line);
}

/* -- the type */

static const MethodDef code_methods[] = {
    METHOD("co_lines", code_lines, "()", NULL),
    METHOD("co_positions", code_positions, "()", NULL),
    RAW_METHOD("replace", code_replace, "(**changes)", "Return a copy of the code object with new values for the specified fields."),
    { 0 }
};

/* CPython's members have this text, its computed attributes the general one. */
static bool set_member(Runtime *rt, Borrowed self unused, Borrowed value unused)
{
    return raise(rt, rt->AttributeError, "readonly attribute");
}

static const GetSetDef code_getsets[] = {
    { "co_code", get_code, NULL, NULL },
    { "_co_code_adaptive", get_code, NULL, NULL },
    { "co_consts", get_consts, set_member, NULL },
    { "co_names", get_names, set_member, NULL },
    { "co_varnames", get_varnames, NULL, NULL },
    { "co_cellvars", get_cellvars, NULL, NULL },
    { "co_freevars", get_freevars, NULL, NULL },
    { "co_nlocals", get_nlocals, NULL, NULL },
    { "co_stacksize", get_stacksize, set_member, NULL },
    { "co_flags", get_flags, set_member, NULL },
    { "co_linetable", get_linetable, set_member, NULL },
    { "co_lnotab", get_linetable, NULL, NULL },
    { "co_exceptiontable", get_exceptiontable, set_member, NULL },
    { 0 }
};

static const MemberDef code_members[] = {
    { "co_argcount", MEMBER_INT32, offsetof(Code, argument_count), false, NULL },
    { "co_posonlyargcount", MEMBER_INT32, offsetof(Code, positional_only_count), false, NULL },
    { "co_kwonlyargcount", MEMBER_INT32, offsetof(Code, keyword_only_count), false, NULL },
    { "co_firstlineno", MEMBER_INT32, offsetof(Code, first_line), false, NULL },
    { "co_name", MEMBER_VALUE, offsetof(Code, name), false, NULL },
    { "co_qualname", MEMBER_VALUE, offsetof(Code, qualname), false, NULL },
    { "co_filename", MEMBER_VALUE, offsetof(Code, filename), false, NULL },
    { 0 }
};

static void code_buffers(const Object *self, BufferVisit visit, void *argument)
{
    const Code *code = (const Code *)self;
    VISIT_BUFFER(code->constants);
    VISIT_BUFFER(code->instructions);
    VISIT_BUFFER(code->handlers);
    if (!code->positions_stay)
        VISIT_BUFFER(code->positions);
    VISIT_BUFFER(code->local_kinds);
}

const TypeDef code_type_def = {
    .name = "code",
    .doc = "Create a code object.  Not for mere mortals.",
    .size = sizeof(Code),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = code_traverse, .steady = true,
    .buffers = code_buffers,
    .free = code_free,
    .slots = { .repr = code_repr, .hash = code_hash, .compare = code_compare },
    .methods = code_methods,
    .getsets = code_getsets,
    .members = code_members,
};
