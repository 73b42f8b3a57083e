/* Properties of characters, as Unicode 14 (Python 3.11) has them, on top of utf8proc. */
#ifndef OURO_TYPES_UNICODE_H
#define OURO_TYPES_UNICODE_H

#include "base/base.h"

enum { UNICODE_MAX = 0x10ffff, UNICODE_CASE_MAX = 3 };

int unicode_category(uint32_t c);       /* UTF8PROC_CATEGORY_*; CN for what Unicode 14 does not have */
bool unicode_is_alpha(uint32_t c);
bool unicode_is_space(uint32_t c);
bool unicode_is_line_break(uint32_t c);
bool unicode_is_printable(uint32_t c);
bool unicode_is_lower(uint32_t c);
bool unicode_is_upper(uint32_t c);
bool unicode_is_title(uint32_t c);
bool unicode_is_cased(uint32_t c);
bool unicode_is_case_ignorable(uint32_t c);
bool unicode_is_start(uint32_t c);      /* of an identifier; '_' included */
bool unicode_is_continue(uint32_t c);
int unicode_decimal(uint32_t c);        /* 0..9, or -1 */
int unicode_digit(uint32_t c);          /* 0..9, or -1 */
bool unicode_is_numeric(uint32_t c);
bool unicode_numeric(uint32_t c, double *value);
static inline bool unicode_is_decimal(uint32_t c) { return unicode_decimal(c) >= 0; }
static inline bool unicode_is_digit(uint32_t c) { return unicode_digit(c) >= 0; }
static inline bool unicode_is_surrogate(uint32_t c) { return c - 0xd800 < 0x800; }

/* Full mappings: up to three code points; the count is returned. */
int unicode_upper(uint32_t c, uint32_t *out);
int unicode_lower(uint32_t c, uint32_t *out);
int unicode_title(uint32_t c, uint32_t *out);
int unicode_fold(uint32_t c, uint32_t *out);

/* Mappings to one character: the first of the full ones. */
uint32_t unicode_simple_upper(uint32_t c);
uint32_t unicode_simple_lower(uint32_t c);

/* -- unicode_name.c: names of characters */
enum { UNICODE_NAME_MAX = 128, UNICODE_SEQUENCE_MAX = 4 };
/* Writes the name and a 0 into OUT (UNICODE_NAME_MAX bytes), gives its size; 0: it has none. */
size_t unicode_name(uint32_t c, char *out);
/* The character with this name or alias, in any case. */
bool unicode_find_name(const char *name, size_t size, uint32_t *c);
/* Named sequences too: the number of POINTS (UNICODE_SEQUENCE_MAX at most), 0: not found. */
int unicode_find_sequence(const char *name, size_t size, uint32_t *points);

#endif
