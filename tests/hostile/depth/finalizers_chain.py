class A:
    def __del__(self):
        if stack: stack.pop()
stack = [A() for i in range(10**5)]
try:
    stack.pop()
except RecursionError:
    pass
while stack:
    stack.pop()
