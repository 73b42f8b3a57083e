/* The walk over the tree: definitions and uses of names, and folding on the way up. */
#include "compiler/fold.h"
#include "compiler/symbols.h"

static void visit_expression(Symbols *s, Node *node);
static void visit_statements(Symbols *s, const NodeList *list);

static void visit_expressions(Symbols *s, const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        if (list->items[i])
            visit_expression(s, list->items[i]);
}

static inline void visit_optional(Symbols *s, Node *node)
{
    if (node)
        visit_expression(s, node);
}

/* -- definitions */

static Symbol *define(Symbols *s, const Identifier *name, uint32_t flags, const Node *at)
{
    Scope *scope = s->current;
    if (!(name = symbols_mangle(s, s->class_name, name)))
        return NULL;
    Symbol *symbol = scope_add(s, scope, name);
    if (!symbol)
        return NULL;
    if (flags & symbol->flags & SYMBOL_PARAMETER)
        compile_error_late(s->c, at, true, "duplicate argument '%s' in function definition", name->text);
    if (scope->in_target) {
        if (symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL))
            compile_error_late(s->c, at, true,
                               "comprehension inner loop cannot rebind assignment expression target '%s'", name->text);
        flags |= SYMBOL_COMPREHENSION;
    }
    symbol->flags |= flags;
    if (flags & SYMBOL_GLOBAL) {
        Symbol *global = scope_add(s, s->module, name);
        if (global)
            global->flags |= flags;
    }
    return symbol;
}

static uint32_t flags_here(Symbols *s, const Identifier *name)
{
    const Identifier *mangled = symbols_mangle(s, s->class_name, name);
    const Symbol *symbol = mangled ? scope_find(s->current, mangled) : NULL;
    return symbol ? symbol->flags : 0;
}

static void add_directive(Symbols *s, const Identifier *name, const Node *at)
{
    Directive *d = compile_alloc(s->c, sizeof *d);
    if (!d || !(d->name = symbols_mangle(s, s->class_name, name)))
        return;
    d->at = at;
    if (s->current->last_directive)
        s->current->last_directive->next = d;
    else
        s->current->directives = d;
    s->current->last_directive = d;
}

static void visit_name(Symbols *s, Node *node)
{
    const Identifier *id = node->name.id;
    switch (node->name.ctx) {
    case CONTEXT_LOAD:
        if (identifier_is(id, "__debug__", 9) && !s->in_annotation) {
            node_set_folded(node, bool_value(!s->c->optimize));
            return;
        }
        define(s, id, SYMBOL_USED, node);
        if (s->current->kind == SCOPE_FUNCTION && identifier_is(id, "super", 5))
            define(s, s->class_cell, SYMBOL_USED, node);
        break;
    case CONTEXT_STORE: define(s, id, SYMBOL_LOCAL, node); break;
    case CONTEXT_DEL: define(s, id, SYMBOL_LOCAL | SYMBOL_UNBOUND, node); break;
    }
}

/* -- assignment expressions */

static bool refuse_in_annotation(Symbols *s, const Node *node, const char *what)
{
    if (s->current->kind != SCOPE_ANNOTATION)
        return false;
    compile_error_late(s->c, node, true, "'%s' can not be used within an annotation", what);
    return true;
}

static void add_flags(Symbols *s, Scope *scope, const Identifier *mangled, uint32_t flags)
{
    Symbol *symbol = scope_add(s, scope, mangled);
    if (symbol)
        symbol->flags |= flags;
}

/* The target of := in a comprehension belongs to the scope around the comprehensions. */
static void bind_walrus_outside(Symbols *s, const Node *target)
{
    const Identifier *id = target->name.id, *name = symbols_mangle(s, s->class_name, id);
    Scope *scope = s->current;
    if (!name)
        return;
    for (; scope && scope->comprehension; scope = scope->parent) {
        const Symbol *symbol = scope_find(scope, name);
        if (symbol && (symbol->flags & SYMBOL_COMPREHENSION)) {
            compile_error_late(s->c, target, true,
                               "assignment expression cannot rebind comprehension iteration variable '%s'", id->text);
            return;
        }
    }
    if (!scope || scope->kind == SCOPE_ANNOTATION)
        return;
    if (scope->kind == SCOPE_CLASS) {
        compile_error_late(s->c, target, true,
                           "assignment expression within a comprehension cannot be used in a class body");
        return;
    }
    const Symbol *outer = scope_find(scope, name);
    bool global = scope->kind == SCOPE_MODULE || (outer && (outer->flags & SYMBOL_GLOBAL));
    define(s, id, global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, target);
    add_directive(s, id, target);
    add_flags(s, scope, name, scope->kind == SCOPE_MODULE ? SYMBOL_GLOBAL : SYMBOL_LOCAL);
    scope->has_walrus = true;
}

