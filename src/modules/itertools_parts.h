/* What the files of the module itertools share. */
#ifndef OURO_MODULES_ITERTOOLS_PARTS_H
#define OURO_MODULES_ITERTOOLS_PARTS_H

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/module.h"
#include "types/tuple.h"
#include "types/values_object.h"

/* itertools_chain.c: infinite and joining */
extern const TypeDef accumulate_type_def, chain_type_def, count_type_def, cycle_type_def, pairwise_type_def,
    repeat_type_def, zip_longest_type_def;
/* itertools_select.c: some of the items */
extern const TypeDef compress_type_def, dropwhile_type_def, filterfalse_type_def, islice_type_def,
    starmap_type_def, takewhile_type_def;
/* itertools_combine.c */
extern const TypeDef product_type_def, permutations_type_def, combinations_type_def,
    combinations_with_replacement_type_def;
/* itertools_group.c */
extern const TypeDef groupby_type_def, grouper_type_def, tee_type_def, tee_data_type_def;
Owned itertools_tee(CALL_PARAMETERS);

static inline Owned step(Runtime *rt, Borrowed iterator) { return iterator_step(rt, iterator); }

/* An instance of TYPE whose first Value fields are VALUES (taken, also on failure), tracked by the caller. */
void *instance_of_steal(Runtime *rt, Type *type, Value *values, size_t count);
Owned self_iterator(Runtime *rt, Borrowed self);
/* (type of self, (a, b)), (type of self, (a,)) */
Owned reduce_to(Runtime *rt, Borrowed self, size_t count, ...);
/* (a, b, c) whose references are taken; NULL among them: NULL is returned, an exception is pending. */
Owned triple_steal(Runtime *rt, Owned a, Owned b, Owned c);
/* "state is not a tuple" */
bool state_tuple(Runtime *rt, Borrowed state) must_check;

#endif
