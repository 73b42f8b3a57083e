/* The functions in the slots of classes: each calls a special method (slots_call.c). */
#ifndef OURO_TYPES_SLOTS_CALL_H
#define OURO_TYPES_SLOTS_CALL_H

#include "types/slots.h"

#define BINARY_OPS(X) \
    X(ADD, __add__, __radd__) X(SUB, __sub__, __rsub__) X(MUL, __mul__, __rmul__) \
    X(MATMUL, __matmul__, __rmatmul__) X(TRUEDIV, __truediv__, __rtruediv__) \
    X(FLOORDIV, __floordiv__, __rfloordiv__) X(MOD, __mod__, __rmod__) X(POW, __pow__, __rpow__) \
    X(LSHIFT, __lshift__, __rlshift__) X(RSHIFT, __rshift__, __rrshift__) X(AND, __and__, __rand__) \
    X(OR, __or__, __ror__) X(XOR, __xor__, __rxor__) X(DIVMOD, __divmod__, __rdivmod__)
#define INPLACE_OPS(X) \
    X(ADD, __iadd__) X(SUB, __isub__) X(MUL, __imul__) X(MATMUL, __imatmul__) X(TRUEDIV, __itruediv__) \
    X(FLOORDIV, __ifloordiv__) X(MOD, __imod__) X(POW, __ipow__) X(LSHIFT, __ilshift__) \
    X(RSHIFT, __irshift__) X(AND, __iand__) X(OR, __ior__) X(XOR, __ixor__)
#define UNARY_METHODS(X) \
    X(repr, __repr__) X(str, __str__) X(neg, __neg__) X(pos, __pos__) X(abs, __abs__) X(invert, __invert__) \
    X(int, __int__) X(float, __float__) X(index, __index__) X(await, __await__) X(aiter, __aiter__) \
    X(anext, __anext__) X(next, __next__)

#define DECLARE(op, name, rname) Owned slot_BINARY_##op(Runtime *rt, Borrowed left, Borrowed right);
BINARY_OPS(DECLARE)
#undef DECLARE
#define DECLARE(op, name) Owned slot_INPLACE_BINARY_##op(Runtime *rt, Borrowed self, Borrowed other);
INPLACE_OPS(DECLARE)
#undef DECLARE
#define DECLARE(slot, name) Owned slot_##slot(Runtime *rt, Borrowed self);
UNARY_METHODS(DECLARE)
#undef DECLARE

bool slot_hash(Runtime *rt, Borrowed self, int64_t *hash);
Owned slot_call(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords);
bool slot_set_attribute(Runtime *rt, Borrowed self, Borrowed name, Borrowed value);
Owned slot_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op);
Owned slot_iter(Runtime *rt, Borrowed self);
Owned slot_descriptor_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner);
bool slot_descriptor_set(Runtime *rt, Borrowed self, Borrowed instance, Borrowed value);
bool slot_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords);
Owned slot_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords);
void slot_finalize(Runtime *rt, Borrowed self);
Owned slot_power(Runtime *rt, Borrowed base, Borrowed exponent, Borrowed modulus);
int slot_truth(Runtime *rt, Borrowed self);
int64_t slot_length(Runtime *rt, Borrowed self);
Owned slot_get_item(Runtime *rt, Borrowed self, Borrowed key);
bool slot_set_item(Runtime *rt, Borrowed self, Borrowed key, Borrowed value);
Owned slot_item(Runtime *rt, Borrowed self, int64_t index);
int slot_contains(Runtime *rt, Borrowed self, Borrowed item);

#endif