static void visit_walrus(Symbols *s, Node *node)
{
    if (refuse_in_annotation(s, node, "named expression"))
        return;
    if (s->current->in_iterable) {
        compile_error_late(s->c, node, true,
                           "assignment expression cannot be used in a comprehension iterable expression");
        return;
    }
    if (s->current->comprehension)
        bind_walrus_outside(s, node->named_expr.target);
    s->current->has_walrus = true;
    visit_expression(s, node->named_expr.value);
    visit_expression(s, node->named_expr.target);
}

/* -- functions */

static void visit_annotation(Symbols *s, Node *node)
{
    if (!node)
        return;
    if (!s->future_annotations) {
        visit_expression(s, node);
        return;
    }
    if (!scope_enter(s, SCOPE_ANNOTATION, node))
        return;
    bool outer = s->in_annotation;
    s->in_annotation = true;
    visit_expression(s, node);
    s->in_annotation = outer;
    scope_leave(s);
}

static void annotate_parameters(Symbols *s, const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        visit_annotation(s, list->items[i]->arg.annotation);
}

static void visit_annotations(Symbols *s, const Node *arguments, Node *returns)
{
    annotate_parameters(s, &arguments->arguments.posonlyargs);
    annotate_parameters(s, &arguments->arguments.args);
    if (arguments->arguments.vararg)
        visit_annotation(s, arguments->arguments.vararg->arg.annotation);
    if (arguments->arguments.kwarg)
        visit_annotation(s, arguments->arguments.kwarg->arg.annotation);
    annotate_parameters(s, &arguments->arguments.kwonlyargs);
    visit_annotation(s, returns);
}

static void visit_defaults(Symbols *s, const Node *arguments)
{
    visit_expressions(s, &arguments->arguments.defaults);
    visit_expressions(s, &arguments->arguments.kw_defaults);
}

static void define_parameter(Symbols *s, const Node *arg)
{
    if (arg)
        define(s, arg->arg.arg, SYMBOL_PARAMETER, arg);
}

static void define_parameters(Symbols *s, const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        define_parameter(s, list->items[i]);
}

static void visit_parameters(Symbols *s, const Node *arguments)
{
    define_parameters(s, &arguments->arguments.posonlyargs);
    define_parameters(s, &arguments->arguments.args);
    define_parameters(s, &arguments->arguments.kwonlyargs);
    define_parameter(s, arguments->arguments.vararg);
    define_parameter(s, arguments->arguments.kwarg);
}

static void visit_function(Symbols *s, Node *node)
{
    define(s, node->function_def.name, SYMBOL_LOCAL, node);
    visit_defaults(s, node->function_def.args);
    visit_annotations(s, node->function_def.args, node->function_def.returns);
    visit_expressions(s, &node->function_def.decorator_list);
    Scope *scope = scope_enter(s, SCOPE_FUNCTION, node);
    if (!scope)
        return;
    scope->coroutine = node->kind == NODE_ASYNC_FUNCTION_DEF;
    visit_parameters(s, node->function_def.args);
    visit_statements(s, &node->function_def.body);
    scope_leave(s);
}

static void visit_lambda(Symbols *s, Node *node)
{
    visit_defaults(s, node->lambda.args);
    if (!scope_enter(s, SCOPE_FUNCTION, node))
        return;
    visit_parameters(s, node->lambda.args);
    visit_expression(s, node->lambda.body);
    scope_leave(s);
}

static void visit_keywords(Symbols *s, const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        visit_expression(s, list->items[i]->keyword.value);
}

