/* A program from a stranger: bounded in memory, steps and time, stopped from outside, and the
 * runtime goes on after each. */
#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "ouro.h"

static const char *reason(ou_runtime *rt)
{
    static const char *const names[] = { "running", "steps", "time", "the host" };
    return names[ou_stopped_by(rt)];
}

/* Nothing that the program says can catch the end of its budget. */
static const char stubborn[] =
    "def stay():\n"
    "    while True:\n"
    "        try:\n"
    "            while True: pass\n"
    "        except BaseException: print('caught')\n"
    "        finally: print('at last')\n"
    "stay()\n";

static void by_steps(ou_runtime *rt)
{
    ou_set_budget(rt, 10000, 0);
    ou_status status = ou_run_text(rt, stubborn, "<stranger>");
    printf("status %d, stopped by %s after %llu steps\n", status, reason(rt), (unsigned long long)ou_steps(rt));
    uint64_t taken[2];
    for (int i = 0; i < 2; i++) {
        ou_set_budget(rt, 0, 0);
        ou_run_text(rt, "total = sum(range(1000))", "<host>");
        taken[i] = ou_steps(rt);
    }
    printf("a sum of a thousand items: %s a thousand steps, %s each time\n", taken[0] > 1000 ? "over" : "under",
           taken[0] == taken[1] ? "the same" : "another number");
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void by_time(ou_runtime *rt)
{
    double start = now();
    ou_set_budget(rt, 0, 0.05);
    ou_run_text(rt, "any(False for _ in iter(int, 1))", "<stranger>");
    printf("stopped by %s, %s\n", reason(rt), now() - start < 1 ? "in time" : "late");
}

static void *stopper(void *rt)
{
    nanosleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
    ou_stop(rt);
    return NULL;
}

static void by_host(ou_runtime *rt)
{
    pthread_t thread;
    ou_set_budget(rt, 0, 0);
    if (pthread_create(&thread, NULL, stopper, rt))
        return;
    ou_run_text(rt, stubborn, "<stranger>");
    pthread_join(thread, NULL);
    printf("stopped by %s\n", reason(rt));
}

static void by_memory(ou_runtime *rt)
{
    ou_memory memory;
    ou_set_budget(rt, 0, 0);
    ou_run_text(rt,
                "for i in range(50):\n"
                "    try:\n"
                "        rows = []\n"
                "        while True: rows.append([i] * 100)\n"
                "    except MemoryError:\n"
                "        rows = None\n"
                "print('fifty times to the limit and back')\n", "<stranger>");
    ou_flush(rt);
    ou_memory_used(rt, &memory);
    printf("the limit held: %s\n", memory.peak <= memory.limit ? "yes" : "no");
}

int main(void)
{
    ou_options options = { .size = sizeof options, .memory_limit = 8 << 20 };
    ou_runtime *rt = ou_open(&options);
    if (!rt)
        return 1;
    setvbuf(stdout, NULL, _IOLBF, 0);
    by_steps(rt);
    by_time(rt);
    by_host(rt);
    by_memory(rt);
    printf("heap: %s, left behind: ", ou_check(rt) ? ou_check(rt) : "whole");
    printf("%zu blocks\n", ou_close(rt));
    return 0;
}
