from deep import chain, probe
probe(chain(staticmethod, len, 10**5))
probe(chain(classmethod, len, 10**5))
class A:
    f = chain(classmethod, len, 10**4)
try:
    A.f
except RecursionError:
    pass
