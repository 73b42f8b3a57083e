/* The module _tracemalloc: which line of the program asked for each block of the heap. */
#ifndef OURO_MODULES_TRACEMALLOC_H
#define OURO_MODULES_TRACEMALLOC_H

#include "object/runtime.h"

enum { TRACE_FRAMES_MAX = 65535 };

/* From now on, with at most FRAMES frames each.  False: an exception. */
bool tracemalloc_start(Runtime *rt, int frames) must_check;
void tracemalloc_stop(Runtime *rt);     /* no effect when it is off */

/* The code objects that the traces hold. */
int tracemalloc_traverse(Runtime *rt, GcVisit visit, void *argument);

#endif
