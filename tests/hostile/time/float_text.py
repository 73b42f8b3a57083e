while True:
    float('1' * 10**6 + 'e-999999')
