# Nothing but allocation: lists, tuples, strings and instances, made and dropped.
class Node:
    def __init__(self, left, right):
        self.left, self.right = left, right


def tree(depth):
    return Node(tree(depth - 1), tree(depth - 1)) if depth else None


kept = []
for i in range(4):
    kept = [[n, str(n)] for n in range(100000)]
    tree(15)
print(len(kept))
