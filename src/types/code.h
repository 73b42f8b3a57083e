/* Code objects: bytecode, constants and tables of one function, class or module. */
#ifndef OURO_TYPES_CODE_H
#define OURO_TYPES_CODE_H

#include "object/runtime.h"

/* One instruction or one word of its inline cache.  See vm/opcodes.def. */
typedef union Instruction {
    struct { uint16_t op; int16_t a, b, c; };
    struct { uint16_t op_; int16_t a_; int32_t target; };        /* jumps: in words, from the next word */
    struct { uint32_t version; uint32_t extra; };                /* cache words */
    uint64_t word;
} Instruction;

enum {
    CODE_OPTIMIZED = 0x1, CODE_NEWLOCALS = 0x2, CODE_VARARGS = 0x4, CODE_VARKEYWORDS = 0x8,
    CODE_NESTED = 0x10, CODE_GENERATOR = 0x20, CODE_COROUTINE = 0x80,
    CODE_ITERABLE_COROUTINE = 0x100, CODE_ASYNC_GENERATOR = 0x200,
    CODE_ANY_GENERATOR = CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR,
    CODE_FUTURE_ANNOTATIONS = 0x1000000,
};

/* start <= pc < end (in words): release temporaries from `depth` up, put the exception
 * into register `exception`, go on at `handler`.  Inner entries stand first. */
typedef struct Handler { int32_t start, end, handler; int16_t depth, exception; } Handler;

/* The source range of the instructions from `pc` up to the next entry's pc.
 * Lines from 1; columns in UTF-8 bytes from 0; -1 where there is none. */
typedef struct Position { int32_t pc, line, end_line, column, end_column; } Position;

/* Registers: [parameters][*args][**kwargs][other locals, cell variables][free variables][temporaries].
 * A local that is a cell variable holds its Cell (MAKE_CELL in the prologue wraps a parameter). */
typedef struct Code {
    Object head;
    Instruction *instructions;  /* memory_alloc; written by specialisation */
    Value *constants;           /* memory_alloc; constant operand -1-i is constants[i] */
    Handler *handlers;
    Position *positions;
    int32_t instruction_count, constant_count, handler_count, position_count;
    int32_t argument_count;     /* positional, positional-only included; without *args */
    int32_t positional_only_count, keyword_only_count;
    int32_t local_count;        /* named registers: locals, cells, free */
    int32_t free_count;         /* the last of them */
    int32_t register_count;     /* with temporaries */
    uint32_t flags;
    int32_t first_line;
    Value name, qualname, filename;
    Value local_names;          /* tuple of str, one a named register */
    char *local_kinds;          /* one a named register: LOCAL_* bits */
    bool positions_stay;        /* they lie in the embedded library, not in memory of the heap */
    uint64_t counters[2];       /* specialisation warm-up and tools */
} Code;
enum { LOCAL_PLAIN = 0, LOCAL_CELL = 1, LOCAL_FREE = 2, LOCAL_HIDDEN = 4 };

/* The position of the instruction at PC, or NULL. */
const Position *code_position(const Code *code, int32_t pc);

#endif
