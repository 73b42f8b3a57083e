/* The module math: functions of one and two doubles, on top of the C library's. */
#include <errno.h>
#include <limits.h>
#include <math.h>

#include "modules/math_parts.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/int_limbs.h"
#include "types/module.h"
#include "types/tuple.h"

bool math_no_keywords(Runtime *rt, const char *name, Borrowed keywords)
{
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "%s() takes no keyword arguments", name);
    return true;
}

void *raise_math_domain(Runtime *rt) { return raise(rt, rt->ValueError, "math domain error"); }
void *raise_math_range(Runtime *rt) { return raise_overflow(rt, "math range error"); }

/* A nan that did not come in is outside of the domain; an infinity, outside of the
 * range where the function can overflow, else a pole. */
static Owned one_checked(Runtime *rt, double x, double result, bool can_overflow)
{
    if (isnan(result) && !isnan(x))
        return raise_math_domain(rt);
    if (isinf(result) && isfinite(x))
        return can_overflow ? raise_math_range(rt) : raise_math_domain(rt);
    return float_value(rt, result);
}

#define MATH_ONE(name, function, can_overflow) \
    static Owned name(Runtime *rt, unused Borrowed self, const Value *args) \
    { \
        double x; \
        return value_to_double(rt, args[0], &x) ? one_checked(rt, x, function(x), can_overflow) : NULL; \
    }
MATH_ONE(math_acos, acos, false)
MATH_ONE(math_acosh, acosh, false)
MATH_ONE(math_asin, asin, false)
MATH_ONE(math_asinh, asinh, false)
MATH_ONE(math_atan, atan, false)
MATH_ONE(math_atanh, atanh, false)
MATH_ONE(math_cbrt, cbrt, false)
MATH_ONE(math_cos, cos, false)
MATH_ONE(math_cosh, cosh, true)
MATH_ONE(math_erf, erf, false)
MATH_ONE(math_erfc, erfc, false)
MATH_ONE(math_exp, exp, true)
MATH_ONE(math_exp2, exp2, true)
MATH_ONE(math_expm1, expm1, true)
MATH_ONE(math_fabs, fabs, false)
MATH_ONE(math_log1p, log1p, false)
MATH_ONE(math_sin, sin, false)
MATH_ONE(math_sinh, sinh, true)
MATH_ONE(math_sqrt, sqrt, false)
MATH_ONE(math_tan, tan, false)
MATH_ONE(math_tanh, tanh, false)

static Owned gamma_checked(Runtime *rt, const Value *args, double (*function)(double, int *))
{
    double x;
    int error = 0;
    if (!value_to_double(rt, args[0], &x))
        return NULL;
    double result = function(x, &error);
    if (error == EDOM)
        return raise_math_domain(rt);
    return error == ERANGE ? raise_math_range(rt) : float_value(rt, result);
}

static Owned math_gamma(Runtime *rt, unused Borrowed self, const Value *args) { return gamma_checked(rt, args, gamma_of); }
static Owned math_lgamma(Runtime *rt, unused Borrowed self, const Value *args) { return gamma_checked(rt, args, log_gamma_of); }

/* -- logarithms: ints of any size */

static bool log_of(Runtime *rt, Borrowed v, double (*function)(double), double *out)
{
    double x;
    if (!value_is_int(v)) {
        if (!value_to_double(rt, v, &x))
            return false;
        if (x <= 0)
            return raise_math_domain(rt);
        *out = function(x);
        return true;
    }
    if (int_sign(v) <= 0)
        return raise_math_domain(rt);
    if (int_to_double(rt, v, &x)) {
        *out = function(x);
        return true;
    }
    if (!error_clear_if(rt, rt->OverflowError))
        return false;
    int64_t exponent;
    x = int_frexp(v, &exponent);
    *out = function(x) + function(2.0) * (double)exponent;
    return true;
}

static Owned math_log(Runtime *rt, unused Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    double number, base;
    if (!math_no_keywords(rt, "math.log", keywords))
        return NULL;
    if (count < 1 || count > 2)
        return raise(rt, rt->TypeError, "math.log requires 1 to 2 arguments");
    if (!log_of(rt, args[0], log, &number))
        return NULL;
    if (count == 1)
        return float_value(rt, number);
    if (!log_of(rt, args[1], log, &base))
        return NULL;
    if (base == 0)
        return raise(rt, rt->ZeroDivisionError, "float division by zero");
    return float_value(rt, number / base);
}

