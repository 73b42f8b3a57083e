/* Iterators over any iterable or callable. */
#ifndef OURO_TYPES_ITERATORS_H
#define OURO_TYPES_ITERATORS_H

#include "object/budget.h"
#include "object/error.h"
#include "object/runtime.h"

/* next() through the type's slot: at the end a StopIteration may be pending.  A class can lose
 * its __next__ while it is iterated.  A step of the budget: what draws items in C needs no other. */
static inline Owned iterator_step(Runtime *rt, Borrowed iterator)
{
    Owned (*next)(Runtime *, Borrowed) = value_type(rt, iterator)->slots->next;
    if (unlikely(!next))
        return raise(rt, rt->TypeError, "'%.200T' object is not an iterator", iterator);
    return stack_suffices(rt) && charge(rt, 1) ? next(rt, iterator) : NULL;
}

/* v[0], v[1], ... up to IndexError. */
Owned sequence_iterator_new(Runtime *rt, Borrowed v) must_check;
/* callable() until it returns SENTINEL: iter(callable, sentinel). */
Owned callable_iterator_new(Runtime *rt, Borrowed callable, Borrowed sentinel) must_check;

#endif
