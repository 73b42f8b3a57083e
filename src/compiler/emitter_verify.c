/* The verifier of emitted code, run on every code object in the debug build.
 *
 *   every operand names a register or constant that there is
 *   every jump, handler and position is at the start of an instruction
 *   along every path a temporary is full when it is consumed or looked at, and empty
 *   when it is written; none is full at a return
 *
 * The last by abstract interpretation: for each instruction, what each temporary holds
 * when control comes there (nothing, a value, either).
 */
#include "compiler/emitter.h"

#include <stdio.h>
#include <stdlib.h>

enum { UNSEEN = 0, EMPTY = 1, FULL = 2, EITHER = 3 };
enum { MAX_CELLS = 1 << 24 };

typedef struct Verifier {
    const Code *code;
    char *starts;               /* one a word: an instruction begins here */
    uint8_t *states;            /* per word, one a temporary */
    int32_t *work, work_count;
    char *queued;
    int32_t temporaries;
    bool fault;
    char *text;                 /* what is wrong */
    size_t text_size;
} Verifier;

static void fail(Verifier *v, const char *what, int32_t pc)
{
    if (v->fault)
        return;
    const char *name = pc < 0 ? "" : opcode_info[v->code->instructions[pc].op].name;
    snprintf(v->text, v->text_size, "%s at %d %s", what, (int)pc, name);
    v->fault = true;
}

/* -- shapes of instructions */

static int operand_of(const Instruction *p, int i) { return i == 0 ? p->a : i == 1 ? p->b : p->c; }
static char kind_of(unsigned op, int i)
{
    const OpcodeInfo *info = &opcode_info[op];
    return i == 0 ? info->a : i == 1 ? info->b : info->c;
}

static bool has_narrow_jump(unsigned op) { return opcode_info[op].a == 'j'; }
static bool has_long_jump(unsigned op) { return opcode_info[op].b == 'J' && op != OP_LOAD_CONST_WIDE; }
static bool has_far_jump(unsigned op) { return op == OP_FOR_ITER || op == OP_SEND || op == OP_END_ASYNC_FOR; }

/* Where the instruction may jump, or -1. */
static int32_t jump_target(const Code *code, int32_t pc)
{
    const Instruction *p = &code->instructions[pc];
    if (has_narrow_jump(p->op))
        return pc + 1 + p->a;
    if (has_long_jump(p->op))
        return pc + 1 + p->target;
    return has_far_jump(p->op) ? pc + 2 + p[1].target : -1;
}

static bool ends_path(unsigned op)
{
    switch (op) {
    case OP_JUMP: case OP_JUMP_BACK: case OP_RETURN: case OP_RAISE: case OP_RERAISE: case OP_RERAISE_HANDLED:
    case OP_END_ASYNC_FOR:
        return true;
    default:
        return false;
    }
}

/* Temporaries that a B operand covers. */
static int block_size(const Instruction *p)
{
    switch (p->op) {
    case OP_BUILD_MAP: return 2 * p->c;
    case OP_UNPACK_EX: return p->c + 1 + p[1].target;
    case OP_LOAD_METHOD: return 2;
    case OP_CALL: case OP_CALL_KEYWORDS: case OP_CALL_FUNCTION: case OP_CALL_FUNCTION_KEYWORDS: return 2 + p->c;
    case OP_CALL_EX: return 2 + p->c;
    default: return p->c;
    }
}

/* -- form */

static void check_operand(Verifier *v, int32_t pc, int i)
{
    const Code *code = v->code;
    const Instruction *p = &code->instructions[pc];
    int r = operand_of(p, i);
    if (p->op == OP_RAISE && i == 1 && p->c == 1)
        return;
    switch (kind_of(p->op, i)) {
    case 'R':
        if (r >= code->register_count || -1 - r >= code->constant_count)
            fail(v, "operand out of range", pc);
        break;
    case 'D': case 'P':
        if (r < 0 || r >= code->register_count)
            fail(v, "register out of range", pc);
        break;
    case 'L':
        if (r < 0 || r >= code->local_count)
            fail(v, "no named register", pc);
        break;
    case 'B': {
        int size = block_size(p);
        if (size && (r < code->local_count || r + size > code->register_count))
            fail(v, "temporaries out of range", pc);
        break;
    }
    }
}

static void check_form(Verifier *v)
{
    const Code *code = v->code;
    int32_t pc = 0;
    while (pc < code->instruction_count && !v->fault) {
        unsigned op = code->instructions[pc].op;
        if (op >= OP_COUNT || opcode_general((Opcode)op) != (Opcode)op) {
            fail(v, "unknown instruction", -1);
            return;
        }
        v->starts[pc] = 1;
        for (int i = 0; i < 3; i++)
            check_operand(v, pc, i);
        pc += opcode_info[op].words;
    }
    if (!v->fault && pc != code->instruction_count)
        fail(v, "the last instruction is cut off", -1);
}

