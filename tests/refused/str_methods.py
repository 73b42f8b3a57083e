# Methods of str on ASCII and other text.
def check(s):
    assert s.upper().lower().casefold() and s.title().swapcase().capitalize()
    assert s.replace("a", "<a>").count("<a>") == s.count("a")
    assert " ".join(s.split()) and s.split("a", 2) and s.rsplit(None, 1) and s.splitlines(True)
    assert s.partition(" ")[1] == " " and s.rpartition(" ")[2] and s.strip(" ab") and s.lstrip("T") and s.rstrip("!")
    assert s.center(80, "*") and s.ljust(70) and s.rjust(70, "-") and s.zfill(90) and s.expandtabs(3)
    assert s.encode("utf-8").decode("utf-8") == s and s.encode("utf-16").decode("utf-16") == s
    assert s.translate({ord("a"): "AA", ord("b"): None}) and s.translate(str.maketrans("xyz", "zyx"))
    assert s.removeprefix("The ") and s.removesuffix("!") and s.find("T") < s.rfind("z") and s.index("!")
    assert s[::-1][::-1] == s and s[2:9] in s and list(s)[3] and repr(s) and ascii(s) and hash(s) == hash(s + "")
    assert s.startswith(("x", "T")) and s.endswith("!") and not s.isidentifier() and s < s + "a"
    assert [c for c in s if c.isalpha()] and sorted(set(s)) and s * 3 and s.encode("ascii", "backslashreplace")


check("The quick\tbrown fox\njumps over a lazy dog!")
check("The qüíck\tbröwn fóx\njumps över a läzy dög €𐍈!")
