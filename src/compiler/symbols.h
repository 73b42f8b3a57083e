/* The symbol table: for every scope of a tree, what each of its names means.
 *
 * Made in two steps: a walk over the tree notes definitions and uses (and folds
 * constant expressions on its way, children before parents), then every name is
 * resolved.  Everything lies in the arena of the parse.
 *
 * Names are compared by pointer, after symbols_name has mapped them to the one
 * representative of their text: the compiler makes some itself (mangled ones,
 * __class__, the first part of a dotted one).
 */
#ifndef OURO_COMPILER_SYMBOLS_H
#define OURO_COMPILER_SYMBOLS_H

#include "compiler/compilation.h"

enum {
    SYMBOL_GLOBAL = 1,          /* global statement */
    SYMBOL_LOCAL = 2,           /* assigned */
    SYMBOL_PARAMETER = 4,
    SYMBOL_NONLOCAL = 8,
    SYMBOL_USED = 16,
    SYMBOL_IMPORTED = 32,
    SYMBOL_ANNOTATED = 64,
    SYMBOL_COMPREHENSION = 128, /* iteration variable of a comprehension */
    SYMBOL_UNBOUND = 256,       /* deleted somewhere, or the name of an except clause */
    SYMBOL_CLASS_FREE = 512,    /* bound in a class body and passed on to functions in it from outside */
    SYMBOL_BOUND = SYMBOL_LOCAL | SYMBOL_PARAMETER | SYMBOL_IMPORTED,
};

typedef enum { NAME_UNRESOLVED, NAME_LOCAL, NAME_GLOBAL, NAME_GLOBAL_IMPLICIT, NAME_FREE, NAME_CELL } NameKind;

typedef struct Symbol {
    const Identifier *name;
    uint32_t flags;             /* SYMBOL_* */
    uint8_t kind;               /* NameKind */
    int32_t reg;                /* emitter: register of a local, cell or free variable; -1: none yet */
    int32_t bit;                /* emitter: its bit in Assigned; -1: none */
    int32_t operand;            /* emitter: the name as constant operand; 0: none yet */
    struct Symbol *next;        /* in the order in which names were first seen */
} Symbol;

typedef enum { SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNCTION, SCOPE_ANNOTATION } ScopeKind;
typedef enum { NO_COMPREHENSION, COMPREHENSION_LIST, COMPREHENSION_SET, COMPREHENSION_DICT, COMPREHENSION_GENERATOR } ComprehensionKind;

typedef struct Directive {      /* global, nonlocal: where to report */
    const Identifier *name;
    const Node *at;
    struct Directive *next;
} Directive;

typedef struct Scope Scope;
struct Scope {
    uint8_t kind;               /* ScopeKind */
    uint8_t comprehension;      /* ComprehensionKind */
    bool nested;                /* inside a function */
    bool generator, coroutine;
    bool has_walrus;            /* some expression in it rebinds a name */
    bool needs_class_cell;      /* class: a function in it uses __class__ */
    bool in_target;             /* walk: inside a comprehension's target */
    int16_t in_iterable;        /* walk: inside a comprehension's iterable */
    const Node *node;
    Scope *parent, *first_child, *last_child, *sibling;
    Scope *cursor;              /* where the emitter found its last child */
    Symbol **slots;
    uint32_t slot_count, symbol_count;
    Symbol *first, *last;
    Directive *directives, *last_directive;
    /* After resolving: */
    int32_t local_count;        /* names that live in plain registers, all parameters included */
    int32_t cell_count, free_count;
    Symbol **cells, **frees;    /* cell variables that are no parameters, free variables; by name */
};

typedef struct Symbols {
    Compilation *c;
    Scope *module;
    Scope *current;
    const Identifier *class_name;       /* for mangling */
    const Identifier **own;             /* representatives of names, by text */
    uint32_t own_count, own_capacity;
    const Identifier *class_cell, *dot_zero;
    bool future_annotations;
    bool in_annotation;                 /* of the future kind: nothing is folded */
} Symbols;

/* False: failed.  TREE is MODULE, EXPRESSION or INTERACTIVE; it is folded in place. */
bool symbols_build(Symbols *s, Compilation *c, Node *tree) must_check;

/* NAME NULL (its making failed): NULL. */
const Identifier *symbols_name(Symbols *s, const Identifier *name);
const Identifier *symbols_make_name(Symbols *s, const char *text, size_t size);
/* __name inside class CLASS_NAME (may be NULL); NULL: failed. */
const Identifier *symbols_mangle(Symbols *s, const Identifier *class_name, const Identifier *name);
/* The part of a dotted NAME before the first dot. */
const Identifier *symbols_first_part(Symbols *s, const Identifier *name);

/* NAME as symbols_mangle gave it. */
Symbol *scope_find(const Scope *scope, const Identifier *name);
/* The scope that NODE opens inside PARENT. */
Scope *scope_child(Scope *parent, const Node *node);

/* symbols.c, for symbols_visit.c */
Scope *scope_enter(Symbols *s, ScopeKind kind, const Node *node);
void scope_leave(Symbols *s);
Symbol *scope_add(Symbols *s, Scope *scope, const Identifier *mangled);
bool symbols_resolve(Symbols *s);
/* symbols_visit.c */
void symbols_visit_tree(Symbols *s, Node *tree);

#endif
