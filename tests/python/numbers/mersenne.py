# _random.Random gives CPython's numbers, bit by bit.
import _random
def attempt(f, *args):
    try:
        print(repr(f(*args)))
    except Exception as e:
        print(type(e).__name__, e)
for seed in (0, 1, -1, 5, 2**31, 2**32, 2**32 - 1, 2**63, 2**64, 2**100 + 7, -2**100, 3**400, 1.5, True, (1, 2, 3), -10**18):
    r = _random.Random(seed)
    print([r.random() for _ in range(3)], [r.getrandbits(k) for k in (1, 5, 31, 32, 33, 63, 64, 65, 100, 128)], r.getrandbits(0))
r = _random.Random(42)
total = 0
for i in range(2000):
    total = (total * 31 + r.getrandbits(70)) % (2**89 - 1)
print(total)
state = r.getstate()
print(len(state), state[0], state[623], state[624], hash(state))
a = [r.random() for _ in range(700)]
r.setstate(state)
print(a == [r.random() for _ in range(700)], sum(a))
r.seed(7); x = r.random(); r.seed(7); print(x == r.random(), x)
print(len({_random.Random().random() for _ in range(5)}))
attempt(_random.Random, 1, 2)
attempt(r.getrandbits, -1)
attempt(r.getrandbits, 'a')
attempt(r.getrandbits, 1.0)
attempt(r.getrandbits, 2**40)
attempt(r.getrandbits, 2**70)
attempt(r.setstate, 1)
attempt(r.setstate, (1,))
attempt(r.setstate, ('a',) * 625)
attempt(r.setstate, (1,) * 624 + (700,))
attempt(r.setstate, (1,) * 624 + (-1,))
attempt(r.setstate, (-1,) * 625)
attempt(_random.Random, [])
attempt(r.seed, 1, 2)
class R(_random.Random):
    def twice(self): return self.random() * 2
q = R(3)
q.name = 'q'
print(q.twice(), q.name, _random.Random(3).random() * 2)
