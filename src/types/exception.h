/* Exception objects and tracebacks.
 *
 * Every exception class has the same head; what a richer class adds stands in
 * `extra`, as named by the EXTRA_* numbers.  A NULL extra reads as None. */
#ifndef OURO_TYPES_EXCEPTION_H
#define OURO_TYPES_EXCEPTION_H

#include "object/runtime.h"

typedef struct Exception {
    Object head;
    Value dict;                 /* or NULL */
    Value args;                 /* tuple */
    Value traceback;            /* traceback or NULL */
    Value context, cause;       /* exceptions or NULL */
    bool suppress_context;
    Value extra[];
} Exception;

enum {
    EXTRA_VALUE = 0,                                            /* StopIteration */
    EXTRA_CODE = 0,                                             /* SystemExit */
    EXTRA_NAME = 0, EXTRA_OBJ,                                  /* NameError, AttributeError */
    EXTRA_IMPORT_MSG = 0, EXTRA_IMPORT_NAME, EXTRA_IMPORT_PATH, /* ImportError */
    EXTRA_ERRNO = 0, EXTRA_STRERROR, EXTRA_FILENAME, EXTRA_FILENAME2, EXTRA_WRITTEN,    /* OSError */
    EXTRA_MSG = 0, EXTRA_SYNTAX_FILENAME, EXTRA_LINENO, EXTRA_OFFSET, EXTRA_TEXT,       /* SyntaxError */
    EXTRA_END_LINENO, EXTRA_END_OFFSET, EXTRA_PRINT_FILE_AND_LINE,
    EXTRA_ENCODING = 0, EXTRA_OBJECT, EXTRA_START, EXTRA_END, EXTRA_REASON,             /* Unicode*Error */
    EXTRA_MESSAGE = 0, EXTRA_EXCEPTIONS,                        /* exception groups */
    EXTRA_MAX = 8,
};

static inline bool value_is_exception(Borrowed v) { return object_has_type_flag(v, TYPE_IS_EXCEPTION); }

/* TYPE(*ARGS_TUPLE) without running Python code of subclasses when TYPE is built in. */
Owned exception_new(Runtime *rt, Type *type, Borrowed args_tuple) must_check;
/* Called when EXCEPTION is about to be raised: its context becomes what is being handled, and no
 * chain of contexts is left a ring. */
void exception_set_context(Runtime *rt, Borrowed exception);

typedef struct Traceback {
    Object head;
    Value next;                 /* towards where it was raised; NULL at the end */
    Value frame;
    int32_t pc;                 /* in words */
    int32_t line;
    bool odd;                   /* made by a program with an odd tb_lasti */
} Traceback;

/* Put FRAME in front of EXCEPTION's traceback. */
bool traceback_add(Runtime *rt, Borrowed exception, Borrowed frame_object, int32_t pc, int32_t line) must_check;

/* exceptions.def's rows become types; false: no memory. */
bool exception_types_open(Runtime *rt) must_check;
extern const TypeDef traceback_type_def;

#endif