static void visit_class(Symbols *s, Node *node)
{
    define(s, node->class_def.name, SYMBOL_LOCAL, node);
    visit_expressions(s, &node->class_def.bases);
    visit_keywords(s, &node->class_def.keywords);
    visit_expressions(s, &node->class_def.decorator_list);
    if (!scope_enter(s, SCOPE_CLASS, node))
        return;
    const Identifier *outer = s->class_name;
    s->class_name = node->class_def.name;
    visit_statements(s, &node->class_def.body);
    s->class_name = outer;
    scope_leave(s);
}

/* -- comprehensions */

static void visit_generator_rest(Symbols *s, Scope *scope, const Node *generator, bool outermost)
{
    scope->in_target = true;
    visit_expression(s, generator->comprehension.target);
    scope->in_target = false;
    if (!outermost) {
        scope->in_iterable++;
        visit_expression(s, generator->comprehension.iter);
        scope->in_iterable--;
        if (!s->in_annotation)
            fold_iterable(s->c, generator->comprehension.iter);
    }
    visit_expressions(s, &generator->comprehension.ifs);
    if (generator->comprehension.is_async)
        scope->coroutine = true;
}

static void visit_comprehension(Symbols *s, Node *node, ComprehensionKind kind, const NodeList *generators,
                                Node *element, Node *value)
{
    Node *first = generators->items[0];
    s->current->in_iterable++;
    visit_expression(s, first->comprehension.iter);
    s->current->in_iterable--;
    if (!s->in_annotation)
        fold_iterable(s->c, first->comprehension.iter);
    Scope *parent = s->current, *scope = scope_enter(s, SCOPE_FUNCTION, node);
    if (!scope)
        return;
    scope->comprehension = (uint8_t)kind;
    Symbol *iterator = scope_add(s, scope, s->dot_zero);
    if (iterator)
        iterator->flags |= SYMBOL_PARAMETER;
    for (int32_t i = 0; i < generators->count; i++)
        visit_generator_rest(s, scope, generators->items[i], i == 0);
    visit_optional(s, value);
    visit_expression(s, element);
    scope->generator = kind == COMPREHENSION_GENERATOR;
    if (scope->coroutine && !scope->generator)
        parent->coroutine = true;
    scope_leave(s);
}

static void check_yield(Symbols *s, const Node *node)
{
    static const char *const texts[] = {
        NULL, "'yield' inside list comprehension", "'yield' inside set comprehension",
        "'yield' inside dict comprehension", "'yield' inside generator expression",
    };
    s->current->generator = true;
    if (s->current->comprehension)
        compile_error_late(s->c, node, true, "%s", texts[s->current->comprehension]);
}

/* -- expressions */

/* a + b + c ... leans to the left: walked down in a loop. */
static void visit_binary(Symbols *s, Node *node)
{
    int32_t depth = 1;
    for (Node *n = node; n->binop.left->kind == NODE_BIN_OP; n = n->binop.left)
        depth++;
    Node *few[16] = { node }, **spine = few;
    if (depth > 16 && !(spine = compile_alloc(s->c, (size_t)depth * sizeof *spine)))
        return;
    Node *n = node;
    for (int32_t i = depth; i-- > 0; n = n->binop.left)
        spine[i] = n;
    visit_expression(s, spine[0]->binop.left);
    for (int32_t i = 0; i < depth && !s->c->failed; i++) {
        visit_expression(s, spine[i]->binop.right);
        if (!s->in_annotation)
            fold_binary(s->c, spine[i]);
    }
}

static void visit_yield(Symbols *s, Node *node)
{
    if (refuse_in_annotation(s, node, "yield expression"))
        return;
    visit_optional(s, node->yield.value);
    check_yield(s, node);
}

static void visit_await(Symbols *s, Node *node)
{
    if (refuse_in_annotation(s, node, "await expression"))
        return;
    visit_expression(s, node->await.value);
    s->current->coroutine = true;
}

static void visit_compare(Symbols *s, Node *node)
{
    visit_expression(s, node->compare.left);
    visit_expressions(s, &node->compare.comparators);
    if (!s->in_annotation)
        fold_compare(s->c, node);
}

