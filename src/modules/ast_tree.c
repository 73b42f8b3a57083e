/* From objects of the module _ast to the compiler's tree, checked as the compiler expects it. */
#include "modules/ast_parts.h"

#include "object/error.h"
#include "object/protocol.h"
#include "compiler/compilation.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct Reader {
    Runtime *rt;
    AstState *state;
    TreeArena *arena;
    Borrowed hold;              /* list: what folded constants refer to */
    Identifier *names;          /* equal identifiers are one pointer */
} Reader;

static Node *read_node(Reader *r, Borrowed object, NodeGroup group);

static void *no_memory(Reader *r) { return raise_memory_error(r->rt); }

static const char *group_name(NodeGroup group)
{
    static const char *const names[] = {
        [GROUP_MOD] = "mod", [GROUP_STMT] = "stmt", [GROUP_EXPR] = "expr", [GROUP_PATTERN] = "pattern",
        [GROUP_COMPREHENSION] = "comprehension", [GROUP_HANDLER] = "excepthandler", [GROUP_ARGUMENTS] = "arguments",
        [GROUP_ARG] = "arg", [GROUP_KEYWORD] = "keyword", [GROUP_ALIAS] = "alias", [GROUP_WITH_ITEM] = "withitem",
        [GROUP_MATCH_CASE] = "match_case",
    };
    return names[group];
}

/* Which group the nodes of a field belong to. */
static NodeGroup field_group(NodeKind kind, const char *field)
{
    static const struct { const char *field; NodeGroup group; } rows[] = {
        { "body", GROUP_STMT }, { "orelse", GROUP_STMT }, { "finalbody", GROUP_STMT }, { "handlers", GROUP_HANDLER },
        { "generators", GROUP_COMPREHENSION }, { "keywords", GROUP_KEYWORD }, { "items", GROUP_WITH_ITEM },
        { "cases", GROUP_MATCH_CASE }, { "pattern", GROUP_PATTERN }, { "patterns", GROUP_PATTERN },
        { "kwd_patterns", GROUP_PATTERN }, { "posonlyargs", GROUP_ARG }, { "kwonlyargs", GROUP_ARG },
        { "vararg", GROUP_ARG }, { "kwarg", GROUP_ARG },
    };
    if (!strcmp(field, "args"))
        return kind == NODE_CALL ? GROUP_EXPR : kind == NODE_ARGUMENTS ? GROUP_ARG : GROUP_ARGUMENTS;
    if (!strcmp(field, "names"))
        return GROUP_ALIAS;
    if ((kind == NODE_LAMBDA || kind == NODE_IF_EXP || kind == NODE_EXPRESSION) && (!strcmp(field, "body") || !strcmp(field, "orelse")))
        return GROUP_EXPR;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (!strcmp(rows[i].field, field))
            return rows[i].group;
    return GROUP_EXPR;
}

static const Identifier *identifier(Reader *r, Borrowed text)
{
    size_t size = str_size(text);
    for (Identifier *name = r->names; name; name = name->next)
        if ((size_t)name->size == size && !memcmp(name->text, str_bytes(text), size))
            return name;
    Identifier *name = tree_alloc(r->arena, sizeof *name + size + 1);
    if (!name)
        return no_memory(r);
    *name = (Identifier){ .size = (int32_t)size, .next = r->names };
    memcpy(name->text, str_bytes(text), size + 1);
    return r->names = name;
}

static bool read_identifier(Reader *r, Borrowed v, bool may_be_none, const Identifier **out)
{
    *out = NULL;
    if (v == NONE && may_be_none)
        return true;
    if (!object_is_exactly(v, r->rt->str_type))
        return raise(r->rt, r->rt->TypeError, "AST identifier must be of type str");
    if (str_equal_text(v, "None") || str_equal_text(v, "True") || str_equal_text(v, "False"))
        return raise(r->rt, r->rt->ValueError, "identifier field can't represent '%U' constant", v);
    return (*out = identifier(r, v));
}

/* -- constants */

