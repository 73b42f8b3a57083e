# Classes: inheritance, super, slots, properties, descriptors, metaclasses, operators.
class Meta(type):
    made = []

    def __new__(mcls, name, bases, namespace, **keywords):
        cls = super().__new__(mcls, name, bases, {**namespace, "tag": keywords.get("tag")})
        return cls

    def __prepare__(name, bases, **keywords):
        return {"prepared": True}

    def __call__(cls, *args):
        return super().__call__(*args)


class Typed:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        return self if instance is None else getattr(instance, self.name)

    def __set__(self, instance, value):
        if not isinstance(value, int):
            raise TypeError(self.name)
        setattr(instance, self.name, value)


def check():
    class Base(metaclass=Meta, tag="b"):
        x = Typed()
        seen = []

        def __init_subclass__(cls, **keywords):
            super().__init_subclass__()
            cls.kept = keywords

        def __init__(self, x):
            self.x = x

        def who(self):
            return ["Base"]

        @classmethod
        def make(cls, *a):
            return cls(*a)

        @staticmethod
        def add(a, b):
            return a + b

    class Left(Base, tag="l", more=1):
        def who(self):
            return ["Left"] + super().who()

    class Right(Base, tag="r"):
        def who(self):
            return ["Right"] + super().who()

    class Both(Left, Right, tag="x"):
        __slots__ = ("a",)

        def who(self):
            return ["Both"] + super().who()

        @property
        def twice(self):
            return self.x * 2

        @twice.setter
        def twice(self, value):
            self.x = value // 2

        def __getattr__(self, name):
            if name.startswith("no"):
                raise AttributeError(name)
            return name

        def __eq__(self, other):
            return self.x == other.x

        def __getitem__(self, i):
            return [self.x] * i

    b = Both.make(5)
    assert b.who() == ["Both", "Left", "Right", "Base"] and b.tag == "x" and Left.kept == {}
    b.twice = 20
    b.a = [b]
    b.extra = 1
    assert b.x == 10 and b.twice == 20 and b[3] == [10] * 3 and b.other == "other" and not hasattr(b, "nothing")
    assert b.__dict__ == {"_x": 10, "extra": 1} and "twice" in dir(b) and Both.__mro__[1] is Left
    try:
        b.x = "text"
        assert False
    except TypeError as e:
        assert str(e) == "_x"
    assert b == Both(10) and b != Both(11) and Both.prepared and repr(Both).startswith("<class") and repr(b)
    Made = type("Made", (Left,), {"y": property(lambda self: self.x + 1)})
    assert Made(1).y == 2 and isinstance(Made(1), Base) and issubclass(Made, Left) and Base.__subclasses__()
    del b.extra, Both.twice
    Both.late = 1
    assert b.late == 1 and vars(b) == {"_x": 10}


try:
    check()
except RuntimeError as e:       # of __set_name__
    raise e.__cause__
