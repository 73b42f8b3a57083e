/* The module select: select(), poll objects and epoll objects. */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "object/arguments.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"

/* A descriptor or an object with fileno(). */
static bool descriptor_of(Runtime *rt, Borrowed v, int *fd)
{
    if (value_is_int(v)) {
        if (!argument_int(rt, v, fd))
            return false;
    } else {
        Value method = get_attribute_or_null(rt, v, rt->names.fileno);
        if (!method)
            return error_pending(rt) ? false : (bool)raise(rt, rt->TypeError, "argument must be an int, or have a fileno() method.");
        Value number = call_none(rt, method);
        release(rt, method);
        if (!number)
            return false;
        bool done = value_is_int(number) ? argument_int(rt, number, fd) : (bool)raise(rt, rt->TypeError, "fileno() returned a non-integer");
        release(rt, number);
        if (!done)
            return false;
    }
    return *fd >= 0 || raise(rt, rt->ValueError, "file descriptor cannot be a negative integer (%d)", *fd);
}

/* -1: for ever. */
static bool seconds_of(Runtime *rt, Borrowed v, double *seconds)
{
    *seconds = -1;
    if (!v || v == NONE)
        return true;
    if (!value_to_double(rt, v, seconds)) {
        if (error_matches(rt, rt->TypeError)) {
            error_clear(rt);
            raise(rt, rt->TypeError, "timeout must be a float or None");
        }
        return false;
    }
    return *seconds >= 0 || raise(rt, rt->ValueError, "timeout must be non-negative");
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* -- select() */

typedef struct Watched { Value items; fd_set set; int *fds; int highest; } Watched;

static bool watch(Runtime *rt, Watched *w, Borrowed iterable)
{
    FD_ZERO(&w->set);
    if (!(w->items = sequence_tuple(rt, iterable)))
        return false;
    int64_t count = tuple_count(w->items);
    if (!(w->fds = memory_alloc(rt, (size_t)(count + 1) * sizeof *w->fds)))
        return raise_memory_error(rt);
    for (int64_t i = 0; i < count; i++) {
        if (!descriptor_of(rt, tuple_item_peek(w->items, i), &w->fds[i]))
            return false;
        if (w->fds[i] >= FD_SETSIZE)
            return raise(rt, rt->ValueError, "filedescriptor out of range in select()");
        FD_SET(w->fds[i], &w->set);
        w->highest = MAX(w->highest, w->fds[i]);
    }
    return true;
}

static Owned ready(Runtime *rt, const Watched *w, const fd_set *set)
{
    Value list = list_new(rt, 0);
    for (int64_t i = 0; list && i < tuple_count(w->items); i++)
        if (FD_ISSET(w->fds[i], set) && !list_append(rt, list, tuple_item_peek(w->items, i)))
            value_clear(rt, &list);
    return list;
}

static bool wait_select(Runtime *rt, Watched *w, fd_set *sets, double seconds)
{
    double end = now() + seconds;
    int highest = MAX(w[0].highest, MAX(w[1].highest, w[2].highest));
    for (;;) {
        double left = seconds < 0 ? 0 : fmax(end - now(), 0);
        struct timeval t = { .tv_sec = (time_t)left, .tv_usec = (suseconds_t)((left - floor(left)) * 1e6) };
        for (int i = 0; i < 3; i++)
            sets[i] = w[i].set;
        if (select(highest + 1, &sets[0], &sets[1], &sets[2], seconds < 0 ? NULL : &t) >= 0)
            return true;
        if (errno != EINTR)
            return raise_os_error(rt, errno, NULL);
        if (!charge(rt, 1))
            return false;
    }
}

static Owned select_select(Runtime *rt, Borrowed self unused, const Value *args)
{
    Watched w[3] = { { .highest = -1 }, { .highest = -1 }, { .highest = -1 } };
    fd_set sets[3];
    double seconds;
    Value result = NULL;
    if (seconds_of(rt, args[3], &seconds) && watch(rt, &w[0], args[0]) && watch(rt, &w[1], args[1]) && watch(rt, &w[2], args[2]) &&
        wait_select(rt, w, sets, seconds)) {
        Value lists[3] = { ready(rt, &w[0], &sets[0]), ready(rt, &w[1], &sets[1]), ready(rt, &w[2], &sets[2]) };
        result = tuple_from_steal(rt, lists, 3);
    }
    for (int i = 0; i < 3; i++) {
        release(rt, w[i].items);
        memory_free(rt, w[i].fds);
    }
    return result;
}

/* -- poll */

typedef struct Poll { Object head; Value masks; } Poll;    /* dict: descriptor -> events */

static int poll_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((Poll *)self)->masks);
    return type_traverse_object(self, visit, argument);
}

