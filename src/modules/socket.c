/* The module _socket: sockets of the families INET, INET6 and UNIX, and looking up names.
 *
 * A socket with a timeout is non-blocking for the system; call_ready() waits with poll(),
 * for the whole call no longer than the timeout. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netdb.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "object/arguments.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

typedef struct Socket {
    Object head;
    int fd, family, kind, protocol;
    double timeout;             /* seconds; negative: none; 0: non-blocking */
} Socket;

typedef struct State {
    double timeout;             /* of new sockets */
} State;

extern const ModuleDef _socket_module_def;
static inline Socket *socket_of(Borrowed v) { return (Socket *)v; }
static void *system_error(Runtime *rt) { return raise_os_error(rt, errno, NULL); }

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* -- waiting */

/* True: the descriptor is ready (or there is no timeout to keep). */
static bool wait_ready(Runtime *rt, const Socket *s, short events, double end)
{
    for (;;) {
        struct pollfd poller = { .fd = s->fd, .events = events };
        double left = end - now();
        int milliseconds = s->timeout < 0 ? -1 : left <= 0 ? 0 : (int)ceil(left * 1000);
        int got = poll(&poller, 1, milliseconds);
        if (got > 0)
            return true;
        if (got == 0)
            return raise(rt, rt->TimeoutError, "timed out");
        if (errno != EINTR)
            return system_error(rt);
        if (!charge(rt, 1))
            return false;
    }
}

typedef ssize_t (*Step)(Socket *s, void *data);

/* STEP until it neither blocks nor is interrupted; -1: an exception is set. */
static ssize_t call_ready(Runtime *rt, Socket *s, short events, Step step, void *data)
{
    double end = now() + s->timeout;
    for (;;) {
        if (s->timeout > 0 && !wait_ready(rt, s, events, end))
            return -1;
        ssize_t result = step(s, data);
        if (result >= 0)
            return result;
        if (errno == EINTR) {
            if (!charge(rt, 1))
                return -1;
        } else if (!(s->timeout > 0 && (errno == EAGAIN || errno == EWOULDBLOCK))) {
            system_error(rt);
            return -1;
        }
    }
}

/* -- addresses */

typedef struct Address { struct sockaddr_storage storage; socklen_t size; } Address;

static Owned address_value(Runtime *rt, const Address *a)
{
    char text[INET6_ADDRSTRLEN + IF_NAMESIZE + 1];
    if (a->size < sizeof(sa_family_t))
        return NONE;
    switch (a->storage.ss_family) {
    case AF_INET: {
        const struct sockaddr_in *in = (const struct sockaddr_in *)&a->storage;
        inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
        Value items[2] = { str_from_text(rt, text), small_int_value(ntohs(in->sin_port)) };
        return tuple_from_steal(rt, items, 2);
    }
    case AF_INET6: {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)&a->storage;
        inet_ntop(AF_INET6, &in->sin6_addr, text, sizeof text);
        Value items[4] = { str_from_text(rt, text), small_int_value(ntohs(in->sin6_port)), small_int_value(ntohl(in->sin6_flowinfo)),
                           small_int_value(in->sin6_scope_id) };
        return tuple_from_steal(rt, items, 4);
    }
    case AF_UNIX: {
        const struct sockaddr_un *un = (const struct sockaddr_un *)&a->storage;
        size_t size = a->size > offsetof(struct sockaddr_un, sun_path) ? a->size - offsetof(struct sockaddr_un, sun_path) : 0;
        if (size && un->sun_path[0] == 0)
            return bytes_from(rt, un->sun_path, size);
        return str_decode_utf8(rt, un->sun_path, strnlen(un->sun_path, size), "surrogateescape");
    }
    default: {
        Value items[2] = { small_int_value(a->storage.ss_family), bytes_from(rt, (const char *)&a->storage + sizeof(sa_family_t), a->size - sizeof(sa_family_t)) };
        return tuple_from_steal(rt, items, 2);
    }
    }
}

static void *raise_lookup(Runtime *rt, int code)
{
    if (code == EAI_SYSTEM)
        return system_error(rt);
    Value module = import_module(rt, "_socket"), text = module ? str_from_text(rt, gai_strerror(code)) : NULL;
    Value type = module ? get_attribute_text(rt, module, "gaierror") : NULL;
    Value error = text && type ? call_two(rt, type, small_int_value(code), text) : NULL;
    if (error)
        raise_object(rt, error);
    release(rt, error);
    release(rt, type);
    release(rt, text);
    release(rt, module);
    return NULL;
}

/* The numeric address of HOST in FAMILY. */
static bool look_up(Runtime *rt, const char *host, int family, Address *out)
{
    struct addrinfo hints = { .ai_family = family, .ai_socktype = SOCK_DGRAM, .ai_flags = *host ? 0 : AI_PASSIVE }, *found;
    if (!strcmp(host, "<broadcast>") && family == AF_INET) {
        struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = INADDR_BROADCAST };
        memcpy(&out->storage, &in, out->size = sizeof in);
        return true;
    }
    int code = getaddrinfo(*host ? host : NULL, *host ? NULL : "0", &hints, &found);
    if (code)
        return raise_lookup(rt, code);
    memcpy(&out->storage, found->ai_addr, out->size = found->ai_addrlen);
    freeaddrinfo(found);
    return true;
}

/* The text of a host: str or bytes; HOLD keeps it. */
static const char *host_text(Runtime *rt, Borrowed v, Owned *hold)
{
    *hold = value_is_str(v) ? str_encode(rt, v, str_is_ascii(v) ? "utf-8" : "idna", "strict") : value_is_bytes(v) ? retain(v) : NULL;
    if (!*hold)
        return error_pending(rt) ? NULL : raise(rt, rt->TypeError, "str, bytes or bytearray expected, not %T", v);
    if (strlen(bytes_bytes(*hold)) == bytes_size(*hold))
        return bytes_bytes(*hold);
    value_clear(rt, hold);
    return raise(rt, rt->ValueError, "host name must not contain null character");
}

