# compile() of trees that no parser would make.
import ast


def attempt(node, mode="exec"):
    if mode == "exec":
        node = ast.Module([node if isinstance(node, ast.stmt) else ast.Expr(node)], [])
    ast.fix_missing_locations(node)
    try:
        compile(node, "<tree>", mode)
        print("compiled")
    except (ValueError, TypeError, SyntaxError) as e:
        print(type(e).__name__, e)


load = ast.Name("x", ast.Load())
store = ast.Name("x", ast.Store())
one = ast.Constant(1)
attempt(ast.BoolOp(ast.And(), []))
attempt(ast.BoolOp(ast.And(), [one]))
attempt(ast.Compare(one, [ast.In()], []))
attempt(ast.Compare(one, [ast.In()], [one, one]))
attempt(ast.Dict([one], []))
attempt(ast.ListComp(load, []))
attempt(ast.Call(store, [], []))
attempt(ast.Call(load, [None], []))
attempt(ast.Assign([], one))
attempt(ast.Assign([load], one))
attempt(ast.Assign([one], one))
attempt(ast.Delete([]))
attempt(ast.Delete([load]))
attempt(ast.With([], [ast.Pass()]))
attempt(ast.With([ast.withitem(one)], []))
attempt(ast.While(one, [], []))
attempt(ast.If(one, [], []))
attempt(ast.Try([ast.Pass()], [], [], []))
attempt(ast.Try([ast.Pass()], [], [ast.Pass()], [ast.Pass()]))
attempt(ast.Raise(None, one))
attempt(ast.Import([]))
attempt(ast.ImportFrom(None, [ast.alias("x")], -1))
attempt(ast.Global([]))
attempt(ast.YieldFrom(None))
attempt(ast.Constant([1]))
attempt(ast.Name("None", ast.Load()))
attempt(ast.Expression(store), "eval")
for pattern in (ast.MatchOr([]), ast.MatchSingleton("x"), ast.MatchStar(), ast.MatchAs(None, "_"), ast.MatchValue(ast.Constant(None)),
                ast.MatchClass(one, [], [], []), ast.MatchMapping([one], []), ast.MatchValue(ast.BinOp(one, ast.Add(), ast.Constant(2j)))):
    attempt(ast.Match(load, [ast.match_case(pattern, None, [ast.Pass()])]))
tree = ast.parse("a = 1")
tree.body[0].lineno, tree.body[0].end_lineno = 10, 1
attempt(tree.body[0])
namespace = {}
tree = ast.parse("def f(a, /, b=2, *, c=3): return a + b * c")
exec(compile(tree, "<tree>", "exec"), namespace)
print(namespace["f"](1), namespace["f"](1, 5, c=7))
