/* Simple statements: assignment, deletion, import, raise, assert. */
#include "compiler/emitter.h"

#include "types/tuple.h"

/* -- assignment */

static void assign_attribute(Emitter *e, const Node *target, Operand value)
{
    Operand object = emit_value(e, target->attribute.value);
    Node at = emit_attribute_place(target, target);
    refuse_debug(e, target, target->attribute.attr, CONTEXT_STORE);
    Operand name = name_operand(e, &at, target->attribute.attr);
    emit(e, &at, OP_STORE_ATTR, object, name, value);
    used(e, name);
    used(e, object);
    used(e, value);
}

static void assign_item(Emitter *e, const Node *target, Operand value)
{
    Operand object = emit_stable(e, target->subscript.value, target->subscript.slice);
    Operand key = emit_value(e, target->subscript.slice);
    emit(e, target, OP_STORE_ITEM, object, key, value);
    used(e, key);
    used(e, object);
    used(e, value);
}

static int32_t find_star(Emitter *e, const Node *target, const NodeList *items)
{
    int32_t star = -1;
    for (int32_t i = 0; i < items->count; i++) {
        if (items->items[i]->kind != NODE_STARRED)
            continue;
        if (star >= 0)
            compile_error(e->c, target, "multiple starred expressions in assignment");
        else if (i >= 256 || items->count - i - 1 >= INT32_MAX >> 8)
            compile_error(e->c, target, "too many expressions in star-unpacking assignment");
        star = i;
    }
    return star;
}

/* The parts stand in temporaries from BASE on; DEPTH is above them. */
static void assign_parts(Emitter *e, const NodeList *targets, int base)
{
    int depth = e->unit->depth;
    for (int32_t i = 0; i < targets->count; i++) {
        const Node *target = targets->items[i];
        set_depth(e, depth);
        emit_assign(e, target->kind == NODE_STARRED ? target->starred.value : target, base + i);
    }
}

static void assign_unpacked(Emitter *e, const Node *target, Operand value)
{
    const NodeList *targets = &target->tuple.elts;
    int start = e->unit->depth - is_temporary(e, value), base = next_temporary(e);
    int32_t star = find_star(e, target, targets);
    for (int32_t i = 0; i < targets->count; i++)
        temporary(e);
    if (star < 0)
        emit(e, target, OP_UNPACK_SEQUENCE, base, value, targets->count);
    else
        emit_wide(e, target, OP_UNPACK_EX, base, value, star, targets->count - star - 1);
    assign_parts(e, targets, base);
    set_depth(e, start);
}

void emit_assign(Emitter *e, const Node *target, Operand value)
{
    if (!compilation_enter(e->c))
        return;
    switch (target->kind) {
    case NODE_NAME: store_name(e, target, target->name.id, value); break;
    case NODE_ATTRIBUTE: assign_attribute(e, target, stabilise(e, target, value)); break;
    case NODE_SUBSCRIPT: assign_item(e, target, stabilise(e, target, value)); break;
    case NODE_TUPLE: case NODE_LIST: assign_unpacked(e, target, value); break;
    default: compile_error(e->c, target, "starred assignment target must be in a list or tuple"); break;
    }
    compilation_leave(e->c);
}

/* a, b = b, a: no tuple is made. */
static bool assign_in_parallel(Emitter *e, const Node *target, const Node *value)
{
    if ((target->kind != NODE_TUPLE && target->kind != NODE_LIST) || value->kind != NODE_TUPLE)
        return false;
    const NodeList *targets = &target->tuple.elts, *values = &value->tuple.elts;
    if (targets->count != values->count || targets->count > MAX_DISPLAY || has_star(targets) || has_star(values))
        return false;
    int start = e->unit->depth, base = next_temporary(e);
    for (int32_t i = 0; i < values->count; i++)
        emit_to_temporary(e, values->items[i]);
    assign_parts(e, targets, base);
    set_depth(e, start);
    return true;
}

