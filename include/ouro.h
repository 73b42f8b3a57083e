/* Ouro: a Python that a C program embeds.
 *
 * One runtime is one private heap: opened, bounded, closed; any number in a process,
 * with nothing between them.  A runtime is used by one thread at a time.
 *
 *     ou_runtime *rt = ou_open(NULL);
 *     if (ou_run_text(rt, "print(6 * 7)", "<demo>") != OU_OK)
 *         ou_print_error(rt);
 *     ou_close(rt);
 */
#ifndef OURO_H
#define OURO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define OU_API __attribute__((visibility("default")))
#else
#define OU_API
#endif

typedef struct Runtime ou_runtime;

typedef enum {
    OU_OK = 0,
    OU_ERROR = 1,               /* a Python exception is pending: ou_print_error, ou_error_text, ou_clear_error */
    OU_NO_MEMORY = 2,           /* not even the exception could be made */
    OU_EXIT = 3,                /* the program asked to end: ou_exit_status */
    OU_NO_FILE = 4,             /* the file cannot be read; errno says why (EISDIR: a folder without __main__.py) */
    OU_STOPPED = 5,             /* its budget is spent, or ou_stop was called: ou_stopped_by */
} ou_status;

typedef struct ou_options {
    size_t size;                /* sizeof(ou_options), for later versions */
    size_t memory_limit;        /* bytes that the heap may take from the system; 0: no limit */
    uint64_t hash_seed;         /* of str and bytes hashes; 0: a random one */
    int hash_fixed;             /* 1: hash_seed is meant even when it is 0; up to 32 bits as PYTHONHASHSEED */
    uint64_t step_limit;        /* as ou_set_budget, from the end of ou_open on */
    double time_limit;
    size_t stack_size;          /* bytes of the C stack that a call may use; 0: all but a reserve of
                                   what the calling thread has */
    int system_malloc;          /* 1: each block from malloc, for sanitizers; slow */
    int checked;                /* 1: guard bytes and fill patterns around each block; slow */
    uint64_t fail_at;           /* as ou_fail_at before anything is opened; for tests */
    int fail_forever;
    size_t *left;               /* where a failing ou_open tells how many blocks it lost: 0, or it has a leak */
} ou_options;

/* "0.1.0" */
OU_API const char *ou_version(void);

/* A new runtime with its built-in types and modules ready, or NULL when the memory
 * (or its limit) does not suffice.  OPTIONS NULL: defaults. */
OU_API ou_runtime *ou_open(const ou_options *options);

/* End the program as Python does (modules cleared, cycles collected, finalizers run),
 * then give all memory back.  Returns the number of blocks that were still live: 0,
 * or the runtime has a leak. */
OU_API size_t ou_close(ou_runtime *rt);

/* Run Python source as the module __main__.  NAME stands in tracebacks. */
OU_API ou_status ou_run_text(ou_runtime *rt, const char *source, const char *name);

/* Run a file, or a folder with a __main__.py, as __main__; its folder is put in
 * front of sys.path. */
OU_API ou_status ou_run_file(ou_runtime *rt, const char *path);

/* Run a module found on sys.path as __main__ (python -m). */
OU_API ou_status ou_run_module(ou_runtime *rt, const char *name);

/* Run one interactive statement: an expression is printed.  *INCOMPLETE (may be NULL)
 * becomes 1, and nothing is run, when more lines are needed. */
OU_API ou_status ou_run_line(ou_runtime *rt, const char *source, const char *name, int *incomplete);

/* sys.argv, and a folder to be looked at first or last in sys.path. */
OU_API ou_status ou_set_arguments(ou_runtime *rt, int count, char *const *arguments);
OU_API ou_status ou_add_path(ou_runtime *rt, const char *folder, int first);

/* Options of Python's command line, as "-O", "-W error", "-X dev", and what the environment
 * says about the same (PYTHONWARNINGS, ...).  Once, before anything runs. */
OU_API ou_status ou_set_options(ou_runtime *rt, size_t count, const char *const *options);

