/* Exceptions as text, as python3.11 prints them. */
#ifndef OURO_VM_TRACEBACK_PRINT_H
#define OURO_VM_TRACEBACK_PRINT_H

#include "object/runtime.h"

/* Print to sys.stderr (descriptor 2 when there is none): traceback with source lines and
 * carets, causes and contexts, groups, notes, suggestions.  Never raises. */
void exception_print(Runtime *rt, Borrowed exception);
/* The same text as a str. */
Owned exception_text(Runtime *rt, Borrowed exception) must_check;
/* The line of a source file to sys.stderr, indented by two; nothing when it cannot be read.  Never raises. */
void source_line_write(Runtime *rt, Borrowed filename, int32_t line);
/* BYTES to sys.stderr.  Never raises. */
void error_write(Runtime *rt, const char *bytes, size_t size);

#endif
