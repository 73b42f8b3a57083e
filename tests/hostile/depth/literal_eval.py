import ast
for text in ('(' * 10**5, '-' * 10**5 + '1', '[' * 90 + ']' * 90, '[' * 10**4 + ']' * 10**4):
    try:
        ast.literal_eval(text)
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        pass
