import atexit
def f():
    atexit.unregister(f)
    atexit.register(g)
def g():
    atexit._clear()
atexit.register(f)
atexit._run_exitfuncs()
class E:
    def __eq__(self, other):
        atexit._clear()
        return True
    def __call__(self): pass
e = E()
for i in range(10): atexit.register(e)
atexit.unregister(E())
atexit._clear()