static void poll_clear(Gc *gc, Object *self) { value_clear(runtime_of(gc), &((Poll *)self)->masks); }

static void poll_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    poll_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static bool event_mask(Runtime *rt, Borrowed v, int otherwise, int *mask)
{
    *mask = otherwise;
    return !v || argument_int(rt, v, mask);
}

static Owned poll_register(Runtime *rt, Borrowed self, const Value *args)
{
    int fd, mask;
    if (!descriptor_of(rt, args[0], &fd) || !event_mask(rt, args[1], POLLIN | POLLPRI | POLLOUT, &mask))
        return NULL;
    return dict_set(rt, ((Poll *)self)->masks, small_int_value(fd), small_int_value((uint16_t)mask)) ? NONE : NULL;
}

static Owned poll_modify(Runtime *rt, Borrowed self, const Value *args)
{
    int fd, mask;
    bool there;
    if (!descriptor_of(rt, args[0], &fd) || !event_mask(rt, args[1], 0, &mask) ||
        !dict_contains(rt, ((Poll *)self)->masks, small_int_value(fd), &there))
        return NULL;
    if (!there)
        return raise_os_error(rt, ENOENT, NULL);
    return dict_set(rt, ((Poll *)self)->masks, small_int_value(fd), small_int_value((uint16_t)mask)) ? NONE : NULL;
}

static Owned poll_unregister(Runtime *rt, Borrowed self, const Value *args)
{
    int fd;
    return descriptor_of(rt, args[0], &fd) && dict_delete(rt, ((Poll *)self)->masks, small_int_value(fd)) ? NONE : NULL;
}

static bool wait_poll(Runtime *rt, struct pollfd *fds, size_t count, double milliseconds)
{
    double end = now() * 1000 + milliseconds;
    for (;;) {
        int left = milliseconds < 0 ? -1 : (int)ceil(fmax(end - now() * 1000, 0));
        if (poll(fds, count, left) >= 0)
            return true;
        if (errno != EINTR)
            return raise_os_error(rt, errno, NULL);
        if (!charge(rt, 1))
            return false;
    }
}

static Owned pairs_of(Runtime *rt, const struct pollfd *fds, size_t count)
{
    Value list = list_new(rt, 0);
    for (size_t i = 0; list && i < count; i++) {
        if (!fds[i].revents)
            continue;
        Value pair = tuple_pack(rt, 2, small_int_value(fds[i].fd), small_int_value((uint16_t)fds[i].revents));
        if (!pair || !list_append_steal(rt, list, pair))
            value_clear(rt, &list);
    }
    return list;
}

static Owned poll_poll(Runtime *rt, Borrowed self, const Value *args)
{
    double milliseconds = -1;
    Value masks = ((Poll *)self)->masks, key, mask;
    if (args[0] && args[0] != NONE && !value_to_double(rt, args[0], &milliseconds))
        return NULL;
    struct pollfd *fds = memory_alloc(rt, (size_t)(dict_count(masks) + 1) * sizeof *fds);
    if (!fds)
        return raise_memory_error(rt);
    size_t count = 0;
    for (int64_t at = 0; dict_next_peek(masks, &at, &key, &mask);)
        fds[count++] = (struct pollfd){ .fd = (int)small_int(key), .events = (short)small_int(mask) };
    Value result = wait_poll(rt, fds, count, milliseconds) ? pairs_of(rt, fds, count) : NULL;
    memory_free(rt, fds);
    return result;
}

static const MethodDef poll_methods[] = {
    METHOD("register", poll_register, "(fd, eventmask=7, /)", "Register a file descriptor with the polling object."),
    METHOD("modify", poll_modify, "(fd, eventmask, /)", "Modify an already registered file descriptor."),
    METHOD("unregister", poll_unregister, "(fd, /)", "Remove a file descriptor being tracked by the polling object."),
    METHOD("poll", poll_poll, "(timeout=None, /)", "Polls the set of registered file descriptors."),
    { 0 },
};

static const TypeDef poll_type_def = {
    .name = "select.poll", .size = sizeof(Poll), .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = poll_traverse, .clear = poll_clear, .free = poll_free, .methods = poll_methods,
};

