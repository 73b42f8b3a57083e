/* Blocks and the ways out of them; if, while, for, break, continue, return. */
#include "compiler/emitter.h"

/* -- blocks */

void block_push(Emitter *e, Block *block, BlockKind kind, const Node *node, Protected *p, int operand)
{
    Unit *u = e->unit;
    block->outer = u->blocks;
    block->kind = (uint8_t)kind;
    block->protected = p;
    block->node = node;
    block->operand = operand;
    if (++u->block_count > MAX_BLOCKS)
        compile_error(e->c, node, "too many statically nested blocks");
    u->blocks = block;
}

void block_pop(Emitter *e, Block *block)
{
    if (block->protected)
        protect_close(e, block->protected);
    e->unit->blocks = block->outer;
    e->unit->block_count--;
}

static void forget_name(Emitter *e, const Node *at, const Identifier *name)
{
    store_name(e, at, name, CONST(e, at, NONE));
    delete_name(e, at, name);
}

static void leave_with(Emitter *e, const Node *at, const Block *block)
{
    int reg = temporary(e);
    emit(e, block->node, OP_WITH_EXIT, reg, block->operand, 0);
    used(e, reg);
    if (block->kind == BLOCK_ASYNC_WITH)
        emit_await_value(e, block->node, temporary(e), 2);
    else
        temporary(e);
    emit(e, at, OP_RELEASE, reg, 0, 0);
    used(e, reg);
}

/* The finally body may itself leave, and then drops the value that was on its way. */
static void leave_finally(Emitter *e, const Node *node, Operand value)
{
    Block block = { 0 };
    bool waits = is_temporary(e, value);
    if (waits)
        block_push(e, &block, BLOCK_VALUE, node, NULL, value);
    emit_statements(e, &node->try_stmt.finalbody);
    if (waits)
        block_pop(e, &block);
}

/* What leaving BLOCK early does; its protection is closed, it is no longer current. */
static void leave_block(Emitter *e, const Node *at, const Block *block, Operand value)
{
    switch (block->kind) {
    case BLOCK_FOR: case BLOCK_VALUE: emit(e, at, OP_RELEASE, block->operand, 0, 0); break;
    case BLOCK_FINALLY: leave_finally(e, block->node, value); break;
    case BLOCK_FINALLY_HANDLER:
        emit(e, at, OP_RELEASE, block->operand - 1, 0, 0);
        emit(e, at, OP_POP_EXCEPTION, block->operand, 0, 0);
        break;
    case BLOCK_HANDLER:
        emit(e, at, OP_POP_EXCEPTION, block->operand, 0, 0);
        if (block->node)
            forget_name(e, at, block->node->except_handler.name);
        break;
    case BLOCK_WITH: case BLOCK_ASYNC_WITH: leave_with(e, at, block); break;
    case BLOCK_STAR:
        compile_error(e->c, at, "'break', 'continue' and 'return' cannot appear in an except* block");
        break;
    default: break;
    }
}

void emit_unwind(Emitter *e, const Node *at, Block *until, Operand value)
{
    Unit *u = e->unit;
    int depth = u->depth;
    for (Block *block = u->blocks; block != until && !emitter_failed(e); block = block->outer) {
        block_pop(e, block);
        leave_block(e, at, block, value);
        set_depth(e, depth);
    }
}

void emit_rewind(Emitter *e, Block *blocks, const Block *until)
{
    Unit *u = e->unit;
    u->blocks = blocks;
    for (Block *block = blocks; block != until; block = block->outer) {
        u->block_count++;
        if (block->protected)
            protect_open(e, block->protected);
    }
}

/* -- break, continue, return */

static Block *innermost_loop(Emitter *e, const Node *at)
{
    for (Block *block = e->unit->blocks; block; block = block->outer) {
        if (block->kind == BLOCK_WHILE || block->kind == BLOCK_FOR)
            return block;
        if (block->kind == BLOCK_STAR) {
            leave_block(e, at, block, -1);
            return NULL;
        }
    }
    return NULL;
}

void emit_break(Emitter *e, const Node *node)
{
    Block *loop = innermost_loop(e, node), *blocks = e->unit->blocks;
    if (!loop) {
        compile_error(e->c, node, "'break' outside loop");
        return;
    }
    emit_nothing(e, node);
    emit_unwind(e, node, loop->outer, -1);
    emit_jump(e, SAME_PLACE, OP_JUMP, 0, loop->end);
    emit_rewind(e, blocks, loop->outer);
}

void emit_continue(Emitter *e, const Node *node)
{
    Block *loop = innermost_loop(e, node), *blocks = e->unit->blocks;
    if (!loop) {
        compile_error(e->c, node, "'continue' not properly in loop");
        return;
    }
    emit_nothing(e, node);
    emit_unwind(e, node, loop, -1);
    emit_jump_back(e, SAME_PLACE, loop->top);
    emit_rewind(e, blocks, loop);
}

