# Method resolution order and super().
def attempt(function, *args, **kwargs):
    try:
        print("ok", function(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__ + ":", e)


class O: pass
class A(O): pass
class B(O): pass
class C(O): pass
class D(O): pass
class E(O): pass
class K1(A, B, C): pass
class K2(D, B, E): pass
class K3(D, A): pass
class Z(K1, K2, K3): pass


print([c.__name__ for c in Z.__mro__])
print([c.__name__ for c in Z.mro()])
class X(A, B): pass
class Y(B, A): pass


attempt(type, "bad", (X, Y), {})
attempt(type, "bad", (A, A), {})
attempt(type, "bad", (O, A), {})


class Meta(type):
    def mro(cls):
        return [cls, B, object]


class W(A, metaclass=Meta):
    pass


print(W.__mro__, isinstance(W(), B), issubclass(W, A))


class BadMeta(type):
    def mro(cls):
        return [cls, 1]


attempt(BadMeta, "x", (), {})


class BadLayout(type):
    def mro(cls):
        return [cls, int, object]


attempt(BadLayout, "x", (), {})


# super
class P:
    def f(self, x):
        return ["P", x]

    @classmethod
    def g(cls):
        return ["P.g", cls.__name__]

    @staticmethod
    def h():
        return "P.h"

    @property
    def p(self):
        return "P.p"


class Q(P):
    def f(self, x):
        return ["Q"] + super().f(x)

    @classmethod
    def g(cls):
        return ["Q.g"] + super().g()

    @property
    def p(self):
        return "Q." + super().p


class R(P):
    def f(self, x):
        return ["R"] + super(R, self).f(x)


class S(Q, R):
    def f(self, x):
        return ["S"] + super().f(x)


s = S()
print(s.f(1), S.g(), s.p, super(S, s).h())
print(super(S, s))
print(super(S, S))
print(super(S))
print(super(S, s).__thisclass__, super(S, s).__self__ is s, super(S, s).__self_class__)
print(super(S, s).__class__)
attempt(lambda: super(S, s).nothing)
attempt(lambda: super(S, 1))
attempt(lambda: super(1))
attempt(lambda: super())
attempt(lambda: super(1, 2, 3))
attempt(lambda: super(S, s, x=1))


class Unbound:
    pass


class T(Unbound):
    f = super


T.unbound = super(T)
Unbound.value = 42
print(T().unbound.value)


def no_arguments():
    super()


attempt(no_arguments)


class U:
    def f():
        super()

    def g(self):
        def inner(x):
            return super().__repr__
        return inner(self).__name__

    def h(self):
        del self
        super()

    def deep(self):
        return (lambda self=self: super(U, self).__hash__() == object.__hash__(self))()


attempt(U.f)
attempt(U().g)
attempt(U().h)
attempt(U().deep)

# bases changed
class Old:
    def who(self):
        return "old"


class New:
    def who(self):
        return "new"

    def __len__(self):
        return 5


class Child(Old):
    pass


class GrandChild(Child):
    pass


g = GrandChild()
print(g.who())
Child.__bases__ = (New,)
print(g.who(), len(g), GrandChild.__mro__, Old.__subclasses__(), New.__subclasses__())
attempt(lambda: setattr(Child, "__bases__", ()))
attempt(lambda: setattr(Child, "__bases__", 1))
attempt(lambda: setattr(Child, "__bases__", (1,)))
attempt(lambda: setattr(Child, "__bases__", (int,)))
attempt(lambda: setattr(Child, "__bases__", (GrandChild,)))
attempt(lambda: setattr(int, "__bases__", (str,)))
attempt(lambda: delattr(Child, "__bases__"))
print(g.who())
