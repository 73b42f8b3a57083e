from collections import OrderedDict
class K:
    def __hash__(self): return 1
    def __eq__(self, other):
        if armed: o.clear()
        return False
for f in (lambda: o.move_to_end(K()), lambda: o.pop(K(), 1), lambda: o.__setitem__(K(), 1), lambda: o == OrderedDict(o), lambda: o.setdefault(K(), 1),
          lambda: o.popitem(), lambda: o.update({K(): 1}), lambda: o.copy(), lambda: [o.clear() for k in o], lambda: [o.popitem() for k in reversed(o)],
          lambda: [o.move_to_end(k) for k in o], lambda: dict.__delitem__(o, next(iter(o))) or list(o), lambda: dict.clear(o) or repr(o)):
    armed = []
    o = OrderedDict((K(), i) for i in range(10))
    armed.append(1)
    try:
        f()
    except (KeyError, RuntimeError):
        pass
    armed.clear()
    o.clear()
