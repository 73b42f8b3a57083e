import ast
x = ast.Name('a', ast.Load())
for i in range(10**5):
    x = ast.UnaryOp(ast.USub(), x)
for f in (lambda: compile(ast.Expression(ast.fix_missing_locations(x)), 'f', 'eval'), lambda: ast.dump(x), lambda: ast.unparse(x),
          lambda: compile(ast.Expression(x), 'f', 'eval')):
    try:
        f()
    except (RecursionError, TypeError, ValueError, MemoryError):
        pass
