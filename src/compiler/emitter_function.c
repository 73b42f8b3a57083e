/* Functions and lambdas: defaults, annotations, body, closure. */
#include "compiler/emitter.h"

#include "types/tuple.h"

enum { SET_DEFAULTS, SET_KEYWORD_DEFAULTS, SET_ANNOTATIONS, SET_CLOSURE };

/* -- making a function object */

static int cell_register(Emitter *e, const Symbol *wanted)
{
    const Unit *u = e->unit;
    if (u->scope->kind == SCOPE_CLASS && wanted->name == e->symbols->class_cell)
        return u->class_register;
    const Symbol *symbol = scope_find(u->scope, wanted->name);
    return symbol ? symbol->reg : 0;
}

static void emit_closure(Emitter *e, const Node *at, const Scope *scope, int function)
{
    int base = next_temporary(e);
    for (int32_t i = 0; i < scope->free_count; i++) {
        int source = cell_register(e, scope->frees[i]);
        emit(e, at, OP_COPY, temporary(e), source, 0);
    }
    free_from(e, base);
    temporary(e);
    emit(e, at, OP_BUILD_TUPLE, base, base, scope->free_count);
    emit(e, at, OP_SET_FUNCTION, function, base, SET_CLOSURE);
    free_from(e, base);
}

void emit_make_function(Emitter *e, const Node *at, Owned code, const Scope *scope, int reg)
{
    Operand operand = index_operand(e, at, constant_add_steal(e, code));
    emit(e, at, OP_MAKE_FUNCTION, reg, operand, 0);
    used(e, operand);
    if (scope && scope->free_count)
        emit_closure(e, at, scope, reg);
}

/* -- what is evaluated where the function is defined */

/* Registers of the parts, 0: none. */
typedef struct Parts { int defaults, keyword_defaults, annotations; } Parts;

static void pack(Emitter *e, const Node *at, int base)
{
    int count = next_temporary(e) - base;
    free_from(e, base);
    temporary(e);
    emit(e, at, OP_BUILD_TUPLE, base, base, count);
}

static Owned constant_defaults(Emitter *e, const NodeList *defaults)
{
    for (int32_t i = 0; i < defaults->count; i++)
        if (!node_is_constant(defaults->items[i]))
            return NULL;
    Value tuple = tuple_new(e->rt, defaults->count);
    if (!tuple) {
        compile_failed(e->c);
        return NULL;
    }
    for (int32_t i = 0; i < defaults->count; i++)
        tuple_items(tuple)[i] = retain(compile_node_value(e->c, defaults->items[i]));
    return tuple_done(e->rt, tuple);
}

static int emit_defaults(Emitter *e, const Node *at, const NodeList *defaults)
{
    if (!defaults->count)
        return 0;
    Value constant = constant_defaults(e, defaults);
    if (constant)
        return move_to_temporary(e, at, emit_constant(e, at, compile_constant_steal(e->c, constant)));
    int base = next_temporary(e);
    for (int32_t i = 0; i < defaults->count; i++)
        emit_to_temporary(e, defaults->items[i]);
    pack(e, at, base);
    return base;
}

static void add_keyword_default(Emitter *e, const Node *at, int map, const Node *arg, const Node *value)
{
    Operand name = emit_constant(e, at, compile_name(e->c, mangled(e, arg->arg.arg)));
    Operand v = emit_value(e, value);
    emit(e, at, OP_MAP_ADD, map, name, v);
    used(e, v);
    used(e, name);
}

static int emit_keyword_defaults(Emitter *e, const Node *at, const Node *arguments)
{
    const NodeList *values = &arguments->arguments.kw_defaults;
    int map = 0;
    for (int32_t i = 0; i < values->count; i++) {
        if (!values->items[i])
            continue;
        if (!map) {
            map = temporary(e);
            emit(e, at, OP_BUILD_MAP, map, map, 0);
        }
        add_keyword_default(e, at, map, arguments->arguments.kwonlyargs.items[i], values->items[i]);
    }
    return map;
}

