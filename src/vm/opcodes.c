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

Opcode opcode_general(Opcode op)
{
    switch (op) {
    case OP_LOAD_GLOBAL_MODULE: case OP_LOAD_GLOBAL_BUILTIN:
        return OP_LOAD_GLOBAL;
    case OP_LOAD_ATTR_FIELD: case OP_LOAD_ATTR_SLOT: case OP_LOAD_ATTR_CLASS: case OP_LOAD_ATTR_TYPE:
    case OP_LOAD_ATTR_MODULE: case OP_LOAD_ATTR_PROPERTY:
        return OP_LOAD_ATTR;
    case OP_LOAD_METHOD_FIELDS: case OP_LOAD_METHOD_PLAIN: case OP_LOAD_METHOD_TYPE: case OP_LOAD_METHOD_MODULE:
    case OP_LOAD_METHOD_WRAPPED: case OP_LOAD_METHOD_TYPE_WRAPPED:
        return OP_LOAD_METHOD;
    case OP_STORE_ATTR_FIELD: case OP_STORE_ATTR_NEW: case OP_STORE_ATTR_SLOT:
        return OP_STORE_ATTR;
    case OP_LOAD_NAME_LOCAL: case OP_LOAD_NAME_BUILTIN:
        return OP_LOAD_NAME;
    case OP_STORE_NAME_LOCAL:
        return OP_STORE_NAME;
    case OP_STORE_GLOBAL_MODULE:
        return OP_STORE_GLOBAL;
    case OP_CALL_CLASS: case OP_CALL_SUPER:
        return OP_CALL_FUNCTION;
    case OP_FOR_ITER_RANGE: case OP_FOR_ITER_LIST:
        return OP_FOR_ITER;
    default:
        return op;
    }
}