static bool inet_address(Runtime *rt, const Socket *s, Borrowed v, const char *function, Address *out)
{
    int port = 0, flow = 0, scope = 0;
    bool six = s->family == AF_INET6;
    if (!value_is_tuple(v))
        return raise(rt, rt->TypeError, "%s(): AF_INET%s address must be tuple, not %T", function, six ? "6" : "", v);
    if (tuple_count(v) < 2 || tuple_count(v) > (six ? 4 : 2))
        return raise(rt, rt->TypeError, six ? "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])"
                                            : "AF_INET address must be a pair (host, port)");
    Value hold;
    const char *host = host_text(rt, tuple_item_peek(v, 0), &hold);
    bool done = host && argument_int(rt, tuple_item_peek(v, 1), &port) && (tuple_count(v) < 3 || argument_int(rt, tuple_item_peek(v, 2), &flow)) &&
                (tuple_count(v) < 4 || argument_int(rt, tuple_item_peek(v, 3), &scope));
    if (done && (port < 0 || port > 0xffff))
        done = raise(rt, rt->OverflowError, "%s(): port must be 0-65535.", function);
    done = done && look_up(rt, host, s->family, out);
    release(rt, hold);
    if (done && six) {
        struct sockaddr_in6 *in = (struct sockaddr_in6 *)&out->storage;
        in->sin6_port = htons((uint16_t)port);
        in->sin6_flowinfo = htonl((uint32_t)flow);
        in->sin6_scope_id = (uint32_t)scope;
    } else if (done) {
        ((struct sockaddr_in *)&out->storage)->sin_port = htons((uint16_t)port);
    }
    return done;
}

static bool unix_address(Runtime *rt, Borrowed v, Address *out)
{
    struct sockaddr_un *un = (struct sockaddr_un *)&out->storage;
    Value path = value_is_str(v) ? str_encode(rt, v, "utf-8", "surrogateescape") : value_is_bytes(v) ? retain(v) : NULL;
    if (!path)
        return error_pending(rt) ? false : (bool)raise(rt, rt->TypeError, "a bytes-like object is required, not '%T'", v);
    size_t size = bytes_size(path);
    bool abstract = size && !bytes_bytes(path)[0], done = size + !abstract <= sizeof un->sun_path;
    if (done) {
        un->sun_family = AF_UNIX;
        memcpy(un->sun_path, bytes_bytes(path), size);
        out->size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size + !abstract);
    } else {
        raise(rt, rt->OSError, "AF_UNIX path too long");
    }
    release(rt, path);
    return done;
}

static bool read_address(Runtime *rt, const Socket *s, Borrowed v, const char *function, Address *out)
{
    *out = (Address){ 0 };
    switch (s->family) {
    case AF_INET: case AF_INET6: return inet_address(rt, s, v, function, out);
    case AF_UNIX: return unix_address(rt, v, out);
    default: return raise(rt, rt->OSError, "%s(): unsupported address family", function);
    }
}

/* -- making */

static bool make_blocking(int fd, bool blocking)
{
    int flag = !blocking;
    return ioctl(fd, FIONBIO, &flag) >= 0;
}

static void socket_free(Gc *gc, Object *self)
{
    Socket *s = (Socket *)self;
    if (s->fd >= 0)
        close(s->fd);
    type_free_object(runtime_of(gc), self);
}

static void socket_finalize(Runtime *rt, Borrowed self)
{
    Socket *s = socket_of(self);
    if (s->fd < 0)
        return;
    Value pending = error_take(rt);
    if (!warn(rt, rt->ResourceWarning, "unclosed %R", self))
        error_unraisable(rt, NULL, self);
    error_restore_steal(rt, pending);
    close(s->fd);
    s->fd = -1;
}

static Owned socket_make(Runtime *rt, Type *type, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    Socket *s = (Socket *)type_alloc(rt, type, 0);
    if (!s)
        return NULL;
    s->fd = -1;
    s->timeout = -1;
    return object_value(s);
}

static double default_timeout(Runtime *rt)
{
    Value module = dict_get_text_peek(rt, rt->modules, "_socket");
    if (!module || !value_is_instance(rt, module, rt->module_type) || ((Module *)module)->def != &_socket_module_def)
        return -1;
    return ((State *)((Module *)module)->state)->timeout;
}

static bool take_over(Runtime *rt, Socket *s, Borrowed number)
{
    Address name = { .size = sizeof name.storage };
    socklen_t size = sizeof(int);
    int fd = -1;
    if (value_is_float(number))
        return raise(rt, rt->TypeError, "integer argument expected, got float");
    if (!argument_int(rt, number, &fd))
        return false;
    if (fd < 0)
        return raise(rt, rt->ValueError, "negative file descriptor");
    if (getsockname(fd, (struct sockaddr *)&name.storage, &name.size) < 0) {
        if (s->family == -1 || errno == EBADF || errno == ENOTSOCK)
            return system_error(rt);
    } else if (s->family == -1) {
        s->family = name.storage.ss_family;
    }
    if (s->kind == -1 && getsockopt(fd, SOL_SOCKET, SO_TYPE, &s->kind, &size) < 0)
        return system_error(rt);
    size = sizeof(int);
    if (s->protocol == -1 && getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &s->protocol, &size) < 0)
        return system_error(rt);
    s->fd = fd;
    return true;
}

