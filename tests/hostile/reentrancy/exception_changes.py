class E(Exception):
    def __str__(self):
        self.args = ()
        self.__context__ = self.__cause__ = None
        self.__traceback__ = None
        return 'e'
    def __eq__(self, other): raise self
try:
    try:
        raise E(1)
    except E as e:
        raise E(2) from e
except E as e:
    import traceback
    str(e), repr(e), traceback.format_exc()
    e.__traceback__ = None
    e.__context__ = e
    e.with_traceback(None)
class M(type):
    def __instancecheck__(cls, o): raise KeyError
    def __subclasscheck__(cls, o): raise KeyError
class F(Exception, metaclass=M): pass
try:
    try:
        raise F
    except F:
        pass
except (KeyError, Exception):
    pass
class G(Exception):
    def __new__(cls, *a): return 5
try:
    raise G
except TypeError:
    pass
class H(BaseException):
    def __init__(self, *a): raise H2
class H2(Exception): pass
try:
    raise H
except H2:
    pass
