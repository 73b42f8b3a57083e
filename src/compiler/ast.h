/* The syntax tree: what the parser makes and the emitter reads.
 *
 * Owns nothing: every node, list, identifier and text lies in the arena of its
 * parse and dies with it.  A node is allocated at the size of its own kind, so
 * it must never be copied by value as a whole `Node`.
 *
 * Positions are Python's: lines from 1, columns from 0 in UTF-8 bytes.
 * Identifiers are interned in the arena: equal identifiers are one pointer.
 */
#ifndef OURO_COMPILER_AST_H
#define OURO_COMPILER_AST_H

#include "base/base.h"
#include "compiler/arena.h"

typedef enum {
#define NODE(KIND, member, Python, GROUP, fields) NODE_##KIND,
#define SAME(KIND, member, Python, GROUP, BASE) NODE_##KIND,
#include "compiler/ast.def"
#undef NODE
#undef SAME
    NODE_KIND_COUNT
} NodeKind;

typedef enum { CONTEXT_LOAD, CONTEXT_STORE, CONTEXT_DEL } Context;
typedef enum { BOOL_AND, BOOL_OR } BoolOp;

/* In the order of Python's ASDL; *_op_name() gives the name there. */
typedef enum {
    BINARY_ADD, BINARY_SUB, BINARY_MULT, BINARY_MAT_MULT, BINARY_DIV, BINARY_MOD, BINARY_POW,
    BINARY_LSHIFT, BINARY_RSHIFT, BINARY_BIT_OR, BINARY_BIT_XOR, BINARY_BIT_AND,
    BINARY_FLOOR_DIV,
} BinaryOp;

typedef enum { UNARY_INVERT, UNARY_NOT, UNARY_UADD, UNARY_USUB } UnaryOp;

typedef enum {
    COMPARE_EQ, COMPARE_NOT_EQ, COMPARE_LT, COMPARE_LT_E, COMPARE_GT, COMPARE_GT_E,
    COMPARE_IS, COMPARE_IS_NOT, COMPARE_IN, COMPARE_NOT_IN,
} CompareOp;

const char *context_name(Context context);          /* "Load", "Store", "Del" */
const char *bool_op_name(BoolOp op);                /* "And", ... */
const char *binary_op_name(BinaryOp op);
const char *unary_op_name(UnaryOp op);
const char *compare_op_name(CompareOp op);

/* Normalised (NFKC) UTF-8, zero-terminated; compare by pointer. */
typedef struct Identifier {
    uint32_t hash;
    int32_t size;
    struct Identifier *next;    /* the parse's intern table */
    char text[];
} Identifier;

typedef struct Node Node;

typedef struct {
    Node **items;
    int32_t count;
} NodeList;

typedef struct {
    const Identifier **items;
    int32_t count;
} IdentifierList;

/* As many as the comparators they precede. */
typedef struct {
    uint8_t *items;             /* CompareOp */
    int32_t count;
} CompareOpList;

typedef enum {
    CONSTANT_NONE, CONSTANT_TRUE, CONSTANT_FALSE, CONSTANT_ELLIPSIS,
    CONSTANT_INT,       /* int_value, or text (digits only) in base if !int_is_small */
    CONSTANT_FLOAT,     /* number */
    CONSTANT_COMPLEX,   /* 0 + number j */
    CONSTANT_STR,       /* text, size: UTF-8; surrogates as their three bytes */
    CONSTANT_BYTES,     /* text, size */
} ConstantKind;

typedef struct {
    uint8_t kind;               /* ConstantKind */
    uint8_t base;               /* int: 2, 8, 10 or 16 */
    bool int_is_small;          /* int: int_value is it */
    bool is_ascii;              /* str: every byte < 128 */
    int32_t size;               /* bytes in text */
    const char *text;           /* zero-terminated; int: digits without prefix and underscores */
    union {
        int64_t int_value;
        double number;
    };
} Constant;

struct Node {
    uint8_t kind;               /* NodeKind */
    int32_t line, column;       /* of the first byte */
    int32_t end_line, end_column; /* just past the last byte */
    union {
#define ONE(f)      Node *f;
#define OPT(f)      Node *f;
#define LIST(f)     NodeList f;
#define HOLES(f)    NodeList f;
#define NAME(f)     const Identifier *f;
#define MAYBE(f)    const Identifier *f;
#define NAMES(f)    IdentifierList f;
#define VALUE(f)    Constant f;
#define INT(f)      int32_t f;
#define LEVEL(f)    int32_t f;
#define KIND_U(f)   bool f;
#define CTX(f)      Context f;
#define BOOLOP(f)   BoolOp f;
#define BINARY(f)   BinaryOp f;
#define UNARY(f)    UnaryOp f;
#define COMPARES(f) CompareOpList f;
#define ABSENT(f)
#define IGNORES(f)
#define NODE(KIND, member, Python, GROUP, fields) struct { fields } member;
#define SAME(KIND, member, Python, GROUP, BASE)
#include "compiler/ast.def"
#undef NODE
#undef SAME
#undef ONE
#undef OPT
#undef LIST
#undef HOLES
#undef NAME
#undef MAYBE
#undef NAMES
#undef VALUE
#undef INT
#undef LEVEL
#undef KIND_U
#undef CTX
#undef BOOLOP
#undef BINARY
#undef UNARY
#undef COMPARES
#undef ABSENT
#undef IGNORES
    };
};

typedef enum {
    GROUP_MOD, GROUP_STMT, GROUP_EXPR, GROUP_PATTERN, GROUP_COMPREHENSION, GROUP_HANDLER,
    GROUP_ARGUMENTS, GROUP_ARG, GROUP_KEYWORD, GROUP_ALIAS, GROUP_WITH_ITEM, GROUP_MATCH_CASE,
} NodeGroup;

typedef enum {
    FIELD_ONE, FIELD_OPT, FIELD_LIST, FIELD_HOLES, FIELD_NAME, FIELD_MAYBE, FIELD_NAMES,
    FIELD_VALUE, FIELD_INT, FIELD_LEVEL, FIELD_KIND_U, FIELD_CTX, FIELD_BOOLOP, FIELD_BINARY,
    FIELD_UNARY, FIELD_COMPARES, FIELD_ABSENT, FIELD_IGNORES,
} FieldKind;

/* For code that walks a tree without knowing its kinds. */
typedef struct {
    const char *name;           /* Python's */
    uint8_t kind;               /* FieldKind */
    uint16_t offset;            /* in Node; 0 for ABSENT and IGNORES */
} FieldInfo;

typedef struct {
    const char *name;           /* Python's class name */
    uint8_t group;              /* NodeGroup */
    uint16_t size;              /* bytes that a node of this kind takes */
} NodeInfo;

extern const NodeInfo node_info[NODE_KIND_COUNT];

/* In Python's order; a field without name ends them. */
const FieldInfo *node_fields(NodeKind kind);

/* Does Python show lineno, col_offset, ... on nodes of this group? */
static inline bool group_has_position(NodeGroup group)
{
    return group == GROUP_STMT || group == GROUP_EXPR || group == GROUP_PATTERN
        || group == GROUP_HANDLER || group == GROUP_ARG || group == GROUP_KEYWORD
        || group == GROUP_ALIAS;
}

static inline bool node_is_expression(const Node *node)
{
    return node_info[node->kind].group == GROUP_EXPR;
}

/* A zeroed node of KIND, or NULL. */
Node *node_new(TreeArena *arena, NodeKind kind) must_check;

#endif
