/* The emitter's core: instructions, positions, labels, protected ranges, constants. */
#include "compiler/emitter.h"

#include "object/error.h"
#include "types/str.h"

/* -- buffers */

static bool buffer_grow(Emitter *e, void *items, int32_t *capacity, size_t item_size)
{
    int32_t wanted = *capacity ? *capacity * 2 : 256;
    void **block = items;
    void *grown = *capacity > INT32_MAX / 2 ? NULL
                : heap_realloc(&e->rt->gc.heap, DOMAIN_RAW, *block, (size_t)wanted * item_size);
    if (!grown) {
        compile_no_memory(e->c);
        return false;
    }
    *block = grown;
    *capacity = wanted;
    return true;
}

#define ROOM(e, buffer, more)                                                                   \
    (likely((buffer).count + (more) <= (buffer).capacity)                                       \
     || buffer_grow(e, &(buffer).items, &(buffer).capacity, sizeof *(buffer).items))

/* -- instructions */

static Position place_of(const Emitter *e, const Node *at)
{
    Position p = { .pc = here(e), .line = at->line, .end_line = at->end_line, .column = at->column, .end_column = at->end_column };
    if (unlikely(e->rt->no_debug_ranges))
        p.end_line = p.column = p.end_column = -1;
    return p;
}

/* What is run from here on stands at *P.  The place of a silent statement stays in front of it. */
static void add_place(Emitter *e, const Position *p)
{
    Position *last = e->positions.count > e->unit->position_base ? &e->positions.items[e->positions.count - 1] : NULL;
    bool keep = last && last->pc == p->pc && e->unit->silent && last->line != p->line;
    if (last && last->line == p->line && last->column == p->column && last->end_line == p->end_line
        && last->end_column == p->end_column)
        return;
    if (last && last->pc == p->pc && !keep)
        *last = *p;
    else if (ROOM(e, e->positions, 1))
        e->positions.items[e->positions.count++] = *p;
}

static void note_position(Emitter *e, const Node *at)
{
    Unit *u = e->unit;
    bool is_first = e->positions.count == u->position_base;
    Position none = { .pc = here(e), .line = is_first ? u->first_line : -1, .end_line = is_first ? u->first_line : -1,
                      .column = -1, .end_column = -1 };
    if (at) {
        Position p = place_of(e, at);
        add_place(e, &p);
    } else if (is_first || (u->placeless && !u->silent)) {
        add_place(e, &none);
    }
    u->placeless = u->silent = false;
}

static Instruction *put(Emitter *e, const Node *at, int words)
{
    if (e->unit->dead || emitter_failed(e) || !ROOM(e, e->code, words))
        return NULL;
    note_position(e, at);
    Instruction *p = &e->code.items[e->code.count];
    e->code.count += words;
    return p;
}

/* The silent statement gets an instruction of its own. */
static void put_nop(Emitter *e)
{
    Instruction *p = e->unit->silent ? put(e, SAME_PLACE, 1) : NULL;
    if (p)
        *p = (Instruction){ .op = OP_NOP };
}

void emit_nothing(Emitter *e, const Node *node)
{
    if (e->unit->dead || emitter_failed(e))
        return;
    Position p = place_of(e, node);
    add_place(e, &p);
    e->unit->silent = e->positions.items[e->positions.count - 1].pc == p.pc;
    e->unit->placeless = false;
}

int32_t emit_behind(Emitter *e, Position place, Instruction word)
{
    if (emitter_failed(e) || !ROOM(e, e->code, 1) || !ROOM(e, e->positions, 1))
        return -1;
    place.pc = here(e);
    e->positions.items[e->positions.count++] = place;
    e->code.items[e->code.count++] = word;
    return place.pc;
}

void emit_wide(Emitter *e, const Node *at, Opcode op, int a, int b, int c, int32_t target)
{
    int words = opcode_info[op].words;
    Instruction *p = put(e, at, words);
    if (!p)
        return;
    p[0].op = (uint16_t)op;
    p[0].a = (int16_t)a;
    p[0].b = (int16_t)b;
    p[0].c = (int16_t)c;
    for (int i = 1; i < words; i++)
        p[i].word = 0;
    if (words > 1)
        p[1].target = target;
}

void emit(Emitter *e, const Node *at, Opcode op, int a, int b, int c)
{
    emit_wide(e, at, op, a, b, c, 0);
}

/* -- labels */

static void meet(Assigned *a, const Assigned *b)
{
    for (int i = 0; i < ASSIGNED_WORDS; i++)
        a->words[i] &= b->words[i];
}

