/* The module cmath.  For finite arguments the formulas are those of Hull, Fairgrieve
 * and Tang and of Kahan, scaled so that nothing overflows on the way; what they make of
 * infinities and nans is laid down in Annex G of C, so there the C library is asked;
 * where Annex G leaves a sign open, Python's choice stands in front. */
#include <complex.h>
#include <errno.h>
#include <float.h>
#include <math.h>

#include "modules/math_parts.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/complex.h"
#include "types/module.h"
#include "types/tuple.h"

typedef ComplexNumber Z;

/* Beyond these, sums of squares or exponentials may overflow. */
static const double large = DBL_MAX / 4;
static const double log_large = 708.3964185322641;      /* log(large) */
static const double sqrt_large = 6.703903964971298e+153;
static const double sqrt_small = 1.4916681462400413e-154;       /* sqrt(DBL_MIN) */

static bool is_finite(Z z) { return isfinite(z.real) && isfinite(z.imaginary); }
static bool is_large(Z z) { return fabs(z.real) > large || fabs(z.imaginary) > large; }
static Z negated(Z z) { return (Z){ -z.real, -z.imaginary }; }
static Z times_i(Z z) { return (Z){ -z.imaginary, z.real }; }
static Z by_i(Z z) { return (Z){ z.imaginary, -z.real }; }

static Z library(double _Complex (*function)(double _Complex), Z z)
{
    double _Complex result = function(CMPLX(z.real, z.imaginary));
    return (Z){ creal(result), cimag(result) };
}

static Z z_sqrt_plain(Z z)
{
    if (!is_finite(z))
        return library(csqrt, z);
    double x = fabs(z.real), y = fabs(z.imaginary), s;
    if (x == 0 && y == 0)
        return (Z){ 0, z.imaginary };
    if (x < DBL_MIN && y < DBL_MIN) {
        x = ldexp(x, 53);
        s = ldexp(sqrt(x + hypot(x, ldexp(y, 53))), -27);
    } else {
        x /= 8.0;
        s = 2.0 * sqrt(x + hypot(x, y / 8.0));
    }
    double d = y / (2.0 * s);
    return z.real >= 0 ? (Z){ s, copysign(d, z.imaginary) } : (Z){ d, copysign(s, z.imaginary) };
}

static Z z_sqrt(Z z, unused int *error) { return z_sqrt_plain(z); }

/* log |z| of a z so large that |z| may overflow */
static double log_of_large(Z z) { return log(hypot(z.real / 2, z.imaginary / 2)) + M_LN2; }

static Z z_acos(Z z, unused int *error)
{
    if (isinf(z.real) && isnan(z.imaginary))
        return (Z){ NAN, INFINITY };
    if (!is_finite(z))
        return library(cacos, z);
    if (is_large(z)) {
        double length = log(hypot(z.real / 2, z.imaginary / 2)) + M_LN2 * 2;
        return (Z){ atan2(fabs(z.imaginary), z.real),
                    z.real < 0 ? -copysign(length, z.imaginary) : copysign(length, -z.imaginary) };
    }
    Z a = z_sqrt_plain((Z){ 1 - z.real, -z.imaginary }), b = z_sqrt_plain((Z){ 1 + z.real, z.imaginary });
    return (Z){ 2 * atan2(a.real, b.real), asinh(b.real * a.imaginary - b.imaginary * a.real) };
}

static Z z_acosh(Z z, unused int *error)
{
    if (z.real == 0 && isnan(z.imaginary))
        return (Z){ NAN, NAN };
    if (!is_finite(z))
        return library(cacosh, z);
    if (is_large(z))
        return (Z){ log(hypot(z.real / 2, z.imaginary / 2)) + M_LN2 * 2, atan2(z.imaginary, z.real) };
    Z a = z_sqrt_plain((Z){ z.real - 1, z.imaginary }), b = z_sqrt_plain((Z){ z.real + 1, z.imaginary });
    return (Z){ asinh(a.real * b.real + a.imaginary * b.imaginary), 2 * atan2(a.imaginary, b.real) };
}

