"""What is evaluated first, and when the last reference is gone."""


def show(x):
    print("eval", x)
    return x


class Dies:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
    def __add__(self, other): print("add"); return 1
    def __eq__(self, other): print("eq"); return True
    def __getitem__(self, key): return key
    def method(self, *args): print("method", self.name); return len(args)


def f(*args, **kw):
    print("call", len(args), len(kw))


f(show(1), *[show(2)], show(3), k=show(4), **{"x": show(5)})
show({})[show("k")] = show(6)
[show(1), show(2)][show(0)]
print(show(1) < show(2) < show(3))
print(show(1) > show(2) > show(3))
Dies("a") + Dies("b")
Dies("c") == Dies("d")
f(Dies("e"), Dies("f"))
Dies("g").method(Dies("h"))
Dies("i")[1]
x = Dies("j")
x = Dies("k")
del x


def local():
    a = Dies("l1")
    b = Dies("l2")
    print("body")


def drop(arg):
    print("before")
    arg = None
    print("after")


local()
drop(Dies("m"))


def give():
    n = Dies("n")
    return n


give()
print("given")
y = give()
y = None


def raises():
    o = Dies("o")
    p = [Dies("p")]
    raise ValueError


try:
    raises()
except ValueError:
    print("caught")
print("handler left")


def nested():
    q = Dies("q")
    return (lambda: q)


nested()
print("end of nested")
r = [Dies("r1"), Dies("r2")]
r[0] = None
r.clear()
for s in [Dies("s1"), Dies("s2")]:
    print("loop")
s = None
print([t.name for t in (Dies("t1"), Dies("t2"))])
u, v = Dies("u"), Dies("v")
u, v = v, u
del u
print("swapped")
del v
d = {"w": Dies("w")}
d["w"] = 1
assert Dies("x").name, "unreached"
i = Dies("y") if Dies("z").name else None
i = 0
Dies("1").name or Dies("2").name
Dies("3").name and Dies("4").name