static bool socket_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[4];
    Socket *s = socket_of(self);
    s->family = s->kind = s->protocol = -1;
    if (!arguments_bind(rt, "socket", "(family=-1, type=-1, proto=-1, fileno=None)", args, count, keywords, bound) ||
        !argument_int(rt, bound[0], &s->family) || !argument_int(rt, bound[1], &s->kind) || !argument_int(rt, bound[2], &s->protocol))
        return false;
    if (bound[3] && bound[3] != NONE) {
        if (!take_over(rt, s, bound[3]))
            return false;
    } else {
        s->family = s->family == -1 ? AF_INET : s->family;
        s->kind = s->kind == -1 ? SOCK_STREAM : s->kind;
        s->protocol = s->protocol == -1 ? 0 : s->protocol;
        if ((s->fd = socket(s->family, s->kind | SOCK_CLOEXEC, s->protocol)) < 0)
            return system_error(rt);
    }
    if (s->kind & SOCK_NONBLOCK) {
        s->timeout = 0;
    } else {
        s->timeout = default_timeout(rt);
        if (s->timeout >= 0 && !make_blocking(s->fd, false))
            return system_error(rt);
    }
    s->kind &= ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    return true;
}

static Owned socket_repr(Runtime *rt, Borrowed self)
{
    Socket *s = socket_of(self);
    return format_message(rt, "<socket object, fd=%d, family=%d, type=%d, proto=%d>", s->fd, s->family, s->kind, s->protocol);
}

/* -- timeouts */

static bool read_timeout(Runtime *rt, Borrowed v, double *seconds)
{
    *seconds = -1;
    if (v == NONE)
        return true;
    if (!value_to_double(rt, v, seconds))
        return false;
    return *seconds >= 0 || raise(rt, rt->ValueError, isnan(*seconds) ? "Invalid value NaN (not a number)" : "Timeout value out of range");
}

static Owned timeout_value(Runtime *rt, double seconds) { return seconds < 0 ? NONE : float_value(rt, seconds); }

static bool set_timeout(Runtime *rt, Socket *s, double seconds)
{
    s->timeout = seconds;
    return make_blocking(s->fd, seconds < 0) || system_error(rt);
}

static Owned socket_settimeout(Runtime *rt, Borrowed self, const Value *args)
{
    double seconds;
    return read_timeout(rt, args[0], &seconds) && set_timeout(rt, socket_of(self), seconds) ? NONE : NULL;
}

static Owned socket_gettimeout(Runtime *rt, Borrowed self, const Value *args unused) { return timeout_value(rt, socket_of(self)->timeout); }

static Owned socket_setblocking(Runtime *rt, Borrowed self, const Value *args)
{
    bool blocking = true;
    return argument_bool(rt, args[0], &blocking) && set_timeout(rt, socket_of(self), blocking ? -1 : 0) ? NONE : NULL;
}

static Owned socket_getblocking(Runtime *rt unused, Borrowed self, const Value *args unused) { return bool_value(socket_of(self)->timeout != 0); }

/* -- connecting */

static Owned socket_bind(Runtime *rt, Borrowed self, const Value *args)
{
    Address a;
    if (!read_address(rt, socket_of(self), args[0], "bind", &a))
        return NULL;
    return bind(socket_of(self)->fd, (struct sockaddr *)&a.storage, a.size) < 0 ? system_error(rt) : NONE;
}

static Owned socket_listen(Runtime *rt, Borrowed self, const Value *args)
{
    int backlog = 128;
    if (!argument_int(rt, args[0], &backlog))
        return NULL;
    return listen(socket_of(self)->fd, MAX(backlog, 0)) < 0 ? system_error(rt) : NONE;
}

static ssize_t accept_step(Socket *s, void *data)
{
    Address *a = data;
    a->size = sizeof a->storage;
    return accept4(s->fd, (struct sockaddr *)&a->storage, &a->size, SOCK_CLOEXEC);
}

static Owned socket_accept(Runtime *rt, Borrowed self, const Value *args unused)
{
    Address a;
    ssize_t fd = call_ready(rt, socket_of(self), POLLIN, accept_step, &a);
    if (fd < 0)
        return NULL;
    Value items[2] = { small_int_value(fd), address_value(rt, &a) };
    return tuple_from_steal(rt, items, 2);
}

/* 0, or the number of the error; -1: an exception is set. */
static int connect_to(Runtime *rt, Socket *s, const Address *a)
{
    int error = connect(s->fd, (const struct sockaddr *)&a->storage, a->size) < 0 ? errno : 0;
    socklen_t size = sizeof error;
    if (error == EINTR || (error == EINPROGRESS && s->timeout > 0)) {
        if (!charge(rt, 1) || !wait_ready(rt, s, POLLOUT, now() + s->timeout))
            return -1;
        if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
            error = errno;
    }
    return error;
}

static Owned socket_connect(Runtime *rt, Borrowed self, const Value *args)
{
    Address a;
    if (!read_address(rt, socket_of(self), args[0], "connect", &a))
        return NULL;
    int error = connect_to(rt, socket_of(self), &a);
    return error < 0 ? NULL : error ? raise_os_error(rt, error, NULL) : NONE;
}

static Owned socket_connect_ex(Runtime *rt, Borrowed self, const Value *args)
{
    Address a;
    if (!read_address(rt, socket_of(self), args[0], "connect_ex", &a))
        return NULL;
    int error = connect_to(rt, socket_of(self), &a);
    if (error < 0 && error_clear_if(rt, rt->TimeoutError))
        error = EAGAIN;
    return error < 0 ? NULL : small_int_value(error);
}

static Owned socket_shutdown(Runtime *rt, Borrowed self, const Value *args)
{
    int how = 0;
    if (!argument_int(rt, args[0], &how))
        return NULL;
    return shutdown(socket_of(self)->fd, how) < 0 ? system_error(rt) : NONE;
}

