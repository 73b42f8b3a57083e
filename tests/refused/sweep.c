/* Refuse every allocation of a program in turn: the n-th alone, and all from the n-th
 * on, for each n until the program no longer comes so far.
 *
 * After each run: the outcome is success or a Python exception, every invariant of the
 * heap holds, the same runtime still runs a good program, and nothing is left when it
 * closes.  Programs print nothing that matters; their own checks are `assert`.
 *
 *     sweep FILE [STEP]     STEP > 1 looks at every STEP-th n only
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ouro.h"

static const char good[] =
    "def check():\n"
    "    rows = [{'n': i, 's': str(i)} for i in range(20)]\n"
    "    assert sum(r['n'] for r in rows) == 190\n"
    "    try:\n"
    "        rows[99]\n"
    "    except IndexError as e:\n"
    "        assert str(e) == 'list index out of range'\n"
    "check()\n";

static void complain(const char *file, uint64_t n, int forever, const char *what)
{
    fprintf(stderr, "%s: allocation %llu refused %s: %s\n", file, (unsigned long long)n, forever ? "for good" : "once", what);
    exit(1);
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

/* Returns whether request N was reached. */
static int attempt(const char *file, const char *source, uint64_t n, int forever)
{
    ou_options options = { .size = sizeof options, .hash_seed = 1 };
    ou_runtime *rt = ou_open(&options);
    if (!rt)
        complain(file, n, forever, "the runtime does not open");
    ou_fail_at(rt, n, forever);
    ou_status status = ou_run_text(rt, source, file);
    int reached = ou_requests(rt) >= n;
    ou_fail_at(rt, 0, 0);
    if (status == OU_ERROR && !reached) {
        ou_print_error(rt);
        complain(file, n, forever, "the program fails by itself");
    }
    if (status == OU_ERROR && !ou_error_is(rt, "MemoryError") && !ou_error_is(rt, "AssertionError")) {
        ou_print_error(rt);
        complain(file, n, forever, "not a MemoryError");
    }
    if (status == OU_ERROR && ou_error_is(rt, "AssertionError")) {
        ou_print_error(rt);
        complain(file, n, forever, "the program saw something wrong");
    }
    ou_clear_error(rt);
    const char *broken = ou_check(rt);
    if (broken)
        complain(file, n, forever, broken);
    if (ou_run_text(rt, good, "<good>") != OU_OK) {
        ou_print_error(rt);
        complain(file, n, forever, "a good program fails afterwards");
    }
    size_t left = ou_close(rt);
    if (left) {
        fprintf(stderr, "%zu blocks\n", left);
        complain(file, n, forever, "blocks are left after closing");
    }
    return reached;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    char *source = read_all(argv[1]);
    uint64_t step = argc > 2 ? strtoull(argv[2], NULL, 10) : 1, total = 0;
    int quiet = open("/dev/null", O_WRONLY), out = dup(1);
    if (quiet >= 0)
        dup2(quiet, 1);
    for (int forever = 0; forever < 2; forever++)
        for (uint64_t n = 1; attempt(argv[1], source, n, forever); n += step)
            total++;
    if (out >= 0)
        dup2(out, 1);
    printf("%s: %llu refusals survived\n", argv[1], (unsigned long long)total);
    free(source);
    return 0;
}
