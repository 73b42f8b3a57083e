"""__del__ runs when the last reference goes, in a known order."""


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("free", self.name)


a = Named("a")
a = Named("b")              # frees a
print("rebound")
box = [Named("c"), Named("d")]
box.pop()                   # frees d
print("popped")
box.clear()                 # frees c
print("cleared")


def scope():
    first = Named("first")
    second = Named("second")
    print("in scope")


scope()
print("out of scope")
Named("temporary")
print("after the statement")
pair = (Named("left"), Named("right"))
del pair
print("end")
