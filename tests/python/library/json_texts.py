"""json: texts and values in both directions, and every message."""
import json
import random


class Wrong:
    pass


def shown(function, *args, **keywords):
    try:
        return function(*args, **keywords)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


TEXTS = ['"\\x"', '"a\\u12"', '"a\\ud800\\u12', '"abc', '"abc\\', '"a\tb"', '{', '{"a"', '{"a":', '{"a":1', '{"a":1,',
         '{"a":1,}', '[', '[1', '[1,', '[1,]', '-', '01', '1.', '1e', '1e5', '1E-2', '-0', '-0.0', '-Inf', '-Infinity', 'Infinity',
         'NaN', 'nul', 'null', '', ' ', '{1:2}', '{"a" 1}', '"\\u+123"', '"\\u0x12"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\ude00\\ud83d"',
         ' [ 1 , 2.5 , "x" , { } , [ ] , { "k" : null } ] ', '"é\\x"', '{"ключ": "значение", }', '["日本", 1 2]', '123456789012345678901234567890',
         '-123456789012345678', '1.7976931348623157e308', '1e400', '5e-324', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '[true, false, null, tru]', '{"a": 1, "a": 2}',
         '\ufeff1', '[1]]', '"\x7f"', '{"a": [}]', '"\\u00e9é"']
for text in TEXTS:
    print(ascii(text), ascii(shown(json.loads, text)))
    print("   ", ascii(shown(json.loads, text, strict=False, object_pairs_hook=list)))

print(json.loads('[1, 2.5, 1e3]', parse_int=str, parse_float=lambda s: s + "!"))
print(json.loads('[NaN, Infinity, -Infinity]', parse_constant=str.lower))
print(json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d.items())))
print(json.loads(b'{"a": "\xc3\xa9"}'), json.loads('[1]'.encode("utf-16")))
print(json.JSONDecoder().raw_decode('é{"a": 1} x', 1))

VALUES = [None, True, 1, -5, 10 ** 30, 1.5, 1e100, -0.0, float("nan"), float("inf"), "", "aé\u2028\U0001f600\ud800\"\\\n\x00\x7f", [], {},
          (), [1, [2, (3,)]], {"a": {}, "b": [{}]}, {1: 2, 1.5: 3, None: 4, True: 5, False: 6}, {(1,): 2}, {"x": Wrong()}, {1, 2}, b"x",
          {"b": 1, "a": 2}]
for value in VALUES:
    for keywords in ({}, {"ensure_ascii": False}, {"allow_nan": False}, {"indent": 2}, {"sort_keys": True}, {"skipkeys": True},
                     {"separators": (",", ":")}, {"default": lambda o: "?"}):
        text = shown(json.dumps, value, **keywords)
        print(list(keywords), ascii(text).replace("__main__.", ""))

ring = []
ring.append({"a": ring})
print(shown(json.dumps, ring))
print(shown(json.dumps, [Wrong()], default=lambda o: o))


class Words(str):
    pass


class Count(int):
    def __repr__(self):
        return "never"


print(json.dumps([Words("w"), Count(3), {Words("k"): Count(4)}]))

state = random.Random(11)


def some(depth):
    kind = state.randrange(9 if depth else 6)
    if kind == 0:
        return state.choice([None, True, False])
    if kind == 1:
        return state.randrange(-10 ** state.randrange(1, 30), 10 ** 5)
    if kind == 2:
        return state.uniform(-1, 1) * 10 ** state.randrange(-300, 300)
    if kind < 6:
        return "".join(chr(state.choice([state.randrange(32, 127), state.randrange(256), state.randrange(0x800, 0xd800), 0x1f600])) for _ in range(state.randrange(12)))
    if kind < 8:
        return [some(depth - 1) for _ in range(state.randrange(5))]
    return {some(0) if state.random() < .2 else f"k{state.randrange(20)}": some(depth - 1) for _ in range(state.randrange(6))}


for _ in range(200):
    value = some(4)
    text = shown(json.dumps, value)
    print(text)
    if shown(json.dumps, json.loads(text)) != text:
        print(json.dumps(json.loads(text)))
for _ in range(300):
    text = json.dumps(some(3), ensure_ascii=False)
    at = state.randrange(len(text))
    broken = text[:at] + state.choice(["", "x", '"', ",", "}", "]", "\\", "\n"]) + text[at + 1:]
    print(ascii(shown(json.loads, broken)))
