/* Two runtimes in one process: a bounded one that runs out of memory and goes on, and one
 * beside it that never notices. */
#include <stdio.h>

#include "ouro.h"

static void run(ou_runtime *rt, const char *source)
{
    if (ou_run_text(rt, source, "<host>") == OU_ERROR)
        ou_print_error(rt);
    ou_flush(rt);
}

int main(void)
{
    ou_options bounded = { .size = sizeof bounded, .memory_limit = 8 << 20 };
    ou_runtime *small = ou_open(&bounded), *other = ou_open(NULL);
    if (!small || !other)
        return 1;
    run(other, "x = 'kept by the other runtime'");
    run(small, "try:\n"
               "    rows = [i for i in range(10 ** 9)]\n"
               "except MemoryError:\n"
               "    print('out of memory, and still here')\n");
    run(small, "print(sum(range(1000)))");
    run(small, "print('x' in globals())");
    run(other, "print(x)");
    if (ou_run_text(small, "1 / 0", "<host>") == OU_ERROR)
        printf("the host sees: %s", ou_error_text(small));
    ou_clear_error(small);
    printf("heap: %s\n", ou_check(small) ? ou_check(small) : "whole");
    printf("left behind: %zu and %zu blocks\n", ou_close(small), ou_close(other));
    return 0;
}