typedef struct State { Type *poll; } State;

static Owned select_poll(Runtime *rt, Borrowed self, const Value *args unused)
{
    Value masks = dict_new(rt);
    Poll *p = masks ? (Poll *)type_alloc(rt, ((State *)((Module *)self)->state)->poll, 0) : NULL;
    if (!p) {
        release(rt, masks);
        return NULL;
    }
    p->masks = masks;
    gc_track(&rt->gc, &p->head);
    return object_value(p);
}

/* -- epoll */

typedef struct Epoll { Object head; int fd; } Epoll;

static void epoll_free(Gc *gc, Object *self)
{
    if (((Epoll *)self)->fd >= 0)
        close(((Epoll *)self)->fd);
    type_free_object(runtime_of(gc), self);
}

static Owned epoll_from(Runtime *rt, Type *type, int fd)
{
    Epoll *e = fd < 0 ? raise_os_error(rt, errno, NULL) : (Epoll *)type_alloc(rt, type, 0);
    if (e)
        e->fd = fd;
    else if (fd >= 0)
        close(fd);
    return object_value(e);
}

static Owned epoll_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2];
    int size = -1, flags = 0;
    if (!arguments_bind(rt, "epoll", "(sizehint=-1, flags=0)", args, count, keywords, bound) ||
        (bound[0] && !argument_int(rt, bound[0], &size)) || (bound[1] && !argument_int(rt, bound[1], &flags)))
        return NULL;
    if (size != -1 && size <= 0)
        return raise(rt, rt->ValueError, "negative sizehint");
    return epoll_from(rt, type, epoll_create1(EPOLL_CLOEXEC));
}

static bool epoll_init(Runtime *rt unused, Borrowed self unused, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    return true;
}

static bool is_open(Runtime *rt, Borrowed self)
{
    return ((Epoll *)self)->fd >= 0 || raise(rt, rt->ValueError, "I/O operation on closed epoll object");
}

static Owned epoll_control(Runtime *rt, Borrowed self, int operation, const Value *args, int otherwise)
{
    int fd, mask = 0;
    if (!is_open(rt, self) || !descriptor_of(rt, args[0], &fd) ||
        (operation != EPOLL_CTL_DEL && !event_mask(rt, args[1], otherwise, &mask)))
        return NULL;
    struct epoll_event event = { .events = (uint32_t)mask, .data.fd = fd };
    return epoll_ctl(((Epoll *)self)->fd, operation, fd, &event) < 0 ? raise_os_error(rt, errno, NULL) : NONE;
}

static Owned epoll_register(Runtime *rt, Borrowed self, const Value *args)
{
    return epoll_control(rt, self, EPOLL_CTL_ADD, args, EPOLLIN | EPOLLPRI | EPOLLOUT);
}
static Owned epoll_modify(Runtime *rt, Borrowed self, const Value *args) { return epoll_control(rt, self, EPOLL_CTL_MOD, args, 0); }
static Owned epoll_unregister(Runtime *rt, Borrowed self, const Value *args) { return epoll_control(rt, self, EPOLL_CTL_DEL, args, 0); }

static int wait_epoll(Runtime *rt, Borrowed self, struct epoll_event *events, int most, double seconds)
{
    double end = now() + seconds;
    for (;;) {
        int left = seconds < 0 ? -1 : (int)ceil(fmax(end - now(), 0) * 1000);
        int count = epoll_wait(((Epoll *)self)->fd, events, most, left);
        if (count >= 0)
            return count;
        if (errno != EINTR)
            return raise_os_error(rt, errno, NULL), -1;
        if (!charge(rt, 1))
            return -1;
    }
}

static Owned epoll_poll(Runtime *rt, Borrowed self, const Value *args)
{
    double seconds = -1;
    int most = -1;
    if (!is_open(rt, self) || (args[0] && args[0] != NONE && !value_to_double(rt, args[0], &seconds)) || (args[1] && !argument_int(rt, args[1], &most)))
        return NULL;
    if (most != -1 && most < 1)
        return raise(rt, rt->ValueError, "maxevents must be greater than 0, got %d", most);
    most = most == -1 ? FD_SETSIZE - 1 : most;
    struct epoll_event *events = memory_alloc(rt, (size_t)most * sizeof *events);
    if (!events)
        return raise_memory_error(rt);
    int count = wait_epoll(rt, self, events, most, seconds);
    Value list = count < 0 ? NULL : list_new(rt, count);
    for (int i = 0; list && i < count; i++) {
        Value pair = tuple_pack(rt, 2, small_int_value(events[i].data.fd), small_int_value(events[i].events));
        if (!pair || !list_append_steal(rt, list, pair))
            value_clear(rt, &list);
    }
    memory_free(rt, events);
    return list;
}