static Owned socket_close(Runtime *rt, Borrowed self, const Value *args unused)
{
    int fd = socket_of(self)->fd;
    socket_of(self)->fd = -1;
    return fd >= 0 && close(fd) < 0 && errno != ECONNRESET ? system_error(rt) : NONE;
}

static Owned socket_detach(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    int fd = socket_of(self)->fd;
    socket_of(self)->fd = -1;
    return small_int_value(fd);
}

static Owned socket_fileno(Runtime *rt unused, Borrowed self, const Value *args unused) { return small_int_value(socket_of(self)->fd); }

static Owned name_of(Runtime *rt, Borrowed self, int (*get)(int, struct sockaddr *, socklen_t *))
{
    Address a = { .size = sizeof a.storage };
    return get(socket_of(self)->fd, (struct sockaddr *)&a.storage, &a.size) < 0 ? system_error(rt) : address_value(rt, &a);
}

static int own_name(int fd, struct sockaddr *address, socklen_t *size) { return getsockname(fd, address, size); }
static int peer_name(int fd, struct sockaddr *address, socklen_t *size) { return getpeername(fd, address, size); }
static Owned socket_getsockname(Runtime *rt, Borrowed self, const Value *args unused) { return name_of(rt, self, own_name); }
static Owned socket_getpeername(Runtime *rt, Borrowed self, const Value *args unused) { return name_of(rt, self, peer_name); }

/* -- options */

static Owned socket_setsockopt(Runtime *rt, Borrowed self, const Value *args)
{
    int level = 0, option = 0, number = 0, result;
    if (!argument_int(rt, args[0], &level) || !argument_int(rt, args[1], &option))
        return NULL;
    if (value_is_int(args[2])) {
        if (!argument_int(rt, args[2], &number))
            return NULL;
        result = setsockopt(socket_of(self)->fd, level, option, &number, sizeof number);
    } else {
        Buffer buffer;
        if (!buffer_get(rt, args[2], &buffer, false))
            return NULL;
        result = setsockopt(socket_of(self)->fd, level, option, buffer.bytes, (socklen_t)buffer.size);
        buffer_release(rt, &buffer);
    }
    return result < 0 ? system_error(rt) : NONE;
}

static Owned socket_getsockopt(Runtime *rt, Borrowed self, const Value *args)
{
    int level = 0, option = 0, size = 0, number = 0;
    char bytes[1024];
    if (!argument_int(rt, args[0], &level) || !argument_int(rt, args[1], &option) || !argument_int(rt, args[2], &size))
        return NULL;
    if (size < 0 || size > (int)sizeof bytes)
        return raise(rt, rt->OSError, "getsockopt buflen out of range");
    socklen_t length = size ? (socklen_t)size : sizeof number;
    if (getsockopt(socket_of(self)->fd, level, option, size ? (void *)bytes : &number, &length) < 0)
        return system_error(rt);
    return size ? bytes_from(rt, bytes, length) : small_int_value(number);
}

/* -- data */

typedef struct Transfer { char *bytes; size_t size; int flags; Address *address; } Transfer;

static ssize_t receive_step(Socket *s, void *data)
{
    Transfer *t = data;
    if (!t->address)
        return recv(s->fd, t->bytes, t->size, t->flags);
    t->address->size = sizeof t->address->storage;
    return recvfrom(s->fd, t->bytes, t->size, t->flags, (struct sockaddr *)&t->address->storage, &t->address->size);
}

static ssize_t send_step(Socket *s, void *data)
{
    Transfer *t = data;
    if (!t->address)
        return send(s->fd, t->bytes, t->size, t->flags | MSG_NOSIGNAL);
    return sendto(s->fd, t->bytes, t->size, t->flags | MSG_NOSIGNAL, (struct sockaddr *)&t->address->storage, t->address->size);
}

static Owned receive(Runtime *rt, Borrowed self, const Value *args, const char *name, Address *address)
{
    int64_t size = 0;
    Transfer t = { .address = address };
    if (!argument_index(rt, args[0], &size) || !argument_int(rt, args[1], &t.flags))
        return NULL;
    if (size < 0)
        return raise(rt, rt->ValueError, "negative buffersize in %s", name);
    t.size = (size_t)size;
    if (!(t.bytes = memory_alloc(rt, t.size + 1)))
        return raise_memory_error(rt);
    ssize_t got = call_ready(rt, socket_of(self), POLLIN, receive_step, &t);
    Value bytes = got < 0 ? NULL : bytes_from(rt, t.bytes, (size_t)got);
    memory_free(rt, t.bytes);
    return bytes;
}

static Owned with_address(Runtime *rt, Owned what, const Address *a)
{
    if (!what)
        return NULL;
    Value items[2] = { what, address_value(rt, a) };
    return tuple_from_steal(rt, items, 2);
}

static Owned socket_recv(Runtime *rt, Borrowed self, const Value *args) { return receive(rt, self, args, "recv", NULL); }

static Owned socket_recvfrom(Runtime *rt, Borrowed self, const Value *args)
{
    Address a = { 0 };
    return with_address(rt, receive(rt, self, args, "recvfrom", &a), &a);
}

static Owned receive_into(Runtime *rt, Borrowed self, const Value *args, const char *name, Address *address)
{
    int64_t size = 0;
    Buffer buffer;
    Transfer t = { .address = address };
    if (!argument_index(rt, args[1], &size) || !argument_int(rt, args[2], &t.flags) || !buffer_get(rt, args[0], &buffer, true))
        return NULL;
    Value result = NULL;
    if (size < 0)
        raise(rt, rt->ValueError, "negative buffersize in %s", name);
    else if ((size_t)size > buffer.size)
        raise(rt, rt->ValueError, "buffer too small for requested bytes");
    else {
        t.bytes = buffer.bytes;
        t.size = size ? (size_t)size : buffer.size;
        ssize_t got = call_ready(rt, socket_of(self), POLLIN, receive_step, &t);
        result = got < 0 ? NULL : small_int_value(got);
    }
    buffer_release(rt, &buffer);
    return result;
}

