/* Finding bytes in bytes, for str, bytes and bytearray.  Linear time (or near) for
 * hostile patterns too.  -1: not there.  An empty pattern is found at once. */
#ifndef OURO_TYPES_BYTES_SEARCH_H
#define OURO_TYPES_BYTES_SEARCH_H

#include "base/base.h"

int64_t bytes_find(const char *bytes, size_t size, const char *pattern, size_t pattern_size);
/* SEED keeps an adversary from choosing colliding windows. */
int64_t bytes_rfind(const char *bytes, size_t size, const char *pattern, size_t pattern_size, uint64_t seed);
/* As bytes_find, charged; -2: stopped. */
struct Runtime;
int64_t bytes_find_charged(struct Runtime *rt, const char *bytes, size_t size, const char *pattern, size_t pattern_size);
/* Without overlaps, at most LIMIT; the pattern is not empty. */
size_t bytes_count(const char *bytes, size_t size, const char *pattern, size_t pattern_size, size_t limit);
/* The first byte that can end a line (\n, \r), or SIZE. */
size_t bytes_line_end(const char *bytes, size_t size);
/* SIZE bytes from FROM to TO, NEW instead of each OLD. */
void bytes_replace_byte(char *to, const char *from, size_t size, char old, char new);

#endif
