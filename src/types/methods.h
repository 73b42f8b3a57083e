/* Methods that can be called without being bound: what get_method asks the types. */
#ifndef OURO_TYPES_METHODS_H
#define OURO_TYPES_METHODS_H

#include "object/runtime.h"

/* The Python function in a classmethod, or NULL: V is none, or wraps something else. */
Borrowed classmethod_function_peek(Runtime *rt, Borrowed v);

/* What V, a classmethod or staticmethod, gives to a call: the function, which for a staticmethod may be
 * anything; NULL: binding is due. */
Borrowed wrapped_function_peek(Runtime *rt, Borrowed v);

/* super().NAME(...) and Class.NAME(...): false, raising nothing, when binding is due. */
bool super_find_method(Runtime *rt, Borrowed self, Borrowed name, Owned *function, Owned *receiver) must_check;
/* What super(CLASS, an instance of TYPE).NAME finds, unbound, or NULL.  TYPE is ready. */
Borrowed super_find_peek(Runtime *rt, Type *class_, Type *type, Borrowed name);
bool type_find_method(Runtime *rt, Borrowed self, Borrowed name, Owned *function, Owned *receiver) must_check;

Owned super_get_attribute(Runtime *rt, Borrowed self, Borrowed name);

#endif