static Owned socket_recv_into(Runtime *rt, Borrowed self, const Value *args) { return receive_into(rt, self, args, "recv_into", NULL); }

static Owned socket_recvfrom_into(Runtime *rt, Borrowed self, const Value *args)
{
    Address a = { 0 };
    return with_address(rt, receive_into(rt, self, args, "recvfrom_into", &a), &a);
}

static Owned socket_send(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer buffer;
    Transfer t = { 0 };
    if (!argument_int(rt, args[1], &t.flags) || !buffer_get(rt, args[0], &buffer, false))
        return NULL;
    t.bytes = buffer.bytes;
    t.size = buffer.size;
    ssize_t put = call_ready(rt, socket_of(self), POLLOUT, send_step, &t);
    buffer_release(rt, &buffer);
    return put < 0 ? NULL : small_int_value(put);
}

static Owned socket_sendall(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer buffer;
    Transfer t = { 0 };
    if (!argument_int(rt, args[1], &t.flags) || !buffer_get(rt, args[0], &buffer, false))
        return NULL;
    size_t done = 0;
    bool fine = true;
    while (fine && done < buffer.size) {
        t.bytes = buffer.bytes + done;
        t.size = buffer.size - done;
        ssize_t put = call_ready(rt, socket_of(self), POLLOUT, send_step, &t);
        fine = put >= 0 && charge(rt, 1);
        done += put > 0 ? (size_t)put : 0;
    }
    buffer_release(rt, &buffer);
    return fine ? NONE : NULL;
}

/* sendto(data, address) or sendto(data, flags, address) */
static Owned socket_sendto(CALL_PARAMETERS)
{
    Buffer buffer;
    Address a;
    Transfer t = { .address = &a };
    if (keywords || count < 2 || count > 3)
        return raise(rt, rt->TypeError, "sendto() takes 2 or 3 arguments (%zu given)", count);
    if ((count == 3 && !argument_int(rt, args[1], &t.flags)) || !read_address(rt, socket_of(self), args[count - 1], "sendto", &a) ||
        !buffer_get(rt, args[0], &buffer, false))
        return NULL;
    t.bytes = buffer.bytes;
    t.size = buffer.size;
    ssize_t put = call_ready(rt, socket_of(self), POLLOUT, send_step, &t);
    buffer_release(rt, &buffer);
    return put < 0 ? NULL : small_int_value(put);
}

static Owned get_timeout(Runtime *rt, Borrowed self) { return timeout_value(rt, socket_of(self)->timeout); }

static const MethodDef socket_methods[] = {
    METHOD("_accept", socket_accept, "()", "_accept() -> (integer, address info)"),
    METHOD("bind", socket_bind, "(address, /)", "Bind the socket to a local address."),
    METHOD("close", socket_close, "()", "Close the socket."),
    METHOD("connect", socket_connect, "(address, /)", "Connect the socket to a remote address."),
    METHOD("connect_ex", socket_connect_ex, "(address, /)", "Like connect(address), but returns an error code instead of raising an exception."),
    METHOD("detach", socket_detach, "()", "Close the socket object without closing the underlying file descriptor."),
    METHOD("fileno", socket_fileno, "()", "Return the integer file descriptor of the socket."),
    METHOD("getpeername", socket_getpeername, "()", "Return the address of the remote endpoint."),
    METHOD("getsockname", socket_getsockname, "()", "Return the address of the local endpoint."),
    METHOD("getsockopt", socket_getsockopt, "(level, option, buffersize=0, /)", "Get a socket option."),
    METHOD("setsockopt", socket_setsockopt, "(level, option, value, optlen=None, /)", "Set a socket option."),
    METHOD("listen", socket_listen, "(backlog=128, /)", "Enable a server to accept connections."),
    METHOD("recv", socket_recv, "(buffersize, flags=0, /)", "Receive up to buffersize bytes from the socket."),
    METHOD("recv_into", socket_recv_into, "(buffer, nbytes=0, flags=0)", "A version of recv() that stores its data into a buffer."),
    METHOD("recvfrom", socket_recvfrom, "(buffersize, flags=0, /)", "Like recv(buffersize, flags) but also return the sender's address info."),
    METHOD("recvfrom_into", socket_recvfrom_into, "(buffer, nbytes=0, flags=0)", "Like recv_into() but also return the sender's address info."),
    METHOD("send", socket_send, "(data, flags=0, /)", "Send a data string to the socket."),
    METHOD("sendall", socket_sendall, "(data, flags=0, /)", "Send a data string to the socket until all of it is sent."),
    RAW_METHOD("sendto", socket_sendto, NULL, "sendto(data[, flags], address) -> count"),
    METHOD("setblocking", socket_setblocking, "(flag, /)", "Set the socket to blocking (flag is true) or non-blocking (false)."),
    METHOD("getblocking", socket_getblocking, "()", "Returns True if socket is in blocking mode, or False if it is in non-blocking mode."),
    METHOD("settimeout", socket_settimeout, "(timeout, /)", "Set a timeout on socket operations."),
    METHOD("gettimeout", socket_gettimeout, "()", "Returns the timeout in seconds (float) associated with socket operations."),
    METHOD("shutdown", socket_shutdown, "(how, /)", "Shut down the reading side of the socket, the writing side, or both."),
    { 0 },
};
static const MemberDef socket_members[] = {
    { "family", MEMBER_INT32, offsetof(Socket, family), false, "the socket family" },
    { "type", MEMBER_INT32, offsetof(Socket, kind), false, "the socket type" },
    { "proto", MEMBER_INT32, offsetof(Socket, protocol), false, "the socket protocol" },
    { 0 },
};
static const GetSetDef socket_getsets[] = { { "timeout", get_timeout, NULL, "the socket timeout" }, { 0 } };

