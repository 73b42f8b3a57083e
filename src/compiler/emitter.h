/* The emitter: syntax tree and symbol table to register code.
 *
 * Works on one unit (function, class body, module) at a time, a nested unit while its
 * outer one waits.  All units share four growing buffers as stacks: a unit owns what
 * stands from its bases up, and takes it along when it is finished.
 *
 * Registers of a unit: [named registers][temporaries].  depth = temporaries in use;
 * they are used as a stack: an expression's value lands in the temporary at the depth
 * at which it was begun, or stays where it is (a local, a constant).
 *
 * Errors are sticky: after a failure every function does nothing, so results need no
 * checks.  Code after a jump that nobody jumps to (`dead`) is walked but not kept.
 *
 * Definite assignment: `assigned` has a bit for each of the first locals that are not
 * parameters and never unbound by a statement; a label collects the intersection of
 * what holds at the jumps to it.  Bits are only ever gained along a path, so what holds
 * before a loop holds at its head, and what holds before a try at its handlers.
 */
#ifndef OURO_COMPILER_EMITTER_H
#define OURO_COMPILER_EMITTER_H

#include "compiler/compilation.h"
#include "compiler/symbols.h"
#include "types/code.h"
#include "vm/opcodes.h"

typedef int32_t Operand;        /* register >= 0, constant -1-index */

enum {
    NO_HINT = -1,               /* no register is asked for */
    ASSIGNED_WORDS = 2,
    MAX_BLOCKS = 20,            /* nested statically, as CPython allows */
    MAX_DISPLAY = 30,           /* items of a display, arguments of a call that are put into temporaries */
    MAX_REGISTERS = 32000,
    MAX_PENDING = 16,
};

typedef struct Assigned { uint64_t words[ASSIGNED_WORDS]; } Assigned;

/* A place to jump to; pc -1: not placed yet. */
typedef struct Label {
    int32_t pc;
    int32_t fixups;             /* chain in emitter->fixups; -1: none */
    bool reached;               /* some jump to it was emitted */
    bool often;                 /* several */
    Position place;             /* of the first jump */
    Assigned assigned;
} Label;
#define NEW_LABEL ((Label){ .pc = -1, .fixups = -1 })

/* A stretch of code with a handler; left and entered again around inlined exits. */
typedef struct Protected {
    int32_t start;              /* -1: not open */
    int32_t chain;              /* its entries so far; -1: none */
    int16_t depth, exception;   /* as in Handler */
    bool reached;
    Assigned assigned;
} Protected;

typedef enum {
    BLOCK_WHILE, BLOCK_FOR, BLOCK_TRY, BLOCK_FINALLY, BLOCK_FINALLY_HANDLER, BLOCK_WITH, BLOCK_ASYNC_WITH,
    BLOCK_HANDLER,              /* a try's handlers: an exception was pushed */
    BLOCK_NAMED,                /* the body of `except E as name` */
    BLOCK_STAR,                 /* the body of an except*: no way out but its end */
    BLOCK_VALUE,                /* a finally body on the way of a return: the value waits in `operand` */
} BlockKind;

typedef struct Block {
    struct Block *outer;
    uint8_t kind;               /* BlockKind */
    int32_t depth;              /* temporaries when it began */
    Label *top, *end;           /* loops */
    Protected *protected;       /* what covers its body, or NULL */
    const Node *node;           /* finally: the try; with: the statement; named: the handler */
    Operand operand;            /* with: the exit function; handlers: the saved exception */
} Block;

typedef struct IndexSlot { uint64_t key; int32_t index; } IndexSlot;

typedef struct Unit Unit;
struct Unit {
    Unit *outer;
    Scope *scope;
    const Identifier *class_name;       /* for mangling */
    const Identifier *name;
    Value qualname;             /* Borrowed from the pool */
    int32_t code_base, position_base, handler_base, constant_base;
    int32_t local_count, free_count;    /* named registers; the free ones among them */
    int32_t next_local, plain_limit;    /* the next plain local's register, and the end of those */
    int32_t depth, max_depth;
    int32_t bit_count;
    int32_t class_register;     /* class bodies: the cell of __class__; -1: none */
    Block *blocks;
    int block_count;
    Symbol *pending[MAX_PENDING];       /* locals that hints stand for: hint = -2 - index */
    int pending_count;
    Assigned assigned;
    bool dead;
    int32_t implicit_return;    /* pc of the RETURN None behind the body; -1: none */
    bool placeless;             /* what comes next is reached from several places: SAME_PLACE is none */
    bool silent;                /* the last position is that of a statement without code (pass, try) */
    IndexSlot *index;           /* constants: value bits -> index; memory of the arena */
    uint32_t index_count, index_capacity;
    uint32_t flags;
    int32_t argument_count, positional_only_count, keyword_only_count;
    int32_t first_line;
};

