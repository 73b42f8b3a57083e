/* Programs that take all they can get, in many ways, under a limit: what the runtime accounts
 * never exceeds it, and what the system holds for the process grows by no more than that, 2 %
 * and 64 KiB.  After each the heap is whole, a program runs, and closing leaves nothing. */
#include <stdio.h>
#include <string.h>

#include "ouro.h"

#define FILL(setup, statement) setup "rows = []\ntry:\n    while True: " statement "\nexcept MemoryError: pass\n"

static const char *const programs[] = {
    FILL("", "rows.append(object())"),
    FILL("", "rows.append('x' * 50 + str(len(rows)))"),
    FILL("", "rows.append('\\u20ac' * 50 + str(len(rows)))"),
    FILL("", "rows.append(bytearray(300000))"),
    FILL("", "rows.append(bytearray(700000))"),
    FILL("", "rows.append(bytes(9000))"),
    FILL("", "rows.append([len(rows)])"),
    FILL("", "rows.append({len(rows): rows})"),
    FILL("", "rows.append({len(rows)})"),
    FILL("", "rows.append(lambda: rows)"),
    FILL("", "rows.append(10 ** 200 + len(rows))"),
    FILL("", "rows.append(compile('a=%d' % len(rows), 'f', 'exec'))"),
    FILL("class A: pass\n", "rows.append(A()); rows[-1].__dict__['x%d' % len(rows)] = 1"),
    FILL("", "rows.append(type('A%d' % len(rows), (), {}))"),
    FILL("", "rows.append(type(len)); rows += rows"),
    FILL("def g():\n    yield 1\n", "h = g(); next(h); rows.append(h)"),
    FILL("import sys\n", "rows.append(sys.intern('n%d' % len(rows)))"),
    FILL("from _weakref import ref\nclass A: pass\nk = []\n", "a = A(); rows.append(a); k.append(ref(a))"),
    FILL("", "\n        try: raise KeyError(len(rows))\n        except KeyError as e: rows.append(e)"),
    "import sys\nsys.setrecursionlimit(10**8)\ndef f(): f()\ntry: f()\nexcept (MemoryError, RecursionError): pass\n",
    "try: exec('x=[' + '1,2,(3,),' * 2000000 + ']')\nexcept MemoryError: pass\n",
    "try: exec('x=' + '-' * 20000 + '1')\nexcept (MemoryError, RecursionError, SyntaxError): pass\n",
    "x = 3\ntry:\n    while True: x = x * x\nexcept (MemoryError, OverflowError): pass\n",
    "x = 'ab'\ntry:\n    while True: x += x\nexcept MemoryError: pass\n",
    "x = {}\ntry:\n    while True: x[len(x)] = x\nexcept MemoryError: pass\n",
    "x = set()\ntry:\n    while True: x.add(len(x))\nexcept MemoryError: pass\n",
    "try: x = sorted(str(i) for i in range(10**9))\nexcept MemoryError: pass\n",
    "try: x = ','.join(str(i) for i in range(10**9))\nexcept MemoryError: pass\n",
    "try: x = bytearray().join(bytes(9) for i in range(10**9))\nexcept MemoryError: pass\n",
    "try: x = [*range(10**9)]\nexcept MemoryError: pass\n",
    "try: x = dict.fromkeys(range(10**9))\nexcept MemoryError: pass\n",
    "x = 'a,' * 500000\ntry: x = [x.split(',') for i in range(1000)]\nexcept MemoryError: pass\n",
    "x = 'a' * 500000\ntry: x = x.replace('a', 'b' * 1000)\nexcept MemoryError: pass\n",
};

static long resident(void)
{
    char line[200];
    long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status) && sscanf(line, "RssAnon: %ld", &kib) != 1) {}
    if (status)
        fclose(status);
    return kib << 10;
}

static int failed(const char *program, const char *what, long amount)
{
    printf("%s: %ld in\n%s\n", what, amount, program);
    return 1;
}

static int try(const char *program, size_t limit)
{
    ou_options options = { .size = sizeof options, .memory_limit = limit, .time_limit = 60 };
    ou_memory memory;
    long before = resident();
    ou_runtime *rt = ou_open(&options);
    if (!rt)
        return failed(program, "not opened", (long)limit);
    int wrong = 0;
    if (ou_run_text(rt, program, "<hostile>") != OU_OK) {
        ou_print_error(rt);
        wrong |= failed(program, "status", ou_stopped_by(rt));
    }
    long grown = resident() - before;
    ou_memory_used(rt, &memory);
    if (memory.peak > limit || memory.held > limit)
        wrong |= failed(program, "accounted", (long)memory.peak);
    if (grown > (long)(limit + limit / 50 + (64 << 10)))
        wrong |= failed(program, "grown by", grown);
    if (ou_check(rt))
        wrong |= failed(program, ou_check(rt), 0);
    /* The host needs a little itself to throw away what the program kept. */
    ou_set_memory_limit(rt, limit + (1 << 20));
    if (ou_run_text(rt, "rows = x = k = None\nassert sum([len(str(i)) for i in range(2000)]) == 6890\n", "<host>") != OU_OK)
        wrong |= failed(program, "does not go on", 0);
    ou_print_error(rt);
    size_t left = ou_close(rt);
    return left ? failed(program, "left behind", (long)left) : wrong;
}

int main(void)
{
    int wrong = 0;
    ou_close(ou_open(NULL));            /* the libraries' own pages */
    for (size_t limit = 4 << 20; limit <= 32 << 20; limit *= 8)
        for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
            wrong |= try(programs[i], limit);
    return wrong;
}
