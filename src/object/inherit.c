/* isinstance and issubclass: hooks of the class first, then the plain way, which also
 * knows objects that only look like classes (they have __bases__). */
#include "object/error.h"
#include "object/protocol.h"
#include "types/generic_alias.h"
#include "types/tuple.h"

/* The tuple V.__bases__, or NULL without an exception. */
static Owned abstract_bases(Runtime *rt, Borrowed v)
{
    Value bases = get_attribute_or_null(rt, v, rt->names.__bases__);
    if (bases && !value_is_tuple(bases))
        value_clear(rt, &bases);
    return bases;
}

static bool check_class(Runtime *rt, Borrowed v, const char *message)
{
    Value bases = abstract_bases(rt, v);
    if (!bases)
        return error_pending(rt) ? false : raise(rt, rt->TypeError, "%s", message);
    release(rt, bases);
    return true;
}

static int derives_abstractly(Runtime *rt, Borrowed derived, Borrowed class)
{
    if (derived == class)
        return 1;
    Value bases = abstract_bases(rt, derived);
    if (!bases)
        return error_pending(rt) ? -1 : 0;
    int answer = -1;
    if (recursion_enter(rt, " in __issubclass__")) {
        answer = 0;
        for (int64_t i = 0; answer == 0 && i < tuple_count(bases); i++)
            answer = derives_abstractly(rt, tuple_item_peek(bases, i), class);
        recursion_leave(rt);
    }
    release(rt, bases);
    return answer;
}

static bool is_type(Borrowed v) { return object_has_type_flag(v, TYPE_IS_TYPE); }

int is_instance_plain(Runtime *rt, Borrowed v, Borrowed class)
{
    Type *type = value_type(rt, v);
    if (is_type(class) && type_is_subtype(type, (Type *)class))
        return 1;
    if (!is_type(class) && !check_class(rt, class, "isinstance() arg 2 must be a type, a tuple of types, or a union"))
        return -1;
    if (is_type(class) && type->slots->get_attribute == generic_get_attribute
        && type_lookup_peek(rt, type, rt->names.__class__) == type_lookup_peek(rt, rt->object_type, rt->names.__class__))
        return 0;
    Value said = get_attribute_or_null(rt, v, rt->names.__class__);
    if (!said)
        return error_pending(rt) ? -1 : 0;
    int answer = 0;
    if (!is_type(class))
        answer = derives_abstractly(rt, said, class);
    else if (is_type(said) && said != type_value(type))
        answer = type_is_subtype((Type *)said, (Type *)class);
    release(rt, said);
    return answer;
}

int is_subclass_plain(Runtime *rt, Borrowed v, Borrowed class)
{
    if (is_type(v) && is_type(class))
        return type_is_subtype((Type *)v, (Type *)class);
    if (!check_class(rt, v, "issubclass() arg 1 must be a class"))
        return -1;
    if (!is_type(class) && !value_is_union(rt, class)
        && !check_class(rt, class, "issubclass() arg 2 must be a class, a tuple of classes, or a union"))
        return -1;
    return derives_abstractly(rt, v, class);
}

typedef int (*Test)(Runtime *, Borrowed, Borrowed);

static int any_of(Runtime *rt, Borrowed v, Borrowed tuple, Test test, const char *where)
{
    if (!recursion_enter(rt, where))
        return -1;
    int answer = 0;
    for (int64_t i = 0; answer == 0 && i < tuple_count(tuple); i++)
        answer = test(rt, v, tuple_item_peek(tuple, i));
    recursion_leave(rt);
    return answer;
}

/* CLASS.hook(V); -2: no hook. */
static int ask(Runtime *rt, Borrowed v, Borrowed class, Borrowed hook)
{
    Value result = call_special(rt, class, hook, &v, 1);
    if (!result)
        return error_pending(rt) ? -1 : -2;
    int answer = value_truth(rt, result);
    release(rt, result);
    return answer;
}

int is_instance(Runtime *rt, Borrowed v, Borrowed class)
{
    if (type_value(value_type(rt, v)) == class)
        return 1;
    if (object_is_exactly(class, rt->type_type))
        return is_instance_plain(rt, v, class);
    if (value_is_tuple(class))
        return any_of(rt, v, class, is_instance, " in __instancecheck__");
    if (!recursion_enter(rt, " in __instancecheck__"))
        return -1;
    int answer = ask(rt, v, class, rt->names.__instancecheck__);
    recursion_leave(rt);
    return answer == -2 ? is_instance_plain(rt, v, class) : answer;
}

int is_subclass(Runtime *rt, Borrowed v, Borrowed class)
{
    if (object_is_exactly(class, rt->type_type))
        return v == class ? 1 : is_subclass_plain(rt, v, class);
    if (value_is_tuple(class))
        return any_of(rt, v, class, is_subclass, " in __subclasscheck__");
    if (!recursion_enter(rt, " in __subclasscheck__"))
        return -1;
    int answer = ask(rt, v, class, rt->names.__subclasscheck__);
    recursion_leave(rt);
    return answer == -2 ? is_subclass_plain(rt, v, class) : answer;
}