static Z z_asinh(Z z, unused int *error)
{
    if (isnan(z.real) && isinf(z.imaginary))
        return (Z){ INFINITY, NAN };
    if (!is_finite(z))
        return library(casinh, z);
    if (is_large(z)) {
        double length = log(hypot(z.real / 2, z.imaginary / 2)) + M_LN2 * 2;
        return (Z){ z.imaginary >= 0 ? copysign(length, z.real) : -copysign(length, -z.real),
                    atan2(z.imaginary, fabs(z.real)) };
    }
    Z a = z_sqrt_plain((Z){ 1 + z.imaginary, -z.real }), b = z_sqrt_plain((Z){ 1 - z.imaginary, z.real });
    return (Z){ asinh(a.real * b.imaginary - b.real * a.imaginary),
                atan2(z.imaginary, a.real * b.real - a.imaginary * b.imaginary) };
}

static Z z_atanh_right(Z z, int *error)
{
    double y = fabs(z.imaginary);
    if (z.real > sqrt_large || y > sqrt_large) {
        double h = hypot(z.real / 2, y / 2);
        return (Z){ z.real / 4 / h / h, -copysign(M_PI_2, -z.imaginary) };
    }
    if (z.real == 1 && y < sqrt_small) {
        if (y == 0) {
            *error = EDOM;
            return (Z){ INFINITY, z.imaginary };
        }
        return (Z){ -log(sqrt(y) / sqrt(hypot(y, 2))), copysign(atan2(2.0, -y) / 2, z.imaginary) };
    }
    double less = 1 - z.real;
    return (Z){ log1p(4 * z.real / (less * less + y * y)) / 4,
                -atan2(-2 * z.imaginary, less * (1 + z.real) - y * y) / 2 };
}

static Z z_atanh(Z z, int *error)
{
    if (isnan(z.real) && isinf(z.imaginary))
        return (Z){ 0, copysign(M_PI_2, z.imaginary) };
    if (!is_finite(z))
        return library(catanh, z);
    return signbit(z.real) ? negated(z_atanh_right(negated(z), error)) : z_atanh_right(z, error);
}

static Z z_asin(Z z, int *error) { return by_i(z_asinh(times_i(z), error)); }
static Z z_atan(Z z, int *error) { return by_i(z_atanh(times_i(z), error)); }

/* An infinite angle has no sine. */
static void check_angle(Z z, bool defined, int *error)
{
    if (isinf(z.imaginary) && !isnan(z.real) && !defined)
        *error = EDOM;
}

static Z range_checked(Z z, int *error)
{
    if (isinf(z.real) || isinf(z.imaginary))
        *error = ERANGE;
    return z;
}

static Z z_cosh(Z z, int *error)
{
    check_angle(z, false, error);
    if (isnan(z.real) && z.imaginary == 0)
        return (Z){ NAN, 0 };
    if (!is_finite(z))
        return library(ccosh, z);
    double less = z.real - copysign(1, z.real);
    if (fabs(z.real) > log_large)
        return range_checked((Z){ cos(z.imaginary) * cosh(less) * M_E, sin(z.imaginary) * sinh(less) * M_E }, error);
    return range_checked((Z){ cos(z.imaginary) * cosh(z.real), sin(z.imaginary) * sinh(z.real) }, error);
}

static Z z_sinh(Z z, int *error)
{
    check_angle(z, false, error);
    if (z.real == 0 && isnan(z.imaginary))
        return (Z){ 0, NAN };
    if (!is_finite(z))
        return library(csinh, z);
    double less = z.real - copysign(1, z.real);
    if (fabs(z.real) > log_large)
        return range_checked((Z){ cos(z.imaginary) * sinh(less) * M_E, sin(z.imaginary) * cosh(less) * M_E }, error);
    return range_checked((Z){ cos(z.imaginary) * sinh(z.real), sin(z.imaginary) * cosh(z.real) }, error);
}

