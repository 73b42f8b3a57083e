def f(): return 1
c = f.__code__
for change in (dict(co_code=b''), dict(co_code=bytes(100)), dict(co_consts=()), dict(co_names=()), dict(co_varnames=()), dict(co_stacksize=0), dict(co_nlocals=5),
               dict(co_argcount=100), dict(co_flags=0xffffff), dict(co_freevars=('a',)), dict(co_cellvars=('a',)), dict(co_kwonlyargcount=9), dict(co_firstlineno=-5),
               dict(co_linetable=b'\xff' * 99), dict(co_exceptiontable=b'\xff' * 99), dict(co_code=b'\xff' * 40), dict(co_posonlyargcount=3)):
    try:
        c.replace(**change)
    except (ValueError, TypeError, SystemError, NotImplementedError, OverflowError):
        pass