/* The pending exception: printed through sys.excepthook, or as text (valid until the
 * next call; NULL when there is none), or dropped. */
OU_API void ou_print_error(ou_runtime *rt);
OU_API const char *ou_error_text(ou_runtime *rt);
OU_API void ou_clear_error(ou_runtime *rt);
/* 1: the pending exception is an instance of the built-in exception class NAME. */
OU_API int ou_error_is(ou_runtime *rt, const char *name);

/* After OU_EXIT: the status that the program asked for; its message, if any, has been
 * written to sys.stderr. */
OU_API int ou_exit_status(ou_runtime *rt);

/* Write out what sys.stdout and sys.stderr hold back. */
OU_API void ou_flush(ou_runtime *rt);

/* From a signal handler or another thread: KeyboardInterrupt at the next safe point. */
OU_API void ou_interrupt(ou_runtime *rt);

/* -- bounds.  Memory is bounded by ou_options.memory_limit: at the limit the program gets
 * a MemoryError, which it may catch, after all that can be given back was.  Steps and time
 * are bounded by a budget, which it cannot get round: what spends it is *stopped*, the call
 * returns OU_STOPPED, and no handler, finally block, __exit__ or __del__ of the program
 * runs until the host arms the budget again.  The heap is intact, and the runtime can go on. */

/* From now on at most STEPS steps and SECONDS of real time; 0: any number.  A step is a jump
 * backwards, an entry into a Python function, an item that a built-in function takes from
 * an iterator, or work in C of about that length (some 25 ns); the same program on the same
 * input takes the same number.  A runtime that was stopped may run again. */
OU_API void ou_set_budget(ou_runtime *rt, uint64_t steps, double seconds);

/* Steps since ou_set_budget. */
OU_API uint64_t ou_steps(const ou_runtime *rt);

/* From a signal handler or another thread: stops the program at the next safe point, within
 * about a millisecond.  A call of the system that waits (input, a socket) ends only when a
 * signal arrives that has a handler without SA_RESTART. */
OU_API void ou_stop(ou_runtime *rt);

/* After OU_STOPPED. */
typedef enum { OU_RUNNING = 0, OU_STOPPED_BY_STEPS = 1, OU_STOPPED_BY_TIME = 2, OU_STOPPED_BY_HOST = 3 } ou_stop_reason;
OU_API ou_stop_reason ou_stopped_by(const ou_runtime *rt);

/* Bytes that the heap may hold and holds of the system's memory, the runtime's own structures
 * among them; held and peak never exceed the limit. */
typedef struct ou_memory { size_t limit, held, peak; } ou_memory;
OU_API void ou_memory_used(const ou_runtime *rt, ou_memory *memory);

/* Another limit (0: none).  0, and no change, when more is held already. */
OU_API int ou_set_memory_limit(ou_runtime *rt, size_t limit);

/* Everything that can be verified about the heap: NULL when it holds, else the name of
 * the first invariant that does not.  O(heap). */
OU_API const char *ou_check(ou_runtime *rt);

/* The same, and that every figure of the module ouro adds up: each object's reference count
 * is the references that stand in objects and in the runtime.  While no Python runs.  What
 * does not hold is told on standard error; the number of complaints, -1 without memory. */
OU_API long long ou_verify(ou_runtime *rt);

/* tracemalloc from now on, keeping FRAMES frames of each traceback; faulthandler. */
OU_API ou_status ou_trace(ou_runtime *rt, int frames);
OU_API ou_status ou_show_faults(ou_runtime *rt);

/* To standard error: "[N refs, M blocks]"; arenas, pools, blocks, classes and domains. */
OU_API void ou_print_counts(ou_runtime *rt);
OU_API void ou_print_heap(ou_runtime *rt);

/* The failing allocator: request N from now on fails (1 is the next), or all from then
 * on when FOREVER; 0 switches it off.  For tests. */
OU_API void ou_fail_at(ou_runtime *rt, uint64_t n, int forever);
/* Requests since ou_fail_at. */
OU_API uint64_t ou_requests(ou_runtime *rt);

#ifdef __cplusplus
}
#endif

#endif