/* a, b = 1, 2 */
static bool assign_constants(Emitter *e, const Node *target, const Node *value)
{
    if ((target->kind != NODE_TUPLE && target->kind != NODE_LIST) || value->kind != NODE_FOLDED)
        return false;
    const NodeList *targets = &target->tuple.elts;
    Value tuple = node_folded_value(value);
    if (!value_is_tuple(tuple) || tuple_count(tuple) != targets->count || has_star(targets))
        return false;
    for (int32_t i = 0; i < targets->count; i++)
        emit_assign(e, targets->items[i], emit_constant(e, value, tuple_item_peek(tuple, i)));
    return true;
}

static void assign_one(Emitter *e, const Node *target, const Node *value)
{
    if (assign_in_parallel(e, target, value) || assign_constants(e, target, value))
        return;
    int pending = e->unit->pending_count;
    int hint = target->kind == NODE_NAME ? local_hint(e, target->name.id) : NO_HINT;
    if (hint == NO_HINT) {
        emit_assign(e, target, emit_value(e, value));
        return;
    }
    refuse_debug(e, target, target->name.id, CONTEXT_STORE);
    emit_into(e, value, hint);
    e->unit->pending_count = pending;
    mark_assigned(e, target->name.id);
}

static bool all_names(const NodeList *targets)
{
    for (int32_t i = 0; i < targets->count; i++)
        if (targets->items[i]->kind != NODE_NAME)
            return false;
    return true;
}

static void emit_assignment(Emitter *e, const Node *node)
{
    const NodeList *targets = &node->assign.targets;
    if (targets->count == 1) {
        assign_one(e, targets->items[0], node->assign.value);
        return;
    }
    Operand value = emit_value(e, node->assign.value);
    if (is_local(e, value) && !all_names(targets))
        value = move_to_temporary(e, node->assign.value, value);
    for (int32_t i = 0; i + 1 < targets->count; i++) {
        Operand copy = value;
        if (is_temporary(e, value)) {
            copy = temporary(e);
            emit(e, node, OP_COPY, copy, value, 0);
        }
        emit_assign(e, targets->items[i], copy);
    }
    emit_assign(e, targets->items[targets->count - 1], value);
}

/* -- augmented assignment */

static Opcode inplace_opcode(TreeBinaryOp op)
{
    return (Opcode)(binary_opcode(op) + OP_INPLACE_ADD - OP_ADD);
}

/* The operand again for a second use: a temporary is copied. */
static Operand again(Emitter *e, const Node *at, Operand r)
{
    if (!is_temporary(e, r))
        return r;
    int copy = temporary(e);
    emit(e, at, OP_COPY, copy, r, 0);
    return copy;
}

static int emit_inplace(Emitter *e, const Node *node, Operand left)
{
    Operand right = emit_value(e, node->aug_assign.value);
    used(e, right);
    used(e, left);
    int reg = temporary(e);
    emit(e, node, inplace_opcode(node->aug_assign.op), reg, left, right);
    return reg;
}

static void augment_name(Emitter *e, const Node *node)
{
    const Node *target = node->aug_assign.target;
    int local = local_register(e, target->name.id);
    Operand left = load_name(e, target, target->name.id, NO_HINT);
    left = stabilise(e, target, left);
    if (local < 0) {
        int reg = emit_inplace(e, node, left);
        store_name(e, target, target->name.id, reg);
        return;
    }
    Operand right = emit_value(e, node->aug_assign.value);
    refuse_debug(e, target, target->name.id, CONTEXT_STORE);
    emit(e, node, inplace_opcode(node->aug_assign.op), local, left, right);
    used(e, right);
    used(e, left);
    mark_assigned(e, target->name.id);
}

static void augment_attribute(Emitter *e, const Node *node)
{
    const Node *target = node->aug_assign.target;
    Operand object = stabilise(e, target, emit_value(e, target->attribute.value));
    Operand copy = again(e, target, object);
    Node at = emit_attribute_place(target, target);
    refuse_debug(e, target, target->attribute.attr, CONTEXT_STORE);
    Operand name = name_operand(e, &at, target->attribute.attr);
    used(e, name);
    used(e, copy);
    int value = temporary(e);
    emit(e, &at, OP_LOAD_ATTR, value, copy, name);
    value = emit_inplace(e, node, value);
    name = name_operand(e, &at, target->attribute.attr);
    emit(e, &at, OP_STORE_ATTR, object, name, value);
    used(e, name);
    used(e, value);
    used(e, object);
}