static void visit_by_kind(Symbols *s, Node *node)
{
    bool fold = !s->in_annotation;
    switch ((int)node->kind) {
    case NODE_CONSTANT: case NODE_FOLDED: break;
    case NODE_NAME: visit_name(s, node); break;
    case NODE_ATTRIBUTE: visit_expression(s, node->attribute.value); break;
    case NODE_CALL:
        visit_expression(s, node->call.func);
        visit_expressions(s, &node->call.args);
        visit_keywords(s, &node->call.keywords);
        break;
    case NODE_BIN_OP: visit_binary(s, node); break;
    case NODE_COMPARE: visit_compare(s, node); break;
    case NODE_SUBSCRIPT:
        visit_expression(s, node->subscript.value);
        visit_expression(s, node->subscript.slice);
        if (fold)
            fold_subscript(s->c, node);
        break;
    case NODE_TUPLE:
        visit_expressions(s, &node->tuple.elts);
        if (fold)
            fold_tuple(s->c, node);
        break;
    case NODE_LIST: visit_expressions(s, &node->list.elts); break;
    case NODE_SET: visit_expressions(s, &node->set.elts); break;
    case NODE_DICT:
        visit_expressions(s, &node->dict.keys);
        visit_expressions(s, &node->dict.values);
        break;
    case NODE_BOOL_OP: visit_expressions(s, &node->boolop.values); break;
    case NODE_UNARY_OP:
        visit_expression(s, node->unaryop.operand);
        if (fold)
            fold_unary(s->c, node);
        break;
    case NODE_NAMED_EXPR: visit_walrus(s, node); break;
    case NODE_LAMBDA: visit_lambda(s, node); break;
    case NODE_IF_EXP:
        visit_expression(s, node->if_exp.test);
        visit_expression(s, node->if_exp.body);
        visit_expression(s, node->if_exp.orelse);
        break;
    case NODE_LIST_COMP:
        visit_comprehension(s, node, COMPREHENSION_LIST, &node->comp.generators, node->comp.elt, NULL);
        break;
    case NODE_SET_COMP:
        visit_comprehension(s, node, COMPREHENSION_SET, &node->comp.generators, node->comp.elt, NULL);
        break;
    case NODE_GENERATOR_EXP:
        visit_comprehension(s, node, COMPREHENSION_GENERATOR, &node->comp.generators, node->comp.elt, NULL);
        break;
    case NODE_DICT_COMP:
        visit_comprehension(s, node, COMPREHENSION_DICT, &node->dict_comp.generators, node->dict_comp.key,
                            node->dict_comp.value);
        break;
    case NODE_AWAIT: visit_await(s, node); break;
    case NODE_YIELD: visit_yield(s, node); break;
    case NODE_YIELD_FROM:
        if (!refuse_in_annotation(s, node, "yield expression")) {
            visit_expression(s, node->yield_from.value);
            check_yield(s, node);
        }
        break;
    case NODE_FORMATTED_VALUE:
        visit_expression(s, node->formatted_value.value);
        visit_optional(s, node->formatted_value.format_spec);
        break;
    case NODE_JOINED_STR: visit_expressions(s, &node->joined_str.values); break;
    case NODE_STARRED: visit_expression(s, node->starred.value); break;
    case NODE_SLICE:
        visit_optional(s, node->slice.lower);
        visit_optional(s, node->slice.upper);
        visit_optional(s, node->slice.step);
        break;
    }
}

static void visit_expression(Symbols *s, Node *node)
{
    if (!compilation_enter(s->c))
        return;
    visit_by_kind(s, node);
    compilation_leave(s->c);
}

/* -- patterns */

static void define_capture(Symbols *s, const Identifier *name, const Node *at)
{
    if (name)
        define(s, name, SYMBOL_LOCAL, at);
}

static void visit_pattern(Symbols *s, Node *node);

static void visit_patterns(Symbols *s, const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        visit_pattern(s, list->items[i]);
}

