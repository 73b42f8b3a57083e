/* Python modules that Ouro brings itself: the files of lib/, part of the program. */
#ifndef OURO_VM_IMPORT_OWN_H
#define OURO_VM_IMPORT_OWN_H

#include "object/runtime.h"

typedef struct OwnModule {
    const char *name;           /* NULL ends the table */
    const unsigned char *source;
    size_t size;                /* bytes */
} OwnModule;

extern const OwnModule own_modules[];           /* made by tools/embed_library.c at build time */

/* Load NAME when it is one of them; *MODULE NULL without an exception: it is not. */
bool import_own(Runtime *rt, Borrowed name, Owned *module) must_check;

#endif
