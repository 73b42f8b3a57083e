import builtins
saved = dict(vars(builtins))
try:
    for name in ('__build_class__', '__import__', 'print', 'open', 'getattr', 'iter', 'next', 'type', 'Exception', 'AssertionError', 'StopIteration', '__debug__'):
        vars(builtins).pop(name, None)
        for code in ('class A: pass', 'import os', 'assert 0', 'raise Exception', 'x = (1).__reduce_ex__(4)', 'print(list)', '[i for i in (1, 2)]', 'type(1)'):
            try:
                exec(code)
            except BaseException as e:
                str(e)
        vars(builtins).update(saved)
finally:
    vars(builtins).update(saved)