static Z z_tanh(Z z, int *error)
{
    check_angle(z, isinf(z.real), error);
    if (z.real == 0 && isnan(z.imaginary))
        return (Z){ NAN, NAN };
    if (isinf(z.real) && isinf(z.imaginary))
        return (Z){ copysign(1, z.real), 0 };
    if (!is_finite(z))
        return library(ctanh, z);
    if (fabs(z.real) > log_large)
        return (Z){ copysign(1, z.real), 4 * sin(z.imaginary) * cos(z.imaginary) * exp(-2 * fabs(z.real)) };
    double x = tanh(z.real), y = tan(z.imaginary), secant = 1 / cosh(z.real), product = x * y;
    double below = 1 + product * product;
    return (Z){ x * (1 + y * y) / below, y / below * secant * secant };
}

static Z z_cos(Z z, int *error) { return z_cosh(times_i(z), error); }
static Z z_sin(Z z, int *error) { return by_i(z_sinh(times_i(z), error)); }
static Z z_tan(Z z, int *error) { return by_i(z_tanh(times_i(z), error)); }

static Z z_exp(Z z, int *error)
{
    check_angle(z, isinf(z.real) && z.real < 0, error);
    if (isinf(z.real) && z.real < 0 && isinf(z.imaginary))
        return (Z){ 0, 0 };
    if (!is_finite(z))
        return library(cexp, z);
    bool scaled = z.real > log_large;
    double length = exp(scaled ? z.real - 1 : z.real), factor = scaled ? M_E : 1;
    return range_checked((Z){ length * cos(z.imaginary) * factor, length * sin(z.imaginary) * factor }, error);
}

static double log_of_length(Z z, int *error)
{
    double x = fabs(z.real), y = fabs(z.imaginary);
    if (is_large(z))
        return log_of_large(z);
    if (x < DBL_MIN && y < DBL_MIN) {
        if (x == 0 && y == 0) {
            *error = EDOM;
            return -INFINITY;
        }
        return log(hypot(ldexp(x, DBL_MANT_DIG), ldexp(y, DBL_MANT_DIG))) - DBL_MANT_DIG * M_LN2;
    }
    double length = hypot(x, y), most = MAX(x, y), least = MIN(x, y);
    if (length < 0.71 || length > 1.73)
        return log(length);
    return log1p((most - 1) * (most + 1) + least * least) / 2;
}

static Z z_log(Z z, int *error)
{
    if (!is_finite(z))
        return library(clog, z);
    double length = log_of_length(z, error);
    return (Z){ length, atan2(z.imaginary, z.real) };
}

static Z z_log10(Z z, int *error)
{
    z = z_log(z, error);
    return (Z){ z.real / M_LN10, z.imaginary / M_LN10 };
}

/* -- functions */

static Owned checked(Runtime *rt, Z z, int error)
{
    if (error == EDOM)
        return raise_math_domain(rt);
    return error == ERANGE ? raise_math_range(rt) : complex_number_value(rt, z);
}

#define CMATH_ONE(name) \
    static Owned cmath_##name(Runtime *rt, unused Borrowed self, const Value *args) \
    { \
        Z z; \
        int error = 0; \
        if (!value_to_complex(rt, args[0], &z)) \
            return NULL; \
        z = z_##name(z, &error); \
        return checked(rt, z, error); \
    }
CMATH_ONE(acos)
CMATH_ONE(acosh)
CMATH_ONE(asin)
CMATH_ONE(asinh)
CMATH_ONE(atan)
CMATH_ONE(atanh)
CMATH_ONE(cos)
CMATH_ONE(cosh)
CMATH_ONE(exp)
CMATH_ONE(log10)
CMATH_ONE(sin)
CMATH_ONE(sinh)
CMATH_ONE(sqrt)
CMATH_ONE(tan)
CMATH_ONE(tanh)

