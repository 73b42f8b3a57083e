/* Searching forward is the C library's memchr and memmem (Two-Way for long patterns);
 * backward it is memrchr for one byte, comparison for short patterns and Rabin-Karp
 * with a secret base modulo 2^61 - 1 for long ones. */
#include "types/bytes_search.h"

#include "object/budget.h"

enum { SHORT_PATTERN = 32 };

#define MODULUS (((uint64_t)1 << 61) - 1)

/* Where the first byte stands and the others follow.  Too many disappointments: memmem, which has no bad case. */
static const char *find_short(const char *bytes, size_t size, const char *pattern, size_t m)
{
    const char *p = bytes, *end = bytes + (size - m + 1);
    for (ptrdiff_t misses = 0; p < end && (p = memchr(p, *pattern, (size_t)(end - p))); p++) {
        if (p[1] == pattern[1] && !memcmp(p + 2, pattern + 2, m - 2))
            return p;
        if (++misses * 16 > 256 + (p - bytes))
            return memmem(p, size - (size_t)(p - bytes), pattern, m);
    }
    return NULL;
}

int64_t bytes_find(const char *bytes, size_t size, const char *pattern, size_t pattern_size)
{
    const char *found;
    if (pattern_size > size)
        return -1;
    if (pattern_size == 1)
        found = memchr(bytes, *pattern, size);
    else if (pattern_size == 0)
        found = bytes;
    else
        found = pattern_size <= SHORT_PATTERN ? find_short(bytes, size, pattern, pattern_size)
                                              : memmem(bytes, size, pattern, pattern_size);
    return found ? found - bytes : -1;
}

static inline uint64_t multiply(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    uint64_t sum = (uint64_t)(product & MODULUS) + (uint64_t)(product >> 61);
    return sum >= MODULUS ? sum - MODULUS : sum;
}

static inline uint64_t reduce(uint64_t x) { return x >= MODULUS ? x - MODULUS : x; }

static inline uint64_t byte_at(const char *p) { return (unsigned char)*p + 1u; }

/* Windows are read from their last byte to their first, so that moving left is one step. */
static int64_t rolling_rfind(const char *bytes, size_t size, const char *pattern, size_t m, uint64_t seed)
{
    uint64_t base = seed % (MODULUS - 1024) + 512, top = 1, wanted = 0, hash = 0;
    for (size_t i = 0; i < m; i++) {
        wanted = reduce(multiply(wanted, base) + byte_at(pattern + m - 1 - i));
        hash = reduce(multiply(hash, base) + byte_at(bytes + size - 1 - i));
        if (i)
            top = multiply(top, base);
    }
    for (size_t at = size - m;; at--) {
        if (hash == wanted && !memcmp(bytes + at, pattern, m))
            return (int64_t)at;
        if (!at)
            return -1;
        hash = reduce(hash + MODULUS - multiply(top, byte_at(bytes + at + m - 1)));
        hash = reduce(multiply(hash, base) + byte_at(bytes + at - 1));
    }
}

static int64_t short_rfind(const char *bytes, size_t size, const char *pattern, size_t m)
{
    size_t left = size - m + 1;         /* starts that are possible */
    const char *found;
    while (left && (found = memrchr(bytes, *pattern, left))) {
        if (!memcmp(found, pattern, m))
            return found - bytes;
        left = (size_t)(found - bytes);
    }
    return -1;
}

int64_t bytes_rfind(const char *bytes, size_t size, const char *pattern, size_t pattern_size, uint64_t seed)
{
    if (pattern_size > size)
        return -1;
    if (!pattern_size)
        return (int64_t)size;
    if (pattern_size <= SHORT_PATTERN)
        return short_rfind(bytes, size, pattern, pattern_size);
    return rolling_rfind(bytes, size, pattern, pattern_size, seed);
}

typedef unsigned char Bytes16 __attribute__((vector_size(16), aligned(1), may_alias));

static size_t count_all(const char *bytes, size_t size, char c)
{
    size_t count = 0, i = 0;
    Bytes16 wanted = (Bytes16){ 0 } + (unsigned char)c;
    while (size - i >= 16) {
        Bytes16 sums = { 0 };           /* of at most 255 vectors */
        for (size_t n = MIN((size - i) / 16, 255); n; n--, i += 16)
            sums -= (Bytes16)(*(const Bytes16 *)(bytes + i) == wanted);
        for (int k = 0; k < 16; k++)
            count += sums[k];
    }
    for (; i < size; i++)
        count += bytes[i] == c;
    return count;
}

void bytes_replace_byte(char *to, const char *from, size_t size, char old, char new)
{
    Bytes16 wanted = (Bytes16){ 0 } + (unsigned char)old, change = (Bytes16){ 0 } + (unsigned char)(old ^ new);
    size_t i = 0;
    for (; size - i >= 16; i += 16) {
        Bytes16 v = *(const Bytes16 *)(from + i);
        *(Bytes16 *)(to + i) = v ^ ((Bytes16)(v == wanted) & change);
    }
    for (; i < size; i++)
        to[i] = from[i] == old ? new : from[i];
}

static size_t count_byte(const char *bytes, size_t size, char c, size_t limit)
{
    size_t count = 0;
    if (limit < size) {
        const char *end = bytes + size;
        while (count < limit && (bytes = memchr(bytes, c, (size_t)(end - bytes)))) {
            count++;
            bytes++;
        }
        return count;
    }
    return count_all(bytes, size, c);
}

size_t bytes_count(const char *bytes, size_t size, const char *pattern, size_t pattern_size, size_t limit)
{
    if (pattern_size == 1)
        return count_byte(bytes, size, *pattern, limit);
    size_t count = 0;
    int64_t at;
    while (count < limit && (at = bytes_find(bytes, size, pattern, pattern_size)) >= 0) {
        size_t step = (size_t)at + pattern_size;
        bytes += step;
        size -= step;
        count++;
    }
    return count;
}

size_t bytes_line_end(const char *bytes, size_t size)
{
    size_t i = 0;
    while (i < size && bytes[i] != '\n' && bytes[i] != '\r')
        i++;
    return i;
}

/* Piece by piece: a piece overlaps the one before by all but one byte of the pattern. */
int64_t bytes_find_charged(Runtime *rt, const char *bytes, size_t size, const char *pattern, size_t pattern_size)
{
    size_t piece = MAX((size_t)512 << 10, pattern_size * 8);
    if (size <= 4096)
        return bytes_find(bytes, size, pattern, pattern_size);
    for (size_t start = 0;; start += piece - pattern_size + 1) {
        size_t here = MIN(size - start, piece);
        int64_t at = bytes_find(bytes + start, here, pattern, pattern_size);
        size_t looked_at = at >= 0 ? (size_t)at : here;
        if (!charge_quiet(rt, (int64_t)(looked_at / 64)))
            return -2;
        if (at >= 0)
            return (int64_t)start + at;
        if (start + here == size)
            return -1;
    }
}
