/* import and from ... import. */
#include "compiler/parser_internal.h"

/* FIRST and SECOND with a point between. */
static const Identifier *join_names(Parser *p, const Identifier *first, const Identifier *second)
{
    size_t size = (size_t)first->size + 1 + (size_t)second->size;
    char *text = tree_alloc(p->arena, size);
    if (!text)
        return no_memory(p);
    memcpy(text, first->text, (size_t)first->size);
    text[first->size] = '.';
    memcpy(text + first->size + 1, second->text, (size_t)second->size);
    return identifier_from(p, text, size);
}

static const Identifier *dotted_name(Parser *p)
{
    const Identifier *name = parse_identifier(p);
    while (name && peek(p) == TOKEN_DOT && peek_second(p) == TOKEN_NAME) {
        p->mark++;
        const Identifier *next = parse_identifier(p);
        name = next ? join_names(p, name, next) : NULL;
    }
    return name;
}

/* [`as` NAME] after NAME, which started at START. */
static bool push_alias(Parser *p, int32_t start, const Identifier *name)
{
    const Identifier *asname = NULL;
    if (!name || (accept(p, TOKEN_AS) && !(asname = parse_identifier(p))))
        return false;
    Node *node = finish(p, NODE_ALIAS, start);
    if (!node)
        return false;
    node->alias.name = name;
    node->alias.asname = asname;
    return list_push(p, node);
}

Node *parse_import(Parser *p)
{
    int32_t start = p->mark, base = p->scratch_count;
    do {
        int32_t first = ++p->mark;
        if (!push_alias(p, first, dotted_name(p)))
            return list_drop(p, base);
    } while (peek(p) == TOKEN_COMMA);
    Node *node = finish(p, NODE_IMPORT, start);
    return node && list_take(p, base, &node->import_stmt.names) ? node : list_drop(p, base);
}

/* Names separated by commas; a comma that no name follows stays. */
static bool push_names(Parser *p)
{
    for (;;) {
        int32_t first = p->mark;
        if (!push_alias(p, first, parse_identifier(p)))
            return false;
        if (peek(p) != TOKEN_COMMA || peek_second(p) != TOKEN_NAME)
            return true;
        p->mark++;
    }
}

static bool push_star(Parser *p)
{
    int32_t start = p->mark++;
    const Identifier *star = identifier_from(p, "*", 1);
    Node *node = star ? finish(p, NODE_ALIAS, start) : NULL;
    if (!node)
        return false;
    node->alias.name = star;
    return list_push(p, node);
}

static bool push_targets(Parser *p)
{
    if (peek(p) == TOKEN_STAR)
        return push_star(p);
    if (accept(p, TOKEN_LPAR)) {
        if (!push_names(p))
            return false;
        accept(p, TOKEN_COMMA);
        return accept(p, TOKEN_RPAR);
    }
    int32_t start = p->mark;
    if (push_names(p) && peek(p) != TOKEN_COMMA)
        return true;
    p->mark = start;
    if (p->rules && !p->failed)
        explain_import_targets(p);
    return false;
}

/* Names as in an import without brackets, only recognised. */
Node *parse_import_targets(Parser *p)
{
    int32_t base = p->scratch_count;
    bool ok = push_names(p);
    Node *last = ok ? p->scratch[p->scratch_count - 1] : NULL;
    list_drop(p, base);
    return last;
}

Node *parse_import_from(Parser *p)
{
    int32_t start = p->mark++, base = p->scratch_count, level = 0;
    for (;; p->mark++) {
        if (peek(p) == TOKEN_DOT)
            level++;
        else if (peek(p) == TOKEN_ELLIPSIS)
            level += 3;
        else
            break;
    }
    const Identifier *module = dotted_name(p);
    if (p->failed || (!module && level == 0) || !accept(p, TOKEN_IMPORT) || !push_targets(p))
        return list_drop(p, base);
    Node *node = finish(p, NODE_IMPORT_FROM, start);
    if (!node || !list_take(p, base, &node->import_from.names))
        return list_drop(p, base);
    node->import_from.module = module;
    node->import_from.level = level;
    return node;
}
