#ifndef OURO_MODULES_UNRAISABLE_H
#define OURO_MODULES_UNRAISABLE_H

#include "object/error.h"

/* error_unraisable stands here; see object/error.h. */
#include "types/structseq.h"
extern const StructSeqDef unraisable_args_def;
Owned sys_unraisablehook(Runtime *rt, Borrowed self, const Value *args);

#endif
