/* Raising, catching and formatting exceptions from C. */
#ifndef OURO_OBJECT_ERROR_H
#define OURO_OBJECT_ERROR_H

#include "object/runtime.h"

/* Raise TYPE with a message.  Always returns NULL, which is also `false`:
 *     return raise(rt, rt->TypeError, "'%T' object is not iterable", v);
 * Directives: %s C string, %.Ns at most N bytes, %c code point, %d int, %u unsigned, %zd int64_t, %zu size_t,
 * %x %zx hexadecimal, %S str(value), %R repr(value), %A ascii(value), %T type name of a value, %N name of a
 * Type *, %U a str value as it is, %% percent.  %.200T limits likewise. */
/* <signal.h> has a raise of its own: include it before this header. */
#define raise raise_error
void *raise(Runtime *rt, Type *type, const char *format, ...);
/* As raise, from inside a handler in C: the pending exception becomes __cause__ and __context__. */
void *raise_from_pending(Runtime *rt, Type *type, const char *format, ...);
void *raise_value(Runtime *rt, Type *type, Borrowed value);      /* TYPE(value) */
void *raise_object(Runtime *rt, Borrowed exception);             /* this exception object */
void *raise_memory_error(Runtime *rt);                           /* never allocates */
void *raise_key_error(Runtime *rt, Borrowed key);
void *raise_stop_iteration(Runtime *rt, Borrowed value);         /* VALUE NULL: none */
void *raise_os_error(Runtime *rt, int error, Borrowed filename); /* the subclass for errno; FILENAME may be NULL */
void *raise_attribute_error(Runtime *rt, Borrowed object, Borrowed name);    /* 'T' object has no attribute 'name' */
void *raise_name_error(Runtime *rt, Borrowed name, const char *format);      /* FORMAT with one %s or %U */
void *raise_index_error(Runtime *rt, const char *message);
void *raise_overflow(Runtime *rt, const char *message);

/* A str from the same directives. */
Owned format_message(Runtime *rt, const char *format, ...) must_check;

static inline bool error_pending(const Runtime *rt) { return rt->exception != NULL; }
bool error_matches(Runtime *rt, const Type *type);               /* pending and an instance of TYPE */
Owned error_take(Runtime *rt);                                   /* the pending exception; none is pending after */
void error_restore_steal(Runtime *rt, Owned exception);          /* NULL: none; context is left alone */
void error_clear(Runtime *rt);
/* Pending StopIteration (or TYPE): clear it and return true. */
bool error_clear_if(Runtime *rt, const Type *type);

/* An exception that nobody can receive (in __del__, in a callback): sys.unraisablehook.
 * WHERE as CPython words it ("Exception ignored in" when NULL).  Clears it.  In modules/unraisable.c. */
void error_unraisable(Runtime *rt, const char *where, Borrowed object);

/* In modules/warnings.c.  Warnings (through the module warnings when it is loaded, else stderr as its default filter would).  False when turned into an error. */
bool warn(Runtime *rt, Type *category, const char *format, ...) must_check;
/* The same about a place in a file that is not the running code's. */
bool warn_explicit(Runtime *rt, Type *category, Borrowed text, Borrowed filename, int32_t line) must_check;

/* Recursion in C and in Python: RecursionError "maximum recursion depth exceeded" + WHERE. */
bool recursion_enter(Runtime *rt, const char *where) must_check;
static inline void recursion_leave(Runtime *rt) { rt->depth--; }

/* What dispatches to a type's slot asks this: chains of objects in C that lead from one to the
 * next (iterators, descriptors, proxies) are as deep as a program likes.  Counts nothing. */
bool raise_stack_short(Runtime *rt);
static always_inline bool stack_suffices(Runtime *rt)
{
    return likely((char *)__builtin_frame_address(0) > rt->c_stack_limit) || raise_stack_short(rt);
}

#endif
