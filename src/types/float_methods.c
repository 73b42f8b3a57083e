/* float: methods and attributes. */
#include <math.h>
#include <stdio.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/float_text.h"
#include "types/format.h"
#include "types/int_limbs.h"
#include "types/str.h"
#include "types/tuple.h"

static Owned float_itself(Runtime *rt, Borrowed self, unused const Value *args)
{
    return float_value(rt, float_number(self));
}

static Owned float_trunc(Runtime *rt, Borrowed self, unused const Value *args)
{
    return int_from_double(rt, float_number(self));
}

static Owned float_floor(Runtime *rt, Borrowed self, unused const Value *args)
{
    return int_from_double(rt, floor(float_number(self)));
}

static Owned float_ceil(Runtime *rt, Borrowed self, unused const Value *args)
{
    return int_from_double(rt, ceil(float_number(self)));
}

static Owned float_is_integer(unused Runtime *rt, Borrowed self, unused const Value *args)
{
    double d = float_number(self);
    return bool_value(isfinite(d) && floor(d) == d);
}

static Owned float_getnewargs(Runtime *rt, Borrowed self, unused const Value *args)
{
    Value exact = float_value(rt, float_number(self));
    return exact ? tuple_from_steal(rt, &exact, 1) : NULL;
}

static Owned float_format_method(Runtime *rt, Borrowed self, const Value *args)
{
    if (!argument_str(rt, "__format__()", args[0]))
        return NULL;
    return float_format_spec(rt, self, args[0]);
}

/* d = m * 2**e with m odd or a whole number of 53 bits: both parts by shifting. */
static Owned float_as_integer_ratio(Runtime *rt, Borrowed self, unused const Value *args)
{
    double d = float_number(self);
    if (isinf(d))
        return raise_overflow(rt, "cannot convert Infinity to integer ratio");
    if (isnan(d))
        return raise(rt, rt->ValueError, "cannot convert NaN to integer ratio");
    int exponent;
    int64_t m = (int64_t)ldexp(frexp(d, &exponent), 53);
    exponent -= 53;
    for (; m && !(m & 1) && exponent < 0; exponent++)
        m /= 2;
    if (!m)
        exponent = 0;
    Value both[2];
    both[0] = int_shift_left(rt, small_int_value(m), MAX(exponent, 0));
    both[1] = both[0] ? int_shift_left(rt, small_int_value(1), MAX(-exponent, 0)) : NULL;
    if (both[1])
        return tuple_from_steal(rt, both, 2);
    release(rt, both[0]);
    return NULL;
}

/* -- round */

/* How many digits stand before the point: exact, even where 10**k is no double. */
static int point_of(double d)
{
    FloatDigits x;
    float_digits_significant(d, 40, &x);
    return x.point;
}

/* The decimal with PLACES digits behind the point (before it, when negative) nearest to D, half to even. */
static double round_places(double d, int places)
{
    FloatDigits x;
    if (places >= 0) {
        float_digits_fixed(d, places, &x);
    } else {
        int keep = point_of(d) + places;
        if (keep < 0)
            return copysign(0.0, d);
        if (keep == 0) {
            double half = float_from_digits("5", 1, -places - 1);
            return copysign(fabs(d) > half ? float_from_digits("1", 1, -places) : 0.0, d);
        }
        float_digits_significant(d, keep, &x);
    }
    return copysign(float_from_digits(x.digits, x.count, x.point - x.count), d);
}

static Owned float_round(Runtime *rt, Borrowed self, const Value *args)
{
    double d = float_number(self);
    int64_t places = 0;
    if (!args[0] || args[0] == NONE)
        return int_from_double(rt, rint(d));
    if (!value_to_ssize(rt, args[0], &places, NULL))
        return NULL;
    if (!isfinite(d) || d == 0 || places > 323)
        return float_value(rt, d);
    if (places < -308)
        return float_value(rt, copysign(0.0, d));
    double rounded = round_places(d, (int)places);
    if (isinf(rounded))
        return raise_overflow(rt, "rounded value too large to represent");
    return float_value(rt, rounded);
}

/* -- hexadecimal */

