/* Method resolution order: C3 linearization. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

/* One sequence to merge: what is left of it starts at `next`. */
typedef struct Rest {
    Borrowed tuple;
    int64_t next;
} Rest;

static bool in_tail(const Rest *rest, Borrowed candidate)
{
    for (int64_t i = rest->next + 1; i < tuple_count(rest->tuple); i++) {
        if (tuple_item_peek(rest->tuple, i) == candidate)
            return true;
    }
    return false;
}

static Borrowed head_of(const Rest *rest)
{
    return rest->next < tuple_count(rest->tuple) ? tuple_item_peek(rest->tuple, rest->next) : NULL;
}

static bool is_good(const Rest *rests, int64_t count, Borrowed candidate)
{
    for (int64_t i = 0; i < count; i++) {
        if (in_tail(&rests[i], candidate))
            return false;
    }
    return true;
}

/* The first head that is in no tail; *LEFT: something is left at all. */
static Borrowed next_class(const Rest *rests, int64_t count, bool *left)
{
    *left = false;
    for (int64_t i = 0; i < count; i++) {
        Value candidate = head_of(&rests[i]);
        if (!candidate)
            continue;
        *left = true;
        if (is_good(rests, count, candidate))
            return candidate;
    }
    return NULL;
}

static void *raise_inconsistent(Runtime *rt, const Rest *rests, int64_t count)
{
    StrBuilder b;
    builder_open(&b, rt);
    Value seen = list_new(rt, count);
    for (int64_t i = 0; seen && i < count; i++) {
        Value head = head_of(&rests[i]);
        bool known = !head;
        for (int64_t k = 0; head && k < list_count(seen); k++)
            known |= list_item_peek(seen, k) == head;
        if (known)
            continue;
        if (list_count(seen))
            builder_text(&b, ", ");
        builder_text(&b, ((Type *)head)->gc.name);
        if (!list_append(rt, seen, head))
            value_clear(rt, &seen);
    }
    release(rt, seen);
    Value names = builder_finish(&b);
    if (names)
        raise(rt, rt->TypeError, "Cannot create a consistent method resolution\norder (MRO) for bases %U", names);
    release(rt, names);
    return NULL;
}

static Owned merge(Runtime *rt, Type *type, Rest *rests, int64_t count)
{
    Value list = list_new(rt, 8);
    bool left = true;
    if (list && !list_append(rt, list, type_value(type)))
        value_clear(rt, &list);
    while (list && left) {
        Value chosen = next_class(rests, count, &left);
        if (left && !chosen) {
            release(rt, list);
            return raise_inconsistent(rt, rests, count);
        }
        if (chosen && !list_append(rt, list, chosen))
            value_clear(rt, &list);
        for (int64_t i = 0; i < count; i++)
            rests[i].next += chosen && head_of(&rests[i]) == chosen;
    }
    Value mro = list ? list_to_tuple(rt, list) : NULL;
    release(rt, list);
    return mro;
}

static bool check_bases(Runtime *rt, Type *type)
{
    for (int64_t i = 0; i < tuple_count(type->bases); i++) {
        Type *base = (Type *)tuple_item_peek(type->bases, i);
        if (!type_ready(rt, base))
            return false;
        if (!base->mro)
            return raise(rt, rt->TypeError, "Cannot extend an incomplete type '%.100N'", base);
        for (int64_t k = i + 1; k < tuple_count(type->bases); k++) {
            if (tuple_item_peek(type->bases, k) == type_value(base))
                return raise(rt, rt->TypeError, "duplicate base class %U", base->name);
        }
    }
    return true;
}

/* One base: its mro with the class in front. */
static Owned mro_of_one(Runtime *rt, Type *type, Type *base)
{
    int64_t count = tuple_count(base->mro);
    Value mro = tuple_new(rt, count + 1);
    if (!mro)
        return NULL;
    tuple_items(mro)[0] = retain(type_value(type));
    for (int64_t i = 0; i < count; i++)
        tuple_items(mro)[i + 1] = retain(tuple_item_peek(base->mro, i));
    return tuple_done(rt, mro);
}

Owned class_mro_default(Runtime *rt, Type *type)
{
    if (!type->bases || !check_bases(rt, type))
        return type->bases ? NULL : raise(rt, rt->TypeError, "type object '%N' has no bases", type);
    int64_t count = tuple_count(type->bases);
    if (count == 1)
        return mro_of_one(rt, type, (Type *)tuple_item_peek(type->bases, 0));
    Rest *rests = memory_alloc(rt, ((size_t)count + 1) * sizeof(Rest));
    if (!rests)
        return raise_memory_error(rt);
    Value bases = retain(type->bases);
    for (int64_t i = 0; i < count; i++)
        rests[i] = (Rest){ .tuple = retain(((Type *)tuple_item_peek(bases, i))->mro) };
    rests[count] = (Rest){ .tuple = bases };
    Value mro = merge(rt, type, rests, count + 1);
    for (int64_t i = 0; i <= count; i++)
        release(rt, rests[i].tuple);
    memory_free(rt, rests);
    return mro;
}

/* -- an mro() of the metaclass's own */

static bool check_result(Runtime *rt, Type *type, Borrowed mro)
{
    const Type *solid = class_solid_base(type);
    for (int64_t i = 0; i < tuple_count(mro); i++) {
        Value item = tuple_item_peek(mro, i);
        if (!object_has_type_flag(item, TYPE_IS_TYPE))
            return raise(rt, rt->TypeError, "mro() returned a non-class ('%.500T')", item);
        if (!type_is_subtype(solid, class_solid_base((Type *)item)))
            return raise(rt, rt->TypeError, "mro() returned base with unsuitable layout ('%.500N')", (Type *)item);
    }
    return true;
}

Owned class_mro(Runtime *rt, Type *type)
{
    Type *metatype = object_type(&type->head);
    if (metatype == rt->type_type)
        return class_mro_default(rt, type);
    Value own = type_lookup_peek(rt, metatype, rt->names.mro);
    if (!own || own == type_lookup_peek(rt, rt->type_type, rt->names.mro))
        return class_mro_default(rt, type);
    Value result = call_special(rt, type_value(type), rt->names.mro, NULL, 0);
    if (!result)
        return NULL;
    Value mro = sequence_tuple(rt, result);
    release(rt, result);
    if (mro && !check_result(rt, type, mro))
        value_clear(rt, &mro);
    return mro;
}
