/* What the passes of one compilation share: the context, the pool of constants,
 * the recursion guard, and errors with a place in the source.
 *
 * Owns every constant that was made (`values`), until compilation_close.  Equal
 * constants of equal type are one value: identity stands for equality afterwards.
 * failed <=> an exception is set; the passes then do nothing more.
 */
#ifndef OURO_COMPILER_COMPILATION_H
#define OURO_COMPILER_COMPILATION_H

#include "object/runtime.h"
#include "compiler/tree.h"

/* A node whose value was worked out by folding: the kind that the parser never makes. */
enum { NODE_FOLDED = NODE_KIND_COUNT };

typedef struct PoolSlot { uint64_t key, hash; Value value; } PoolSlot;

/* Open addressing over memory of the arena. */
typedef struct Pool { PoolSlot *slots; uint32_t count, capacity; } Pool;

typedef struct Compilation {
    Runtime *rt;
    TreeArena *arena;
    Value filename;
    int optimize;               /* 0, 1 (no assert), 2 (no docstrings) */
    uint32_t flags;             /* COMPILE_* */
    uint32_t code_flags;        /* CODE_FUTURE_*: set in every code object */
    int32_t future_line;        /* of the last statement that may be a future import */
    bool failed;
    bool interactive;
    bool quiet;                 /* the warnings were given already */
    int32_t depth, depth_limit;
    Value *values;              /* memory_alloc: owned constants */
    size_t value_count, value_capacity;
    Pool constants;             /* by content */
    Pool names;                 /* Identifier * -> interned str */
} Compilation;

/* The program's budget pays for what the parser makes. */
void compilation_pays(TreeArena *arena, Runtime *rt);

void compilation_open(Compilation *c, Runtime *rt, TreeArena *arena, Borrowed filename);
void compilation_close(Compilation *c);

/* False: too deep, or stopped, or failed before. */
bool compilation_enter_slow(Compilation *c);
static inline bool compilation_enter(Compilation *c)
{
    char here;
    if (unlikely(c->failed || ++c->depth > c->depth_limit || &here < c->rt->c_stack_limit || --c->rt->gc.heap.fuel < 0))
        return compilation_enter_slow(c);
    return true;
}
static inline void compilation_leave(Compilation *c) { c->depth--; }

/* SyntaxErrors.  As CPython has two kinds: the emitter's carry their place in args,
 * the symbol table's in attributes alone. */
void compile_error(Compilation *c, const Node *at, const char *format, ...);
void compile_error_late(Compilation *c, const Node *at, bool with_end, const char *format, ...);
void compile_warning(Compilation *c, const Node *at, const char *format, ...);
/* A warning at LINE; false: it is an error now (and none is set). */
bool compile_warning_at(Compilation *c, Type *category, const char *message, int32_t line);
void compile_no_memory(Compilation *c);
/* An exception is set. */
static inline void compile_failed(Compilation *c) { c->failed = true; }

/* Memory of the arena, zeroed; NULL: failed. */
void *compile_alloc(Compilation *c, size_t size);

/* The pool.  All return borrowed values; NULL: failed. */
Borrowed compile_constant_steal(Compilation *c, Owned value);
Borrowed compile_name(Compilation *c, const Identifier *name);
Borrowed compile_text(Compilation *c, const char *text);
/* The value of a CONSTANT or FOLDED node, else NULL without failure. */
Borrowed compile_node_value(Compilation *c, const Node *node);
static inline bool node_is_constant(const Node *node)
{
    return node->kind == NODE_CONSTANT || node->kind == NODE_FOLDED;
}
static inline Value node_folded_value(const Node *node) { return (Value)(void *)node->expr_stmt.value; }
static inline void node_set_folded(Node *node, Value value)
{
    node->kind = NODE_FOLDED;
    node->expr_stmt.value = (Node *)(void *)value;
}

static inline bool identifier_is(const Identifier *name, const char *text, size_t size)
{
    return (size_t)name->size == size && memcmp(name->text, text, size) == 0;
}

/* From the parser's record: the exception that it describes. */
void raise_syntax_error(Runtime *rt, const SyntaxError *error, Borrowed filename);

#endif
