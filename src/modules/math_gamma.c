/* The gamma function by Lanczos' approximation (g = 6.0246800407767296, 13 terms; the
 * coefficients are Boost's, published for IEEE doubles), which is what fixes the last digit:
 *
 *     gamma(x) = S(x) e^-(x+g-1/2) (x+g-1/2)^(x-1/2),   S a rational function
 *
 * and by reflection, gamma(-x) = -pi / (sin(pi x) x gamma(x)), below zero. */
#include <errno.h>
#include <math.h>

#include "base/base.h"
#include "modules/math_parts.h"

static const double lanczos_g = 6.024680040776729583740234375;
static const double shift = 5.524680040776729583740234375;      /* g - 1/2 */
static const double log_pi = 1.144729885849400174143427351353058711647;

enum { TERMS = 13 };
static const double numerator[TERMS] = {
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
};
/* x (x + 1) ... (x + 11) */
static const double denominator[TERMS] = {
    0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
};

/* Horner's rule from the end that keeps the powers small. */
static double lanczos_sum(double x)
{
    double above = 0, below = 0;
    for (int i = 0; i < TERMS; i++) {
        int term = x < 5 ? TERMS - 1 - i : i;
        above = (x < 5 ? above * x : above / x) + numerator[term];
        below = (x < 5 ? below * x : below / x) + denominator[term];
    }
    return above / below;
}

static double sine_of_pi_times(double x)
{
    double y = fmod(fabs(x), 2.0), sine;
    switch ((int)round(2.0 * y)) {
    case 0: sine = sin(M_PI * y); break;
    case 1: sine = cos(M_PI * (y - 0.5)); break;
    case 2: sine = sin(M_PI * (1.0 - y)); break;    /* not (y - 1): the sign of zero */
    case 3: sine = -cos(M_PI * (y - 1.5)); break;
    default: sine = sin(M_PI * (y - 2.0)); break;
    }
    return copysign(1.0, x) * sine;
}

static double failed(int *error, int code, double result)
{
    *error = code;
    return result;
}

static double small_factorial(int n)
{
    double product = 1;
    for (int i = 2; i <= n; i++)
        product *= i;
    return product;
}

/* R times (or, DIVIDE, by) base**exponent; in two steps where the power alone overflows. */
static double scale_by_power(double r, double base, double x, bool divide)
{
    bool whole = x < 140.0;
    double power = pow(base, whole ? x - 0.5 : x / 2.0 - 0.25);
    r = divide ? r / power : r * power;
    if (!whole)
        r = divide ? r / power : r * power;
    return r;
}

static double gamma_lanczos(double x)
{
    double size = fabs(x), y = size + shift, r;
    /* what the sum lost, as a relative correction */
    double lost = size > shift ? (y - size) - shift : (y - shift) - size;
    lost = lost * lanczos_g / y;
    if (x < 0) {
        r = -M_PI / sine_of_pi_times(size) / size * exp(y) / lanczos_sum(size);
        r -= lost * r;
    } else {
        r = lanczos_sum(size) / exp(y);
        r += lost * r;
    }
    return scale_by_power(r, y, size, x < 0);
}

double gamma_of(double x, int *error)
{
    if (isnan(x) || (isinf(x) && x > 0))
        return x;
    if (isinf(x))
        return failed(error, EDOM, NAN);
    if (x == 0)
        return failed(error, EDOM, copysign(INFINITY, x));
    if (x == floor(x) && x < 0)
        return failed(error, EDOM, NAN);
    if (x == floor(x) && x <= 23)
        return small_factorial((int)x - 1);
    if (fabs(x) > 200 && x < 0)
        return 0.0 / sine_of_pi_times(x);
    double r = fabs(x) < 1e-20 ? 1.0 / x : fabs(x) > 200 ? INFINITY : gamma_lanczos(x);
    return isinf(r) ? failed(error, ERANGE, r) : r;
}

double log_gamma_of(double x, int *error)
{
    if (isnan(x))
        return x;
    if (isinf(x))
        return INFINITY;
    if (x == floor(x) && x <= 2)
        return x <= 0 ? failed(error, EDOM, INFINITY) : 0.0;
    double size = fabs(x);
    if (size < 1e-20)
        return -log(size);
    double r = log(lanczos_sum(size)) - lanczos_g;
    r += (size - 0.5) * (log(size + lanczos_g - 0.5) - 1);
    if (x < 0)
        r = log_pi - log(fabs(sine_of_pi_times(size))) - log(size) - r;
    return isinf(r) ? failed(error, ERANGE, r) : r;
}
