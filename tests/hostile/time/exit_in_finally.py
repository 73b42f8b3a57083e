import sys
try:
    sys.exit(3)
finally:
    while True: pass
