#ifndef OURO_VM_OPCODES_H
#define OURO_VM_OPCODES_H

typedef enum Opcode {
#define OP(name, a, b, c, words, text) OP_##name,
#include "vm/opcodes.def"
#undef OP
    OP_COUNT
} Opcode;

typedef struct OpcodeInfo {
    const char *name;
    char a, b, c;               /* operand kinds, see opcodes.def */
    unsigned char words;
    const char *text;
} OpcodeInfo;

extern const OpcodeInfo opcode_info[OP_COUNT];
extern const unsigned char opcode_words[OP_COUNT];

/* The instruction that OP is a specialised form of; OP itself when it is none.  Whatever shows
 * code to a program maps through this (cache words then read as 0). */
Opcode opcode_general(Opcode op);

#endif
