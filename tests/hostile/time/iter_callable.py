list(zip(iter(int, 1), iter(int, 1)))
