class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def scaled(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def length2(self):
        return self.x * self.x + self.y * self.y


class Particle:
    def __init__(self, i):
        self.place = Vector(i, -i)
        self.speed = Vector(1, 2)

    def step(self):
        self.place = self.place + self.speed.scaled(2)

    @property
    def energy(self):
        return self.speed.length2()


class Fast(Particle):
    def step(self):
        super().step()
        self.speed = self.speed.scaled(1)


particles = [Particle(i) if i % 2 else Fast(i) for i in range(200)]
total = 0
for round in range(1000):
    for p in particles:
        p.step()
        total += p.energy
print(total, sum(p.place.length2() for p in particles))