static Owned float_hex(Runtime *rt, Borrowed self, unused const Value *args)
{
    double d = float_number(self);
    union { double d; uint64_t bits; } u = { .d = d };
    char text[48];
    if (!isfinite(d))
        return float_repr(rt, d);
    int exponent = (int)(u.bits >> 52 & 0x7ff);
    uint64_t fraction = u.bits & 0xfffffffffffff;
    const char *sign = signbit(d) ? "-" : "";
    if (d == 0)
        snprintf(text, sizeof text, "%s0x0.0p+0", sign);
    else
        snprintf(text, sizeof text, "%s0x%d.%013llxp%+d", sign, exponent != 0, (unsigned long long)fraction,
                 exponent ? exponent - 1023 : -1022);
    return str_from_text(rt, text);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* M * 2**exponent; digits beyond 60 bits only leave a sticky bit. */
typedef struct HexNumber {
    uint64_t m;
    int64_t exponent;
    bool sticky, any;
} HexNumber;

static void add_hex_digit(HexNumber *x, int digit, bool behind_point)
{
    x->any = true;
    if (x->m >> 56) {
        x->sticky |= digit != 0;
        x->exponent += behind_point ? 0 : 4;
    } else {
        x->m = x->m << 4 | (unsigned)digit;
        x->exponent -= behind_point ? 4 : 0;
    }
}

static const char *scan_hex_digits(const char *p, const char *end, HexNumber *x)
{
    bool behind_point = false;
    for (; p < end; p++) {
        int digit = hex_value(*p);
        if (digit >= 0)
            add_hex_digit(x, digit, behind_point);
        else if (*p == '.' && !behind_point)
            behind_point = true;
        else
            break;
    }
    return p;
}

/* After the 'p'; NULL when no digits follow. */
static const char *scan_hex_exponent(const char *p, const char *end, HexNumber *x)
{
    bool negative = p < end && *p == '-';
    int64_t exponent = 0;
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p == end || *p < '0' || *p > '9')
        return NULL;
    for (; p < end && *p >= '0' && *p <= '9'; p++)
        exponent = MIN(exponent * 10 + (*p - '0'), (int64_t)1 << 58);
    x->exponent += negative ? -exponent : exponent;
    return p;
}

/* The unsigned part; its end or NULL. */
static const char *scan_hex_float(const char *p, const char *end, double *out)
{
    HexNumber x = { 0 };
    size_t special = p < end && (*p | 0x20) >= 'i' ? float_parse(p, (size_t)(end - p), out) : 0;
    if (special)
        return p + special;
    if (end - p >= 2 && p[0] == '0' && (p[1] | 0x20) == 'x')
        p += 2;
    p = scan_hex_digits(p, end, &x);
    if (!x.any)
        return NULL;
    if (p < end && (*p | 0x20) == 'p')
        p = scan_hex_exponent(p + 1, end, &x);
    *out = x.m ? double_round(x.m, x.sticky, x.exponent) : 0.0;
    return p;
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static Owned float_fromhex(Runtime *rt, Borrowed type, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "bad argument type for built-in operation");
    const char *p = str_bytes(args[0]), *end = p + str_size(args[0]), *number;
    double d = 0;
    while (p < end && is_blank(*p))
        p++;
    while (p < end && is_blank(end[-1]))
        end--;
    number = p < end && (*p == '-' || *p == '+') ? p + 1 : p;
    if (number == end || scan_hex_float(number, end, &d) != end)
        return raise(rt, rt->ValueError, "invalid hexadecimal floating-point string");
    if (isinf(d) && hex_value(*number) >= 0)
        return raise_overflow(rt, "hexadecimal value too large to represent as a float");
    Value exact = float_value(rt, *p == '-' ? -d : d);
    if (!exact || type == type_value(rt->float_type))
        return exact;
    Value result = call_one(rt, type, exact);
    release(rt, exact);
    return result;
}

static Owned float_getformat(Runtime *rt, unused Borrowed type, const Value *args)
{
    if (!argument_str(rt, "__getformat__()", args[0]))
        return NULL;
    if (!str_equal_text(args[0], "double") && !str_equal_text(args[0], "float"))
        return raise(rt, rt->ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
    const union { uint16_t word; char first; } order = { .word = 1 };
    return str_from_text(rt, order.first ? "IEEE, little-endian" : "IEEE, big-endian");
}

const MethodDef float_methods[] = {
    METHOD("conjugate", float_itself, "()", "Return self, the complex conjugate of any float."),
    METHOD("__trunc__", float_trunc, "()", "Return the Integral closest to x between 0 and x."),
    METHOD("__floor__", float_floor, "()", "Return the floor as an Integral."),
    METHOD("__ceil__", float_ceil, "()", "Return the ceiling as an Integral."),
    METHOD("__round__", float_round, "(ndigits=None, /)",
           "Return the Integral closest to x, rounding half toward even.\n\n"
           "When an argument is passed, work like built-in round(x, ndigits)."),
    METHOD("as_integer_ratio", float_as_integer_ratio, "()",
           "Return integer ratio: a pair of integers, whose ratio is exactly equal to the original float."),
    METHOD_FLAGS("fromhex", float_fromhex, "(string, /)", "Create a floating-point number from a hexadecimal string.",
                 METHOD_CLASS),
    METHOD("hex", float_hex, "()", "Return a hexadecimal representation of a floating-point number."),
    METHOD("is_integer", float_is_integer, "()", "Return True if the float is an integer."),
    METHOD("__getnewargs__", float_getnewargs, "()", NULL),
    METHOD_FLAGS("__getformat__", float_getformat, "(typestr, /)", "How C doubles and floats are stored.", METHOD_CLASS),
    METHOD("__format__", float_format_method, "(format_spec, /)", "Formats the float according to format_spec."),
    { 0 },
};

static Owned get_real(Runtime *rt, Borrowed self) { return float_value(rt, float_number(self)); }
static Owned get_imaginary(Runtime *rt, unused Borrowed self) { return float_value(rt, 0.0); }

const GetSetDef float_getsets[] = {
    { .name = "real", .get = get_real, .doc = "the real part of a complex number" },
    { .name = "imag", .get = get_imaginary, .doc = "the imaginary part of a complex number" },
    { 0 },
};