static bool is_start(const Verifier *v, int32_t pc)
{
    return pc >= 0 && pc < v->code->instruction_count && v->starts[pc];
}

static void check_tables(Verifier *v)
{
    const Code *code = v->code;
    for (int32_t pc = 0; pc < code->instruction_count && !v->fault; pc += opcode_info[code->instructions[pc].op].words) {
        int32_t target = jump_target(code, pc);
        if (target != -1 && !is_start(v, target))
            fail(v, "jump into nowhere", pc);
    }
    for (int32_t i = 0; i < code->handler_count && !v->fault; i++) {
        const Handler *h = &code->handlers[i];
        bool end = h->end == code->instruction_count || is_start(v, h->end);
        if (!is_start(v, h->start) || !end || h->start >= h->end || !is_start(v, h->handler))
            fail(v, "handler table", -1);
        else if (h->exception != code->local_count + h->depth || h->exception >= code->register_count)
            fail(v, "handler's register", -1);
    }
    for (int32_t i = 0; i < code->position_count && !v->fault; i++)
        if (!is_start(v, code->positions[i].pc) || (i && code->positions[i].pc < code->positions[i - 1].pc))
            fail(v, "position table", -1);
}

/* -- flow */

static uint8_t *state_at(Verifier *v, int32_t pc)
{
    return v->states + (size_t)pc * (size_t)v->temporaries;
}

static void flow_to(Verifier *v, int32_t pc, const uint8_t *state)
{
    uint8_t *there = state_at(v, pc);
    bool changed = false;
    for (int32_t i = 0; i < v->temporaries; i++) {
        uint8_t merged = there[i] | state[i];
        changed |= merged != there[i];
        there[i] = merged;
    }
    if (changed && !v->queued[pc]) {
        v->queued[pc] = 1;
        v->work[v->work_count++] = pc;
    }
}

static uint8_t *slot(Verifier *v, uint8_t *state, int r)
{
    return r >= v->code->local_count ? &state[r - v->code->local_count] : NULL;
}

static void consume(Verifier *v, uint8_t *state, int r, int32_t pc)
{
    uint8_t *s = slot(v, state, r);
    if (s && *s == EMPTY)
        fail(v, "an empty temporary is consumed", pc);
    if (s)
        *s = EMPTY;
}

static void write(Verifier *v, uint8_t *state, int r, int32_t pc)
{
    uint8_t *s = slot(v, state, r);
    unsigned op = v->code->instructions[pc].op;
    if (s && *s == FULL && op != OP_MOVE && op != OP_IMPORT_FROM)
        fail(v, "a full temporary is overwritten", pc);
    if (s)
        *s = FULL;
}

static void consume_block(Verifier *v, uint8_t *state, const Instruction *p, int32_t pc)
{
    int size = block_size(p);
    for (int i = 0; i < size; i++) {
        uint8_t *s = slot(v, state, p->b + i);
        bool self = i == 1 && p->op >= OP_CALL && p->op <= OP_CALL_FUNCTION_KEYWORDS;
        if (self && (p->op == OP_CALL_FUNCTION || p->op == OP_CALL_FUNCTION_KEYWORDS) && s && *s == FULL)
            fail(v, "the slot of self is full", pc);
        if (self && s)
            *s = EMPTY;
        else
            consume(v, state, p->b + i, pc);
    }
}

static void read_operands(Verifier *v, uint8_t *state, const Instruction *p, int32_t pc)
{
    for (int i = 0; i < 3; i++) {
        int r = operand_of(p, i);
        char kind = kind_of(p->op, i);
        uint8_t *s = slot(v, state, r);
        if (p->op == OP_RAISE && i == 1 && p->c == 1)
            continue;
        if (p->op == OP_RELEASE && i == 0 && s)
            *s = EMPTY;
        else if (kind == 'R' && r >= 0)
            consume(v, state, r, pc);
        else if (kind == 'P' && s && *s == EMPTY)
            fail(v, "an empty temporary is looked at", pc);
        else if (kind == 'B' && i == 1)
            consume_block(v, state, p, pc);
    }
}

