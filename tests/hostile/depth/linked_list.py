class Node:
    __slots__ = 'next', 'previous'
first = node = Node()
node.previous = None
for i in range(5 * 10**5):
    n = Node()
    n.previous, node.next = node, n
    node = n
node.next = None
del first, node, n
import gc
gc.collect()
