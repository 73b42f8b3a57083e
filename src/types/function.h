/* Functions in Python, functions in C, bound methods, cells. */
#ifndef OURO_TYPES_FUNCTION_H
#define OURO_TYPES_FUNCTION_H

#include "object/arguments.h"
#include "object/runtime.h"
#include "types/code.h"

typedef struct Function {
    Object head;
    Code *code;                 /* Owned */
    Value globals;              /* dict */
    Value builtins;             /* dict */
    Value defaults;             /* tuple or NULL */
    Value kwdefaults;           /* dict or NULL */
    Value closure;              /* tuple of cells or NULL */
    Value name, qualname, module, doc, annotations, dict;     /* NULL where not set; module: any */
    Value retired;              /* tuple of the codes it had before: running frames rely on them; or NULL */
    uint32_t version;           /* changes when code, defaults or kwdefaults do; 0: not yet */
} Function;

typedef struct BuiltinFunction {
    Object head;
    const MethodDef *def;
    Signature signature;
    Value self;                 /* module, instance, type or NULL */
    Value module;               /* str or NULL */
} BuiltinFunction;

typedef struct Method { Object head; Value function, self; } Method;
typedef struct Cell { Object head; Value content; } Cell;        /* NULL: empty */

/* "str.upper": an unbound method of a built-in type. */
typedef struct MethodDescriptor {
    Object head;
    const MethodDef *def;
    Signature signature;
    Type *type;                 /* Owned */
    Value name;
} MethodDescriptor;

Owned function_new(Runtime *rt, Borrowed code, Borrowed globals, Borrowed qualname_or_null) must_check;
/* The builtins that code with these GLOBALS sees: globals['__builtins__'], else those of the caller. */
Borrowed function_builtins_peek(Runtime *rt, Borrowed globals);
Owned builtin_function_new(Runtime *rt, const MethodDef *def, Borrowed self_or_null, Borrowed module_name_or_null) must_check;
/* Runs a function written in Python: the virtual machine's, named here for the type's call slot. */
Owned vm_call_function(CALL_PARAMETERS) must_check;
/* The builtins of the running frame, or the runtime's; likewise. */
Borrowed vm_builtins_peek(Runtime *rt);
Owned method_new(Runtime *rt, Borrowed function, Borrowed self) must_check;
Owned cell_new(Runtime *rt, Borrowed content_or_null) must_check;

#endif
