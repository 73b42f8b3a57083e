/* 'text %s' % (a, b): turned into a formatted string where only %s, %r and %a are asked for. */
#include "compiler/fold.h"

#include <stdio.h>

#include "types/str.h"

enum { MAX_DIGITS = 3 };

typedef struct Formatter {
    Compilation *c;
    const Node *at;
    const char *p, *end;
    NodeList values;            /* of the string that comes out */
    int32_t capacity;
} Formatter;

static Node *new_node(Formatter *f, NodeKind kind, const Node *at)
{
    Node *node = f->c->failed ? NULL : node_new(f->c->arena, kind);
    if (!node) {
        compile_no_memory(f->c);
        return NULL;
    }
    node->line = at->line;
    node->column = at->column;
    node->end_line = at->end_line;
    node->end_column = at->end_column;
    return node;
}

static Node *new_text(Formatter *f, const char *text, size_t size)
{
    Node *node = new_node(f, NODE_CONSTANT, f->at);
    char *copy = node ? compile_alloc(f->c, size + 1) : NULL;
    if (!copy)
        return NULL;
    memcpy(copy, text, size);
    node->constant.value = (Constant){ .kind = CONSTANT_STR, .size = (int32_t)size, .text = copy };
    return node;
}

static bool add(Formatter *f, Node *node)
{
    if (!node || f->values.count == f->capacity)
        return false;
    f->values.items[f->values.count++] = node;
    return true;
}

/* Text up to the next directive; %% stands for a %. */
static bool add_literal(Formatter *f)
{
    char *text = compile_alloc(f->c, (size_t)(f->end - f->p) + 1);
    size_t size = 0;
    if (!text)
        return false;
    while (f->p < f->end) {
        if (*f->p != '%') {
            text[size++] = *f->p++;
        } else if (f->p + 1 < f->end && f->p[1] == '%') {
            text[size++] = '%';
            f->p += 2;
        } else {
            break;
        }
    }
    return !size || add(f, new_text(f, text, size));
}

static bool number(Formatter *f, int *value)
{
    int digits = 0;
    for (*value = 0; f->p < f->end && *f->p >= '0' && *f->p <= '9'; f->p++) {
        *value = *value * 10 + (*f->p - '0');
        if (++digits >= MAX_DIGITS)
            return false;
    }
    return true;
}

typedef struct Directive { bool left; int width, precision; char kind; } Directive;

static bool parse_directive(Formatter *f, Directive *d)
{
    *d = (Directive){ .width = -1, .precision = -1 };
    for (f->p++; f->p < f->end && *f->p && strchr("-+ #0", *f->p); f->p++)
        d->left |= *f->p == '-';
    if (f->p < f->end && *f->p >= '0' && *f->p <= '9' && !number(f, &d->width))
        return false;
    if (f->p < f->end && *f->p == '.') {
        f->p++;
        if (!number(f, &d->precision))
            return false;
    }
    d->kind = f->p < f->end ? *f->p++ : 0;
    return d->kind == 's' || d->kind == 'r' || d->kind == 'a';
}

static Node *specification(Formatter *f, const Directive *d)
{
    char text[24], *p = text;
    if (!d->left && d->width > 0)
        *p++ = '>';
    if (d->width >= 0)
        p += sprintf(p, "%d", d->width);
    if (d->precision >= 0)
        p += sprintf(p, ".%d", d->precision);
    Node *string = new_node(f, NODE_JOINED_STR, f->at), *piece = string ? new_text(f, text, (size_t)(p - text)) : NULL;
    Node **items = piece ? compile_alloc(f->c, sizeof *items) : NULL;
    if (!items)
        return NULL;
    items[0] = piece;
    string->joined_str.values = (NodeList){ items, 1 };
    return string;
}

static bool add_directive(Formatter *f, Node *value)
{
    Directive d;
    if (!parse_directive(f, &d))
        return false;
    Node *node = new_node(f, NODE_FORMATTED_VALUE, value);
    if (!node)
        return false;
    node->formatted_value.value = value;
    node->formatted_value.conversion = d.kind;
    if (d.width >= 0 || d.precision >= 0)
        node->formatted_value.format_spec = specification(f, &d);
    return !f->c->failed && add(f, node);
}

/* The pieces of the whole, or false: leave the operator alone. */
static bool split(Formatter *f, const NodeList *values)
{
    f->capacity = 2 * values->count + 1;
    f->values.items = compile_alloc(f->c, (size_t)f->capacity * sizeof *f->values.items);
    if (!f->values.items)
        return false;
    for (int32_t i = 0; i < values->count; i++)
        if (!add_literal(f) || f->p == f->end || !add_directive(f, values->items[i]))
            return false;
    return add_literal(f) && f->p == f->end;
}

static bool has_star(const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        if (list->items[i]->kind == NODE_STARRED)
            return true;
    return false;
}

void fold_format(Compilation *c, Node *node)
{
    const Node *left = node->binop.left, *right = node->binop.right;
    if (node->binop.op != TREE_MOD || right->kind != NODE_TUPLE || !node_is_constant(left)
        || has_star(&right->tuple.elts))
        return;
    Value text = compile_node_value(c, left);
    if (!text || !value_is_str(text))
        return;
    Formatter f = { .c = c, .at = left, .p = str_bytes(text), .end = str_bytes(text) + str_size(text) };
    if (!split(&f, &right->tuple.elts) || c->failed)
        return;
    node->kind = NODE_JOINED_STR;
    node->joined_str.values = f.values;
}
