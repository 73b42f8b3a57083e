# Attributes, slots, items and variables die in the order CPython lets them die.
class D:
    def __init__(s,n): s.n=n
    def __del__(s): print("del",s.n)
class C: pass
c=C(); c.a=D('a'); c.b=D('b'); c.c=D('c')
del c
class S: __slots__=('x','y')
s=S(); s.y=D('y'); s.x=D('x'); del s
l=[D(1),D(2)]; del l
t=(D(1),D(2)); del t
d={1:D('d1'),2:D('d2')}; del d
def f():
    p=D('p'); q=D('q')
f()
c=C(); c.a=D('a'); c.b=D('b'); c.__dict__; del c
st={D(5)}; del st