typedef struct Fixup { int32_t at; int32_t next; bool narrow; } Fixup;

#define BUFFER(type) struct { type *items; int32_t count, capacity; }

typedef struct Emitter {
    Compilation *c;
    Runtime *rt;
    Symbols *symbols;
    Unit *unit;
    BUFFER(Instruction) code;
    BUFFER(Position) positions;         /* pc counts from the unit's base */
    BUFFER(Handler) handlers;           /* likewise */
    BUFFER(Value) constants;            /* Owned */
    BUFFER(Fixup) fixups;
    int32_t free_fixup;
    bool fusion;                /* compare-and-jump in one instruction */
    bool too_far;               /* a fused jump did not reach: once more without fusion */
} Emitter;

static inline bool emitter_failed(const Emitter *e) { return e->c->failed || e->too_far; }

/* -- emitter.c: instructions */
void emit(Emitter *e, const Node *at, Opcode op, int a, int b, int c);
/* With word 2. */
void emit_wide(Emitter *e, const Node *at, Opcode op, int a, int b, int c, int32_t target);
static inline int32_t here(const Emitter *e) { return e->code.count - e->unit->code_base; }
/* Instructions that belong to no node of their own take the place of the last one. */
#define SAME_PLACE ((const Node *)NULL)
/* NODE is run, but nothing is left to do: its place stands in front of that of the next
 * instruction, with the same pc, or a NOP is put before a label. */
void emit_nothing(Emitter *e, const Node *node);

/* WORD behind all code of the unit, at PLACE; its pc, -1: failed. */
int32_t emit_behind(Emitter *e, Position place, Instruction word);

/* -- labels and jumps */
void label_place(Emitter *e, Label *label);
/* JUMP, JUMP_IF_*: A is the operand, consumed. */
void emit_jump(Emitter *e, const Node *at, Opcode op, int a, Label *label);
void emit_jump_back(Emitter *e, const Node *at, Label *label);
void emit_compare_jump(Emitter *e, const Node *at, Opcode op, int b, int c, Label *label);
/* FOR_ITER, SEND, END_ASYNC_FOR: the target is in word 2. */
void emit_far(Emitter *e, const Node *at, Opcode op, int a, int b, int c, Label *label);
static inline void unit_dead(Emitter *e) { e->unit->dead = true; }

/* -- protected code */
void protect_begin(Emitter *e, Protected *p, int depth);
void protect_open(Emitter *e, Protected *p);
void protect_close(Emitter *e, Protected *p);
/* The handler begins here: the temporaries are those of P, and the exception. */
void protect_land(Emitter *e, Protected *p);

/* -- registers */
int temporary(Emitter *e);                      /* the next one */
static inline bool is_temporary(const Emitter *e, Operand r) { return r >= e->unit->local_count; }
static inline bool is_local(const Emitter *e, Operand r) { return r >= 0 && r < e->unit->local_count; }
static inline int next_temporary(const Emitter *e) { return e->unit->local_count + e->unit->depth; }
/* The operand was consumed: a temporary is given back. */
static inline void used(Emitter *e, Operand r) { e->unit->depth -= is_temporary(e, r); }
/* A hint may stand for a local that has no register yet (they are numbered in the order of
 * their first instruction): settle gives it one. */
int settle(Emitter *e, int hint);
/* Where a result goes: the hint, or the next temporary. */
static inline int destination(Emitter *e, int hint) { return hint == NO_HINT ? temporary(e) : settle(e, hint); }
static inline void set_depth(Emitter *e, int depth)
{
    e->unit->depth = depth;
    if (depth > e->unit->max_depth)
        e->unit->max_depth = depth;
}
/* All temporaries from REG up are free again. */
static inline void free_from(Emitter *e, int reg) { e->unit->depth = reg - e->unit->local_count; }

