def mandelbrot(size):
    inside = 0
    for row in range(size):
        ci = 2.0 * row / size - 1.0
        for column in range(size):
            cr = 3.0 * column / size - 2.0
            zr = zi = 0.0
            for step in range(50):
                zr2, zi2 = zr * zr, zi * zi
                if zr2 + zi2 > 4.0:
                    break
                zi = 2.0 * zr * zi + ci
                zr = zr2 - zi2 + cr
            else:
                inside += 1
    return inside


def integrate(n):
    h = 1.0 / n
    total = 0.0
    for i in range(n):
        x = h * (i + 0.5)
        total += 4.0 / (1.0 + x * x)
    return total * h


print(mandelbrot(260))
print(round(integrate(1500000), 9))