static void visit_pattern(Symbols *s, Node *node)
{
    if (!compilation_enter(s->c))
        return;
    switch (node->kind) {
    case NODE_MATCH_VALUE: visit_expression(s, node->match_value.value); break;
    case NODE_MATCH_SEQUENCE: visit_patterns(s, &node->match_sequence.patterns); break;
    case NODE_MATCH_STAR: define_capture(s, node->match_star.name, node); break;
    case NODE_MATCH_MAPPING:
        visit_expressions(s, &node->match_mapping.keys);
        visit_patterns(s, &node->match_mapping.patterns);
        define_capture(s, node->match_mapping.rest, node);
        break;
    case NODE_MATCH_CLASS:
        visit_expression(s, node->match_class.cls);
        visit_patterns(s, &node->match_class.patterns);
        visit_patterns(s, &node->match_class.kwd_patterns);
        break;
    case NODE_MATCH_AS:
        if (node->match_as.pattern)
            visit_pattern(s, node->match_as.pattern);
        define_capture(s, node->match_as.name, node);
        break;
    case NODE_MATCH_OR: visit_patterns(s, &node->match_or.patterns); break;
    }
    compilation_leave(s->c);
}

/* -- statements */

static void visit_global(Symbols *s, Node *node, const IdentifierList *names, uint32_t flag, const char *word)
{
    for (int32_t i = 0; i < names->count; i++) {
        const Identifier *name = names->items[i];
        uint32_t flags = flags_here(s, name);
        if (flags & (SYMBOL_PARAMETER | SYMBOL_LOCAL | SYMBOL_USED | SYMBOL_ANNOTATED)) {
            const char *format = flags & SYMBOL_PARAMETER ? "name '%s' is parameter and %s"
                               : flags & SYMBOL_USED ? "name '%s' is used prior to %s declaration"
                               : flags & SYMBOL_ANNOTATED ? "annotated name '%s' can't be %s"
                               : "name '%s' is assigned to before %s declaration";
            compile_error_late(s->c, node, true, format, name->text, word);
            return;
        }
        define(s, name, flag, node);
        add_directive(s, name, node);
    }
}

static void visit_annotated_assignment(Symbols *s, Node *node)
{
    Node *target = node->ann_assign.target;
    if (target->kind == NODE_NAME) {
        uint32_t flags = flags_here(s, target->name.id);
        if ((flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) && s->current != s->module && node->ann_assign.simple)
            compile_error_late(s->c, node, true, flags & SYMBOL_GLOBAL ? "annotated name '%s' can't be global"
                               : "annotated name '%s' can't be nonlocal", target->name.id->text);
        if (node->ann_assign.simple)
            define(s, target->name.id, SYMBOL_ANNOTATED | SYMBOL_LOCAL, target);
        else if (node->ann_assign.value)
            define(s, target->name.id, SYMBOL_LOCAL, target);
    } else {
        visit_expression(s, target);
    }
    visit_annotation(s, node->ann_assign.annotation);
    visit_optional(s, node->ann_assign.value);
}

static void visit_handlers(Symbols *s, const NodeList *handlers)
{
    for (int32_t i = 0; i < handlers->count; i++) {
        Node *handler = handlers->items[i];
        visit_optional(s, handler->except_handler.type);
        if (handler->except_handler.name)
            define(s, handler->except_handler.name, SYMBOL_LOCAL | SYMBOL_UNBOUND, handler);
        visit_statements(s, &handler->except_handler.body);
    }
}

static void visit_import(Symbols *s, const NodeList *names)
{
    for (int32_t i = 0; i < names->count; i++) {
        const Node *alias = names->items[i];
        const Identifier *name = alias->alias.asname ? alias->alias.asname : alias->alias.name;
        if (name->text[0] == '*' && name->size == 1) {
            if (s->current->kind != SCOPE_MODULE)
                compile_error_late(s->c, alias, true, "import * only allowed at module level");
            continue;
        }
        const char *dot = alias->alias.asname ? NULL : memchr(name->text, '.', (size_t)name->size);
        if (dot)
            name = symbols_first_part(s, name);
        if (name)
            define(s, name, SYMBOL_IMPORTED, alias);
    }
}

/* elif after elif in a loop, not by recursion */
static void visit_if(Symbols *s, Node *node)
{
    for (;; node = node->if_stmt.orelse.items[0]) {
        visit_expression(s, node->if_stmt.test);
        visit_statements(s, &node->if_stmt.body);
        if (node->if_stmt.orelse.count != 1 || node->if_stmt.orelse.items[0]->kind != NODE_IF || s->c->failed)
            break;
    }
    visit_statements(s, &node->if_stmt.orelse);
}