static void augment_item(Emitter *e, const Node *node)
{
    const Node *target = node->aug_assign.target;
    Operand object = stabilise(e, target, emit_value(e, target->subscript.value));
    Operand key = stabilise(e, target, emit_value(e, target->subscript.slice));
    Operand object_copy = again(e, target, object), key_copy = again(e, target, key);
    used(e, key_copy);
    used(e, object_copy);
    int value = temporary(e);
    emit(e, target, OP_LOAD_ITEM, value, object_copy, key_copy);
    value = emit_inplace(e, node, value);
    emit(e, target, OP_STORE_ITEM, object, key, value);
    used(e, value);
    used(e, key);
    used(e, object);
}

static void emit_augmented(Emitter *e, const Node *node)
{
    switch (node->aug_assign.target->kind) {
    case NODE_NAME: augment_name(e, node); break;
    case NODE_ATTRIBUTE: augment_attribute(e, node); break;
    default: augment_item(e, node); break;
    }
}

/* -- annotated assignment */

static bool evaluates_annotations(const Emitter *e)
{
    return e->unit->scope->kind != SCOPE_FUNCTION;
}

static void store_annotation(Emitter *e, const Node *node, const Identifier *name)
{
    Operand value = emit_annotation(e, node->ann_assign.annotation);
    Operand key = text_name_operand(e, node, "__annotations__");
    used(e, key);
    int annotations = temporary(e);
    emit(e, node, OP_LOAD_NAME, annotations, key, 0);
    key = emit_constant(e, node, compile_name(e->c, mangled(e, name)));
    emit(e, node, OP_STORE_ITEM, annotations, key, value);
    used(e, key);
    used(e, annotations);
    used(e, value);
}

static void evaluate(Emitter *e, const Node *node)
{
    if (node)
        emit_discard(e, node);
}

static void evaluate_slice(Emitter *e, const Node *node)
{
    if (node->kind == NODE_SLICE) {
        evaluate(e, node->slice.lower);
        evaluate(e, node->slice.upper);
        evaluate(e, node->slice.step);
    } else if (node->kind == NODE_TUPLE) {
        for (int32_t i = 0; i < node->tuple.elts.count; i++)
            evaluate_slice(e, node->tuple.elts.items[i]);
    } else {
        evaluate(e, node);
    }
}

static void evaluate_target(Emitter *e, const Node *target)
{
    if (target->kind == NODE_ATTRIBUTE) {
        evaluate(e, target->attribute.value);
    } else if (target->kind == NODE_SUBSCRIPT) {
        evaluate(e, target->subscript.value);
        evaluate_slice(e, target->subscript.slice);
    }
}

static void emit_annotated(Emitter *e, const Node *node)
{
    const Node *target = node->ann_assign.target;
    bool future = e->c->code_flags & CODE_FUTURE_ANNOTATIONS;
    if (node->ann_assign.value)
        assign_one(e, target, node->ann_assign.value);
    if (target->kind == NODE_NAME)
        refuse_debug(e, node, target->name.id, CONTEXT_STORE);
    else if (target->kind == NODE_ATTRIBUTE)
        refuse_debug(e, node, target->attribute.attr, CONTEXT_STORE);
    if (target->kind != NODE_NAME && !node->ann_assign.value)
        evaluate_target(e, target);
    if (!evaluates_annotations(e))
        return;
    if (target->kind == NODE_NAME && node->ann_assign.simple)
        store_annotation(e, node, target->name.id);
    else if (!future)
        emit_discard(e, node->ann_assign.annotation);
}

/* -- del, raise, assert */

static void emit_delete(Emitter *e, const Node *target)
{
    if (target->kind == NODE_NAME) {
        delete_name(e, target, target->name.id);
    } else if (target->kind == NODE_ATTRIBUTE) {
        Operand object = emit_value(e, target->attribute.value);
        Node at = emit_attribute_place(target, target);
        Operand name = name_operand(e, &at, target->attribute.attr);
        emit(e, &at, OP_DELETE_ATTR, object, name, 0);
        used(e, name);
        used(e, object);
    } else if (target->kind == NODE_SUBSCRIPT) {
        Operand object = emit_stable(e, target->subscript.value, target->subscript.slice);
        Operand key = emit_value(e, target->subscript.slice);
        emit(e, target, OP_DELETE_ITEM, object, key, 0);
        used(e, key);
        used(e, object);
    } else {
        for (int32_t i = 0; i < target->tuple.elts.count; i++)
            emit_delete(e, target->tuple.elts.items[i]);
    }
}

