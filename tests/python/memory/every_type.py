# One object of every type there is, each with parts of its own: the proof at the end (--verify-heap) has to find every reference.
import sys, re, io, itertools, functools, collections, struct, array, contextvars, operator, types, weakref, os, select, socket, random, binascii, hashlib, marshal, string, heapq, bisect, signal, atexit, codecs, unicodedata, math, time, _thread
keep = []
n = [0]
def s(): 
    n[0] += 1
    return "str%d" % n[0] * 3
def b(): return s().encode()
big = lambda: 1 << 200
def add(*x): keep.extend(x)
class C:
    __slots__ = ('a', '__weakref__')
class D: pass
c = C(); c.a = s(); d = D(); d.x = s(); d.y = [s()]
add(c, d, range(big(), big()+5), iter(range(big(), big()+5)), slice(s(), s(), s()), iter([s()]), reversed([s()]), iter((s(),)), iter(s()), iter(b()), iter(bytearray(b())),
    memoryview(b()), memoryview(bytearray(b()))[2:], iter(memoryview(b())), iter({s(): s()}), iter({s(): s()}.values()), iter({s(): 1}.items()), reversed({s(): 1}), {s():1}.keys(), {s()}, frozenset([s()]), iter({s()}),
    enumerate([s()], big()), zip([s()], strict=True), map(len, [s()]), filter(None, [s()]), types.MappingProxyType({s(): s()}), list[s()], iter(tuple[int, s()]), int | None, types.SimpleNamespace(a=s()),
    iter(lambda: s(), s()), weakref.ref(c), weakref.proxy(d), super(D, d), property(lambda: 1, doc=s()), classmethod(len), staticmethod(len), s().join, [].append, types.MethodType(len, s()), 1+2j, 1e300, Exception(s(), s()))
it = itertools
for x in (it.count(big(), big()), it.count(s() and 1.5), it.cycle([s(), s()]), it.repeat(s()), it.accumulate([s(), s()], initial=s()), it.chain([s()], [s()]), it.chain.from_iterable([[s()]]), it.compress([s()], [1]), it.dropwhile(len, [s(), s()]),
          it.filterfalse(len, [s()]), it.groupby([s(), s()], key=lambda x: s()), it.islice([s(), s()], 1), it.starmap(len, [[s()]]), it.takewhile(len, [s(), s()]), *it.tee([s(), s()]), it.zip_longest([s()], [], fillvalue=s()),
          it.product([s()], [s()]), it.permutations([s(), s()]), it.combinations([s(), s()], 2), it.combinations_with_replacement([s()], 2), it.pairwise([s(), s(), s()])):
    add(x)
    add(next(x, None))
add(functools.partial(len, s(), k=s()), functools.cmp_to_key(lambda a, b: 0)(s()), functools.lru_cache(3)(lambda x: s()), functools.singledispatch(lambda x: s()))
keep[-2](s()); keep[-2](s())
add(collections.deque([s(), s()], 5), iter(collections.deque([s()])), reversed(collections.deque([s()])), collections.OrderedDict([(s(), s())]), iter(collections.OrderedDict([(s(), s())])), collections.defaultdict(list, {s(): s()}), collections.Counter(s()), collections.namedtuple('N', 'a b')(s(), s()), collections.ChainMap({s(): 1}))
add(iter(collections.OrderedDict([(s(), s())]).items()), collections.OrderedDict([(s(), s())]).keys())
add(struct.Struct('ii'), struct.iter_unpack('i', b'1234' * 2), array.array('i', [1, 2]), iter(array.array('i', [1])), memoryview(array.array('i', [3])))
p = re.compile('(?P<%s>a)|b(%s)*' % ('name' + str(n[0]), s()))
add(p, p.search('xxa' + s()), p.scanner(s()), p.finditer(s() + 'aaa'), p.search(b'a'.decode()))
next(keep[-2])
v = contextvars.ContextVar(s(), default=s()); t = v.set(s()); ctx = contextvars.copy_context(); v.set(s())
add(v, t, ctx, iter(ctx), ctx.keys() if hasattr(ctx, 'keys') else None)
add(operator.itemgetter(s(), s()), operator.attrgetter(s(), s() + '.' + 'b'), operator.methodcaller(s(), s(), k=s()))
add(io.StringIO(s()), io.BytesIO(b()), io.TextIOWrapper(io.BytesIO(b()), encoding='latin-1', errors='replace', newline='\r'), io.BufferedReader(io.BytesIO(b())), io.IncrementalNewlineDecoder(codecs.getincrementaldecoder('utf-8')(), True), io.BufferedRWPair(io.BytesIO(b()), io.BytesIO()))
keep[-4].read(2)
f = open(__file__, encoding='utf-8'); f.readline(); add(f)
def gen(a):
    l = s()
    try: yield l
    except KeyError: yield s()
    yield from gen2(s())
