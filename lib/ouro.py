"""What Ouro knows about its own memory.

    ouro.heap()       everything in the heap, in exact figures: arenas, pools, size
                      classes, domains, generations, types
    ouro.limit()      the limit of the heap, and how much of it is taken
    ouro.why(obj)     who holds obj: each reference by name, and the shortest path
    ouro.walk(type)   every object of the heap
    ouro.pauses()     how often, and how long, the program stood still for the collector

Each result prints as text; its attributes are the figures themselves.
"""
import sys as _sys
import _ouro

__all__ = ["heap", "limit", "why", "walk", "pauses", "Heap", "Limit", "Why", "Reference", "Pauses"]


def _bytes(n):
    """1536 -> '1.5 KiB'"""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if n < 1024 or unit == "GiB":
            return f"{n} B" if unit == "B" else f"{n:.1f} {unit}"
        n /= 1024


def _short(obj, limit=60):
    """repr(obj) in one line, cut; never raises."""
    if isinstance(obj, type(_sys)):
        return f"module {obj.__name__}"
    try:
        text = repr(obj)
    except Exception as error:
        text = f"<{type(obj).__name__} object, repr raised {type(error).__name__}>"
    text = text.replace("\n", "\\n")
    return text if len(text) <= limit else text[:limit - 3] + "..."


class _Figures:
    """Attributes from a dict; equal attributes, equal figures."""

    def __init__(self, figures):
        self.__dict__.update(figures)

    def __repr__(self):
        return self._text()

    def __eq__(self, other):
        return type(other) is type(self) and vars(self) == vars(other)


# -- the heap

class Count(_Figures):
    """A number of blocks, and their bytes."""

    def __init__(self, blocks, bytes):
        self.blocks, self.bytes = blocks, bytes

    def _text(self):
        return f"{self.blocks} blocks, {self.bytes} bytes"


class SizeClass(_Figures):
    """Blocks of one size: the pools they stand in, those in use, those that would fit."""

    def __init__(self, number, size, pools, blocks, capacity):
        self.number, self.size, self.pools, self.blocks, self.capacity = number, size, pools, blocks, capacity

    def _text(self):
        return f"{self.size} bytes: {self.blocks} of {self.capacity} blocks in {self.pools} pools"


class TypeCount(_Figures):
    """Objects of one type: their own bytes, and the buffers that they own."""

    def __init__(self, type, objects, bytes, buffers, buffer_bytes):
        self.type, self.objects, self.bytes, self.buffers, self.buffer_bytes = \
            type, objects, bytes, buffers, buffer_bytes

    def _text(self):
        return f"{self.objects} {self.type.__name__}: {self.bytes} bytes and {self.buffer_bytes} in buffers"


