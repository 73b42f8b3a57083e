/* The module _ast: the classes of syntax nodes, made from the table of the compiler. */
#include "modules/ast_parts.h"
#include "compiler/compilation.h"

#include <stdio.h>

#include "modules/ast.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

extern const ModuleDef _ast_module_def;

typedef struct AstObject {
    Object head;
    Value dict;
} AstObject;

/* -- ast.AST */

static int ast_traverse(Object *self, GcVisit visit, void *argument)
{
    return type_traverse_object(self, visit, argument);
}

static void ast_clear(Gc *gc, Object *self) { type_clear_object(runtime_of(gc), self); }

static void ast_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned ast_make(Runtime *rt, Type *type, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    Object *object = type_alloc(rt, type, 0);
    if (object)
        gc_track(&rt->gc, object);
    return object_value(object);
}

static Owned fields_of(Runtime *rt, Borrowed self)
{
    Value fields = get_attribute_text(rt, type_value(value_type(rt, self)), "_fields");
    if (!fields)
        return NULL;
    Value tuple = sequence_tuple(rt, fields);
    release(rt, fields);
    return tuple;
}

static bool given_twice(Borrowed fields, size_t count, Borrowed name)
{
    for (size_t i = 0; i < count; i++)
        if (value_is_str(tuple_item_peek(fields, (int64_t)i)) && str_equal(tuple_item_peek(fields, (int64_t)i), name))
            return true;
    return false;
}

static bool set_given(Runtime *rt, Borrowed self, Borrowed fields, const Value *args, size_t count, Borrowed keywords)
{
    const char *name = value_type(rt, self)->gc.name;
    int64_t most = tuple_count(fields);
    if ((int64_t)count > most)
        return raise(rt, rt->TypeError, "%.400s constructor takes at most %zd positional argument%s", name, most, most == 1 ? "" : "s");
    for (size_t i = 0; i < count; i++)
        if (!set_attribute(rt, self, tuple_item_peek(fields, (int64_t)i), args[i]))
            return false;
    for (int64_t i = 0; keywords && i < tuple_count(keywords); i++) {
        Value key = tuple_item_peek(keywords, i);
        if (given_twice(fields, count, key))
            return raise(rt, rt->TypeError, "%.400s got multiple values for argument %R", name, key);
        if (!set_attribute(rt, self, key, args[(int64_t)count + i]))
            return false;
    }
    return true;
}

static bool ast_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value fields = fields_of(rt, self);
    bool done = fields && set_given(rt, self, fields, args, count, keywords);
    release(rt, fields);
    return done;
}

static Owned ast_reduce(Runtime *rt, Borrowed self, const Value *args unused)
{
    Value dict = object_dict(rt, self);
    if (!dict)
        return NULL;
    Value result = tuple_pack(rt, 3, type_value(value_type(rt, self)), rt->empty_tuple, dict);
    release(rt, dict);
    return result;
}

static const MethodDef ast_methods[] = {
    METHOD("__reduce__", ast_reduce, "()", NULL),
    { 0 },
};

static Owned get_dict(Runtime *rt, Borrowed self) { return object_dict(rt, self); }

static const GetSetDef ast_getsets[] = {
    { "__dict__", get_dict, NULL, NULL },
    { 0 },
};

static const TypeDef ast_type_def = {
    .name = "ast.AST", .size = sizeof(AstObject), .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_WEAK,
    .dict_offset = offsetof(AstObject, dict), .traverse = ast_traverse, .clear = ast_clear, .free = ast_free,
    .slots = { .make = ast_make, .init = ast_init }, .methods = ast_methods, .getsets = ast_getsets,
};

/* -- classes */

static bool add_names(Runtime *rt, Borrowed dict, const char *key, const char *const *names, int64_t count)
{
    Value tuple = tuple_new(rt, count);
    for (int64_t i = 0; tuple && i < count; i++)
        if (!(tuple_items(tuple)[i] = str_intern_text(rt, names[i]))) {
            release(rt, tuple);
            return false;
        }
    tuple = tuple ? tuple_done(rt, tuple) : NULL;
    bool done = tuple && dict_set_text(rt, dict, key, tuple);
    if (done && !strcmp(key, "_fields"))
        done = dict_set(rt, dict, rt->names.__match_args__, tuple);
    release(rt, tuple);
    return done;
}

