# try, except, else, finally, raise, chaining, sys.exc_info at every exit.
import sys
def info():
    e = sys.exc_info()[1]
    return type(e).__name__ if e else None
def basic(f):
    out = []
    try:
        out.append('try'); f()
    except (KeyError, IndexError) as e:
        out.append(('key', type(e).__name__, info()))
    except ValueError:
        out.append(('value', info()))
    except Exception as e:
        out.append(('other', repr(e)))
    else:
        out.append('else')
    finally:
        out.append(('finally', info()))
    return out, info()
def r(e):
    def f(): raise e
    return f
for f in (lambda: 0, r(KeyError(1)), r(IndexError), r(ValueError('v')), r(TypeError('t'))): print(basic(f))
def ret_try():
    try: return 'try'
    finally: print('finally', info())
def ret_finally():
    try: return 'try'
    finally: return 'finally'
def ret_except():
    try: 1 / 0
    except ZeroDivisionError: return 'except', info()
    finally: print('fin', info())
def swallow():
    try: 1 / 0
    finally: return info()
def value_kept():
    x = 1
    try: return x
    finally: x = 2
def list_kept():
    x = []
    try: return x
    finally: x.append(1)
def named_kept():
    try: raise ValueError('k')
    except ValueError as e: return e
print(ret_try(), ret_finally(), ret_except(), swallow(), value_kept(), list_kept(), repr(named_kept()), info())
def loops():
    out = []
    for i in range(6):
        try:
            if i == 1: continue
            if i == 2: raise KeyError(i)
            if i == 4: break
            out.append(i)
        except KeyError as e:
            out.append(('k', info()))
            continue
        finally:
            out.append(('f', i, info()))
    else: out.append('no')
    while True:
        try: 1 / 0
        except ZeroDivisionError:
            out.append(info())
            break
    out.append(info())
    for i in range(3):
        try: raise ValueError
        except ValueError:
            try: raise KeyError
            except KeyError: out.append(info())
            out.append(info())
            if i == 1: break
        finally:
            out.append(('fin', i))
    return out, info()
print(loops())
def nested():
    out = []
    try:
        try:
            try: raise KeyError('inner')
            finally: out.append(('f1', info()))
        except KeyError as e:
            out.append(info())
            raise ValueError('outer') from e
        finally: out.append(('f2', info()))
    except ValueError as e:
        out.append((repr(e.__cause__), repr(e.__context__), e.__suppress_context__, info()))
    return out, info()
print(nested())
def context():
    try:
        try: raise KeyError(1)
        except KeyError: raise IndexError(2)
    except IndexError as e: return repr(e.__context__), e.__cause__, e.__suppress_context__
print(context())
def from_none():
    try:
        try: raise KeyError(1)
        except KeyError: raise IndexError(2) from None
    except IndexError as e: return repr(e.__context__), e.__cause__, e.__suppress_context__
print(from_none())
def reraise():
    try:
        try: raise KeyError('x')
        except KeyError:
            try: raise ValueError
            except ValueError: pass
            raise
    except KeyError as e: return repr(e), repr(e.__context__)
print(reraise())
def bare():
    try: raise
    except RuntimeError as e: return str(e)
print(bare())
def unbinds():
    e = 'before'
    try: raise KeyError
    except KeyError as e: pass
    try: return e
    except UnboundLocalError as x: return str(x)
print(unbinds())
def unbinds_deleted():
    try: raise KeyError
    except KeyError as e: del e
    return 'ok'
print(unbinds_deleted())
def cell_name():
    try: raise KeyError(5)
    except KeyError as e:
        def f(): return e
        r = repr(f())
    try: f()
    except NameError as x: return r, str(x)
print(cell_name())
try: raise KeyError
except KeyError as glob: pass
print('glob' in globals())
for text in ['raise 5', 'raise int', 'raise ValueError from 5', 'raise ValueError from KeyError', 'raise KeyError(1) from ValueError(2)']:
    try: exec(text)
    except BaseException as e: print(text, '->', repr(e), repr(e.__cause__))
def bad_class():
    try:
        try: raise KeyError
        except 5: pass
    except TypeError as e: return str(e), repr(e.__context__)
print(bad_class())
def dynamic(classes):
    try: raise KeyError('d')
    except classes() as e: return repr(e)
    except: return 'bare'
print(dynamic(lambda: KeyError), dynamic(lambda: (IndexError, LookupError)), dynamic(lambda: ()))
def finally_order():
    out = []
    def f(n):
        try:
            try:
                out.append(n)
                if n == 1: return 'r'
                if n == 2: raise KeyError
                if n == 3: return 1 / 0
            finally:
                out.append('a')
                if n == 4: return 'fa'
        except KeyError:
            out.append('k')
            return 'rk'
        finally:
            out.append('b')
        return 'end'
    for n in range(5):
        try: out.append(f(n))
        except ZeroDivisionError: out.append('zde')
    return out
print(finally_order())
def in_finally():
    try: pass
    finally:
        try: 1 / 0
        except ZeroDivisionError: print('handled', info())
        for i in range(2):
            if i: break
        print('end', info())
in_finally()
def finally_replaces():
    try:
        try: raise KeyError('a')
        finally: raise ValueError('b')
    except ValueError as e: return repr(e.__context__)
print(finally_replaces())
def gen_exc():
    try:
        yield info()
        raise KeyError
    except KeyError:
        yield info()
        try: yield info()
        finally: yield ('f', info())
    yield info()
try: raise OSError
except OSError: print(list(gen_exc()), info())
print(list(gen_exc()), info())
def else_raises():
    try:
        try: pass
        except KeyError: return 'wrong'
        else: raise KeyError('else')
        finally: print('fin')
    except KeyError as e: return repr(e)
print(else_raises())
def star(*errors):
    out = []
    try:
        try: raise ExceptionGroup('g', list(errors))
        except* KeyError as e: out.append(('key', e.exceptions, info()))
        except* (ValueError, TypeError) as e: out.append(('vt', len(e.exceptions)))
        else: out.append('else')
        finally: out.append('fin')
    except ExceptionGroup as e: out.append(('rest', e.exceptions))
    return out, info()
print(star(KeyError(1)), star(KeyError(1), ValueError(2), TypeError(3)), star(OSError(1), KeyError(2)), star(ExceptionGroup('n', [KeyError(3), OSError(4)])))
def star_plain():
    try: raise KeyError(1)
    except* KeyError as e: return_value = type(e).__name__, e.exceptions
    return return_value
print(star_plain())
def star_raise():
    try:
        try: raise ExceptionGroup('g', [KeyError(1), ValueError(2), OSError(3)])
        except* KeyError: raise IndexError('new')
        except* ValueError as e: raise
    except ExceptionGroup as e: return str(e), [repr(x) for x in e.exceptions]
print(star_raise())
def star_none():
    try: pass
    except* KeyError: return_value = 0
    else: return_value = 'else'
    return return_value
print(star_none())
