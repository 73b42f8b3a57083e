/* "Did you mean": the nearest of the names that are there. */
#ifndef OURO_VM_SUGGEST_H
#define OURO_VM_SUGGEST_H

#include "object/runtime.h"

/* For a NameError or AttributeError with its name: a str, or NULL (nothing is near, or
 * no memory; never raises). */
Owned suggest_name(Runtime *rt, Borrowed exception);

#endif
