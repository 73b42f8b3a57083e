/* Long-running built-in functions, each under a time limit of 20 ms and under a step limit:
 * all are stopped, soon after, and the runtime goes on.  With an argument: prints how soon. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ouro.h"

/* SETUP runs without a limit and once; STATEMENT would take far more than 20 ms. */
typedef struct Case { const char *setup, *statement; } Case;

static const Case cases[] = {
    { "", "sum(range(10**12))" },
    { "", "sum(iter(float, 1))" },
    { "", "any(iter(int, 1))" },
    { "", "all(range(1, 10**12))" },
    { "", "min(range(10**12))" },
    { "", "max(range(10**12))" },
    { "", "max(range(10**12), key=abs)" },
    { "", "5 in iter(int, 1)" },
    { "", "list(iter(int, 1))" },
    { "", "tuple(iter(int, 1))" },
    { "", "set(iter(int, 1))" },
    { "", "frozenset(iter(int, 1))" },
    { "", "dict.fromkeys(iter(int, 1))" },
    { "", "dict(zip(iter(int, 1), iter(int, 1)))" },
    { "", "sorted(iter(int, 1))" },
    { "", "''.join(iter(str, 'x'))" },
    { "", "b''.join(iter(bytes, 1))" },
    { "", "bytes(iter(int, 1))" },
    { "", "bytearray(iter(int, 1))" },
    { "", "list(map(int, iter(int, 1)))" },
    { "", "list(zip(iter(int, 1)))" },
    { "", "list(enumerate(iter(int, 1)))" },
    { "", "next(filter(None, iter(int, 1)))" },
    { "", "[].extend(iter(int, 1))" },
    { "", "[*iter(int, 1)]" },
    { "", "{*iter(int, 1)}" },
    { "", "print(*iter(int, 1))" },
    { "", "a, *b = iter(int, 1)" },
    { "", "set().update(iter(int, 1))" },
    { "", "{1}.intersection(iter(int, 1))" },
    { "", "{1}.isdisjoint(iter(int, 1))" },
    { "", "{1}.issuperset(iter(int, 1)) or {0}.issuperset(iter(int, 1))" },
    { "", "{0}.difference(iter(int, 1))" },
    { "", "{0}.symmetric_difference(iter(int, 1))" },
    { "l = [0]", "l[:] = iter(int, 1)" },
    { "def f():\n    yield from iter(int, 1)\n", "for x in f(): pass" },
    { "def f():\n    while 1: yield\n", "for x in f(): pass" },
    { "def f():\n    while 1: yield\n", "sum(1 for x in f())" },
    { "def f(n):\n    return f(n - 1) + f(n - 2) if n > 1 else n\n", "f(60)" },
    { "class A:\n    def __eq__(self, other):\n        while 1: pass\n", "A() in [A()]" },
    { "class A:\n    def __lt__(self, other): return True\n", "while 1: sorted([A()] * 1000)" },
    { "class A:\n    def __del__(self):\n        while 1: pass\n", "A()\nwhile 1: pass" },
    { "class A:\n    def __getitem__(self, i): return i\n", "list(A())" },
    { "class A:\n    def __getitem__(self, i): return i\n", "-1 in A()" },
    { "class A:\n    def __hash__(self): return 1\n    def __eq__(self, other): return False\n", "{A(): 1 for i in range(10**6)}" },
    { "k = [i * (2**61 - 1) for i in range(60000)]", "set(k)" },
    { "k = [i * (2**61 - 1) for i in range(60000)]", "dict.fromkeys(k)" },
    { "from itertools import *", "next(dropwhile(lambda x: True, count()))" },
    { "from itertools import *", "next(islice(count(), 10**12, None))" },
    { "from itertools import *", "next(compress(count(), repeat(0)))" },
    { "from itertools import *", "next(filterfalse(lambda x: True, count()))" },
    { "from itertools import *", "next(chain.from_iterable(repeat(())))" },
    { "from itertools import *", "for x in combinations(range(100), 50): pass" },
    { "from itertools import *", "sum(1 for x in permutations(range(100), 50))" },
    { "from itertools import *", "list(product(count()))" },
    { "from itertools import *", "list(groupby(repeat(1)).__next__()[1])" },
    { "from itertools import *", "k = groupby(repeat(1)); next(k); next(k)" },
    { "from itertools import *", "t = tee(count())[0]\nfor x in t: pass" },
    { "from itertools import *", "list(zip_longest(count()))" },
    { "from itertools import *", "list(accumulate(count()))" },
    { "from itertools import *", "next(starmap(pow, repeat((3, 10**7, 10**9))))\nsum(starmap(pow, repeat((3, 1000, 10**9))))" },
    { "from itertools import *", "sum(cycle([1, 2]))" },
    { "from itertools import *\nfrom collections import deque", "deque(count(), maxlen=5)" },
    { "from collections import deque", "deque(iter(int, 1), maxlen=0)" },
    { "from collections import deque", "deque(range(10**12), 3)" },
    { "from functools import reduce", "reduce(max, range(10**12))" },
    { "from _collections import deque\nd = deque(range(3 * 10**6))", "while 1: -1 in d" },
    { "from _heapq import *\nh = list(range(2 * 10**6))[::-1]", "while 1: heapify(h); h.reverse()" },
    { "import _operator", "_operator.countOf(iter(int, 1), 1)" },
    { "l = list(range(3 * 10**6))", "while 1: -1 in l" },
    { "l = list(range(3 * 10**6))", "while 1: l.count(-1)" },
    { "l = list(range(3 * 10**6))\nm = l[:]", "while 1: l == m" },
    { "l = tuple(range(3 * 10**6))\nm = tuple(range(3 * 10**6))", "while 1: l == m" },
    { "l = list(range(3 * 10**6))", "while 1: l[:]" },
    { "l = list(range(3 * 10**6))", "while 1: l.reverse()" },
    { "l = tuple(range(3 * 10**6))", "while 1: hash(l)" },
    { "import math\nl = [1.5] * 3000000", "while 1: math.fsum(l)" },
    { "l = [i * 7919 % 3000017 for i in range(3 * 10**6)]", "sorted(l)" },
    { "l = [str(i * 7919 % 1000003) for i in range(10**6)]", "sorted(l)" },
    { "l = [str(i * 7919 % 1000003) for i in range(10**6)]", "sorted(l, key=len)" },
    { "l = [(i * 7919 % 1000003,) for i in range(10**6)]", "l.sort()" },
    { "d = dict.fromkeys(range(3 * 10**6))\ne = dict(d)", "while 1: d == e" },
    { "d = dict.fromkeys(range(3 * 10**6))", "while 1: dict(d)" },
    { "d = dict.fromkeys(range(10**6))", "while 1: list(d)" },
    { "d = dict.fromkeys(range(10**6))", "while 1: d | d" },
    { "s = set(range(3 * 10**6))\nt = set(s)", "while 1: s == t" },
    { "s = set(range(3 * 10**6))\nt = set(s)", "while 1: s & t" },
    { "s = set(range(3 * 10**6))", "while 1: s | s" },
    { "s = set(range(3 * 10**6))", "while 1: s - {1}" },
    { "s = 'x' * 10**8", "while 1: s.count('xx')" },
    { "s = 'x' * 10**8", "while 1: s.count('y')" },
    { "s = 'x' * 10**8", "while 1: 'xy' in s" },
    { "s = 'x' * 10**7 ", "while 1: s.find('x' * 1000 + 'y')" },
    { "s = 'x' * 10**7 ", "while 1: s.rfind('y' + 'x' * 1000)" },
    { "s = 'x' * 10**7", "while 1: s.replace('x', 'y')" },
    { "s = 'x' * 10**7", "while 1: s.replace('x', 'yy')" },
    { "s = 'x ' * 10**6", "while 1: s.split()" },
    { "s = 'x,' * 10**6", "while 1: s.split(',')" },
    { "s = 'x\\n' * 10**6", "while 1: s.splitlines()" },
    { "s = 'x' * 10**8", "while 1: s.upper()" },
    { "s = 'x' * 10**7", "while 1: s.title()" },
    { "s = '\\u20ac' * 10**7", "while 1: s.lower()" },
    { "s = 'x' * 10**7", "while 1: s.translate({120: 121})" },
    { "s = 'x' * 10**8", "while 1: s[::-1]" },
    { "s = 'x' * 10**8", "while 1: s + 'y'" },
    { "s = '\\u20ac' * 10**7", "while 1: s.encode('utf-16')" },
    { "s = b'x' * 10**7", "while 1: s.decode('latin-1')" },
    { "s = '\\u20ac' * 10**7", "while 1: s.isalpha()" },
    { "s = 'x' * 10**7", "while 1: repr(s)" },
    { "s = b'x' * 10**8", "while 1: s.count(b'y')" },
    { "s = b'x' * 10**7", "while 1: s.replace(b'x', b'yy')" },
    { "s = b'x' * 10**7", "while 1: s.hex()" },
    { "l = ['x'] * 10**6", "while 1: ''.join(l)" },
    { "l = ['x'] * 10**6", "while 1: repr(l)" },
    { "", "while 1: 'x' * 10**9" },
    { "", "while 1: b'x' * 10**9" },
    { "", "while 1: [0] * 10**8" },
    { "", "while 1: bytearray(10**9)" },
    { "", "while 1: list(range(10**7))" },
    { "", "9**9**7" },
    { "", "3**10**7" },
    { "", "pow(3, 10**2000, 10**2000 + 1)" },
    { "", "pow(3, 1 << 10**6, 10**9)" },
    { "", "1 << 10**9" },
    { "x = 3**4000000", "x * x" },
    { "x = 3**1000000", "while 1: x * x" },
    { "x = 3**4000000\ny = 7**1500000", "x // y" },
    { "x = 3**4000000\nimport sys\nsys.set_int_max_str_digits(0)", "str(x)" },
    { "x = '7' * 4000000\nimport sys\nsys.set_int_max_str_digits(0)", "int(x)" },
    { "x = '7' * 40000000", "int(x, 16)" },
    { "x = 3**1000000\ny = 7**400000\nimport math", "math.gcd(x, y)" },
    { "x = 3**4000000\nimport math", "math.isqrt(x)" },
    { "import math", "math.factorial(10**7)" },
    { "import math", "math.comb(10**7, 5 * 10**6)" },
    { "import math", "math.perm(10**7, 5 * 10**6)" },
    { "x = 3**4000000", "while 1: x + 1" },
    { "x = 3**4000000", "while 1: x >> 1" },
    { "x = 3**4000000\ny = x + 0", "while 1: x == y" },
    { "x = 3**4000000", "while 1: hash(x)" },
    { "x = 3**4000000", "while 1: hex(x)" },
    { "import re", "re.match('(a*)*b', 'a' * 50)" },
    { "import re", "re.match('(a|aa)+$', 'a' * 50 + 'b')" },
    { "import re\ns = 'a' * 10**6", "re.search('a*b', s)" },
    { "import re\ns = 'a' * 10**6", "re.search('.*.*b', s)" },
    { "import re\ns = 'ab' * 10**6", "re.findall('(?:ab)*c', s)" },
    { "import re\ns = 'ab' * 10**6", "while 1: re.sub('a', 'b', s)" },
    { "import re\ns = 'ab' * 10**6", "while 1: re.split('b', s)" },
    { "import re\ns = ' ' * 10**6", "re.search(r'\\s+$', s + 'x')" },
    { "s = 'x = 1\\n' * 300000", "compile(s, 'f', 'exec')" },
    { "s = '[' + '1,' * 10**6 + ']'", "compile(s, 'f', 'eval')" },
    { "s = 'x +' * 10**5 + ' 1'", "while 1: compile(s, 'f', 'eval')" },
    { "s = '(' + '\"abc\" ' * 10**6 + ')'", "while 1: compile(s, 'f', 'eval')" },
    { "import ast\ns = 'x = 1\\n' * 300000", "ast.parse(s)" },
    { "", "import time\ntime.sleep(5)" },
    { "import json\nl = json.dumps(list(range(10**6)))", "while 1: json.loads(l)" },
    { "import array\na = array.array('i', range(10**6))", "while 1: a.count(-1)" },
    { "import hashlib\ns = b'x' * 10**8", "while 1: hashlib.sha256(s)" },
    { "import zlib\ns = b'x' * 10**8", "while 1: zlib.crc32(s)" },
    { "import binascii\ns = b'x' * 10**7", "while 1: binascii.b2a_base64(s)" },
    { "import random\nl = list(range(10**6))", "random.shuffle(l)" },
    { "import random", "random.getrandbits(10**9)" },
    { "import string\ns = 'x' * 10**7", "while 1: '{}'.format(s)" },
    { "s = 'x' * 10**7", "while 1: '%s' % s" },
    { "s = 'x' * 10**7", "while 1: s.center(10**8)" },
    { "import unicodedata\ns = '\\u00e9' * 10**6", "while 1: unicodedata.normalize('NFD', s)" },
    { "l = [[] for i in range(10**6)]\nimport copy", "copy.deepcopy(l)" },
    { "import struct", "while 1: struct.pack('1000000i', *range(1000000))" },
    { "m = memoryview(b'x' * 10**7)[::2]", "while 1: m.tobytes()" },
    { "m = memoryview(b'x' * 10**7)", "while 1: m.tolist()" },
    { "m = memoryview(b'x' * 10**7)[::2]\nn = memoryview(b'x' * 10**7)[::2]", "while 1: m == n" },
    { "import pickle\nl = list(range(10**6))", "while 1: pickle.dumps(l)" },
    { "import io\ns = io.StringIO('x\\n' * 10**6)", "while 1: s.seek(0); s.readlines()" },
    { "import io\ns = io.BytesIO(b'x\\n' * 10**6)", "while 1: s.seek(0); s.readlines()" },
    { "f = open('/dev/zero', 'rb')", "f.read()" },
    { "f = open('/dev/zero', 'rb')", "f.readline()" },
    { "f = open('/dev/zero')", "f.read()" },
    { "f = open('/dev/zero')", "for x in f: pass" },
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* What does not notice its limit is stopped by force, so that the others get their turn. */
static ou_runtime *volatile current;
static void on_alarm(int number)
{
    (void)number;
    if (current)
        ou_stop(current);
}

static const double limit = 20;         /* ms */

/* Milliseconds that STATEMENT went on after its time; below 0: something else happened. */
static double overrun(ou_runtime *rt, const Case *c)
{
    ou_set_budget(rt, 0, 0);
    if (ou_run_text(rt, c->setup, "<setup>") != OU_OK) {
        ou_print_error(rt);
        return -1;
    }
    double start = now();
    ou_set_budget(rt, 0, limit / 1e3);
    ou_status status = ou_run_text(rt, c->statement, "<statement>");
    double took = now() - start;
    if (status == OU_OK || status == OU_STOPPED)
        return took > limit ? took - limit : 0;
    if (status != OU_OK && ou_error_is(rt, "MemoryError"))
        return took > limit ? took - limit : 0;
    ou_print_error(rt);
    return -1;
}

static int steps_repeat(ou_runtime *rt, const Case *c)
{
    uint64_t steps[2];
    ou_status status[2];
    for (int i = 0; i < 2; i++) {
        ou_set_budget(rt, 3000, 5);
        status[i] = ou_run_text(rt, c->statement, "<statement>");
        steps[i] = ou_steps(rt);
        ou_clear_error(rt);
    }
    return status[0] == status[1] && (status[0] != OU_STOPPED || (steps[0] == 3000 && steps[1] == 3000));
}

int main(int argc, char **argv)
{
    ou_options options = { .size = sizeof options, .memory_limit = (size_t)1200 << 20 };
    int wrong = 0, late = 0;
    signal(SIGALRM, on_alarm);
    if (!freopen("/dev/null", "w", stdout))
        return 1;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (argc > 2 && !strstr(cases[i].statement, argv[2]))
            continue;
        ou_runtime *rt = ou_open(&options);
        ou_add_path(rt, "/usr/lib/python3.11", 0);
        current = rt;
        alarm(4);
        double over = overrun(rt, &cases[i]);
        alarm(0);
        if (argc > 1 && (over > 1 || over < 0))
            fprintf(stderr, "%8.2f ms  %s: %s\n", over, cases[i].setup, cases[i].statement);
        late += over > 1;
        if (over < 0 || over > 1000) {
            wrong++;
            fprintf(stderr, "%s: %.1f ms\n", cases[i].statement, over);
        }
        alarm(4);
        int same = steps_repeat(rt, &cases[i]);
        alarm(0);
        current = NULL;
        if (!same && strncmp(cases[i].statement, "import time", 11)) {
            wrong++;
            fprintf(stderr, "steps differ: %s\n", cases[i].statement);
        }
        ou_set_budget(rt, 0, 0);
        if (ou_check(rt) || ou_run_text(rt, "assert 1 + 1 == 2", "<host>") != OU_OK || ou_close(rt)) {
            wrong++;
            fprintf(stderr, "not whole after: %s\n", cases[i].statement);
        }
    }
    fprintf(stderr, "%zu programs, %d more than 1 ms late\n", sizeof cases / sizeof *cases, late);
    return wrong > 0;
}
