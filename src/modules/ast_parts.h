/* What the files of the module _ast share.
 *
 * The classes follow from compiler/ast.def; a node is an object whose __dict__ holds its
 * fields and places.  Operators and contexts are one object each. */
#ifndef OURO_MODULES_AST_PARTS_H
#define OURO_MODULES_AST_PARTS_H

#include "object/runtime.h"
#include "compiler/tree.h"
#include "compiler/compile.h"
#include "types/module.h"

enum { AST_BOOL_OPS = 2, AST_BINARY_OPS = 13, AST_UNARY_OPS = 4, AST_COMPARE_OPS = 10, AST_CONTEXTS = 3, AST_GROUPS = 16 };

typedef struct AstState {
    Type *base;                             /* ast.AST; kept by the module */
    Value classes[NODE_KIND_COUNT];
    Value groups[AST_GROUPS];               /* by NodeGroup */
    Value bool_ops[AST_BOOL_OPS], binary_ops[AST_BINARY_OPS], unary_ops[AST_UNARY_OPS];     /* the one object of each */
    Value compare_ops[AST_COMPARE_OPS], contexts[AST_CONTEXTS];
    Value group_boolop, group_operator, group_unaryop, group_cmpop, group_context;
} AstState;

/* The state of _ast, imported when necessary; owned module in *MODULE. */
AstState *ast_state(Runtime *rt, Owned *module) must_check;

/* ast_objects.c */
Owned ast_from_tree(Runtime *rt, AstState *state, const Node *tree) must_check;
/* ast_tree.c: a tree in ARENA.  HOLD: a list that keeps its constants. */
Node *ast_to_tree(Runtime *rt, AstState *state, TreeArena *arena, Borrowed object, CompileMode mode, Borrowed hold) must_check;

/* ast_check.c: false with ValueError when the parser could not have made TREE. */
bool ast_check(Runtime *rt, const Node *tree) must_check;

#endif
