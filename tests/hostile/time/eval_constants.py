eval('+'.join(['1'] * 3000))
while True:
    eval('[' * 50 + ']' * 50)
