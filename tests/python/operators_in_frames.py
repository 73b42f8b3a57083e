# Special methods in Python: NotImplemented, reflected operands, errors inside, generators, order of death.
import sys
class V:
    def __init__(self,x): self.x=x
    def __add__(self,o):
        if isinstance(o,V): return V(self.x+o.x)
        return NotImplemented
    def __mul__(self,o): return NotImplemented
    def __lt__(self,o): return self.x<o.x if isinstance(o,V) else NotImplemented
    def __eq__(self,o): return self.x==o.x if isinstance(o,V) else NotImplemented
    def __getitem__(self,i):
        if i>3: raise IndexError(i)
        return i*self.x
    def __repr__(self): return f"V({self.x})"
    def __hash__(self): return 1
class W(V):
    def __radd__(self,o): return "W.radd"
    def __gt__(self,o): return "gt"
class R:
    def __radd__(self,o): return "R.radd"
    def __rmul__(self,o): return "R.rmul"
class L(list):
    def __add__(self,o): return NotImplemented
    def __eq__(self,o): yield 1
class Boom:
    def __lt__(self,o): raise ValueError("boom")
    def __add__(self,o): raise ValueError("add")
    def __bool__(self): raise TypeError("b")
class BadTruth:
    def __lt__(self,o): return Boom()
def t(f):
    try: print(f())
    except Exception as e: 
        print(type(e).__name__,e)
        import traceback; traceback.print_exc(file=sys.stdout)
a,b,w,r=V(1),V(2),W(3),R()
for i in range(3):
    t(lambda:a+b); t(lambda:a+w); t(lambda:a+r); t(lambda:a*r); t(lambda:a*b); t(lambda:a+1); t(lambda:a*[1])
    t(lambda:a<b); t(lambda:a<w); t(lambda:w>a); t(lambda:a<1); t(lambda:a==1); t(lambda:a!=b); t(lambda:a==V(1)); t(lambda:a==w)
    t(lambda:a[2]); t(lambda:a[9]); t(lambda:L([1])+[2]); t(lambda:type(L()==[]).__name__)
    t(lambda: "y" if a<b else "n"); t(lambda: "y" if not a<b else "n"); t(lambda: 1 if Boom()<1 else 2); t(lambda: 1 if BadTruth()<1 else 2); t(lambda: Boom()+1)
    t(lambda: [x for x in a][:2] if 0 else list(zip(range(2),iter(a))))
    c=a; c+=b; print(c.x); 
    t(lambda: (a+b)+(b+a)); t(lambda: V(1)<V(2)<V(3)); t(lambda: V(1)<V(2)<V(0))
def rec(n):
    class N:
        def __add__(s,o): return s+o
    return N()+1
try: rec(1)
except RecursionError as e: print(e)
class D:
    def __del__(self): print("del",self.n)
    def __init__(self,n): self.n=n
    def __add__(self,o): print("in add"); return 5
print(D(1)+D(2))
x = D(3); y = x + D(4) + 3
def g():
    v = V(1)
    yield v + V(2)
    yield v < V(2)
    if v < V(3): yield 'less'
print(list(g()))
import functools
@functools.total_ordering
class T:
    def __init__(s,v): s.v=v
    def __lt__(s,o): return s.v<o.v
    def __eq__(s,o): return s.v==o.v
print(max(T(1),T(5)).v, T(1)>=T(2), T(1)<=T(1))
class G:
    def __init__(self): yield 1
for i in range(3):
    try: print(G() is None)
    except TypeError as e: print(e)
