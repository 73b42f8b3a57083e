/* What the files of the module math share. */
#ifndef OURO_MODULES_MATH_PARTS_H
#define OURO_MODULES_MATH_PARTS_H

#include "object/runtime.h"

/* math_integer.c */
Owned math_gcd(CALL_PARAMETERS);
Owned math_lcm(CALL_PARAMETERS);
Owned math_isqrt(Runtime *rt, Borrowed self, const Value *args);
Owned math_factorial(Runtime *rt, Borrowed self, const Value *args);
Owned math_comb(Runtime *rt, Borrowed self, const Value *args);
Owned math_perm(Runtime *rt, Borrowed self, const Value *args);

/* math_sum.c */
Owned math_fsum(Runtime *rt, Borrowed self, const Value *args);
Owned math_hypot(CALL_PARAMETERS);
Owned math_dist(Runtime *rt, Borrowed self, const Value *args);
Owned math_prod(Runtime *rt, Borrowed self, const Value *args);

/* math_gamma.c: *ERROR becomes EDOM or ERANGE after a failure. */
double gamma_of(double x, int *error);
double log_gamma_of(double x, int *error);

bool math_no_keywords(Runtime *rt, const char *name, Borrowed keywords) must_check;
void *raise_math_domain(Runtime *rt);
void *raise_math_range(Runtime *rt);

#endif
