from collections import deque
from deep import chain, probe
probe(chain(lambda x: deque([x]), deque(), 10**5))
