class A:
    def __getitem__(self, i): return 0
1 in A()
