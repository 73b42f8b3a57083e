/* Attributes, integer types and assertions that every file uses. */
#ifndef OURO_BASE_H
#define OURO_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define must_check  __attribute__((warn_unused_result))
#define no_inline   __attribute__((noinline))
#ifdef OURO_COVERAGE               /* each branch once, not once for each place that it is inlined to */
#define always_inline inline
#else
#define always_inline inline __attribute__((always_inline))
#endif
#define cold        __attribute__((cold, noinline))
#define unused      __attribute__((unused))
#define printf_like(text, first) __attribute__((format(printf, text, first)))
#define cleanup(function) __attribute__((cleanup(function)))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

/* Round SIZE up to a multiple of ALIGNMENT, a power of two. */
static inline size_t round_up(size_t size, size_t alignment)
{
    return (size + alignment - 1) & ~(alignment - 1);
}

/* The debug build (OURO_DEBUG) also runs the expensive structure checks. */
#ifdef OURO_DEBUG
#define debug_check(condition) assert(condition)
#else
#define debug_check(condition) ((void)0)
#endif

#endif
