/* Is a tree that a program made one that the parser could have made?  The compiler relies
 * on it: lists that are not empty, as many keys as values, contexts that fit. */
#include "modules/ast_parts.h"

#include "compiler/compilation.h"
#include "object/error.h"

static bool check(Runtime *rt, const Node *node, Context context);

static bool fail(Runtime *rt, const char *message) { return raise(rt, rt->ValueError, "%s", message); }

static const char *name_of(const Node *node) { return node_info[node->kind].name; }

static bool is_folded(const Node *node) { return node->kind >= NODE_KIND_COUNT; }

/* -- places */

static bool check_place(Runtime *rt, const Node *n)
{
    if (n->line > n->end_line)
        return raise(rt, rt->ValueError, "AST node line range (%d, %d) is not valid", n->line, n->end_line);
    int32_t column = n->column, end_column = n->end_column;
    if ((n->line < 0 && n->end_line != n->line) || (column < 0 && column != end_column))
        return raise(rt, rt->ValueError, "AST node column range (%d, %d) for line range (%d, %d) is not valid", column,
                     end_column, n->line, n->end_line);
    if (n->line == n->end_line && column > end_column)
        return raise(rt, rt->ValueError, "line %d, column %d-%d is not a valid range", n->line, column, end_column);
    return true;
}

/* -- what stands in a field */

static Context context_of_field(const Node *node, const char *field, Context context)
{
    switch (node->kind) {
    case NODE_DELETE: return CONTEXT_DEL;
    case NODE_ASSIGN: return strcmp(field, "targets") ? CONTEXT_LOAD : CONTEXT_STORE;
    case NODE_WITH_ITEM: return strcmp(field, "optional_vars") ? CONTEXT_LOAD : CONTEXT_STORE;
    case NODE_STARRED: case NODE_LIST: case NODE_TUPLE: return context;
    case NODE_AUG_ASSIGN: case NODE_ANN_ASSIGN: case NODE_FOR: case NODE_ASYNC_FOR: case NODE_COMPREHENSION:
    case NODE_NAMED_EXPR:
        return strcmp(field, "target") ? CONTEXT_LOAD : CONTEXT_STORE;
    default: return CONTEXT_LOAD;
    }
}

static bool check_list(Runtime *rt, const NodeList *list, Context context)
{
    for (int32_t i = 0; i < list->count; i++)
        if (list->items[i] && !check(rt, list->items[i], context))
            return false;
    return true;
}

static bool check_field(Runtime *rt, const Node *node, const FieldInfo *f, Context context)
{
    const char *at = (const char *)node + f->offset;
    Context inside = context_of_field(node, f->name, context);
    if (f->kind == FIELD_LIST || f->kind == FIELD_HOLES)
        return check_list(rt, (const NodeList *)at, inside);
    if (f->kind != FIELD_ONE && f->kind != FIELD_OPT)
        return true;
    const Node *child = *(Node *const *)at;
    return !child || check(rt, child, inside);
}

/* -- statements */

static bool not_empty(Runtime *rt, int32_t count, const char *field, const Node *owner)
{
    return count > 0 || raise(rt, rt->ValueError, "empty %s on %s", field, name_of(owner));
}

static bool check_try(Runtime *rt, const Node *n)
{
    if (!not_empty(rt, n->try_stmt.body.count, "body", n))
        return false;
    if (!n->try_stmt.handlers.count && !n->try_stmt.finalbody.count)
        return raise(rt, rt->ValueError, "%s has neither except handlers nor finalbody", name_of(n));
    if (!n->try_stmt.handlers.count && n->try_stmt.orelse.count)
        return raise(rt, rt->ValueError, "%s has orelse but no except handlers", name_of(n));
    return true;
}

static bool check_from(Runtime *rt, const Node *n)
{
    if (n->import_from.level < 0)
        return fail(rt, "Negative ImportFrom level");
    return not_empty(rt, n->import_from.names.count, "names", n);
}

static bool check_annotated(Runtime *rt, const Node *n)
{
    if (n->ann_assign.simple && n->ann_assign.target->kind != NODE_NAME)
        return raise(rt, rt->TypeError, "AnnAssign with simple non-Name target");
    return true;
}

