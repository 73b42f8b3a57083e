/* What the types of generators share beyond interpreter.h. */
#ifndef OURO_VM_GENERATOR_H
#define OURO_VM_GENERATOR_H

#include "vm/interpreter.h"

/* throw() that leaves a GeneratorExit to the delegate's own throw(). */
Owned generator_throw_through(Runtime *rt, Borrowed generator, const Value *args) must_check;
/* send(): the value given, or NULL with StopIteration (StopAsyncIteration) for the end. */
Owned generator_send_value(Runtime *rt, Borrowed generator, Borrowed value) must_check;
/* throw(type[, value[, traceback]]) with any count of arguments, into three. */
bool throw_arguments(Runtime *rt, const Value *args, size_t count, Borrowed keywords, Value *out) must_check;

Owned generator_get_name(Runtime *rt, Borrowed self);
bool generator_set_name(Runtime *rt, Borrowed self, Borrowed value);
Owned generator_get_qualname(Runtime *rt, Borrowed self);
bool generator_set_qualname(Runtime *rt, Borrowed self, Borrowed value);
Owned generator_get_frame(Runtime *rt, Borrowed self);
Owned generator_get_code(Runtime *rt, Borrowed self);
Owned generator_get_running(Runtime *rt, Borrowed self);
Owned generator_get_suspended(Runtime *rt, Borrowed self);
Owned generator_get_delegate(Runtime *rt, Borrowed self);
Owned generator_repr(Runtime *rt, Borrowed self);

#define GENERATOR_LIFE .traverse = generator_traverse, .clear = generator_clear, .free = generator_free
#define GENERATOR_NAMES(kind) \
    { "__name__", generator_get_name, generator_set_name, "name of the " kind }, \
    { "__qualname__", generator_get_qualname, generator_set_qualname, "qualified name of the " kind }

#endif