static const TypeDef socket_type_def = {
    .name = "_socket.socket",
    .doc = "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\n\nOpen a socket of the given type.",
    .size = sizeof(Socket), .flags = TYPE_SUBCLASSABLE, .free = socket_free,
    .slots = { .make = socket_make, .init = socket_init, .repr = socket_repr, .finalize = socket_finalize },
    .methods = socket_methods, .members = socket_members, .getsets = socket_getsets,
};

/* -- functions */

static State *state_of(Borrowed module) { return ((Module *)module)->state; }

static Owned module_pair(Runtime *rt, Borrowed self, const Value *args)
{
    int family = AF_UNIX, kind = SOCK_STREAM, protocol = 0, fds[2];
    if (!argument_int(rt, args[0], &family) || !argument_int(rt, args[1], &kind) || !argument_int(rt, args[2], &protocol))
        return NULL;
    if (socketpair(family, kind | SOCK_CLOEXEC, protocol, fds) < 0)
        return system_error(rt);
    Value class = dict_get_text_peek(rt, module_dict(self), "socket"), pair[2] = { NULL, NULL };
    for (int i = 0; i < 2; i++) {
        Value arguments[4] = { small_int_value(family), small_int_value(kind), small_int_value(protocol), small_int_value(fds[i]) };
        pair[i] = class && (!i || pair[0]) ? call(rt, class, arguments, 4, NULL) : NULL;
        if (!pair[i])
            close(fds[i]);
    }
    return tuple_from_steal(rt, pair, 2);
}

static Owned module_hostname(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    char name[256];
    if (gethostname(name, sizeof name - 1) < 0)
        return system_error(rt);
    name[sizeof name - 1] = 0;
    return str_decode_utf8(rt, name, strlen(name), "surrogateescape");
}

static Owned info_row(Runtime *rt, const struct addrinfo *info)
{
    Address a = { .size = info->ai_addrlen };
    memcpy(&a.storage, info->ai_addr, info->ai_addrlen);
    Value items[5] = { small_int_value(info->ai_family), small_int_value(info->ai_socktype), small_int_value(info->ai_protocol),
                       str_from_text(rt, info->ai_canonname ? info->ai_canonname : ""), address_value(rt, &a) };
    return tuple_from_steal(rt, items, 5);
}

static Owned info_list(Runtime *rt, const struct addrinfo *first)
{
    Value list = list_new(rt, 0);
    for (; list && first; first = first->ai_next) {
        Value row = info_row(rt, first);
        if (!row || !list_append_steal(rt, list, row))
            value_clear(rt, &list);
    }
    return list;
}

static Owned module_addrinfo(Runtime *rt, Borrowed self unused, const Value *args)
{
    struct addrinfo hints = { 0 }, *found;
    const char *host = NULL, *port = NULL;
    char number[32];
    Value hold = NULL, hold_port = NULL, result = NULL;
    if (!argument_int(rt, args[2], &hints.ai_family) || !argument_int(rt, args[3], &hints.ai_socktype) ||
        !argument_int(rt, args[4], &hints.ai_protocol) || !argument_int(rt, args[5], &hints.ai_flags))
        return NULL;
    if (args[0] != NONE && !(host = host_text(rt, args[0], &hold)))
        return NULL;
    if (value_is_int(args[1])) {
        int64_t n = 0;
        if (argument_index(rt, args[1], &n)) {
            snprintf(number, sizeof number, "%lld", (long long)n);
            port = number;
        }
    } else if (args[1] != NONE && (value_is_str(args[1]) || value_is_bytes(args[1]))) {
        port = host_text(rt, args[1], &hold_port);
    } else if (args[1] != NONE) {
        raise(rt, rt->OSError, "Int or String expected");
    }
    if (!error_pending(rt)) {
        int code = getaddrinfo(host, port, &hints, &found);
        if (code)
            raise_lookup(rt, code);
        else {
            result = info_list(rt, found);
            freeaddrinfo(found);
        }
    }
    release(rt, hold);
    release(rt, hold_port);
    return result;
}

static Owned module_hostbyname(Runtime *rt, Borrowed self unused, const Value *args)
{
    Address a = { 0 };
    char text[INET_ADDRSTRLEN];
    Value hold;
    const char *host = host_text(rt, args[0], &hold);
    bool done = host && look_up(rt, host, AF_INET, &a);
    release(rt, hold);
    if (!done)
        return NULL;
    inet_ntop(AF_INET, &((struct sockaddr_in *)&a.storage)->sin_addr, text, sizeof text);
    return str_from_text(rt, text);
}

static Owned module_nameinfo(Runtime *rt, Borrowed self unused, const Value *args)
{
    int flags = 0;
    char host[NI_MAXHOST], port[NI_MAXSERV];
    Address a = { 0 };
    if (!argument_int(rt, args[1], &flags))
        return NULL;
    if (!value_is_tuple(args[0]))
        return raise(rt, rt->TypeError, "getnameinfo() argument 1 must be tuple, not %V", args[0]);
    Socket like = { .family = tuple_count(args[0]) > 2 ? AF_INET6 : AF_INET };
    if (!inet_address(rt, &like, args[0], "getnameinfo", &a))
        return NULL;
    int code = getnameinfo((struct sockaddr *)&a.storage, a.size, host, sizeof host, port, sizeof port, flags);
    if (code)
        return raise_lookup(rt, code);
    Value items[2] = { str_from_text(rt, host), str_from_text(rt, port) };
    return tuple_from_steal(rt, items, 2);
}

