class S(str):
    def __eq__(self, other):
        d.clear()
        return False
    def __hash__(self): return 1
d = {}
class T:
    def __getitem__(self, i):
        t.clear()
        return 'x' * 100
class U(dict):
    def __getitem__(self, i):
        self.clear()
        return 'y'
t = {}
'abcabc'.translate(T())
'abc'.translate(U({97: 'b'}))
class I:
    def __index__(self):
        args.clear()
        return 5
    def __str__(self):
        args.clear()
        return 'z'
    __repr__ = __str__
    def __format__(self, spec):
        args.clear()
        return 'f'
args = [I(), I()]
'%s %r %d'.__mod__((I(), I(), 5))
'{} {!r} {:{}}'.format(I(), I(), I(), 5)
'%(a)s %(b)s' % {'a': I(), 'b': 1}
f'{I()} {I()!r:>10}'
print(*args, file=None)
str.join(',', [str(I()) for i in range(3)])
