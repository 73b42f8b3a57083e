/* Displays of tuples, lists, sets and dicts; formatted strings. */
#include "compiler/emitter.h"

#include "types/set.h"
#include "types/tuple.h"

bool has_star(const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        if (list->items[i]->kind == NODE_STARRED)
            return true;
    return false;
}

static bool all_constant(const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        if (!list->items[i] || !node_is_constant(list->items[i]))
            return false;
    return true;
}

typedef struct Display { Opcode build, add, extend; } Display;
static const Display list_display = { OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND };
static const Display set_display = { OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE };

/* The items, put into temporaries one after the other; D is built of them. */
static Operand build_small(Emitter *e, const Node *at, Opcode op, const NodeList *items, int hint)
{
    int base = next_temporary(e);
    for (int32_t i = 0; i < items->count; i++)
        emit_to_temporary(e, items->items[i]);
    free_from(e, base);
    int reg = destination(e, hint);
    emit(e, at, op, reg, base, items->count);
    return reg;
}

static void add_item(Emitter *e, const Node *at, const Display *display, int reg, const Node *item)
{
    bool star = item->kind == NODE_STARRED;
    Operand r = emit_value(e, star ? item->starred.value : item);
    emit(e, at, star ? display->extend : display->add, reg, r, 0);
    used(e, r);
}

static int build_piecemeal(Emitter *e, const Node *at, const Display *display, const NodeList *items)
{
    NodeList first = { items->items, 0 };
    if (items->count <= MAX_DISPLAY)
        while (first.count < items->count && items->items[first.count]->kind != NODE_STARRED)
            first.count++;
    int reg = build_small(e, at, display->build, &first, NO_HINT);
    for (int32_t i = first.count; i < items->count; i++)
        add_item(e, at, display, reg, items->items[i]);
    return reg;
}

void emit_extend_list(Emitter *e, const Node *at, int list, const NodeList *items)
{
    for (int32_t i = 0; i < items->count; i++)
        add_item(e, at, &list_display, list, items->items[i]);
}

static Value constants_of(Emitter *e, const NodeList *items)
{
    Value tuple = tuple_new(e->rt, items->count);
    if (!tuple) {
        compile_failed(e->c);
        return NULL;
    }
    for (int32_t i = 0; i < items->count; i++)
        tuple_items(tuple)[i] = retain(compile_node_value(e->c, items->items[i]));
    if (e->c->failed) {
        release(e->rt, tuple);
        return NULL;
    }
    return tuple_done(e->rt, tuple);
}

/* A display of constants is filled from one constant. */
static Operand build_from_constant(Emitter *e, const Node *at, const Display *display, Owned items)
{
    int reg = temporary(e);
    Operand r = emit_constant(e, at, compile_constant_steal(e->c, items));
    emit(e, at, display->build, reg, reg, 0);
    emit(e, at, display->extend, reg, r, 0);
    used(e, r);
    return reg;
}

static bool is_large(const NodeList *items)
{
    return items->count > MAX_DISPLAY || has_star(items);
}

Operand emit_tuple_display(Emitter *e, const Node *node, int hint)
{
    const NodeList *items = &node->tuple.elts;
    if (!is_large(items))
        return build_small(e, node, OP_BUILD_TUPLE, items, hint);
    int list = build_piecemeal(e, node, &list_display, items);
    used(e, list);
    int reg = destination(e, hint);
    emit(e, node, OP_LIST_TO_TUPLE, reg, list, 0);
    return reg;
}

Operand emit_list_display(Emitter *e, const Node *node, int hint)
{
    const NodeList *items = &node->list.elts;
    if (items->count > 2 && all_constant(items))
        return build_from_constant(e, node, &list_display, constants_of(e, items));
    return is_large(items) ? build_piecemeal(e, node, &list_display, items)
                           : build_small(e, node, OP_BUILD_LIST, items, hint);
}

static Owned frozen_constants(Emitter *e, const NodeList *items)
{
    Value tuple = constants_of(e, items);
    Value set = tuple ? frozenset_new(e->rt, tuple) : NULL;
    release(e->rt, tuple);
    return set;
}

