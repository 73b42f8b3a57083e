/* The usual mistakes in expressions, calls, displays and assignments.
 *
 * Every function tries its alternatives from the same place and restores the
 * mark; the order is CPython's, since the first one that fits decides. */
#include "compiler/parser_internal.h"

/* --- missing commas and parentheses ------------------------------------- */

static bool is_legacy_statement(const Node *node)
{
    if (node->kind != NODE_NAME)
        return false;
    const char *name = node->name.id->text;
    return strcmp(name, "print") == 0 || strcmp(name, "exec") == 0;
}

/* Two expressions side by side within brackets. */
static void explain_comma(Parser *p)
{
    if (at_soft_keyword(p) || (peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_STRING))
        return;
    Node *first = parse_disjunction(p);
    Node *second = first ? parse_plain_expression(p) : NULL;
    if (second && !is_legacy_statement(first) && p->tokens[p->mark - 1].level > 0)
        raise_range(p, first, second, "invalid syntax. Perhaps you forgot a comma?");
}

static void explain_conditional(Parser *p)
{
    Node *body = parse_disjunction(p);
    Node *test = body && accept(p, TOKEN_IF) ? parse_disjunction(p) : NULL;
    if (test && peek(p) != TOKEN_ELSE && peek(p) != TOKEN_COLON)
        raise_range(p, body, test, "expected 'else' after 'if' expression");
}

static void explain_legacy(Parser *p)
{
    Node *name = parse_name(p, CONTEXT_LOAD);
    if (!name || peek(p) == TOKEN_LPAR)
        return;
    Node *arguments = parse_star_expressions(p);
    if (!arguments || !is_legacy_statement(name))
        return;
    const char *text = name->name.id->text;
    raise_range(p, name, arguments, "Missing parentheses in call to '%s'. Did you mean %s(...)?",
                text, text);
}

/* Try EXPLAIN from START; false once something is found. */
static bool try_from(Parser *p, int32_t start, void (*explain)(Parser *))
{
    int32_t base = p->scratch_count;
    p->mark = start;
    explain(p);
    p->mark = start;
    p->scratch_count = base;
    return !p->failed;
}

void explain_expression(Parser *p)
{
    int32_t start = p->mark;
    (void)(try_from(p, start, explain_comma) && try_from(p, start, explain_conditional)
           && try_from(p, start, explain_legacy));
}

/* --- = where it cannot stand -------------------------------------------- */

static bool no_assignment_follows(Parser *p)
{
    return peek(p) != TOKEN_EQUAL && peek(p) != TOKEN_COLON_EQUAL;
}

static void explain_walrus(Parser *p)
{
    Node *target = parse_expression(p);
    if (target && accept(p, TOKEN_COLON_EQUAL) && parse_expression(p))
        raise_node(p, target, "cannot use assignment expressions with %s",
                   expression_name(target));
}

