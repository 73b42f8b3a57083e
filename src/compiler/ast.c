#include "compiler/ast.h"

const char *context_name(Context context)
{
    static const char *const names[] = { "Load", "Store", "Del" };
    return names[context];
}

const char *bool_op_name(BoolOp op)
{
    static const char *const names[] = { "And", "Or" };
    return names[op];
}

const char *binary_op_name(BinaryOp op)
{
    static const char *const names[] = {
        "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr",
        "BitXor", "BitAnd", "FloorDiv",
    };
    return names[op];
}

const char *unary_op_name(UnaryOp op)
{
    static const char *const names[] = { "Invert", "Not", "UAdd", "USub" };
    return names[op];
}

const char *compare_op_name(CompareOp op)
{
    static const char *const names[] = {
        "Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn",
    };
    return names[op];
}

const NodeInfo node_info[NODE_KIND_COUNT] = {
#define INFO(KIND, member, Python, GROUP) \
    [NODE_##KIND] = { #Python, GROUP_##GROUP, offsetof(Node, member) + sizeof(((Node *)0)->member) },
#define NODE(KIND, member, Python, GROUP, fields) INFO(KIND, member, Python, GROUP)
#define SAME(KIND, member, Python, GROUP, BASE) INFO(KIND, member, Python, GROUP)
#include "compiler/ast.def"
#undef NODE
#undef SAME
#undef INFO
};

#define FIELD(f, kind) { #f, FIELD_##kind, START + offsetof(Fields, f) },
#define ONE(f)      FIELD(f, ONE)
#define OPT(f)      FIELD(f, OPT)
#define LIST(f)     FIELD(f, LIST)
#define HOLES(f)    FIELD(f, HOLES)
#define NAME(f)     FIELD(f, NAME)
#define MAYBE(f)    FIELD(f, MAYBE)
#define NAMES(f)    FIELD(f, NAMES)
#define VALUE(f)    FIELD(f, VALUE)
#define INT(f)      FIELD(f, INT)
#define LEVEL(f)    FIELD(f, LEVEL)
#define KIND_U(f)   FIELD(f, KIND_U)
#define CTX(f)      FIELD(f, CTX)
#define BOOLOP(f)   FIELD(f, BOOLOP)
#define BINARY(f)   FIELD(f, BINARY)
#define UNARY(f)    FIELD(f, UNARY)
#define COMPARES(f) FIELD(f, COMPARES)
#define ABSENT(f)   { #f, FIELD_ABSENT, 0 },
#define IGNORES(f)  { #f, FIELD_IGNORES, 0 },

const FieldInfo *node_fields(NodeKind kind)
{
    switch (kind) {
#define NODE(KIND, member, Python, GROUP, fields)                       \
    case NODE_##KIND: {                                                 \
        typedef __typeof__(((Node *)0)->member) Fields unused;          \
        enum { START = offsetof(Node, member) };                        \
        static const FieldInfo table[] = { fields { NULL, 0, 0 } };     \
        return table;                                                   \
    }
#define SAME(KIND, member, Python, GROUP, BASE) \
    case NODE_##KIND:                           \
        return node_fields(NODE_##BASE);
#include "compiler/ast.def"
#undef NODE
#undef SAME
    default:
        return NULL;
    }
}

Node *node_new(TreeArena *arena, NodeKind kind)
{
    Node *node = tree_alloc(arena, node_info[kind].size);
    if (!node)
        return NULL;
    memset(node, 0, node_info[kind].size);
    node->kind = kind;
    return node;
}
