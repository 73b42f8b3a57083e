/* The shortest decimal that reads back as a given double, and of those the nearest:
 * Schubfach (Raffaele Giulietti, "The Schubfach way to render doubles", 2020).
 *
 * d = c 2^q.  Everything that rounds to d lies between (c - 1/2) 2^q, or (c - 1/4) 2^q
 * just above a power of two, and (c + 1/2) 2^q.  Scaled by a power of ten so that the
 * interval is between 1 and 10 wide, it holds at most one multiple of ten; that one is the
 * answer, else the whole number nearest to d.  The scaled values are kept in quarters,
 * with a sticky last bit, which is enough to compare them exactly. */
#include "types/float_text.h"

#include "types/float_powers.h"

/* floor(log10(2**q)), floor(log10(3/4 2**q)), floor(log2(10**k)) in the range of doubles */
static int log10_of_power(int q) { return (int)((q * (int64_t)1262611) >> 22); }
static int log10_of_three_quarters(int q) { return (int)((q * (int64_t)1262611 - 524031) >> 22); }
static int log2_of_power_of_ten(int k) { return (int)((k * (int64_t)1741647) >> 19); }

/* The upper 64 of 192 bits of POWER * n; the last bit tells whether anything was cut off. */
static uint64_t scale(const uint64_t power[2], uint64_t n)
{
    unsigned __int128 low = (unsigned __int128)power[1] * n, high = (unsigned __int128)power[0] * n + (low >> 64);
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

uint64_t double_shortest(double d, int *exponent)
{
    union { double d; uint64_t bits; } u = { .d = d };
    uint64_t fraction = u.bits & 0xfffffffffffff;
    int biased = (int)(u.bits >> 52 & 0x7ff), q = biased ? biased - 1075 : -1074;
    uint64_t c = biased ? fraction | 0x10000000000000 : fraction;
    bool narrow_below = fraction == 0 && biased > 1, odd = c & 1;

    int k = narrow_below ? log10_of_three_quarters(q) : log10_of_power(q);
    int shift = q + log2_of_power_of_ten(-k) + 1;
    const uint64_t *power = powers_of_ten[292 - k];
    uint64_t least = scale(power, (4 * c - 2 + narrow_below) << shift) + odd;
    uint64_t value = scale(power, 4 * c << shift);
    uint64_t most = scale(power, (4 * c + 2) << shift) - odd;

    uint64_t whole = value / 4;
    if (whole >= 10) {
        uint64_t tens = whole / 10;
        bool below = least <= 40 * tens, above = 40 * tens + 40 <= most;
        if (below != above) {
            *exponent = k + 1;
            return tens + above;
        }
    }
    bool below = least <= 4 * whole, above = 4 * whole + 4 <= most;
    *exponent = k;
    if (below != above)
        return whole + above;
    uint64_t middle = 4 * whole + 2;
    return whole + (value > middle || (value == middle && (whole & 1)));
}