static void visit_with(Symbols *s, Node *node)
{
    for (int32_t i = 0; i < node->with_stmt.items.count; i++) {
        Node *item = node->with_stmt.items.items[i];
        visit_expression(s, item->with_item.context_expr);
        visit_optional(s, item->with_item.optional_vars);
    }
    visit_statements(s, &node->with_stmt.body);
}

static void visit_match(Symbols *s, Node *node)
{
    visit_expression(s, node->match_stmt.subject);
    for (int32_t i = 0; i < node->match_stmt.cases.count; i++) {
        Node *match_case = node->match_stmt.cases.items[i];
        visit_pattern(s, match_case->match_case.pattern);
        visit_optional(s, match_case->match_case.guard);
        visit_statements(s, &match_case->match_case.body);
    }
}

static void visit_for(Symbols *s, Node *node)
{
    visit_expression(s, node->for_stmt.target);
    visit_expression(s, node->for_stmt.iter);
    if (node->kind == NODE_FOR)
        fold_iterable(s->c, node->for_stmt.iter);
    visit_statements(s, &node->for_stmt.body);
    visit_statements(s, &node->for_stmt.orelse);
}

static void visit_statement_by_kind(Symbols *s, Node *node)
{
    switch (node->kind) {
    case NODE_FUNCTION_DEF: case NODE_ASYNC_FUNCTION_DEF: visit_function(s, node); break;
    case NODE_CLASS_DEF: visit_class(s, node); break;
    case NODE_RETURN: visit_optional(s, node->return_stmt.value); break;
    case NODE_DELETE: visit_expressions(s, &node->delete_stmt.targets); break;
    case NODE_ASSIGN:
        visit_expressions(s, &node->assign.targets);
        visit_expression(s, node->assign.value);
        break;
    case NODE_AUG_ASSIGN:
        visit_expression(s, node->aug_assign.target);
        visit_expression(s, node->aug_assign.value);
        break;
    case NODE_ANN_ASSIGN: visit_annotated_assignment(s, node); break;
    case NODE_FOR: case NODE_ASYNC_FOR: visit_for(s, node); break;
    case NODE_WHILE:
        visit_expression(s, node->while_stmt.test);
        visit_statements(s, &node->while_stmt.body);
        visit_statements(s, &node->while_stmt.orelse);
        break;
    case NODE_IF: visit_if(s, node); break;
    case NODE_WITH: case NODE_ASYNC_WITH: visit_with(s, node); break;
    case NODE_MATCH: visit_match(s, node); break;
    case NODE_RAISE:
        visit_optional(s, node->raise_stmt.exc);
        visit_optional(s, node->raise_stmt.cause);
        break;
    case NODE_TRY: case NODE_TRY_STAR:
        visit_statements(s, &node->try_stmt.body);
        visit_statements(s, &node->try_stmt.orelse);
        visit_handlers(s, &node->try_stmt.handlers);
        visit_statements(s, &node->try_stmt.finalbody);
        break;
    case NODE_ASSERT:
        visit_expression(s, node->assert_stmt.test);
        visit_optional(s, node->assert_stmt.msg);
        break;
    case NODE_IMPORT: visit_import(s, &node->import_stmt.names); break;
    case NODE_IMPORT_FROM: visit_import(s, &node->import_from.names); break;
    case NODE_GLOBAL: visit_global(s, node, &node->global_stmt.names, SYMBOL_GLOBAL, "global"); break;
    case NODE_NONLOCAL: visit_global(s, node, &node->nonlocal_stmt.names, SYMBOL_NONLOCAL, "nonlocal"); break;
    case NODE_EXPR: visit_expression(s, node->expr_stmt.value); break;
    default: break;
    }
}

static void visit_statements(Symbols *s, const NodeList *list)
{
    if (!compilation_enter(s->c))
        return;
    for (int32_t i = 0; i < list->count && !s->c->failed; i++)
        visit_statement_by_kind(s, list->items[i]);
    compilation_leave(s->c);
}

void symbols_visit_tree(Symbols *s, Node *tree)
{
    if (tree->kind == NODE_EXPRESSION)
        visit_expression(s, tree->expression.body);
    else
        visit_statements(s, tree->kind == NODE_MODULE ? &tree->module.body : &tree->interactive.body);
}
