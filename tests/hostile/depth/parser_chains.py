for text in ('a.b' + '.b' * 10**5, 'a' + '+a' * 10**5, 'a' + '()' * 10**5, 'a' + '[0]' * 10**5, 'a' + ' and a' * 10**5,
             'a' + '<a' * 10**5, 'a' + '=a' * 10**4, 'if a: pass\n' + 'elif a: pass\n' * 5000, 'a' + ' if a else a' * 10**4,
             '"a"' * 10**5, 'a' + '**a' * 10**4, '@a\n' * 10**4 + 'def f(): pass', ';'.join(['a'] * 10**5)):
    try:
        compile(text, 'f', 'exec')
    except (SyntaxError, MemoryError, RecursionError):
        pass
