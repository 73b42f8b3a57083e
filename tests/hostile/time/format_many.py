while True:
    '{:>1000000}'.format(1)
    '%1000000d' % 1