static bool valid_constant(Runtime *rt, Borrowed v)
{
    if (v == NONE || v == ELLIPSIS || value_is_bool(v))
        return true;
    Type *type = value_type(rt, v);
    if (type == rt->int_type || type == rt->float_type || type == rt->complex_type || type == rt->str_type || type == rt->bytes_type)
        return true;
    if (type != rt->tuple_type && type != rt->frozenset_type)
        return raise(rt, rt->TypeError, "got an invalid type in Constant: %N", type);
    Value items = sequence_tuple(rt, v);
    bool done = items && recursion_enter(rt, " during compilation");
    if (done) {
        for (int64_t i = 0; done && i < tuple_count(items); i++)
            done = valid_constant(rt, tuple_item_peek(items, i));
        recursion_leave(rt);
    }
    release(rt, items);
    return done;
}

static bool copy_text(Reader *r, Constant *c, const char *bytes, size_t size)
{
    char *copy = tree_alloc(r->arena, size + 1);
    if (!copy)
        return no_memory(r);
    memcpy(copy, bytes, size);
    copy[size] = 0;
    c->text = copy;
    c->size = (int32_t)size;
    return true;
}

/* *FOLDED: only a folded node can hold it. */
static bool read_constant(Reader *r, Borrowed v, Constant *c, bool *folded)
{
    Runtime *rt = r->rt;
    *folded = false;
    if (!valid_constant(rt, v))
        return false;
    if (v == NONE || v == ELLIPSIS || value_is_bool(v)) {
        c->kind = v == NONE ? CONSTANT_NONE : v == TRUE ? CONSTANT_TRUE : v == FALSE ? CONSTANT_FALSE : CONSTANT_ELLIPSIS;
        return true;
    }
    if (value_is_str(v)) {
        c->kind = CONSTANT_STR;
        c->is_ascii = str_is_ascii(v);
        return copy_text(r, c, str_bytes(v), str_size(v));
    }
    if (value_is_bytes(v)) {
        c->kind = CONSTANT_BYTES;
        return copy_text(r, c, bytes_bytes(v), bytes_size(v));
    }
    if (value_is_small_int(v)) {
        *c = (Constant){ .kind = CONSTANT_INT, .base = 10, .int_is_small = true, .int_value = small_int(v) };
        return true;
    }
    if (value_type(rt, v) == rt->float_type) {
        c->kind = CONSTANT_FLOAT;
        return value_to_double(rt, v, &c->number);
    }
    *folded = true;
    return list_append(rt, r->hold, v);
}

/* -- operators */

static bool read_symbol(Reader *r, Borrowed v, const Value *objects, int count, const char *what, int *out)
{
    for (int i = 0; i < count; i++)
        if (v == objects[i] || value_is_instance(r->rt, v, value_type(r->rt, objects[i]))) {
            *out = i;
            return true;
        }
    return raise(r->rt, r->rt->TypeError, "expected some sort of %s, but got %R", what, v);
}

static bool read_compares(Reader *r, Borrowed list, CompareOpList *out)
{
    out->count = (int32_t)list_count(list);
    out->items = tree_alloc(r->arena, (size_t)out->count);
    if (!out->items)
        return no_memory(r);
    for (int32_t i = 0; i < out->count; i++) {
        int op = 0;
        if (!read_symbol(r, list_item_peek(list, i), r->state->compare_ops, AST_COMPARE_OPS, "cmpop", &op))
            return false;
        out->items[i] = (uint8_t)op;
    }
    return true;
}

/* -- lists */

static bool read_nodes(Reader *r, Borrowed list, NodeGroup group, bool holes, NodeList *out)
{
    int64_t count = list_count(list);
    out->items = tree_alloc(r->arena, (size_t)count * sizeof *out->items);
    if (!out->items)
        return no_memory(r);
    for (int64_t i = 0; i < count; i++) {
        if (list_count(list) != count)
            return raise(r->rt, r->rt->RuntimeError, "AST list changed size during iteration");
        Value item = retain(list_item_peek(list, i));
        bool none = item == NONE;
        Node *node = NULL;
        if (none && !holes)
            raise(r->rt, r->rt->ValueError, "None disallowed in %s list", group == GROUP_STMT ? "statement" : "expression");
        else if (!none)
            node = read_node(r, item, group);
        release(r->rt, item);
        if (!node && !(none && holes))
            return false;
        out->items[i] = node;
    }
    out->count = (int32_t)count;
    return true;
}

