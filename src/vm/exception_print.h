/* Shared by the files that print exceptions. */
#ifndef OURO_VM_EXCEPTION_PRINT_H
#define OURO_VM_EXCEPTION_PRINT_H

#include "types/str.h"

/* Text being written, and how deep in exception groups: each level indents by two, and
 * lines inside a group begin with a bar. */
typedef struct Printer {
    StrBuilder text;
    int group_depth;
    bool need_close;            /* the innermost open frame of a group still wants its bottom line */
    Value seen;                 /* list of exceptions already printed */
} Printer;

void printer_margin(Printer *p);
void printer_margin_as(Printer *p, const char *margin);
void printer_format(Printer *p, const char *format, ...);        /* raise()'s directives */

/* traceback_print.c */
void traceback_write(Printer *p, Borrowed traceback, const char *header, const char *header_margin);

#endif
