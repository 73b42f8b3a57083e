/* try, except, except*, finally, with.
 *
 * At a handler the temporaries are those of the statement's beginning and, behind them,
 * the exception and then what was handled before (PUSH_EXCEPTION).  Errors in a handler
 * go through a cleanup that takes the exception off again.  A finally body is emitted
 * once for each way out. */
#include "compiler/emitter.h"

int emit_push_exception(Emitter *e, const Node *at)
{
    int exception = next_temporary(e) - 1, saved = temporary(e);
    emit(e, at, OP_PUSH_EXCEPTION, saved, exception, 0);
    return saved;
}

void emit_cleanup(Emitter *e, const Node *at, Protected *p, int saved)
{
    protect_land(e, p);
    emit(e, at, OP_POP_EXCEPTION, saved, 0, 0);
    emit(e, at, OP_RERAISE, p->exception, 0, 1);
    unit_dead(e);
}

/* -- finally */

static void emit_try_body(Emitter *e, const Node *node);

static void emit_finally_handler(Emitter *e, const Node *node, Protected *p)
{
    Block block = { 0 };
    Protected cleanup;
    protect_land(e, p);
    int saved = emit_push_exception(e, SAME_PLACE);
    protect_begin(e, &cleanup, e->unit->depth);
    block_push(e, &block, BLOCK_FINALLY_HANDLER, node, &cleanup, saved);
    emit_statements(e, &node->try_stmt.finalbody);
    emit(e, SAME_PLACE, OP_RERAISE, saved - 1, 0, 0);
    unit_dead(e);
    block_pop(e, &block);
    emit_cleanup(e, SAME_PLACE, &cleanup, saved);
}

static void emit_try_finally(Emitter *e, const Node *node)
{
    Label end = NEW_LABEL;
    Block block = { 0 };
    Protected p;
    int depth = e->unit->depth;
    protect_begin(e, &p, depth);
    block_push(e, &block, BLOCK_FINALLY, node, &p, 0);
    if (node->try_stmt.handlers.count)
        emit_try_body(e, node);
    else
        emit_statements(e, &node->try_stmt.body);
    block_pop(e, &block);
    emit_statements(e, &node->try_stmt.finalbody);
    emit_jump(e, SAME_PLACE, OP_JUMP, 0, &end);
    emit_finally_handler(e, node, &p);
    label_place(e, &end);
    set_depth(e, depth);
}

/* -- except */

/* Between PUSH_EXCEPTION and its end. */
typedef struct Handling {
    const Node *node;
    int exception, saved;       /* temporaries */
    Protected cleanup;
    Block block;
    Label *end;
} Handling;

static void forget_name(Emitter *e, const Node *at, const Identifier *name)
{
    store_name(e, at, name, CONST(e, at, NONE));
    delete_name(e, at, name);
}

/* The handler ran to its end. */
static void leave_handler(Emitter *e, Handling *h, const Identifier *name)
{
    protect_close(e, &h->cleanup);
    emit(e, SAME_PLACE, OP_POP_EXCEPTION, h->saved, 0, 0);
    if (name)
        forget_name(e, SAME_PLACE, name);
    emit_jump(e, SAME_PLACE, OP_JUMP, 0, h->end);
    protect_open(e, &h->cleanup);
}

/* Store what is in the temporary REG, which is not the last one. */
static void store_from(Emitter *e, const Node *at, const Identifier *name, int reg)
{
    int depth = e->unit->depth;
    store_name(e, at, name, reg);
    set_depth(e, depth);
}

static void emit_named_handler(Emitter *e, Handling *h, const Node *handler)
{
    const Identifier *name = handler->except_handler.name;
    Block block = { 0 };
    Protected p;
    store_from(e, handler, name, h->exception);
    h->block.node = handler;
    protect_begin(e, &p, e->unit->depth);
    block_push(e, &block, BLOCK_NAMED, handler, &p, 0);
    emit_statements(e, &handler->except_handler.body);
    block_pop(e, &block);
    leave_handler(e, h, name);
    h->block.node = NULL;
    protect_land(e, &p);
    forget_name(e, SAME_PLACE, name);
    emit(e, SAME_PLACE, OP_RERAISE, p.exception, 0, 1);
    unit_dead(e);
}

