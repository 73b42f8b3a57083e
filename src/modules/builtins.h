/* The functions of the module builtins, split by what they are about. */
#ifndef OURO_MODULES_BUILTINS_H
#define OURO_MODULES_BUILTINS_H

#include "types/module.h"

/* builtins_iterate.c */
Owned builtin_all(Runtime *rt, Borrowed self, const Value *args);
Owned builtin_any(Runtime *rt, Borrowed self, const Value *args);
Owned builtin_sum(Runtime *rt, Borrowed self, const Value *args);
Owned builtin_min(CALL_PARAMETERS);
Owned builtin_max(CALL_PARAMETERS);
Owned builtin_sorted(CALL_PARAMETERS);
Owned builtin_iter(CALL_PARAMETERS);
Owned builtin_next(CALL_PARAMETERS);
Owned builtin_aiter(Runtime *rt, Borrowed self, const Value *args);
Owned builtin_anext(CALL_PARAMETERS);

/* builtins_execute.c */
Owned builtin_compile(Runtime *rt, Borrowed self, const Value *args);
Owned builtin_eval(CALL_PARAMETERS);
Owned builtin_exec(Runtime *rt, Borrowed self, const Value *args);
Owned builtin_import(Runtime *rt, Borrowed self, const Value *args);
Owned builtin_build_class(CALL_PARAMETERS);
Owned builtin_globals(Runtime *rt, Borrowed self, const Value *args);
Owned builtin_locals(Runtime *rt, Borrowed self, const Value *args);
Owned builtin_breakpoint(CALL_PARAMETERS);

/* builtins_text.c */
Owned builtin_print(CALL_PARAMETERS);
Owned builtin_input(Runtime *rt, Borrowed self, const Value *args);

#endif
