/* _abc: registries and caches of abstract base classes, for the module abc.
 *
 * Each ABC has an AbcData as its _abc_impl: three sets of weak references to classes.
 * A dead class takes itself out of a set through its reference's callback. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/weakref.h"

typedef struct AbcData {
    Object head;
    Value registry, cache, negative;    /* sets, or NULL: empty */
    uint64_t negative_version;          /* the counter's value that `negative` is right for */
} AbcData;

typedef struct AbcState {
    uint64_t counter;           /* changes with every registration */
    Type *data_type;            /* owned by the module */
} AbcState;

static AbcState *state_of(Borrowed module) { return ((Module *)module)->state; }

/* -- AbcData */

static int data_traverse(Object *self, GcVisit visit, void *argument)
{
    AbcData *d = (AbcData *)self;
    VISIT_VALUE(d->registry);
    VISIT_VALUE(d->cache);
    VISIT_VALUE(d->negative);
    return type_traverse_object(self, visit, argument);
}

static void data_clear(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    AbcData *d = (AbcData *)self;
    value_clear(rt, &d->registry);
    value_clear(rt, &d->cache);
    value_clear(rt, &d->negative);
}

static void data_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    data_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned data_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    Object *object = type_alloc(rt, type, 0);
    if (object)
        gc_track(&rt->gc, object);
    return object_value(object);
}

static const TypeDef abc_data_type_def = {
    .name = "_abc._abc_data",
    .doc = "Internal state held by ABC machinery.",
    .size = sizeof(AbcData),
    .flags = TYPE_CONTAINER,
    .traverse = data_traverse,
    .clear = data_clear,
    .free = data_free,
    .slots = { .make = data_make },
};

/* The data of an ABC, owned. */
static AbcData *data_of(Runtime *rt, Borrowed module, Borrowed class)
{
    Value found = get_attribute(rt, class, rt->names._abc_impl);
    if (found && !object_is_exactly(found, state_of(module)->data_type)) {
        raise(rt, rt->TypeError, "_abc_impl is set to a wrong type");
        value_clear(rt, &found);
    }
    return (AbcData *)found;
}

/* -- sets of weak references */

/* SELF: a weak reference to the set; the argument: the dead reference. */
static Owned drop_dead(Runtime *rt, Borrowed self, const Value *args)
{
    bool was_there;
    Value set = weakref_target(rt, self);
    bool done = !set || set_discard(rt, set, args[0], &was_there);
    release(rt, set);
    return done ? NONE : NULL;
}

static const MethodDef drop_dead_def = METHOD("_destroy", drop_dead, "(reference, /)", NULL);

static bool weak_set_add(Runtime *rt, Value *set, Borrowed class)
{
    if (!*set) {
        Value made = set_new(rt, NULL);
        if (!made)
            return false;
        value_replace(rt, set, made);
    }
    Value holder = weakref_new(rt, *set, NULL);
    Value callback = holder ? builtin_function_new(rt, &drop_dead_def, holder, NULL) : NULL;
    Value reference = callback ? weakref_new(rt, class, callback) : NULL;
    bool done = reference && set_add(rt, *set, reference);
    release(rt, holder);
    release(rt, callback);
    release(rt, reference);
    return done;
}

static int weak_set_contains(Runtime *rt, Borrowed set, Borrowed class)
{
    int64_t position = 0;
    Value first;
    if (!set || !set_next_peek(set, &position, &first))
        return 0;
    Value reference = weakref_new(rt, class, NULL);
    if (!reference)
        return error_clear_if(rt, rt->TypeError) ? 0 : -1;
    int answer = set_contains(rt, set, reference);
    release(rt, reference);
    return answer;
}

/* -- _abc_init */

static int is_abstract(Runtime *rt, Borrowed v)
{
    Value found = get_attribute_or_null(rt, v, rt->names.__isabstractmethod__);
    int answer = found ? value_truth(rt, found) : error_pending(rt) ? -1 : 0;
    release(rt, found);
    return answer;
}

static bool add_own_abstract(Runtime *rt, Borrowed class, Borrowed names)
{
    Value namespace = get_attribute(rt, class, rt->names.__dict__);
    Value items = namespace ? call_method(rt, namespace, rt->names.items, NULL, 0) : NULL;
    Value list = items ? sequence_list(rt, items) : NULL;
    release(rt, items);
    release(rt, namespace);
    bool good = list != NULL;
    for (int64_t i = 0; good && i < list_count(list); i++) {
        Value pair = list_item_peek(list, i);
        int abstract = is_abstract(rt, tuple_item_peek(pair, 1));
        good = abstract == 0 || (abstract > 0 && set_add(rt, names, tuple_item_peek(pair, 0)));
    }
    release(rt, list);
    return good;
}

