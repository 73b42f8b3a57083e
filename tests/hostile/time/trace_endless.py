# alone
import sys
def trace(*a):
    while True: pass
sys.settrace(trace)
def f(): pass
try:
    f()
finally:
    sys.settrace(None)
