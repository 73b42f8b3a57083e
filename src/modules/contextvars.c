/* The module _contextvars: Context, ContextVar, Token.
 *
 * A context is a dict from variables to values; copying it copies the dict.  The state of the
 * module holds the context that is current; every Context.run puts its own in front. */
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/generic_alias.h"
#include "types/module.h"
#include "types/str.h"
#include "vm/vm.h"

typedef struct Context {
    Object head;
    Value dict;                 /* of variables */
    bool entered;
} Context;

typedef struct Variable {
    Object head;
    Value name, otherwise;      /* OTHERWISE: the default, or NULL */
} Variable;

typedef struct Token {
    Object head;
    Value variable, old;        /* OLD NULL: missing */
    Value context;
    bool used;
} Token;

typedef struct State {
    Type *context_type, *variable_type, *token_type;
    Value current;              /* Context or NULL */
    Value missing;              /* Token.MISSING */
} State;

extern const ModuleDef _contextvars_module_def;
static State *state_of(Borrowed module) { return ((Module *)module)->state; }

/* The module, imported when necessary; owned. */
static Owned module_now(Runtime *rt)
{
    Value module = import_module(rt, "_contextvars");
    if (module && (!value_is_instance(rt, module, rt->module_type) || ((Module *)module)->def != &_contextvars_module_def)) {
        release(rt, module);
        return raise(rt, rt->SystemError, "the module _contextvars was replaced");
    }
    return module;
}

/* -- Context */

static int context_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((Context *)self)->dict);
    return type_traverse_object(self, visit, argument);
}

static void context_clear(Gc *gc, Object *self) { value_clear(runtime_of(gc), &((Context *)self)->dict); }

static void context_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    context_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned context_with(Runtime *rt, Type *type, Owned dict)
{
    Context *context = dict ? (Context *)type_alloc(rt, type, 0) : NULL;
    if (!context) {
        release(rt, dict);
        return NULL;
    }
    context->dict = dict;
    gc_track(&rt->gc, &context->head);
    return object_value(context);
}

static Owned context_make(Runtime *rt, Type *type, const Value *args unused, size_t count, Borrowed keywords)
{
    if (count || keywords)
        return raise(rt, rt->TypeError, "Context() does not accept any arguments");
    return context_with(rt, type, dict_new(rt));
}

static bool context_init(Runtime *rt unused, Borrowed self unused, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    return true;
}

static Borrowed context_dict(Borrowed self) { return ((Context *)self)->dict; }

static bool is_variable(Runtime *rt, Borrowed self, Borrowed key)
{
    Type *type = value_type(rt, self)->related;
    return object_is_exactly(key, type) || raise(rt, rt->TypeError, "a ContextVar key was expected, got %R", key);
}

static Owned context_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    Value found;
    if (!is_variable(rt, self, key) || !dict_lookup_owned(rt, context_dict(self), key, &found))
        return NULL;
    return found ? found : raise_key_error(rt, key);
}

static int context_contains(Runtime *rt, Borrowed self, Borrowed key)
{
    bool found;
    return is_variable(rt, self, key) && dict_contains(rt, context_dict(self), key, &found) ? found : -1;
}

static int64_t context_length(Runtime *rt unused, Borrowed self) { return dict_count(context_dict(self)); }
static Owned context_iter(Runtime *rt, Borrowed self) { return get_iter(rt, context_dict(self)); }

static Owned context_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || value_type(rt, self) != value_type(rt, other))
        return NOT_IMPLEMENTED;
    return compare(rt, context_dict(self), context_dict(other), op);
}

static Owned context_get(Runtime *rt, Borrowed self, const Value *args)
{
    Value found;
    if (!is_variable(rt, self, args[0]) || !dict_lookup_owned(rt, context_dict(self), args[0], &found))
        return NULL;
    return found ? found : args[1] ? retain(args[1]) : NONE;
}

