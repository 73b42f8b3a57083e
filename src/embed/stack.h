/* How far C code may recurse.  A runtime may be called from any thread, one at a time, so
 * the limit is found anew whenever a call comes from another stack than the last. */
#ifndef OURO_EMBED_STACK_H
#define OURO_EMBED_STACK_H

#include "object/runtime.h"

/* At every entrance that may run code of the program. */
void stack_enter(Runtime *rt);

#endif
