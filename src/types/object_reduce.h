/* object.__reduce__ and what belongs to it, for copy and pickle. */
#ifndef OURO_TYPES_OBJECT_REDUCE_H
#define OURO_TYPES_OBJECT_REDUCE_H

#include "object/runtime.h"

Owned object_reduce(Runtime *rt, Borrowed self, const Value *args);
Owned object_reduce_ex(Runtime *rt, Borrowed self, const Value *args);
Owned object_getstate(Runtime *rt, Borrowed self, const Value *args);

#endif
