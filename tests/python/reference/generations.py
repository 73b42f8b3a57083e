"""A survivor moves from generation 0 to 1 to 2."""
import gc


def where(thing):
    for generation in range(3):
        if any(o is thing for o in gc.get_objects(generation=generation)):
            return generation


gc.disable()
gc.collect()
thing = [[]]
print(where(thing))                 # expect: 0
gc.collect(0)
print(where(thing))                 # expect: 1
gc.collect(1)
print(where(thing))                 # expect: 2
gc.collect(2)
print(where(thing))                 # expect: 2
