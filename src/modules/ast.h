/* Syntax trees as objects, for compile(). */
#ifndef OURO_MODULES_AST_H
#define OURO_MODULES_AST_H

#include "compiler/compile.h"

/* Is V an instance of ast.AST?  Imports nothing. */
bool value_is_ast(Runtime *rt, Borrowed v);
/* The tree of a source text as objects. */
Owned ast_parse(Runtime *rt, const char *source, size_t size, Borrowed filename, CompileMode mode, uint32_t flags) must_check;
/* A code object from a tree of objects. */
Owned ast_compile(Runtime *rt, Borrowed object, Borrowed filename, CompileMode mode, uint32_t flags, int optimize) must_check;

#endif