static void write_operands(Verifier *v, uint8_t *state, const Instruction *p, int32_t pc)
{
    for (int i = 0; i < 3; i++)
        if (kind_of(p->op, i) == 'D')
            write(v, state, operand_of(p, i), pc);
    if (opcode_info[p->op].a == 'B')
        for (int i = 0; i < block_size(p); i++)
            write(v, state, p->a + i, pc);
    if (p->op == OP_LOAD_METHOD)
        *slot(v, state, p->a + 1) = EITHER;
}

static void check_return(Verifier *v, const uint8_t *state, int32_t pc)
{
    for (int32_t i = 0; i < v->temporaries; i++)
        if (state[i] == FULL)
            fail(v, "a temporary is left full", pc);
}

static void flow_to_handler(Verifier *v, const uint8_t *state, int32_t pc, uint8_t *scratch)
{
    for (int32_t i = 0; i < v->code->handler_count; i++) {
        const Handler *h = &v->code->handlers[i];
        if (pc < h->start || pc >= h->end)
            continue;
        memcpy(scratch, state, (size_t)v->temporaries);
        memset(scratch + h->depth, EMPTY, (size_t)(v->temporaries - h->depth));
        scratch[h->depth] = FULL;
        flow_to(v, h->handler, scratch);
        return;
    }
}

/* STATE is what holds behind the instruction; FOR_ITER and its like differ on the jump. */
static void flow_on(Verifier *v, uint8_t *state, int32_t pc, const uint8_t *before)
{
    const Instruction *p = &v->code->instructions[pc];
    int32_t target = jump_target(v->code, pc), next = pc + opcode_info[p->op].words;
    uint8_t keep = FULL;
    uint8_t *b = slot(v, state, p->op == OP_FOR_ITER ? p->b : p->a);
    if (p->op == OP_FOR_ITER) {
        keep = b ? *b : EMPTY;
        if (b)
            *b = before[b - state];
        *slot(v, state, p->a) = EMPTY;
    } else if (p->op == OP_SEND) {
        *slot(v, state, p->b) = EMPTY;
    } else if (p->op == OP_END_ASYNC_FOR) {
        *slot(v, state, p->a) = EMPTY;
    }
    if (target >= 0)
        flow_to(v, target, state);
    if (p->op == OP_FOR_ITER) {
        *slot(v, state, p->a) = FULL;
        if (b)
            *b = keep;
    } else if (p->op == OP_SEND) {
        *slot(v, state, p->b) = FULL;
    } else if (p->op == OP_JUMP_IF_TRUE_OR_POP || p->op == OP_JUMP_IF_FALSE_OR_POP) {
        *slot(v, state, p->a) = EMPTY;
    }
    if (ends_path(p->op))
        return;
    if (next < v->code->instruction_count)
        flow_to(v, next, state);
    else
        fail(v, "control leaves the code", pc);
}

static void step(Verifier *v, int32_t pc, uint8_t *state, uint8_t *scratch)
{
    const Instruction *p = &v->code->instructions[pc];
    uint8_t *before = state_at(v, pc);
    flow_to_handler(v, before, pc, scratch);
    memcpy(state, before, (size_t)v->temporaries);
    read_operands(v, state, p, pc);
    if (p->op == OP_RETURN)
        check_return(v, state, pc);
    write_operands(v, state, p, pc);
    memcpy(scratch, before, (size_t)v->temporaries);
    flow_on(v, state, pc, scratch);
}

static void check_flow(Verifier *v)
{
    uint8_t *state = malloc((size_t)v->temporaries + 1), *scratch = malloc((size_t)v->temporaries + 1);
    if (state && scratch) {
        memset(state, EMPTY, (size_t)v->temporaries);
        flow_to(v, 0, state);
        while (v->work_count && !v->fault) {
            int32_t pc = v->work[--v->work_count];
            v->queued[pc] = 0;
            step(v, pc, state, scratch);
        }
    }
    free(state);
    free(scratch);
}

bool code_verify(const Code *code, char *text, size_t size)
{
    size_t count = (size_t)code->instruction_count;
    Verifier v = { .code = code, .text = text, .text_size = size, .temporaries = code->register_count - code->local_count };
    bool flow = v.temporaries && count * (size_t)v.temporaries < MAX_CELLS;
    v.starts = calloc(count + 1, 1);
    v.queued = calloc(count + 1, 1);
    v.work = calloc(count + 1, sizeof *v.work);
    v.states = flow ? calloc(count, (size_t)v.temporaries) : NULL;
    if (v.starts && v.queued && v.work) {
        check_form(&v);
        if (!v.fault)
            check_tables(&v);
        if (!v.fault && v.states)
            check_flow(&v);
    }
    free(v.starts);
    free(v.queued);
    free(v.work);
    free(v.states);
    return !v.fault;
}
