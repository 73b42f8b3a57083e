/* The command line of `ouro`. */
#ifndef OURO_CLI_OPTIONS_H
#define OURO_CLI_OPTIONS_H

typedef enum { RUN_PROMPT, RUN_FILE, RUN_CODE, RUN_MODULE, RUN_STDIN, RUN_NOTHING } RunKind;

typedef struct Options {
    RunKind kind;
    const char *what;           /* file, code or module */
    int rest_count;             /* sys.argv, its first entry included */
    char **rest;
    int inspect, quiet, check_leaks, verify;
    int checked, system_malloc;
    int exit_status;            /* of RUN_NOTHING */
} Options;

/* Prints help, version or the error itself; then kind is RUN_NOTHING. */
void options_parse(Options *options, int argc, char **argv);

#endif
