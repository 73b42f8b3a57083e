class D(dict):
    def __missing__(self, k):
        self.clear()
        self[k] = self
        return self[k]
    def __getitem__(self, k):
        self.clear()
        return dict.get(self, k, self)
d = D({1: 2})
d[1][2][3]
'%(a)s %(b)s' % D(a=1)
eval('a', D())
'{a}'.format_map(D())
