#!/usr/bin/python3.11
"""Write src/types/float_powers.h: the powers of ten that the shortest decimal of a double needs.

    tools/float_powers.py > src/types/float_powers.h
"""


def leading_bits(k):
    """10**k as a 128-bit number with its top bit set, rounded up."""
    if k >= 0:
        shift = (10**k).bit_length() - 128
        return 10**k << -shift if shift <= 0 else -(-10**k >> shift)
    # The largest e with 2**e <= 10**k is -(bit_length of 10**-k - 1) - 1, powers of two aside.
    shift = 127 + (10**-k).bit_length()
    return -(-(1 << shift) // 10**-k)


print("/* Written by tools/float_powers.py: 10**k, k = -292 .. 324, as 128 bits, the first set, rounded up. */")
print("static const uint64_t powers_of_ten[617][2] = {")
for k in range(-292, 325):
    g = leading_bits(k)
    assert g.bit_length() == 128, k
    print(f"    {{ {g >> 64:#018x}, {g & (1 << 64) - 1:#018x} }},")
print("};")
