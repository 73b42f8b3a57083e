/* posix: numbers of the system's headers. */
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "modules/posix.h"

static const struct { const char *name; int number; } constants[] = {
#define C(name) { #name, name }
    C(F_OK), C(R_OK), C(W_OK), C(X_OK), C(O_RDONLY), C(O_WRONLY), C(O_RDWR), C(O_NDELAY), C(O_NONBLOCK), C(O_APPEND),
    C(O_DSYNC), C(O_RSYNC), C(O_SYNC), C(O_NOCTTY), C(O_CREAT), C(O_EXCL), C(O_TRUNC), C(O_CLOEXEC), C(O_ACCMODE),
    C(O_DIRECTORY), C(O_NOFOLLOW), C(O_PATH), C(O_TMPFILE), C(EX_OK), C(EX_USAGE), C(EX_DATAERR), C(EX_NOINPUT),
    C(EX_UNAVAILABLE), C(EX_SOFTWARE), C(EX_OSERR), C(EX_IOERR), C(EX_TEMPFAIL), C(EX_NOPERM), C(EX_CONFIG),
    C(SEEK_DATA), C(SEEK_HOLE), C(F_LOCK), C(F_TLOCK), C(F_ULOCK), C(F_TEST), C(WNOHANG), C(WUNTRACED), C(WCONTINUED),
    C(PRIO_PROCESS), C(PRIO_PGRP), C(PRIO_USER), C(GRND_NONBLOCK), C(GRND_RANDOM), C(RTLD_LAZY), C(RTLD_NOW), C(RTLD_GLOBAL), C(RTLD_LOCAL),
#undef C
};

bool posix_add_constants(Runtime *rt, Borrowed module)
{
    for (size_t i = 0; i < COUNT_OF(constants); i++)
        if (!module_add(rt, module, constants[i].name, small_int_value(constants[i].number)))
            return false;
    return true;
}
