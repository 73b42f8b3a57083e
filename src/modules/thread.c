/* The module _thread for a runtime of one thread: locks that count, no new threads.
 * A lock that would have to wait for somebody else waits for nobody: RuntimeError. */
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/module.h"
#include "types/str.h"

typedef struct Lock {
    Object head;
    int64_t depth;              /* times acquired; a plain lock: 0 or 1 */
} Lock;

typedef struct Local {
    Object head;
    Value dict;
} Local;

enum { THE_THREAD = 1 };

static void lock_free(Gc *gc, Object *self) { type_free_object(runtime_of(gc), self); }

/* May a blocking acquire go on?  -1: it would wait for ever. */
static int may_wait(Runtime *rt, const Value *args)
{
    bool blocking = true;
    double timeout = -1;
    if (!argument_bool(rt, args[0], &blocking) || (args[1] && !value_to_double(rt, args[1], &timeout)))
        return -1;
    if (!blocking && timeout != -1)
        return raise(rt, rt->ValueError, "can't specify a timeout for a non-blocking call"), -1;
    if (timeout < 0 && timeout != -1)
        return raise(rt, rt->ValueError, "timeout value must be a non-negative number"), -1;
    return blocking && timeout < 0;
}

static Owned lock_acquire(Runtime *rt, Borrowed self, const Value *args)
{
    Lock *lock = (Lock *)self;
    int wait = may_wait(rt, args);
    if (wait < 0)
        return NULL;
    if (lock->depth && wait)
        return raise(rt, rt->RuntimeError, "deadlock: the lock is held by the only thread");
    if (lock->depth)
        return FALSE;
    lock->depth = 1;
    return TRUE;
}

static Owned rlock_acquire(Runtime *rt, Borrowed self, const Value *args)
{
    if (may_wait(rt, args) < 0)
        return NULL;
    ((Lock *)self)->depth++;
    return TRUE;
}

static Owned lock_release(Runtime *rt, Borrowed self, const Value *args unused)
{
    Lock *lock = (Lock *)self;
    if (!lock->depth)
        return raise(rt, rt->RuntimeError, "release unlocked lock");
    lock->depth--;
    return NONE;
}

static Owned rlock_release(Runtime *rt, Borrowed self, const Value *args)
{
    if (!((Lock *)self)->depth)
        return raise(rt, rt->RuntimeError, "cannot release un-acquired lock");
    return lock_release(rt, self, args);
}

static Owned lock_locked(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    return bool_value(((Lock *)self)->depth > 0);
}

/* In the child of a fork nobody holds it. */
static Owned lock_at_fork(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    ((Lock *)self)->depth = 0;
    return NONE;
}

static Owned enter(Runtime *rt, Borrowed self, Owned (*acquire)(Runtime *, Borrowed, const Value *))
{
    static const Value none[2] = { NULL, NULL };
    return acquire(rt, self, none);
}

static Owned lock_enter(Runtime *rt, Borrowed self, const Value *args unused) { return enter(rt, self, lock_acquire); }
static Owned rlock_enter(Runtime *rt, Borrowed self, const Value *args unused) { return enter(rt, self, rlock_acquire); }

static Owned lock_exit(CALL_PARAMETERS)
{
    (void)count, (void)keywords;
    return lock_release(rt, self, args);
}

static Owned rlock_exit(CALL_PARAMETERS)
{
    (void)count, (void)keywords;
    return rlock_release(rt, self, args);
}

static Owned rlock_is_owned(Runtime *rt, Borrowed self, const Value *args) { return lock_locked(rt, self, args); }

static Owned lock_repr(Runtime *rt, Borrowed self)
{
    return format_message(rt, "<%s _thread.lock object at 0x%zx>", ((Lock *)self)->depth ? "locked" : "unlocked", (size_t)self);
}

static Owned rlock_repr(Runtime *rt, Borrowed self)
{
    int64_t depth = ((Lock *)self)->depth;
    return format_message(rt, "<%s _thread.RLock object owner=%d count=%zd at 0x%zx>", depth ? "locked" : "unlocked",
                          depth ? THE_THREAD : 0, depth, (size_t)self);
}

static Owned lock_make(Runtime *rt, Type *type, const Value *args unused, size_t count, Borrowed keywords)
{
    if (!arguments_none(rt, "RLock", count, keywords))
        return NULL;
    return object_value(type_alloc(rt, type, 0));
}

static const MethodDef lock_methods[] = {
    METHOD("acquire", lock_acquire, "(blocking=True, timeout=-1)", "Lock the lock."),
    METHOD("release", lock_release, "()", "Release the lock."),
    METHOD("locked", lock_locked, "()", "Return whether the lock is in the locked state."),
    METHOD("_at_fork_reinit", lock_at_fork, "()", NULL),
    METHOD("__enter__", lock_enter, "()", NULL),
    RAW_METHOD("__exit__", lock_exit, NULL, NULL),
    { 0 },
};

