/* What the files of the import system share. */
#ifndef OURO_VM_IMPORT_H
#define OURO_VM_IMPORT_H

#include "vm/interpreter.h"
#include "vm/library.h"

/* Where a module was found.  The first that applies: FILE (with DIRECTORY when it is a
 * package), or PORTIONS of a namespace package. */
typedef struct Found {
    Value file;                 /* Owned str: the source, or NULL */
    Value directory;            /* Owned str: of a regular package, or NULL */
    Value portions;             /* Owned list of directories, or NULL */
    LibraryModule library;      /* with an image when FILE is part of the embedded library */
} Found;
void found_close(Runtime *rt, Found *found);

/* -- import_find.c */
/* Look for TAIL, the last part of a dotted name, in the directories of PATH (an iterable, usually a
 * list).  Nothing found: all fields NULL.  False: an exception. */
bool import_find(Runtime *rt, Borrowed path, const char *tail, Found *found) must_check;
/* The bytes of FILE, in memory of the raw domain. */
char *import_read(Runtime *rt, Borrowed file, size_t *size) must_check;

/* -- import_load.c */
/* Find and load NAME, a full dotted name that is not in sys.modules.  PATH: the parent's __path__, or
 * NULL.  *MODULE NULL: not found. */
bool import_load(Runtime *rt, Borrowed name, Borrowed path, Owned *module) must_check;
/* Is a module with this __spec__ still being executed? */
bool import_is_initializing(Runtime *rt, Borrowed spec);

/* -- import_frozen.c: the library's importlib */
/* *RESULT NULL: NAME is none of its two modules. */
bool import_frozen(Runtime *rt, Borrowed name, Owned *result) must_check;
bool import_is_path_finder(Runtime *rt, Borrowed finder);
/* One of the finders that stand for what C does. */
bool import_is_standard_finder(Runtime *rt, Borrowed finder);
/* Are real specs to be had? */
bool import_library_loaded(Runtime *rt);
Owned import_file_spec(Runtime *rt, Borrowed name, Borrowed file) must_check;
bool import_builtin_spec(Runtime *rt, Borrowed module, Borrowed name) must_check;

/* The attribute of sys, or NULL (borrowed). */
Borrowed import_sys_peek(Runtime *rt, const char *name);
/* Raise TYPE, an ImportError, as raise does, with its name and path (may be NULL). */
void *raise_import_error(Runtime *rt, Type *type, Borrowed name, Borrowed path, const char *format, ...);

#endif
