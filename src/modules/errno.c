/* The module errno: numbers and names of the system's errors. */
#include <errno.h>

#include "types/dict.h"
#include "types/module.h"
#include "types/str.h"

static const struct { const char *name; int number; } errors[] = {
#define E(name) { #name, name }
    E(EPERM), E(ENOENT), E(ESRCH), E(EINTR), E(EIO), E(ENXIO), E(E2BIG), E(ENOEXEC), E(EBADF), E(ECHILD), E(EAGAIN),
    E(ENOMEM), E(EACCES), E(EFAULT), E(ENOTBLK), E(EBUSY), E(EEXIST), E(EXDEV), E(ENODEV), E(ENOTDIR), E(EISDIR),
    E(EINVAL), E(ENFILE), E(EMFILE), E(ENOTTY), E(ETXTBSY), E(EFBIG), E(ENOSPC), E(ESPIPE), E(EROFS), E(EMLINK),
    E(EPIPE), E(EDOM), E(ERANGE), E(EDEADLK), E(ENAMETOOLONG), E(ENOLCK), E(ENOSYS), E(ENOTEMPTY), E(ELOOP),
    E(EWOULDBLOCK), E(ENOMSG), E(EIDRM), E(ENOSTR), E(ENODATA), E(ETIME), E(ENOSR), E(ENOLINK), E(EPROTO),
    E(EMULTIHOP), E(EBADMSG), E(EOVERFLOW), E(EILSEQ), E(EUSERS), E(ENOTSOCK), E(EDESTADDRREQ), E(EMSGSIZE),
    E(EPROTOTYPE), E(ENOPROTOOPT), E(EPROTONOSUPPORT), E(ESOCKTNOSUPPORT), E(EOPNOTSUPP), E(ENOTSUP),
    E(EPFNOSUPPORT), E(EAFNOSUPPORT), E(EADDRINUSE), E(EADDRNOTAVAIL), E(ENETDOWN), E(ENETUNREACH), E(ENETRESET),
    E(ECONNABORTED), E(ECONNRESET), E(ENOBUFS), E(EISCONN), E(ENOTCONN), E(ESHUTDOWN), E(ETOOMANYREFS),
    E(ETIMEDOUT), E(ECONNREFUSED), E(EHOSTDOWN), E(EHOSTUNREACH), E(EALREADY), E(EINPROGRESS), E(ESTALE),
    E(EDQUOT), E(ECANCELED), E(EOWNERDEAD), E(ENOTRECOVERABLE),
#undef E
};

static bool add_code(Runtime *rt, Borrowed names, size_t i)
{
    Value name = str_from_text(rt, errors[i].name);
    bool done = name && dict_set(rt, names, small_int_value(errors[i].number), name);
    release(rt, name);
    return done;
}

static bool init(Runtime *rt, Borrowed module)
{
    Value names = dict_new(rt);
    bool done = names;
    for (size_t i = 0; done && i < COUNT_OF(errors); i++)
        done = module_add(rt, module, errors[i].name, small_int_value(errors[i].number)) && add_code(rt, names, i);
    done = done && module_add(rt, module, "errorcode", names);
    release(rt, names);
    return done;
}

const ModuleDef errno_module_def = {
    .name = "errno",
    .doc = "This module makes available standard errno system symbols.",
    .init = init,
};