static Owned epoll_close(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    Epoll *e = (Epoll *)self;
    if (e->fd >= 0)
        close(e->fd);
    e->fd = -1;
    return NONE;
}

static Owned epoll_fileno(Runtime *rt, Borrowed self, const Value *args unused)
{
    return is_open(rt, self) ? small_int_value(((Epoll *)self)->fd) : NULL;
}

static Owned epoll_enter(Runtime *rt, Borrowed self, const Value *args unused) { return is_open(rt, self) ? retain(self) : NULL; }
static Owned epoll_exit(CALL_PARAMETERS)
{
    (void)count, (void)keywords;
    return epoll_close(rt, self, args);
}
static Owned epoll_closed(Runtime *rt unused, Borrowed self) { return bool_value(((Epoll *)self)->fd < 0); }

static const MethodDef epoll_methods[] = {
    METHOD("register", epoll_register, "(fd, eventmask=7)", "Registers a new fd or raises an OSError if the fd is already registered."),
    METHOD("modify", epoll_modify, "(fd, eventmask)", "Modify event mask for a registered file descriptor."),
    METHOD("unregister", epoll_unregister, "(fd)", "Remove a registered file descriptor from the epoll object."),
    METHOD("poll", epoll_poll, "(timeout=None, maxevents=-1)", "Wait for events on the epoll file descriptor."),
    METHOD("close", epoll_close, "()", "Close the epoll control file descriptor."),
    METHOD("fileno", epoll_fileno, "()", "Return the epoll control file descriptor."),
    METHOD("__enter__", epoll_enter, "()", NULL),
    RAW_METHOD("__exit__", epoll_exit, NULL, NULL),
    { 0 },
};
static const GetSetDef epoll_getsets[] = { { "closed", epoll_closed, NULL, "True if the epoll handler is closed" }, { 0 } };

static const TypeDef epoll_type_def = {
    .name = "select.epoll", .doc = "select.epoll(sizehint=-1, flags=0)\n\nReturns an epolling object.", .size = sizeof(Epoll),
    .free = epoll_free, .slots = { .make = epoll_make, .init = epoll_init }, .methods = epoll_methods, .getsets = epoll_getsets,
};

static const struct { const char *name; int64_t value; } constants[] = {
#define C(name) { #name, (int64_t)(uint32_t)name }
    C(POLLIN), C(POLLPRI), C(POLLOUT), C(POLLERR), C(POLLHUP), C(POLLNVAL), C(POLLRDNORM), C(POLLRDBAND), C(POLLWRNORM), C(POLLWRBAND),
    C(POLLMSG), C(POLLRDHUP), C(EPOLLIN), C(EPOLLOUT), C(EPOLLPRI), C(EPOLLERR), C(EPOLLHUP), C(EPOLLRDHUP), C(EPOLLET), C(EPOLLONESHOT),
    C(EPOLLEXCLUSIVE), C(EPOLLRDNORM), C(EPOLLRDBAND), C(EPOLLWRNORM), C(EPOLLWRBAND), C(EPOLLMSG), C(EPOLL_CLOEXEC), { "PIPE_BUF", 4096 },
#undef C
};

static bool init(Runtime *rt, Borrowed module)
{
    for (size_t i = 0; i < COUNT_OF(constants); i++)
        if (!module_add(rt, module, constants[i].name, small_int_value(constants[i].value)))
            return false;
    Type *poll = type_from_def(rt, &poll_type_def, NULL);
    ((State *)((Module *)module)->state)->poll = poll;
    return poll && module_add_type(rt, module, &epoll_type_def, NULL) && module_add(rt, module, "error", type_value(rt->OSError));
}

static const MethodDef functions[] = {
    METHOD("select", select_select, "(rlist, wlist, xlist, timeout=None, /)", "Wait until one or more file descriptors are ready for some kind of I/O."),
    METHOD("poll", select_poll, "()", "Returns a polling object."),
    { 0 },
};

const ModuleDef select_module_def = {
    .name = "select",
    .doc = "This module supports asynchronous I/O on multiple file descriptors.",
    .functions = functions,
    .init = init,
    .state_size = sizeof(State),
};