static Position last_place(const Emitter *e)
{
    return e->positions.count > e->unit->position_base ? e->positions.items[e->positions.count - 1] : (Position){ 0 };
}

/* What follows is reached from PLACE alone. */
static void continue_place(Emitter *e, const Position *place)
{
    if (e->positions.count == e->unit->position_base || emitter_failed(e))
        return;
    Position *last = &e->positions.items[e->positions.count - 1], p = *place;
    p.pc = here(e);
    if (last->pc == p.pc)
        *last = p;
    else if (ROOM(e, e->positions, 1))
        e->positions.items[e->positions.count++] = p;
}

/* Control reaches LABEL from here. */
static void label_reach(Emitter *e, Label *label)
{
    if (label->reached) {
        meet(&label->assigned, &e->unit->assigned);
        label->often = true;
    } else {
        label->assigned = e->unit->assigned;
        label->place = last_place(e);
    }
    label->reached = true;
}

/* The jump whose target stands in word AT goes to LABEL. */
static void add_fixup(Emitter *e, Label *label, int32_t at, bool narrow)
{
    int32_t i = e->free_fixup;
    if (i >= 0)
        e->free_fixup = e->fixups.items[i].next;
    else if (ROOM(e, e->fixups, 1))
        i = e->fixups.count++;
    else
        return;
    e->fixups.items[i] = (Fixup){ at, label->fixups, narrow };
    label->fixups = i;
}

static void link_jump(Emitter *e, Label *label, int32_t at, bool narrow)
{
    if (label->pc >= 0) {
        e->code.items[e->unit->code_base + at].target = label->pc - (at + 1);
        return;
    }
    label_reach(e, label);
    add_fixup(e, label, at, narrow);
}

static void resolve_fixup(Emitter *e, const Fixup *fixup, int32_t pc)
{
    Instruction *p = &e->code.items[e->unit->code_base + fixup->at];
    int32_t distance = pc - (fixup->at + 1);
    if (!fixup->narrow)
        p->target = distance;
    else if (distance <= INT16_MAX)
        p->a = (int16_t)distance;
    else
        e->too_far = true;
}

void label_place(Emitter *e, Label *label)
{
    Unit *u = e->unit;
    put_nop(e);
    label->pc = here(e);
    for (int32_t i = label->fixups, next; i >= 0; i = next) {
        next = e->fixups.items[i].next;
        resolve_fixup(e, &e->fixups.items[i], label->pc);
        e->fixups.items[i].next = e->free_fixup;
        e->free_fixup = i;
    }
    label->fixups = -1;
    if (!label->reached)
        return;
    u->placeless = !u->dead || label->often;
    if (u->dead) {
        u->assigned = label->assigned;
        if (!label->often)
            continue_place(e, &label->place);
    } else {
        meet(&u->assigned, &label->assigned);
    }
    u->dead = false;
}

void emit_jump(Emitter *e, const Node *at, Opcode op, int a, Label *label)
{
    Instruction *p = put(e, at, 1);
    int32_t pc = here(e) - 1;
    if (p) {
        *p = (Instruction){ .op = (uint16_t)op, .a = (int16_t)a };
        link_jump(e, label, pc, false);
    }
    if (op == OP_JUMP || op == OP_JUMP_BACK)
        unit_dead(e);
}

void emit_jump_back(Emitter *e, const Node *at, Label *label)
{
    emit_jump(e, at, OP_JUMP_BACK, 0, label);
}

void emit_compare_jump(Emitter *e, const Node *at, Opcode op, int b, int c, Label *label)
{
    Instruction *p = put(e, at, 1);
    int32_t pc = here(e) - 1;
    if (!p)
        return;
    *p = (Instruction){ .op = (uint16_t)op, .b = (int16_t)b, .c = (int16_t)c };
    link_jump(e, label, pc, true);
}

void emit_far(Emitter *e, const Node *at, Opcode op, int a, int b, int c, Label *label)
{
    emit(e, at, op, a, b, c);
    if (!e->unit->dead && !emitter_failed(e))
        link_jump(e, label, here(e) - 1, false);
}

/* -- protected ranges */

void protect_begin(Emitter *e, Protected *p, int depth)
{
    *p = (Protected){ .start = -1, .chain = -1, .depth = (int16_t)depth,
                      .exception = (int16_t)(e->unit->local_count + depth), .assigned = e->unit->assigned };
    protect_open(e, p);
}

void protect_open(Emitter *e, Protected *p)
{
    p->start = here(e);
}

