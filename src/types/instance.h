/* Plain instances: the parts of an object that its class adds to the C structure. */
#ifndef OURO_TYPES_INSTANCE_H
#define OURO_TYPES_INSTANCE_H

#include "object/runtime.h"

/* The Value that holds the __dict__, or NULL when objects of TYPE have none there. */
Value *object_dict_field(Runtime *rt, Object *object, const Type *type);
/* Number INDEX of the __slots__ values. */
Value *object_slot_field(Runtime *rt, Object *object, const Type *type, uint32_t index);

/* The attribute in the object's own fields or dict, or NULL. */
Borrowed object_own_peek(Runtime *rt, Object *object, Type *type, Borrowed name);
/* The __dict__ as it is now, or NULL when the attributes lie in slots. */
Borrowed object_own_dict_peek(Runtime *rt, Object *object, Type *type);

/* object_type_def's life functions */
int instance_traverse(Object *self, GcVisit visit, void *argument);
void instance_clear(Gc *gc, Object *self);
void instance_free(Gc *gc, Object *self);
/* gc.finalize of every type with a finalize slot */
void instance_finalize(Gc *gc, Object *self);

/* The blocks that OBJECT owns beside its own, and the bytes of all of them together. */
void object_buffers(const Object *object, BufferVisit visit, void *argument);
size_t object_size(Runtime *rt, const Object *object);
/* __sizeof__ of every type: object_size; 0 for a value that stands in the reference itself. */
Owned object_sizeof(Runtime *rt, Borrowed self, const Value *args);
/* For buffers functions: visit what is there. */
#define VISIT_BUFFER(block) do { if (block) visit(block, argument); } while (0)

/* The instance's own dict becomes DICT (__dict__ = ...). */
bool object_set_dict(Runtime *rt, Borrowed object, Borrowed dict_or_null) must_check;

#endif
