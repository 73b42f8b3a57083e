/* Calls with one argument in front of those given, and without bound methods. */
#ifndef OURO_OBJECT_PREPEND_H
#define OURO_OBJECT_PREPEND_H

#include "object/runtime.h"

typedef struct Prepend {
    Runtime *rt;
    Value *args;                /* first, then the arguments and keyword values */
    Value small[8];
} Prepend;

bool prepend_open(Prepend *p, Runtime *rt, Borrowed first, const Value *args, size_t count, Borrowed keywords) must_check;
void prepend_close(Prepend *p);
Owned call_prepend(Runtime *rt, Borrowed callable, Borrowed first, const Value *args, size_t count,
                   Borrowed keywords) must_check;

/* Found on a class, it may be called with the instance in front instead of being bound. */
static inline bool is_plain_method(Runtime *rt, Borrowed v)
{
    if (!value_is_object(v))
        return false;
    Type *type = object_type(value_object(v));
    return type == rt->function_type || type == rt->method_descriptor_type || type == rt->slot_wrapper_type;
}

#endif
