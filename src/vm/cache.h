/* Inline caches: how the specialised instructions come about.  Each function looks at the
 * operands of the instruction P and writes a specialised form over it, or the general one. */
#ifndef OURO_VM_CACHE_H
#define OURO_VM_CACHE_H

#include "vm/interpreter.h"
#include "types/dict.h"
#include "types/shape.h"

void specialise_load_global(Runtime *rt, const Frame *frame, Instruction *p);
void specialise_load_name(Runtime *rt, const Frame *frame, Instruction *p);
/* The store of NAME in DICT was made; OP is the form for a name that is there. */
void specialise_store(Runtime *rt, Borrowed dict, Borrowed name, Instruction *p, Opcode op);
void specialise_load_attr(Runtime *rt, const Frame *frame, Instruction *p);
void specialise_load_method(Runtime *rt, const Frame *frame, Instruction *p);

/* A store may add a field: looked at before and after. */
typedef struct StoreWatch { const Shape *shape; uint32_t version; } StoreWatch;
void store_attr_watch(Runtime *rt, const Frame *frame, Instruction *p, StoreWatch *w);
void store_attr_watched(Runtime *rt, const Frame *frame, Instruction *p, const StoreWatch *w);

/* The attribute instruction at PC has missed: has one of its kind known such an OWNER before?  True: PC now
 * has that form and is to be executed. */
bool stub_restore(Runtime *rt, Instruction *pc, Borrowed owner, Borrowed name);
void stubs_close(Runtime *rt);
/* What the forms kept for later refer to. */
int stubs_traverse(Runtime *rt, GcVisit visit, void *argument);

/* -- what the specialised instructions check */

static always_inline bool has_version(Value v, uint32_t version)
{
    return value_is_object(v) && object_type(value_object(v))->version == version;
}

static always_inline Fields *cached_fields(Value owner, const Instruction *pc, uint32_t offset)
{
    if (!has_version(owner, pc[1].version))
        return NULL;
    Fields *fields = (Fields *)((char *)owner + offset);
    return fields->shape && fields->shape->id == pc[1].extra ? fields : NULL;
}

/* The type is the one seen, and the object has no attribute of that name itself. */
static always_inline bool lacks_own(Value owner, const Instruction *pc)
{
    if (!has_version(owner, pc[1].version))
        return false;
    if (!pc[1].extra)
        return true;
    const Shape *shape = object_fields(value_object(owner), object_type(value_object(owner)))->shape;
    return shape && shape->id == pc[1].extra;
}

/* The value's place in DICT's block when that is the one seen and still has NAME there. */
static always_inline Value *cached_entry(Value dict, const Instruction *pc, Value name)
{
    DictKeys *keys = ((Dict *)dict)->keys;
    if (!keys || keys->stamp != pc[1].version || keys->entries[pc[1].extra].key != name)
        return NULL;
    return &keys->entries[pc[1].extra].value;
}

/* The builtin NAME, when the globals have got no new name since. */
static always_inline Borrowed cached_builtin(const Frame *frame, const Instruction *pc, Value name)
{
    const DictKeys *globals = ((Dict *)frame->globals)->keys, *builtins = ((Dict *)frame->builtins)->keys;
    uint32_t position = pc[1].extra & UINT16_MAX;
    if (!globals || globals->stamp != pc[1].version || globals->used != pc[1].extra >> 16 || !builtins
        || position >= builtins->used || builtins->entries[position].key != name)
        return NULL;
    return builtins->entries[position].value;
}

#endif
