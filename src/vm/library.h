/* The pure-Python part of the standard library, compiled when Ouro was built and part of it.
 *
 *     blob     "OUROLIB1", count, entries sorted by name, texts, images (vm/image.h), each at a multiple of 16
 *
 * It stands for the files below one folder: where a search along sys.path comes to that
 * folder, or to one of its packages, the blob answers first and the disk is not asked. */
#ifndef OURO_VM_LIBRARY_H
#define OURO_VM_LIBRARY_H

#include "object/runtime.h"

typedef struct LibraryModule {
    const char *name;           /* relative to the folder: "json/decoder"; a package is "json" */
    const char *file;           /* its source: /usr/lib/python3.11/json/decoder.py */
    const char *image;
    size_t size;
    bool is_package;
} LibraryModule;

/* The folder that the library stands for; "" when Ouro was built without. */
const char *library_folder(void);
/* TAIL, a module in DIRECTORY; false: not one of the library. */
bool library_find(const char *directory, const char *tail, LibraryModule *found);
/* By its dotted name. */
bool library_find_name(const char *dotted, LibraryModule *found);
Owned library_code(Runtime *rt, const LibraryModule *m) must_check;

#endif