/* type(NAME, (BASE,), DICT), also put into the module; borrowed from there. */
static Borrowed make_class(Runtime *rt, Borrowed module, const char *name, Borrowed base, Owned dict)
{
    Value text = str_intern_text(rt, name), place = str_intern_text(rt, "ast"), bases = tuple_pack(rt, 1, base), class = NULL;
    if (dict && text && place && bases && dict_set(rt, dict, rt->names.__module__, place)) {
        Value args[3] = { text, bases, dict };
        class = call(rt, type_value(rt->type_type), args, 3, NULL);
    }
    release(rt, dict);
    release(rt, text);
    release(rt, place);
    release(rt, bases);
    bool done = class && module_add(rt, module, name, class);
    release(rt, class);
    return done ? class : NULL;
}

static bool add_doc(Runtime *rt, Borrowed dict, const char *text)
{
    Value doc = str_from_text(rt, text);
    bool done = doc && dict_set(rt, dict, rt->names.__doc__, doc);
    release(rt, doc);
    return done;
}

static Owned class_dict(Runtime *rt, const char *doc)
{
    Value dict = dict_new(rt);
    if (dict && doc && !add_doc(rt, dict, doc))
        value_clear(rt, &dict);
    return dict;
}

static const char *const places[] = { "lineno", "col_offset", "end_lineno", "end_col_offset" };

/* A group: the common base of kinds of nodes. */
static Borrowed make_group(Runtime *rt, Borrowed module, AstState *state, const char *name, bool has_place, const char *doc)
{
    Value dict = class_dict(rt, doc);
    if (dict && has_place && !(add_names(rt, dict, "_attributes", places, 4) && dict_set_text(rt, dict, "end_lineno", NONE) &&
                               dict_set_text(rt, dict, "end_col_offset", NONE)))
        value_clear(rt, &dict);
    return make_class(rt, module, name, type_value(state->base), dict);
}

static bool is_optional(const FieldInfo *f)
{
    return f->kind == FIELD_OPT || f->kind == FIELD_MAYBE || f->kind == FIELD_ABSENT || f->kind == FIELD_KIND_U || f->kind == FIELD_LEVEL;
}

static bool add_fields(Runtime *rt, Borrowed dict, NodeKind kind)
{
    const char *names[8];
    int64_t count = 0;
    for (const FieldInfo *f = node_fields(kind); f->name; f++) {
        names[count++] = f->name;
        if (is_optional(f) && !dict_set_text(rt, dict, f->name, NONE))
            return false;
    }
    return add_names(rt, dict, "_fields", names, count);
}

static bool own_places(NodeGroup group) { return group == GROUP_ARG || group == GROUP_KEYWORD || group == GROUP_ALIAS; }

static bool make_kind(Runtime *rt, Borrowed module, AstState *state, NodeKind kind)
{
    NodeGroup group = node_info[kind].group;
    Value dict = class_dict(rt, NULL);
    if (dict && own_places(group) && !(add_names(rt, dict, "_attributes", places, 4) && dict_set_text(rt, dict, "end_lineno", NONE) &&
                                       dict_set_text(rt, dict, "end_col_offset", NONE)))
        value_clear(rt, &dict);
    if (dict && !add_fields(rt, dict, kind))
        value_clear(rt, &dict);
    Value base = state->groups[group] ? state->groups[group] : type_value(state->base);
    return (state->classes[kind] = make_class(rt, module, node_info[kind].name, base, dict));
}

/* Classes without fields whose one object stands for them. */
static bool make_symbols(Runtime *rt, Borrowed module, Borrowed group, const char *(*name)(int), Value *objects, int count)
{
    for (int i = 0; group && i < count; i++) {
        Value dict = class_dict(rt, name(i));
        Value class = dict && add_names(rt, dict, "_fields", NULL, 0) ? make_class(rt, module, name(i), group, dict) : NULL;
        if (!class || !(objects[i] = call_none(rt, class)))
            return false;
    }
    return group;
}

