#include "compiler/anchors.h"

#include "compiler/parser.h"

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

static bool operator_anchors(const Node *n, const char *segment, int32_t *left, int32_t *right)
{
    int32_t end = n->binop.right->column;
    for (int32_t i = n->binop.left->end_column; i < end; i++) {
        if (is_blank(segment[i]))
            continue;
        *left = i;
        *right = i + 1 + (i + 1 < end && !is_blank(segment[i + 1]));
        return true;
    }
    return false;
}

static bool find_anchors(const Node *tree, const char *segment, int32_t *left, int32_t *right)
{
    if (tree->module.body.count != 1 || tree->module.body.items[0]->kind != NODE_EXPR)
        return false;
    const Node *n = tree->module.body.items[0]->expr_stmt.value;
    if (n->kind == NODE_BIN_OP)
        return operator_anchors(n, segment, left, right);
    if (n->kind != NODE_SUBSCRIPT)
        return false;
    *left = n->subscript.value->end_column;
    *right = n->subscript.slice->end_column + 1;
    return true;
}

bool expression_anchors(Heap *heap, const char *segment, size_t size, int32_t *left, int32_t *right)
{
    static const ParseOptions options = { .mode = PARSE_EXEC, .flags = PARSE_IGNORE_COOKIE };
    TreeArena arena;
    SyntaxError error = { 0 };
    tree_arena_open(&arena, heap);
    Node *tree = parse_source(&arena, segment, size, &options, &error);
    bool found = tree && find_anchors(tree, segment, left, right);
    tree_arena_close(&arena);
    return found;
}
