/* Comprehensions and generator expressions: functions of one argument, the first iterator. */
#include "compiler/emitter.h"

typedef struct Comprehension {
    const Node *node;
    const NodeList *generators;
    const Node *element, *value;        /* value: of a dict's pair */
    ComprehensionKind kind;
    int collection;                     /* temporary */
    const Node *place;                  /* of what has none of its own */
} Comprehension;

static void emit_generator(Emitter *e, Comprehension *comp, int32_t index);

static void emit_element(Emitter *e, const Comprehension *comp)
{
    const Node *element = comp->element;
    if (comp->kind == COMPREHENSION_GENERATOR) {
        Operand r = emit_value(e, element);
        used(e, r);
        int reg = temporary(e);
        if (e->unit->flags & CODE_ASYNC_GENERATOR) {
            emit(e, comp->place, OP_ASYNC_WRAP, reg, r, 0);
            r = reg;
        }
        emit(e, comp->place, OP_YIELD, reg, r, 0);
        emit(e, comp->place, OP_RELEASE, reg, 0, 0);
        used(e, reg);
    } else if (comp->kind == COMPREHENSION_DICT) {
        Operand key = emit_stable(e, element, comp->value), value = emit_value(e, comp->value);
        emit(e, comp->place, OP_MAP_ADD, comp->collection, key, value);
        used(e, value);
        used(e, key);
    } else {
        Operand r = emit_value(e, element);
        emit(e, comp->place, comp->kind == COMPREHENSION_LIST ? OP_LIST_APPEND : OP_SET_ADD, comp->collection, r, 0);
        used(e, r);
    }
}

/* The conditions, then the next `for` or the element; CONTINUE: on with the next item. */
static void emit_inner(Emitter *e, Comprehension *comp, int32_t index, Label *next)
{
    const Node *generator = comp->generators->items[index];
    for (int32_t i = 0; i < generator->comprehension.ifs.count; i++)
        emit_jump_if(e, generator->comprehension.ifs.items[i], next, false, &comp->place);
    if (index + 1 < comp->generators->count)
        emit_generator(e, comp, index + 1);
    else
        emit_element(e, comp);
}

/* for x in [value] */
static const Node *single_item(const Node *iterable)
{
    if (iterable->kind != NODE_LIST && iterable->kind != NODE_TUPLE)
        return NULL;
    const NodeList *items = &iterable->list.elts;
    return items->count == 1 && items->items[0]->kind != NODE_STARRED ? items->items[0] : NULL;
}

static void emit_assigned_item(Emitter *e, Comprehension *comp, int32_t index, const Node *item)
{
    Label next = NEW_LABEL;
    emit_assign(e, comp->generators->items[index]->comprehension.target, emit_value(e, item));
    emit_inner(e, comp, index, &next);
    label_place(e, &next);
}

/* The iterator of generator INDEX in a new temporary. */
static int emit_iterator(Emitter *e, Comprehension *comp, int32_t index)
{
    const Node *generator = comp->generators->items[index], *iterable = generator->comprehension.iter;
    if (!index) {
        int reg = temporary(e);
        emit(e, comp->place, OP_MOVE, reg, 0, 0);
        return reg;
    }
    Operand r = emit_value(e, iterable);
    used(e, r);
    int reg = temporary(e);
    emit(e, comp->place, generator->comprehension.is_async ? OP_GET_AITER : OP_GET_ITER, reg, r, 0);
    return reg;
}

/* FOR_ITER straight into a local, or into a temporary and from there to the target. */
static void emit_next(Emitter *e, const Node *at, int iterator, const Node *target, Label *exhausted)
{
    int local = target->kind == NODE_NAME ? local_register(e, target->name.id) : NO_HINT;
    int reg = local >= 0 ? local : temporary(e);
    emit_far(e, at, OP_FOR_ITER, iterator, reg, 0, exhausted);
    if (local < 0) {
        emit_assign(e, target, reg);
        return;
    }
    refuse_debug(e, target, target->name.id, CONTEXT_STORE);
    mark_assigned(e, target->name.id);
}

static void emit_plain_generator(Emitter *e, Comprehension *comp, int32_t index)
{
    Label top = NEW_LABEL, next = NEW_LABEL, exhausted = NEW_LABEL;
    int iterator = emit_iterator(e, comp, index);
    label_place(e, &top);
    emit_next(e, comp->place, iterator, comp->generators->items[index]->comprehension.target, &exhausted);
    emit_inner(e, comp, index, &next);
    label_place(e, &next);
    emit_jump_back(e, comp->place, &top);
    label_place(e, &exhausted);
    used(e, iterator);
}

