/* From the compiler's tree to objects of the module _ast. */
#include "modules/ast_parts.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/complex.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"

static Owned constant_value(Runtime *rt, const Constant *c)
{
    switch (c->kind) {
    case CONSTANT_NONE: return NONE;
    case CONSTANT_TRUE: return TRUE;
    case CONSTANT_FALSE: return FALSE;
    case CONSTANT_ELLIPSIS: return ELLIPSIS;
    case CONSTANT_INT:
        return c->int_is_small ? int_from_int64(rt, c->int_value) : int_from_text(rt, c->text, (size_t)c->size, c->base);
    case CONSTANT_FLOAT: return float_value(rt, c->number);
    case CONSTANT_COMPLEX: return complex_value(rt, 0.0, c->number);
    case CONSTANT_STR: return str_from_bytes(rt, c->text, (size_t)c->size);
    default: return bytes_from(rt, c->text, (size_t)c->size);
    }
}

static Owned identifier_value(Runtime *rt, const Identifier *name)
{
    Value text = name ? str_from_bytes(rt, name->text, (size_t)name->size) : NONE;
    return text && name ? str_intern_steal(rt, text) : text;
}

static Owned node_list(Runtime *rt, AstState *s, const NodeList *nodes)
{
    Value list = list_new(rt, nodes->count);
    for (int32_t i = 0; list && i < nodes->count; i++) {
        Value item = nodes->items[i] ? ast_from_tree(rt, s, nodes->items[i]) : NONE;
        if (!item || !list_append_steal(rt, list, item))
            value_clear(rt, &list);
    }
    return list;
}

static Owned name_list(Runtime *rt, const IdentifierList *names)
{
    Value list = list_new(rt, names->count);
    for (int32_t i = 0; list && i < names->count; i++) {
        Value item = identifier_value(rt, names->items[i]);
        if (!item || !list_append_steal(rt, list, item))
            value_clear(rt, &list);
    }
    return list;
}

static Owned compare_list(Runtime *rt, AstState *s, const CompareOpList *ops)
{
    Value list = list_new(rt, ops->count);
    for (int32_t i = 0; list && i < ops->count; i++)
        if (!list_append(rt, list, s->compare_ops[ops->items[i]]))
            value_clear(rt, &list);
    return list;
}

static Owned field_value(Runtime *rt, AstState *s, const Node *node, const FieldInfo *f)
{
    const char *at = (const char *)node + f->offset;
    switch ((FieldKind)f->kind) {
    case FIELD_ONE: case FIELD_OPT: {
        const Node *child = *(Node *const *)at;
        return child ? ast_from_tree(rt, s, child) : NONE;
    }
    case FIELD_LIST: case FIELD_HOLES: return node_list(rt, s, (const NodeList *)at);
    case FIELD_NAME: case FIELD_MAYBE: return identifier_value(rt, *(const Identifier *const *)at);
    case FIELD_NAMES: return name_list(rt, (const IdentifierList *)at);
    case FIELD_VALUE: return constant_value(rt, (const Constant *)at);
    case FIELD_INT: case FIELD_LEVEL: return small_int_value(*(const int32_t *)at);
    case FIELD_KIND_U: return *(const bool *)at ? str_intern_text(rt, "u") : NONE;
    case FIELD_CTX: return retain(s->contexts[*(const Context *)at]);
    case FIELD_BOOLOP: return retain(s->bool_ops[*(const BoolOp *)at]);
    case FIELD_BINARY: return retain(s->binary_ops[*(const TreeBinaryOp *)at]);
    case FIELD_UNARY: return retain(s->unary_ops[*(const TreeUnaryOp *)at]);
    case FIELD_COMPARES: return compare_list(rt, s, (const CompareOpList *)at);
    case FIELD_ABSENT: return NONE;
    case FIELD_IGNORES: return list_new(rt, 0);
    }
    return NONE;
}

static bool add_places(Runtime *rt, Borrowed dict, const Node *node)
{
    return dict_set_text(rt, dict, "lineno", small_int_value(node->line)) &&
           dict_set_text(rt, dict, "col_offset", small_int_value(node->column)) &&
           dict_set_text(rt, dict, "end_lineno", small_int_value(node->end_line)) &&
           dict_set_text(rt, dict, "end_col_offset", small_int_value(node->end_column));
}

static bool add_fields(Runtime *rt, AstState *s, Borrowed dict, const Node *node)
{
    for (const FieldInfo *f = node_fields((NodeKind)node->kind); f->name; f++) {
        Value value = field_value(rt, s, node, f);
        bool done = value && dict_set_text(rt, dict, f->name, value);
        release(rt, value);
        if (!done)
            return false;
    }
    return !group_has_position((NodeGroup)node_info[node->kind].group) || add_places(rt, dict, node);
}

Owned ast_from_tree(Runtime *rt, AstState *s, const Node *node)
{
    if (!recursion_enter(rt, " during  ast construction"))
        return NULL;
    Value object = call_none(rt, s->classes[node->kind]);
    Value dict = object ? object_dict(rt, object) : NULL;
    bool done = dict && add_fields(rt, s, dict, node);
    release(rt, dict);
    recursion_leave(rt);
    if (!done)
        value_clear(rt, &object);
    return object;
}