static Owned cmath_log(Runtime *rt, unused Borrowed self, const Value *args)
{
    Z z, base;
    int error = 0;
    bool by_zero = false;
    if (!value_to_complex(rt, args[0], &z))
        return NULL;
    z = z_log(z, &error);
    if (args[1]) {
        if (!value_to_complex(rt, args[1], &base))
            return NULL;
        error = 0;              /* of the logarithm of zero only the base's counts */
        base = z_log(base, &error);
        z = complex_divide(z, base, &by_zero);
    }
    return checked(rt, z, by_zero ? EDOM : error);
}

static Owned cmath_phase(Runtime *rt, unused Borrowed self, const Value *args)
{
    Z z;
    if (!value_to_complex(rt, args[0], &z))
        return NULL;
    double phase = atan2(z.imaginary, z.real);
    if (phase == 0 && z.imaginary != 0 && isfinite(z.real))
        return raise_math_range(rt);    /* too small: the C library says so too */
    return float_value(rt, phase);
}

static Owned cmath_polar(Runtime *rt, unused Borrowed self, const Value *args)
{
    Z z;
    Value both[2];
    if (!value_to_complex(rt, args[0], &z))
        return NULL;
    double length = complex_absolute(z);
    if (isinf(length) && is_finite(z))
        return raise_math_range(rt);
    both[0] = float_value(rt, length);
    both[1] = both[0] ? float_value(rt, atan2(z.imaginary, z.real)) : NULL;
    if (both[1])
        return tuple_from_steal(rt, both, 2);
    release(rt, both[0]);
    return NULL;
}

/* r (cos phi + i sin phi) where one of them is not finite. */
static Z rect_special(double r, double phi, int *error)
{
    if (r != 0 && isinf(phi) && !isnan(r))
        *error = EDOM;
    if (isinf(r) && isfinite(phi) && phi != 0) {
        Z z = { copysign(INFINITY, cos(phi)), copysign(INFINITY, sin(phi)) };
        return r > 0 ? z : negated(z);
    }
    if (isinf(r) && phi == 0)
        return (Z){ r, copysign(0.0, phi) * copysign(1.0, r) };
    if (isnan(r))
        return (Z){ NAN, phi == 0 ? 0.0 : NAN };
    if (r == 0)
        return (Z){ 0, 0 };
    return (Z){ isinf(r) ? INFINITY : NAN, NAN };
}

static Owned cmath_rect(Runtime *rt, unused Borrowed self, const Value *args)
{
    double r, phi;
    int error = 0;
    if (!value_to_double(rt, args[0], &r) || !value_to_double(rt, args[1], &phi))
        return NULL;
    if (!isfinite(r) || !isfinite(phi)) {
        Z z = rect_special(r, phi, &error);
        return checked(rt, z, error);
    }
    /* sin(-0.0) is not -0.0 everywhere */
    return phi == 0 ? complex_value(rt, r, r * phi) : complex_value(rt, r * cos(phi), r * sin(phi));
}

static Owned cmath_isfinite(Runtime *rt, unused Borrowed self, const Value *args)
{
    Z z;
    return value_to_complex(rt, args[0], &z) ? bool_value(is_finite(z)) : NULL;
}

static Owned cmath_isnan(Runtime *rt, unused Borrowed self, const Value *args)
{
    Z z;
    return value_to_complex(rt, args[0], &z) ? bool_value(isnan(z.real) || isnan(z.imaginary)) : NULL;
}

static Owned cmath_isinf(Runtime *rt, unused Borrowed self, const Value *args)
{
    Z z;
    return value_to_complex(rt, args[0], &z) ? bool_value(isinf(z.real) || isinf(z.imaginary)) : NULL;
}

