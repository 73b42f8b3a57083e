/* Refuse every allocation of a program in turn: the n-th alone, and all from the n-th
 * on, for each n until the program no longer comes so far.
 *
 * After each run: the outcome is success or a MemoryError (a failing `assert` only after
 * a MemoryError that nobody could receive), every invariant of the heap holds, the same runtime still runs a good program, and nothing is left when it
 * closes.  Programs print nothing that matters; their own checks are `assert`.
 *
 *     sweep [OPTION ...] FILE
 *
 *     --step=N     every N-th n only
 *     --only=N     this n alone, once; --only=-N: from n on
 *     --what=WHEN  what is done while requests are refused:
 *                  run (the program; the default), open (the opening of the runtime),
 *                  close (its closing, after the program), print (ou_print_error of
 *                  the exception with which the program ends)
 *     --malloc     blocks from malloc, for sanitizers
 *     --checked    guard bytes around each block
 *
 * Each attempt is a process of its own, except with --only.  After a failure the sweep
 * goes on; for each kind of failure it says where it was met first.
 *
 * A file may state options itself, in a first line `# sweep: OPTION ...`.  What stands
 * before a line `# refused from here` runs undisturbed: imports, mostly.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ouro.h"

typedef enum { RUN, OPEN, CLOSE, PRINT } What;

typedef struct Sweep {
    const char *file, *source;
    const char *prelude;        /* runs before anything is refused; or NULL */
    uint64_t step, only;
    What what;
    int malloc, checked;
    uint64_t n;
    int forever;
    ou_runtime *ready;          /* as it is before anything is refused */
} Sweep;

static const char good[] =
    "def check():\n"
    "    rows = [{'n': i, 's': str(i)} for i in range(20)]\n"
    "    assert sum(r['n'] for r in rows) == 190\n"
    "    try:\n"
    "        rows[99]\n"
    "    except IndexError as e:\n"
    "        assert str(e) == 'list index out of range'\n"
    "check()\n";

static void complain(const Sweep *s, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: allocation %llu refused %s: ", s->file, (unsigned long long)s->n, s->forever ? "for good" : "once");
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    _exit(1);
}

static char *read_all(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, 1 << 20);
    if (!f || !text || fread(text, 1, (1 << 20) - 1, f) == 0) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    fclose(f);
    return text;
}

static void check_heap(const Sweep *s, ou_runtime *rt)
{
    const char *broken = ou_check(rt);
    if (broken)
        complain(s, "%s", broken);
}

static void check_good(const Sweep *s, ou_runtime *rt)
{
    if (ou_run_text(rt, good, "<good>") == OU_OK)
        return;
    ou_print_error(rt);
    complain(s, "a good program fails afterwards");
}

static void check_close(const Sweep *s, ou_runtime *rt)
{
    size_t left = ou_close(rt);
    if (left)
        complain(s, "%zu blocks are left after closing", left);
}

/* What an attempt ends with, beside 1: a failure. */
enum { NOT_REACHED = 0, REACHED = 70, DOUBTFUL = 71 };

/* The program ended with an exception, while requests were refused. */
static int check_error(const Sweep *s, ou_runtime *rt, int reached)
{
    int doubtful = reached && ou_error_is(rt, "AssertionError");
    if (doubtful || !reached || !ou_error_is(rt, "MemoryError")) {
        ou_print_error(rt);
        if (!doubtful)
            complain(s, "%s", reached ? "not a MemoryError" : "the program fails by itself");
    }
    ou_clear_error(rt);
    return doubtful ? DOUBTFUL : REACHED;
}

/* Opened while requests are refused, if LEFT is not NULL. */
static ou_runtime *open_bare(const Sweep *s, size_t *left)
{
    ou_options options = { .size = sizeof options, .hash_seed = 1, .system_malloc = s->malloc, .checked = s->checked };
    if (left) {
        options.left = left;
        options.fail_at = s->n;
        options.fail_forever = s->forever;
    }
    return ou_open(&options);
}

static void run_prelude(const Sweep *s, ou_runtime *rt)
{
    if (ou_add_path(rt, "/usr/lib/python3.11", 0) == OU_OK && (!s->prelude || ou_run_text(rt, s->prelude, s->file) == OU_OK))
        return;
    ou_print_error(rt);
    complain(s, "the program fails before anything is refused");
}

