/* Hostile programs, all in one process, in random order: each ends with a result, with a
 * Python error, or is stopped by its bounds; never a crash or a hang.  After each every
 * invariant of the heap holds, the same runtime runs a good program, and closing it leaves
 * nothing.
 *
 *     run [OPTION ...] FOLDER...
 *
 *     --seed=N        of the order; printed, random without it
 *     --rounds=N      all programs so often
 *     --time=SECONDS  for each
 *     --shared        one runtime runs them all, but for those that say `# alone`
 *     --malloc        blocks from malloc, for sanitizers
 *     --only=NAME     programs whose path contains it
 *
 * A program may begin with a line of directives: `# memory-limit=1G`, `# alone`.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ouro.h"

enum { PROGRAMS = 2000, HANG = 120 };
static const size_t MEMORY = 64u << 20;

typedef struct Program {
    char path[500];
    char *source;
    size_t memory_limit;
    int alone;
} Program;

typedef struct Battery {
    Program programs[PROGRAMS];
    int count, failures;
    const char *only;
    uint64_t seed, random;
    int rounds, shared, malloc;
    double time;
    char folder[500];           /* modules that programs import */
} Battery;

/* For the signal handler. */
static const char *volatile running = "";
static int report_to = 2;

static const char good[] =
    "def check():\n"
    "    rows = [{'n': i, 's': str(i)} for i in range(20)]\n"
    "    assert sum(r['n'] for r in rows) == 190\n"
    "    try:\n"
    "        rows[99]\n"
    "    except IndexError as e:\n"
    "        assert str(e) == 'list index out of range'\n"
    "check()\n";

/* What a program may leave behind in a runtime that goes on. */
static const char tidy[] =
    "import gc, sys\n"
    "sys.setrecursionlimit(1000)\n"
    "gc.callbacks.clear()\n"
    "gc.enable()\n"
    "gc.set_threshold(700, 10, 10)\n"
    "gc.collect()\n"
    "gc.collect()\n";

static void say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vdprintf(report_to, format, arguments);
    va_end(arguments);
}

static void on_signal(int number)
{
    const char *name = running;
    (void)!write(report_to, name, strlen(name));
    (void)!write(report_to, number == SIGALRM ? ": hangs\n" : ": crashes\n", number == SIGALRM ? 8 : 10);
    _exit(1);
}

static void catch_signals(void)
{
    static char stack[1 << 16];
    stack_t alternative = { .ss_sp = stack, .ss_size = sizeof stack };
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_ONSTACK };
    sigaltstack(&alternative, NULL);
    static const int numbers[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGALRM };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sigaction(numbers[i], &action, NULL);
}

static void fail(Battery *b, const char *what)
{
    b->failures++;
    say("%s: %s\n", running, what);
}

/* -- programs */

static char *read_all(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, 1 << 17);
    if (!f || !text || fread(text, 1, (1 << 17) - 1, f) == 0) {
        say("%s: cannot be read\n", path);
        exit(2);
    }
    fclose(f);
    return text;
}

static void directives(Program *p)
{
    char line[200] = { 0 };
    p->memory_limit = MEMORY;
    if (*p->source != '#')
        return;
    memcpy(line, p->source, strcspn(p->source, "\n") % sizeof line);
    const char *limit = strstr(line, "memory-limit=");
    if (limit)
        p->memory_limit = strtoull(limit + 13, NULL, 10) << 30;
    p->alone = strstr(line, "alone") != NULL;
}

static int by_name(const void *a, const void *b) { return strcmp(((const Program *)a)->path, ((const Program *)b)->path); }

static void add_folder(Battery *b, const char *folder)
{
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        size_t size = strlen(e->d_name);
        if (size < 3 || strcmp(e->d_name + size - 3, ".py") || b->count == PROGRAMS)
            continue;
        Program *p = &b->programs[b->count];
        snprintf(p->path, sizeof p->path, "%s/%s", folder, e->d_name);
        if (b->only && !strstr(p->path, b->only))
            continue;
        p->source = read_all(p->path);
        directives(p);
        b->count++;
    }
    if (d)
        closedir(d);
}

static uint64_t next_random(Battery *b)
{
    b->random ^= b->random << 13;
    b->random ^= b->random >> 7;
    return b->random ^= b->random << 17;
}

static void shuffle(Battery *b)
{
    for (int i = b->count - 1; i > 0; i--) {
        int j = (int)(next_random(b) % (uint64_t)(i + 1));
        Program p = b->programs[i];
        b->programs[i] = b->programs[j];
        b->programs[j] = p;
    }
}

/* -- running */

static ou_runtime *open_runtime(Battery *b, size_t memory_limit)
{
    ou_options options = { .size = sizeof options, .memory_limit = memory_limit, .hash_seed = next_random(b) | 1, .system_malloc = b->malloc };
    ou_runtime *rt = ou_open(&options);
    if (rt && (ou_add_path(rt, "/usr/lib/python3.11", 0) != OU_OK || ou_add_path(rt, b->folder, 0) != OU_OK))
        fail(b, "no path");
    return rt;
}

