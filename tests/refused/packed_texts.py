# json, csv, zlib, blake2, PickleBuffer, code as bytes: what they hold when memory is refused
import _blake2
import _csv
import _json
import _ouro_pickle
import marshal
import zlib
# refused from here


class Context:
    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, str
    memo = {}


scan = _json.make_scanner(Context)
text = '{"a": [1, 2.5, "x\\u00e9\\n", null, true], "b": {"a": -12345678901234567890}}'
value, end = scan(text, 0)
encode = _json.make_encoder({}, str, _json.encode_basestring_ascii, None, ": ", ", ", True, False, True)
assert encode(value, 0)[0] == '{"a": [1, 2.5, "x\\u00e9\\n", null, true], "b": {"a": -12345678901234567890}}'
rows = list(_csv.reader(["a,\"b\"\"c\",1", "x\n"], quoting=0))
assert rows == [["a", 'b"c', "1"], ["x"]]


class Out:
    def __init__(self):
        self.lines = []

    def write(self, line):
        self.lines.append(line)


out = Out()
_csv.writer(out, lineterminator="!").writerow(["a", 'b"c', 1.5, None])
assert out.lines == ['a,"b""c",1.5,!']
data = b"some text, " * 50
c = zlib.compressobj(6)
packed = c.compress(data) + c.copy().flush()
d = zlib.decompressobj()
assert d.decompress(packed, 100) + d.decompress(d.unconsumed_tail) + d.flush() == data
assert zlib.decompress(zlib.compress(data)) == data
assert _blake2.blake2b(b"x", key=b"k").copy().hexdigest()[:4]
assert bytes(_ouro_pickle.PickleBuffer(b"abc").raw()) == b"abc"
code = compile("def f(x, *, y=(1, 2.5, 'z')):\n    return [x, y, 10 ** 30]\nr = f(b'q')", "name", "exec")
space = {}
exec(marshal.loads(marshal.dumps(code)), space)
assert space["r"][2] == 10 ** 30
