/* The format specification mini-language, shared by str, int, float and complex. */
#ifndef OURO_TYPES_FORMAT_H
#define OURO_TYPES_FORMAT_H

#include "object/runtime.h"

/* V.__format__(SPECIFICATION) of the exact built-in behaviour. */
Owned str_format_spec(Runtime *rt, Borrowed v, Borrowed specification) must_check;       /* types/format.c */
Owned int_format_spec(Runtime *rt, Borrowed v, Borrowed specification) must_check;
Owned float_format_spec(Runtime *rt, Borrowed v, Borrowed specification) must_check;
Owned complex_format_spec(Runtime *rt, Borrowed v, Borrowed specification) must_check;
/* str % args and str.format (types/str_percent.c, types/str_format.c). */
Owned str_percent(Runtime *rt, Borrowed format, Borrowed arguments) must_check;

#endif
