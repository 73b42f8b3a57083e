/* The end of a program, in CPython's order: modules lose their names, then the
 * collector takes what is left. */
#ifndef OURO_EMBED_FINALIZE_H
#define OURO_EMBED_FINALIZE_H

#include "object/runtime.h"

void finalize_modules(Runtime *rt);
/* After it no finalizer is left that would run. */
void finalize_rest(Runtime *rt);

#endif
