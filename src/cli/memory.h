/* PYTHONMALLOC, PYTHONMALLOCSTATS, tracemalloc, faulthandler, showrefcount: what the options
 * and the environment say about memory. */
#ifndef OURO_CLI_MEMORY_H
#define OURO_CLI_MEMORY_H

#include "cli/options.h"
#include "ouro.h"

/* Before ou_open.  0: wrong, and said so on standard error. */
int memory_options(Options *o, ou_options *options);

/* After ou_open and before the program; after the program. */
int memory_begin(ou_runtime *rt, const Options *o);
void memory_end(ou_runtime *rt, const Options *o);

#endif
