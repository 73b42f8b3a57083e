"""Two names, one object; += on an int binds the name to another one."""
x = 1000
y = x
print(x is y, id(x) == id(y))       # expect: True True
x += 1
print(x, y, x is y)                 # expect: 1001 1000 False
a = [1]
b = a
a += [2]
print(b, a is b)                    # expect: [1, 2] True
i, j = 5, 5
print(i is j)                       # expect: True
s, t = "interned", "interned"
print(s is t)                       # expect: True
