/* SyntaxWarnings about literals that are called, subscripted or indexed wrongly. */
#include "compiler/emitter.h"

static const Type *constant_type(Emitter *e, const Node *node)
{
    Value v = compile_node_value(e->c, node);
    return v ? value_type(e->rt, v) : NULL;
}

/* The type of what NODE evaluates to, where the syntax alone tells. */
static const Type *inferred_type(Emitter *e, const Node *node)
{
    Runtime *rt = e->rt;
    switch ((int)node->kind) {
    case NODE_TUPLE: return rt->tuple_type;
    case NODE_LIST: case NODE_LIST_COMP: return rt->list_type;
    case NODE_DICT: case NODE_DICT_COMP: return rt->dict_type;
    case NODE_SET: case NODE_SET_COMP: return rt->set_type;
    case NODE_GENERATOR_EXP: return rt->generator_type;
    case NODE_LAMBDA: return rt->function_type;
    case NODE_JOINED_STR: case NODE_FORMATTED_VALUE: return rt->str_type;
    case NODE_CONSTANT: case NODE_FOLDED: return constant_type(e, node);
    default: return NULL;
    }
}

static bool is_unsubscriptable(const Runtime *rt, const Node *node, const Type *type)
{
    switch ((int)node->kind) {
    case NODE_CONSTANT: case NODE_FOLDED:
        return type == rt->none_type || type == rt->ellipsis_type || type == rt->int_type || type == rt->bool_type
            || type == rt->float_type || type == rt->complex_type || type == rt->frozenset_type;
    case NODE_SET: case NODE_SET_COMP: case NODE_GENERATOR_EXP: case NODE_LAMBDA: return true;
    default: return false;
    }
}

static bool is_sequence_display(const Runtime *rt, const Node *node, const Type *type)
{
    switch ((int)node->kind) {
    case NODE_CONSTANT: case NODE_FOLDED:
        return type == rt->str_type || type == rt->bytes_type || type == rt->tuple_type;
    case NODE_TUPLE: case NODE_LIST: case NODE_LIST_COMP: case NODE_JOINED_STR: case NODE_FORMATTED_VALUE: return true;
    default: return false;
    }
}

void check_index(Emitter *e, const Node *node)
{
    const Node *object = node->subscript.value, *key = node->subscript.slice;
    const Type *type = inferred_type(e, object);
    if (!type)
        return;
    if (is_unsubscriptable(e->rt, object, type)) {
        compile_warning(e->c, node, "'%.200N' object is not subscriptable; perhaps you missed a comma?", type);
        return;
    }
    const Type *key_type = inferred_type(e, key);
    if (!key_type || key_type == e->rt->int_type || key_type == e->rt->bool_type || key->kind == NODE_SLICE)
        return;
    if (is_sequence_display(e->rt, object, type))
        compile_warning(e->c, node, "%.200N indices must be integers or slices, not %.200N; perhaps you missed a comma?",
                        type, key_type);
}

void check_callable(Emitter *e, const Node *node)
{
    const Type *type = node->kind == NODE_LAMBDA ? NULL : inferred_type(e, node);
    if (type)
        compile_warning(e->c, node, "'%.200N' object is not callable; perhaps you missed a comma?", type);
}