Operand emit_set_display(Emitter *e, const Node *node, int hint)
{
    const NodeList *items = &node->set.elts;
    if (items->count > 2 && all_constant(items))
        return build_from_constant(e, node, &set_display, frozen_constants(e, items));
    return is_large(items) ? build_piecemeal(e, node, &set_display, items)
                           : build_small(e, node, OP_BUILD_SET, items, hint);
}

/* -- dict */

static Operand build_small_map(Emitter *e, const Node *node, int hint)
{
    int base = next_temporary(e);
    for (int32_t i = 0; i < node->dict.keys.count; i++) {
        emit_to_temporary(e, node->dict.keys.items[i]);
        emit_to_temporary(e, node->dict.values.items[i]);
    }
    free_from(e, base);
    int reg = destination(e, hint);
    emit(e, node, OP_BUILD_MAP, reg, base, node->dict.keys.count);
    return reg;
}

static void add_pair(Emitter *e, const Node *at, int reg, const Node *key, const Node *value)
{
    if (!key) {
        Operand r = emit_value(e, value);
        emit(e, at, OP_DICT_UPDATE, reg, r, 0);
        used(e, r);
        return;
    }
    Operand k = emit_stable(e, key, value), v = emit_value(e, value);
    emit(e, at, OP_MAP_ADD, reg, k, v);
    used(e, v);
    used(e, k);
}

/* Constant keys cannot fail to hash: each pair is added as soon as it is there. */
Operand emit_dict_display(Emitter *e, const Node *node, int hint)
{
    const NodeList *keys = &node->dict.keys;
    bool unpacks = false;
    for (int32_t i = 0; i < keys->count; i++)
        unpacks |= !keys->items[i];
    if (!unpacks && keys->count <= MAX_DISPLAY / 2 && (!keys->count || !all_constant(keys)))
        return build_small_map(e, node, hint);
    int reg = temporary(e);
    emit(e, node, OP_BUILD_MAP, reg, reg, 0);
    for (int32_t i = 0; i < keys->count; i++)
        add_pair(e, node, reg, keys->items[i], node->dict.values.items[i]);
    return reg;
}

/* -- formatted strings */

Operand emit_formatted_value(Emitter *e, const Node *node, int hint)
{
    const Node *specification = node->formatted_value.format_spec;
    int conversion = node->formatted_value.conversion;
    int kind = conversion == 's' ? 1 : conversion == 'r' ? 2 : conversion == 'a' ? 3 : 0;
    Operand value = emit_value(e, node->formatted_value.value);
    if (kind) {
        used(e, value);
        int reg = specification ? temporary(e) : destination(e, hint);
        emit(e, node, OP_CONVERT_VALUE, reg, value, kind);
        if (!specification)
            return reg;
        value = reg;
    }
    Operand s = -1;
    if (specification) {
        value = is_local(e, value) && e->unit->scope->has_walrus ? move_to_temporary(e, node, value) : value;
        s = emit_value(e, specification);
    } else {
        s = CONST(e, node, NONE);
    }
    used(e, s);
    used(e, value);
    int reg = destination(e, hint);
    emit(e, node, OP_FORMAT_VALUE, reg, value, s);
    return reg;
}

/* ''.join(list) where the pieces are too many for temporaries */
static Operand join_pieces(Emitter *e, const Node *node, int hint)
{
    int base = next_temporary(e);
    Operand empty = emit_constant(e, node, compile_text(e->c, ""));
    used(e, empty);
    temporary(e);
    temporary(e);
    Operand name = text_name_operand(e, node, "join");
    emit(e, node, OP_LOAD_METHOD, base, empty, name);
    used(e, name);
    build_piecemeal(e, node, &list_display, &node->joined_str.values);
    free_from(e, base);
    int reg = destination(e, hint);
    emit(e, node, OP_CALL, reg, base, 1);
    return reg;
}

Operand emit_fstring(Emitter *e, const Node *node, int hint)
{
    const NodeList *values = &node->joined_str.values;
    if (!values->count)
        return emit_constant(e, node, compile_text(e->c, ""));
    if (values->count == 1 && values->items[0]->kind != NODE_STARRED)
        return emit_expression(e, values->items[0], hint);
    if (values->count > MAX_DISPLAY)
        return join_pieces(e, node, hint);
    return build_small(e, node, OP_BUILD_STRING, values, hint);
}
