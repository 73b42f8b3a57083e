/* types.SimpleNamespace. */
#ifndef OURO_TYPES_NAMESPACE_H
#define OURO_TYPES_NAMESPACE_H

#include "object/runtime.h"

/* A namespace whose attributes are the entries of DICT, which it keeps. */
Owned simple_namespace_from_dict(Runtime *rt, Borrowed dict) must_check;

#endif
