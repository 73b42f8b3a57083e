/* Units: their registers, and the code object in the end. */
#include "compiler/emitter.h"

#include "object/error.h"
#include "types/str.h"
#include "types/tuple.h"

/* -- opening */

static void place_parameters(Unit *u)
{
    for (Symbol *symbol = u->scope->first; symbol; symbol = symbol->next) {
        symbol->bit = -1;
        symbol->operand = 0;
        symbol->reg = symbol->flags & SYMBOL_PARAMETER ? u->next_local++ : -1;
    }
}

static void place_cells(Unit *u)
{
    Scope *scope = u->scope;
    int32_t reg = u->plain_limit;
    u->class_register = scope->needs_class_cell ? reg++ : -1;
    for (int32_t i = 0; i < scope->cell_count; i++)
        scope->cells[i]->reg = reg++;
    for (int32_t i = 0; i < scope->free_count; i++)
        scope->frees[i]->reg = reg++;
    u->local_count = reg;
    u->free_count = scope->free_count;
}

static void emit_prologue(Emitter *e, const Node *at)
{
    const Unit *u = e->unit;
    if (u->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR))
        emit(e, at, OP_RETURN_GENERATOR, 0, 0, 0);
    for (const Symbol *symbol = u->scope->first; symbol; symbol = symbol->next)
        if (symbol->kind == NAME_CELL && (symbol->flags & SYMBOL_PARAMETER))
            emit(e, at, OP_MAKE_CELL, symbol->reg, 0, 0);
    for (int32_t reg = u->plain_limit; reg < u->local_count - u->free_count; reg++)
        emit(e, at, OP_MAKE_CELL, reg, 0, 0);
}

static uint32_t scope_flags(const Emitter *e, const Scope *scope)
{
    uint32_t flags = e->c->code_flags;
    if (scope->kind == SCOPE_FUNCTION) {
        flags |= CODE_NEWLOCALS | CODE_OPTIMIZED;
        if (scope->nested)
            flags |= CODE_NESTED;
        if (scope->generator)
            flags |= scope->coroutine ? CODE_ASYNC_GENERATOR : CODE_GENERATOR;
        else if (scope->coroutine)
            flags |= CODE_COROUTINE;
    }
    return flags;
}

static Value join_name(Emitter *e, Borrowed prefix, const char *middle, const Identifier *name)
{
    Value v = format_message(e->rt, "%U%s%s", prefix, middle, name->text);
    return compile_constant_steal(e->c, v ? str_intern_steal(e->rt, v) : NULL);
}

/* outer.<locals>.name, Class.name; a name declared global stands alone. */
static Value qualified_name(Emitter *e, const Unit *u)
{
    const Unit *outer = u->outer;
    const Identifier *name = u->name;
    if (!outer || !outer->outer)
        return compile_name(e->c, name);
    if (u->scope->node->kind == NODE_FUNCTION_DEF || u->scope->node->kind == NODE_ASYNC_FUNCTION_DEF
        || u->scope->node->kind == NODE_CLASS_DEF) {
        const Symbol *symbol = scope_find(outer->scope, symbols_mangle(e->symbols, outer->class_name, name));
        if (symbol && symbol->kind == NAME_GLOBAL)
            return compile_name(e->c, name);
    }
    bool locals = outer->scope->kind == SCOPE_FUNCTION && !outer->scope->comprehension;
    return join_name(e, outer->qualname, locals ? ".<locals>." : ".", name);
}

bool unit_open(Emitter *e, Unit *unit, Scope *scope, const Identifier *name, int32_t first_line)
{
    *unit = (Unit){ .outer = e->unit, .scope = scope, .name = name, .first_line = first_line };
    unit->class_name = unit->outer ? unit->outer->class_name : NULL;
    if (scope->kind == SCOPE_CLASS)
        unit->class_name = name;
    unit->code_base = e->code.count;
    unit->position_base = e->positions.count;
    unit->handler_base = e->handlers.count;
    unit->constant_base = e->constants.count;
    e->unit = unit;
    if (!name || emitter_failed(e))
        return false;
    unit->flags = scope_flags(e, scope);
    unit->implicit_return = -1;
    unit->plain_limit = scope->local_count;
    scope->cursor = NULL;
    place_parameters(unit);
    place_cells(unit);
    if (!(unit->qualname = qualified_name(e, unit)))
        return false;
    static const Node no_place = { .line = 1, .end_line = 1 };
    Node start = no_place;
    if (scope->kind == SCOPE_FUNCTION || scope->kind == SCOPE_CLASS)
        start.line = start.end_line = first_line;
    emit_prologue(e, &start);
    return !emitter_failed(e);
}

