/* Folding of constant expressions, by the rules and size limits of CPython's optimizer. */
#ifndef OURO_COMPILER_FOLD_H
#define OURO_COMPILER_FOLD_H

#include "compiler/compilation.h"

/* NODE's parts are folded already; turn it into a FOLDED node where it is constant. */
void fold_unary(Compilation *c, Node *node);
void fold_binary(Compilation *c, Node *node);
void fold_tuple(Compilation *c, Node *node);
void fold_subscript(Compilation *c, Node *node);
/* What is only iterated or searched: a list becomes a tuple, a set a frozenset. */
void fold_iterable(Compilation *c, Node *node);
/* TEXT % (values): a JOINED_STR (fold_format.c). */
void fold_format(Compilation *c, Node *node);
void fold_compare(Compilation *c, Node *node);

#endif