static const MethodDef rlock_methods[] = {
    METHOD("acquire", rlock_acquire, "(blocking=True, timeout=-1)", "Lock the lock."),
    METHOD("release", rlock_release, "()", "Release the lock."),
    METHOD("_is_owned", rlock_is_owned, "()", NULL),
    METHOD("_at_fork_reinit", lock_at_fork, "()", NULL),
    METHOD("__enter__", rlock_enter, "()", NULL),
    RAW_METHOD("__exit__", rlock_exit, NULL, NULL),
    { 0 },
};

static const TypeDef lock_type_def = {
    .name = "_thread.lock", .doc = "A lock object is a synchronization primitive.", .size = sizeof(Lock),
    .flags = TYPE_NO_NEW | TYPE_WEAK, .free = lock_free, .slots = { .repr = lock_repr }, .methods = lock_methods,
};
static const TypeDef rlock_type_def = {
    .name = "_thread.RLock", .size = sizeof(Lock), .flags = TYPE_SUBCLASSABLE | TYPE_WEAK, .free = lock_free,
    .slots = { .make = lock_make, .repr = rlock_repr }, .methods = rlock_methods,
};

/* -- thread-local data: one thread, one dict */

static int local_traverse(Object *self, GcVisit visit, void *argument)
{
    return type_traverse_object(self, visit, argument);
}

static void local_clear(Gc *gc, Object *self) { type_clear_object(runtime_of(gc), self); }

static void local_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned local_make(Runtime *rt, Type *type, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    Object *local = type_alloc(rt, type, 0);
    if (local)
        gc_track(&rt->gc, local);
    return object_value(local);
}

static bool local_init(Runtime *rt unused, Borrowed self unused, const Value *args unused, size_t count unused,
                       Borrowed keywords unused)
{
    return true;
}

static const TypeDef local_type_def = {
    .name = "_thread._local", .doc = "Thread-local data", .size = sizeof(Local),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_WEAK, .dict_offset = offsetof(Local, dict),
    .traverse = local_traverse, .clear = local_clear, .free = local_free,
    .slots = { .make = local_make, .init = local_init },
};

/* -- functions */

typedef struct State { Type *lock; } State;

static Owned allocate_lock(Runtime *rt, Borrowed self, const Value *args unused)
{
    return object_value(type_alloc(rt, ((State *)((Module *)self)->state)->lock, 0));
}

static Owned get_ident(Runtime *rt unused, Borrowed self unused, const Value *args unused)
{
    return small_int_value(THE_THREAD);
}

static Owned start_new_thread(CALL_PARAMETERS)
{
    (void)self, (void)args, (void)count, (void)keywords;
    return raise(rt, rt->RuntimeError, "can't start new thread");
}

static Owned thread_count(Runtime *rt unused, Borrowed self unused, const Value *args unused) { return small_int_value(0); }

static Owned stack_size(Runtime *rt, Borrowed self unused, const Value *args)
{
    int size = 0;
    if (!argument_int(rt, args[0], &size))
        return NULL;
    return size >= 0 ? small_int_value(0) : raise(rt, rt->ValueError, "size must be 0 or a positive value");
}

static Owned interrupt_main(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return raise_value(rt, rt->KeyboardInterrupt, NULL);
}

static bool init(Runtime *rt, Borrowed module)
{
    State *state = ((Module *)module)->state;
    Value maximum;
    flonum_encode(9223372036.0, &maximum);
    return (state->lock = module_add_type(rt, module, &lock_type_def, NULL)) &&
           module_add(rt, module, "LockType", type_value(state->lock)) &&
           module_add_type(rt, module, &rlock_type_def, NULL) && module_add_type(rt, module, &local_type_def, NULL) &&
           module_add(rt, module, "error", type_value(rt->RuntimeError)) &&
           module_add(rt, module, "TIMEOUT_MAX", maximum);
}

static const MethodDef functions[] = {
    METHOD("allocate_lock", allocate_lock, "()", "Create a new lock object."),
    METHOD("allocate", allocate_lock, "()", "Create a new lock object."),
    METHOD("_set_sentinel", allocate_lock, "()", NULL),
    METHOD("get_ident", get_ident, "()", "Return a non-zero integer that uniquely identifies the current thread."),
    METHOD("get_native_id", get_ident, "()", NULL),
    METHOD("_count", thread_count, "()", "Return the number of currently running Python threads."),
    METHOD("stack_size", stack_size, "(size=0, /)", "Return the thread stack size used when creating new threads."),
    METHOD("interrupt_main", interrupt_main, "(signum=2, /)", "Simulate the arrival of the given signal in the main thread."),
    RAW_METHOD("start_new_thread", start_new_thread, NULL, "Start a new thread: not available."),
    RAW_METHOD("start_new", start_new_thread, NULL, "Start a new thread: not available."),
    { 0 },
};

const ModuleDef _thread_module_def = {
    .name = "_thread",
    .doc = "Locks, and the identity of the one thread of this runtime.",
    .functions = functions,
    .init = init,
    .state_size = sizeof(State),
};