static Owned context_keys(Runtime *rt, Borrowed self, const Value *args unused) { return call_method(rt, context_dict(self), rt->names.keys, NULL, 0); }
static Owned context_values(Runtime *rt, Borrowed self, const Value *args unused) { return call_method(rt, context_dict(self), rt->names.values, NULL, 0); }
static Owned context_items(Runtime *rt, Borrowed self, const Value *args unused) { return call_method(rt, context_dict(self), rt->names.items, NULL, 0); }

static Owned context_copy(Runtime *rt, Borrowed self, const Value *args unused)
{
    return context_with(rt, value_type(rt, self), dict_copy(rt, context_dict(self)));
}

static Owned context_run(CALL_PARAMETERS)
{
    Context *context = (Context *)self;
    if (count < 1)
        return raise(rt, rt->TypeError, "run() missing 1 required positional argument");
    if (context->entered)
        return raise(rt, rt->RuntimeError, "cannot enter context: %R is already entered", self);
    Value module = module_now(rt);
    if (!module)
        return NULL;
    Value previous = state_of(module)->current;
    state_of(module)->current = retain(self);
    context->entered = true;
    Value result = call(rt, args[0], args + 1, count - 1, keywords);
    context->entered = false;
    value_replace(rt, &state_of(module)->current, previous);
    release(rt, module);
    return result;
}

static const MethodDef context_methods[] = {
    METHOD("get", context_get, "(key, default=None, /)", "Return the value for `key` if `key` has the value in the context object."),
    METHOD("keys", context_keys, "()", "Return a list of all variables in the context object."),
    METHOD("values", context_values, "()", "Return a list of all variables' values in the context object."),
    METHOD("items", context_items, "()", "Return all variables and their values in the context object."),
    METHOD("copy", context_copy, "()", "Return a shallow copy of the context object."),
    RAW_METHOD("run", context_run, NULL, NULL),
    { 0 },
};

static const TypeDef context_type_def = {
    .name = "_contextvars.Context", .size = sizeof(Context), .flags = TYPE_CONTAINER | TYPE_WEAK,
    .traverse = context_traverse, .clear = context_clear, .free = context_free,
    .slots = { .make = context_make, .init = context_init, .get_item = context_get_item, .contains = context_contains,
               .length = context_length, .iter = context_iter, .compare = context_compare },
    .methods = context_methods,
};

/* The current context, borrowed from the state; made at the first need. */
static Borrowed current_peek(Runtime *rt, State *state)
{
    if (!state->current && (state->current = context_with(rt, state->context_type, dict_new(rt))))
        ((Context *)state->current)->entered = true;
    return state->current;
}

/* -- Token */

static int token_traverse(Object *self, GcVisit visit, void *argument)
{
    Token *t = (Token *)self;
    VISIT_VALUE(t->variable);
    VISIT_VALUE(t->old);
    VISIT_VALUE(t->context);
    return type_traverse_object(self, visit, argument);
}

static void token_clear(Gc *gc, Object *self)
{
    Token *t = (Token *)self;
    value_clear(runtime_of(gc), &t->variable);
    value_clear(runtime_of(gc), &t->old);
    value_clear(runtime_of(gc), &t->context);
}

static void token_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    token_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned token_make(Runtime *rt, Type *type unused, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    return raise(rt, rt->RuntimeError, "Tokens can only be created by ContextVars");
}

static Owned token_repr(Runtime *rt, Borrowed self)
{
    Token *t = (Token *)self;
    return format_message(rt, "<Token%s var=%R at 0x%zx>", t->used ? " used" : "", t->variable, (size_t)self);
}

static Owned token_variable(Runtime *rt unused, Borrowed self) { return retain(((Token *)self)->variable); }

static Owned token_old(Runtime *rt, Borrowed self)
{
    if (((Token *)self)->old)
        return retain(((Token *)self)->old);
    Value module = module_now(rt), missing = module ? retain(state_of(module)->missing) : NULL;
    release(rt, module);
    return missing;
}