static void emit_raise(Emitter *e, const Node *node)
{
    if (!node->raise_stmt.exc) {
        emit(e, node, OP_RERAISE_HANDLED, 0, 0, 0);
    } else if (!node->raise_stmt.cause) {
        Operand r = emit_value(e, node->raise_stmt.exc);
        emit(e, node, OP_RAISE, r, 0, 1);
        used(e, r);
    } else {
        Operand r = emit_stable(e, node->raise_stmt.exc, node->raise_stmt.cause);
        Operand cause = emit_value(e, node->raise_stmt.cause);
        emit(e, node, OP_RAISE, r, cause, 2);
        used(e, cause);
        used(e, r);
    }
    unit_dead(e);
}

static bool is_true_tuple(Emitter *e, const Node *node)
{
    if (node->kind == NODE_TUPLE)
        return node->tuple.elts.count > 0;
    Value v = node_is_constant(node) ? compile_node_value(e->c, node) : NULL;
    return v && value_is_tuple(v) && tuple_count(v);
}

static void emit_assert(Emitter *e, const Node *node)
{
    Label end = NEW_LABEL;
    if (is_true_tuple(e, node->assert_stmt.test))
        compile_warning(e->c, node, "assertion is always true, perhaps remove parentheses?");
    if (e->c->optimize)
        return;
    const Node *at = node;
    emit_jump_if(e, node->assert_stmt.test, &end, true, &at);
    int reg = temporary(e);
    emit(e, at, OP_LOAD_ASSERTION_ERROR, reg, 0, 0);
    if (node->assert_stmt.msg) {
        temporary(e);
        emit_to_temporary(e, node->assert_stmt.msg);
        emit_plain_call(e, at, reg, 1, NO_HINT);
    }
    emit(e, at, OP_RAISE, reg, 0, 1);
    used(e, reg);
    unit_dead(e);
    label_place(e, &end);
}

/* -- import */

static int emit_import_name(Emitter *e, const Node *at, const Identifier *name, Value from_list, int level)
{
    Operand module = name ? name_operand(e, at, name) : text_name_operand(e, at, "");
    Operand names = emit_constant(e, at, from_list);
    used(e, names);
    used(e, module);
    int reg = temporary(e);
    emit_wide(e, at, OP_IMPORT_NAME, reg, module, names, level);
    return reg;
}

static void emit_import_from_one(Emitter *e, const Node *at, int reg, int module, const Identifier *name)
{
    Operand operand = name_operand(e, at, name);
    emit(e, at, OP_IMPORT_FROM, reg, module, operand);
    used(e, operand);
}

/* import a.b.c as x: c of b of a */
static void import_parts(Emitter *e, const Node *at, int module, const Identifier *name)
{
    const char *part = strchr(name->text, '.');
    while (part) {
        const char *end = strchr(++part, '.');
        size_t size = end ? (size_t)(end - part) : strlen(part);
        const Identifier *attribute = symbols_make_name(e->symbols, part, size);
        if (attribute)
            emit_import_from_one(e, at, module, module, attribute);
        part = end;
    }
}

static void emit_import(Emitter *e, const Node *node)
{
    for (int32_t i = 0; i < node->import_stmt.names.count; i++) {
        const Node *alias = node->import_stmt.names.items[i];
        const Identifier *name = alias->alias.name, *target = alias->alias.asname;
        int module = emit_import_name(e, node, name, NONE, 0);
        if (target)
            import_parts(e, node, module, name);
        else
            target = strchr(name->text, '.') ? symbols_first_part(e->symbols, name) : name;
        if (target)
            store_name(e, node, target, module);
    }
}

static Value from_list(Emitter *e, const NodeList *names)
{
    Value tuple = tuple_new(e->rt, names->count);
    if (!tuple) {
        compile_failed(e->c);
        return NULL;
    }
    for (int32_t i = 0; i < names->count; i++)
        tuple_items(tuple)[i] = retain(compile_name(e->c, symbols_name(e->symbols, names->items[i]->alias.name)));
    if (e->c->failed) {
        release(e->rt, tuple);
        return NULL;
    }
    return compile_constant_steal(e->c, tuple_done(e->rt, tuple));
}

