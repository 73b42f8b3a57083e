/* Slots and special methods: one table for both directions.
 *
 * A built-in type's filled slots appear in its dictionary as slot wrappers.  A class
 * made by a program gets, for each special method that is found along its mro, the
 * slot of the built-in type the method comes from, or a function that calls it. */
#ifndef OURO_TYPES_SLOTS_H
#define OURO_TYPES_SLOTS_H

#include "object/runtime.h"

typedef void (*SlotFunction)(void);
typedef SlotFunction __attribute__((may_alias)) SlotCell;

typedef enum WrapKind {
    WRAP_NONE,                  /* no wrapper: __new__, __getattr__ */
    WRAP_UNARY, WRAP_NEXT, WRAP_HASH, WRAP_LENGTH, WRAP_TRUTH,
    WRAP_LT, WRAP_LE, WRAP_EQ, WRAP_NE, WRAP_GT, WRAP_GE,        /* the order of CompareOp */
    WRAP_CALL, WRAP_INIT, WRAP_FINALIZE,
    WRAP_GET_ATTRIBUTE, WRAP_SET_ATTRIBUTE, WRAP_DELETE_ATTRIBUTE,
    WRAP_GET, WRAP_SET, WRAP_DELETE,
    WRAP_CONTAINS, WRAP_BINARY, WRAP_REFLECTED, WRAP_POWER, WRAP_POWER_REFLECTED,
    WRAP_SET_ITEM, WRAP_DELETE_ITEM, WRAP_INDEX, WRAP_REPEAT,
} WrapKind;

typedef struct SlotRow {
    const char *name;
    uint16_t offset;            /* in Slots */
    uint32_t name_offset;       /* in Runtime: the interned name */
    WrapKind kind;
    SlotFunction function;      /* what calls the method of a class; NULL: none */
    const char *signature;
    const char *doc;
} SlotRow;

static inline SlotCell *slot_cell(const Slots *slots, uint16_t offset)
{
    return (SlotCell *)((char *)slots + offset);
}
static inline Borrowed slot_row_name(Runtime *rt, const SlotRow *row)
{
    return *(Value *)((char *)rt + row->name_offset);
}

/* What a type with == but without hash has in its slot, and a class with __hash__ = None. */
bool hash_not_implemented(Runtime *rt, Borrowed self, int64_t *hash);

/* Slots that TABLE leaves empty are taken from the base's. */
void slots_inherit(Slots *table, const Slots *base);
/* The wrappers of a built-in type, into its dictionary. */
bool slots_add_wrappers(Runtime *rt, Type *type, Borrowed dict) must_check;
/* A new class: all slots; HAS_ONE_BASE: the base's table is there, only own names matter. */
void slots_fill(Runtime *rt, Type *type, bool has_one_base);
/* The class attribute NAME was set or deleted. */
void slots_update(Runtime *rt, Type *type, Borrowed name);
/* Bases changed: everything again, subclasses too. */
void slots_refill(Runtime *rt, Type *type);
/* Call what a wrapper stands for: FUNCTION with SELF. */
Owned slot_row_call(Runtime *rt, const SlotRow *row, SlotFunction function, Borrowed self,
                    const Value *args, size_t count, Borrowed keywords) must_check;
/* The function that classes with __getattribute__ or __getattr__ have. */
Owned slot_get_attribute(Runtime *rt, Borrowed self, Borrowed name);

#endif
