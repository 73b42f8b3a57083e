for text in ('[' + '1,' * 10**6 + ']', 'x = ' + '+'.join(['a'] * 10**5), 'f(' + 'a,' * 10**6 + ')', '\n' * 10**7 + 'x',
             'a' * 10**7, '"' + 'a' * 10**7 + '"', '9' * 10**6, 'x = 0x' + 'f' * 10**7):
    try:
        compile(text, 'f', 'exec')
    except (MemoryError, SyntaxError, RecursionError, ValueError):
        pass