static Owned class_alias(Runtime *rt, Borrowed self, const Value *args) { return generic_alias_new(rt, self, args[0]); }

static const GetSetDef token_getsets[] = { { "var", token_variable, NULL, NULL }, { "old_value", token_old, NULL, NULL }, { 0 } };
static const MethodDef token_methods[] = {
    METHOD_FLAGS("__class_getitem__", class_alias, "(key, /)", "See PEP 585", METHOD_CLASS),
    { 0 },
};

static const TypeDef token_type_def = {
    .name = "_contextvars.Token", .size = sizeof(Token), .flags = TYPE_CONTAINER,
    .traverse = token_traverse, .clear = token_clear, .free = token_free,
    .slots = { .make = token_make, .repr = token_repr }, .getsets = token_getsets, .methods = token_methods,
};

static Owned missing_repr(Runtime *rt, Borrowed self unused) { return str_from_text(rt, "<Token.MISSING>"); }
static void missing_free(Gc *gc, Object *self) { type_free_object(runtime_of(gc), self); }
static const TypeDef missing_type_def = {
    .name = "Token.MISSING", .size = sizeof(Object), .flags = TYPE_NO_NEW, .free = missing_free, .slots = { .repr = missing_repr },
};

/* -- ContextVar */

static int variable_traverse(Object *self, GcVisit visit, void *argument)
{
    Variable *v = (Variable *)self;
    VISIT_VALUE(v->name);
    VISIT_VALUE(v->otherwise);
    return type_traverse_object(self, visit, argument);
}

static void variable_clear(Gc *gc, Object *self)
{
    Variable *v = (Variable *)self;
    value_clear(runtime_of(gc), &v->name);
    value_clear(runtime_of(gc), &v->otherwise);
}

static void variable_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    variable_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned variable_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2];
    if (!arguments_bind(rt, "ContextVar", "(name, *, default=None)", args, count, keywords, bound))
        return NULL;
    if (!value_is_str(bound[0]))
        return raise(rt, rt->TypeError, "context variable name must be a str");
    Variable *v = (Variable *)type_alloc(rt, type, 0);
    if (!v)
        return NULL;
    v->name = retain(bound[0]);
    v->otherwise = bound[1] ? retain(bound[1]) : NULL;
    gc_track(&rt->gc, &v->head);
    return object_value(v);
}

static Owned variable_get(Runtime *rt, Borrowed self, const Value *args)
{
    Variable *v = (Variable *)self;
    Value module = module_now(rt), found = NULL;
    Value current = module ? current_peek(rt, state_of(module)) : NULL;
    bool done = current && dict_lookup_owned(rt, context_dict(current), self, &found);
    release(rt, module);
    if (!done || found)
        return found;
    if (args[0] || v->otherwise)
        return retain(args[0] ? args[0] : v->otherwise);
    return raise_value(rt, rt->LookupError, self);
}

static Owned token_for(Runtime *rt, State *state, Borrowed variable, Owned old, Borrowed context)
{
    Token *t = (Token *)type_alloc(rt, state->token_type, 0);
    if (!t) {
        release(rt, old);
        return NULL;
    }
    t->variable = retain(variable);
    t->old = old;
    t->context = retain(context);
    gc_track(&rt->gc, &t->head);
    return object_value(t);
}

static Owned variable_set(Runtime *rt, Borrowed self, const Value *args)
{
    Value module = module_now(rt), old = NULL, token = NULL;
    Value current = module ? current_peek(rt, state_of(module)) : NULL;
    if (current && dict_lookup_owned(rt, context_dict(current), self, &old))
        token = token_for(rt, state_of(module), self, old, current);
    if (token && !dict_set(rt, context_dict(current), self, args[0]))
        value_clear(rt, &token);
    release(rt, module);
    return token;
}