void emit_implicit_return(Emitter *e)
{
    Operand none = CONST(e, SAME_PLACE, NONE);
    bool has_line = e->unit->silent;        /* that of a pass, which every jump to it must show */
    e->unit->placeless = false;
    emit(e, SAME_PLACE, OP_RETURN, none, 0, 0);
    if (!e->unit->dead && none < 0 && !has_line)
        e->unit->implicit_return = here(e) - 1;
    used(e, none);
}

/* -- closing */

static void release_constants(Emitter *e, const Unit *unit)
{
    for (int32_t i = unit->constant_base; i < e->constants.count; i++)
        release(e->rt, e->constants.items[i]);
    e->constants.count = unit->constant_base;
}

void unit_close(Emitter *e, Unit *unit)
{
    release_constants(e, unit);
    e->code.count = unit->code_base;
    e->positions.count = unit->position_base;
    e->handlers.count = unit->handler_base;
    e->unit = unit->outer;
}

/* The last place at or before PC, NULL: none. */
static Position *find_place(const Emitter *e, const Unit *u, int32_t pc)
{
    Position *items = e->positions.items + u->position_base;
    int32_t low = 0, high = e->positions.count - u->position_base;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (items[middle].pc <= pc)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &items[low - 1] : NULL;
}

static Position place_at(const Emitter *e, const Unit *u, int32_t pc)
{
    const Position *p = find_place(e, u, pc);
    return p ? *p : (Position){ .line = -1 };
}

/* A jump to an unconditional jump goes where that one goes; a back edge stays a back edge. */
static void thread_jump(const Emitter *e, const Unit *u, const Instruction *code, int32_t pc, Instruction *p)
{
    int32_t target = pc + 1 + p->target;
    for (int hops = 0; hops < 8; hops++) {
        const Instruction *next = &code[target];
        bool back = next->op == OP_JUMP_BACK;
        if (next->op != OP_JUMP && !(back && p->op == OP_JUMP))
            return;
        int32_t line = place_at(e, u, target).line;
        if (line > 0 && line != place_at(e, u, pc).line)
            return;     /* that one's line must be seen */
        int32_t further = target + 1 + next->target;
        if (!back && further <= pc)
            return;
        if (back)
            p->op = OP_JUMP_BACK;
        p->target = further - (pc + 1);
        target = further;
        if (back)
            return;
    }
}

static bool is_long_jump(unsigned op)
{
    return op >= OP_JUMP && op <= OP_JUMP_IF_NOT_NONE;
}

/* An exit without a line has that of the code in front of it. */
static void inherit_place(const Emitter *e, const Unit *u, int32_t pc)
{
    Position *p = find_place(e, u, pc), *first = e->positions.items + u->position_base, *from = p;
    if (!p || p->pc != pc || p->line > 0 || p == first || p[-1].line <= 0)
        return;
    *p = *--from;
    p->pc = pc;
}

/* A jump to the implicit return becomes one, which keeps the line of what was run last. */
static void thread_jumps(Emitter *e, const Unit *u, int32_t count)
{
    Instruction *code = e->code.items + u->code_base;
    for (int32_t pc = 0; pc < count; pc += opcode_info[code[pc].op].words) {
        if (is_long_jump(code[pc].op) && code[pc].op != OP_JUMP_BACK && code[pc].target >= 0)
            thread_jump(e, u, code, pc, &code[pc]);
        if (code[pc].op == OP_JUMP && pc + 1 + code[pc].target == u->implicit_return) {
            code[pc] = code[u->implicit_return];
            inherit_place(e, u, pc);
        }
    }
}

/* Where the conditional jump at PC goes; -1: it is none. */
static int32_t jump_target(const Instruction *p, int32_t pc)
{
    if (opcode_info[p->op].a == 'j')
        return pc + 1 + p->a;
    if (p->op > OP_JUMP_BACK && p->op <= OP_JUMP_IF_NOT_NONE)
        return pc + 1 + p->target;
    return p->op == OP_FOR_ITER ? pc + 2 + p[1].target : -1;
}

static void set_jump_target(Instruction *p, int32_t pc, int32_t target)
{
    if (opcode_info[p->op].a == 'j')
        p->a = (int16_t)(target - pc - 1);
    else if (p->op == OP_FOR_ITER)
        p[1].target = target - pc - 2;
    else
        p->target = target - pc - 1;
}

/* A conditional jump to the implicit return goes to one of its own, at its own line. */
static void copy_returns(Emitter *e, Unit *u, int32_t count)
{
    if (u->implicit_return < 0)
        return;
    int32_t line = place_at(e, u, u->implicit_return).line;
    for (int32_t pc = 0, next; pc < count && !emitter_failed(e); pc = next) {
        Instruction *p = &e->code.items[u->code_base + pc];
        next = pc + opcode_info[p->op].words;
        if (jump_target(p, pc) != u->implicit_return)
            continue;
        Position place = place_at(e, u, pc);
        if (place.line == line || (opcode_info[p->op].a == 'j' && here(e) - pc > INT16_MAX))
            continue;
        int32_t copy = emit_behind(e, place, e->code.items[u->code_base + u->implicit_return]);
        if (copy >= 0)
            set_jump_target(&e->code.items[u->code_base + pc], pc, copy);
    }
}

