/* Scopes, their tables, and what each name means: see symbols.h. */
#include "compiler/symbols.h"

#include <stdlib.h>

#include "types/code.h"

/* -- names */

static uint32_t text_hash(const char *text, size_t size)
{
    uint64_t h = size, word = 0;
    for (; size >= 8; text += 8, size -= 8) {
        memcpy(&word, text, 8);
        h = (h ^ word) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    for (word = 0; size; size--)
        word = word << 8 | (unsigned char)*text++;
    h = (h ^ word) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

static uint32_t pointer_hash(const void *p)
{
    uint64_t h = (uint64_t)(uintptr_t)p * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

static bool own_grow(Symbols *s)
{
    uint32_t capacity = s->own_capacity ? s->own_capacity * 2 : 32;
    const Identifier **table = compile_alloc(s->c, capacity * sizeof *table);
    if (!table)
        return false;
    for (uint32_t i = 0; i < s->own_capacity; i++) {
        const Identifier *name = s->own[i];
        if (!name)
            continue;
        uint32_t at = text_hash(name->text, (size_t)name->size) & (capacity - 1);
        while (table[at])
            at = (at + 1) & (capacity - 1);
        table[at] = name;
    }
    s->own = table;
    s->own_capacity = capacity;
    return true;
}

/* The slot for a text in the table of names. */
static const Identifier **own_slot(Symbols *s, const char *text, size_t size)
{
    if (s->own_count * 3 >= s->own_capacity * 2 && !own_grow(s))
        return NULL;
    uint32_t mask = s->own_capacity - 1, at = text_hash(text, size) & mask;
    while (s->own[at] && !identifier_is(s->own[at], text, size))
        at = (at + 1) & mask;
    return &s->own[at];
}

const Identifier *symbols_name(Symbols *s, const Identifier *name)
{
    if (!name || (s->own_count * 3 >= s->own_capacity * 2 && !own_grow(s)))
        return NULL;
    uint32_t mask = s->own_capacity - 1, at = text_hash(name->text, (size_t)name->size) & mask;
    for (const Identifier *found; (found = s->own[at]); at = (at + 1) & mask)
        if (found == name || identifier_is(found, name->text, (size_t)name->size))
            return found;
    s->own_count++;
    return s->own[at] = name;
}

static Identifier *identifier_new(Symbols *s, const char *text, size_t size)
{
    Identifier *name = compile_alloc(s->c, sizeof *name + size + 1);
    if (name) {
        name->size = (int32_t)size;
        memcpy(name->text, text, size);
    }
    return name;
}

const Identifier *symbols_make_name(Symbols *s, const char *text, size_t size)
{
    const Identifier **slot = own_slot(s, text, size);
    if (slot && !*slot && (*slot = identifier_new(s, text, size)))
        s->own_count++;
    return slot ? *slot : NULL;
}

static bool is_private(const Identifier *name)
{
    const char *t = name->text;
    int32_t n = name->size;
    return n > 2 && t[0] == '_' && t[1] == '_' && !(t[n - 1] == '_' && t[n - 2] == '_')
        && !memchr(t, '.', (size_t)n);
}

const Identifier *symbols_mangle(Symbols *s, const Identifier *class_name, const Identifier *name)
{
    if (!name || !class_name || !is_private(name))
        return symbols_name(s, name);
    const char *class_text = class_name->text;
    while (*class_text == '_')
        class_text++;
    size_t class_size = strlen(class_text), size = (size_t)name->size;
    if (!class_size)
        return symbols_name(s, name);
    char *text = compile_alloc(s->c, class_size + size + 2);
    if (!text)
        return NULL;
    text[0] = '_';
    memcpy(text + 1, class_text, class_size);
    memcpy(text + 1 + class_size, name->text, size);
    return symbols_make_name(s, text, class_size + size + 1);
}

const Identifier *symbols_first_part(Symbols *s, const Identifier *name)
{
    const char *dot = memchr(name->text, '.', (size_t)name->size);
    return symbols_make_name(s, name->text, (size_t)(dot - name->text));
}

/* -- scopes */

Symbol *scope_find(const Scope *scope, const Identifier *name)
{
    if (!scope->slot_count)
        return NULL;
    uint32_t mask = scope->slot_count - 1, at = pointer_hash(name) & mask;
    for (Symbol *symbol; (symbol = scope->slots[at]); at = (at + 1) & mask)
        if (symbol->name == name)
            return symbol;
    return NULL;
}

static bool scope_grow(Symbols *s, Scope *scope)
{
    uint32_t count = scope->slot_count ? scope->slot_count * 2 : 8;
    Symbol **slots = compile_alloc(s->c, count * sizeof *slots);
    if (!slots)
        return false;
    for (Symbol *symbol = scope->first; symbol; symbol = symbol->next) {
        uint32_t at = pointer_hash(symbol->name) & (count - 1);
        while (slots[at])
            at = (at + 1) & (count - 1);
        slots[at] = symbol;
    }
    scope->slots = slots;
    scope->slot_count = count;
    return true;
}

static void scope_append(Scope *scope, Symbol *symbol)
{
    if (scope->last)
        scope->last->next = symbol;
    else
        scope->first = symbol;
    scope->last = symbol;
    scope->symbol_count++;
}

Symbol *scope_add(Symbols *s, Scope *scope, const Identifier *name)
{
    Symbol *symbol = scope_find(scope, name);
    if (symbol)
        return symbol;
    if (scope->symbol_count * 4 >= scope->slot_count * 3 && !scope_grow(s, scope))
        return NULL;
    symbol = compile_alloc(s->c, sizeof *symbol);
    if (!symbol)
        return NULL;
    symbol->name = name;
    uint32_t mask = scope->slot_count - 1, at = pointer_hash(name) & mask;
    while (scope->slots[at])
        at = (at + 1) & mask;
    scope->slots[at] = symbol;
    scope_append(scope, symbol);
    return symbol;
}

Scope *scope_enter(Symbols *s, ScopeKind kind, const Node *node)
{
    Scope *scope = compile_alloc(s->c, sizeof *scope), *parent = s->current;
    if (!scope)
        return NULL;
    scope->kind = (uint8_t)kind;
    scope->node = node;
    scope->parent = parent;
    if (parent) {
        scope->nested = parent->nested || parent->kind == SCOPE_FUNCTION;
        scope->in_iterable = parent->in_iterable;
        if (kind != SCOPE_ANNOTATION) {
            if (parent->last_child)
                parent->last_child->sibling = scope;
            else
                parent->first_child = scope;
            parent->last_child = scope;
        }
    }
    s->current = scope;
    return scope;
}

void scope_leave(Symbols *s)
{
    s->current = s->current->parent;
}

/* The emitter asks nearly in the order of the walk. */
Scope *scope_child(Scope *parent, const Node *node)
{
    Scope *start = parent->cursor ? parent->cursor->sibling : parent->first_child;
    for (Scope *child = start; child; child = child->sibling)
        if (child->node == node)
            return parent->cursor = child;
    for (Scope *child = parent->first_child; child != start; child = child->sibling)
        if (child->node == node)
            return parent->cursor = child;
    return NULL;
}

/* -- resolving */

static bool is_class_cell(const Symbols *s, const Symbol *symbol)
{
    return symbol->name == s->class_cell;
}

/* The function scope around SCOPE that binds SYMBOL's name; a class scope for __class__. */
static Scope *binding_scope(const Symbols *s, const Scope *scope, const Symbol *symbol)
{
    for (Scope *outer = scope->parent; outer; outer = outer->parent) {
        if (outer->kind == SCOPE_CLASS && is_class_cell(s, symbol))
            return outer;
        if (outer->kind != SCOPE_FUNCTION)
            continue;
        Symbol *found = scope_find(outer, symbol->name);
        if (!found)
            continue;
        if (found->flags & SYMBOL_GLOBAL)
            return NULL;
        if ((found->flags & SYMBOL_BOUND) && !(found->flags & SYMBOL_NONLOCAL))
            return outer;
    }
    return NULL;
}

/* The cell of NAME travels from BINDER down to SCOPE through every scope between. */
static void pass_cell(Symbols *s, Scope *scope, const Scope *binder, const Identifier *name)
{
    for (Scope *between = scope->parent; between != binder; between = between->parent) {
        Symbol *symbol = scope_add(s, between, name);
        if (!symbol)
            return;
        if (between->kind == SCOPE_CLASS && (symbol->flags & (SYMBOL_BOUND | SYMBOL_GLOBAL)))
            symbol->flags |= SYMBOL_CLASS_FREE;
        else
            symbol->kind = NAME_FREE;
    }
}

static bool bind_free(Symbols *s, Scope *scope, Symbol *symbol)
{
    Scope *binder = binding_scope(s, scope, symbol);
    if (!binder)
        return false;
    symbol->kind = NAME_FREE;
    if (binder->kind == SCOPE_CLASS)
        binder->needs_class_cell = true;
    else
        scope_find(binder, symbol->name)->kind = NAME_CELL;
    pass_cell(s, scope, binder, symbol->name);
    return true;
}

static const Node *directive_place(const Scope *scope, const Identifier *name)
{
    for (const Directive *d = scope->directives; d; d = d->next)
        if (d->name == name)
            return d->at;
    return scope->node;
}

static void resolve_nonlocal(Symbols *s, Scope *scope, Symbol *symbol)
{
    const Node *at = directive_place(scope, symbol->name);
    const char *text = symbol->name->text;
    if (symbol->flags & SYMBOL_PARAMETER)
        compile_error_late(s->c, at, true, "name '%s' is parameter and nonlocal", text);
    else if (scope->kind == SCOPE_MODULE)
        compile_error_late(s->c, at, true, "nonlocal declaration not allowed at module level");
    else if (!bind_free(s, scope, symbol))
        compile_error_late(s->c, at, true, "no binding for nonlocal '%s' found", text);
}

static void resolve_global(Symbols *s, Scope *scope, Symbol *symbol)
{
    const Node *at = directive_place(scope, symbol->name);
    const char *text = symbol->name->text;
    if (symbol->flags & SYMBOL_NONLOCAL)
        compile_error_late(s->c, at, true, "name '%s' is nonlocal and global", text);
    else if (symbol->flags & SYMBOL_PARAMETER)
        compile_error_late(s->c, at, true, "name '%s' is parameter and global", text);
    symbol->kind = NAME_GLOBAL;
}

static void resolve_symbol(Symbols *s, Scope *scope, Symbol *symbol)
{
    if (symbol->flags & SYMBOL_GLOBAL)
        resolve_global(s, scope, symbol);
    else if (symbol->flags & SYMBOL_NONLOCAL)
        resolve_nonlocal(s, scope, symbol);
    else if (symbol->kind != NAME_UNRESOLVED)
        return;
    else if (symbol->flags & SYMBOL_BOUND)
        symbol->kind = NAME_LOCAL;
    else if (!bind_free(s, scope, symbol))
        symbol->kind = NAME_GLOBAL_IMPLICIT;
}

/* Symbols that pass_cell adds at the end of outer scopes are resolved already. */
static void resolve_scope(Symbols *s, Scope *scope)
{
    if (!compilation_enter(s->c))
        return;
    for (Symbol *symbol = scope->first; symbol && !s->c->failed; symbol = symbol->next)
        resolve_symbol(s, scope, symbol);
    for (Scope *child = scope->first_child; child && !s->c->failed; child = child->sibling)
        resolve_scope(s, child);
    compilation_leave(s->c);
}

static bool symbol_is_free(const Symbol *symbol)
{
    return symbol->kind == NAME_FREE || (symbol->flags & SYMBOL_CLASS_FREE);
}

static bool symbol_is_own_cell(const Symbol *symbol)
{
    return symbol->kind == NAME_CELL && !(symbol->flags & SYMBOL_PARAMETER);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp((*(Symbol *const *)a)->name->text, (*(Symbol *const *)b)->name->text);
}

static Symbol **sorted(Symbols *s, const Scope *scope, bool (*wanted)(const Symbol *), int32_t count)
{
    Symbol **list = count ? compile_alloc(s->c, (size_t)count * sizeof *list) : NULL;
    if (!list)
        return NULL;
    int32_t i = 0;
    for (Symbol *symbol = scope->first; symbol; symbol = symbol->next)
        if (wanted(symbol))
            list[i++] = symbol;
    qsort(list, (size_t)count, sizeof *list, compare_names);
    return list;
}

static void count_names(Symbols *s, Scope *scope)
{
    for (Symbol *symbol = scope->first; symbol; symbol = symbol->next) {
        scope->cell_count += symbol_is_own_cell(symbol);
        scope->free_count += symbol_is_free(symbol);
        if (scope->kind == SCOPE_FUNCTION)
            scope->local_count += (symbol->flags & SYMBOL_PARAMETER) || symbol->kind == NAME_LOCAL;
    }
    scope->cells = sorted(s, scope, symbol_is_own_cell, scope->cell_count);
    scope->frees = sorted(s, scope, symbol_is_free, scope->free_count);
    for (Scope *child = scope->first_child; child && !s->c->failed; child = child->sibling)
        count_names(s, child);
}

bool symbols_resolve(Symbols *s)
{
    resolve_scope(s, s->module);
    if (!s->c->failed)
        count_names(s, s->module);
    return !s->c->failed;
}

bool symbols_build(Symbols *s, Compilation *c, Node *tree)
{
    *s = (Symbols){ .c = c };
    s->future_annotations = c->code_flags & CODE_FUTURE_ANNOTATIONS;
    s->class_cell = symbols_make_name(s, "__class__", 9);
    s->dot_zero = identifier_new(s, ".0", 2);
    if (!s->class_cell || !s->dot_zero || !(s->module = scope_enter(s, SCOPE_MODULE, tree)))
        return false;
    symbols_visit_tree(s, tree);
    return !c->failed && symbols_resolve(s);
}
