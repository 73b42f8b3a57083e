"""Show the bytecode of Ouro: register code, one instruction a line.

    line  pc  NAME           operands                       what it does with them

A register with a name is shown by that name, a temporary as r0, r1, ... (numbered from
the first temporary), a constant by its repr.  `x <- a, b` reads a and b and writes x;
a temporary that is read is empty afterwards, except where a peek is marked by &.
"""

import sys as _sys
import types as _types
import collections as _collections
import _ouro_dis

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels",
           "show_code", "get_instructions", "Instruction", "Bytecode", "Positions", "opname", "opmap",
           "COMPILER_FLAG_NAMES", "pretty_flags", "stack_effect", "cmp_op"]

_TABLE = _ouro_dis.opcodes()
opname = [row[0] for row in _TABLE]
opmap = {name: number for number, name in enumerate(opname)}
_WORDS = {row[0]: row[2] for row in _TABLE}
cmp_op = ("<", "<=", "==", "!=", ">", ">=")

COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED", 2: "NEWLOCALS", 4: "VARARGS", 8: "VARKEYWORDS", 16: "NESTED", 32: "GENERATOR", 64: "NOFREE",
    128: "COROUTINE", 256: "ITERABLE_COROUTINE", 512: "ASYNC_GENERATOR",
}

Positions = _collections.namedtuple("Positions", "lineno end_lineno col_offset end_col_offset",
                                    defaults=(None,) * 4)


def pretty_flags(flags):
    """The names of the bits in FLAGS."""
    names = [name for bit, name in COMPILER_FLAG_NAMES.items() if flags & bit]
    rest = flags & ~sum(COMPILER_FLAG_NAMES)
    if rest or not names:
        names.append(hex(rest))
    return ", ".join(names)


_Instruction = _collections.namedtuple(
    "_Instruction", "opname opcode arg argval argrepr offset starts_line is_jump_target positions")


class Instruction(_Instruction):
    """One instruction.  arg: the operands as numbers (a, b, c); argval: as values or names;
    argrepr: as text; offset: in words."""

    __slots__ = ()

    def _disassemble(self, lineno_width=3, mark_as_current=False, offset_width=4):
        line = ""
        if lineno_width:
            line = str(self.starts_line) if self.starts_line is not None else ""
            line = line.rjust(lineno_width)
        marks = ("-->" if mark_as_current else "   ") + (" >>" if self.is_jump_target else "   ")
        return f"{line} {marks} {self.offset:>{offset_width}} {self.opname:<22} {self.argrepr}".rstrip()


# -- operands

class _View:
    """The tables of one code object and how its operands read."""

    def __init__(self, code):
        self.code = code
        self.constants = _ouro_dis.constants(code)
        self.names = [name for name, kind in _ouro_dis.registers(code)]

    def register(self, number):
        if number < len(self.names):
            return self.names[number]
        return f"r{number - len(self.names)}"

    def constant(self, index):
        value = self.constants[index]
        if isinstance(value, _types.CodeType):
            return f"<code {value.co_qualname}>"
        return repr(value)

    def operand(self, kind, number):
        if kind == "R" and number < 0:
            return self.constant(-1 - number)
        if kind in "DRLB":
            return self.register(number)
        if kind == "P":
            return "&" + self.register(number)
        return str(number)

    def value(self, kind, number):
        if kind == "R" and number < 0:
            return self.constants[-1 - number]
        return self.register(number) if kind in "DRLPB" else number

    def row(self, first, count):
        if count <= 0:
            return ""
        return self.register(first) if count == 1 else f"{self.register(first)}..{self.register(first + count - 1)}"


def _name(view, number):
    return str(view.constants[-1 - number]) if number < 0 else view.register(number)


def _call(view, a, b, c, *rest):
    return f"{view.register(a)} <- {view.register(b)}({view.row(b + 2, c)})"


def _call_method(view, a, b, c, *rest):
    inside = view.register(b + 1) + (", " + view.row(b + 2, c) if c else "")
    return f"{view.register(a)} <- {view.register(b)}({inside})"


def _keywords(shape):
    return lambda view, a, b, c, target, word, half: shape(view, a, b, c) + " keywords " + view.constant(word)


def _call_ex(view, a, b, c, *rest):
    inside = "*" + view.register(b + 1) + (", **" + view.register(b + 2) if c else "")
    return f"{view.register(a)} <- {view.register(b)}({inside})"


