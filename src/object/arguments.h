/* Binding of call arguments to the parameters of a function in C.
 *
 * A signature is Python text, "(object, /, *, key=None)"; it is parsed when a
 * function object is made (Signature), and again for the names only when a call
 * has keywords or an error is worded. */
#ifndef OURO_OBJECT_ARGUMENTS_H
#define OURO_OBJECT_ARGUMENTS_H

#include "object/runtime.h"
#include "object/signature.h"

enum { ARGUMENTS_MAX = 16 };

Signature signature_parse(const char *text);

/* Bind into OUT[count of the text's parameters] (borrowed; NULL = absent).  FUNCTION is
 * the name for messages ("sorted").  False: TypeError worded as CPython's argument
 * parsing does for that shape of signature. */
bool arguments_bind(Runtime *rt, const char *function, const char *text, const Value *args,
                    size_t count, Borrowed keywords, Value *out) must_check;

/* The easy case, by position alone: ARGS, and NULL for what may be left out.  False: look closer. */
static always_inline bool arguments_pad(const Signature *s, const Value *args, size_t count, Value *out)
{
    if (unlikely(count < s->required || count > s->positional))
        return false;
    size_t i = 0;
    for (; i < count; i++)
        out[i] = args[i];
    for (; i < s->count; i++) {
        out[i] = NULL;
        __asm__("" : "+r"(i));      /* stays a loop: there are few */
    }
    return true;
}

/* Call a MethodDef with vector arguments (binds unless METHOD_RAW). */
Owned method_def_call(Runtime *rt, const MethodDef *def, const Signature *signature, Borrowed self,
                      const Value *args, size_t count, Borrowed keywords) must_check;

/* For __new__ and __init__ of types that take none: "X() takes no arguments". */
bool arguments_none(Runtime *rt, const char *function, size_t count, Borrowed keywords) must_check;

/* Simple converters, CPython's messages. */
bool argument_index(Runtime *rt, Borrowed v, int64_t *out) must_check;      /* NULL v leaves *out */
bool argument_int(Runtime *rt, Borrowed v, int *out) must_check;            /* NULL v leaves *out */
/* TypeError "WHERE argument must be str, not X"; WHERE is for example "__format__()". */
bool argument_str(Runtime *rt, const char *where, Borrowed v) must_check;
bool argument_bool(Runtime *rt, Borrowed v, bool *out) must_check;          /* truth; NULL v leaves *out */

#endif
