/* Binding call arguments to the parameters of a Python function. */
#ifndef OURO_VM_BIND_H
#define OURO_VM_BIND_H

#include "vm/interpreter.h"

/* Fill the parameter registers of FRAME, which are all NULL, for a call of FUNCTION.  False:
 * TypeError in CPython's words; what was bound stays in the registers. */
bool bind_arguments(Runtime *rt, Frame *frame, const Function *function, const CallArguments *in) must_check;

#endif
