/* Descriptors of built-in types: methods, slots, computed attributes, fields. */
#ifndef OURO_TYPES_DESCRIPTOR_H
#define OURO_TYPES_DESCRIPTOR_H

#include "types/function.h"
#include "types/slots.h"

/* The common head of all of them, MethodDescriptor (types/function.h) laid out alike. */
typedef struct SlotWrapper {
    Object head;
    const SlotRow *row;
    SlotFunction function;
    Type *type;                 /* Owned */
    Value name;
} SlotWrapper;

typedef struct GetSetDescriptor {
    Object head;
    const GetSetDef *def;
    uint64_t reserved;
    Type *type;                 /* Owned */
    Value name;
} GetSetDescriptor;

/* A field of the C structure (DEF), or a __slots__ value (DEF NULL: number INDEX). */
typedef struct MemberDescriptor {
    Object head;
    const MemberDef *def;
    uint64_t index;
    Type *type;                 /* Owned */
    Value name;
} MemberDescriptor;

typedef struct MethodWrapper {
    Object head;
    Value wrapper, self;
} MethodWrapper;

Owned method_descriptor_new(Runtime *rt, Type *type, const MethodDef *def) must_check;
Owned slot_wrapper_new(Runtime *rt, Type *type, const SlotRow *row, SlotFunction function) must_check;
Owned getset_descriptor_new(Runtime *rt, Type *type, const GetSetDef *def) must_check;
Owned member_descriptor_new(Runtime *rt, Type *type, const MemberDef *def) must_check;
Owned slot_descriptor_new(Runtime *rt, Type *type, Borrowed name, uint32_t index) must_check;

/* "($self, /, key)" out of "(key)". */
Owned signature_with_self(Runtime *rt, const char *signature) must_check;

#endif
