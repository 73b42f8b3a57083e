for one, two in ('()', '[]', '{}', ('-', ''), ('not ', ''), ('lambda: ', ''), ('a[', ']'), ('f(', ')'), ('x.y(', ')'), ('{1:', '}'),
                 ('a if b else ', ''), ('a ** ', ''), ('await ', ''), ('yield ', ''), ('*', ''), ('(x:=', ')'), ('f"{', '}"'), ('a + (', ')')):
    for n in (100, 1000, 10**5):
        for mode in ('eval', 'exec'):
            try:
                compile(one * n + 'a' + two * n, 'f', mode)
            except (SyntaxError, MemoryError, RecursionError, ValueError):
                pass