static Owned module_inet_aton(Runtime *rt, Borrowed self unused, const Value *args)
{
    struct in_addr address;
    if (!value_is_str(args[0]) || !inet_aton(str_bytes(args[0]), &address))
        return raise(rt, rt->OSError, "illegal IP address string passed to inet_aton");
    return bytes_from(rt, (const char *)&address, sizeof address);
}

static Owned text_of_address(Runtime *rt, int family, Borrowed packed)
{
    Buffer buffer;
    char text[INET6_ADDRSTRLEN];
    if (!buffer_get(rt, packed, &buffer, false))
        return NULL;
    size_t wanted = family == AF_INET ? 4 : 16;
    Value result = NULL;
    if (buffer.size != wanted)
        raise(rt, rt->ValueError, "invalid length of packed IP address string");
    else if (!inet_ntop(family, buffer.bytes, text, sizeof text))
        system_error(rt);
    else
        result = str_from_text(rt, text);
    buffer_release(rt, &buffer);
    return result;
}

static Owned module_inet_ntoa(Runtime *rt, Borrowed self unused, const Value *args) { return text_of_address(rt, AF_INET, args[0]); }

static Owned module_inet_ntop(Runtime *rt, Borrowed self unused, const Value *args)
{
    int family = 0;
    if (!argument_int(rt, args[0], &family))
        return NULL;
    if (family != AF_INET && family != AF_INET6)
        return raise(rt, rt->ValueError, "unknown address family %d", family);
    return text_of_address(rt, family, args[1]);
}

static Owned module_inet_pton(Runtime *rt, Borrowed self unused, const Value *args)
{
    int family = 0;
    char bytes[16];
    if (!argument_int(rt, args[0], &family))
        return NULL;
    if (!value_is_str(args[1]))
        return raise(rt, rt->TypeError, "inet_pton() argument 2 must be str, not %V", args[1]);
    int done = inet_pton(family, str_bytes(args[1]), bytes);
    if (done < 0)
        return system_error(rt);
    return done ? bytes_from(rt, bytes, family == AF_INET ? 4 : 16) : raise(rt, rt->OSError, "illegal IP address string passed to inet_pton");
}

#define SWAP(name, type, limit) \
    static Owned module_##name(Runtime *rt, Borrowed self unused, const Value *args) \
    { \
        int64_t n = 0; \
        if (!argument_index(rt, args[0], &n)) \
            return NULL; \
        if (n < 0 || n > limit) \
            return raise(rt, rt->OverflowError, n < 0 ? #name ": can't convert negative Python int to C unsigned integer" : #name ": Python int too large to convert to C unsigned integer"); \
        return small_int_value(name((type)n)); \
    }
SWAP(htons, uint16_t, 0xffff)
SWAP(ntohs, uint16_t, 0xffff)
SWAP(htonl, uint32_t, 0xffffffffLL)
SWAP(ntohl, uint32_t, 0xffffffffLL)
#undef SWAP

static Owned module_getdefault(Runtime *rt, Borrowed self, const Value *args unused) { return timeout_value(rt, state_of(self)->timeout); }

static Owned module_setdefault(Runtime *rt, Borrowed self, const Value *args)
{
    double seconds;
    if (!read_timeout(rt, args[0], &seconds))
        return NULL;
    state_of(self)->timeout = seconds;
    return NONE;
}

static Owned module_close(Runtime *rt, Borrowed self unused, const Value *args)
{
    int fd = -1;
    if (!argument_int(rt, args[0], &fd))
        return NULL;
    return close(fd) < 0 && errno != ECONNRESET ? system_error(rt) : NONE;
}

static Owned module_dup(Runtime *rt, Borrowed self unused, const Value *args)
{
    int fd = -1;
    if (!argument_int(rt, args[0], &fd))
        return NULL;
    fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    return fd < 0 ? system_error(rt) : small_int_value(fd);
}

static Owned module_servbyname(Runtime *rt, Borrowed self unused, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "getservbyname() argument 1 must be str, not %V", args[0]);
    struct servent *found = getservbyname(str_bytes(args[0]), args[1] && value_is_str(args[1]) ? str_bytes(args[1]) : NULL);
    return found ? small_int_value(ntohs((uint16_t)found->s_port)) : raise(rt, rt->OSError, "service/proto not found");
}

static const MethodDef functions[] = {
    METHOD("socketpair", module_pair, "(family=AF_UNIX, type=SOCK_STREAM, proto=0, /)", "Create a pair of socket objects from the sockets returned by the platform socketpair() function."),
    METHOD("gethostname", module_hostname, "()", "Return the current host name."),
    METHOD("gethostbyname", module_hostbyname, "(host, /)", "Return the IP address (a string of the form '255.255.255.255') for a host."),
    METHOD("getaddrinfo", module_addrinfo, "(host, port, family=0, type=0, proto=0, flags=0)", "Resolve host and port into addrinfo struct."),
    METHOD("getnameinfo", module_nameinfo, "(sockaddr, flags, /)", "Get host and port for a sockaddr."),
    METHOD("getservbyname", module_servbyname, "(servicename, protocolname=None, /)", "Return a port number from a service name and protocol name."),
    METHOD("inet_aton", module_inet_aton, "(string, /)", "Convert an IP address in string format to packed binary format."),
    METHOD("inet_ntoa", module_inet_ntoa, "(packed, /)", "Convert an IP address from packed binary format to string format."),
    METHOD("inet_pton", module_inet_pton, "(af, ip, /)", "Convert an IP address from string format to a packed string suitable for use with low-level network functions."),
    METHOD("inet_ntop", module_inet_ntop, "(af, packed, /)", "Convert a packed IP address of the given family to string format."),
    METHOD("htons", module_htons, "(x, /)", "Convert a 16-bit unsigned integer from host to network byte order."),
    METHOD("ntohs", module_ntohs, "(x, /)", "Convert a 16-bit unsigned integer from network to host byte order."),
    METHOD("htonl", module_htonl, "(x, /)", "Convert a 32-bit integer from host to network byte order."),
    METHOD("ntohl", module_ntohl, "(x, /)", "Convert a 32-bit integer from network to host byte order."),
    METHOD("getdefaulttimeout", module_getdefault, "()", "Returns the default timeout in seconds (float) for new socket objects."),
    METHOD("setdefaulttimeout", module_setdefault, "(timeout, /)", "Set the default timeout in seconds (float) for new socket objects."),
    METHOD("close", module_close, "(fd, /)", "Close an integer socket file descriptor."),
    METHOD("dup", module_dup, "(fd, /)", "Duplicate an integer socket file descriptor."),
    { 0 },
};