static void emit_async_generator(Emitter *e, Comprehension *comp, int32_t index)
{
    Label top = NEW_LABEL, next = NEW_LABEL, exhausted = NEW_LABEL;
    Protected p;
    int iterator = emit_iterator(e, comp, index);
    label_place(e, &top);
    int item = emit_anext(e, comp->place, iterator, &p);
    emit_assign(e, comp->generators->items[index]->comprehension.target, item);
    emit_inner(e, comp, index, &next);
    label_place(e, &next);
    emit_jump_back(e, comp->place, &top);
    protect_land(e, &p);
    emit_far(e, comp->place, OP_END_ASYNC_FOR, iterator, iterator + 1, 0, &exhausted);
    unit_dead(e);
    label_place(e, &exhausted);
    free_from(e, iterator);
}

static void emit_generator(Emitter *e, Comprehension *comp, int32_t index)
{
    const Node *generator = comp->generators->items[index];
    const Node *item = index ? single_item(generator->comprehension.iter) : NULL;
    if (generator->comprehension.is_async)
        emit_async_generator(e, comp, index);
    else if (item)
        emit_assigned_item(e, comp, index, item);
    else
        emit_plain_generator(e, comp, index);
}

static Owned comprehension_code(Emitter *e, Comprehension *comp, Scope *scope)
{
    static const char *const names[] = { NULL, "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>" };
    static const uint8_t builders[] = { 0, OP_BUILD_LIST, OP_BUILD_SET, OP_BUILD_MAP };
    const char *name = names[comp->kind];
    Unit unit;
    if (unit_open(e, &unit, scope, symbols_make_name(e->symbols, name, strlen(name)), comp->node->line)) {
        bool lazy = comp->kind == COMPREHENSION_GENERATOR;
        unit.argument_count = 1;
        if (!lazy) {
            comp->collection = temporary(e);
            emit(e, comp->node, (Opcode)builders[comp->kind], comp->collection, comp->collection, 0);
        }
        emit_generator(e, comp, 0);
        emit(e, comp->place, OP_RETURN, lazy ? CONST(e, comp->place, NONE) : comp->collection, 0, 0);
    }
    return unit_finish(e, &unit);
}

static Comprehension describe(const Node *node)
{
    if (node->kind == NODE_DICT_COMP)
        return (Comprehension){ node, &node->dict_comp.generators, node->dict_comp.key, node->dict_comp.value,
                                COMPREHENSION_DICT, 0, node };
    ComprehensionKind kind = node->kind == NODE_LIST_COMP ? COMPREHENSION_LIST
                           : node->kind == NODE_SET_COMP ? COMPREHENSION_SET : COMPREHENSION_GENERATOR;
    return (Comprehension){ node, &node->comp.generators, node->comp.elt, NULL, kind, 0, node };
}

static bool may_be_async(const Emitter *e)
{
    const Scope *scope = e->unit->scope;
    return scope->node->kind == NODE_ASYNC_FUNCTION_DEF || scope->comprehension || top_level_await(e);
}

Operand emit_comprehension(Emitter *e, const Node *node, int hint)
{
    Comprehension comp = describe(node);
    const Node *first = comp.generators->items[0];
    Scope *scope = scope_child(e->unit->scope, node);
    if (!scope || emitter_failed(e))
        return -1;
    bool awaited = scope->coroutine && comp.kind != COMPREHENSION_GENERATOR;
    if (awaited && !may_be_async(e))
        compile_error(e->c, node, "asynchronous comprehension outside of an asynchronous function");
    Value code = comprehension_code(e, &comp, scope);
    int base = temporary(e);
    temporary(e);
    emit_make_function(e, node, code, scope, base);
    Operand iterable = emit_value(e, first->comprehension.iter);
    used(e, iterable);
    emit(e, node, first->comprehension.is_async ? OP_GET_AITER : OP_GET_ITER, temporary(e), iterable, 0);
    Operand r = emit_plain_call(e, node, base, 1, awaited ? NO_HINT : hint);
    return awaited ? emit_await_value(e, node, r, 0) : r;
}
