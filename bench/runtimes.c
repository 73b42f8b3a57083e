/* A thousand heaps in one process: each opened with the built-in types ready, 1 + 1 run in it;
 * then all closed.  Prints microseconds and resident KiB of each.
 *
 *     bench-runtimes [COUNT]
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ouro.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double resident(void)
{
    char line[200];
    long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status) && sscanf(line, "RssAnon: %ld", &kib) != 1) {}
    if (status)
        fclose(status);
    return (double)kib;
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 1000, wrong = 0;
    ou_runtime **rt = calloc((size_t)count, sizeof *rt);
    if (!rt || ou_close(ou_open(NULL)))
        return 1;
    double before = resident(), times[4] = { now() };
    for (int i = 0; i < count; i++)
        wrong += !(rt[i] = ou_open(NULL));
    times[1] = now();
    double opened = resident();
    for (int i = 0; i < count; i++)
        wrong += ou_run_text(rt[i], "1 + 1", "<bench>") != OU_OK;
    times[2] = now();
    double run = resident();
    for (int i = 0; i < count; i++)
        wrong += ou_close(rt[i]) != 0;
    times[3] = now();
    printf("%d runtimes: open %.1f us, run %.1f us, close %.1f us; %.1f us in all\n", count, (times[1] - times[0]) / count,
           (times[2] - times[1]) / count, (times[3] - times[2]) / count, (times[3] - times[0]) / count);
    printf("resident: %.1f KiB each opened, %.1f KiB after 1 + 1\n", (opened - before) / count, (run - before) / count);
    free(rt);
    return wrong != 0;
}
