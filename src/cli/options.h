/* The command line of `ouro`. */
#ifndef OURO_CLI_OPTIONS_H
#define OURO_CLI_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

typedef enum { RUN_PROMPT, RUN_FILE, RUN_CODE, RUN_MODULE, RUN_STDIN, RUN_NOTHING } RunKind;

typedef struct Options {
    RunKind kind;
    const char *what;           /* file, code or module */
    int rest_count;             /* sys.argv, its first entry included */
    char **rest;
    const char *python[32];     /* options for ou_set_options */
    int python_count;
    char text[2048];            /* some of them */
    size_t text_size;
    int safe_path;
    int inspect, quiet, check_leaks, verify;
    int checked, system_malloc;
    size_t memory_limit;        /* bytes; 0: none */
    uint64_t step_limit;        /* 0: none */
    double time_limit;          /* seconds; 0: none */
    int ignore_environment, random_hashes;
    int trace_frames;           /* tracemalloc from the start; 0: not */
    int malloc_stats, show_counts, faulthandler;
    int exit_status;            /* of RUN_NOTHING */
} Options;

/* Prints help, version or the error itself; then kind is RUN_NOTHING. */
void options_parse(Options *options, int argc, char **argv);

#endif