def _build(per_item=1):
    return lambda view, a, b, c, *rest: f"{view.register(a)} <- {view.row(b, c * per_item) or 'nothing'}"


def _unpack(view, a, b, c, *rest):
    return f"{view.row(a, c)} <- {view.operand('R', b)}"


def _unpack_ex(view, a, b, c, target, word, half):
    return f"{view.row(a, c + 1 + word)} <- {view.operand('R', b)}, star at {c}"


_SHAPES = {
    "LOAD_CONST_WIDE": lambda v, a, b, c, target, *rest: f"{v.register(a)} <- {v.constant(target)}",
    "LOAD_GLOBAL": lambda v, a, b, c, *rest: f"{v.register(a)} <- {_name(v, b)}",
    "LOAD_NAME": lambda v, a, b, c, *rest: f"{v.register(a)} <- {_name(v, b)}",
    "STORE_GLOBAL": lambda v, a, b, c, *rest: f"{_name(v, a)} <- {v.operand('R', b)}",
    "STORE_NAME": lambda v, a, b, c, *rest: f"{_name(v, a)} <- {v.operand('R', b)}",
    "DELETE_GLOBAL": lambda v, a, b, c, *rest: _name(v, a),
    "DELETE_NAME": lambda v, a, b, c, *rest: _name(v, a),
    "STORE_CELL": lambda v, a, b, c, *rest: f"{v.register(a)} <- {v.operand('R', b)}",
    "LOAD_ATTR": lambda v, a, b, c, *rest: f"{v.register(a)} <- {v.operand('R', b)}.{_name(v, c)}",
    "STORE_ATTR": lambda v, a, b, c, *rest: f"{v.operand('R', a)}.{_name(v, b)} <- {v.operand('R', c)}",
    "DELETE_ATTR": lambda v, a, b, c, *rest: f"{v.operand('R', a)}.{_name(v, b)}",
    "LOAD_METHOD": lambda v, a, b, c, *rest: f"{v.row(a, 2)} <- {v.operand('R', b)}.{_name(v, c)}",
    "LOAD_ITEM": lambda v, a, b, c, *rest: f"{v.register(a)} <- {v.operand('R', b)}[{v.operand('R', c)}]",
    "STORE_ITEM": lambda v, a, b, c, *rest: f"{v.operand('R', a)}[{v.operand('R', b)}] <- {v.operand('R', c)}",
    "DELETE_ITEM": lambda v, a, b, c, *rest: f"{v.operand('R', a)}[{v.operand('R', b)}]",
    "BUILD_SLICE": _build(), "BUILD_TUPLE": _build(), "BUILD_LIST": _build(), "BUILD_SET": _build(),
    "BUILD_STRING": _build(), "BUILD_MAP": _build(2),
    "UNPACK_SEQUENCE": _unpack, "UNPACK_EX": _unpack_ex,
    "CALL": _call_method, "CALL_FUNCTION": _call, "CALL_EX": _call_ex,
    "CALL_KEYWORDS": _keywords(_call_method), "CALL_FUNCTION_KEYWORDS": _keywords(_call),
    "RAISE": lambda v, a, b, c, *rest: v.operand("R", a) + (" from " + v.operand("R", b) if c == 2 else ""),
    "FOR_ITER": lambda v, a, b, c, target, *rest: f"{v.register(b)} <- &{v.register(a)}, at the end to {target}",
    "SEND": lambda v, a, b, c, target, *rest:
        f"{v.register(a)} <- &{v.register(b)}, {v.operand('R', c)}, when it returned to {target}",
    "END_ASYNC_FOR": lambda v, a, b, c, target, *rest: f"{v.register(a)}, {v.register(b)}, to {target}",
    "BEFORE_WITH": lambda v, a, b, c, *rest: f"{v.register(a)}, {v.register(c)} <- {v.operand('R', b)}",
    "BEFORE_ASYNC_WITH": lambda v, a, b, c, *rest: f"{v.register(a)}, {v.register(c)} <- {v.operand('R', b)}",
    "IMPORT_NAME": lambda v, a, b, c, target, word, half:
        f"{v.register(a)} <- {_name(v, b)}, from list {v.operand('R', c)}, level {word}",
    "IMPORT_FROM": lambda v, a, b, c, *rest: f"{v.register(a)} <- &{v.register(b)}.{_name(v, c)}",
    "MATCH_CLASS": lambda v, a, b, c, target, word, half:
        f"{v.register(a)} <- &{v.register(b)}, {v.operand('R', c)}, {half} positional",
    "SET_FUNCTION": lambda v, a, b, c, *rest:
        f"&{v.register(a)} <- {v.operand('R', b)} as {('defaults', 'kwdefaults', 'annotations', 'closure')[c]}",
}


