/* Exception objects, tracebacks. */
#ifndef OURO_TYPES_EXCEPTION_H
#define OURO_TYPES_EXCEPTION_H

#include "object/runtime.h"

/* Common head of every exception; the attribute values of the richer classes follow in `extra`. */
typedef struct Exception {
    Object head;
    Value dict;                 /* or NULL */
    Value args;                 /* tuple */
    Value traceback;            /* traceback or NULL */
    Value context, cause;       /* exceptions or NULL */
    bool suppress_context;
    Value extra[];              /* per layout, see exception.c: StopIteration.value, OSError.errno, ... */
} Exception;

static inline bool value_is_exception(Borrowed v) { return object_has_type_flag(v, TYPE_IS_EXCEPTION); }
Owned exception_new(Runtime *rt, Type *type, Borrowed args_tuple) must_check;

typedef struct Traceback {
    Object head;
    Value next;                 /* towards where it was raised; NULL at the end */
    Value frame;
    int32_t pc;                 /* in words */
    int32_t line;
} Traceback;

/* Put FRAME in front of EXCEPTION's traceback. */
bool traceback_add(Runtime *rt, Borrowed exception, Borrowed frame_object, int32_t pc, int32_t line) must_check;

/* Print as `python3.11` does: traceback with source lines and carets, chained
 * exceptions, groups, notes, suggestions.  To sys.stderr when there is one, else to descriptor 2. */
void exception_print(Runtime *rt, Borrowed exception);
/* The same text as a str. */
Owned exception_text(Runtime *rt, Borrowed exception) must_check;
/* Set when raised from C or by the raise statement: context = what is being handled. */
void exception_set_context(Runtime *rt, Borrowed exception);

#endif
