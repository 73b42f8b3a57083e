/* Digits of doubles, the styles in which they are written, and the way back.
 * The C library's printf and strtod are exact; both are used only with texts that
 * have no decimal point to depend on the locale. */
#ifndef OURO_TYPES_FLOAT_TEXT_H
#define OURO_TYPES_FLOAT_TEXT_H

#include "object/runtime.h"

enum { FLOAT_DIGITS_MAX = 1500 };   /* 309 before the point, 1074 behind it, and slack */

/* |d| = 0.DIGITS * 10**point */
typedef struct FloatDigits {
    int count, point;
    char digits[FLOAT_DIGITS_MAX];
} FloatDigits;

/* D is finite. */
void float_digits_shortest(double d, FloatDigits *out);
void float_digits_significant(double d, int count, FloatDigits *out);    /* correctly rounded; COUNT >= 1 */
void float_digits_fixed(double d, int places, FloatDigits *out);         /* PLACES >= 0 digits behind the point */
/* The shortest m with m * 10**exponent nearest to a D > 0 (types/float_shortest.c); zeros at its end are possible. */
uint64_t double_shortest(double d, int *exponent);
/* The double nearest to DIGITS * 10**exponent. */
double float_from_digits(const char *digits, int count, int64_t exponent);

typedef struct FloatStyle {
    char code;                  /* 'r', 'e', 'f', 'g', 'E', 'F', 'G' or '%' */
    int precision;              /* not for 'r' */
    bool alternate, always_sign;
    bool point_zero;            /* a finite number without exponent has digits behind its point */
    bool no_negative_zero;
} FloatStyle;

/* As snprintf, without a final NUL: returns the size needed; writes no more than SIZE. */
size_t float_write(double d, const FloatStyle *style, char *buffer, size_t size);

/* The longest float literal or inf, infinity, nan at TEXT (sign included; no blanks, no
 * underscores): its length, 0 when there is none. */
size_t float_parse(const char *text, size_t size, double *out);
/* float(TEXT): blanks around, underscores between digits.  False: no literal (no exception). */
bool float_parse_whole(Runtime *rt, const char *text, size_t size, double *out);
/* TEXT without its underscores in COPY (at least SIZE bytes); -1 when one stands wrongly. */
int64_t text_drop_underscores(const char *text, size_t size, char *copy);

Owned float_from_object(Runtime *rt, Borrowed v) must_check;     /* float(v): an exact float */
extern const MethodDef float_methods[];
extern const GetSetDef float_getsets[];

#endif
