"""csv: what readers and writers make of every form, and their messages."""
import csv
import io


def shown(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
        return result if isinstance(result, (int, str, list)) else type(result).__name__
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for keywords in [dict(delimiter=''), dict(delimiter='ab'), dict(delimiter=1), dict(delimiter=None), dict(quotechar=''), dict(quotechar=None),
                 dict(quotechar=None, quoting=0), dict(quoting=9), dict(quoting='x'), dict(lineterminator=None), dict(lineterminator=3),
                 dict(escapechar='ab'), dict(escapechar=''), dict(doublequote=3), dict(dialect='nope'), dict(strict='x'), dict(quotechar=3)]:
    print(keywords, shown(csv.writer, io.StringIO(), **keywords))
print(shown(csv.writer, 3), shown(csv.reader, 3), shown(csv.register_dialect, 3), shown(csv.get_dialect, 'x'), shown(csv.unregister_dialect, 'x'))
print(shown(csv.field_size_limit, 'x'), csv.field_size_limit(), csv.list_dialects())

FORMS = [{}, {'strict': True}, {'escapechar': '\\'}, {'strict': True, 'escapechar': '\\'}, {'quoting': 3}, {'quoting': 2}, {'doublequote': False},
         {'delimiter': 'é', 'quotechar': '€'}, {'skipinitialspace': True}, {'delimiter': ' ', 'skipinitialspace': True}]
for lines in (['a\0b'], [b'x'], ['"abc'], ['"a"b'], ['a"b'], ['a\nb'], ['a,b\r\n'], ['a\\'], ['a\\', 'b'], ['"a\n', 'b",c\n'], ['aéb€ c€éd'],
              [' a, b ,"c" , "d"'], ['1,2.5,"x"'], ['""'], [',,'], ['', 'a'], ['"a""b"'], ['a  b "c  d"'], ['"a\\"b",c']):
    for form in FORMS:
        print(ascii(lines), ascii(form), ascii(shown(lambda: list(csv.reader(lines, **form)))))

for row in ([1], [None], [None, None], 'ab', 3, [''], ['', ''], ['a,b', 'c"d', 'e\nf', 'g\\h', ' i'], [1.5, 'x', True, 2 + 3j], ['é', '€', 'éx€']):
    for form in FORMS + [{'quoting': 1}, {'quoting': 3, 'escapechar': '\\'}, {'doublequote': False, 'escapechar': '\\'}, {'quotechar': None, 'quoting': 3},
                         {'lineterminator': '!'}]:
        out = io.StringIO()
        print(ascii(row), ascii(form), shown(csv.writer(out, **form).writerow, row), ascii(out.getvalue()))

csv.field_size_limit(5)
print(shown(lambda: list(csv.reader(['abcdé,x', 'abcdef']))))
csv.field_size_limit(131072)
reader = csv.DictReader(io.StringIO("x,y\n1,2\n3\n4,5,6\n"))
print([dict(row) for row in reader], reader.line_num, reader.fieldnames)
out = io.StringIO()
writer = csv.DictWriter(out, ["b", "a"], restval="-", extrasaction="ignore")
writer.writeheader()
writer.writerows([{"a": 1, "b": 2, "c": 3}, {"a": "q,r"}])
print(repr(out.getvalue()))
print(csv.Sniffer().sniff("a;b;c\n1;2;3\n4;5;6\n").delimiter)
