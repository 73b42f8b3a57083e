/* The bounds that the command line and the environment give: memory, time, steps, hash seed. */
#ifndef OURO_CLI_BOUNDS_H
#define OURO_CLI_BOUNDS_H

#include <stddef.h>
#include <stdint.h>

#include "ouro.h"

/* "64M": bytes, with K, M or G for powers of 1024.  0: not a size. */
int bounds_parse_size(const char *text, size_t *size);
/* "2.5": seconds above 0. */
int bounds_parse_seconds(const char *text, double *seconds);
int bounds_parse_count(const char *text, uint64_t *count);

/* PYTHONHASHSEED as CPython reads it.  0: it is none, and that has been said. */
int bounds_hash_seed(ou_options *options, int use_environment, int random);

/* Ends calls of the system that wait when the time is over: a signal comes, RT is stopped. */
void bounds_watch(ou_runtime *rt, double seconds);

/* RT is closed. */
void bounds_unwatch(void);

#endif