static void *copy_out(Emitter *e, const void *items, size_t size)
{
    void *block = size ? memory_alloc(e->rt, size) : NULL;
    if (block)
        memcpy(block, items, size);
    else if (size)
        compile_no_memory(e->c);
    return block;
}

static void name_register(Emitter *e, Code *code, const Symbol *symbol, int32_t reg, int kind)
{
    Value *slot = &tuple_items(code->local_names)[reg];
    Value name = compile_name(e->c, symbol->name);
    if (*slot || !name)
        return;
    *slot = retain(name);
    code->local_kinds[reg] = (char)kind;
}

static void name_symbol(Emitter *e, Unit *u, Code *code, const Symbol *symbol)
{
    bool is_parameter = symbol->flags & SYMBOL_PARAMETER;
    if (symbol->kind == NAME_FREE || (symbol->flags & SYMBOL_CLASS_FREE))
        name_register(e, code, symbol, symbol->reg, LOCAL_FREE);
    else if (symbol->kind == NAME_CELL)
        name_register(e, code, symbol, symbol->reg, LOCAL_CELL);
    else if (u->scope->kind != SCOPE_FUNCTION || !(is_parameter || symbol->kind == NAME_LOCAL))
        return;
    else if (symbol->reg >= 0)
        name_register(e, code, symbol, symbol->reg, LOCAL_PLAIN);
    else
        name_register(e, code, symbol, u->next_local++, LOCAL_HIDDEN);
}

static void name_registers(Emitter *e, Unit *u, Code *code)
{
    for (const Symbol *symbol = u->scope->first; symbol; symbol = symbol->next)
        name_symbol(e, u, code, symbol);
    if (u->class_register >= 0) {
        Symbol class_cell = { .name = e->symbols->class_cell };
        name_register(e, code, &class_cell, u->class_register, LOCAL_CELL);
    }
}

static void take_constants(Emitter *e, Unit *u, Code *code)
{
    int32_t count = e->constants.count - u->constant_base;
    code->constants = copy_out(e, e->constants.items + u->constant_base, (size_t)count * sizeof(Value));
    if (count && !code->constants)
        return;
    code->constant_count = count;
    e->constants.count = u->constant_base;
}

static void fill_code(Emitter *e, Unit *u, Code *code)
{
    Runtime *rt = e->rt;
    thread_jumps(e, u, here(e));
    copy_returns(e, u, here(e));
    int32_t count = here(e);
    code->instructions = copy_out(e, e->code.items + u->code_base, (size_t)count * sizeof(Instruction));
    code->instruction_count = count;
    code->position_count = e->positions.count - u->position_base;
    code->positions = copy_out(e, e->positions.items + u->position_base,
                               (size_t)code->position_count * sizeof(Position));
    code->handler_count = e->handlers.count - u->handler_base;
    code->handlers = copy_out(e, e->handlers.items + u->handler_base, (size_t)code->handler_count * sizeof(Handler));
    code->argument_count = u->argument_count;
    code->positional_only_count = u->positional_only_count;
    code->keyword_only_count = u->keyword_only_count;
    code->local_count = u->local_count;
    code->free_count = u->free_count;
    code->register_count = u->local_count + u->max_depth;
    code->flags = u->flags;
    code->first_line = u->first_line;
    code->filename = retain(e->c->filename);
    code->name = retain(compile_name(e->c, u->name));
    code->qualname = retain(u->qualname);
    code->local_kinds = u->local_count ? memory_alloc(rt, (size_t)u->local_count) : NULL;
    if (u->local_count && !code->local_kinds) {
        compile_no_memory(e->c);
        return;
    }
    if ((code->local_names = tuple_new(rt, u->local_count)))
        name_registers(e, u, code);
    else
        compile_failed(e->c);
    take_constants(e, u, code);
}

Owned unit_finish(Emitter *e, Unit *unit)
{
    Code *code = emitter_failed(e) ? NULL : (Code *)type_alloc(e->rt, e->rt->code_type, 0);
    if (!code && !emitter_failed(e))
        compile_failed(e->c);
    if (code)
        fill_code(e, unit, code);
    unit_close(e, unit);
    if (code && emitter_failed(e)) {
        release(e->rt, object_value(code));
        return NULL;
    }
    if (code)
        tuple_done(e->rt, code->local_names);
#ifdef OURO_DEBUG
    char fault[128];
    if (code && !code_verify(code, fault, sizeof fault)) {
        raise(e->rt, e->rt->SystemError, "code of %U: %s", code->qualname, fault);
        compile_failed(e->c);
        release(e->rt, object_value(code));
        return NULL;
    }
#endif
    return code ? object_value(code) : NULL;
}