/* -- constants and names */
Operand constant_operand(Emitter *e, const Node *at, Borrowed value);   /* may use a temporary */
int32_t constant_index(Emitter *e, Borrowed value);
Operand index_operand(Emitter *e, const Node *at, int32_t index);
int32_t constant_add_steal(Emitter *e, Owned value);                    /* never shared: code objects */
Operand name_operand(Emitter *e, const Node *at, const Identifier *name);
Operand text_name_operand(Emitter *e, const Node *at, const char *text);
Operand symbol_operand(Emitter *e, const Node *at, Symbol *symbol);
const Identifier *mangled(Emitter *e, const Identifier *name);
#define CONST(e, at, value) constant_operand(e, at, value)

/* -- emitter_name.c: variables */
Operand load_name(Emitter *e, const Node *at, const Identifier *name, int hint);
/* Consumes VALUE. */
void store_name(Emitter *e, const Node *at, const Identifier *name, Operand value);
void delete_name(Emitter *e, const Node *at, const Identifier *name);
Symbol *find_symbol(Emitter *e, const Identifier *name);
/* The register when NAME is a plain local, else NO_HINT: for results that go straight there. */
int local_register(Emitter *e, const Identifier *name);
/* The same as a hint, for use before other names are met. */
int local_hint(Emitter *e, const Identifier *name);
void mark_assigned(Emitter *e, const Identifier *name);
void refuse_debug(Emitter *e, const Node *at, const Identifier *name, Context context);

/* -- units (emitter_unit.c) */
bool unit_open(Emitter *e, Unit *unit, Scope *scope, const Identifier *name, int32_t first_line);
/* RETURN None behind the last statement. */
void emit_implicit_return(Emitter *e);
/* The finished code object, NULL: failed. */
Owned unit_finish(Emitter *e, Unit *unit);
/* Give up or drop what is left of it. */
void unit_close(Emitter *e, Unit *unit);

/* -- expressions (emitter_expression.c) */
/* The value as operand.  HINT: a register that the result may be written to by the last
 * instruction; the result is then there, or in a local or a constant. */
Operand emit_expression(Emitter *e, const Node *node, int hint);
static inline Operand emit_value(Emitter *e, const Node *node) { return emit_expression(e, node, NO_HINT); }
/* The value in the next temporary. */
int emit_to_temporary(Emitter *e, const Node *node);
/* The value in HINT, a named register. */
void emit_into(Emitter *e, const Node *node, int hint);
/* As emit_value, but a local that NEXT could rebind is copied. */
Operand emit_stable(Emitter *e, const Node *node, const Node *next);
Operand stabilise(Emitter *e, const Node *at, Operand r);
void emit_discard(Emitter *e, const Node *node);
int move_to_temporary(Emitter *e, const Node *at, Operand r);
void emit_move(Emitter *e, const Node *at, int to, Operand from);
/* *AT: the place of what tests truth.  A comparison makes itself the place of what follows, as in CPython. */
void emit_jump_if(Emitter *e, const Node *test, Label *label, bool condition, const Node **at);
/* The place of an operation on ATTRIBUTE inside NODE. */
Node emit_attribute_place(const Node *node, const Node *attribute);
/* Warnings about what cannot work (emitter_warning.c). */
void check_index(Emitter *e, const Node *subscript);
void check_callable(Emitter *e, const Node *function);
Opcode binary_opcode(TreeBinaryOp op);
/* -1: unknown at compile time */
int constant_truth(Emitter *e, const Node *node);
Operand emit_constant(Emitter *e, const Node *at, Borrowed value);
bool has_star(const NodeList *list);
Operand emit_fstring(Emitter *e, const Node *node, int hint);       /* emitter_display.c */
Operand emit_formatted_value(Emitter *e, const Node *node, int hint);
Operand emit_tuple_display(Emitter *e, const Node *node, int hint);
Operand emit_list_display(Emitter *e, const Node *node, int hint);
Operand emit_set_display(Emitter *e, const Node *node, int hint);
Operand emit_dict_display(Emitter *e, const Node *node, int hint);
/* LIST_EXTEND and LIST_APPEND of ITEMS to the list in temporary LIST. */
void emit_extend_list(Emitter *e, const Node *at, int list, const NodeList *items);

