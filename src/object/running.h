/* What the object floor asks of the machine above it (vm/running.c). */
#ifndef OURO_OBJECT_RUNNING_H
#define OURO_OBJECT_RUNNING_H

#include "object/runtime.h"

/* The globals of the running Python frame, or NULL. */
Borrowed running_globals_peek(Runtime *rt);

/* For super(): the class whose body defines the running function, and its first argument.
 * RuntimeError when there is none. */
bool running_super(Runtime *rt, Owned *type, Owned *self) must_check;

#endif
