/* Iterators: getting one, stepping it, and collecting what it gives. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/iterators.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/tuple.h"

/* It can be iterated by index: 0, 1, ... up to IndexError. */
static bool is_sequence(const Type *type)
{
    if (type->flags & TYPE_IS_DICT)
        return false;
    return type->slots->item || ((type->flags & TYPE_HEAP) && type->slots->get_item);
}

Owned get_iter(Runtime *rt, Borrowed v)
{
    Type *type = value_type(rt, v);
    if (likely(type->slots->iter)) {
        Value iterator = stack_suffices(rt) ? type->slots->iter(rt, v) : NULL;
        if (likely(iterator && value_type(rt, iterator)->slots->next))
            return iterator;
        if (iterator) {
            raise(rt, rt->TypeError, "iter() returned non-iterator of type '%.100T'", iterator);
            release(rt, iterator);
        }
        return NULL;
    }
    if (is_sequence(type))
        return sequence_iterator_new(rt, v);
    return raise(rt, rt->TypeError, "'%.200T' object is not iterable", v);
}

Owned iter_next(Runtime *rt, Borrowed iterator)
{
    Value item = iterator_step(rt, iterator);
    if (unlikely(!item) && error_pending(rt))
        (void)error_clear_if(rt, rt->StopIteration);
    return item;
}

bool is_iterator(Runtime *rt, Borrowed v) { return value_type(rt, v)->slots->next != NULL; }

Owned sequence_list(Runtime *rt, Borrowed iterable)
{
    if (object_is_exactly(iterable, rt->list_type))
        return list_slice(rt, iterable, 0, INT64_MAX);
    Value list = list_new(rt, 0);
    if (!list || list_extend(rt, list, iterable))
        return list;
    release(rt, list);
    return NULL;
}

Owned sequence_tuple(Runtime *rt, Borrowed iterable)
{
    if (object_is_exactly(iterable, rt->tuple_type))
        return retain(iterable);
    if (object_is_exactly(iterable, rt->list_type))
        return list_to_tuple(rt, iterable);
    Value list = sequence_list(rt, iterable);
    if (!list)
        return NULL;
    /* Nobody else has the list: its items move. */
    int64_t count = list_count(list);
    Value tuple = tuple_new(rt, count);
    if (tuple && count) {
        memcpy(tuple_items(tuple), ((List *)list)->items, (size_t)count * sizeof(Value));
        ((List *)list)->count = 0;
        tuple = tuple_done(rt, tuple);
    }
    release(rt, list);
    return tuple;
}
