#include "vm/opcodes.h"

const OpcodeInfo opcode_info[OP_COUNT] = {
#define OP(name, a, b, c, words, text) { #name, (#a)[0], (#b)[0], (#c)[0], words, text },
#include "vm/opcodes.def"
#undef OP
};

const unsigned char opcode_words[OP_COUNT] = {
#define OP(name, a, b, c, words, text) words,
#include "vm/opcodes.def"
#undef OP
};
