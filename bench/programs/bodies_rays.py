"""Planets that attract each other, and spheres that rays meet: floats in objects."""
import math


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, o):
        return Vector(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vector(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k, self.z * k)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def unit(self):
        return self * (1.0 / math.sqrt(self.dot(self)))


class Sphere:
    def __init__(self, centre, radius, shade):
        self.centre, self.radius, self.shade = centre, radius, shade

    def meet(self, start, way):
        to = self.centre - start
        along = to.dot(way)
        square = to.dot(to) - along * along
        if along <= 0 or square > self.radius * self.radius:
            return None
        return along - math.sqrt(self.radius * self.radius - square)


def colour(spheres, start, way, light, depth=0):
    nearest, hit = math.inf, None
    for sphere in spheres:
        distance = sphere.meet(start, way)
        if distance is not None and 1e-6 < distance < nearest:
            nearest, hit = distance, sphere
    if hit is None:
        return 0.1
    point = start + way * nearest
    normal = (point - hit.centre).unit()
    brightness = max(0.0, normal.dot(light)) * hit.shade
    if depth < 2:
        mirrored = way - normal * (2 * way.dot(normal))
        brightness += 0.3 * colour(spheres, point, mirrored, light, depth + 1)
    return brightness


def picture(size):
    spheres = [Sphere(Vector(i - 2.0, (i % 3) - 1.0, 5.0 + i % 2), 0.8, 0.5 + i * 0.1) for i in range(5)]
    light = Vector(1.0, 1.0, -1.0).unit()
    start = Vector(0.0, 0.0, -2.0)
    rows = []
    for y in range(size):
        row = []
        for x in range(size):
            way = Vector((x - size / 2) / size, (size / 2 - y) / size, 1.0).unit()
            row.append(" .:-=+*#%@"[min(9, int(colour(spheres, start, way, light) * 9))])
        rows.append("".join(row))
    return rows


def energy(bodies):
    total = 0.0
    for i, (p, v, m) in enumerate(bodies):
        total += 0.5 * m * sum(c * c for c in v)
        for q, _, n in bodies[i + 1:]:
            total -= m * n / math.sqrt(sum((a - b) ** 2 for a, b in zip(p, q)))
    return total


def advance(bodies, dt, steps):
    pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]
    for _ in range(steps):
        for (p, v, m), (q, w, n) in pairs:
            dx, dy, dz = p[0] - q[0], p[1] - q[1], p[2] - q[2]
            k = dt / (dx * dx + dy * dy + dz * dz) ** 1.5
            v[0] -= dx * n * k
            v[1] -= dy * n * k
            v[2] -= dz * n * k
            w[0] += dx * m * k
            w[1] += dy * m * k
            w[2] += dz * m * k
        for p, v, m in bodies:
            p[0] += dt * v[0]
            p[1] += dt * v[1]
            p[2] += dt * v[2]


bodies = [([math.cos(i) * (i + 1), math.sin(i) * (i + 1), i * 0.1], [-math.sin(i) * 0.4, math.cos(i) * 0.4, 0.0], 1.0 / (i + 1))
          for i in range(5)]
before = energy(bodies)
advance(bodies, 0.001, 3000)
print(f"{before:.8f} {energy(bodies):.8f}")
print("\n".join(picture(60)[20:30]))
