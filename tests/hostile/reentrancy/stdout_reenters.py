import sys
class W:
    def write(self, s):
        sys.stdout = sys.__stdout__
        global w
        w = None
        return len(s)
    def flush(self):
        sys.stdout = None
w = W()
try:
    sys.stdout = w
    print('abc', 'def')
    sys.stdout = W()
    w = None
    print('abc', flush=True)
    sys.stdout = None
    print('abc')
finally:
    sys.stdout = sys.__stdout__
class X:
    def write(self, s):
        print(s, file=self)
try:
    print('a', file=X())
except RecursionError:
    pass
