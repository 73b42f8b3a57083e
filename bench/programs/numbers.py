"""Primes, digits of pi and e, fractions, keys of RSA: ints of all sizes."""
from functools import reduce


def sieve(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[:2] = b"\0\0"
    for i in range(2, int(limit ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, limit + 1, i)))
    return [i for i, flag in enumerate(flags) if flag]


def pi_digits(count):
    out, q, r, t, k, n, l = [], 1, 0, 1, 1, 3, 3
    while len(out) < count:
        if 4 * q + r - t < n * t:
            out.append(str(n))
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k + 2) + r * l) // (t * l), l + 2
    return "".join(out)


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def is_probable_prime(n):
    for a in (2, 3, 5, 7, 11, 13, 17):
        if n % a == 0:
            return n == a
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11):
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def collatz(limit):
    lengths = {1: 1}
    for start in range(2, limit):
        n, path = start, []
        while n not in lengths:
            path.append(n)
            n = n // 2 if n % 2 == 0 else 3 * n + 1
        base = lengths[n]
        for i, m in enumerate(reversed(path), 1):
            lengths[m] = base + i
    return max(range(1, limit), key=lengths.__getitem__)


def key_pair(start):
    p = start
    while not is_probable_prime(p):
        p += 2
    q = p + 2
    while not is_probable_prime(q):
        q += 2
    n, phi, e = p * q, (p - 1) * (q - 1), 65537
    return n, e, pow(e, -1, phi)


primes = sieve(600000)
print(len(primes), primes[-1], sum(primes), pi_digits(400)[-20:])
print(reduce(lambda a, b: a * b // gcd(a, b), range(1, 400)) % 10 ** 12, collatz(24000))
n, e, d = key_pair(10 ** 60 + 1)
text = int.from_bytes(b"attack at dawn", "big")
print(pow(pow(text, e, n), d, n).to_bytes(14, "big"), len(str(2 ** 5000)), sum(map(int, str(3 ** 3000))))
