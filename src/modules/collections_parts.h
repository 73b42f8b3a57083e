/* What the files of the module _collections share. */
#ifndef OURO_MODULES_COLLECTIONS_PARTS_H
#define OURO_MODULES_COLLECTIONS_PARTS_H

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/dict_parts.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/values_object.h"

/* collections_deque.c */
extern const TypeDef deque_type_def, deque_iterator_type_def, deque_reverse_iterator_type_def;
/* collections_ordered.c */
extern const TypeDef ordered_dict_type_def, ordered_iterator_type_def, ordered_keys_type_def,
    ordered_values_type_def, ordered_items_type_def;
/* collections_default.c */
extern const TypeDef default_dict_type_def, tuple_getter_type_def;

/* The name of V's type without its module, for repr. */
static inline Owned short_type_name(Runtime *rt, Borrowed v)
{
    return get_attribute(rt, type_value(value_type(rt, v)), rt->names.__name__);
}

#endif
