def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def pi_digits(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m)
            q, r, m = q * 10, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return "".join(map(str, out))


def fibonacci(n):
    a, b = 0, 1
    for i in range(n):
        a, b = b, a + b
    return a


print(sum(factorial(n) % 1000003 for n in range(900, 1000)), len(str(factorial(1400))))
print(pi_digits(1200)[-20:])
print(fibonacci(60000) % 10 ** 20)
print(pow(3, 10 ** 40, 10 ** 30 + 57))
print(sum(1 for i in range(2000) if pow(2, i, i + 1) == 1))