static bool check_statement(Runtime *rt, const Node *n)
{
    switch (n->kind) {
    case NODE_FUNCTION_DEF: case NODE_ASYNC_FUNCTION_DEF: return not_empty(rt, n->function_def.body.count, "body", n);
    case NODE_CLASS_DEF: return not_empty(rt, n->class_def.body.count, "body", n);
    case NODE_DELETE: return not_empty(rt, n->delete_stmt.targets.count, "targets", n);
    case NODE_ASSIGN: return not_empty(rt, n->assign.targets.count, "targets", n);
    case NODE_ANN_ASSIGN: return check_annotated(rt, n);
    case NODE_FOR: case NODE_ASYNC_FOR: return not_empty(rt, n->for_stmt.body.count, "body", n);
    case NODE_WHILE: return not_empty(rt, n->while_stmt.body.count, "body", n);
    case NODE_IF: return not_empty(rt, n->if_stmt.body.count, "body", n);
    case NODE_WITH: case NODE_ASYNC_WITH:
        return not_empty(rt, n->with_stmt.items.count, "items", n) && not_empty(rt, n->with_stmt.body.count, "body", n);
    case NODE_MATCH: return not_empty(rt, n->match_stmt.cases.count, "cases", n);
    case NODE_RAISE: return n->raise_stmt.exc || !n->raise_stmt.cause || fail(rt, "Raise with cause but no exception");
    case NODE_TRY: case NODE_TRY_STAR: return check_try(rt, n);
    case NODE_IMPORT: return not_empty(rt, n->import_stmt.names.count, "names", n);
    case NODE_IMPORT_FROM: return check_from(rt, n);
    case NODE_GLOBAL: return not_empty(rt, n->global_stmt.names.count, "names", n);
    case NODE_NONLOCAL: return not_empty(rt, n->nonlocal_stmt.names.count, "names", n);
    case NODE_EXCEPT_HANDLER: return not_empty(rt, n->except_handler.body.count, "body", n);
    case NODE_MATCH_CASE: return not_empty(rt, n->match_case.body.count, "body", n);
    case NODE_ARGUMENTS:
        if (n->arguments.defaults.count > n->arguments.posonlyargs.count + n->arguments.args.count)
            return fail(rt, "more positional defaults than args on arguments");
        return n->arguments.kw_defaults.count == n->arguments.kwonlyargs.count
            || fail(rt, "length of kwonlyargs is not the same as kw_defaults on arguments");
    default: return true;
    }
}

/* -- expressions */

static bool generators(Runtime *rt, const NodeList *list)
{
    return list->count > 0 ? check_list(rt, list, CONTEXT_LOAD) : fail(rt, "comprehension with no generators");
}

static bool own_context(const Node *n, Context *context)
{
    switch (n->kind) {
    case NODE_ATTRIBUTE: *context = n->attribute.ctx; return true;
    case NODE_SUBSCRIPT: *context = n->subscript.ctx; return true;
    case NODE_STARRED: *context = n->starred.ctx; return true;
    case NODE_NAME: *context = n->name.ctx; return true;
    case NODE_LIST: *context = n->list.ctx; return true;
    case NODE_TUPLE: *context = n->tuple.ctx; return true;
    default: *context = CONTEXT_LOAD; return false;
    }
}

static bool check_context(Runtime *rt, const Node *n, Context wanted)
{
    Context actual;
    if (!own_context(n, &actual) && wanted != CONTEXT_LOAD)
        return raise(rt, rt->ValueError, "expression which can't be assigned to in %s context", context_name(wanted));
    return actual == wanted
        || raise(rt, rt->ValueError, "expression must have %s context but has %s instead", context_name(wanted), context_name(actual));
}

static bool check_expression(Runtime *rt, const Node *n, Context context)
{
    if (!check_context(rt, n, context))
        return false;
    switch (n->kind) {
    case NODE_BOOL_OP: return n->boolop.values.count >= 2 || fail(rt, "BoolOp with less than 2 values");
    case NODE_DICT: return n->dict.keys.count == n->dict.values.count || fail(rt, "Dict doesn't have the same number of keys as values");
    case NODE_LIST_COMP: case NODE_SET_COMP: case NODE_GENERATOR_EXP: return generators(rt, &n->comp.generators);
    case NODE_DICT_COMP: return generators(rt, &n->dict_comp.generators);
    case NODE_COMPARE:
        if (!n->compare.comparators.count)
            return fail(rt, "Compare with no comparators");
        return n->compare.comparators.count == n->compare.ops.count
            || fail(rt, "Compare has a different number of comparators and operands");
    default: return true;
    }
}

/* -- patterns */

static bool check_capture(Runtime *rt, const Identifier *name)
{
    return !name || strcmp(name->text, "_") || fail(rt, "can't capture name '_' in patterns");
}

static bool no_stars(Runtime *rt, const NodeList *patterns)
{
    for (int32_t i = 0; i < patterns->count; i++)
        if (patterns->items[i]->kind == NODE_MATCH_STAR)
            return fail(rt, "can't use MatchStar here");
    return true;
}

/* Of the constants only big ints, complex numbers, tuples and frozen sets are folded. */
static bool is_folded_number(const Node *n)
{
    Value v = node_folded_value(n);
    return !object_has_type_flag(v, TYPE_IS_TUPLE) && !object_has_type_flag(v, TYPE_IS_FROZENSET);
}

static bool is_number(const Node *n)
{
    if (is_folded(n))
        return is_folded_number(n);
    return n->kind == NODE_CONSTANT && n->constant.value.kind >= CONSTANT_INT && n->constant.value.kind <= CONSTANT_COMPLEX;
}