/* NAME is abstract in a base: still abstract in CLASS? */
static bool add_inherited(Runtime *rt, Borrowed class, Borrowed name, Borrowed names)
{
    Value value = get_attribute_or_null(rt, class, name);
    if (!value)
        return !error_pending(rt);
    int abstract = is_abstract(rt, value);
    release(rt, value);
    return abstract == 0 || (abstract > 0 && set_add(rt, names, name));
}

static bool add_base_abstract(Runtime *rt, Borrowed class, Borrowed base, Borrowed names)
{
    Value inherited = get_attribute_or_null(rt, base, rt->names.__abstractmethods__);
    if (!inherited)
        return !error_pending(rt);
    Value list = sequence_list(rt, inherited);
    release(rt, inherited);
    bool good = list != NULL;
    for (int64_t i = 0; good && i < list_count(list); i++)
        good = add_inherited(rt, class, list_item_peek(list, i), names);
    release(rt, list);
    return good;
}

static bool compute_abstract(Runtime *rt, Borrowed class)
{
    Value names = set_new(rt, NULL), bases = NULL;
    bool good = names && add_own_abstract(rt, class, names) && (bases = get_attribute(rt, class, rt->names.__bases__));
    if (good && !value_is_tuple(bases))
        good = raise(rt, rt->TypeError, "__bases__ is not tuple");
    for (int64_t i = 0; good && i < tuple_count(bases); i++)
        good = add_base_abstract(rt, class, tuple_item_peek(bases, i), names);
    Value frozen = good ? frozenset_new(rt, names) : NULL;
    good = frozen && set_attribute(rt, class, rt->names.__abstractmethods__, frozen);
    release(rt, frozen);
    release(rt, bases);
    release(rt, names);
    return good;
}

enum { THEIR_SEQUENCE = 1 << 5, THEIR_MAPPING = 1 << 6 };