/* A runtime in the state in which refusing begins. */
static ou_runtime *prepare(const Sweep *s)
{
    ou_runtime *rt = open_bare(s, NULL);
    if (!rt)
        complain(s, "the runtime does not open");
    run_prelude(s, rt);
    if (s->what == RUN)
        return rt;
    ou_status status = ou_run_text(rt, s->source, s->file);
    if (status == OU_OK || s->what == PRINT)
        return rt;
    ou_print_error(rt);
    complain(s, "the program fails by itself");
    return NULL;
}

static void check_after(const Sweep *s, ou_runtime *rt)
{
    ou_fail_at(rt, 0, 0);
    check_heap(s, rt);
    check_good(s, rt);
    check_close(s, rt);
}

static int attempt_open(const Sweep *s)
{
    size_t left = 0;
    ou_runtime *rt = open_bare(s, &left);
    if (!rt && left)
        complain(s, "%zu blocks are left", left);
    if (!rt)
        return 1;
    int reached = ou_requests(rt) >= s->n;
    if (reached && s->forever)
        complain(s, "the runtime opens all the same");
    check_after(s, rt);
    return reached;
}

static int attempt_close(const Sweep *s)
{
    ou_fail_at(s->ready, s->n, s->forever);
    check_close(s, s->ready);
    return s->n < 400;          /* the count is gone with the runtime */
}

static int attempt_print(const Sweep *s)
{
    ou_runtime *rt = s->ready;
    ou_fail_at(rt, s->n, s->forever);
    ou_print_error(rt);
    int reached = ou_requests(rt) >= s->n;
    if (ou_error_is(rt, "BaseException"))
        complain(s, "an exception is left");
    check_after(s, rt);
    return reached;
}

static int attempt_run(const Sweep *s)
{
    ou_runtime *rt = s->ready;
    ou_fail_at(rt, s->n, s->forever);
    ou_status status = ou_run_text(rt, s->source, s->file);
    int reached = ou_requests(rt) >= s->n, verdict = reached ? REACHED : NOT_REACHED;
    ou_fail_at(rt, 0, 0);
    if (status == OU_ERROR)
        verdict = check_error(s, rt, reached);
    check_after(s, rt);
    return verdict;
}

static int attempt(const Sweep *s)
{
    static int (*const attempts[])(const Sweep *) = { attempt_run, attempt_open, attempt_close, attempt_print };
    int verdict = attempts[s->what](s);
    return verdict == 1 ? REACHED : verdict;
}

/* -- each attempt in a process of its own */

enum { KINDS = 200, KIND_SIZE = 2000 };