Operand emit_annotation(Emitter *e, const Node *annotation)
{
    if (e->c->code_flags & CODE_FUTURE_ANNOTATIONS)
        return emit_constant(e, annotation, unparse_expression(e->c, annotation));
    if (annotation->kind != NODE_STARRED)
        return emit_value(e, annotation);
    Operand r = emit_value(e, annotation->starred.value);       /* *args: *Ts */
    int unpacked = temporary(e);
    emit(e, annotation, OP_UNPACK_SEQUENCE, unpacked, r, 1);
    used(e, unpacked);
    used(e, r);
    int reg = temporary(e);
    emit_move(e, annotation, reg, unpacked);
    e->unit->depth = reg + 1 - e->unit->local_count;
    return reg;
}

static void annotate(Emitter *e, const Node *at, const Identifier *name, const Node *annotation)
{
    if (!annotation)
        return;
    move_to_temporary(e, at, emit_constant(e, at, compile_name(e->c, mangled(e, name))));
    move_to_temporary(e, annotation, emit_annotation(e, annotation));
}

static void annotate_list(Emitter *e, const Node *at, const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        annotate(e, at, list->items[i]->arg.arg, list->items[i]->arg.annotation);
}

static void annotate_one(Emitter *e, const Node *at, const Node *arg)
{
    if (arg)
        annotate(e, at, arg->arg.arg, arg->arg.annotation);
}

static int emit_annotations(Emitter *e, const Node *node)
{
    const Node *arguments = node->function_def.args;
    int base = next_temporary(e);
    annotate_list(e, node, &arguments->arguments.args);
    annotate_list(e, node, &arguments->arguments.posonlyargs);
    annotate_one(e, node, arguments->arguments.vararg);
    annotate_list(e, node, &arguments->arguments.kwonlyargs);
    annotate_one(e, node, arguments->arguments.kwarg);
    annotate(e, node, symbols_make_name(e->symbols, "return", 6), node->function_def.returns);
    if (next_temporary(e) == base)
        return 0;
    pack(e, node, base);
    return base;
}

static void set_part(Emitter *e, const Node *at, int function, int part, int kind)
{
    if (part)
        emit(e, at, OP_SET_FUNCTION, function, part, kind);
}

static void set_parts(Emitter *e, const Node *at, int function, const Parts *parts)
{
    set_part(e, at, function, parts->defaults, SET_DEFAULTS);
    set_part(e, at, function, parts->keyword_defaults, SET_KEYWORD_DEFAULTS);
    set_part(e, at, function, parts->annotations, SET_ANNOTATIONS);
}

/* -- the body */

static void check_parameters(Emitter *e, const Node *at, const Node *arguments)
{
    const NodeList *lists[] = { &arguments->arguments.posonlyargs, &arguments->arguments.args,
                                &arguments->arguments.kwonlyargs };
    for (size_t l = 0; l < COUNT_OF(lists); l++)
        for (int32_t i = 0; i < lists[l]->count; i++)
            refuse_debug(e, at, lists[l]->items[i]->arg.arg, CONTEXT_STORE);
    const Node *rest[] = { arguments->arguments.vararg, arguments->arguments.kwarg };
    for (size_t i = 0; i < COUNT_OF(rest); i++)
        if (rest[i])
            refuse_debug(e, at, rest[i]->arg.arg, CONTEXT_STORE);
}

static void set_signature(Unit *u, const Node *arguments)
{
    u->positional_only_count = arguments->arguments.posonlyargs.count;
    u->argument_count = u->positional_only_count + arguments->arguments.args.count;
    u->keyword_only_count = arguments->arguments.kwonlyargs.count;
    if (arguments->arguments.vararg)
        u->flags |= CODE_VARARGS;
    if (arguments->arguments.kwarg)
        u->flags |= CODE_VARKEYWORDS;
}

Value docstring_of(Emitter *e, const NodeList *body)
{
    const Node *first = body->count ? body->items[0] : NULL;
    if (e->c->optimize >= 2 || !first || first->kind != NODE_EXPR || first->expr_stmt.value->kind != NODE_CONSTANT
        || first->expr_stmt.value->constant.value.kind != CONSTANT_STR)
        return NULL;
    return compile_node_value(e->c, first->expr_stmt.value);
}

