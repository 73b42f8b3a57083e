/* What the unit tests share: cmocka, and random numbers whose seed is printed.
 * UNIT_SEED in the environment repeats a run. */
#ifndef OURO_TESTS_UNIT_H
#define OURO_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

typedef struct Random { uint64_t state; } Random;

static inline void random_open(Random *random)
{
    const char *given = getenv("UNIT_SEED");
    random->state = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) * 2654435761u;
    print_message("seed %llu\n", (unsigned long long)random->state);
}

static inline uint64_t random_next(Random *random)         /* splitmix64 */
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static inline size_t random_below(Random *random, size_t bound)
{
    return bound ? (size_t)(random_next(random) % bound) : 0;
}

#endif
