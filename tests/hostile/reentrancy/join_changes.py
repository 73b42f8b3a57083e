class L(list):
    pass
class S(str): pass
x = ['a'] * 50
class It:
    def __iter__(self):
        for i in x:
            x.clear()
            yield i
','.join(It())
def g():
    for i in list(x):
        x.append('b')
        yield i
x = ['a'] * 10
','.join(g())