/* __abc_tpflags__ = 1 << 5 or 1 << 6: instances match [...] or {...}. */
static bool take_flags(Runtime *rt, Borrowed class)
{
    if (!object_has_type_flag(class, TYPE_IS_TYPE))
        return true;
    Type *type = (Type *)class;
    Value flags = type->dict ? dict_get_peek(rt, type->dict, rt->names.__abc_tpflags__) : NULL;
    if (!flags || !value_is_small_int(flags))
        return true;
    int64_t bits = small_int(flags) & (THEIR_SEQUENCE | THEIR_MAPPING);
    if (bits == (THEIR_SEQUENCE | THEIR_MAPPING))
        return raise(rt, rt->TypeError, "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
    if (bits)
        type->flags = (type->flags & ~(uint32_t)(TYPE_SEQUENCE | TYPE_MAPPING))
                      | (bits == THEIR_SEQUENCE ? TYPE_SEQUENCE : TYPE_MAPPING);
    return set_attribute(rt, class, rt->names.__abc_tpflags__, NULL);
}

static Owned abc_init(Runtime *rt, Borrowed self, const Value *args)
{
    if (!compute_abstract(rt, args[0]))
        return NULL;
    Value data = data_make(rt, state_of(self)->data_type, NULL, 0, NULL);
    if (!data)
        return NULL;
    ((AbcData *)data)->negative_version = state_of(self)->counter;
    bool done = set_attribute(rt, args[0], rt->names._abc_impl, data) && take_flags(rt, args[0]);
    release(rt, data);
    return done ? NONE : NULL;
}

/* -- _abc_register */

static void spread_flag(Type *type, uint32_t flag)
{
    uint32_t both = TYPE_SEQUENCE | TYPE_MAPPING;
    if ((type->flags & TYPE_IMMUTABLE) || (type->flags & both) == flag)
        return;
    type->flags = (type->flags & ~both) | flag;
    for (size_t i = 0; type->subclasses && i < type->subclasses->count; i++)
        spread_flag(type->subclasses->items[i], flag);
}

static Owned abc_register(Runtime *rt, Borrowed self, const Value *args)
{
    Value class = args[0], subclass = args[1];
    if (!object_has_type_flag(subclass, TYPE_IS_TYPE))
        return raise(rt, rt->TypeError, "Can only register classes");
    int already = is_subclass(rt, subclass, class);
    if (already)
        return already < 0 ? NULL : retain(subclass);
    int cycle = is_subclass(rt, class, subclass);
    if (cycle)
        return cycle < 0 ? NULL : raise(rt, rt->RuntimeError, "Refusing to create an inheritance cycle");
    AbcData *data = data_of(rt, self, class);
    if (!data)
        return NULL;
    bool done = weak_set_add(rt, &data->registry, subclass);
    release(rt, object_value(data));
    if (!done)
        return NULL;
    state_of(self)->counter++;
    uint32_t flag = object_has_type_flag(class, TYPE_IS_TYPE) ? ((Type *)class)->flags & (TYPE_SEQUENCE | TYPE_MAPPING) : 0;
    if (flag)
        spread_flag((Type *)subclass, flag);
    return retain(subclass);
}

/* -- checks */

static Owned subclass_answer(Runtime *rt, Borrowed class, Borrowed subclass)
{
    Value name = rt->names.__subclasscheck__;
    return call_method(rt, class, name, &subclass, 1);
}

/* instance.__class__ and type(instance) differ: either will do. */
static Owned check_both(Runtime *rt, Borrowed class, Borrowed said, Borrowed type)
{
    Value result = subclass_answer(rt, class, said);
    int answer = result ? value_truth(rt, result) : -1;
    if (answer == 0) {
        release(rt, result);
        return subclass_answer(rt, class, type);
    }
    if (answer < 0)
        value_clear(rt, &result);
    return result;
}

static Owned check_instance(Runtime *rt, AbcData *data, uint64_t counter, Borrowed class, Borrowed instance, Borrowed said)
{
    int cached = weak_set_contains(rt, data->cache, said);
    if (cached)
        return cached < 0 ? NULL : TRUE;
    Value type = type_value(value_type(rt, instance));
    if (type != said)
        return check_both(rt, class, said, type);
    if (data->negative_version == counter) {
        int negative = weak_set_contains(rt, data->negative, said);
        if (negative)
            return negative < 0 ? NULL : FALSE;
    }
    return subclass_answer(rt, class, said);
}

static Owned abc_instancecheck(Runtime *rt, Borrowed self, const Value *args)
{
    AbcData *data = data_of(rt, self, args[0]);
    Value said = data ? get_attribute(rt, args[1], rt->names.__class__) : NULL;
    Value result = said ? check_instance(rt, data, state_of(self)->counter, args[0], args[1], said) : NULL;
    release(rt, said);
    release(rt, object_value(data));
    return result;
}

/* -2: no answer. */
static int ask_hook(Runtime *rt, Borrowed class, Borrowed subclass)
{
    Value result = call_method(rt, class, rt->names.__subclasshook__, &subclass, 1);
    if (!result)
        return -1;
    int answer = result == TRUE ? 1 : result == FALSE ? 0 : -2;
    if (answer == -2 && result != NOT_IMPLEMENTED) {
        raise(rt, rt->AssertionError, "__subclasshook__ must return either False, True, or NotImplemented");
        answer = -1;
    }
    release(rt, result);
    return answer;
}

static bool in_mro(Borrowed subclass, Borrowed class)
{
    return object_has_type_flag(class, TYPE_IS_TYPE) && type_is_subtype((Type *)subclass, (Type *)class);
}

static int ask_registry(Runtime *rt, AbcData *data, Borrowed subclass)
{
    if (!data->registry)
        return 0;
    Value references = sequence_list(rt, data->registry);
    int answer = references ? 0 : -1;
    for (int64_t i = 0; answer == 0 && i < list_count(references); i++) {
        Value registered = weakref_target(rt, list_item_peek(references, i));
        if (registered)
            answer = is_subclass(rt, subclass, registered);
        release(rt, registered);
    }
    release(rt, references);
    return answer;
}

static int ask_subclasses(Runtime *rt, Borrowed class, Borrowed subclass)
{
    Value list = call_method(rt, class, rt->names.__subclasses__, NULL, 0);
    int answer = list ? 0 : -1;
    if (list && !value_is_list(list)) {
        raise(rt, rt->TypeError, "__subclasses__() must return a list");
        answer = -1;
    }
    for (int64_t i = 0; answer == 0 && i < list_count(list); i++) {
        Value item = retain(list_item_peek(list, i));
        answer = is_subclass(rt, subclass, item);
        release(rt, item);
    }
    release(rt, list);
    return answer;
}

/* Not from the caches: 1, 0, -1. */
static int find_out(Runtime *rt, AbcData *data, Borrowed class, Borrowed subclass)
{
    int answer = ask_hook(rt, class, subclass);
    if (answer != -2)
        return answer;
    if (in_mro(subclass, class))
        return 1;
    answer = ask_registry(rt, data, subclass);
    return answer ? answer : ask_subclasses(rt, class, subclass);
}

static int check_subclass(Runtime *rt, AbcData *data, uint64_t counter, Borrowed class, Borrowed subclass)
{
    int answer = weak_set_contains(rt, data->cache, subclass);
    if (answer)
        return answer;
    if (data->negative_version < counter) {
        value_clear(rt, &data->negative);
        data->negative_version = counter;
    } else {
        int negative = weak_set_contains(rt, data->negative, subclass);
        if (negative)
            return negative < 0 ? -1 : 0;
    }
    answer = find_out(rt, data, class, subclass);
    if (answer >= 0 && !weak_set_add(rt, answer ? &data->cache : &data->negative, subclass))
        answer = -1;
    return answer;
}

static Owned abc_subclasscheck(Runtime *rt, Borrowed self, const Value *args)
{
    if (!object_has_type_flag(args[1], TYPE_IS_TYPE))
        return raise(rt, rt->TypeError, "issubclass() arg 1 must be a class");
    AbcData *data = data_of(rt, self, args[0]);
    if (!data)
        return NULL;
    int answer = check_subclass(rt, data, state_of(self)->counter, args[0], args[1]);
    release(rt, object_value(data));
    return answer < 0 ? NULL : bool_value(answer);
}

/* -- for tests and tools */

static Owned abc_cache_token(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return int_from_uint64(rt, state_of(self)->counter);
}

static Owned abc_reset_registry(Runtime *rt, Borrowed self, const Value *args)
{
    AbcData *data = data_of(rt, self, args[0]);
    if (!data)
        return NULL;
    value_clear(rt, &data->registry);
    release(rt, object_value(data));
    return NONE;
}

static Owned abc_reset_caches(Runtime *rt, Borrowed self, const Value *args)
{
    AbcData *data = data_of(rt, self, args[0]);
    if (!data)
        return NULL;
    value_clear(rt, &data->cache);
    value_clear(rt, &data->negative);
    release(rt, object_value(data));
    return NONE;
}

static Owned abc_get_dump(Runtime *rt, Borrowed self, const Value *args)
{
    AbcData *data = data_of(rt, self, args[0]);
    if (!data)
        return NULL;
    Value a = set_new(rt, data->registry), b = a ? set_new(rt, data->cache) : NULL;
    Value c = b ? set_new(rt, data->negative) : NULL, n = c ? int_from_uint64(rt, data->negative_version) : NULL;
    Value result = n ? tuple_pack(rt, 4, a, b, c, n) : NULL;
    release(rt, a);
    release(rt, b);
    release(rt, c);
    release(rt, n);
    release(rt, object_value(data));
    return result;
}

static bool abc_module_init(Runtime *rt, Borrowed module)
{
    state_of(module)->data_type = module_add_type(rt, module, &abc_data_type_def, NULL);
    return state_of(module)->data_type != NULL;
}

static const MethodDef abc_functions[] = {
    METHOD("get_cache_token", abc_cache_token, "()",
           "Returns the current ABC cache token.\n\n"
           "The token is an opaque object (supporting equality testing) identifying the\n"
           "current version of the ABC cache for virtual subclasses. The token changes\n"
           "with every call to register() on any ABC."),
    METHOD("_abc_init", abc_init, "(self, /)", "Internal ABC helper for class set-up. Should be never used outside abc module."),
    METHOD("_abc_register", abc_register, "(self, subclass, /)",
           "Internal ABC helper for subclasss registration. Should be never used outside abc module."),
    METHOD("_abc_instancecheck", abc_instancecheck, "(self, instance, /)",
           "Internal ABC helper for instance checks. Should be never used outside abc module."),
    METHOD("_abc_subclasscheck", abc_subclasscheck, "(self, subclass, /)",
           "Internal ABC helper for subclasss checks. Should be never used outside abc module."),
    METHOD("_get_dump", abc_get_dump, "(self, /)",
           "Internal ABC helper for cache and registry debugging.\n\n"
           "Return shallow copies of registry, of both caches, and\n"
           "negative cache version. Don't call this function directly,\n"
           "instead use ABC._dump_registry() for a nice repr."),
    METHOD("_reset_registry", abc_reset_registry, "(self, /)",
           "Internal ABC helper to reset registry of a given class.\n\nShould be only used by refleak.py"),
    METHOD("_reset_caches", abc_reset_caches, "(self, /)",
           "Internal ABC helper to reset both caches of a given class.\n\nShould be only used by refleak.py"),
    { 0 }
};

const ModuleDef _abc_module_def = {
    .name = "_abc",
    .doc = "Module contains faster C implementation of abc.ABCMeta",
    .functions = abc_functions,
    .init = abc_module_init,
    .state_size = sizeof(AbcState),
};
