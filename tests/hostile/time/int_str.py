for i in range(10**6):
    x = 10 ** 2000000
    import sys
    sys.set_int_max_str_digits(0)
    str(x)
