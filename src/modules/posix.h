/* The module posix, by topic. */
#ifndef OURO_MODULES_POSIX_H
#define OURO_MODULES_POSIX_H

#include <sys/stat.h>

#include "types/module.h"

typedef struct PosixState {
    Type *stat_result, *terminal_size, *uname_result, *times_result, *dir_entry, *scandir_iterator;
} PosixState;

static inline PosixState *posix_state(Borrowed module) { return ((Module *)module)->state; }

/* A path argument: str, bytes, os.PathLike, or a descriptor where allowed. */
typedef struct PosixPath {
    const char *text;           /* NULL: it is `descriptor` */
    int descriptor;
    bool is_bytes;
    Value shown;                /* Borrowed: for error messages */
    Value hold;                 /* Owned: keeps `text` alive */
} PosixPath;

bool posix_path(Runtime *rt, Borrowed v, const char *function, const char *parameter, bool descriptor_allowed,
                PosixPath *path) must_check;
void posix_path_close(Runtime *rt, PosixPath *path);
/* The pending OSError for errno, with the path's name. */
void *posix_error(Runtime *rt, const PosixPath *path);
/* A name from the system as str (surrogateescape) or bytes. */
Owned posix_name(Runtime *rt, const char *name, bool as_bytes) must_check;

/* posix_stat.c */
Owned posix_stat_value(Runtime *rt, Borrowed module, const struct stat *info) must_check;
bool posix_stat_open(Runtime *rt, Borrowed module) must_check;
bool posix_file_open(Runtime *rt, Borrowed module) must_check;
/* posix_directory.c */
bool posix_directory_open(Runtime *rt, Borrowed module) must_check;
extern const MethodDef posix_stat_functions[], posix_directory_functions[], posix_file_functions[],
    posix_process_functions[], posix_wait_functions[], posix_change_functions[];
/* posix_constants.c */
bool posix_add_constants(Runtime *rt, Borrowed module) must_check;

#endif
