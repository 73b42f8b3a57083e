/* The command `ouro`, on the embedding API alone. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/bounds.h"
#include "cli/memory.h"
#include "cli/options.h"
#include "cli/prompt.h"
#include "ouro.h"

enum { EXIT_LEAK = 70, EXIT_INTERRUPTED = -SIGINT, EXIT_UNSOUND = 71, EXIT_STOPPED = 124 };

/* The one runtime of this process, for the signal handler. */
static ou_runtime *volatile running;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    if (running)
        ou_interrupt(running);
}

static void catch_interrupts(void)
{
    struct sigaction action = { .sa_handler = on_interrupt };
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* All of standard input, NUL-terminated; NULL: no memory. */
static char *read_input(void)
{
    size_t size = 0, capacity = 0, got;
    char *text = NULL;
    do {
        if (size + 1 >= capacity) {
            char *more = realloc(text, capacity = capacity ? capacity * 2 : 8192);
            if (!more) {
                free(text);
                return NULL;
            }
            text = more;
        }
        got = fread(text + size, 1, capacity - size - 1, stdin);
        size += got;
    } while (got);
    text[size] = 0;
    return text;
}

static ou_status run_input(ou_runtime *rt)
{
    char *text = read_input();
    ou_status status = text ? ou_run_text(rt, text, "<stdin>") : OU_NO_MEMORY;
    free(text);
    return status;
}

static ou_status run(ou_runtime *rt, const Options *o)
{
    switch (o->kind) {
    case RUN_CODE: return ou_run_text(rt, o->what, "<string>");
    case RUN_FILE: return ou_run_file(rt, o->what);
    case RUN_MODULE: return ou_run_module(rt, o->what);
    case RUN_STDIN: return run_input(rt);
    default: return isatty(0) ? prompt_run(rt, o->quiet) : run_input(rt);
    }
}

/* The exit status of the process, as CPython's. */
static int finish(ou_runtime *rt, const Options *o, ou_status status)
{
    switch (status) {
    case OU_OK: return 0;
    case OU_EXIT: return ou_exit_status(rt);
    case OU_NO_FILE:
        if (errno == EISDIR) {
            fprintf(stderr, "ouro: can't find '__main__' module in '%s'\n", o->what);
            return 1;
        }
        fprintf(stderr, "ouro: can't open file '%s': [Errno %d] %s\n", o->what, errno, strerror(errno));
        return 2;
    case OU_NO_MEMORY:
        fprintf(stderr, "ouro: out of memory\n");
        return 1;
    case OU_STOPPED:
        ou_print_error(rt);
        return EXIT_STOPPED;
    case OU_ERROR: break;
    }
    int interrupted = ou_error_is(rt, "KeyboardInterrupt");
    ou_print_error(rt);
    return interrupted ? EXIT_INTERRUPTED : 1;
}

static int search_path(ou_runtime *rt, const Options *o)
{
    if (o->kind != RUN_FILE && !o->safe_path && ou_add_path(rt, "", 1) != OU_OK)
        return 0;
    return ou_add_path(rt, "/usr/lib/python3.11", 0) == OU_OK;
}

static int close_and_check(ou_runtime *rt, const Options *o, int status)
{
    running = NULL;
    memory_end(rt, o);
    if (o->verify && ou_verify(rt))
        status = EXIT_UNSOUND;
    bounds_unwatch();
    size_t left = ou_close(rt);
    if (!left || !o->check_leaks)
        return status;
    fprintf(stderr, "ouro: %zu blocks still live after the end\n", left);
    return EXIT_LEAK;
}

/* As the signal would have ended the process, so that its parent can tell. */
static int die_interrupted(void)
{
    fflush(NULL);
    signal(SIGINT, SIG_DFL);
    raise(SIGINT);
    return 128 + SIGINT;
}

int main(int argc, char **argv)
{
    Options o;
    options_parse(&o, argc, argv);
    if (o.kind == RUN_NOTHING)
        return o.exit_status;
    ou_options options = { .size = sizeof options, .checked = o.checked, .system_malloc = o.system_malloc,
                           .memory_limit = o.memory_limit, .step_limit = o.step_limit, .time_limit = o.time_limit };
    if (!bounds_hash_seed(&options, !o.ignore_environment, o.random_hashes) || !memory_options(&o, &options))
        return 1;
    ou_runtime *rt = ou_open(&options);
    if (!rt) {
        fprintf(stderr, o.memory_limit ? "ouro: the memory limit is too small to begin\n" : "ouro: out of memory\n");
        return 1;
    }
    running = rt;
    bounds_watch(rt, o.time_limit);
    catch_interrupts();
    ou_status status = OU_ERROR;
    if (memory_begin(rt, &o) && ou_set_arguments(rt, o.rest_count, o.rest) == OU_OK && search_path(rt, &o)
        && ou_set_options(rt, (size_t)o.python_count, o.python) == OU_OK)
        status = run(rt, &o);
    int exit_status = finish(rt, &o, status);
    if (o.inspect && o.kind != RUN_PROMPT)
        exit_status = finish(rt, &o, prompt_run(rt, o.quiet));
    exit_status = close_and_check(rt, &o, exit_status);
    return exit_status == EXIT_INTERRUPTED ? die_interrupted() : exit_status;
}