/* Does leaving all blocks run code that could rebind a local? */
static bool exits_run_code(const Emitter *e)
{
    for (const Block *block = e->unit->blocks; block; block = block->outer)
        if (block->kind == BLOCK_FINALLY || (block->kind == BLOCK_HANDLER && block->node))
            return true;
    return false;
}

void emit_return(Emitter *e, const Node *node)
{
    const Scope *scope = e->unit->scope;
    const Node *value = node->return_stmt.value;
    Block *blocks = e->unit->blocks;
    if (scope->kind != SCOPE_FUNCTION)
        compile_error(e->c, node, "'return' outside function");
    else if (value && scope->coroutine && scope->generator)
        compile_error(e->c, node, "'return' with value in async generator");
    Operand r = value ? emit_value(e, value) : CONST(e, node, NONE);
    bool runs_code = exits_run_code(e);
    if (is_local(e, r) && runs_code)
        r = move_to_temporary(e, node, r);
    else if (!is_temporary(e, r) && blocks)
        emit_nothing(e, node);
    emit_unwind(e, node, NULL, r);
    emit(e, runs_code ? SAME_PLACE : node, OP_RETURN, r, 0, 0);
    unit_dead(e);
    emit_rewind(e, blocks, NULL);
    used(e, r);
}

/* -- if */

/* elif after elif in a loop, not by recursion */
void emit_if(Emitter *e, const Node *node)
{
    Label end = NEW_LABEL;
    for (;;) {
        const NodeList *orelse = &node->if_stmt.orelse;
        const Node *at = node;
        Label next = NEW_LABEL;
        if (constant_truth(e, node->if_stmt.test) >= 0)
            emit_nothing(e, node->if_stmt.test);
        emit_jump_if(e, node->if_stmt.test, &next, false, &at);
        emit_statements(e, &node->if_stmt.body);
        if (orelse->count)
            emit_jump(e, SAME_PLACE, OP_JUMP, 0, &end);
        label_place(e, &next);
        if (orelse->count != 1 || orelse->items[0]->kind != NODE_IF || emitter_failed(e)) {
            emit_statements(e, orelse);
            break;
        }
        node = orelse->items[0];
    }
    label_place(e, &end);
}

/* -- loops */

void emit_while(Emitter *e, const Node *node)
{
    const Node *at = node;
    Label top = NEW_LABEL, exhausted = NEW_LABEL, end = NEW_LABEL;
    Block block = { .top = &top, .end = &end };
    label_place(e, &top);
    block_push(e, &block, BLOCK_WHILE, node, NULL, 0);
    if (constant_truth(e, node->while_stmt.test) >= 0)
        emit_nothing(e, node->while_stmt.test);
    emit_jump_if(e, node->while_stmt.test, &exhausted, false, &at);
    emit_statements(e, &node->while_stmt.body);
    emit_jump_back(e, SAME_PLACE, &top);
    block_pop(e, &block);
    label_place(e, &exhausted);
    emit_statements(e, &node->while_stmt.orelse);
    label_place(e, &end);
}

/* The next item straight into a local, or into a temporary and from there to the target. */
static void emit_next_item(Emitter *e, const Node *node, int iterator, Label *exhausted)
{
    const Node *target = node->for_stmt.target;
    int local = target->kind == NODE_NAME ? local_register(e, target->name.id) : NO_HINT;
    int reg = destination(e, local);
    emit_far(e, node, OP_FOR_ITER, iterator, reg, 0, exhausted);
    if (local < 0) {
        emit_assign(e, target, reg);
        return;
    }
    refuse_debug(e, target, target->name.id, CONTEXT_STORE);
    mark_assigned(e, target->name.id);
}

void emit_for(Emitter *e, const Node *node)
{
    Label top = NEW_LABEL, exhausted = NEW_LABEL, end = NEW_LABEL;
    Block block = { .top = &top, .end = &end };
    Operand iterable = emit_value(e, node->for_stmt.iter);
    used(e, iterable);
    int iterator = temporary(e);
    emit(e, node, OP_GET_ITER, iterator, iterable, 0);
    block_push(e, &block, BLOCK_FOR, node, NULL, iterator);
    label_place(e, &top);
    emit_next_item(e, node, iterator, &exhausted);
    emit_statements(e, &node->for_stmt.body);
    emit_jump_back(e, SAME_PLACE, &top);
    block_pop(e, &block);
    label_place(e, &exhausted);
    used(e, iterator);
    emit_statements(e, &node->for_stmt.orelse);
    label_place(e, &end);
}
