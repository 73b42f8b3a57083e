/* Shared by weakref.c and weakproxy.c only. */
#ifndef OURO_TYPES_WEAKREF_PARTS_H
#define OURO_TYPES_WEAKREF_PARTS_H

#include "types/weakref.h"

/* References and proxies alike. */
typedef struct WeakReference {
    WeakRef weak;
    int64_t hash;               /* of the target once asked for; -1: not yet */
} WeakReference;

Owned weakref_of_type(Runtime *rt, Type *type, Borrowed object, Borrowed callback) must_check;
int weakref_traverse(Object *self, GcVisit visit, void *argument);
void weakref_clear(Gc *gc, Object *self);
void weakref_free(Gc *gc, Object *self);

#endif