static void emit_handler(Emitter *e, Handling *h, const Node *handler)
{
    Label next = NEW_LABEL;
    int depth = e->unit->depth;
    if (handler->except_handler.type) {
        Operand type = emit_value(e, handler->except_handler.type);
        used(e, type);
        int match = temporary(e);
        emit(e, handler, OP_MATCH_EXCEPTION, match, h->exception, type);
        emit_jump(e, handler, OP_JUMP_IF_FALSE, match, &next);
        used(e, match);
    }
    if (handler->except_handler.name) {
        emit_named_handler(e, h, handler);
    } else {
        emit(e, handler, OP_RELEASE, h->exception, 0, 0);
        emit_statements(e, &handler->except_handler.body);
        leave_handler(e, h, NULL);
    }
    label_place(e, &next);
    set_depth(e, depth);
}

static void begin_handling(Emitter *e, Handling *h, Protected *p)
{
    protect_land(e, p);
    h->exception = p->exception;
    h->saved = emit_push_exception(e, SAME_PLACE);
    protect_begin(e, &h->cleanup, e->unit->depth);
}

static void emit_except(Emitter *e, const Node *node)
{
    Label end = NEW_LABEL;
    Block block = { 0 };
    Protected p;
    Handling h = { .node = node, .end = &end };
    const NodeList *handlers = &node->try_stmt.handlers;
    int depth = e->unit->depth;
    protect_begin(e, &p, depth);
    block_push(e, &block, BLOCK_TRY, node, &p, 0);
    emit_statements(e, &node->try_stmt.body);
    block_pop(e, &block);
    emit_statements(e, &node->try_stmt.orelse);
    emit_jump(e, SAME_PLACE, OP_JUMP, 0, &end);
    begin_handling(e, &h, &p);
    block_push(e, &h.block, BLOCK_HANDLER, NULL, &h.cleanup, h.saved);
    for (int32_t i = 0; i < handlers->count && !emitter_failed(e); i++) {
        if (!handlers->items[i]->except_handler.type && i + 1 < handlers->count)
            compile_error(e->c, handlers->items[i], "default 'except:' must be last");
        emit_handler(e, &h, handlers->items[i]);
    }
    emit(e, handlers->items[handlers->count - 1], OP_RERAISE, h.exception, 0, 0);
    unit_dead(e);
    block_pop(e, &h.block);
    emit_cleanup(e, SAME_PLACE, &h.cleanup, h.saved);
    label_place(e, &end);
    set_depth(e, depth);
}

/* -- except*
 *
 *   exception   what was raised
 *   saved       what was handled before
 *   original    what was raised, again
 *   results     list: what handlers raised, and the rest that none took
 *   rest        what no handler has taken so far
 */
typedef struct Star { int original, results, rest; } Star;

static void star_append(Emitter *e, const Star *star, int reg)
{
    emit(e, SAME_PLACE, OP_LIST_APPEND, star->results, reg, 0);
}