static bool is_signed_number(const Node *n)
{
    return is_number(n) || (n->kind == NODE_UNARY_OP && n->unaryop.op == TREE_USUB && is_number(n->unaryop.operand));
}

static bool check_literal(Runtime *rt, const Node *n)
{
    static const char bad[] = "unexpected constant inside of a literal pattern";
    if (is_folded(n))
        return is_folded_number(n) || fail(rt, bad);
    switch (n->kind) {
    case NODE_CONSTANT: return n->constant.value.kind > CONSTANT_ELLIPSIS || fail(rt, bad);
    case NODE_ATTRIBUTE: case NODE_JOINED_STR: return true;
    case NODE_UNARY_OP: if (is_signed_number(n)) return true; break;
    case NODE_BIN_OP:
        if ((n->binop.op == TREE_ADD || n->binop.op == TREE_SUB) && is_signed_number(n->binop.left) && is_number(n->binop.right))
            return true;
        break;
    default: break;
    }
    return fail(rt, "patterns may only match literals and attribute lookups");
}

static bool check_keys(Runtime *rt, const Node *n)
{
    if (n->match_mapping.keys.count != n->match_mapping.patterns.count)
        return fail(rt, "MatchMapping doesn't have the same number of keys as patterns");
    for (int32_t i = 0; i < n->match_mapping.keys.count; i++) {
        const Node *key = n->match_mapping.keys.items[i];
        bool singleton = !is_folded(key) && key->kind == NODE_CONSTANT && key->constant.value.kind <= CONSTANT_FALSE;
        if (!singleton && !check_literal(rt, key))
            return false;
    }
    return check_capture(rt, n->match_mapping.rest) && no_stars(rt, &n->match_mapping.patterns);
}

static bool check_class(Runtime *rt, const Node *n)
{
    if (n->match_class.kwd_attrs.count != n->match_class.kwd_patterns.count)
        return fail(rt, "MatchClass doesn't have the same number of keyword attributes as patterns");
    const Node *class = n->match_class.cls;
    while (!is_folded(class) && class->kind == NODE_ATTRIBUTE)
        class = class->attribute.value;
    if (class->kind != NODE_NAME)
        return fail(rt, "MatchClass cls field can only contain Name or Attribute nodes.");
    return no_stars(rt, &n->match_class.patterns) && no_stars(rt, &n->match_class.kwd_patterns);
}

static bool check_as(Runtime *rt, const Node *n)
{
    if (!n->match_as.pattern)
        return check_capture(rt, n->match_as.name);
    if (!n->match_as.name)
        return fail(rt, "MatchAs must specify a target name if a pattern is given");
    if (n->match_as.pattern->kind == NODE_MATCH_STAR)
        return fail(rt, "can't use MatchStar here");
    return check_capture(rt, n->match_as.name);
}

static bool check_pattern(Runtime *rt, const Node *n)
{
    switch (n->kind) {
    case NODE_MATCH_VALUE: return check_literal(rt, n->match_value.value);
    case NODE_MATCH_SINGLETON:
        return n->match_singleton.value.kind <= CONSTANT_FALSE || fail(rt, "MatchSingleton can only contain True, False and None");
    case NODE_MATCH_MAPPING: return check_keys(rt, n);
    case NODE_MATCH_CLASS: return check_class(rt, n);
    case NODE_MATCH_STAR: return check_capture(rt, n->match_star.name);
    case NODE_MATCH_AS: return check_as(rt, n);
    case NODE_MATCH_OR:
        return n->match_or.patterns.count >= 2 ? no_stars(rt, &n->match_or.patterns) : fail(rt, "MatchOr requires at least 2 patterns");
    default: return true;
    }
}

/* -- all together */

static bool check_shape(Runtime *rt, const Node *n, Context context)
{
    NodeGroup group = (NodeGroup)node_info[n->kind].group;
    if (group_has_position(group) && !check_place(rt, n))
        return false;
    if (group == GROUP_MATCH_CASE && n->match_case.pattern->kind == NODE_MATCH_STAR)
        return fail(rt, "can't use MatchStar here");
    return group == GROUP_EXPR ? check_expression(rt, n, context) : group == GROUP_PATTERN ? check_pattern(rt, n) : check_statement(rt, n);
}

static bool check(Runtime *rt, const Node *node, Context context)
{
    if (is_folded(node))
        return context == CONTEXT_LOAD
            || raise(rt, rt->ValueError, "expression which can't be assigned to in %s context", context_name(context));
    if (!recursion_enter(rt, " during compilation"))
        return false;
    bool late = node->kind == NODE_ARGUMENTS, fine = late || check_shape(rt, node, context);
    for (const FieldInfo *f = node_fields((NodeKind)node->kind); fine && f->name; f++)
        fine = check_field(rt, node, f, context);
    if (fine && late)
        fine = check_shape(rt, node, context);
    recursion_leave(rt);
    return fine;
}

bool ast_check(Runtime *rt, const Node *tree) { return check(rt, tree, CONTEXT_LOAD); }
