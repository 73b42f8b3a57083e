/* What one can do with any value: the operations behind the syntax and the built-ins.
 * All follow the data model of Python 3.11, its order of attempts and its messages. */
#ifndef OURO_OBJECT_PROTOCOL_H
#define OURO_OBJECT_PROTOCOL_H

#include "object/runtime.h"

/* -- call (object/call.c) */
Owned call(Runtime *rt, Borrowed callable, const Value *args, size_t count, Borrowed keywords) must_check;
Owned call_none(Runtime *rt, Borrowed callable) must_check;
Owned call_one(Runtime *rt, Borrowed callable, Borrowed a) must_check;
Owned call_two(Runtime *rt, Borrowed callable, Borrowed a, Borrowed b) must_check;
Owned call_three(Runtime *rt, Borrowed callable, Borrowed a, Borrowed b, Borrowed c) must_check;
Owned call_tuple_dict(Runtime *rt, Borrowed callable, Borrowed tuple, Borrowed dict_or_null) must_check;
/* receiver.name(args...), without making the bound method where it can. */
Owned call_method(Runtime *rt, Borrowed receiver, Borrowed name, const Value *args, size_t count) must_check;
/* Special method through the type, not the instance.  NULL without an exception: not there. */
Owned call_special(Runtime *rt, Borrowed receiver, Borrowed name, const Value *args, size_t count);
bool is_callable(Runtime *rt, Borrowed v);

/* -- attributes (object/attribute.c) */
Owned get_attribute(Runtime *rt, Borrowed object, Borrowed name) must_check;
/* NULL without an exception when there is none (AttributeError swallowed). */
Owned get_attribute_or_null(Runtime *rt, Borrowed object, Borrowed name);
Owned get_attribute_text(Runtime *rt, Borrowed object, const char *name) must_check;
bool set_attribute(Runtime *rt, Borrowed object, Borrowed name, Borrowed value) must_check;   /* NULL deletes */
int has_attribute(Runtime *rt, Borrowed object, Borrowed name);
/* The interned exact str equal to NAME; TypeError when it is no str. */
Owned attribute_name(Runtime *rt, Borrowed name) must_check;
Owned generic_get_attribute(Runtime *rt, Borrowed object, Borrowed name);
/* The same, NULL without an exception when there is none; NAME an interned str. */
Owned generic_get_attribute_or_null(Runtime *rt, Borrowed object, Borrowed name);
bool generic_set_attribute(Runtime *rt, Borrowed object, Borrowed name, Borrowed value);
/* For `object.name(...)`: *function and, when it is a plain method found on the type, *self = object (retained); else *self = NULL. */
bool get_method(Runtime *rt, Borrowed object, Borrowed name, Owned *function, Owned *self) must_check;
/* The special method NAME looked up on the type and bound to OBJECT; NULL without exception: none. */
Owned get_special(Runtime *rt, Borrowed object, Borrowed name);
Owned object_dict(Runtime *rt, Borrowed object);    /* its __dict__, made when needed; NULL without exception: it has none */
Owned object_dir(Runtime *rt, Borrowed object) must_check;

/* -- comparison and hash (object/compare.c) */
Owned compare(Runtime *rt, Borrowed a, Borrowed b, CompareOp op) must_check;
/* The rest of it, when a's method gave NotImplemented and b's class is the same or none that could come first. */
Owned compare_reflected(Runtime *rt, Borrowed a, Borrowed b, CompareOp op) must_check;
int compare_true(Runtime *rt, Borrowed a, Borrowed b, CompareOp op);     /* 1, 0, -1; no identity shortcut */
int values_equal(Runtime *rt, Borrowed a, Borrowed b);                   /* identity first, then == */
bool value_hash(Runtime *rt, Borrowed v, int64_t *hash) must_check;
int value_truth(Runtime *rt, Borrowed v);

/* -- text (object/text.c) */
Owned value_repr(Runtime *rt, Borrowed v) must_check;
Owned value_str(Runtime *rt, Borrowed v) must_check;
Owned value_ascii(Runtime *rt, Borrowed v) must_check;
Owned value_format(Runtime *rt, Borrowed v, Borrowed specification_or_null) must_check;
/* repr of self-containing containers: 1 = already being shown (print "..."), 0 = entered, -1 = error. */
int repr_enter(Runtime *rt, Borrowed v);
void repr_leave(Runtime *rt, Borrowed v);

/* -- arithmetic (object/arithmetic.c) */
Owned binary(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op) must_check;
/* The rest of binary() or binary_inplace(), as compare_reflected. */
Owned binary_reflected(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op, bool inplace) must_check;
Owned binary_inplace(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op) must_check;
Owned power(Runtime *rt, Borrowed base, Borrowed exponent, Borrowed modulus) must_check;
Owned unary(Runtime *rt, Borrowed v, UnaryOp op) must_check;
Owned value_index(Runtime *rt, Borrowed v) must_check;           /* operator.index: an int */
/* As a C integer.  Too large: clipped when CLIP_ERROR is NULL, else that exception. */
bool value_to_ssize(Runtime *rt, Borrowed v, int64_t *out, Type *clip_error) must_check;
bool value_to_double(Runtime *rt, Borrowed v, double *out) must_check;       /* float(v) for numbers */
Owned value_to_int(Runtime *rt, Borrowed v) must_check;          /* int(v) */

/* -- containers (object/container.c) */
int64_t value_length(Runtime *rt, Borrowed v);                   /* -1: error */
int64_t value_length_hint(Runtime *rt, Borrowed v, int64_t otherwise);      /* -1: error */
Owned get_item(Runtime *rt, Borrowed container, Borrowed key) must_check;
bool set_item(Runtime *rt, Borrowed container, Borrowed key, Borrowed value) must_check;     /* NULL deletes */
int contains(Runtime *rt, Borrowed container, Borrowed item);

/* -- iteration (object/iterate.c) */
Owned get_iter(Runtime *rt, Borrowed v) must_check;
/* NULL without an exception: exhausted (a StopIteration is cleared). */
Owned iter_next(Runtime *rt, Borrowed iterator);
bool is_iterator(Runtime *rt, Borrowed v);
/* A list or tuple with the items of any iterable; MESSAGE NULL: "'%T' object is not iterable". */
Owned sequence_list(Runtime *rt, Borrowed iterable) must_check;
Owned sequence_tuple(Runtime *rt, Borrowed iterable) must_check;

/* -- classes (object/inherit.c) */
int is_instance(Runtime *rt, Borrowed v, Borrowed class_or_tuple);
int is_subclass(Runtime *rt, Borrowed v, Borrowed class_or_tuple);
/* What type.__instancecheck__ and type.__subclasscheck__ do: no hooks asked. */
int is_instance_plain(Runtime *rt, Borrowed v, Borrowed class);
int is_subclass_plain(Runtime *rt, Borrowed v, Borrowed class);
static inline bool value_is_instance(Runtime *rt, Borrowed v, const Type *type)
{
    const Type *t = value_type(rt, v);
    return t == type || type_is_subtype(t, type);
}

/* -- buffers (object/buffer.c) */
bool buffer_get(Runtime *rt, Borrowed v, Buffer *buffer, bool writable) must_check;  /* "a bytes-like object is required, not '%T'" */
void buffer_release(Runtime *rt, Buffer *buffer);
bool has_buffer(Runtime *rt, Borrowed v);

#endif
