"""A chain of a million nodes is freed without recursion."""


class Node:
    __slots__ = ("next",)

    def __init__(self, next):
        self.next = next


head = None
for i in range(1000000):
    head = Node(head)
del head
print("nodes")
nested = None
for i in range(1000000):
    nested = [nested]
del nested
print("lists")
nested = None
for i in range(1000000):
    nested = (nested,)
del nested
print("tuples")
nested = None
for i in range(300000):
    nested = {"next": nested}
del nested
print("dicts")
