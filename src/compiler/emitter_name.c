/* Variables: what loading, storing and deleting a name means in the unit at hand. */
#include "compiler/emitter.h"

typedef enum { ACCESS_REGISTER, ACCESS_CELL, ACCESS_CLASS_CELL, ACCESS_GLOBAL, ACCESS_NAME } Access;

Symbol *find_symbol(Emitter *e, const Identifier *name)
{
    if (emitter_failed(e) || !(name = mangled(e, name)))
        return NULL;
    Symbol *symbol = scope_find(e->unit->scope, name);
    return symbol ? symbol : scope_add(e->symbols, e->unit->scope, name);
}

static Access access_of(const Emitter *e, const Symbol *symbol)
{
    bool function = e->unit->scope->kind == SCOPE_FUNCTION;
    switch (symbol->kind) {
    case NAME_LOCAL: return function ? ACCESS_REGISTER : ACCESS_NAME;
    case NAME_CELL: return ACCESS_CELL;
    case NAME_FREE: return function ? ACCESS_CELL : ACCESS_CLASS_CELL;
    case NAME_GLOBAL: return ACCESS_GLOBAL;
    default: return function ? ACCESS_GLOBAL : ACCESS_NAME;
    }
}

/* Plain locals get their registers as they are first met, as CPython numbers them. */
static int register_of(Emitter *e, Symbol *symbol)
{
    if (symbol->reg < 0)
        symbol->reg = e->unit->next_local++;
    return symbol->reg;
}

/* -- definite assignment */

static bool is_tracked(Emitter *e, Symbol *symbol)
{
    if (symbol->flags & SYMBOL_UNBOUND)
        return false;
    if (symbol->bit == -1)
        symbol->bit = e->unit->bit_count < ASSIGNED_WORDS * 64 ? e->unit->bit_count++ : -2;
    return symbol->bit >= 0;
}

static void note_assigned(Emitter *e, Symbol *symbol)
{
    if (is_tracked(e, symbol))
        e->unit->assigned.words[symbol->bit / 64] |= (uint64_t)1 << symbol->bit % 64;
}

static bool surely_assigned(Emitter *e, Symbol *symbol)
{
    if ((symbol->flags & SYMBOL_PARAMETER) && !(symbol->flags & SYMBOL_UNBOUND))
        return true;
    return is_tracked(e, symbol) && (e->unit->assigned.words[symbol->bit / 64] >> symbol->bit % 64 & 1);
}

void mark_assigned(Emitter *e, const Identifier *name)
{
    Symbol *symbol = find_symbol(e, name);
    if (symbol)
        note_assigned(e, symbol);
}

int local_register(Emitter *e, const Identifier *name)
{
    Symbol *symbol = find_symbol(e, name);
    return symbol && access_of(e, symbol) == ACCESS_REGISTER ? register_of(e, symbol) : NO_HINT;
}

int local_hint(Emitter *e, const Identifier *name)
{
    Unit *u = e->unit;
    Symbol *symbol = find_symbol(e, name);
    if (!symbol || access_of(e, symbol) != ACCESS_REGISTER)
        return NO_HINT;
    if (symbol->reg >= 0 || u->pending_count == MAX_PENDING)
        return register_of(e, symbol);
    u->pending[u->pending_count] = symbol;
    return -2 - u->pending_count++;
}

int settle(Emitter *e, int hint)
{
    return hint >= 0 ? hint : register_of(e, e->unit->pending[-2 - hint]);
}

/* -- load, store, delete */

void refuse_debug(Emitter *e, const Node *at, const Identifier *name, Context context)
{
    if (context != CONTEXT_LOAD && name && identifier_is(name, "__debug__", 9))
        compile_error(e->c, at, context == CONTEXT_STORE ? "cannot assign to __debug__" : "cannot delete __debug__");
}

static Operand load_register(Emitter *e, const Node *at, Symbol *symbol)
{
    int reg = register_of(e, symbol);
    if (!surely_assigned(e, symbol)) {
        emit(e, at, OP_CHECK_LOCAL, reg, 0, 0);
        note_assigned(e, symbol);
    }
    return reg;
}

static Operand load_cell(Emitter *e, const Node *at, Opcode op, const Symbol *symbol, int hint)
{
    int reg = destination(e, hint);
    emit(e, at, op, reg, symbol->reg, 0);
    return reg;
}

Operand load_name(Emitter *e, const Node *at, const Identifier *name, int hint)
{
    Symbol *symbol = find_symbol(e, name);
    if (!symbol)
        return 0;
    Access access = access_of(e, symbol);
    switch (access) {
    case ACCESS_REGISTER: return load_register(e, at, symbol);
    case ACCESS_CELL: return load_cell(e, at, OP_LOAD_CELL, symbol, hint);
    case ACCESS_CLASS_CELL: return load_cell(e, at, OP_LOAD_CLASS_CELL, symbol, hint);
    default: break;
    }
    Operand operand = symbol_operand(e, at, symbol);
    used(e, operand);
    int reg = destination(e, hint);
    emit(e, at, access == ACCESS_GLOBAL ? OP_LOAD_GLOBAL : OP_LOAD_NAME, reg, operand, 0);
    return reg;
}

void store_name(Emitter *e, const Node *at, const Identifier *name, Operand value)
{
    Symbol *symbol = find_symbol(e, name);
    refuse_debug(e, at, name, CONTEXT_STORE);
    if (!symbol)
        return;
    Access access = access_of(e, symbol);
    if (access == ACCESS_REGISTER) {
        emit_move(e, at, register_of(e, symbol), value);
        note_assigned(e, symbol);
    } else if (access == ACCESS_CELL || access == ACCESS_CLASS_CELL) {
        emit(e, at, OP_STORE_CELL, symbol->reg, value, 0);
        used(e, value);
    } else {
        Operand operand = symbol_operand(e, at, symbol);
        emit(e, at, access == ACCESS_GLOBAL ? OP_STORE_GLOBAL : OP_STORE_NAME, operand, value, 0);
        used(e, operand);
        used(e, value);
    }
}

void delete_name(Emitter *e, const Node *at, const Identifier *name)
{
    Symbol *symbol = find_symbol(e, name);
    refuse_debug(e, at, name, CONTEXT_DEL);
    if (!symbol)
        return;
    Access access = access_of(e, symbol);
    if (access == ACCESS_REGISTER) {
        emit(e, at, OP_DELETE_LOCAL, register_of(e, symbol), 0, 0);
    } else if (access == ACCESS_CELL || access == ACCESS_CLASS_CELL) {
        emit(e, at, OP_DELETE_CELL, symbol->reg, 0, 0);
    } else {
        Operand operand = symbol_operand(e, at, symbol);
        emit(e, at, access == ACCESS_GLOBAL ? OP_DELETE_GLOBAL : OP_DELETE_NAME, operand, 0, 0);
        used(e, operand);
    }
}