static Owned math_log2(Runtime *rt, unused Borrowed self, const Value *args)
{
    double result;
    return log_of(rt, args[0], log2, &result) ? float_value(rt, result) : NULL;
}

static Owned math_log10(Runtime *rt, unused Borrowed self, const Value *args)
{
    double result;
    return log_of(rt, args[0], log10, &result) ? float_value(rt, result) : NULL;
}

/* -- two doubles */

static bool two_doubles(Runtime *rt, const Value *args, double *x, double *y)
{
    return value_to_double(rt, args[0], x) && value_to_double(rt, args[1], y);
}

#define MATH_TWO(name, expression) \
    static Owned name(Runtime *rt, unused Borrowed self, const Value *args) \
    { \
        double x, y; \
        return two_doubles(rt, args, &x, &y) ? expression : NULL; \
    }

static Owned two_checked(Runtime *rt, double x, double y, double result)
{
    if (isnan(result) && !isnan(x) && !isnan(y))
        return raise_math_domain(rt);
    return float_value(rt, result);
}

static Owned power_checked(Runtime *rt, double x, double y, double result)
{
    if (isinf(result) && isfinite(x) && isfinite(y))
        return x == 0 ? raise_math_domain(rt) : raise_math_range(rt);
    return two_checked(rt, x, y, result);
}

MATH_TWO(math_atan2, float_value(rt, atan2(x, y)))
MATH_TWO(math_copysign, float_value(rt, copysign(x, y)))
MATH_TWO(math_nextafter, float_value(rt, nextafter(x, y)))
MATH_TWO(math_fmod, two_checked(rt, x, y, isinf(y) && isfinite(x) ? x : fmod(x, y)))
MATH_TWO(math_remainder, two_checked(rt, x, y, remainder(x, y)))
MATH_TWO(math_pow, power_checked(rt, x, y, pow(x, y)))

/* -- whole numbers from doubles */

/* 1: *RESULT from the special method (or NULL: it failed); 0: there is none. */
static bool by_special(Runtime *rt, Borrowed v, Borrowed name, Owned *result)
{
    *result = value_is_float(v) && value_type(rt, v) == rt->float_type ? NULL : call_special(rt, v, name, NULL, 0);
    return *result || error_pending(rt);
}

static Owned math_floor(Runtime *rt, unused Borrowed self, const Value *args)
{
    Value result;
    double x;
    if (by_special(rt, args[0], rt->names.__floor__, &result))
        return result;
    return value_to_double(rt, args[0], &x) ? int_from_double(rt, floor(x)) : NULL;
}

static Owned math_ceil(Runtime *rt, unused Borrowed self, const Value *args)
{
    Value result;
    double x;
    if (by_special(rt, args[0], rt->names.__ceil__, &result))
        return result;
    return value_to_double(rt, args[0], &x) ? int_from_double(rt, ceil(x)) : NULL;
}

static Owned math_trunc(Runtime *rt, unused Borrowed self, const Value *args)
{
    Value result;
    if (by_special(rt, args[0], rt->names.__trunc__, &result))
        return result;
    if (value_is_float(args[0]))
        return int_from_double(rt, float_number(args[0]));
    return raise(rt, rt->TypeError, "type %.100T doesn't define __trunc__ method", args[0]);
}

/* -- parts of a double */

static Owned pair_steal(Runtime *rt, Owned a, Owned b)
{
    Value both[2] = { a, b };
    if (a && b)
        return tuple_from_steal(rt, both, 2);
    release(rt, a);
    release(rt, b);
    return NULL;
}

static Owned math_frexp(Runtime *rt, unused Borrowed self, const Value *args)
{
    double x;
    int exponent = 0;
    if (!value_to_double(rt, args[0], &x))
        return NULL;
    if (isfinite(x))
        x = frexp(x, &exponent);
    return pair_steal(rt, float_value(rt, x), small_int_value(exponent));
}

static Owned math_modf(Runtime *rt, unused Borrowed self, const Value *args)
{
    double x, whole;
    if (!value_to_double(rt, args[0], &x))
        return NULL;
    double fraction = modf(x, &whole);
    return pair_steal(rt, float_value(rt, fraction), float_value(rt, whole));
}

