/* Single values of the C types that the struct formats name: for memoryview, struct and array. */
#ifndef OURO_TYPES_NATIVE_H
#define OURO_TYPES_NATIVE_H

#include "object/runtime.h"

typedef enum {
    NATIVE_OK,
    NATIVE_TYPE,                /* not a value of this kind; nothing is raised */
    NATIVE_RANGE,               /* does not fit; nothing is raised */
    NATIVE_ERROR                /* an exception is set */
} NativeResult;

/* Bytes of a native format character "?cbBhHiIlLqQnNfdP"; 0: none of them. */
size_t native_size(char format);
Owned native_unpack(Runtime *rt, char format, const char *bytes) must_check;
NativeResult native_pack(Runtime *rt, char format, char *bytes, Borrowed v) must_check;

/* Integers of any width up to 8 and either byte order. */
uint64_t integer_read(const char *bytes, size_t size, bool big);
void integer_write(char *bytes, size_t size, bool big, uint64_t value);
/* operator.index(V) as 64 bits.  IS_SIGNED: range of SIZE bytes with sign, else without. */
NativeResult integer_argument(Runtime *rt, Borrowed v, size_t size, bool is_signed, uint64_t *out) must_check;
static inline int64_t sign_extend(uint64_t value, size_t size)
{
    return (int64_t)(value << (64 - 8 * size)) >> (64 - 8 * size);
}

#endif