/* -- calls (emitter_call.c) */
Operand emit_call(Emitter *e, const Node *node, int hint);
/* The callable is in BASE, EXTRA arguments behind it are in place; the depth says so. */
Operand emit_call_tail(Emitter *e, const Node *at, int base, bool has_self, int extra, const NodeList *args,
                       const NodeList *keywords, int hint);
Operand emit_plain_call(Emitter *e, const Node *at, int base, int count, int hint);

/* -- functions, classes, comprehensions (emitter_function.c, emitter_class.c, emitter_comprehension.c) */
void emit_function_def(Emitter *e, const Node *node);
Operand emit_lambda(Emitter *e, const Node *node, int hint);
void emit_class_def(Emitter *e, const Node *node);
Operand emit_comprehension(Emitter *e, const Node *node, int hint);
/* REG = function of CODE (NULL: failed) with the cells that SCOPE, its own, asks for. */
void emit_make_function(Emitter *e, const Node *at, Owned code, const Scope *scope, int reg);
/* The decorators' values, each with the empty slot of its call; later the calls, inside out. */
int emit_decorators(Emitter *e, const NodeList *decorators);
void emit_decorator_calls(Emitter *e, const NodeList *decorators, int base);
/* Borrowed str, or NULL: none. */
Value docstring_of(Emitter *e, const NodeList *body);
/* The value of an annotation, or its text under the future statement. */
Operand emit_annotation(Emitter *e, const Node *annotation);
bool body_has_annotations(const NodeList *body);
/* unparse.c: the source of an expression; NULL: failed. */
Borrowed unparse_expression(Compilation *c, const Node *node);

/* -- statements (emitter_statement.c, emitter_control.c, emitter_try.c) */
void emit_statements(Emitter *e, const NodeList *list);
void emit_body(Emitter *e, const NodeList *list);
void emit_statement(Emitter *e, const Node *node);
void emit_assign(Emitter *e, const Node *target, Operand value);
void emit_if(Emitter *e, const Node *node);
void emit_while(Emitter *e, const Node *node);
void emit_for(Emitter *e, const Node *node);
void emit_break(Emitter *e, const Node *node);
void emit_continue(Emitter *e, const Node *node);
void emit_return(Emitter *e, const Node *node);
void emit_try(Emitter *e, const Node *node);
void emit_with(Emitter *e, const Node *node, int32_t item);
/* P covers the block, from here on; may be NULL. */
void block_push(Emitter *e, Block *block, BlockKind kind, const Node *node, Protected *p, int depth);
void block_pop(Emitter *e, Block *block);
/* Leave every block inside UNTIL (NULL: all): inline their cleanup, outside their
 * protection.  VALUE: what will be returned.  emit_rewind goes back in: BLOCKS is what
 * unit->blocks was. */
void emit_unwind(Emitter *e, const Node *at, Block *until, Operand value);
void emit_rewind(Emitter *e, Block *blocks, const Block *until);
/* The exception is in the last temporary: make it the handled one.  The register of the saved one. */
int emit_push_exception(Emitter *e, const Node *at);
/* The handler for errors in a handler: what was handled before is so again, and on. */
void emit_cleanup(Emitter *e, const Node *at, Protected *p, int saved);

/* -- match (emitter_match.c), await and friends (emitter_async.c) */
void emit_match(Emitter *e, const Node *node);
Operand emit_await(Emitter *e, const Node *node, int hint);
Operand emit_yield(Emitter *e, const Node *node, int hint);
Operand emit_yield_from(Emitter *e, const Node *node, int hint);
/* RESULT is the last temporary but one, the iterator to await the last: the result lands in RESULT. */
void emit_send_loop(Emitter *e, const Node *at, int result);
/* Await VALUE (consumed); KIND as in GET_AWAITABLE.  The register of the result. */
int emit_await_value(Emitter *e, const Node *at, Operand value, int kind);
void emit_async_for(Emitter *e, const Node *node);
/* The next item of the asynchronous ITERATOR in the next temporary; P covers it, and goes on
 * at the handler when there is no more. */
int emit_anext(Emitter *e, const Node *at, int iterator, Protected *p);
bool check_async(Emitter *e, const Node *at, const char *what);
bool top_level_await(const Emitter *e);

/* The code object of a whole tree; NULL: failed. */
Owned emit_module(Compilation *c, Symbols *symbols, const Node *tree);

/* emitter_verify.c: false: TEXT says what is wrong with CODE. */
bool code_verify(const Code *code, char *text, size_t size);

#endif