/* What failures of one kind have in common: the last of what they say, without its numbers. */
static void kind_of(const char *output, int status, char *kind)
{
    size_t size = 0;
    size_t whole = strlen(output), from = whole > KIND_SIZE - 100 ? whole - (KIND_SIZE - 100) : 0;
    for (const char *p = output + from; *p && size < KIND_SIZE - 100; p++)
        if (*p < '0' || *p > '9')
            kind[size++] = *p;
    snprintf(kind + size, 100, "[%s %d]", WIFSIGNALED(status) ? "signal" : "status", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

static void attempt_in_child(const Sweep *s, const int *ends)
{
    int quiet = open("/dev/null", O_WRONLY);
    dup2(quiet, 1);
    dup2(ends[1], 2);
    close(ends[0]);
    alarm(60);
    _exit(attempt(s));
}

/* An assertion may fail after a MemoryError in a callback or a finalizer, which was
 * rightly reported and ignored; it may not fail for another reason. */
static int is_fine(const char *output, int status)
{
    switch (WIFEXITED(status) ? WEXITSTATUS(status) : 1) {
    case NOT_REACHED:
    case REACHED:
        return 1;
    case DOUBTFUL:
        return strstr(output, "Exception ignored ") && strstr(output, "\nMemoryError");
    default:
        return 0;
    }
}

/* Returns whether nothing was wrong. */
static int attempt_apart(const Sweep *s, char *output, size_t room, int *status)
{
    int ends[2];
    fflush(stdout);
    if (pipe(ends) < 0)
        exit(2);
    pid_t child = fork();
    if (child == 0)
        attempt_in_child(s, ends);
    close(ends[1]);
    size_t size = 0;
    for (ssize_t got; (got = read(ends[0], output + size, room - 1 - size)) > 0;)
        size += (size_t)got;
    output[size] = 0;
    close(ends[0]);
    waitpid(child, status, 0);
    return is_fine(output, *status);
}

typedef struct Kinds {
    int count;
    char texts[KINDS][KIND_SIZE];
} Kinds;

static void report(const Sweep *s, Kinds *kinds, const char *output, int status)
{
    char kind[KIND_SIZE];
    kind_of(output, status, kind);
    for (int k = 0; k < kinds->count; k++)
        if (!strcmp(kinds->texts[k], kind))
            return;
    if (kinds->count == KINDS)
        return;
    strcpy(kinds->texts[kinds->count++], kind);
    printf("== n %llu %s, status %x\n%s\n", (unsigned long long)s->n, s->forever ? "for good" : "once", (unsigned)status, output);
}

/* Counts attempts into *TOTAL; returns how many failed. */
static uint64_t sweep(Sweep *s, Kinds *kinds, uint64_t *total)
{
    static char output[1 << 16];
    uint64_t failures = 0, in_row = 0;
    int status = REACHED << 8;
    for (s->n = 1; in_row < 300; s->n += s->step, ++*total) {
        if (attempt_apart(s, output, sizeof output, &status)) {
            in_row = 0;
            if (WEXITSTATUS(status) == NOT_REACHED)
                break;
            continue;
        }
        failures++;
        in_row++;
        report(s, kinds, output, status);
    }
    return failures;
}

/* -- */

static int option(Sweep *s, const char *text)
{
    static const char *const names[] = { "run", "open", "close", "print" };
    if (!strncmp(text, "--step=", 7))
        return (s->step = strtoull(text + 7, NULL, 10)) > 0;
    if (!strncmp(text, "--only=", 7)) {
        s->forever = text[7] == '-';
        return (s->only = strtoull(text + 7 + s->forever, NULL, 10)) > 0;
    }
    for (int i = 0; !strncmp(text, "--what=", 7) && i < 4; i++)
        if (!strcmp(text + 7, names[i])) {
            s->what = (What)i;
            return 1;
        }
    if (!strcmp(text, "--malloc"))
        return s->malloc = 1;
    return !strcmp(text, "--checked") && (s->checked = 1);
}

static int options_of_file(Sweep *s)
{
    if (strncmp(s->source, "# sweep:", 8))
        return 1;
    char line[200] = { 0 };
    memcpy(line, s->source + 8, strcspn(s->source + 8, "\n") % sizeof line);
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
        if (!option(s, word))
            return 0;
    return 1;
}

/* The prelude apart; in its place stand comments, so that lines keep their numbers. */
static void split(Sweep *s, char *source)
{
    static const char mark[] = "# refused from here";
    char *end = strstr(source, mark);
    if (!end)
        return;
    char *prelude = calloc(1, (size_t)(end - source) + 1);
    if (!prelude)
        exit(2);
    memcpy(prelude, source, (size_t)(end - source));
    s->prelude = prelude;
    for (char *p = source; p < end; p++)
        *p = *p == '\n' ? '\n' : '#';
}

int main(int argc, char **argv)
{
    Sweep s = { .step = 1, .file = argc > 1 ? argv[argc - 1] : "" };
    char *source = read_all(s.file);
    s.source = source;
    int valid = options_of_file(&s);
    for (int i = 1; i < argc - 1; i++)
        valid = valid && option(&s, argv[i]);
    if (!valid)
        return 2;
    split(&s, source);
    uint64_t total = 0, failures = 0;
    static Kinds kinds;
    if (s.what != OPEN)
        s.ready = prepare(&s);
    if (s.only) {
        s.n = s.only;
        return attempt(&s) == NOT_REACHED ? 3 : 0;
    }
    for (s.forever = 0; s.forever < 2; s.forever++)
        failures += sweep(&s, &kinds, &total);
    if (s.ready)
        check_close(&s, s.ready);
    printf("%s: %llu refusals, %llu failures\n", s.file, (unsigned long long)total, (unsigned long long)failures);
    free(source);
    return failures > 0;
}