static bool read_names(Reader *r, Borrowed list, IdentifierList *out)
{
    out->count = (int32_t)list_count(list);
    out->items = tree_alloc(r->arena, (size_t)out->count * sizeof *out->items);
    if (!out->items)
        return no_memory(r);
    for (int32_t i = 0; i < out->count; i++)
        if (!read_identifier(r, list_item_peek(list, i), false, &out->items[i]))
            return false;
    return true;
}

/* -- fields */

static bool read_int(Reader *r, Borrowed v, int32_t *out)
{
    int64_t number;
    if (!value_is_int(v))
        return raise(r->rt, r->rt->ValueError, "invalid integer value: %R", v);
    if (!int_to_int64(r->rt, v, &number))
        return false;
    *out = (int32_t)number;
    return true;
}

static bool is_list_field(const FieldInfo *f)
{
    return f->kind == FIELD_LIST || f->kind == FIELD_HOLES || f->kind == FIELD_NAMES || f->kind == FIELD_COMPARES || f->kind == FIELD_IGNORES;
}

static bool may_be_absent(const FieldInfo *f)
{
    return f->kind == FIELD_OPT || f->kind == FIELD_MAYBE || f->kind == FIELD_ABSENT || f->kind == FIELD_KIND_U || f->kind == FIELD_LEVEL;
}

static bool read_child(Reader *r, Node *node, const FieldInfo *f, Borrowed v)
{
    Node **at = (Node **)((char *)node + f->offset);
    NodeGroup group = field_group((NodeKind)node->kind, f->name);
    if (v == NONE && f->kind == FIELD_OPT)
        return true;
    if (v == NONE && (group == GROUP_EXPR || group == GROUP_STMT || group == GROUP_PATTERN))
        return raise(r->rt, r->rt->ValueError, "field '%s' is required for %s", f->name, node_info[node->kind].name);
    return (*at = read_node(r, v, group));
}

static bool read_value(Reader *r, Node *node, const FieldInfo *f, Borrowed v)
{
    bool folded;
    if (!read_constant(r, v, (Constant *)((char *)node + f->offset), &folded))
        return false;
    if (folded && node->kind == NODE_CONSTANT)
        node_set_folded(node, v);
    else if (folded)
        ((Constant *)((char *)node + f->offset))->kind = CONSTANT_BYTES;       /* something that fits nowhere */
    return true;
}

static bool read_field(Reader *r, Node *node, const FieldInfo *f, Borrowed v)
{
    char *at = (char *)node + f->offset;
    AstState *s = r->state;
    int op = 0;
    if (is_list_field(f) && !value_is_list(v))
        return raise(r->rt, r->rt->TypeError, "%s field \"%s\" must be a list, not a %T", node_info[node->kind].name, f->name, v);
    switch ((FieldKind)f->kind) {
    case FIELD_ONE: case FIELD_OPT: return read_child(r, node, f, v);
    case FIELD_LIST: case FIELD_HOLES:
        return read_nodes(r, v, field_group((NodeKind)node->kind, f->name), f->kind == FIELD_HOLES, (NodeList *)at);
    case FIELD_NAME: case FIELD_MAYBE: return read_identifier(r, v, f->kind == FIELD_MAYBE, (const Identifier **)at);
    case FIELD_NAMES: return read_names(r, v, (IdentifierList *)at);
    case FIELD_VALUE: return read_value(r, node, f, v);
    case FIELD_LEVEL: return v == NONE || read_int(r, v, (int32_t *)at);
    case FIELD_INT: return read_int(r, v, (int32_t *)at);
    case FIELD_CTX:
        return read_symbol(r, v, s->contexts, AST_CONTEXTS, "expr_context", &op) && (*(Context *)at = (Context)op, true);
    case FIELD_BOOLOP: return read_symbol(r, v, s->bool_ops, AST_BOOL_OPS, "boolop", &op) && (*(BoolOp *)at = (BoolOp)op, true);
    case FIELD_BINARY:
        return read_symbol(r, v, s->binary_ops, AST_BINARY_OPS, "operator", &op) && (*(TreeBinaryOp *)at = (TreeBinaryOp)op, true);
    case FIELD_UNARY: return read_symbol(r, v, s->unary_ops, AST_UNARY_OPS, "unaryop", &op) && (*(TreeUnaryOp *)at = (TreeUnaryOp)op, true);
    case FIELD_COMPARES: return read_compares(r, v, (CompareOpList *)at);
    case FIELD_KIND_U: *(bool *)at = value_is_str(v); return true;
    default: return true;
    }
}

