/* The hash of str, bytes and memoryview: equal bytes have equal hashes. */
#ifndef OURO_TYPES_BYTES_HASH_H
#define OURO_TYPES_BYTES_HASH_H

#include "object/runtime.h"

/* SipHash-1-3 under the runtime's seed; 0 for no bytes; never -1. */
uint64_t bytes_hash(Runtime *rt, const void *bytes, size_t size);

#endif
