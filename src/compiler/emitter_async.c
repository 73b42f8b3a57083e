/* yield, yield from, await, async for, async with. */
#include "compiler/emitter.h"

#include "compiler/compile.h"

bool top_level_await(const Emitter *e)
{
    return (e->c->flags & COMPILE_TOP_LEVEL_AWAIT) && !e->unit->outer;
}

static bool in_async_function(const Emitter *e)
{
    return e->unit->scope->node->kind == NODE_ASYNC_FUNCTION_DEF;
}

/* SEND, YIELD_FROM and the jump back stand in this order: throw() relies on it. */
void emit_send_loop(Emitter *e, const Node *at, int result)
{
    Label top = NEW_LABEL, done = NEW_LABEL;
    int iterator = result + 1;
    emit_move(e, at, result, CONST(e, at, NONE));
    label_place(e, &top);
    emit_far(e, at, OP_SEND, result, iterator, result, &done);
    emit(e, at, OP_YIELD_FROM, result, result, iterator);
    emit_jump(e, at, OP_JUMP, 0, &top);
    label_place(e, &done);
    free_from(e, iterator);
}

int emit_await_value(Emitter *e, const Node *at, Operand value, int kind)
{
    used(e, value);
    int result = temporary(e), iterator = temporary(e);
    emit(e, at, OP_GET_AWAITABLE, iterator, value, kind);
    emit_send_loop(e, at, result);
    return result;
}

Operand emit_await(Emitter *e, const Node *node, int hint unused)
{
    const Scope *scope = e->unit->scope;
    if (!top_level_await(e)) {
        if (scope->kind != SCOPE_FUNCTION)
            compile_error(e->c, node, "'await' outside function");
        else if (!in_async_function(e) && !scope->comprehension)
            compile_error(e->c, node, "'await' outside async function");
    }
    return emit_await_value(e, node, emit_value(e, node->await.value), 0);
}

Operand emit_yield(Emitter *e, const Node *node, int hint)
{
    if (e->unit->scope->kind != SCOPE_FUNCTION)
        compile_error(e->c, node, "'yield' outside function");
    Operand value = node->yield.value ? emit_value(e, node->yield.value) : CONST(e, node, NONE);
    used(e, value);
    if (e->unit->flags & CODE_ASYNC_GENERATOR) {
        int wrapped = temporary(e);
        emit(e, node, OP_ASYNC_WRAP, wrapped, value, 0);
        used(e, wrapped);
        value = wrapped;
    }
    int reg = destination(e, hint);
    emit(e, node, OP_YIELD, reg, value, 0);
    return reg;
}

Operand emit_yield_from(Emitter *e, const Node *node, int hint unused)
{
    if (e->unit->scope->kind != SCOPE_FUNCTION)
        compile_error(e->c, node, "'yield' outside function");
    else if (in_async_function(e))
        compile_error(e->c, node, "'yield from' inside async function");
    Operand value = emit_value(e, node->yield_from.value);
    used(e, value);
    int result = temporary(e), iterator = temporary(e);
    emit(e, node, OP_GET_YIELD_FROM_ITER, iterator, value, 0);
    emit_send_loop(e, node, result);
    return result;
}

/* -- async for, async with */

bool check_async(Emitter *e, const Node *at, const char *what)
{
    if (in_async_function(e) || top_level_await(e))
        return true;
    compile_error(e->c, at, "'%s' outside async function", what);
    return false;
}

int emit_anext(Emitter *e, const Node *at, int iterator, Protected *p)
{
    protect_begin(e, p, e->unit->depth);
    int result = temporary(e), awaitable = temporary(e);
    emit(e, at, OP_GET_ANEXT, awaitable, iterator, 0);
    emit_send_loop(e, at, result);
    protect_close(e, p);
    return result;
}

void emit_async_for(Emitter *e, const Node *node)
{
    Label top = NEW_LABEL, exhausted = NEW_LABEL, end = NEW_LABEL;
    Protected p;
    Block block = { .top = &top, .end = &end };
    if (!check_async(e, node, "async for"))
        return;
    Operand iterable = emit_value(e, node->for_stmt.iter);
    used(e, iterable);
    int iterator = temporary(e);
    emit(e, node->for_stmt.iter, OP_GET_AITER, iterator, iterable, 0);
    block_push(e, &block, BLOCK_FOR, node, NULL, iterator);
    label_place(e, &top);
    int item = emit_anext(e, node->for_stmt.iter, iterator, &p);
    emit_assign(e, node->for_stmt.target, item);
    emit_statements(e, &node->for_stmt.body);
    emit_jump_back(e, SAME_PLACE, &top);
    block_pop(e, &block);
    protect_land(e, &p);
    emit_far(e, node->for_stmt.iter, OP_END_ASYNC_FOR, iterator, iterator + 1, 0, &exhausted);
    unit_dead(e);
    label_place(e, &exhausted);
    free_from(e, iterator);
    emit_statements(e, &node->for_stmt.orelse);
    label_place(e, &end);
}
