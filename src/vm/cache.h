/* Inline caches: how the specialised instructions come about.  Each function looks at the
 * operands of the instruction P and writes a specialised form over it, or the general one. */
#ifndef OURO_VM_CACHE_H
#define OURO_VM_CACHE_H

#include "vm/interpreter.h"
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

#endif
