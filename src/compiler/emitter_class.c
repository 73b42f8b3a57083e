/* Class bodies, and the code of a whole tree. */
#include "compiler/emitter.h"

static bool handlers_have_annotations(const NodeList *handlers)
{
    for (int32_t i = 0; i < handlers->count; i++)
        if (body_has_annotations(&handlers->items[i]->except_handler.body))
            return true;
    return false;
}

static bool cases_have_annotations(const NodeList *cases)
{
    for (int32_t i = 0; i < cases->count; i++)
        if (body_has_annotations(&cases->items[i]->match_case.body))
            return true;
    return false;
}

static bool has_annotations(const Node *node)
{
    switch (node->kind) {
    case NODE_ANN_ASSIGN: return true;
    case NODE_FOR: case NODE_ASYNC_FOR:
        return body_has_annotations(&node->for_stmt.body) || body_has_annotations(&node->for_stmt.orelse);
    case NODE_WHILE: return body_has_annotations(&node->while_stmt.body) || body_has_annotations(&node->while_stmt.orelse);
    case NODE_IF: return body_has_annotations(&node->if_stmt.body) || body_has_annotations(&node->if_stmt.orelse);
    case NODE_WITH: case NODE_ASYNC_WITH: return body_has_annotations(&node->with_stmt.body);
    case NODE_MATCH: return cases_have_annotations(&node->match_stmt.cases);
    case NODE_TRY: case NODE_TRY_STAR:
        return body_has_annotations(&node->try_stmt.body) || handlers_have_annotations(&node->try_stmt.handlers)
            || body_has_annotations(&node->try_stmt.finalbody) || body_has_annotations(&node->try_stmt.orelse);
    default: return false;
    }
}

bool body_has_annotations(const NodeList *body)
{
    for (int32_t i = 0; i < body->count; i++)
        if (has_annotations(body->items[i]))
            return true;
    return false;
}

static void store_text(Emitter *e, const Node *at, const char *name, Operand value)
{
    Operand n = text_name_operand(e, at, name);
    emit(e, at, OP_STORE_NAME, n, value, 0);
    used(e, n);
    used(e, value);
}

/* A module's or class's statements: docstring and annotations first. */
void emit_body(Emitter *e, const NodeList *body)
{
    NodeList rest = *body;
    const Node *first = body->count ? body->items[0] : SAME_PLACE;
    if (body_has_annotations(body))
        emit(e, first, OP_SETUP_ANNOTATIONS, 0, 0, 0);
    Value doc = docstring_of(e, body);
    if (doc) {
        store_text(e, first, "__doc__", emit_constant(e, first, doc));
        rest.items++;
        rest.count--;
    }
    emit_statements(e, &rest);
}

static void emit_class_head(Emitter *e, const Node *at)
{
    Operand name = text_name_operand(e, at, "__name__");
    used(e, name);
    int reg = temporary(e);
    emit(e, at, OP_LOAD_NAME, reg, name, 0);
    store_text(e, at, "__module__", reg);
    store_text(e, at, "__qualname__", emit_constant(e, at, e->unit->qualname));
}

/* The body gives the cell of __class__ to whoever makes the class. */
static void emit_class_end(Emitter *e)
{
    int cell = e->unit->class_register;
    if (cell < 0) {
        emit_implicit_return(e);
        return;
    }
    e->unit->placeless = false;
    int result = temporary(e), stored = temporary(e);
    emit(e, SAME_PLACE, OP_COPY, result, cell, 0);
    emit(e, SAME_PLACE, OP_COPY, stored, cell, 0);
    store_text(e, SAME_PLACE, "__classcell__", stored);
    emit(e, SAME_PLACE, OP_RETURN, result, 0, 0);
    used(e, result);
}

static Owned class_code(Emitter *e, const Node *node, Scope *scope, int32_t first_line)
{
    Unit unit;
    if (unit_open(e, &unit, scope, node->class_def.name, first_line)) {
        Node start = { .line = first_line, .end_line = first_line };
        emit_class_head(e, &start);
        emit_body(e, &node->class_def.body);
        emit_class_end(e);
    }
    return unit_finish(e, &unit);
}

void emit_class_def(Emitter *e, const Node *node)
{
    const NodeList *decorators = &node->class_def.decorator_list;
    refuse_debug(e, node, node->class_def.name, CONTEXT_STORE);
    int first = emit_decorators(e, decorators);
    Scope *scope = scope_child(e->unit->scope, node);
    if (!scope || emitter_failed(e))
        return;
    Value code = class_code(e, node, scope, decorators->count ? decorators->items[0]->line : node->line);
    int base = temporary(e);
    temporary(e);
    int function = temporary(e);
    emit(e, node, OP_LOAD_BUILD_CLASS, base, 0, 0);
    emit_make_function(e, node, code, scope, function);
    move_to_temporary(e, node, emit_constant(e, node, compile_name(e->c, node->class_def.name)));
    emit_call_tail(e, node, base, false, 2, &node->class_def.bases, &node->class_def.keywords, NO_HINT);
    if (decorators->count)
        emit_decorator_calls(e, decorators, first);
    store_name(e, node, node->class_def.name, first);
}

/* -- whole trees */

static void emit_interactive(Emitter *e, const NodeList *body)
{
    if (body_has_annotations(body))
        emit(e, body->items[0], OP_SETUP_ANNOTATIONS, 0, 0, 0);
    e->c->interactive = true;
    emit_statements(e, body);
}

static void emit_tree(Emitter *e, const Node *tree)
{
    if (tree->kind == NODE_EXPRESSION) {
        Operand r = emit_value(e, tree->expression.body);
        emit(e, tree->expression.body, OP_RETURN, r, 0, 0);
        used(e, r);
        return;
    }
    if (tree->kind == NODE_MODULE)
        emit_body(e, &tree->module.body);
    else
        emit_interactive(e, &tree->interactive.body);
    emit_implicit_return(e);
}

static void emitter_close(Emitter *e)
{
    Heap *heap = &e->rt->gc.heap;
    heap_free(heap, e->code.items);
    heap_free(heap, e->positions.items);
    heap_free(heap, e->handlers.items);
    heap_free(heap, e->constants.items);
    heap_free(heap, e->fixups.items);
}

static Owned emit_once(Emitter *e, const Node *tree)
{
    Unit unit;
    const Identifier *name = symbols_make_name(e->symbols, "<module>", 8);
    e->unit = NULL;
    e->free_fixup = -1;
    e->fixups.count = 0;
    e->too_far = false;
    if (name && unit_open(e, &unit, e->symbols->module, name, 1))
        emit_tree(e, tree);
    return e->unit ? unit_finish(e, &unit) : NULL;
}

Owned emit_module(Compilation *c, Symbols *symbols, const Node *tree)
{
    Emitter e = { .c = c, .rt = c->rt, .symbols = symbols, .fusion = true };
    Value code = emit_once(&e, tree);
    if (e.too_far && !c->failed) {
        e.fusion = false;
        c->quiet = true;
        code = emit_once(&e, tree);
    }
    emitter_close(&e);
    return code;
}