static Owned cmath_isclose(Runtime *rt, unused Borrowed self, const Value *args)
{
    Z a, b;
    double relative = 1e-9, absolute = 0;
    if (!value_to_complex(rt, args[0], &a) || !value_to_complex(rt, args[1], &b) ||
        (args[2] && !value_to_double(rt, args[2], &relative)) || (args[3] && !value_to_double(rt, args[3], &absolute)))
        return NULL;
    if (relative < 0 || absolute < 0)
        return raise(rt, rt->ValueError, "tolerances must be non-negative");
    if (a.real == b.real && a.imaginary == b.imaginary)
        return TRUE;
    if (isinf(a.real) || isinf(a.imaginary) || isinf(b.real) || isinf(b.imaginary))
        return FALSE;
    double difference = complex_absolute((Z){ a.real - b.real, a.imaginary - b.imaginary });
    return bool_value(difference <= relative * complex_absolute(b) || difference <= relative * complex_absolute(a) ||
                      difference <= absolute);
}

static bool cmath_init(Runtime *rt, Borrowed module)
{
    return module_add_steal(rt, module, "pi", float_value(rt, M_PI)) &&
           module_add_steal(rt, module, "e", float_value(rt, M_E)) &&
           module_add_steal(rt, module, "tau", float_value(rt, 2 * M_PI)) &&
           module_add_steal(rt, module, "inf", float_value(rt, INFINITY)) &&
           module_add_steal(rt, module, "infj", complex_value(rt, 0, INFINITY)) &&
           module_add_steal(rt, module, "nan", float_value(rt, NAN)) &&
           module_add_steal(rt, module, "nanj", complex_value(rt, 0, NAN));
}

static const MethodDef cmath_functions[] = {
    METHOD("acos", cmath_acos, "(z, /)", "Return the arc cosine of z."),
    METHOD("acosh", cmath_acosh, "(z, /)", "Return the inverse hyperbolic cosine of z."),
    METHOD("asin", cmath_asin, "(z, /)", "Return the arc sine of z."),
    METHOD("asinh", cmath_asinh, "(z, /)", "Return the inverse hyperbolic sine of z."),
    METHOD("atan", cmath_atan, "(z, /)", "Return the arc tangent of z."),
    METHOD("atanh", cmath_atanh, "(z, /)", "Return the inverse hyperbolic tangent of z."),
    METHOD("cos", cmath_cos, "(z, /)", "Return the cosine of z."),
    METHOD("cosh", cmath_cosh, "(z, /)", "Return the hyperbolic cosine of z."),
    METHOD("exp", cmath_exp, "(z, /)", "Return the exponential value e**z."),
    METHOD("isclose", cmath_isclose, "(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
           "Determine whether two complex numbers are close in value."),
    METHOD("isfinite", cmath_isfinite, "(z, /)", "Return True if both the real and imaginary parts of z are finite, else False."),
    METHOD("isinf", cmath_isinf, "(z, /)", "Checks if the real or imaginary part of z is infinite."),
    METHOD("isnan", cmath_isnan, "(z, /)", "Checks if the real or imaginary part of z not a number (NaN)."),
    METHOD("log", cmath_log, "(z, base=<unrepresentable>, /)", "log(z[, base]) -> the logarithm of z to the given base."),
    METHOD("log10", cmath_log10, "(z, /)", "Return the base-10 logarithm of z."),
    METHOD("phase", cmath_phase, "(z, /)", "Return argument, also known as the phase angle, of a complex."),
    METHOD("polar", cmath_polar, "(z, /)", "Convert a complex from rectangular coordinates to polar coordinates."),
    METHOD("rect", cmath_rect, "(r, phi, /)", "Convert from polar coordinates to rectangular coordinates."),
    METHOD("sin", cmath_sin, "(z, /)", "Return the sine of z."),
    METHOD("sinh", cmath_sinh, "(z, /)", "Return the hyperbolic sine of z."),
    METHOD("sqrt", cmath_sqrt, "(z, /)", "Return the square root of z."),
    METHOD("tan", cmath_tan, "(z, /)", "Return the tangent of z."),
    METHOD("tanh", cmath_tanh, "(z, /)", "Return the hyperbolic tangent of z."),
    { 0 },
};

const ModuleDef cmath_module_def = {
    .name = "cmath",
    .doc = "This module provides access to mathematical functions for complex numbers.",
    .functions = cmath_functions,
    .init = cmath_init,
};
