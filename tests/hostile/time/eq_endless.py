class A:
    def __eq__(self, other):
        while True: pass
    def __hash__(self): return 1
{A(): 1, A(): 2}
