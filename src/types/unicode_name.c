/* Names of characters: the algorithmic ones. */
#include "types/unicode.h"

#include <stdio.h>

size_t unicode_name(uint32_t c, char *out)
{
    (void)c, (void)out;
    return 0;
}

bool unicode_find_name(const char *name, size_t size, uint32_t *c)
{
    (void)name, (void)size, (void)c;
    return false;
}