static Owned math_ldexp(Runtime *rt, unused Borrowed self, const Value *args)
{
    double x;
    int64_t exponent;
    if (!value_to_double(rt, args[0], &x))
        return NULL;
    if (!value_is_int(args[1]))
        return raise(rt, rt->TypeError, "Expected an int as second argument to ldexp.");
    if (x == 0 || !isfinite(x))
        return float_value(rt, x);
    if (!value_to_ssize(rt, args[1], &exponent, NULL))      /* clips */
        return NULL;
    double result = ldexp(x, (int)MAX(MIN(exponent, 100000), -100000));
    return isinf(result) ? raise_math_range(rt) : float_value(rt, result);
}

static Owned math_ulp(Runtime *rt, unused Borrowed self, const Value *args)
{
    double x;
    if (!value_to_double(rt, args[0], &x))
        return NULL;
    x = fabs(x);
    if (!isfinite(x))
        return float_value(rt, x);
    double above = nextafter(x, INFINITY);
    return float_value(rt, isinf(above) ? x - nextafter(x, 0) : above - x);
}

#define MATH_TEST(name, function) \
    static Owned name(Runtime *rt, unused Borrowed self, const Value *args) \
    { \
        double x; \
        return value_to_double(rt, args[0], &x) ? bool_value(function(x)) : NULL; \
    }
MATH_TEST(math_isfinite, isfinite)
MATH_TEST(math_isinf, isinf)
MATH_TEST(math_isnan, isnan)

static Owned math_degrees(Runtime *rt, unused Borrowed self, const Value *args)
{
    double x;
    return value_to_double(rt, args[0], &x) ? float_value(rt, x * (180.0 / M_PI)) : NULL;
}

static Owned math_radians(Runtime *rt, unused Borrowed self, const Value *args)
{
    double x;
    return value_to_double(rt, args[0], &x) ? float_value(rt, x * (M_PI / 180.0)) : NULL;
}

static Owned math_isclose(Runtime *rt, unused Borrowed self, const Value *args)
{
    double a, b, relative = 1e-9, absolute = 0;
    if (!two_doubles(rt, args, &a, &b) || (args[2] && !value_to_double(rt, args[2], &relative)) ||
        (args[3] && !value_to_double(rt, args[3], &absolute)))
        return NULL;
    if (relative < 0 || absolute < 0)
        return raise(rt, rt->ValueError, "tolerances must be non-negative");
    if (a == b)
        return TRUE;
    if (isinf(a) || isinf(b))
        return FALSE;
    double difference = fabs(b - a);
    return bool_value(difference <= fabs(relative * b) || difference <= fabs(relative * a) || difference <= absolute);
}

static bool math_init(Runtime *rt, Borrowed module)
{
    return module_add_steal(rt, module, "pi", float_value(rt, M_PI)) &&
           module_add_steal(rt, module, "e", float_value(rt, M_E)) &&
           module_add_steal(rt, module, "tau", float_value(rt, 2 * M_PI)) &&
           module_add_steal(rt, module, "inf", float_value(rt, INFINITY)) &&
           module_add_steal(rt, module, "nan", float_value(rt, NAN));
}

