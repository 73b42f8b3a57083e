# print and the io module in memory.
import io
import sys
# refused from here


def check():
    out = io.StringIO()
    print("a", 1, 2.5, None, [1, "é"], {"k": (1,)}, sep=", ", end="!\n", file=out, flush=True)
    print(*range(20), file=out)
    assert out.getvalue().startswith("a, 1, 2.5, None, [1, 'é'], {'k': (1,)}!\n0 1 2") and out.tell() and out.seek(0) == 0
    assert out.readline() and list(out) and out.truncate(5) == 5
    raw = io.BytesIO(b"first\nsecond\r\nthird")
    text = io.TextIOWrapper(raw, encoding="utf-8", newline=None)
    assert text.read(3) == "fir" and text.readline() == "st\n" and list(text) == ["second\n", "third"]
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding="utf-16") as text:
        text.write("some text €" * 20)
        text.flush()
        assert raw.getvalue().decode("utf-16") == "some text €" * 20
    buffered = io.BufferedReader(io.BytesIO(bytes(100)), 16)
    assert buffered.peek(4) and buffered.read(50) == bytes(50) and len(buffered.read()) == 50
    saved, sys.stdout = sys.stdout, io.StringIO()
    try:
        print("captured", end="")
        got = sys.stdout.getvalue()
    finally:
        sys.stdout = saved
    assert got == "captured"


check()
