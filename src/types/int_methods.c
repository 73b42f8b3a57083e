/* int: methods and attributes. */
#include "object/arguments.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/format.h"
#include "types/instance.h"
#include "types/int_limbs.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

static Owned int_itself(unused Runtime *rt, Borrowed self, unused const Value *args) { return int_plain(self); }

static Owned int_bit_length_method(Runtime *rt, Borrowed self, unused const Value *args)
{
    return int_from_int64(rt, int_bit_length(self));
}

static Owned int_bit_count(Runtime *rt, Borrowed self, unused const Value *args)
{
    IntView a;
    int_view(int_plain_peek(self), &a);
    return int_from_int64(rt, a.count ? (int64_t)mpn_popcount(a.limbs, a.count) : 0);
}

static Owned int_as_integer_ratio(Runtime *rt, Borrowed self, unused const Value *args)
{
    Value both[2] = { int_plain(self), small_int_value(1) };
    return tuple_from_steal(rt, both, 2);
}

static Owned int_getnewargs(Runtime *rt, Borrowed self, unused const Value *args)
{
    Value plain = int_plain(self);
    return tuple_from_steal(rt, &plain, 1);
}

static Owned int_format(Runtime *rt, Borrowed self, const Value *args)
{
    if (!argument_str(rt, "__format__()", args[0]))
        return NULL;
    return int_format_spec(rt, self, args[0]);
}

/* -- round */

/* The multiple of UNIT (a power of ten) nearest to V, half to even. */
static Owned nearest_multiple(Runtime *rt, Borrowed v, Borrowed unit)
{
    Value quotient = NULL, remainder = NULL, twice = NULL, result = NULL;
    if (!int_divide(rt, v, unit, &quotient, &remainder) || !(twice = int_add(rt, remainder, remainder)))
        goto done;
    int order = int_compare(twice, unit);
    IntView q;
    int_view(quotient, &q);
    bool up = order > 0 || (order == 0 && q.count && q.limbs[0] & 1);
    Value down = int_subtract(rt, v, remainder);
    result = down && up ? int_add(rt, down, unit) : retain(down);
    release(rt, down);
done:
    release(rt, quotient);
    release(rt, remainder);
    release(rt, twice);
    return result;
}

static Owned int_round(Runtime *rt, Borrowed self, const Value *args)
{
    if (!args[0] || args[0] == NONE)
        return int_plain(self);
    Value places = value_index(rt, args[0]), result = NULL;
    if (!places)
        return NULL;
    Borrowed v = int_plain_peek(self);
    int64_t digits = value_is_small_int(places) ? small_int(places) : int_sign(places) * INT64_MAX;
    release(rt, places);
    if (digits >= 0)
        return retain(v);
    /* 10**n > 2 |v|: nothing is left. */
    if (-digits > int_bit_length(v) / 3 + 1)
        return small_int_value(0);
    Value unit = int_power(rt, small_int_value(10), small_int_value(-digits));
    if (unit)
        result = nearest_multiple(rt, v, unit);
    release(rt, unit);
    return result;
}

/* -- bytes */

static bool byte_order(Runtime *rt, const char *method, Borrowed v, bool *little)
{
    *little = false;
    if (!v)
        return true;
    if (!value_is_str(v))
        return raise(rt, rt->TypeError, "%s() argument 'byteorder' must be str, not %V", method, v);
    if (str_equal_text(v, "little") || str_equal_text(v, "big")) {
        *little = str_equal_text(v, "little");
        return true;
    }
    return raise(rt, rt->ValueError, "byteorder must be either 'little' or 'big'");
}

/* Does it fit SIZE bytes?  In two's complement a negative number -m needs the bits of m - 1. */
static bool fits_bytes(const IntView *a, int64_t size, bool is_signed)
{
    int64_t bits = limbs_bit_length(a->limbs, a->count);
    if (a->negative && mpn_scan1(a->limbs, 0) == (mp_bitcnt_t)(bits - 1))
        bits--;
    if (size > INT64_MAX / 8 || !a->count)
        return true;
    return is_signed ? bits + (size > 0) <= size * 8 : bits <= size * 8;
}

static void write_bytes(const IntView *a, unsigned char *out, int64_t size, bool little)
{
    unsigned carry = 1;
    for (int64_t i = 0; i < size; i++) {
        mp_limb_t limb = i / 8 < a->count ? a->limbs[i / 8] : 0;
        unsigned byte = (unsigned)(limb >> i % 8 * 8 & 0xff);
        if (a->negative) {
            byte = (~byte & 0xff) + carry;
            carry = byte >> 8;
        }
        out[little ? i : size - 1 - i] = (unsigned char)byte;
    }
}

