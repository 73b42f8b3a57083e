/* The syntax tree for files that also see the runtime.
 *
 * The tree's operator enums have the names of those in object/type.h but an order of
 * their own; here they go by TREE_* and Tree*. */
#ifndef OURO_COMPILER_TREE_H
#define OURO_COMPILER_TREE_H

#ifndef OURO_COMPILER_AST_H
#define BinaryOp        TreeBinaryOp
#define UnaryOp         TreeUnaryOp
#define CompareOp       TreeCompareOp
#define BINARY_ADD      TREE_ADD
#define BINARY_SUB      TREE_SUB
#define BINARY_MULT     TREE_MULT
#define BINARY_MAT_MULT TREE_MAT_MULT
#define BINARY_DIV      TREE_DIV
#define BINARY_MOD      TREE_MOD
#define BINARY_POW      TREE_POW
#define BINARY_LSHIFT   TREE_LSHIFT
#define BINARY_RSHIFT   TREE_RSHIFT
#define BINARY_BIT_OR   TREE_BIT_OR
#define BINARY_BIT_XOR  TREE_BIT_XOR
#define BINARY_BIT_AND  TREE_BIT_AND
#define BINARY_FLOOR_DIV TREE_FLOOR_DIV
#define UNARY_INVERT    TREE_INVERT
#define UNARY_NOT       TREE_NOT
#define UNARY_UADD      TREE_UADD
#define UNARY_USUB      TREE_USUB
#define COMPARE_EQ      TREE_EQ
#define COMPARE_NOT_EQ  TREE_NOT_EQ
#define COMPARE_LT      TREE_LT
#define COMPARE_LT_E    TREE_LE
#define COMPARE_GT      TREE_GT
#define COMPARE_GT_E    TREE_GE
#define COMPARE_IS      TREE_IS
#define COMPARE_IS_NOT  TREE_IS_NOT
#define COMPARE_IN      TREE_IN
#define COMPARE_NOT_IN  TREE_NOT_IN
#include "compiler/ast.h"
#undef BinaryOp
#undef UnaryOp
#undef CompareOp
#undef BINARY_ADD
#undef BINARY_SUB
#undef BINARY_MULT
#undef BINARY_MAT_MULT
#undef BINARY_DIV
#undef BINARY_MOD
#undef BINARY_POW
#undef BINARY_LSHIFT
#undef BINARY_RSHIFT
#undef BINARY_BIT_OR
#undef BINARY_BIT_XOR
#undef BINARY_BIT_AND
#undef BINARY_FLOOR_DIV
#undef UNARY_INVERT
#undef UNARY_NOT
#undef UNARY_UADD
#undef UNARY_USUB
#undef COMPARE_EQ
#undef COMPARE_NOT_EQ
#undef COMPARE_LT
#undef COMPARE_LT_E
#undef COMPARE_GT
#undef COMPARE_GT_E
#undef COMPARE_IS
#undef COMPARE_IS_NOT
#undef COMPARE_IN
#undef COMPARE_NOT_IN
#endif
#include "compiler/parser.h"

#endif
