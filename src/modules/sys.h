/* The module sys. */
#ifndef OURO_MODULES_SYS_H
#define OURO_MODULES_SYS_H

#include "types/module.h"

bool sys_open(Runtime *rt) must_check;
void sys_close(Runtime *rt);
int sys_traverse(Runtime *rt, GcVisit visit, void *argument);
Borrowed sys_get_peek(Runtime *rt, const char *name);            /* NULL: not there */
bool sys_set(Runtime *rt, const char *name, Borrowed value) must_check;
void sys_flush(Runtime *rt);                                     /* stdout and stderr; errors are dropped */
void sys_set_finalizing(Runtime *rt);
void sys_print_memory(Runtime *rt);                              /* sys._debugmallocstats() */

/* What the host or the command line decides; before any program runs. */
typedef struct SysFlags {
    int debug, inspect, interactive, optimize, dont_write_bytecode, no_user_site, no_site, ignore_environment,
        verbose, bytes_warning, quiet, isolated, dev_mode, utf8_mode, safe_path, int_max_str_digits;
} SysFlags;
bool sys_set_flags(Runtime *rt, const SysFlags *flags) must_check;
/* sys_options.c: "-O", "-Werror", "-X dev", and what the environment says. */
bool sys_set_options(Runtime *rt, size_t count, const char *const *options) must_check;
bool sys_set_argv(Runtime *rt, int count, char *const *arguments) must_check;

/* sys_info.c: constants that describe the implementation and the machine. */
bool sys_add_info(Runtime *rt, Borrowed module) must_check;
/* sys_memory.c, sys_hooks.c, sys_machine.c: their functions. */
extern const MethodDef sys_memory_functions[], sys_hook_functions[], sys_machine_functions[];
/* sys_breakpoint.c */
Owned sys_breakpointhook(CALL_PARAMETERS) must_check;
/* io.c: stdin, stdout, stderr, and the built-in open. */
bool sys_open_streams(Runtime *rt) must_check;

#endif
