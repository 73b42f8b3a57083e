/* Calls: every callable goes through its type's call slot. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/str.h"
#include "types/tuple.h"
#include "object/prepend.h"

Owned call(CALL_PARAMETERS)
{
    Owned (*function)(CALL_PARAMETERS) = value_type(rt, self)->slots->call;
    if (unlikely(!function))
        return raise(rt, rt->TypeError, "'%.200T' object is not callable", self);
    return stack_suffices(rt) ? function(rt, self, args, count, keywords) : NULL;
}

Owned call_none(Runtime *rt, Borrowed callable)
{
    return call(rt, callable, NULL, 0, NULL);
}

Owned call_one(Runtime *rt, Borrowed callable, Borrowed a)
{
    return call(rt, callable, &a, 1, NULL);
}

Owned call_two(Runtime *rt, Borrowed callable, Borrowed a, Borrowed b)
{
    Value args[2] = { a, b };
    return call(rt, callable, args, 2, NULL);
}

Owned call_three(Runtime *rt, Borrowed callable, Borrowed a, Borrowed b, Borrowed c)
{
    Value args[3] = { a, b, c };
    return call(rt, callable, args, 3, NULL);
}

bool is_callable(Runtime *rt, Borrowed v)
{
    return value_type(rt, v)->slots->call != NULL;
}

/* -- one argument more in front */

bool prepend_open(Prepend *p, Runtime *rt, Borrowed first, const Value *args, size_t count, Borrowed keywords)
{
    size_t total = count + (keywords ? (size_t)tuple_count(keywords) : 0);
    p->rt = rt;
    p->args = p->small;
    if (unlikely(total + 1 > COUNT_OF(p->small)) && !(p->args = memory_alloc(rt, (total + 1) * sizeof(Value))))
        return raise_memory_error(rt);
    p->args[0] = first;
    if (total)
        memcpy(p->args + 1, args, total * sizeof(Value));
    return true;
}

void prepend_close(Prepend *p)
{
    if (unlikely(p->args != p->small))
        memory_free(p->rt, p->args);
}

Owned call_prepend(Runtime *rt, Borrowed callable, Borrowed first, const Value *args, size_t count, Borrowed keywords)
{
    Prepend p;
    if (!prepend_open(&p, rt, first, args, count, keywords))
        return NULL;
    Value result = call(rt, callable, p.args, count + 1, keywords);
    prepend_close(&p);
    return result;
}

/* -- tuple and dict */

/* The values of DICT's entries to OUT (owned), their names as a tuple. */
static Owned unpack_keywords(Runtime *rt, Borrowed dict, Value *out)
{
    int64_t count = dict_count(dict), position = 0, done = 0;
    Value names = tuple_new(rt, count), key, value;
    if (!names)
        return NULL;
    while (done < count && dict_next_peek(dict, &position, &key, &value)) {
        tuple_items(names)[done] = retain(key);
        out[done++] = retain(value);
        if (value_is_str(key))
            continue;
        while (done > 0)
            release(rt, out[--done]);
        release(rt, names);
        return raise(rt, rt->TypeError, "keywords must be strings");
    }
    return tuple_done(rt, names);
}

static Owned call_unpacked(Runtime *rt, Borrowed callable, Borrowed tuple, Borrowed dict)
{
    size_t count = (size_t)tuple_count(tuple), extra = (size_t)dict_count(dict);
    Value *args = memory_alloc(rt, (count + extra) * sizeof(Value));
    if (!args)
        return raise_memory_error(rt);
    memcpy(args, tuple_items(tuple), count * sizeof(Value));
    Value names = unpack_keywords(rt, dict, args + count), result = NULL;
    if (names) {
        result = call(rt, callable, args, count, names);
        for (size_t i = 0; i < extra; i++)
            release(rt, args[count + i]);
        release(rt, names);
    }
    memory_free(rt, args);
    return result;
}

Owned call_tuple_dict(Runtime *rt, Borrowed callable, Borrowed tuple, Borrowed dict)
{
    if (dict && dict_count(dict))
        return call_unpacked(rt, callable, tuple, dict);
    return call(rt, callable, tuple_items(tuple), (size_t)tuple_count(tuple), NULL);
}

/* -- methods */

Owned call_method(Runtime *rt, Borrowed receiver, Borrowed name, const Value *args, size_t count)
{
    Value function, self;
    if (!get_method(rt, receiver, name, &function, &self))
        return NULL;
    Value result = self ? call_prepend(rt, function, self, args, count, NULL)
                        : call(rt, function, args, count, NULL);
    release(rt, function);
    release(rt, self);
    return result;
}

Owned call_special(Runtime *rt, Borrowed receiver, Borrowed name, const Value *args, size_t count)
{
    Type *type = value_type(rt, receiver);
    if (unlikely(!(type->flags & TYPE_READY)) && !type_ready(rt, type))
        return NULL;
    Value function = type_lookup_peek(rt, type, name);
    if (!function)
        return NULL;
    retain(function);
    Value result;
    Owned (*get)(Runtime *, Borrowed, Borrowed, Borrowed) = value_type(rt, function)->slots->descriptor_get;
    if (is_plain_method(rt, function)) {
        result = call_prepend(rt, function, receiver, args, count, NULL);
    } else if (get) {
        Value bound = get(rt, function, receiver, type_value(type));
        result = bound ? call(rt, bound, args, count, NULL) : NULL;
        release(rt, bound);
    } else {
        result = call(rt, function, args, count, NULL);
    }
    release(rt, function);
    return result;
}