def _text(view, row):
    pc, name, kinds, a, b, c, target, word, half = row[:9]
    shape = _SHAPES.get(name)
    if shape:
        return shape(view, a, b, c, target, word, half)
    numbers = (a, b, c)
    if kinds[0] == "j":
        return f"{view.operand('R', b)}, {view.operand('R', c)}, to {target}"
    if kinds[1] == "J":
        return ("" if kinds[0] == "-" else view.operand(kinds[0], a) + ", ") + f"to {target}"
    reads = [view.operand(k, n) for k, n in zip(kinds, numbers) if k not in "-DJ"]
    if kinds[0] == "D":
        return view.register(a) + " <- " + ", ".join(reads)
    return ", ".join(reads)


def _value(view, row):
    pc, name, kinds, a, b, c, target, word, half = row[:9]
    if target is not None:
        return target
    values = [view.value(k, n) for k, n in zip(kinds, (a, b, c)) if k not in "-"]
    return values[0] if len(values) == 1 else tuple(values) or None


# -- code objects

def _get_code_object(x):
    for attribute in ("__func__", "__code__", "gi_code", "ag_code", "cr_code"):
        found = getattr(x, attribute, None)
        if found is None:
            continue
        x = found.__code__ if attribute == "__func__" and hasattr(found, "__code__") else found
        break
    if isinstance(x, str):
        x = _try_compile(x, "<disassembly>")
    if isinstance(x, _types.CodeType):
        return x
    raise TypeError("don't know how to disassemble %s objects" % type(x).__name__)


def _try_compile(source, name):
    try:
        return compile(source, name, "eval")
    except SyntaxError:
        return compile(source, name, "exec")


def findlinestarts(code):
    """(offset, line) for every place where the line changes."""
    last = None
    for start, end, line in code.co_lines():
        if line is not None and line != last:
            last = line
            yield start // 8, line


def findlabels(code):
    """The offsets that are jumped to."""
    if not isinstance(code, _types.CodeType):
        raise TypeError("Ouro finds labels in code objects only")
    rows = _ouro_dis.instructions(code)
    return sorted({row[6] for row in rows if row[6] is not None and row[1] != "LOAD_CONST_WIDE"})


def _instructions(code, line_offset=0, show_caches=False):
    view = _View(code)
    lines = dict(findlinestarts(code))
    labels = set(findlabels(code)) | {row[2] for row in _ouro_dis.handlers(code)}
    for row in _ouro_dis.instructions(code):
        pc, name = row[0], row[1]
        line = lines.get(pc)
        yield Instruction(name, opmap[name], row[3:6], _value(view, row), _text(view, row), pc,
                          None if line is None else line + line_offset, pc in labels, Positions(*row[9:13]))
        for more in range(1, _WORDS[name] if show_caches else 1):
            yield Instruction("CACHE", -1, 0, None, "", pc + more, None, False, Positions(*row[9:13]))


def get_instructions(x, *, first_line=None, show_caches=False, adaptive=False):
    """Iterate over the instructions of a function, method, generator, source text or code object."""
    code = _get_code_object(x)
    return _instructions(code, 0 if first_line is None else first_line - code.co_firstlineno, show_caches)


def _handler_lines(code):
    view = _View(code)
    rows = _ouro_dis.handlers(code)
    if rows:
        yield "Exception table:"
    for start, end, handler, depth, exception in rows:
        yield f"  {start} to {end} -> {handler} [{view.register(exception)}]"


def _print_code(code, lasti, file, line_offset=0):
    rows = list(_instructions(code, line_offset))
    lines = [row.starts_line for row in rows if row.starts_line is not None]
    width = max(3, len(str(max(lines)))) if lines else 0
    for row in rows:
        if row.starts_line is not None and row.offset > 0:
            print(file=file)
        print(row._disassemble(width, row.offset == lasti), file=file)
    for line in _handler_lines(code):
        print(line, file=file)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False):
    """Print the instructions of one code object."""
    _print_code(co, lasti, file)


