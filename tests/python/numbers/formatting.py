# The format specification mini-language on numbers and text.
def attempt(v, spec):
    try:
        print(repr(spec), repr(format(v, spec)))
    except Exception as e:
        print(repr(spec), type(e).__name__, e)
specs = ['', 'd', 'b', 'o', 'x', 'X', 'c', 'n', 'e', 'E', 'f', 'F', 'g', 'G', '%', 's', 'r', 'q', '+', '-', ' ', '+d', ' x', '#x', '#X', '#b', '#o', '#d', '5', '<5', '>5', '^5', '=5', '05', '*<8', '*^9', '*=+8', '010d', '08.3f', '+010,', ',', '_', ',d', '_x', '_b', ',x', ',c', '_c', ',n', '_n', ',s', ',_', '_,', ',,', '__',
         '.3', '.0', '.0f', '#.0f', '.1e', '#.3g', '.10', '.f', '.', '5.', 'z', 'z.1f', '+z', 'z+', '#', '#e', '#g', '012,.2f', '015,', '015_x', '#015_x', '016,', '017,', '018,', '019,', '<010', '>010', '^010', 'x<010', '0=10', '=+10', '0<5', ',.1%', '.2%', '+.2e',
         'ab', '10ab', 'é', '\x01', '\u0663', '\u0663.\u0661f', '→^9', '\U0001F600<5', '99999999999999999999', '.99999999999999999999', '}', '{<5', 's<5', '<<5', '=', '<', '0', '00', '01', '00005', '+c', '#c', '3c', '<3c', '03c', '.3d', 'zd', '100.50f', '.100g', '.400f', '.400e']
for v in (0, 5, -5, 65, 1234567, -1234567, 10**20, 0.0, -0.0, 1.5, -2.25, 1234567.891, 1e20, 1e-7, -0.001, float('inf'), float('-inf'), float('nan'), True, 'abc', '', 'é→x'):
    print('---', repr(v))
    for s in specs:
        attempt(v, s)
for v in (-1, 0x110000, 10**30, 0x20ac, 0x1F600, 0xd800):
    attempt(v, 'c'); attempt(v, '5c')
attempt(10**400, 'f'); attempt(10**400, 'e'); attempt(10**400, 'd'); attempt(10**5000, 'd'); attempt(10**5000, 'x'[:0] or ',')
for spec in ('9223372036854775807d', '.2147483648f'):
    attempt(5, spec); attempt(5.0, spec)
for w in range(0, 24):
    print(f'{12345:0{w},}', f'{-12345:0{w}_}', f'{255:#0{w}_x}', f'{1234.5:0{w},.1f}', f'{float("inf"):0{w},}', f'{12345:*={w},}')
try:
    (5).__format__(1)
except TypeError as e:
    print(e)
try:
    (5.0).__format__(None)
except TypeError as e:
    print(e)
try:
    'x'.__format__(b'')
except TypeError as e:
    print(e)
