class Meta(type):
    @classmethod
    def __prepare__(cls, name, bases): return N()
class N(dict):
    def __setitem__(self, k, v):
        dict.__setitem__(self, k, v)
        dict.__setitem__(self, k + '_', v)
class A(metaclass=Meta):
    x = 1
    def f(self): return self.x_
class S:
    def __set_name__(self, owner, name):
        for k in list(vars(owner)):
            if not k.startswith('__'): delattr(owner, k)
        owner.new = 1
class B:
    a = S()
    b = S()
    c = S()
