#ifndef OURO_MODULES_GC_H
#define OURO_MODULES_GC_H

#include "object/runtime.h"

/* gc.garbage and gc.callbacks, and the hooks by which the collector reaches them. */
bool gc_module_open(Runtime *rt) must_check;
void gc_module_let_go(Runtime *rt);        /* of callbacks and gc.garbage */
void gc_module_close(Runtime *rt);
int gc_module_traverse(Runtime *rt, GcVisit visit, void *argument);

#endif
