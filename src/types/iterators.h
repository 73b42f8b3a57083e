/* Iterators over any iterable or callable. */
#ifndef OURO_TYPES_ITERATORS_H
#define OURO_TYPES_ITERATORS_H

#include "object/runtime.h"

/* v[0], v[1], ... up to IndexError. */
Owned sequence_iterator_new(Runtime *rt, Borrowed v) must_check;
/* callable() until it returns SENTINEL: iter(callable, sentinel). */
Owned callable_iterator_new(Runtime *rt, Borrowed callable, Borrowed sentinel) must_check;

#endif
