/* Inside views of code objects, for replace() and the disassembler. */
#ifndef OURO_TYPES_CODE_PARTS_H
#define OURO_TYPES_CODE_PARTS_H

#include "types/code.h"

/* Which operand ('a', 'b', 'c') of general instruction OP is a name; 0: none. */
char code_name_operand(unsigned op);
/* Is word 2 of OP an operand, not a cache? */
bool code_has_operand_word(unsigned op);
/* The word at PC of the instruction that starts at START, unspecialised. */
Instruction code_plain_word(const Code *code, int32_t pc, int32_t start);
/* One byte a constant: 1 = used as a name.  memory_alloc; NULL: MemoryError. */
char *code_constant_kinds(Runtime *rt, const Code *code) must_check;
int32_t code_parameter_count(const Code *code);
Owned code_replace(CALL_PARAMETERS);

#endif