def gen2(a): yield a
g = gen(s()); next(g); g2 = gen(s()); next(g2); g2.throw(KeyError(s())); g3 = gen(s()); next(g3); next(g3)
async def co(): await co2()
async def co2(): await fut()
@types.coroutine
def fut(): yield s()
cc = co(); cc.send(None)
async def ag():
    yield s()
    yield s()
a = ag()
add(g, g2, g3, cc, a, a.asend(None), a.athrow(ValueError), cc.cr_await)
ans = a.__anext__()
try: ans.send(None)
except StopIteration as e: add(e)
try: raise ValueError(s()) from KeyError(s())
except ValueError as e: add(e, e.__traceback__, e.__traceback__.tb_frame)
try: raise ExceptionGroup(s(), [ValueError(s()), OSError(2, s(), s())])
except* OSError as e: add(e)
except* ValueError as e: add(e)
try: b'\xff'.decode()
except UnicodeDecodeError as e: add(e)
try: '\udc00'.encode()
except UnicodeEncodeError as e: add(e)
try: compile('a b' + s(), s(), 'exec')
except SyntaxError as e: add(e)
try: d.zzz
except AttributeError as e: add(e)
try: zzz
except NameError as e: add(e)
try: import zzzz
except ImportError as e: add(e)
add(StopIteration(s()), SystemExit(s()), compile('x=%r' % s(), s(), 'exec'), sys._getframe())
add(os.scandir('/'), *list(os.scandir('/'))[:2], os.stat('/'), time.localtime(), select.poll(), random.Random(3), hashlib.md5(b()), hashlib.sha256(b()), hashlib.blake2b(b()), hashlib.sha3_256(b()))
keep[-7].path if hasattr(keep[-7], 'path') else None
add(_thread.allocate_lock(), _thread.RLock(), _thread._local() if hasattr(_thread, '_local') else None)
add(*list(string.Formatter().parse('a{b.c[0]!r:>{w}}')), string.Template(s()))
import ast
add(ast.parse('x = [1, %r, f"{a!r:>10}"]' % s()))
class Meta(type):
    pass
class E(int, metaclass=Meta):
    __slots__ = ()
class F(str):
    def __init__(self, *a): self.z = s()
class G(tuple): pass
g9 = G([s()]); g9.q = s()
class H(float): pass
h = H(1.5); h.k = s()
class I(bytes): pass
i9 = I(b()); i9.u = s()
class J(dict): pass
j = J(a=s()); j.o = s()
class K(complex): pass
k9 = K(2); k9.v = s()
e9 = E(5)
class L(int): pass
l9 = L(1 << 300); l9.r = s()
add(Meta, E, F(s()), g9, h, i9, j, k9, e9, l9)
def fn(a: s() = s(), *, b=s()):
    "doc"
    def inner(): return a, b
    return inner
fn.attr = s()
add(fn, fn(), fn.__code__, fn().__closure__[0], fn.__get__(d), object.__init__, int.__add__, (5).__add__, dict.fromkeys, str.__dict__['maketrans'], C.a, type.__dict__['__doc__'], D.__dict__['__dict__'])
signal.signal(signal.SIGUSR1, lambda *a: None); atexit.register(lambda x: None, s()); codecs.register(lambda n: None)
codecs.register_error('mine', lambda e: ('', 1))
sock = socket.socket(); add(sock)
add(weakref.WeakValueDictionary({s(): c}), weakref.WeakKeyDictionary({c: s()}), weakref.finalize(c, print, s()))
keep[-1].atexit = False
td = {'a': s()}; exec('def q(): return 1\nq()', td); add(td)
add(eval('[x for x in y]', {'y': [s()]}), (lambda **k: k)(**{s(): s()}))
os.environ['ZZ'] = s()
add(str.maketrans({'a': s()}), (y for y in [s()]), ''.join(['é' * 300]), ('é' * 300)[200])
sock.close(); f.close()
print(len(keep) > 150)