static const struct { const char *name; int value; } constants[] = {
#define C(name) { #name, name }
    C(AF_UNSPEC), C(AF_INET), C(AF_INET6), C(AF_UNIX), C(SOCK_STREAM), C(SOCK_DGRAM), C(SOCK_RAW), C(SOCK_RDM), C(SOCK_SEQPACKET),
    C(SOCK_CLOEXEC), C(SOCK_NONBLOCK), C(SOL_SOCKET), C(SO_DEBUG), C(SO_ACCEPTCONN), C(SO_REUSEADDR), C(SO_REUSEPORT), C(SO_KEEPALIVE),
    C(SO_DONTROUTE), C(SO_BROADCAST), C(SO_LINGER), C(SO_OOBINLINE), C(SO_SNDBUF), C(SO_RCVBUF), C(SO_SNDLOWAT), C(SO_RCVLOWAT),
    C(SO_SNDTIMEO), C(SO_RCVTIMEO), C(SO_ERROR), C(SO_TYPE), C(SO_PROTOCOL), C(SO_DOMAIN), C(SO_PASSCRED), C(SO_PEERCRED), C(SOMAXCONN),
    C(MSG_OOB), C(MSG_PEEK), C(MSG_DONTROUTE), C(MSG_DONTWAIT), C(MSG_EOR), C(MSG_TRUNC), C(MSG_CTRUNC), C(MSG_WAITALL), C(MSG_NOSIGNAL),
    C(SHUT_RD), C(SHUT_WR), C(SHUT_RDWR), C(IPPROTO_IP), C(IPPROTO_ICMP), C(IPPROTO_TCP), C(IPPROTO_UDP), C(IPPROTO_IPV6), C(IPPROTO_RAW),
    C(IP_TOS), C(IP_TTL), C(IPV6_V6ONLY), C(TCP_NODELAY), C(TCP_MAXSEG), C(TCP_CORK), C(TCP_KEEPIDLE), C(TCP_KEEPINTVL), C(TCP_KEEPCNT),
    C(AI_PASSIVE), C(AI_CANONNAME), C(AI_NUMERICHOST), C(AI_NUMERICSERV), C(AI_ADDRCONFIG), C(AI_V4MAPPED), C(AI_ALL),
    C(NI_NOFQDN), C(NI_NUMERICHOST), C(NI_NAMEREQD), C(NI_NUMERICSERV), C(NI_DGRAM), C(NI_MAXHOST), C(NI_MAXSERV),
    C(EAI_AGAIN), C(EAI_BADFLAGS), C(EAI_FAIL), C(EAI_FAMILY), C(EAI_MEMORY), C(EAI_NONAME), C(EAI_SERVICE), C(EAI_SOCKTYPE), C(EAI_SYSTEM),
    { "INADDR_ANY", 0 }, { "has_ipv6", 1 },
#undef C
};

static Owned error_class(Runtime *rt, const char *name)
{
    Value text = str_intern_text(rt, name), bases = tuple_pack(rt, 1, type_value(rt->OSError)), dict = dict_new(rt);
    Value place = str_intern_text(rt, "socket"), class = NULL;
    if (text && bases && dict && place && dict_set(rt, dict, rt->names.__module__, place)) {
        Value args[3] = { text, bases, dict };
        class = call(rt, type_value(rt->type_type), args, 3, NULL);
    }
    release(rt, text);
    release(rt, bases);
    release(rt, dict);
    release(rt, place);
    return class;
}

static bool init(Runtime *rt, Borrowed module)
{
    state_of(module)->timeout = -1;
    for (size_t i = 0; i < COUNT_OF(constants); i++)
        if (!module_add(rt, module, constants[i].name, small_int_value(constants[i].value)))
            return false;
    Type *type = module_add_type(rt, module, &socket_type_def, NULL);
    return type && module_add(rt, module, "SocketType", type_value(type)) && module_add(rt, module, "has_ipv6", TRUE) &&
           module_add(rt, module, "INADDR_LOOPBACK", small_int_value(0x7f000001)) &&
           module_add(rt, module, "INADDR_BROADCAST", small_int_value(0xffffffff)) &&
           module_add(rt, module, "error", type_value(rt->OSError)) && module_add(rt, module, "timeout", type_value(rt->TimeoutError)) &&
           module_add_steal(rt, module, "herror", error_class(rt, "herror")) &&
           module_add_steal(rt, module, "gaierror", error_class(rt, "gaierror"));
}

const ModuleDef _socket_module_def = {
    .name = "_socket",
    .doc = "Implementation module for socket operations.",
    .functions = functions,
    .init = init,
    .state_size = sizeof(State),
};
