/* _ouro_dis: the parts of a code object, for lib/dis.py. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/code_parts.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/opcodes.h"

static const Code *code_argument(Runtime *rt, Borrowed v)
{
    if (object_is_exactly(v, rt->code_type))
        return (const Code *)v;
    return raise(rt, rt->TypeError, "a code object is required, not '%T'", v);
}

/* LIST gets the tuple; on failure LIST goes. */
static bool add_row(Runtime *rt, Owned *list, Value *items, int64_t count)
{
    Value row = tuple_from_steal(rt, items, count);
    if (row && list_append_steal(rt, *list, row))
        return true;
    value_clear(rt, list);
    return false;
}

static Owned number_or_none(int64_t i) { return i < 0 ? NONE : small_int_value(i); }

static Owned kinds_of(Runtime *rt, const OpcodeInfo *info)
{
    char text[] = { info->a, info->b, info->c };
    return str_from_bytes(rt, text, sizeof text);
}

static Owned dis_opcodes(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    Value list = list_new(rt, OP_COUNT);
    for (int i = 0; list && i < OP_COUNT; i++) {
        const OpcodeInfo *info = &opcode_info[i];
        if (opcode_general((Opcode)i) != (Opcode)i)
            continue;
        Value items[] = { str_intern_text(rt, info->name), kinds_of(rt, info), small_int_value(info->words),
                          str_from_text(rt, info->text) };
        if (!items[0] || !items[1] || !items[3]) {
            for (size_t j = 0; j < COUNT_OF(items); j++)
                release(rt, items[j]);
            value_clear(rt, &list);
        } else {
            add_row(rt, &list, items, COUNT_OF(items));
        }
    }
    return list;
}

static int64_t target_of(const Code *code, int32_t pc, Opcode op)
{
    const Instruction *p = &code->instructions[pc];
    if (opcode_info[op].a == 'j')
        return pc + 1 + p->a;
    if (opcode_info[op].b == 'J')
        return op == OP_LOAD_CONST_WIDE ? p->target : pc + 1 + p->target;
    if (op == OP_FOR_ITER || op == OP_SEND || op == OP_END_ASYNC_FOR)
        return pc + 2 + p[1].target;
    return -1;
}

/* (pc, name, kinds, a, b, c, target or None, second number of word 2 or None, line, end line, column, end column) */
static bool add_instruction(Runtime *rt, Owned *list, const Code *code, int32_t pc, Opcode op)
{
    const Instruction *p = &code->instructions[pc];
    const Position *at = code_position(code, pc);
    Value name = str_intern_text(rt, opcode_info[op].name), kinds = name ? kinds_of(rt, &opcode_info[op]) : NULL;
    if (!kinds) {
        release(rt, name);
        value_clear(rt, list);
        return false;
    }
    bool more = code_has_operand_word(op);
    Value items[] = {
        small_int_value(pc), name, kinds, small_int_value(p->a), small_int_value(p->b), small_int_value(p->c),
        number_or_none(target_of(code, pc, op)), more ? small_int_value(p[1].target) : NONE,
        more ? small_int_value(p[1].version) : NONE,
        number_or_none(at ? at->line : -1), number_or_none(at ? at->end_line : -1),
        number_or_none(at ? at->column : -1), number_or_none(at ? at->end_column : -1),
    };
    return add_row(rt, list, items, COUNT_OF(items));
}

static Owned dis_instructions(Runtime *rt, Borrowed self unused, const Value *args)
{
    const Code *code = code_argument(rt, args[0]);
    Value list = code ? list_new(rt, code->instruction_count) : NULL;
    for (int32_t pc = 0; list && pc < code->instruction_count;) {
        unsigned op = code->instructions[pc].op;
        if (!add_instruction(rt, &list, code, pc, opcode_general((Opcode)op)))
            break;
        pc += opcode_words[op];
    }
    return list;
}

static Owned dis_handlers(Runtime *rt, Borrowed self unused, const Value *args)
{
    const Code *code = code_argument(rt, args[0]);
    Value list = code ? list_new(rt, code->handler_count) : NULL;
    for (int32_t i = 0; list && i < code->handler_count; i++) {
        const Handler *h = &code->handlers[i];
        Value items[] = { small_int_value(h->start), small_int_value(h->end), small_int_value(h->handler),
                          small_int_value(h->depth), small_int_value(h->exception) };
        add_row(rt, &list, items, COUNT_OF(items));
    }
    return list;
}

static Owned dis_constants(Runtime *rt, Borrowed self unused, const Value *args)
{
    const Code *code = code_argument(rt, args[0]);
    return code ? list_from(rt, code->constants, code->constant_count) : NULL;
}

/* [(name, kind)] of the named registers: 0 plain, 1 cell, 2 free, 4 never used */
static Owned dis_registers(Runtime *rt, Borrowed self unused, const Value *args)
{
    const Code *code = code_argument(rt, args[0]);
    Value list = code ? list_new(rt, code->local_count) : NULL;
    for (int32_t i = 0; list && i < code->local_count; i++) {
        Value items[] = { retain(tuple_item_peek(code->local_names, i)), small_int_value(code->local_kinds[i]) };
        add_row(rt, &list, items, COUNT_OF(items));
    }
    return list;
}

static const MethodDef functions[] = {
    METHOD("opcodes", dis_opcodes, "()", "The instruction set: (name, operand kinds, words, text)."),
    METHOD("instructions", dis_instructions, "(code, /)", "(pc, name, kinds, a, b, c, target, word 2, its first half, line, end line, column, end column)"),
    METHOD("handlers", dis_handlers, "(code, /)", "The exception table: (start, end, handler, depth, exception)."),
    METHOD("constants", dis_constants, "(code, /)", "All constants, names included, by index."),
    METHOD("registers", dis_registers, "(code, /)", "The named registers: (name, kind)."),
    { 0 },
};

const ModuleDef _ouro_dis_module_def = {
    .name = "_ouro_dis",
    .doc = "The instructions and tables of code objects, as they are.",
    .functions = functions,
};