static void emit_star_handler(Emitter *e, Handling *h, const Star *star, const Node *handler)
{
    const Identifier *name = handler->except_handler.name;
    Label next = NEW_LABEL, after = NEW_LABEL;
    Block block = { 0 };
    Protected p;
    int depth = e->unit->depth;
    Operand type = emit_value(e, handler->except_handler.type);
    used(e, type);
    int pair = temporary(e), match = temporary(e), rest = temporary(e), test = temporary(e);
    emit(e, handler, OP_MATCH_GROUP, pair, star->rest, type);
    emit(e, handler, OP_UNPACK_SEQUENCE, match, pair, 2);
    emit(e, handler, OP_MOVE, star->rest, rest, 0);
    emit(e, handler, OP_COPY, test, match, 0);
    emit_jump(e, handler, OP_JUMP_IF_NONE, test, &next);
    emit(e, handler, OP_PUSH_EXCEPTION, test, match, 0);        /* handled: the part that matched */
    emit(e, handler, OP_RELEASE, test, 0, 0);
    if (name)
        store_from(e, handler, name, match);
    else
        emit(e, handler, OP_RELEASE, match, 0, 0);
    set_depth(e, depth);
    protect_begin(e, &p, depth);
    block_push(e, &block, BLOCK_STAR, handler, &p, 0);
    emit_statements(e, &handler->except_handler.body);
    block_pop(e, &block);
    if (name)
        forget_name(e, SAME_PLACE, name);
    emit_jump(e, SAME_PLACE, OP_JUMP, 0, &after);
    protect_land(e, &p);
    if (name)
        forget_name(e, SAME_PLACE, name);
    star_append(e, star, p.exception);
    emit_jump(e, SAME_PLACE, OP_JUMP, 0, &after);
    label_place(e, &next);
    emit(e, SAME_PLACE, OP_RELEASE, match, 0, 0);
    label_place(e, &after);
    set_depth(e, depth);
    (void)h;
}

static void begin_star(Emitter *e, const Handling *h, Star *star)
{
    star->original = temporary(e);
    star->results = temporary(e);
    star->rest = temporary(e);
    emit(e, SAME_PLACE, OP_COPY, star->original, h->exception, 0);
    emit(e, SAME_PLACE, OP_BUILD_LIST, star->results, star->results, 0);
    emit(e, SAME_PLACE, OP_MOVE, star->rest, h->exception, 0);
}

static void end_star(Emitter *e, Handling *h, const Star *star)
{
    Label done = NEW_LABEL;
    star_append(e, star, star->rest);
    emit(e, SAME_PLACE, OP_RERAISE_STAR, star->original, star->original, star->results);
    emit(e, SAME_PLACE, OP_COPY, star->results, star->original, 0);
    emit_jump(e, SAME_PLACE, OP_JUMP_IF_NONE, star->results, &done);
    protect_close(e, &h->cleanup);
    emit(e, SAME_PLACE, OP_POP_EXCEPTION, h->saved, 0, 0);
    emit(e, SAME_PLACE, OP_RERAISE, star->original, 0, 0);
    unit_dead(e);
    label_place(e, &done);
    protect_open(e, &h->cleanup);
    emit(e, SAME_PLACE, OP_RELEASE, star->original, 0, 0);
    leave_handler(e, h, NULL);
}

static void emit_except_star(Emitter *e, const Node *node)
{
    Label end = NEW_LABEL;
    Block block = { 0 };
    Protected p;
    Handling h = { .node = node, .end = &end };
    Star star;
    int depth = e->unit->depth;
    protect_begin(e, &p, depth);
    block_push(e, &block, BLOCK_TRY, node, &p, 0);
    emit_statements(e, &node->try_stmt.body);
    block_pop(e, &block);
    emit_statements(e, &node->try_stmt.orelse);
    emit_jump(e, SAME_PLACE, OP_JUMP, 0, &end);
    begin_handling(e, &h, &p);
    block_push(e, &h.block, BLOCK_HANDLER, NULL, &h.cleanup, h.saved);
    begin_star(e, &h, &star);
    for (int32_t i = 0; i < node->try_stmt.handlers.count && !emitter_failed(e); i++)
        emit_star_handler(e, &h, &star, node->try_stmt.handlers.items[i]);
    end_star(e, &h, &star);
    block_pop(e, &h.block);
    emit_cleanup(e, SAME_PLACE, &h.cleanup, h.saved);
    label_place(e, &end);
    set_depth(e, depth);
}

static void emit_try_body(Emitter *e, const Node *node)
{
    if (node->kind == NODE_TRY_STAR)
        emit_except_star(e, node);
    else
        emit_except(e, node);
}

void emit_try(Emitter *e, const Node *node)
{
    emit_nothing(e, node);
    if (node->try_stmt.finalbody.count)
        emit_try_finally(e, node);
    else
        emit_try_body(e, node);
}

/* -- with */