static void emit_function_body(Emitter *e, const NodeList *body)
{
    Value doc = docstring_of(e, body);
    constant_index(e, doc ? doc : NONE);
    NodeList rest = *body;
    if (doc) {
        rest.items++;
        rest.count--;
    }
    emit_statements(e, &rest);
    emit_implicit_return(e);
}

static Owned function_code(Emitter *e, const Node *node, Scope *scope, int32_t first_line)
{
    Unit unit;
    if (unit_open(e, &unit, scope, node->function_def.name, first_line)) {
        set_signature(&unit, node->function_def.args);
        emit_function_body(e, &node->function_def.body);
    }
    return unit_finish(e, &unit);
}

static Owned lambda_code(Emitter *e, const Node *node, Scope *scope)
{
    Unit unit;
    if (unit_open(e, &unit, scope, symbols_make_name(e->symbols, "<lambda>", 8), node->line)) {
        set_signature(&unit, node->lambda.args);
        constant_index(e, NONE);
        Operand r = emit_value(e, node->lambda.body);
        emit(e, node->lambda.body, OP_RETURN, r, 0, 0);
    }
    return unit_finish(e, &unit);
}

/* -- the expressions and statements */

int emit_decorators(Emitter *e, const NodeList *decorators)
{
    int base = next_temporary(e);
    for (int32_t i = 0; i < decorators->count; i++) {
        emit_to_temporary(e, decorators->items[i]);
        temporary(e);
    }
    return base;
}

void emit_decorator_calls(Emitter *e, const NodeList *decorators, int base)
{
    for (int32_t i = decorators->count; i-- > 0;)
        emit_plain_call(e, decorators->items[i], base + 2 * i, 1, NO_HINT);
}

static int32_t first_line_of(const Node *node, const NodeList *decorators)
{
    return decorators->count ? decorators->items[0]->line : node->line;
}

/* The function in a temporary, or at once in the local of its name when nothing is left to be done to it. */
static int emit_function(Emitter *e, const Node *node)
{
    const Node *arguments = node->function_def.args;
    int function = temporary(e);
    Parts parts = { emit_defaults(e, node, &arguments->arguments.defaults), 0, 0 };
    parts.keyword_defaults = emit_keyword_defaults(e, node, arguments);
    parts.annotations = emit_annotations(e, node);
    Scope *scope = scope_child(e->unit->scope, node);
    if (!scope || emitter_failed(e))
        return function;
    bool direct = !scope->free_count && !parts.defaults && !parts.keyword_defaults && !parts.annotations
        && !node->function_def.decorator_list.count && local_register(e, node->function_def.name) >= 0;
    Value code = function_code(e, node, scope, first_line_of(node, &node->function_def.decorator_list));
    int reg = direct ? local_register(e, node->function_def.name) : function;
    emit_make_function(e, node, code, scope, reg);
    set_parts(e, node, reg, &parts);
    free_from(e, direct ? function : function + 1);
    return reg;
}

void emit_function_def(Emitter *e, const Node *node)
{
    const NodeList *decorators = &node->function_def.decorator_list;
    const Identifier *name = node->function_def.name;
    check_parameters(e, node, node->function_def.args);
    refuse_debug(e, node, name, CONTEXT_STORE);
    int base = emit_decorators(e, decorators);
    int reg = emit_function(e, node);
    if (is_local(e, reg)) {
        mark_assigned(e, name);
        return;
    }
    if (decorators->count)
        emit_decorator_calls(e, decorators, base);
    store_name(e, node, name, base);
}

Operand emit_lambda(Emitter *e, const Node *node, int hint)
{
    const Node *arguments = node->lambda.args;
    check_parameters(e, node, arguments);
    int function = temporary(e);
    Parts parts = { emit_defaults(e, node, &arguments->arguments.defaults), 0, 0 };
    parts.keyword_defaults = emit_keyword_defaults(e, node, arguments);
    Scope *scope = scope_child(e->unit->scope, node);
    if (!scope || emitter_failed(e))
        return function;
    bool direct = hint != NO_HINT && !scope->free_count && !parts.defaults && !parts.keyword_defaults;
    int reg = direct ? settle(e, hint) : function;
    emit_make_function(e, node, lambda_code(e, node, scope), scope, reg);
    set_parts(e, node, reg, &parts);
    free_from(e, direct ? function : function + 1);
    return reg;
}
