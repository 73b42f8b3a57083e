/* Tuples with named fields made in C: sys.version_info, time.struct_time, os.stat_result.
 *
 *     static const GetSetDef fields[] = {
 *         STRUCTSEQ_FIELD("tm_year", 0, "year, for example, 1993"), ..., { 0 } };
 *     const StructSeqDef struct_time_def = STRUCTSEQ("time.struct_time", fields, 9, 11, "doc");
 *
 * The first VISIBLE fields are the tuple's items; the others can be reached by name only. */
#ifndef OURO_TYPES_STRUCTSEQ_H
#define OURO_TYPES_STRUCTSEQ_H

#include "object/runtime.h"

typedef struct StructSeqDef {
    TypeDef type;               /* the first member: type->def leads here */
    uint32_t visible, total;
    uint32_t unnamed;           /* visible fields at the end that have no name of their own */
} StructSeqDef;

/* A type of tuples for DEF; owned. */
Type *structseq_type_new(Runtime *rt, const StructSeqDef *def) must_check;
/* ITEMS: one a field (borrowed), the invisible ones too. */
Owned structseq_new(Runtime *rt, Type *type, const Value *items) must_check;
Owned structseq_new_steal(Runtime *rt, Type *type, Value *items) must_check;     /* takes each; NULL items: failure is handed on */

int structseq_traverse(Object *self, GcVisit visit, void *argument);
void structseq_clear(Gc *gc, Object *self);
void structseq_free(Gc *gc, Object *self);
Owned structseq_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords);
Owned structseq_repr(Runtime *rt, Borrowed self);
extern const MethodDef structseq_methods[];

#define STRUCTSEQ_FIELDS(F) F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7) F(8) F(9) F(10) F(11) F(12) F(13) F(14) F(15) \
    F(16) F(17) F(18) F(19)
#define STRUCTSEQ_DECLARE(i) Owned structseq_get_##i(Runtime *rt, Borrowed self);
STRUCTSEQ_FIELDS(STRUCTSEQ_DECLARE)

#define STRUCTSEQ_FIELD(name, i, doc) { name, structseq_get_##i, NULL, doc }
#define STRUCTSEQ(name_, fields_, visible_, total_, doc_) { \
    .type = { .name = name_, .doc = doc_, .flags = TYPE_CONTAINER, .getsets = fields_, .methods = structseq_methods, \
              .traverse = structseq_traverse, .clear = structseq_clear, .free = structseq_free, \
              .slots = { .make = structseq_make, .repr = structseq_repr } }, \
    .visible = visible_, .total = total_ }

#endif
