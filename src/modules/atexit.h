#ifndef OURO_MODULES_ATEXIT_H
#define OURO_MODULES_ATEXIT_H

#include "types/module.h"

extern const ModuleDef atexit_module_def;

/* The program ends: run what was registered.  Exceptions are reported, not raised. */
void atexit_run_all(Runtime *rt);

#endif