static Owned variable_reset(Runtime *rt, Borrowed self, const Value *args)
{
    Value module = module_now(rt), current = module ? current_peek(rt, state_of(module)) : NULL;
    Token *t = (Token *)args[0];
    bool done = current;
    if (!done)
        ;
    else if (!object_is_exactly(args[0], state_of(module)->token_type))
        done = raise(rt, rt->TypeError, "expected an instance of Token, got %R", args[0]);
    else if (t->used)
        done = raise(rt, rt->RuntimeError, "%R has already been used once", args[0]);
    else if (t->variable != self)
        done = raise(rt, rt->ValueError, "%R was created by a different ContextVar", args[0]);
    else if (t->context != current)
        done = raise(rt, rt->ValueError, "%R was created in a different Context", args[0]);
    else {
        t->used = true;
        done = t->old ? dict_set(rt, context_dict(current), self, t->old) : dict_delete(rt, context_dict(current), self);
    }
    release(rt, module);
    return done ? NONE : NULL;
}

static Owned variable_repr(Runtime *rt, Borrowed self)
{
    Variable *v = (Variable *)self;
    if (v->otherwise)
        return format_message(rt, "<ContextVar name=%R default=%R at 0x%zx>", v->name, v->otherwise, (size_t)self);
    return format_message(rt, "<ContextVar name=%R at 0x%zx>", v->name, (size_t)self);
}

static const MethodDef variable_methods[] = {
    METHOD("get", variable_get, "(default=None, /)", "Return a value for the context variable for the current context."),
    METHOD("set", variable_set, "(value, /)", "Call to set a new value for the context variable in the current context."),
    METHOD("reset", variable_reset, "(token, /)", "Reset the context variable."),
    METHOD_FLAGS("__class_getitem__", class_alias, "(key, /)", "See PEP 585", METHOD_CLASS),
    { 0 },
};
static const MemberDef variable_members[] = { { "name", MEMBER_VALUE, offsetof(Variable, name), false, NULL }, { 0 } };

static const TypeDef variable_type_def = {
    .name = "_contextvars.ContextVar", .size = sizeof(Variable), .flags = TYPE_CONTAINER,
    .traverse = variable_traverse, .clear = variable_clear, .free = variable_free,
    .slots = { .make = variable_make, .init = context_init, .repr = variable_repr }, .methods = variable_methods, .members = variable_members,
};

/* -- the module */

static Owned copy_context(Runtime *rt, Borrowed self, const Value *args unused)
{
    Value current = current_peek(rt, state_of(self));
    return current ? context_with(rt, state_of(self)->context_type, dict_copy(rt, context_dict(current))) : NULL;
}

static bool add_missing(Runtime *rt, Borrowed module, State *state)
{
    Type *type = type_from_def(rt, &missing_type_def, NULL);
    state->missing = type ? object_value(type_alloc(rt, type, 0)) : NULL;
    return state->missing && type_ready(rt, state->token_type) && dict_set_text(rt, state->token_type->dict, "MISSING", state->missing) && module;
}

static bool init(Runtime *rt, Borrowed module)
{
    State *state = state_of(module);
    bool done = (state->context_type = module_add_type(rt, module, &context_type_def, NULL)) &&
                (state->variable_type = module_add_type(rt, module, &variable_type_def, NULL)) &&
                (state->token_type = module_add_type(rt, module, &token_type_def, NULL)) && add_missing(rt, module, state);
    if (done)
        state->context_type->related = state->variable_type;
    return done;
}

static int traverse(void *state, GcVisit visit, void *argument)
{
    VISIT_VALUE(((State *)state)->current);
    VISIT_VALUE(((State *)state)->missing);
    return 0;
}

static void clear(Runtime *rt, void *state)
{
    value_clear(rt, &((State *)state)->current);
    value_clear(rt, &((State *)state)->missing);
}

static const MethodDef functions[] = {
    METHOD("copy_context", copy_context, "()", NULL),
    { 0 },
};

const ModuleDef _contextvars_module_def = {
    .name = "_contextvars",
    .doc = "Context Variables",
    .functions = functions,
    .init = init,
    .state_size = sizeof(State),
    .traverse = traverse,
    .clear = clear,
};
