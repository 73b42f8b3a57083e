# compile, exec, eval, syntax errors, code objects.
SOURCE = '''
import operator as op
@staticmethod
def f(a, b: int = 1, *c, d=2, **e):
    """doc"""
    global G
    G = [a + b for a in range(3) if a]
    x = y = lambda z, /: (yield)
    try:
        with open as q, open:
            del x
    except (A, B) as err:
        raise err from None
    except:
        pass
    else:
        return {**e, 'a': 1, 2: f"{a!r:>{b}} {d=}"}
    finally:
        while a < b <= 3 and not d or e:
            break
        else:
            assert a, "no"
    async def g():
        async for i in h:
            await i
class C(object, metaclass=type):
    a: int = 5
    def m(self): return super().m(), __class__
match [1, {"k": 2}]:
    case [1, {"k": x, **rest}] if x: pass
    case str() | int(real=3): pass
value = 1_000 + 0x1f * -2 ** 3 // 1e5 if True else b"bytes" "\\N{BULLET}"[1:2]
'''


def check():
    try:
        compile(SOURCE, "<no>", "exec")
        assert False
    except SyntaxError as e:
        assert e.msg and e.filename == "<no>"
    code = compile(SOURCE.replace('b"bytes" "\\N{BULLET}"', '"str"'), "<yes>", "exec")
    assert code.co_name == "<module>" and code.co_consts and len(list(code.co_lines())) > 5
    space = {}
    exec("def f(n):\n    return n and n * f(n - 1) or 1\nresult = f(10)\n", space)
    assert space["result"] == 3628800 and eval("result + x", space, {"x": 1}) == 3628801
    assert eval(compile("[i for i in range(5)]", "<e>", "eval")) == [0, 1, 2, 3, 4]
    for wrong in ("a b", "def f(:", "x = = 1", "(1", "'abc", "return", "f(a=1, 2)", "  x", "1 = x", "{**a for a in b}"):
        try:
            compile(wrong, "<wrong>", "exec")
            assert False, wrong
        except SyntaxError as e:
            assert e.lineno == 1
    d = {}
    exec("class K:\n  a = 1\n  def g(self): yield self.a", d)
    assert list(d["K"]().g()) == [1] and "K" in d and eval("lambda: 5")() == 5


check()