/* Until the handler has its place, its entries are chained through their `handler`. */
void protect_close(Emitter *e, Protected *p)
{
    int32_t start = p->start, end = here(e);
    p->start = -1;
    if (start < 0 || start == end || emitter_failed(e) || !ROOM(e, e->handlers, 1))
        return;
    e->handlers.items[e->handlers.count] = (Handler){ start, end, p->chain, p->depth, p->exception };
    p->chain = e->handlers.count++;
    p->reached = true;
}

void protect_land(Emitter *e, Protected *p)
{
    int32_t pc = here(e);
    for (int32_t i = p->chain, next; i >= 0; i = next) {
        next = e->handlers.items[i].handler;
        e->handlers.items[i].handler = pc;
    }
    p->chain = -1;
    set_depth(e, p->depth);
    temporary(e);
    e->unit->dead = !p->reached;
    e->unit->placeless = true;
    e->unit->assigned = p->assigned;
}

/* -- registers */

int temporary(Emitter *e)
{
    Unit *u = e->unit;
    int reg = u->local_count + u->depth++;
    if (u->depth > u->max_depth)
        u->max_depth = u->depth;
    if (reg > MAX_REGISTERS && !e->c->failed) {
        raise(e->rt, e->rt->OverflowError, "too many variables and temporaries in one function");
        e->c->failed = true;
    }
    return reg;
}

/* -- constants */

static uint32_t index_hash(uint64_t key)
{
    return (uint32_t)((key ^ key >> 7) * 0x9e3779b97f4a7c15u >> 32);
}

static bool index_grow(Emitter *e)
{
    Unit *u = e->unit;
    uint32_t capacity = u->index_capacity ? u->index_capacity * 2 : 16;
    IndexSlot *slots = compile_alloc(e->c, capacity * sizeof *slots);
    if (!slots)
        return false;
    for (uint32_t i = 0; i < u->index_capacity; i++) {
        if (!u->index[i].key)
            continue;
        uint32_t at = index_hash(u->index[i].key) & (capacity - 1);
        while (slots[at].key)
            at = (at + 1) & (capacity - 1);
        slots[at] = u->index[i];
    }
    u->index = slots;
    u->index_capacity = capacity;
    return true;
}

int32_t constant_add_steal(Emitter *e, Owned value)
{
    if (!value || e->unit->dead || emitter_failed(e) || !ROOM(e, e->constants, 1)) {
        release(e->rt, value);
        return 0;
    }
    e->constants.items[e->constants.count] = value;
    return e->constants.count++ - e->unit->constant_base;
}

static int32_t keyed_index(Emitter *e, Borrowed value, uint64_t key)
{
    Unit *u = e->unit;
    if (u->dead || emitter_failed(e) || !value || (u->index_count * 3 >= u->index_capacity * 2 && !index_grow(e)))
        return 0;
    uint32_t mask = u->index_capacity - 1, at = index_hash(key) & mask;
    for (; u->index[at].key; at = (at + 1) & mask)
        if (u->index[at].key == key)
            return u->index[at].index;
    u->index_count++;
    u->index[at] = (IndexSlot){ key, constant_add_steal(e, retain(value)) };
    return u->index[at].index;
}

int32_t constant_index(Emitter *e, Borrowed value)
{
    return keyed_index(e, value, value_bits(value));
}

Operand index_operand(Emitter *e, const Node *at, int32_t index)
{
    if (likely(index <= INT16_MAX))
        return -1 - index;
    int reg = temporary(e);
    Instruction *p = put(e, at, 1);
    if (p) {
        *p = (Instruction){ .op = OP_LOAD_CONST_WIDE, .a = (int16_t)reg };
        p->target = index;
    }
    return reg;
}

Operand constant_operand(Emitter *e, const Node *at, Borrowed value)
{
    return index_operand(e, at, constant_index(e, value));
}

/* Names stand apart from equal str constants: bit 3 is set in no value. */
static int32_t name_index(Emitter *e, Borrowed name)
{
    return keyed_index(e, name, value_bits(name) | 8);
}

const Identifier *mangled(Emitter *e, const Identifier *name)
{
    return symbols_mangle(e->symbols, e->unit->class_name, name);
}

Operand name_operand(Emitter *e, const Node *at, const Identifier *name)
{
    return index_operand(e, at, name_index(e, compile_name(e->c, mangled(e, name))));
}

Operand text_name_operand(Emitter *e, const Node *at, const char *text)
{
    return index_operand(e, at, name_index(e, compile_text(e->c, text)));
}

Operand symbol_operand(Emitter *e, const Node *at, Symbol *symbol)
{
    if (e->unit->dead)
        return -1;
    if (!symbol->operand)
        symbol->operand = name_index(e, compile_name(e->c, symbol->name)) + 1;
    return index_operand(e, at, symbol->operand - 1);
}