static void explain_name_equal(Parser *p)
{
    Node *name = parse_name(p, CONTEXT_LOAD);
    Node *value = name && accept(p, TOKEN_EQUAL) ? parse_bitwise_or(p) : NULL;
    if (value && no_assignment_follows(p))
        raise_range(p, name, value,
                    "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
}

static bool at_display(Parser *p)
{
    int32_t start = p->mark;
    bool found = false;
    switch (peek(p)) {
    case TOKEN_TRUE: case TOKEN_NONE: case TOKEN_FALSE: return true;
    case TOKEN_LSQB: found = parse_list(p) != NULL; break;
    case TOKEN_LBRACE: break;
    case TOKEN_LPAR:
        found = parse_tuple(p) != NULL;
        p->mark = start;
        found = found || (!p->failed && parse_generator(p) != NULL);
        break;
    default: return false;
    }
    p->mark = start;
    if (!found && !p->failed && p->tokens[start].kind != TOKEN_LPAR)
        explain_comprehension(p);
    return found || p->failed;
}

static void explain_value_equal(Parser *p)
{
    if (at_display(p))
        return;
    Node *target = parse_bitwise_or(p);
    if (target && accept(p, TOKEN_EQUAL) && parse_bitwise_or(p) && no_assignment_follows(p))
        raise_node(p, target, "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                   expression_name(target));
}

static Node *explain_named_once(Parser *p)
{
    int32_t start = p->mark;
    (void)(try_from(p, start, explain_walrus) && try_from(p, start, explain_name_equal)
           && try_from(p, start, explain_value_equal));
    return NULL;
}

void explain_named(Parser *p)
{
    int32_t start = p->mark;
    memoise(p, RULE_INVALID_NAMED, explain_named_once);
    p->mark = start;
}

/* --- displays ----------------------------------------------------------- */

static void explain_starred_group(Parser *p)
{
    p->mark++;
    Node *starred = parse_starred_expression(p);
    if (starred && peek(p) == TOKEN_RPAR)
        raise_node(p, starred, "cannot use starred expression here");
}

static void explain_double_starred_group(Parser *p)
{
    int32_t stars = ++p->mark;
    if (accept(p, TOKEN_DOUBLE_STAR) && parse_expression(p) && peek(p) == TOKEN_RPAR)
        raise_token(p, &p->tokens[stars], "cannot use double starred expression here");
}

void explain_group(Parser *p)
{
    int32_t start = p->mark;
    (void)(try_from(p, start, explain_starred_group)
           && try_from(p, start, explain_double_starred_group));
}

static void explain_starred_element(Parser *p)
{
    NodeList clauses;
    p->mark++;
    Node *starred = parse_starred_expression(p);
    if (starred && parse_for_if_clauses(p, &clauses))
        raise_node(p, starred, "iterable unpacking cannot be used in comprehension");
}

static void explain_bare_tuple_element(Parser *p)
{
    NodeList rest, clauses;
    if (p->tokens[p->mark++].kind == TOKEN_LPAR)
        return;
    Node *first = parse_star_named_expression(p);
    if (first && accept(p, TOKEN_COMMA) && parse_star_named_expressions(p, &rest)
        && parse_for_if_clauses(p, &clauses))
        raise_range(p, first, rest.items[rest.count - 1],
                    "did you forget parentheses around the comprehension target?");
}

static void explain_comma_element(Parser *p)
{
    NodeList clauses;
    if (p->tokens[p->mark++].kind == TOKEN_LPAR)
        return;
    Node *first = parse_star_named_expression(p);
    int32_t comma = p->mark;
    if (first && accept(p, TOKEN_COMMA) && parse_for_if_clauses(p, &clauses))
        raise_at(p, SYNTAX_ERROR, first->line, first->column + 1, p->tokens[comma].end_line,
                 p->tokens[comma].end_column + 1,
                 "did you forget parentheses around the comprehension target?");
}

void explain_comprehension(Parser *p)
{
    int32_t start = p->mark;
    (void)(try_from(p, start, explain_starred_element)
           && try_from(p, start, explain_bare_tuple_element)
           && try_from(p, start, explain_comma_element));
}

/* From the token STAR to where the lexer is. */
static void raise_starred_value(Parser *p, int32_t star)
{
    const Token *token = &p->tokens[star];
    raise_at(p, SYNTAX_ERROR, token->line, token->column + 1, p->lexer.line,
             (int32_t)(p->lexer.cursor - p->lexer.line_start),
             "cannot use a starred expression in a dictionary value");
}

/* Behind a key: what is wrong with its value? */
static void explain_value(Parser *p)
{
    int32_t colon = p->mark;
    if (!accept(p, TOKEN_COLON))
        return;
    if (accept(p, TOKEN_STAR)) {
        if (parse_bitwise_or(p))
            raise_starred_value(p, colon + 1);
    } else if (peek(p) == TOKEN_RBRACE || peek(p) == TOKEN_COMMA) {
        raise_token(p, &p->tokens[colon], "expression expected after dictionary key and ':'");
    }
}

static void explain_last_item(Parser *p)
{
    Node *key = parse_expression(p);
    if (!key)
        return;
    if (peek(p) == TOKEN_COLON)
        explain_value(p);
    else
        raise_at(p, SYNTAX_ERROR, key->line, key->end_column, key->end_line, 0,
                 "':' expected after dictionary key");
}

static bool skip_item(Parser *p)
{
    Node *value;
    if (accept(p, TOKEN_DOUBLE_STAR))
        return parse_bitwise_or(p) != NULL;
    return parse_key_value(p, &value) != NULL;
}

/* Good items, then one that is not. */
static void explain_items(Parser *p)
{
    p->mark++;
    if (!skip_item(p))
        return;
    while (peek(p) == TOKEN_COMMA) {
        int32_t mark = p->mark++;
        if (!skip_item(p)) {
            p->mark = mark;
            break;
        }
    }
    if (!p->failed && accept(p, TOKEN_COMMA))
        explain_last_item(p);
}

static void explain_first_item(Parser *p)
{
    p->mark++;
    if (parse_expression(p))
        explain_value(p);
}

void explain_dict(Parser *p)
{
    int32_t start = p->mark;
    (void)(try_from(p, start, explain_items) && try_from(p, start, explain_first_item));
}

void explain_dict_comprehension(Parser *p)
{
    int32_t start = p->mark, stars = start + 1;
    NodeList clauses;
    p->mark++;
    if (accept(p, TOKEN_DOUBLE_STAR) && parse_bitwise_or(p) && parse_for_if_clauses(p, &clauses)
        && peek(p) == TOKEN_RBRACE)
        raise_token(p, &p->tokens[stars], "dict unpacking cannot be used in dict comprehension");
    p->mark = start;
}

/* --- arguments ---------------------------------------------------------- */

static void explain_star_after_double_star(Parser *p)
{
    int32_t start = p->mark;
    Arguments arguments;
    if (!parse_args(p, &arguments))
        return;
    int32_t end = p->mark - 1;
    if (accept(p, TOKEN_COMMA) && peek(p) == TOKEN_STAR)
        raise_tokens(p, &p->tokens[start], &p->tokens[end],
                     "iterable argument unpacking follows keyword argument unpacking");
}

/* The iterable of the last clause, or its last condition. */
static const Node *last_item(const NodeList *clauses)
{
    const Node *clause = clauses->items[clauses->count - 1];
    const NodeList *ifs = &clause->comprehension.ifs;
    return ifs->count > 0 ? ifs->items[ifs->count - 1] : clause->comprehension.iter;
}

static const char *const bare_generator = "Generator expression must be parenthesized";

static void explain_generator_and_more(Parser *p)
{
    NodeList clauses, more;
    Arguments arguments;
    Node *element = parse_expression(p);
    if (!element || !parse_for_if_clauses(p, &clauses) || !accept(p, TOKEN_COMMA))
        return;
    int32_t mark = p->mark;
    if (!parse_args(p, &arguments) && !p->failed) {
        p->mark = mark;
        if (parse_expression(p))
            (void)!parse_for_if_clauses(p, &more);
    }
    raise_range(p, element, last_item(&clauses), "%s", bare_generator);
}

static void explain_keyword_generator(Parser *p)
{
    int32_t start = p->mark;
    NodeList clauses;
    if (accept(p, TOKEN_NAME) && accept(p, TOKEN_EQUAL) && parse_expression(p)
        && parse_for_if_clauses(p, &clauses))
        raise_tokens(p, &p->tokens[start], &p->tokens[start + 1],
                     "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
}

static void explain_last_generator(Parser *p)
{
    Arguments arguments;
    NodeList clauses;
    if (!parse_args(p, &arguments) || !parse_for_if_clauses(p, &clauses)
        || arguments.args.count <= 1)
        return;
    raise_range(p, arguments.args.items[arguments.args.count - 1], last_item(&clauses), "%s",
                bare_generator);
}

static void explain_generator_after_keywords(Parser *p)
{
    Arguments arguments;
    NodeList clauses;
    if (!parse_args(p, &arguments) || !accept(p, TOKEN_COMMA))
        return;
    Node *element = parse_expression(p);
    if (element && parse_for_if_clauses(p, &clauses))
        raise_range(p, element,
                    clauses.items[clauses.count - 1]->comprehension.target, "%s", bare_generator);
}

static void explain_positional_after_keywords(Parser *p)
{
    Arguments before, after;
    bool unpacking = false;
    if (!parse_args(p, &before) || !accept(p, TOKEN_COMMA) || !parse_args(p, &after))
        return;
    for (int32_t i = 0; i < before.keywords.count; i++)
        unpacking |= before.keywords.items[i]->keyword.arg == NULL;
    raise_last(p, SYNTAX_ERROR, unpacking
               ? "positional argument follows keyword argument unpacking"
               : "positional argument follows keyword argument");
}

void explain_arguments(Parser *p)
{
    int32_t start = p->mark;
    (void)(try_from(p, start, explain_star_after_double_star)
           && try_from(p, start, explain_generator_and_more)
           && try_from(p, start, explain_keyword_generator)
           && try_from(p, start, explain_last_generator)
           && try_from(p, start, explain_generator_after_keywords)
           && try_from(p, start, explain_positional_after_keywords));
}

static void explain_constant_keyword(Parser *p)
{
    const Token *token = current(p);
    TokenKind kind = token->kind;
    if (kind != TOKEN_TRUE && kind != TOKEN_FALSE && kind != TOKEN_NONE)
        return;
    int32_t start = p->mark++;
    if (peek(p) == TOKEN_EQUAL)
        raise_tokens(p, &p->tokens[start], &p->tokens[start + 1], "cannot assign to %s",
                     token_text(kind));
}

static void explain_expression_keyword(Parser *p)
{
    if (peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_EQUAL)
        return;
    Node *node = parse_expression(p);
    if (node && peek(p) == TOKEN_EQUAL) {
        const Token *equal = current(p);
        raise_at(p, SYNTAX_ERROR, node->line, node->column + 1, equal->end_line,
                 equal->end_column + 1,
                 "expression cannot contain assignment, perhaps you meant \"==\"?");
    }
}

void explain_keyword_argument(Parser *p)
{
    int32_t start = p->mark;
    (void)(try_from(p, start, explain_constant_keyword)
           && try_from(p, start, explain_keyword_generator)
           && try_from(p, start, explain_expression_keyword));
}

/* --- targets ------------------------------------------------------------ */

void explain_for_target(Parser *p)
{
    int32_t start = p->mark;
    accept(p, TOKEN_ASYNC);
    Node *target = accept(p, TOKEN_FOR) ? parse_star_expressions(p) : NULL;
    if (target)
        raise_invalid_target(p, TARGETS_FOR, target);
    p->mark = start;
}

void explain_delete(Parser *p)
{
    int32_t start = p->mark++;
    Node *target = parse_star_expressions(p);
    if (target)
        raise_invalid_target(p, TARGETS_DELETE, target);
    p->mark = start;
}

void explain_with_item(Parser *p)
{
    int32_t start = p->mark;
    Node *target = parse_expression(p) && accept(p, TOKEN_AS) ? parse_expression(p) : NULL;
    TokenKind kind = target ? peek(p) : TOKEN_ERROR;
    if (kind == TOKEN_COMMA || kind == TOKEN_RPAR || kind == TOKEN_COLON)
        raise_invalid_target(p, TARGETS_STAR, target);
    p->mark = start;
}

/* --- assignments -------------------------------------------------------- */

static bool annotation_follows(Parser *p)
{
    if (!accept(p, TOKEN_COLON) || !parse_expression(p))
        return false;
    int32_t mark = p->mark;
    if (!accept(p, TOKEN_EQUAL) || !parse_yield_or_star_expressions(p))
        p->mark = mark;
    return !p->failed;
}

/* Targets, each with its `=`. */
static int skip_targets(Parser *p)
{
    for (int count = 0;; count++) {
        int32_t mark = p->mark;
        if (!parse_star_targets(p) || !accept(p, TOKEN_EQUAL)) {
            p->mark = mark;
            return count;
        }
    }
}

static bool is_augmented(TokenKind kind)
{
    return kind >= TOKEN_PLUS_EQUAL && kind <= TOKEN_DOUBLE_SLASH_EQUAL;
}

/* A valid assignment, or one that is past the point of trying another way. */
static bool is_assignment(Parser *p)
{
    int32_t start = p->mark;
    Node *target = parse_primary(p);
    if (p->failed)
        return true;
    if (target && is_single_target(target) && annotation_follows(p))
        return true;
    p->mark = start;
    if (!p->failed && skip_targets(p) > 0 && parse_yield_or_star_expressions(p)
        && peek(p) != TOKEN_EQUAL)
        return true;
    p->mark = start;
    target = p->failed ? NULL : parse_primary(p);
    return p->failed || (target && is_single_target(target) && is_augmented(peek(p)));
}

/* A list, a tuple, or that in parentheses. */
static Node *collection(Parser *p)
{
    int32_t start = p->mark;
    if (peek(p) == TOKEN_LSQB)
        return parse_list(p);
    if (peek(p) != TOKEN_LPAR)
        return NULL;
    Node *node = parse_tuple(p);
    if (node || p->failed)
        return node;
    p->mark = start + 1;
    node = collection(p);
    return node && accept(p, TOKEN_RPAR) ? node : NULL;
}

static void explain_annotated_collection(Parser *p)
{
    Node *target = collection(p);
    if (target && accept(p, TOKEN_COLON) && parse_expression(p))
        raise_node(p, target, "only single target (not %s) can be annotated",
                   expression_name(target));
}

static void explain_annotated_tuple(Parser *p)
{
    NodeList rest;
    Node *first = parse_star_named_expression(p);
    if (!first || !accept(p, TOKEN_COMMA))
        return;
    int32_t mark = p->mark;
    while (parse_star_named_expressions(p, &rest))
        mark = p->mark;
    p->mark = mark;
    if (!p->failed && accept(p, TOKEN_COLON) && parse_expression(p))
        raise_node(p, first, "only single target (not tuple) can be annotated");
}

static void explain_annotated_expression(Parser *p)
{
    Node *target = parse_expression(p);
    if (target && accept(p, TOKEN_COLON) && parse_expression(p))
        raise_node(p, target, "illegal target for annotation");
}

static void explain_assigned_expression(Parser *p)
{
    skip_targets(p);
    Node *target = p->failed ? NULL : parse_star_expressions(p);
    if (target && peek(p) == TOKEN_EQUAL)
        raise_invalid_target(p, TARGETS_STAR, target);
}

static void explain_assigned_yield(Parser *p)
{
    skip_targets(p);
    Node *yield = p->failed ? NULL : parse_yield(p);
    if (yield && peek(p) == TOKEN_EQUAL)
        raise_node(p, yield, "assignment to yield expression not possible");
}

static void explain_augmented(Parser *p)
{
    Node *target = parse_star_expressions(p);
    if (!target || !is_augmented(peek(p)))
        return;
    p->mark++;
    if (parse_yield_or_star_expressions(p))
        raise_node(p, target, "'%s' is an illegal expression for augmented assignment",
                   expression_name(target));
}

void explain_assignment(Parser *p)
{
    int32_t start = p->mark;
    bool valid = is_assignment(p);
    p->mark = start;
    if (valid || p->failed)
        return;
    (void)(try_from(p, start, explain_annotated_collection)
           && try_from(p, start, explain_annotated_tuple)
           && try_from(p, start, explain_annotated_expression)
           && try_from(p, start, explain_assigned_expression)
           && try_from(p, start, explain_assigned_yield)
           && try_from(p, start, explain_augmented));
}
