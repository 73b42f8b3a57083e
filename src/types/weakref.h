/* weakref.ref and the weak proxies, over gc/weak.h. */
#ifndef OURO_TYPES_WEAKREF_H
#define OURO_TYPES_WEAKREF_H

#include "object/runtime.h"

/* The newest weak reference to OBJECT, or NULL (borrowed). */
Borrowed weakref_first_peek(Runtime *rt, Borrowed object);
/* weakref.ref(OBJECT): the shared one without a callback. */
Owned weakref_new(Runtime *rt, Borrowed object, Borrowed callback_or_null) must_check;
/* rt->gc.weak_callback */
void weakref_call_back(Gc *gc, WeakRef *reference);

/* weakref.proxy(OBJECT[, CALLBACK]) */
Owned weakproxy_new(Runtime *rt, Borrowed object, Borrowed callback_or_null) must_check;
static inline bool value_is_weakref(Borrowed v) { return object_has_type_flag(v, TYPE_IS_WEAKREF); }

/* What a reference refers to, or NULL. */
Owned weakref_target(Runtime *rt, Borrowed reference);

#endif