class Heap(_Figures):
    """All figures of one moment.  They add up:

    live.bytes == sum of the four domains' bytes
    domains["object"].bytes + domains["container"].bytes == sum of t.bytes for t in types
    domains["memory"].bytes == sum of t.buffer_bytes for t in types, + working_bytes
    pools == used_pools + full_pools + empty_pools
    live.blocks == sum of c.blocks for c in classes, + spans.blocks + huge.blocks

    working_bytes is what C functions use that run at this moment; spans are blocks
    above 8 KiB, huge ones those above 512 KiB, mapped alone.
    """

    def __init__(self, raw):
        super().__init__(raw)
        self.live, self.spans, self.huge = Count(*self.live), Count(*self.spans), Count(*self.huge)
        self.domains = {name: Count(blocks, size) for name, blocks, size in raw["domains"]}
        self.classes = [SizeClass(*row) for row in raw["classes"]]
        self.types = sorted((TypeCount(*row) for row in raw["types"]),
                            key=lambda t: (-t.bytes - t.buffer_bytes, t.type.__name__))
        self.generations = dict(zip((0, 1, 2, "frozen", "untracked"), raw["generations"]))
        self.objects = sum(t.objects for t in self.types)
        self.working_bytes = self.domains["memory"].bytes - sum(t.buffer_bytes for t in self.types)

    def _text(self, most=12):
        lines = [f"heap: {_bytes(self.reserved)} reserved (peak {_bytes(self.peak)}, limit "
                 f"{_bytes(self.limit) if self.limit else 'none'}), {_bytes(self.live.bytes)} in {self.live.blocks} blocks",
                 f"arenas of 1 MiB: {self.arenas}, of them {self.empty_arenas} empty",
                 f"pools of 16 KiB: {self.pools} = {self.used_pools} used + {self.full_pools} full + "
                 f"{self.empty_pools} empty",
                 f"blocks above 8 KiB: {self.spans.blocks} in arenas ({_bytes(self.spans.bytes)}), "
                 f"{self.huge.blocks} mapped alone ({_bytes(self.huge.bytes)})"]
        lines += [f"  {name:10} {c.blocks:9} blocks {c.bytes:12} bytes" for name, c in self.domains.items()]
        g = self.generations
        lines.append(f"containers by generation: young {g[0]}, middle {g[1]}, old {g[2]}, frozen {g['frozen']}, "
                     f"untracked {g['untracked']}")
        lines.append(f"objects by type: {self.objects}")
        for t in self.types[:most]:
            lines.append(f"  {t.type.__name__:24} {t.objects:9} objects {t.bytes:12} + {t.buffer_bytes} bytes")
        if len(self.types) > most:
            rest = self.types[most:]
            lines.append(f"  {f'{len(rest)} other types':24} {sum(t.objects for t in rest):9} objects "
                         f"{sum(t.bytes for t in rest):12} + {sum(t.buffer_bytes for t in rest)} bytes")
        return "\n".join(lines)


def heap():
    """The figures of the heap at this moment, as a Heap."""
    return Heap(_ouro.heap())


class Limit(_Figures):
    """The most that the heap may take from the system (None: no limit), what it has
    taken now, and what is left."""

    def __init__(self, limit, reserved, peak):
        self.bytes, self.reserved, self.peak = limit, reserved, peak
        self.left = None if limit is None else limit - reserved

    def _text(self):
        if self.bytes is None:
            return f"no limit; {_bytes(self.reserved)} taken"
        return f"limit {_bytes(self.bytes)}: {_bytes(self.reserved)} taken, {_bytes(self.left)} left"


def limit():
    """The limit of the heap, as a Limit."""
    return Limit(*_ouro.limit())


# -- who holds an object

class Reference:
    """One reference.

    holder   the object that holds it; None: a frame, or the runtime itself
    kind     "value", "key", "item", "element", "attribute", "slot", "field", "local",
             "temporary", "constant", "root", "c"
    name     the key, the index or the name; None: has none
    place    for a local or temporary (function, file, line); for a root its name
    """

    def __init__(self, row):
        what, where, self.kind, self.name = row
        self.holder = where if what == "object" else None
        self.place = where if what in ("frame", "root") else None
        if what in ("root", "c"):
            self.kind = what
        if what == "c":
            self.name = where
        self._owner = None

    def __repr__(self):
        if self.kind == "root":
            return self.place
        if self.kind == "c":
            return f"a {self.name} that is being built"
        what = {"value": f"value of key {self.name!r}", "item": f"item {self.name}", "key": "key",
                "element": "element", "constant": f"constant {self.name}", "temporary": "temporary value",
                "local": f"local variable {self.name}", "name of attribute": "name of an attribute"}.get(self.kind)
        if what is None:
            what = f"{self.kind} {self.name}" if self.name else "reference"
        if self.place:
            function, file, line = self.place
            return f"{what} of {function}(), line {line}"
        if self._owner is not None and self.kind == "value":
            word = "global variable" if isinstance(self._owner, type(_sys)) else "attribute"
            return f"{word} {self.name} of {_short(self._owner)}"
        return f"{what} of {type(self.holder).__name__} {_short(self.holder)}"


def _owner_of_dict(mapping):
    """The module, class or object whose attributes MAPPING holds, or None."""
    for what, where, kind, name in _ouro.why(mapping, 1)[1]:
        if what == "object" and kind == "field" and name == "__dict__":
            return where
    return None


