/* Modules, and how a module written in C is defined. */
#ifndef OURO_TYPES_MODULE_H
#define OURO_TYPES_MODULE_H

#include "object/runtime.h"

typedef struct Module {
    Object head;
    Value dict;
    Value name;
    Value weak_unused;
    const struct ModuleDef *def; /* NULL for a module in Python */
    void *state;                /* memory_alloc(def->state_size), zeroed, or NULL */
} Module;

typedef struct ModuleDef {
    const char *name;
    const char *doc;
    const MethodDef *functions; /* the table at the end of the module's file */
    /* Types, constants; false: an exception.  May be NULL. */
    bool (*init)(Runtime *rt, Borrowed module);
    size_t state_size;
    /* The state's references, when it holds some. */
    int (*traverse)(void *state, GcVisit visit, void *argument);
    void (*clear)(Runtime *rt, void *state);
} ModuleDef;

Owned module_new(Runtime *rt, Borrowed name) must_check;
/* All built-in modules, in modules/list.def: MODULE(name) -> NAME_module_def. */
Owned module_from_def(Runtime *rt, const ModuleDef *def) must_check;
const ModuleDef *builtin_module_find(const char *name);
const ModuleDef *builtin_module_at(size_t i);          /* NULL: no more */
static inline Value module_dict(Borrowed module) { return ((Module *)module)->dict; }
/* A type of a module: made, put into the module's dict, returned borrowed (the module keeps it). */
Type *module_add_type(Runtime *rt, Borrowed module, const TypeDef *def, Type *base_or_null) must_check;
/* A class derived from BASE, put into the module's dict; *CLASS keeps a reference too. */
bool module_add_exception(Runtime *rt, Borrowed module, const char *name, Type *base, Owned *class) must_check;
bool module_add(Runtime *rt, Borrowed module, const char *name, Borrowed value) must_check;
bool module_add_steal(Runtime *rt, Borrowed module, const char *name, Owned value) must_check;   /* VALUE NULL: false */

#endif