static const char *bool_name(int i) { return bool_op_name((BoolOp)i); }
static const char *binary_name(int i) { return binary_op_name((TreeBinaryOp)i); }
static const char *unary_name(int i) { return unary_op_name((TreeUnaryOp)i); }
static const char *compare_name(int i) { return compare_op_name((TreeCompareOp)i); }
static const char *context_text(int i) { return context_name((Context)i); }

static bool make_all_symbols(Runtime *rt, Borrowed module, AstState *s)
{
    return (s->group_boolop = make_group(rt, module, s, "boolop", false, "boolop = And | Or")) &&
           (s->group_operator = make_group(rt, module, s, "operator", false, "operator = Add | Sub | Mult | MatMult | Div | Mod | Pow | LShift | RShift | BitOr | BitXor | BitAnd | FloorDiv")) &&
           (s->group_unaryop = make_group(rt, module, s, "unaryop", false, "unaryop = Invert | Not | UAdd | USub")) &&
           (s->group_cmpop = make_group(rt, module, s, "cmpop", false, "cmpop = Eq | NotEq | Lt | LtE | Gt | GtE | Is | IsNot | In | NotIn")) &&
           (s->group_context = make_group(rt, module, s, "expr_context", false, "expr_context = Load | Store | Del")) &&
           make_symbols(rt, module, s->group_boolop, bool_name, s->bool_ops, AST_BOOL_OPS) &&
           make_symbols(rt, module, s->group_operator, binary_name, s->binary_ops, AST_BINARY_OPS) &&
           make_symbols(rt, module, s->group_unaryop, unary_name, s->unary_ops, AST_UNARY_OPS) &&
           make_symbols(rt, module, s->group_cmpop, compare_name, s->compare_ops, AST_COMPARE_OPS) &&
           make_symbols(rt, module, s->group_context, context_text, s->contexts, AST_CONTEXTS);
}

static bool make_groups(Runtime *rt, Borrowed module, AstState *s)
{
    return (s->groups[GROUP_MOD] = make_group(rt, module, s, "mod", false, NULL)) &&
           (s->groups[GROUP_STMT] = make_group(rt, module, s, "stmt", true, NULL)) &&
           (s->groups[GROUP_EXPR] = make_group(rt, module, s, "expr", true, NULL)) &&
           (s->groups[GROUP_PATTERN] = make_group(rt, module, s, "pattern", true, NULL)) &&
           (s->groups[GROUP_HANDLER] = make_group(rt, module, s, "excepthandler", true, NULL));
}

/* What the compiler's table does not have. */
static bool make_rest(Runtime *rt, Borrowed module, AstState *s)
{
    static const char *const type_ignore[] = { "lineno", "tag" }, *const function_type[] = { "argtypes", "returns" };
    Value group = make_group(rt, module, s, "type_ignore", false, "type_ignore = TypeIgnore(int lineno, string tag)");
    Value one = class_dict(rt, "TypeIgnore(int lineno, string tag)"), two = class_dict(rt, "FunctionType(expr* argtypes, expr returns)");
    if (group && one && two && add_names(rt, one, "_fields", type_ignore, 2) && add_names(rt, two, "_fields", function_type, 2))
        return make_class(rt, module, "TypeIgnore", group, one) ? make_class(rt, module, "FunctionType", s->groups[GROUP_MOD], two) != NULL
                                                                : (release(rt, two), false);
    release(rt, one);
    release(rt, two);
    return false;
}

static bool add_base(Runtime *rt, Borrowed module, AstState *s)
{
    if (!(s->base = module_add_type(rt, module, &ast_type_def, NULL)) || !type_ready(rt, s->base))
        return false;
    return dict_set_text(rt, s->base->dict, "_fields", rt->empty_tuple) &&
           dict_set_text(rt, s->base->dict, "_attributes", rt->empty_tuple) &&
           dict_set(rt, s->base->dict, rt->names.__match_args__, rt->empty_tuple);
}