/* NULL without an exception: not there. */
static Owned field_object(Reader *r, Borrowed object, const char *name)
{
    Value key = str_intern_text(r->rt, name);
    Value value = key ? get_attribute_or_null(r->rt, object, key) : NULL;
    release(r->rt, key);
    return value;
}

static bool read_fields(Reader *r, Node *node, Borrowed object)
{
    NodeKind kind = (NodeKind)node->kind;
    /* The value of a folded constant comes last: it changes the kind. */
    for (const FieldInfo *f = node_fields(kind); f->name; f++) {
        if (node->kind != kind)
            break;
        Value v = field_object(r, object, f->name);
        if (!v && error_pending(r->rt))
            return false;
        if (!v && may_be_absent(f))
            continue;
        if (!v)
            return raise(r->rt, r->rt->TypeError, "required field \"%s\" missing from %s", f->name, node_info[kind].name);
        bool done = read_field(r, node, f, v);
        release(r->rt, v);
        if (!done)
            return false;
    }
    return true;
}

static bool read_place(Reader *r, Borrowed object, NodeGroup group, const char *name, bool required, int32_t otherwise, int32_t *out)
{
    Value v = field_object(r, object, name);
    *out = otherwise;
    if (!v && error_pending(r->rt))
        return false;
    if (!v && required)
        return raise(r->rt, r->rt->TypeError, "required field \"%s\" missing from %s", name, group_name(group));
    bool done = !v || (v == NONE && !required) || read_int(r, v, out);
    release(r->rt, v);
    return done;
}

static bool read_places(Reader *r, Node *node, Borrowed object, NodeGroup group)
{
    return read_place(r, object, group, "lineno", true, 0, &node->line) &&
           read_place(r, object, group, "col_offset", true, 0, &node->column) &&
           read_place(r, object, group, "end_lineno", false, node->line, &node->end_line) &&
           read_place(r, object, group, "end_col_offset", false, node->column, &node->end_column);
}

static int kind_of(Reader *r, Borrowed object)
{
    for (int kind = 0; kind < NODE_KIND_COUNT; kind++)
        if (type_value(value_type(r->rt, object)) == r->state->classes[kind])
            return kind;
    for (int kind = 0; kind < NODE_KIND_COUNT; kind++)
        if (value_is_instance(r->rt, object, (Type *)r->state->classes[kind]))
            return kind;
    return -1;
}

static Node *read_inside(Reader *r, Borrowed object, NodeGroup group)
{
    int kind = kind_of(r, object);
    if (kind < 0 || node_info[kind].group != group)
        return raise(r->rt, r->rt->TypeError, "expected some sort of %s, but got %R", group_name(group), object);
    Node *node = node_new(r->arena, (NodeKind)kind);
    if (!node)
        return no_memory(r);
    if ((group_has_position(group) && !read_places(r, node, object, group)) || !read_fields(r, node, object))
        return NULL;
    return node;
}

static Node *read_node(Reader *r, Borrowed object, NodeGroup group)
{
    if (!recursion_enter(r->rt, " while traversing node"))
        return NULL;
    Node *node = read_inside(r, object, group);
    recursion_leave(r->rt);
    return node;
}

Node *ast_to_tree(Runtime *rt, AstState *state, TreeArena *arena, Borrowed object, CompileMode mode, Borrowed hold)
{
    static const NodeKind kinds[] = { [COMPILE_EXEC] = NODE_MODULE, [COMPILE_EVAL] = NODE_EXPRESSION, [COMPILE_SINGLE] = NODE_INTERACTIVE };
    Reader r = { rt, state, arena, hold, NULL };
    if (!value_is_instance(rt, object, (Type *)state->classes[kinds[mode]]))
        return raise(rt, rt->TypeError, "expected %s node, got %.400T", node_info[kinds[mode]].name, object);
    Node *tree = read_node(&r, object, GROUP_MOD);
    return tree && ast_check(rt, tree) ? tree : NULL;
}