def _path(rows):
    """Rows from a root to the object as one expression."""
    text, inside = "", False
    for reference in map(Reference, rows):
        kind, name = reference.kind, reference.name
        if text == "global" and kind == "value":
            text += f" {name}"
        elif not text and kind == "field" and name == "f_globals":
            text = "global"
        elif not text and reference.holder is None:
            text = reference.place if kind == "root" else \
                f"{name} in {reference.place[0]}()" if kind == "local" else f"{reference.place[0]}()"
            if kind not in ("root", "local"):
                text += f".{name}" if kind == "field" else f".{kind} {name}"
        elif kind == "value":
            text += f".{name}" if inside and isinstance(name, str) and name.isidentifier() else f"[{_short(name, 40)}]"
        elif kind in ("item", "constant"):
            text += f"[{name}]" if kind == "item" else f".co_consts[{name}]"
        elif kind in ("attribute", "slot", "local", "field") and name:
            text += "" if name == "__dict__" else f".{name}"
        else:
            text += f".<{kind}>"
        inside = kind == "field" and name == "__dict__"
    return text


class Why:
    """Who holds an object.

    count        its reference count, without what asking adds
    references   those that stand in objects, in frames and in the runtime (Reference)
    held_by_c    those of C functions that run at this moment
    path         the shortest way from a root, as text; "": nothing leads to it

    len(references) + held_by_c == count, always.
    """

    def __init__(self, subject, answer):
        self.subject = _short(subject)
        self.type = type(subject)
        self.references, self.path = [], ""
        self.counted = answer is not None and answer[0] >= 0
        if not self.counted:
            self.count, self.held_by_c = None, 0
            return
        count, rows, asking, path = answer
        self.count = count - asking
        self.references = [Reference(row) for row in rows]
        self.held_by_c = self.count - len(rows)
        self.path = _path(path)
        for reference in self.references[:20]:
            if reference.kind == "value" and type(reference.holder) is dict:
                reference._owner = _owner_of_dict(reference.holder)

    def __repr__(self):
        if not self.counted:
            return f"{self.subject}: its references are not counted"
        lines = [f"{self.type.__name__} {self.subject}: {self.count} reference{'s' * (self.count != 1)}"]
        lines += [f"  {reference!r}" for reference in self.references[:20]]
        if len(self.references) > 20:
            lines.append(f"  and {len(self.references) - 20} more")
        if self.held_by_c:
            lines.append(f"  {self.held_by_c} in functions written in C that run now")
        if self.path:
            lines.append(f"shortest path: {self.path}")
        elif self.references:
            lines.append("no root leads to it: it waits for the cycle collector")
        return "\n".join(lines)


def why(obj):
    """Who holds obj, as a Why: print it."""
    return Why(obj, _ouro.why(obj, 1))


def walk(type=None):
    """An iterator over every object of the heap (of TYPE and its subclasses), those
    nearest to a root first.  Small ints, most floats, None, True and False are no
    objects of the heap."""
    return iter(_ouro.walk(type))


# -- pauses

def _time(ns):
    for unit, size in (("ns", 1), ("us", 1e3), ("ms", 1e6)):
        if ns < size * 1000:
            return f"{ns / size:.3g} {unit}"
    return f"{ns / 1e9:.3g} s"


class Pauses:
    """How often the program stood still for the collector, in time of its thread.

    count, total_ns, longest_ns    of all pauses
    histogram                      {n: pauses that took from n to 2 * n nanoseconds}
    """

    def __init__(self, classes, count, total, longest):
        self.count, self.total_ns, self.longest_ns = count, total, longest
        self.histogram = {1 << i: n for i, n in enumerate(classes) if n}

    def __repr__(self):
        if not self.count:
            return "no pause yet"
        most = max(self.histogram.values())
        lines = [f"{self.count} pause{'s' * (self.count != 1)}, {_time(self.total_ns)} in all, the longest {_time(self.longest_ns)}"]
        for start, n in self.histogram.items():
            bar = "#" * max(1, round(40 * n / most))
            lines.append(f"  {_time(start):>7} .. {_time(2 * start):7} {n:8}  {bar}")
        return "\n".join(lines)


def pauses(requested=False):
    """How long the collector stopped the program so far, as Pauses: of itself, or, with
    requested=True, because gc.collect() was called."""
    return Pauses(*_ouro.pauses(requested))
