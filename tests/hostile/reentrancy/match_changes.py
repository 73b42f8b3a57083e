class A:
    __match_args__ = ('a', 'b')
    def __getattr__(self, n):
        A.__match_args__ = ()
        x.clear()
        return 1
x = [A()]
match x[0]:
    case A(1, 1): pass
class S(list):
    def __len__(self):
        self.clear()
        return 3
    def __getitem__(self, i):
        self.clear()
        return i
try:
    match S([1, 2, 3]):
        case [a, b, c]: pass
except (ValueError, TypeError):
    pass
class M(dict):
    def get(self, k, d=None):
        self.clear()
        return 1
match M(a=1, b=2):
    case {'a': 1, 'b': 1, **rest}: pass
