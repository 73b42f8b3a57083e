/* weakref.ref and the weak proxies, over gc/weak.h. */
#ifndef OURO_TYPES_WEAKREF_H
#define OURO_TYPES_WEAKREF_H

#include "object/runtime.h"

/* The newest weak reference to OBJECT, or NULL (borrowed). */
Borrowed weakref_first_peek(Runtime *rt, Borrowed object);
/* weakref.ref(OBJECT): the shared one without a callback. */
Owned weakref_new(Runtime *rt, Borrowed object, Borrowed callback_or_null) must_check;
/* What a reference refers to, or NULL. */
Owned weakref_target(Runtime *rt, Borrowed reference);

#endif
