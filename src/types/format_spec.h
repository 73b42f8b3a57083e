/* A format specification, taken apart:
 *     [[fill]align][sign][z][#][0][width][grouping][.precision][type] */
#ifndef OURO_TYPES_FORMAT_SPEC_H
#define OURO_TYPES_FORMAT_SPEC_H

#include "types/str.h"

typedef struct FormatSpec {
    uint32_t fill, align, type;         /* code points */
    char sign;                          /* '+', ' ', '-', or 0 */
    char grouping;                      /* ',', '_', or 0 */
    bool alternate, no_negative_zero, has_align, has_fill;
    int64_t width, precision;           /* -1: not given */
} FormatSpec;

/* V is named in messages; TYPE and ALIGN are what stands when the text gives none. */
bool format_spec_parse(Runtime *rt, Borrowed v, Borrowed text, uint32_t type, uint32_t align, FormatSpec *spec) must_check;
void *raise_unknown_format(Runtime *rt, Borrowed v, uint32_t type);
/* TEXT with the padding of SPEC around it; LENGTH in code points. */
Owned format_padded(Runtime *rt, const FormatSpec *spec, const char *text, size_t size, int64_t length) must_check;

#endif
