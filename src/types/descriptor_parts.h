/* Shared by the files descriptor*.c only. */
#ifndef OURO_TYPES_DESCRIPTOR_PARTS_H
#define OURO_TYPES_DESCRIPTOR_PARTS_H

#include "types/descriptor.h"

/* What the five have in common. */
typedef struct Descriptor {
    Object head;
    const void *def;
    uint64_t word;
    Type *type;
    Value name;
} Descriptor;

static_assert(offsetof(MethodDescriptor, type) == offsetof(Descriptor, type), "laid out alike");
static_assert(offsetof(SlotWrapper, type) == offsetof(Descriptor, type), "laid out alike");
static_assert(offsetof(MemberDescriptor, name) == offsetof(Descriptor, name), "laid out alike");
static_assert(offsetof(GetSetDescriptor, name) == offsetof(Descriptor, name), "laid out alike");

static inline Descriptor *descriptor_of(Borrowed v) { return (Descriptor *)v; }

int descriptor_traverse(Object *self, GcVisit visit, void *argument);
void descriptor_free(Gc *gc, Object *self);
Owned descriptor_objclass(Runtime *rt, Borrowed self);
Owned descriptor_name(Runtime *rt, Borrowed self);
Owned descriptor_qualname(Runtime *rt, Borrowed self);
Owned descriptor_doc(Runtime *rt, const char *doc) must_check;
/* The instance a descriptor works on must be of its type. */
bool descriptor_check(Runtime *rt, Borrowed self, Borrowed instance) must_check;
extern const MethodDef descriptor_methods[];    /* __reduce__ */

#define DESCRIPTOR_DEF(name_, size_) \
    .name = name_, .size = size_, .flags = TYPE_CONTAINER | TYPE_NO_NEW, \
    .traverse = descriptor_traverse, .free = descriptor_free

#endif
