"""A name is bound, read, unbound; reading it again is a NameError."""
x = 10
print(x)
del x
print(x)