disco = disassemble


def _disassemble_recursive(code, file, depth):
    disassemble(code, file=file)
    if depth is not None and depth <= 0:
        return
    for constant in code.co_consts:
        if isinstance(constant, _types.CodeType):
            print(file=file)
            print("Disassembly of %r:" % (constant,), file=file)
            _disassemble_recursive(constant, file, None if depth is None else depth - 1)


_HAVE_CODE = (_types.MethodType, _types.FunctionType, _types.CodeType, classmethod, staticmethod, type)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False):
    """Disassemble classes, methods, functions, modules, source text and code objects.

    Without argument: the last traceback."""
    if x is None:
        distb(file=file)
        return
    for attribute in ("__func__", "__code__", "gi_code", "ag_code", "cr_code"):
        if hasattr(x, attribute):
            x = getattr(x, attribute)
            if attribute == "__func__":
                x = getattr(x, "__code__", x)
            break
    if isinstance(x, _types.CodeType):
        _disassemble_recursive(x, file, depth)
    elif isinstance(x, str):
        _disassemble_recursive(_try_compile(x, "<dis>"), file, depth)
    elif hasattr(x, "__dict__"):
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, _HAVE_CODE):
                print("Disassembly of %s:" % name, file=file)
                try:
                    dis(member, file=file, depth=depth)
                except TypeError as message:
                    print("Sorry:", message, file=file)
                print(file=file)
    else:
        raise TypeError("don't know how to disassemble %s objects" % type(x).__name__)


def distb(tb=None, *, file=None, show_caches=False, adaptive=False):
    """Disassemble what a traceback ends in, with an arrow at the instruction."""
    if tb is None:
        try:
            tb = _sys.last_traceback
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
    while tb.tb_next:
        tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file)


def stack_effect(opcode, oparg=None, *, jump=None):
    """Register code has no stack: always 0."""
    return 0


# -- describing a code object

def _listing(title, values):
    if values:
        yield title + ":"
        for number, value in enumerate(values):
            yield "%4d: %s" % (number, value)


def code_info(x):
    """What there is to know about a code object, as text."""
    code = _get_code_object(x)
    named = _ouro_dis.registers(code)
    lines = [
        "Name:              %s" % code.co_name,
        "Filename:          %s" % code.co_filename,
        "Argument count:    %s" % code.co_argcount,
        "Positional-only arguments: %s" % code.co_posonlyargcount,
        "Kw-only arguments: %s" % code.co_kwonlyargcount,
        "Number of locals:  %s" % code.co_nlocals,
        "Registers:         %s named, %s temporary" % (len(named), code.co_stacksize),
        "Flags:             %s" % pretty_flags(code.co_flags),
    ]
    lines += _listing("Constants", [repr(c) for c in code.co_consts])
    lines += _listing("Names", code.co_names)
    lines += _listing("Variable names", code.co_varnames)
    lines += _listing("Free variables", code.co_freevars)
    lines += _listing("Cell variables", code.co_cellvars)
    return "\n".join(lines)


def show_code(co, *, file=None):
    print(code_info(co), file=file)


class Bytecode:
    """The bytecode of a function, method, generator, source text or code object."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False):
        self.codeobj = code = _get_code_object(x)
        self.first_line = code.co_firstlineno if first_line is None else first_line
        self._line_offset = self.first_line - code.co_firstlineno
        self.current_offset = current_offset
        self._original_object = x
        self.show_caches = show_caches

    def __iter__(self):
        return _instructions(self.codeobj, self._line_offset, self.show_caches)

    def __repr__(self):
        return "{}({!r})".format(self.__class__.__name__, self._original_object)

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        """What there is to know about the code object, as text."""
        return code_info(self.codeobj)

    def dis(self):
        """The disassembly as text."""
        lines = []
        offset = -1 if self.current_offset is None else self.current_offset
        rows = list(_instructions(self.codeobj, self._line_offset))
        numbers = [row.starts_line for row in rows if row.starts_line is not None]
        width = max(3, len(str(max(numbers)))) if numbers else 0
        for row in rows:
            if row.starts_line is not None and row.offset > 0:
                lines.append("")
            lines.append(row._disassemble(width, row.offset == offset))
        lines += _handler_lines(self.codeobj)
        return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with open(_sys.argv[1], "rb") as _file:
        dis(compile(_file.read(), _sys.argv[1], "exec"))
