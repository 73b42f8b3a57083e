/* Single values of C types, to and from Python objects. */
#include "types/native.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/int.h"

size_t native_size(char format)
{
    switch (format) {
    case 'c': case 'b': case 'B': return 1;
    case '?': return sizeof(bool);
    case 'h': case 'H': return sizeof(short);
    case 'i': case 'I': return sizeof(int);
    case 'l': case 'L': return sizeof(long);
    case 'q': case 'Q': return sizeof(long long);
    case 'n': case 'N': return sizeof(size_t);
    case 'f': return sizeof(float);
    case 'd': return sizeof(double);
    case 'P': return sizeof(void *);
    default: return 0;
    }
}

static bool is_signed_format(char format) { return strchr("bhilqn", format); }

uint64_t integer_read(const char *bytes, size_t size, bool big)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | (unsigned char)bytes[big ? i : size - 1 - i];
    return value;
}

void integer_write(char *bytes, size_t size, bool big, uint64_t value)
{
    for (size_t i = 0; i < size; i++, value >>= 8)
        bytes[big ? size - 1 - i : i] = (char)value;
}

/* PLAIN, an exact int, as 64 bits in either reading; *WIDE: 1 when only the unsigned one holds it. */
static bool int_bits(Borrowed plain, uint64_t *out, bool *wide)
{
    *wide = false;
    if (value_is_small_int(plain)) {
        *out = (uint64_t)small_int(plain);
        return true;
    }
    const Int *i = (const Int *)plain;
    uint64_t limb = i->limbs[0];
    if (i->size == 1) {
        *out = limb;
        *wide = limb >> 63;
        return true;
    }
    *out = -limb;
    return i->size == -1 && limb <= (uint64_t)1 << 63;
}

NativeResult integer_argument(Runtime *rt, Borrowed v, size_t size, bool is_signed, uint64_t *out)
{
    bool wide;
    if (!value_is_int(v) && !value_type(rt, v)->slots->index)
        return NATIVE_TYPE;
    Value number = value_is_int(v) ? retain(v) : value_index(rt, v);
    if (!number)
        return NATIVE_ERROR;
    bool fits = int_bits(int_plain_peek(number), out, &wide);
    release(rt, number);
    int64_t as_signed = (int64_t)*out;
    if (is_signed)
        fits = fits && !wide && as_signed == sign_extend(*out, size);
    else
        fits = fits && (wide || as_signed >= 0) && (size == 8 || !(*out >> 8 * size));
    return fits ? NATIVE_OK : NATIVE_RANGE;
}

Owned native_unpack(Runtime *rt, char format, const char *bytes)
{
    float f;
    double d;
    size_t size = native_size(format);
    switch (format) {
    case 'c':
        return bytes_from(rt, bytes, 1);
    case '?':
        return bool_value(*bytes != 0);
    case 'f':
        memcpy(&f, bytes, sizeof f);
        return float_value(rt, (double)f);
    case 'd':
        memcpy(&d, bytes, sizeof d);
        return float_value(rt, d);
    }
    uint64_t value = integer_read(bytes, size, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
    if (is_signed_format(format))
        return int_from_int64(rt, sign_extend(value, size));
    return int_from_uint64(rt, value);
}

static NativeResult pack_float(Runtime *rt, char format, char *bytes, Borrowed v)
{
    double d;
    if (!value_to_double(rt, v, &d))
        return error_clear_if(rt, rt->TypeError) ? NATIVE_TYPE : NATIVE_ERROR;
    if (format == 'd') {
        memcpy(bytes, &d, sizeof d);
        return NATIVE_OK;
    }
    float f = (float)d;
    memcpy(bytes, &f, sizeof f);
    return NATIVE_OK;
}

NativeResult native_pack(Runtime *rt, char format, char *bytes, Borrowed v)
{
    uint64_t value;
    int truth;
    if (format == 'f' || format == 'd')
        return pack_float(rt, format, bytes, v);
    if (format == '?') {
        if ((truth = value_truth(rt, v)) < 0)
            return NATIVE_ERROR;
        *bytes = (char)truth;
        return NATIVE_OK;
    }
    if (format == 'c') {
        if (!value_is_bytes(v))
            return NATIVE_TYPE;
        if (bytes_size(v) != 1)
            return NATIVE_RANGE;
        *bytes = *bytes_bytes(v);
        return NATIVE_OK;
    }
    size_t size = native_size(format);
    NativeResult result = integer_argument(rt, v, size, is_signed_format(format), &value);
    if (result == NATIVE_OK)
        integer_write(bytes, size, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__, value);
    return result;
}
