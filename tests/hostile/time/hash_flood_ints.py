m = 2**61 - 1
{i * m: 1 for i in range(20000)}