static void judge(Battery *b, ou_runtime *rt, ou_status status)
{
    if (status == OU_ERROR && ou_error_is(rt, "AssertionError")) {
        const char *text = ou_error_text(rt);
        fail(b, text ? text : "AssertionError");
    }
    if (status == OU_ERROR)
        (void)ou_error_text(rt);    /* ou_print_error would keep the exception as sys.last_value */
    ou_clear_error(rt);
    if (status == OU_NO_FILE)
        fail(b, "no file");
}

static void check_after(Battery *b, ou_runtime *rt)
{
    const char *broken = ou_check(rt);
    if (broken)
        fail(b, broken);
}

static void check_good(Battery *b, ou_runtime *rt)
{
    ou_status status = ou_run_text(rt, good, "<good>");
    if (status == OU_OK)
        return;
    const char *text = status == OU_ERROR ? ou_error_text(rt) : NULL;
    say("%s: a good program fails afterwards: status %d, %s\n", running, status, text ? text : "");
    b->failures++;
    ou_clear_error(rt);
}

static void run_program(Battery *b, ou_runtime *rt, const Program *p)
{
    char text[1200];            /* its names die with it */
    snprintf(text, sizeof text, "exec(compile(open('%s').read(), '%s', 'exec'), {'__name__': '__main__'})", p->path, p->path);
    ou_set_budget(rt, 0, b->time);
    ou_status status = ou_run_text(rt, text, "<hostile>");
    ou_set_budget(rt, 0, b->time);
    judge(b, rt, status);
    ou_set_budget(rt, 0, HANG);
    check_after(b, rt);
}

static void run_alone(Battery *b, const Program *p)
{
    ou_runtime *rt = open_runtime(b, p->memory_limit);
    if (!rt) {
        fail(b, "the runtime does not open");
        return;
    }
    run_program(b, rt, p);
    if (!p->alone)
        check_good(b, rt);
    ou_set_budget(rt, 0, b->time);
    size_t left = ou_close(rt);
    if (left)
        fail(b, "blocks are left after closing");
}

static void tidy_up(Battery *b, ou_runtime *rt)
{
    if (ou_run_text(rt, tidy, "<tidy>") != OU_OK) {
        const char *text = ou_error_text(rt);
        say("%s: cannot be tidied up after: %s\n", running, text ? text : "");
        b->failures++;
        ou_clear_error(rt);
    }
    check_after(b, rt);
}

static void one_round(Battery *b)
{
    ou_runtime *rt = b->shared ? open_runtime(b, MEMORY) : NULL;
    for (int i = 0; i < b->count; i++) {
        const Program *p = &b->programs[i];
        if (b->shared && p->alone)
            continue;
        running = p->path;
        alarm(HANG);
        if (b->shared) {
            run_program(b, rt, p);
            tidy_up(b, rt);
            check_good(b, rt);
        } else {
            run_alone(b, p);
        }
    }
    running = "closing";
    if (rt && ou_close(rt))
        fail(b, "blocks are left after closing");
}

/* -- */

static int option(Battery *b, const char *text)
{
    if (!strncmp(text, "--seed=", 7))
        return (b->seed = strtoull(text + 7, NULL, 10)) != 0;
    if (!strncmp(text, "--rounds=", 9))
        return (b->rounds = atoi(text + 9)) > 0;
    if (!strncmp(text, "--time=", 7))
        return (b->time = atof(text + 7)) > 0;
    if (!strncmp(text, "--only=", 7))
        return (b->only = text + 7) != NULL;
    if (!strcmp(text, "--shared"))
        return b->shared = 1;
    return !strcmp(text, "--malloc") && (b->malloc = 1);
}

/* What programs print is of no interest. */
static void be_quiet(void)
{
    report_to = dup(1);
    int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 0);
    dup2(nothing, 1);
    dup2(nothing, 2);
    close(nothing);
}

int main(int argc, char **argv)
{
    static Battery b = { .rounds = 1, .time = 5 };
    int i = 1;
    for (; i < argc && !strncmp(argv[i], "--", 2); i++)
        if (!option(&b, argv[i]))
            return 2;
    for (; i < argc; i++) {
        add_folder(&b, argv[i]);
        snprintf(b.folder, sizeof b.folder, "%s/..", argv[i]);
    }
    qsort(b.programs, (size_t)b.count, sizeof(Program), by_name);
    b.random = b.seed = b.seed ? b.seed : (uint64_t)time(NULL) << 16 ^ (uint64_t)getpid();
    if (!getenv("ASAN_OPTIONS"))
        catch_signals();
    be_quiet();
    say("seed %llu\n", (unsigned long long)b.seed);
    for (int round = 0; round < b.rounds; round++) {
        shuffle(&b);
        one_round(&b);
    }
    say("%d programs, %d rounds, %d failures\n", b.count, b.rounds, b.failures);
    return b.failures > 0 || !b.count;
}
