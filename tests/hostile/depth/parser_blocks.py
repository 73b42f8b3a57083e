for head in ('if a:', 'while a:', 'for a in b:', 'def f():', 'class A:', 'with a:', 'try:', 'match a:\n{0} case b:'):
    for n in (50, 99, 150, 1000):
        lines = []
        for i in range(n):
            lines.append(' ' * 2 * i + head.replace('{0}', ' ' * 2 * i))
        lines.append(' ' * 2 * n + 'pass')
        try:
            compile('\n'.join(lines), 'f', 'exec')
        except (SyntaxError, MemoryError, RecursionError):
            pass
