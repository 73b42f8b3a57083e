import sys
kept = []
while True:
    kept.append(sys.intern('name%d' % len(kept)))
