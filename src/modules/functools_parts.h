/* What the files of the module _functools share. */
#ifndef OURO_MODULES_FUNCTOOLS_PARTS_H
#define OURO_MODULES_FUNCTOOLS_PARTS_H

#include "object/type.h"

/* functools_cache.c */
extern const TypeDef lru_cache_wrapper_type_def, lru_link_type_def;

#endif
