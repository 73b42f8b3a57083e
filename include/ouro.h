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
} ou_status;

typedef struct ou_options {
    size_t size;                /* sizeof(ou_options), for later versions */
    size_t memory_limit;        /* bytes that the heap may take from the system; 0: no limit */
    uint64_t hash_seed;         /* of str and bytes hashes; 0: a random one */
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

/* Everything that can be verified about the heap: NULL when it holds, else the name of
 * the first invariant that does not.  O(heap). */
OU_API const char *ou_check(ou_runtime *rt);

/* The same, and that every figure of the module ouro adds up: each object's reference count
 * is the references that stand in objects and in the runtime.  While no Python runs.  What
 * does not hold is told on standard error; the number of complaints, -1 without memory. */
OU_API long long ou_verify(ou_runtime *rt);

/* The failing allocator: request N from now on fails (1 is the next), or all from then
 * on when FOREVER; 0 switches it off.  For tests. */
OU_API void ou_fail_at(ou_runtime *rt, uint64_t n, int forever);
/* Requests since ou_fail_at. */
OU_API uint64_t ou_requests(ou_runtime *rt);

#ifdef __cplusplus
}
#endif

#endif
