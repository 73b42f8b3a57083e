class E(ExceptionGroup):
    def derive(self, excs):
        return 5
    def split(self, c):
        return None
    def subgroup(self, c):
        return 1
try:
    try:
        raise E('a', [ValueError(1), KeyError(2)])
    except* ValueError:
        raise KeyError
except BaseException:
    pass
class L(list):
    def __iter__(self):
        self.clear()
        return iter([ValueError()])
try:
    ExceptionGroup('x', L([KeyError()]))
except (ValueError, TypeError):
    pass