static const MethodDef math_functions[] = {
    METHOD("acos", math_acos, "(x, /)", "Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi."),
    METHOD("acosh", math_acosh, "(x, /)", "Return the inverse hyperbolic cosine of x."),
    METHOD("asin", math_asin, "(x, /)", "Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2."),
    METHOD("asinh", math_asinh, "(x, /)", "Return the inverse hyperbolic sine of x."),
    METHOD("atan", math_atan, "(x, /)", "Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2."),
    METHOD("atan2", math_atan2, "(y, x, /)", "Return the arc tangent (measured in radians) of y/x.\n\nUnlike atan(y/x), the signs of both x and y are considered."),
    METHOD("atanh", math_atanh, "(x, /)", "Return the inverse hyperbolic tangent of x."),
    METHOD("cbrt", math_cbrt, "(x, /)", "Return the cube root of x."),
    METHOD("ceil", math_ceil, "(x, /)", "Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x."),
    METHOD("comb", math_comb, "(n, k, /)", "Number of ways to choose k items from n items without repetition and without order."),
    METHOD("copysign", math_copysign, "(x, y, /)", "Return a float with the magnitude (absolute value) of x but the sign of y."),
    METHOD("cos", math_cos, "(x, /)", "Return the cosine of x (measured in radians)."),
    METHOD("cosh", math_cosh, "(x, /)", "Return the hyperbolic cosine of x."),
    METHOD("degrees", math_degrees, "(x, /)", "Convert angle x from radians to degrees."),
    METHOD("dist", math_dist, "(p, q, /)", "Return the Euclidean distance between two points p and q."),
    METHOD("erf", math_erf, "(x, /)", "Error function at x."),
    METHOD("erfc", math_erfc, "(x, /)", "Complementary error function at x."),
    METHOD("exp", math_exp, "(x, /)", "Return e raised to the power of x."),
    METHOD("exp2", math_exp2, "(x, /)", "Return 2 raised to the power of x."),
    METHOD("expm1", math_expm1, "(x, /)", "Return exp(x)-1."),
    METHOD("fabs", math_fabs, "(x, /)", "Return the absolute value of the float x."),
    METHOD("factorial", math_factorial, "(n, /)", "Find n!."),
    METHOD("floor", math_floor, "(x, /)", "Return the floor of x as an Integral.\n\nThis is the largest integer <= x."),
    METHOD("fmod", math_fmod, "(x, y, /)", "Return fmod(x, y), according to platform C.\n\nx % y may differ."),
    METHOD("frexp", math_frexp, "(x, /)", "Return the mantissa and exponent of x, as pair (m, e)."),
    METHOD("fsum", math_fsum, "(seq, /)", "Return an accurate floating point sum of values in the iterable seq."),
    METHOD("gamma", math_gamma, "(x, /)", "Gamma function at x."),
    RAW_METHOD("gcd", math_gcd, "(*integers)", "Greatest Common Divisor."),
    RAW_METHOD("hypot", math_hypot, "(*coordinates)", "Multidimensional Euclidean distance from the origin to a point."),
    METHOD("isclose", math_isclose, "(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
           "Determine whether two floating point numbers are close in value."),
    METHOD("isfinite", math_isfinite, "(x, /)", "Return True if x is neither an infinity nor a NaN, and False otherwise."),
    METHOD("isinf", math_isinf, "(x, /)", "Return True if x is a positive or negative infinity, and False otherwise."),
    METHOD("isnan", math_isnan, "(x, /)", "Return True if x is a NaN (not a number), and False otherwise."),
    METHOD("isqrt", math_isqrt, "(n, /)", "Return the integer part of the square root of the input."),
    RAW_METHOD("lcm", math_lcm, "(*integers)", "Least Common Multiple."),
    METHOD("ldexp", math_ldexp, "(x, i, /)", "Return x * (2**i).\n\nThis is essentially the inverse of frexp()."),
    METHOD("lgamma", math_lgamma, "(x, /)", "Natural logarithm of absolute value of Gamma function at x."),
    RAW_METHOD("log", math_log, NULL, "log(x, [base=math.e])\nReturn the logarithm of x to the given base."),
    METHOD("log10", math_log10, "(x, /)", "Return the base 10 logarithm of x."),
    METHOD("log1p", math_log1p, "(x, /)", "Return the natural logarithm of 1+x (base e)."),
    METHOD("log2", math_log2, "(x, /)", "Return the base 2 logarithm of x."),
    METHOD("modf", math_modf, "(x, /)", "Return the fractional and integer parts of x."),
    METHOD("nextafter", math_nextafter, "(x, y, /)", "Return the next floating-point value after x towards y."),
    METHOD("perm", math_perm, "(n, k=None, /)", "Number of ways to choose k items from n items without repetition and with order."),
    METHOD("pow", math_pow, "(x, y, /)", "Return x**y (x to the power of y)."),
    METHOD("prod", math_prod, "(iterable, /, *, start=1)", "Calculate the product of all the elements in the input iterable."),
    METHOD("radians", math_radians, "(x, /)", "Convert angle x from degrees to radians."),
    METHOD("remainder", math_remainder, "(x, y, /)", "Difference between x and the closest integer multiple of y."),
    METHOD("sin", math_sin, "(x, /)", "Return the sine of x (measured in radians)."),
    METHOD("sinh", math_sinh, "(x, /)", "Return the hyperbolic sine of x."),
    METHOD("sqrt", math_sqrt, "(x, /)", "Return the square root of x."),
    METHOD("tan", math_tan, "(x, /)", "Return the tangent of x (measured in radians)."),
    METHOD("tanh", math_tanh, "(x, /)", "Return the hyperbolic tangent of x."),
    METHOD("trunc", math_trunc, "(x, /)", "Truncates the Real x to the nearest Integral toward 0."),
    METHOD("ulp", math_ulp, "(x, /)", "Return the value of the least significant bit of the float x."),
    { 0 },
};

const ModuleDef math_module_def = {
    .name = "math",
    .doc = "This module provides access to the mathematical functions defined by the C standard.",
    .functions = math_functions,
    .init = math_init,
};