static Owned int_to_bytes(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t size = 1;
    bool little, is_signed = false;
    IntView a;
    if (!argument_index(rt, args[0], &size) || !byte_order(rt, "to_bytes", args[1], &little) ||
        !argument_bool(rt, args[2], &is_signed))
        return NULL;
    if (size < 0)
        return raise(rt, rt->ValueError, "length argument must be non-negative");
    int_view(int_plain_peek(self), &a);
    if (a.negative && !is_signed)
        return raise_overflow(rt, "can't convert negative int to unsigned");
    if (!fits_bytes(&a, size, is_signed))
        return raise_overflow(rt, "int too big to convert");
    Value bytes = bytes_from(rt, NULL, (size_t)size);
    if (bytes)
        write_bytes(&a, (unsigned char *)bytes_bytes(bytes), size, little);
    return bytes;
}

/* What bytes(v) gives, for from_bytes: __bytes__, a buffer, or an iterable of ints. */
static Owned bytes_of(Runtime *rt, Borrowed v)
{
    if (object_is_exactly(v, rt->bytes_type))
        return retain(v);
    Value bytes = call_special(rt, v, rt->names.__bytes__, NULL, 0);
    if (bytes && !value_is_bytes(bytes)) {
        raise(rt, rt->TypeError, "__bytes__ returned non-bytes (type %.200T)", bytes);
        release(rt, bytes);
        return NULL;
    }
    if (bytes || error_pending(rt))
        return bytes;
    if (value_is_str(v) || (!has_buffer(rt, v) && !value_type(rt, v)->slots->iter && !value_type(rt, v)->slots->item))
        return raise(rt, rt->TypeError, "cannot convert '%.200T' object to bytes", v);
    return call_one(rt, type_value(rt->bytes_type), v);
}

static Owned int_from_bytes_method(Runtime *rt, Borrowed type, const Value *args)
{
    bool little, is_signed = false;
    if (!byte_order(rt, "from_bytes", args[1], &little) || !argument_bool(rt, args[2], &is_signed))
        return NULL;
    Value bytes = bytes_of(rt, args[0]);
    if (!bytes)
        return NULL;
    Value number = int_from_bytes(rt, (unsigned char *)bytes_bytes(bytes), bytes_size(bytes), little, is_signed);
    release(rt, bytes);
    if (!number || type == type_value(rt->int_type))
        return number;
    Value result = call_one(rt, type, number);
    release(rt, number);
    return result;
}

const MethodDef int_methods[] = {
    METHOD("conjugate", int_itself, "()", "Returns self, the complex conjugate of any int."),
    METHOD("bit_length", int_bit_length_method, "()", "Number of bits necessary to represent self in binary.\n\n"
           ">>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6"),
    METHOD("bit_count", int_bit_count, "()", "Number of ones in the binary representation of the absolute value of self."),
    METHOD("to_bytes", int_to_bytes, "(length=1, byteorder='big', *, signed=False)",
           "Return an array of bytes representing an integer."),
    METHOD_FLAGS("from_bytes", int_from_bytes_method, "(bytes, byteorder='big', *, signed=False)",
                 "Return the integer represented by the given array of bytes.", METHOD_CLASS),
    METHOD("as_integer_ratio", int_as_integer_ratio, "()", "Return integer ratio: the int itself and 1."),
    METHOD("__trunc__", int_itself, "()", "Truncating an Integral returns itself."),
    METHOD("__floor__", int_itself, "()", "Flooring an Integral returns itself."),
    METHOD("__ceil__", int_itself, "()", "Ceiling of an Integral returns itself."),
    METHOD("__round__", int_round, "(ndigits=None, /)", "Rounding an Integral returns itself; "
           "with a negative ndigits to a multiple of a power of ten."),
    METHOD("__getnewargs__", int_getnewargs, "()", NULL),
    METHOD("__format__", int_format, "(format_spec, /)", NULL),
    METHOD("__sizeof__", object_sizeof, "()", "Returns size in memory, in bytes."),
    { 0 },
};

static Owned get_itself(unused Runtime *rt, Borrowed self) { return int_plain(self); }
static Owned get_zero(unused Runtime *rt, unused Borrowed self) { return small_int_value(0); }
static Owned get_one(unused Runtime *rt, unused Borrowed self) { return small_int_value(1); }

const GetSetDef int_getsets[] = {
    { .name = "real", .get = get_itself, .doc = "the real part of a complex number" },
    { .name = "imag", .get = get_zero, .doc = "the imaginary part of a complex number" },
    { .name = "numerator", .get = get_itself, .doc = "the numerator of a rational number in lowest terms" },
    { .name = "denominator", .get = get_one, .doc = "the denominator of a rational number in lowest terms" },
    { 0 },
};