static int await_in_place(Emitter *e, const Node *at, int reg, int kind)
{
    return emit_await_value(e, at, reg, kind);
}

/* Enter the manager; its exit function stays in the returned temporary.  A plain local
 * that is the target gets the value at once, else it is in the temporary behind. */
static int enter_manager(Emitter *e, const Node *node, const Node *item, bool *stored)
{
    const Node *target = item->with_item.optional_vars;
    bool async = node->kind == NODE_ASYNC_WITH;
    Operand manager = emit_value(e, item->with_item.context_expr);
    int local = target && target->kind == NODE_NAME && !async ? local_register(e, target->name.id) : NO_HINT;
    used(e, manager);
    int exit = temporary(e), result = destination(e, local);
    emit(e, node, async ? OP_BEFORE_ASYNC_WITH : OP_BEFORE_WITH, exit, manager, result);
    if (async)
        await_in_place(e, node, result, 1);
    *stored = local >= 0;
    if (*stored) {
        refuse_debug(e, target, target->name.id, CONTEXT_STORE);
        mark_assigned(e, target->name.id);
    }
    return exit;
}

/* The exception is in the last temporary: ask the exit function about it. */
static void emit_with_handler(Emitter *e, const Node *node, Protected *p, int exit, Label *end)
{
    Label suppressed = NEW_LABEL;
    Protected cleanup;
    protect_land(e, p);
    int exception = p->exception, saved = emit_push_exception(e, node);
    protect_begin(e, &cleanup, e->unit->depth);
    int answer = temporary(e);
    emit(e, node, OP_WITH_EXCEPTION, answer, exit, exception);
    if (node->kind == NODE_ASYNC_WITH)
        await_in_place(e, node, answer, 2);
    emit_jump(e, node, OP_JUMP_IF_TRUE, answer, &suppressed);
    used(e, answer);
    emit(e, node, OP_RERAISE, exception, 0, 1);
    unit_dead(e);
    protect_close(e, &cleanup);
    label_place(e, &suppressed);
    emit(e, node, OP_RELEASE, exception, 0, 0);
    emit(e, node, OP_POP_EXCEPTION, saved, 0, 0);
    emit(e, node, OP_RELEASE, exit, 0, 0);
    emit_jump(e, node, OP_JUMP, 0, end);
    emit_cleanup(e, node, &cleanup, saved);
}

static void emit_with_exit(Emitter *e, const Node *node, int exit)
{
    free_from(e, exit);
    temporary(e);
    emit(e, node, OP_WITH_EXIT, exit, exit, 0);
    if (node->kind == NODE_ASYNC_WITH)
        await_in_place(e, node, exit, 2);
    emit(e, node, OP_RELEASE, exit, 0, 0);
    free_from(e, exit);
}

static void emit_with_body(Emitter *e, const Node *node, int32_t item)
{
    if (item < node->with_stmt.items.count)
        emit_with(e, node, item);
    else
        emit_statements(e, &node->with_stmt.body);
}

void emit_with(Emitter *e, const Node *node, int32_t index)
{
    const Node *item = node->with_stmt.items.items[index], *target = item->with_item.optional_vars;
    bool stored, async = node->kind == NODE_ASYNC_WITH;
    Label end = NEW_LABEL;
    Block block = { 0 };
    Protected p;
    int depth = e->unit->depth;
    if (async && !check_async(e, node, "async with"))
        return;
    int exit = enter_manager(e, node, item, &stored), result = exit + 1;
    protect_begin(e, &p, depth + 1);
    block_push(e, &block, async ? BLOCK_ASYNC_WITH : BLOCK_WITH, node, &p, exit);
    if (!stored && target) {
        emit_assign(e, target, result);
    } else if (!stored) {
        emit(e, node, OP_RELEASE, result, 0, 0);
        used(e, result);
    }
    emit_with_body(e, node, index + 1);
    block_pop(e, &block);
    emit_with_exit(e, node, exit);
    emit_jump(e, node, OP_JUMP, 0, &end);
    emit_with_handler(e, node, &p, exit, &end);
    label_place(e, &end);
    set_depth(e, depth);
}