static bool init(Runtime *rt, Borrowed module)
{
    AstState *s = ((Module *)module)->state;
    bool done = add_base(rt, module, s) && make_groups(rt, module, s) && make_all_symbols(rt, module, s);
    for (int kind = 0; done && kind < NODE_KIND_COUNT; kind++)
        done = make_kind(rt, module, s, (NodeKind)kind);
    return done && make_rest(rt, module, s) && module_add(rt, module, "PyCF_ONLY_AST", small_int_value(0x400)) &&
           module_add(rt, module, "PyCF_TYPE_COMMENTS", small_int_value(0x1000)) &&
           module_add(rt, module, "PyCF_ALLOW_TOP_LEVEL_AWAIT", small_int_value(0x2000));
}

/* The state keeps references of its own: the module's names may be rebound. */
static int each_symbol(AstState *s, int (*act)(Value *, void *), void *argument)
{
    struct { Value *items; int count; } tables[] = {
        { s->bool_ops, AST_BOOL_OPS }, { s->binary_ops, AST_BINARY_OPS }, { s->unary_ops, AST_UNARY_OPS },
        { s->compare_ops, AST_COMPARE_OPS }, { s->contexts, AST_CONTEXTS },
    };
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        for (int k = 0; k < tables[i].count; k++) {
            int result = act(&tables[i].items[k], argument);
            if (result)
                return result;
        }
    return 0;
}

typedef struct Visitor { GcVisit visit; void *argument; } Visitor;

static int visit_one(Value *field, void *data)
{
    Visitor *v = data;
    return value_is_object(*field) ? v->visit(value_object(*field), v->argument) : 0;
}

static int clear_one(Value *field, void *rt)
{
    value_clear(rt, field);
    return 0;
}

static int traverse(void *state, GcVisit visit, void *argument)
{
    Visitor v = { visit, argument };
    return each_symbol(state, visit_one, &v);
}

static void clear(Runtime *rt, void *state) { each_symbol(state, clear_one, rt); }

const ModuleDef _ast_module_def = {
    .name = "_ast",
    .init = init,
    .state_size = sizeof(AstState),
    .traverse = traverse,
    .clear = clear,
};

/* -- for compile() */

AstState *ast_state(Runtime *rt, Owned *module)
{
    *module = import_module(rt, "_ast");
    if (!*module)
        return NULL;
    if (value_is_instance(rt, *module, rt->module_type) && ((Module *)*module)->def == &_ast_module_def)
        return ((Module *)*module)->state;
    value_clear(rt, module);
    return raise(rt, rt->SystemError, "the module _ast was replaced");
}

bool value_is_ast(Runtime *rt, Borrowed v)
{
    Value module = dict_get_text_peek(rt, rt->modules, "_ast");
    if (!module || !value_is_instance(rt, module, rt->module_type) || ((Module *)module)->def != &_ast_module_def)
        return false;
    return value_is_instance(rt, v, ((AstState *)((Module *)module)->state)->base);
}

Owned ast_parse(Runtime *rt, const char *source, size_t size, Borrowed filename, CompileMode mode, uint32_t flags)
{
    Value module = NULL, result = NULL;
    TreeArena arena;
    tree_arena_open(&arena, &rt->gc.heap);
    compilation_pays(&arena, rt);
    Node *tree = compile_parse(rt, &arena, source, size, filename, mode, flags);
    AstState *state = tree ? ast_state(rt, &module) : NULL;
    if (state)
        result = ast_from_tree(rt, state, tree);
    tree_arena_close(&arena);
    release(rt, module);
    return result;
}

Owned ast_compile(Runtime *rt, Borrowed object, Borrowed filename, CompileMode mode, uint32_t flags, int optimize)
{
    Value module = NULL, result = NULL, hold = list_new(rt, 0);
    TreeArena arena;
    tree_arena_open(&arena, &rt->gc.heap);
    compilation_pays(&arena, rt);
    AstState *state = hold ? ast_state(rt, &module) : NULL;
    Node *tree = state ? ast_to_tree(rt, state, &arena, object, mode, hold) : NULL;
    if (tree)
        result = compile_tree(rt, &arena, tree, filename, flags, optimize);
    tree_arena_close(&arena);
    release(rt, hold);
    release(rt, module);
    return result;
}
