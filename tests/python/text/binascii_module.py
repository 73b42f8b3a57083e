# binascii
import binascii as B
def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__module__, type(e).__name__, e)
D64 = (b"", b"abc", b"a", b"ab=c", b"YWJj", b"YWJj\nYWI=", b"=YWI=", b"YWI=x", b"YWI==", b"YW==I=", b"Y=WI=", b"ab=c=", b"abcde===", b"ab==ab==", b"abcd=", b"ab=", b"ab===", b"a===", b"a=b=c=d=", b"!!!!", b"+/+/", "YWJj", "é", bytearray(b"YQ=="), 5, b"A===", b"AA==\n", b"====")
for d in D64:
    show(lambda: B.a2b_base64(d))
    show(lambda: B.a2b_base64(d, strict_mode=True))
for d in (b"", b"a", b"ab", b"abc", bytes(range(256)), "a", 1):
    show(lambda: B.b2a_base64(d))
    show(lambda: B.b2a_base64(d, newline=False))
    show(lambda: B.hexlify(d))
    show(lambda: B.crc32(d))
    show(lambda: B.crc32(d, 12345))
    show(lambda: B.crc32(d, -1))
    show(lambda: B.crc_hqx(d, 0))
    show(lambda: B.crc_hqx(d, 70000))
show(lambda: B.b2a_hex(b"abcdef", "-", 2))
show(lambda: B.b2a_hex(b"abcdef", b":", -4))
show(lambda: B.b2a_hex(b"abcdef", ""))
for d in (b"", "61", b"6162", "6", "zz", "AbCd", "é", 5, b"6\x31"):
    show(lambda: B.unhexlify(d))
for d in (b"", b"#86)C\n", b"\xff", b"!!x", b"#86)C x", b"#8", b"#86)C", b"`", b"%9F]O8F$ \n", b"##\n", b"\x01"):
    show(lambda: B.a2b_uu(d))
for d in (b"", b"abc", b"x" * 45, b"x" * 46, b"a\0b"):
    show(lambda: B.b2a_uu(d))
    show(lambda: B.b2a_uu(d, backtick=True))
for d in (b"", b"a=20b=\nc=zz=3", b"a=", b"a==20", b"a=\r\nb", b"a=\rb\nc", b"a_b", b"=C3=a9", b"=4", b"=\n"):
    show(lambda: B.a2b_qp(d))
    show(lambda: B.a2b_qp(d, header=True))
for d in (b"", b"a b\t\n= .\xff", b"a b_", b"a" * 80, b"a" * 76, b"a" * 75, b". \n.\r\nx \r\n", b"a\r\nb\n", b".", b".\n", b"x ", b"\x00\x1f", b"a=b" * 30, b"line \nnext\t\n", b"a\rb"):
    show(lambda: B.b2a_qp(d))
    show(lambda: B.b2a_qp(d, True, False, True))
    show(lambda: B.b2a_qp(d, quotetabs=True))
    show(lambda: B.b2a_qp(d, istext=False))
    show(lambda: B.b2a_qp(d, header=True))
print(B.Error.__mro__, B.Incomplete.__mro__)