static void emit_import_from(Emitter *e, const Node *node)
{
    const NodeList *names = &node->import_from.names;
    const Identifier *from = node->import_from.module;
    if (from && identifier_is(from, "__future__", 10) && node->line > e->c->future_line)
        compile_error(e->c, node, "from __future__ imports must occur at the beginning of the file");
    int module = emit_import_name(e, node, node->import_from.module, from_list(e, names), node->import_from.level);
    if (names->count == 1 && names->items[0]->alias.name->text[0] == '*') {
        emit(e, node, OP_IMPORT_STAR, module, 0, 0);
        used(e, module);
        return;
    }
    for (int32_t i = 0; i < names->count; i++) {
        const Node *alias = names->items[i];
        const Identifier *target = alias->alias.asname ? alias->alias.asname : alias->alias.name;
        int local = local_register(e, target), reg = destination(e, local);
        emit_import_from_one(e, node, reg, module, alias->alias.name);
        if (local < 0)
            store_name(e, node, target, reg);
        else
            mark_assigned(e, target);
    }
    emit(e, node, OP_RELEASE, module, 0, 0);
    used(e, module);
}

/* -- dispatch */

static void emit_expression_statement(Emitter *e, const Node *node)
{
    if (!e->c->interactive || e->unit->outer) {
        if (node_is_constant(node->expr_stmt.value))
            emit_nothing(e, node);
        emit_discard(e, node->expr_stmt.value);
        return;
    }
    Operand r = emit_value(e, node->expr_stmt.value);
    emit(e, node, OP_PRINT_EXPRESSION, r, 0, 0);
    used(e, r);
}

static void emit_statement_by_kind(Emitter *e, const Node *node)
{
    switch (node->kind) {
    case NODE_EXPR: emit_expression_statement(e, node); break;
    case NODE_ASSIGN: emit_assignment(e, node); break;
    case NODE_AUG_ASSIGN: emit_augmented(e, node); break;
    case NODE_ANN_ASSIGN: emit_annotated(e, node); break;
    case NODE_IF: emit_if(e, node); break;
    case NODE_FOR: emit_for(e, node); break;
    case NODE_WHILE: emit_while(e, node); break;
    case NODE_RETURN: emit_return(e, node); break;
    case NODE_BREAK: emit_break(e, node); break;
    case NODE_CONTINUE: emit_continue(e, node); break;
    case NODE_FUNCTION_DEF: case NODE_ASYNC_FUNCTION_DEF: emit_function_def(e, node); break;
    case NODE_CLASS_DEF: emit_class_def(e, node); break;
    case NODE_IMPORT: emit_import(e, node); break;
    case NODE_IMPORT_FROM: emit_import_from(e, node); break;
    case NODE_TRY: case NODE_TRY_STAR: emit_try(e, node); break;
    case NODE_WITH: case NODE_ASYNC_WITH: emit_with(e, node, 0); break;
    case NODE_RAISE: emit_raise(e, node); break;
    case NODE_ASSERT: emit_assert(e, node); break;
    case NODE_MATCH: emit_match(e, node); break;
    case NODE_ASYNC_FOR: emit_async_for(e, node); break;
    case NODE_DELETE:
        for (int32_t i = 0; i < node->delete_stmt.targets.count; i++)
            emit_delete(e, node->delete_stmt.targets.items[i]);
        break;
    case NODE_PASS: emit_nothing(e, node); break;
    default: break;
    }
}

void emit_statement(Emitter *e, const Node *node)
{
    int depth = e->unit->depth;
    if (!compilation_enter(e->c))
        return;
    emit_statement_by_kind(e, node);
    compilation_leave(e->c);
    debug_check(emitter_failed(e) || e->unit->depth == depth);
    set_depth(e, depth);
}

void emit_statements(Emitter *e, const NodeList *list)
{
    for (int32_t i = 0; i < list->count && !emitter_failed(e); i++)
        emit_statement(e, list->items[i]);
}
