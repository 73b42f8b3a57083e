# --memory-limit, --time-limit, --step-limit, -R and PYTHONHASHSEED.
#   sh bounds.sh OURO
set -u
ouro=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
. "$(dirname "$0")/expect"

# refuse NAME UNWANTED-TEXT COMMAND...
refuse() {
    name=$1 text=$2
    shift 2
    out=$("$@" 2>&1 </dev/null)
    case "$out" in *"$text"*) echo "$name: '$text' in: $out"; failed=1 ;; esac
}

cat >"$work/stubborn.py" <<'END'
class A:
    def __del__(self):
        print('finalizer')
class Block:
    def __enter__(self): return self
    def __exit__(self, *args): print('exit'); return True
def generator():
    try: yield
    finally: print('closed')
def run():
    a, g = A(), generator()
    next(g)
    while True:
        try:
            with Block():
                while True: pass
        except BaseException: print('caught')
        finally: print('at last')
print('begun')
run()
END
for limit in --time-limit=0.2 --step-limit=5000; do
    expect "$limit" 124 "begun" "$ouro" --check-leaks $limit "$work/stubborn.py"
    for word in caught 'at last' exit finalizer closed; do
        refuse "$limit" "$word" "$ouro" $limit "$work/stubborn.py"
    done
done
expect "says which" 124 "Stopped: time limit reached" "$ouro" --time-limit=0.2 "$work/stubborn.py"
expect "says where" 124 "while True: pass" "$ouro" --step-limit=5000 "$work/stubborn.py"
expect "a wait" 124 "Stopped: time limit reached" "$ouro" --time-limit=0.2 -c 'import time; time.sleep(60)'
expect "enough" 0 "45" "$ouro" --step-limit=100000 --time-limit=60 --memory-limit=64M -c 'print(sum(range(10)))'

for wrong in --memory-limit=x --memory-limit= --memory-limit=0 --memory-limit=1T --memory-limit=99999999999G --time-limit=-1 \
             --time-limit=nan --time-limit=0 --step-limit=1.5 --step-limit=0; do
    expect "$wrong" 2 "not a limit: $wrong" "$ouro" $wrong -c 1
done
expect "hardly any memory" 1 "too small" "$ouro" --memory-limit=10K -c 1

cat >"$work/memory.py" <<'END'
for i in range(50):
    try:
        rows = []
        while True:
            rows.append([len(rows)] * 50)
    except MemoryError:
        rows = None
class A:
    def __init__(self, size):
        self.me, self.data = self, bytearray(size)
    def __del__(self): pass
for size in 100, 10000, 1000000, 5000000:
    for i in range(100):
        A(size)
print('goes on')
END
expect "memory" 0 "goes on" "$ouro" --check-leaks --memory-limit=16M "$work/memory.py"
expect "memory in K" 0 "goes on" "$ouro" --memory-limit=20000K "$work/memory.py"
expect "uncaught" 1 "MemoryError" "$ouro" --memory-limit=16M -c 'x = [0] * 10**8'

cat >"$work/sizes.py" <<'END'
import sys, time
sys.set_int_max_str_digits(0)
for text in """
'x' * 10**10
b'x' * 10**10
[0] * 10**10
(0,) * 10**10
bytearray(10**11)
bytes(10**11)
9**9**9
1 << 10**12
pow(3, 10**12)
10**10**10
(-3)**10**15
'%*d' % (10**9, 1)
'%.*d' % (2**31 - 1, 1)
'%10000000000d' % 1
b'%*d' % (10**9, 1)
format(1, '10000000000')
f'{1:>{10**10}}'
'{:{}}'.format(1, 10**10)
'x'.ljust(10**10)
'x'.center(10**10)
'x'.zfill(10**10)
b'x'.zfill(10**10)
('a' * 10**6).replace('a', 'b' * 10**6)
(b'a' * 10**6).replace(b'a', b'b' * 10**6)
('x' * 10**6).join(['a'] * 10**6)
(b'x' * 10**6).join([b'a'] * 10**6)
('a' * 10**6).translate({97: 'b' * 10**6})
list(range(10**12))
tuple(range(10**12))
sorted(range(10**12))
[*range(10**12)]
(1).to_bytes(10**11, 'big')
str(1 << 10**9)
int('9' * 10**8)
[[]] * 2**62
'x' * 2**62
memoryview(b'x' * 10**6).tolist() * 10**6
""".strip().split('\n'):
    start = time.process_time()
    try:
        eval(text)
        print('built:', text)
    except (MemoryError, OverflowError, ValueError):
        pass
    if time.process_time() - start > 1:
        print('slow:', text)
print('all refused')
END
expect "sizes" 0 "all refused" "$ouro" --memory-limit=64M "$work/sizes.py"
refuse "sizes" "built:" "$ouro" --memory-limit=64M "$work/sizes.py"
refuse "sizes" "slow:" "$ouro" --memory-limit=64M "$work/sizes.py"

# Hash seeds: 0 gives CPython's hashes of ASCII text, another number others, none random ones.
hashes='print(hash("abc"), hash(b"x"), hash("a longer text, of two words"))'
ours=$(PYTHONHASHSEED=0 "$ouro" -c "$hashes")
[ "$ours" = "$(PYTHONHASHSEED=0 /usr/bin/python3.11 -c "$hashes")" ] || { echo "PYTHONHASHSEED=0: $ours"; failed=1; }
ours=$(PYTHONHASHSEED=42 "$ouro" -c "$hashes")
[ "$ours" = "$(PYTHONHASHSEED=42 /usr/bin/python3.11 -c "$hashes")" ] || { echo "PYTHONHASHSEED=42: $ours"; failed=1; }
[ "$(env -u PYTHONHASHSEED "$ouro" -c "$hashes")" != "$(env -u PYTHONHASHSEED "$ouro" -c "$hashes")" ] || { echo "no seed"; failed=1; }
[ "$(PYTHONHASHSEED=0 "$ouro" -R -c "$hashes")" != "$(PYTHONHASHSEED=0 "$ouro" -R -c "$hashes")" ] || { echo "-R"; failed=1; }
[ "$(PYTHONHASHSEED=0 "$ouro" -E -c "$hashes")" != "$(PYTHONHASHSEED=0 "$ouro" -E -c "$hashes")" ] || { echo "-E"; failed=1; }
PYTHONHASHSEED=x expect "bad seed" 1 "PYTHONHASHSEED must be" "$ouro" -c 1
exit $failed
