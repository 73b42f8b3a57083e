#include "cli/options.h"

#include <stdio.h>
#include <string.h>

#include "cli/bounds.h"
#include "ouro.h"

static const char help[] =
    "usage: ouro [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"
    "\n"
    "Runs a Python 3.11 program on a private heap of arenas, pools and blocks.\n"
    "Without arguments on a terminal: an interactive prompt.\n"
    "\n"
    "  -c cmd         run the program text CMD\n"
    "  -m mod         run the library module MOD as a script\n"
    "  file           run the program in FILE (a folder: its __main__.py)\n"
    "  -              run the program that standard input gives\n"
    "  arg ...        sys.argv[1:] of the program\n"
    "\n"
    "  -i             go on at the prompt after the program\n"
    "  -q             no greeting at the prompt\n"
    "  -V, --version  print the version and end\n"
    "  -h, --help     print this and end\n"
    "\n"
    "Bounds:\n"
    "  --memory-limit=SIZE   bytes that the program may hold of the system's memory, or K,\n"
    "                 M, G: at the limit it gets a MemoryError\n"
    "  --time-limit=SECONDS  and\n"
    "  --step-limit=N stop the program, whatever it does, with exit status 124\n"
    "\n"
    "Memory:\n"
    "  --check-leaks  say on standard error, and with exit status 70, when closing the\n"
    "                 runtime leaves blocks behind\n"
    "  --verify-heap  prove, when the program has ended, that every figure about its heap\n"
    "                 adds up; exit status 71 if one does not\n"
    "  --malloc=MODE  default, debug (guard bytes around every block), or malloc (every\n"
    "                 block from the system's malloc, for sanitizers)\n"
    "\n"
    "  -R             hashes of text are random even with PYTHONHASHSEED=0\n"
    "  -E             take no notice of PYTHON* in the environment\n"
    "\n"
    "As in CPython: -b -B -d -E -I -O -OO -P -s -S -u -v -W arg -X opt, for sys.flags, sys.warnoptions\n"
    "and sys._xoptions; -O, -W, -P, -I, -X dev, -X int_max_str_digits, -X no_debug_ranges do what they do there.\n";

static const char usage[] =
    "usage: ouro [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `ouro -h' for more information.\n";

static void end_with(Options *o, int status)
{
    o->kind = RUN_NOTHING;
    o->exit_status = status;
}

static void fail(Options *o, const char *message, const char *detail)
{
    fprintf(stderr, "%s%s\n%s", message, detail, usage);
    end_with(o, 2);
}

static void keep_option(Options *o, const char *text)
{
    if (o->python_count < (int)(sizeof o->python / sizeof *o->python))
        o->python[o->python_count++] = text;
}

static const char *letter_option(char letter)
{
    static const char *const all[] = { "-b", "-B", "-d", "-O", "-s", "-S", "-u", "-v" };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i][1] == letter)
            return all[i];
    return "-";
}

/* -W and -X with their argument in one piece. */
static const char *joined(Options *o, char letter, const char *argument)
{
    size_t size = strlen(argument) + 3, left = sizeof o->text - o->text_size;
    char *to = o->text + o->text_size;
    if (size > left)
        return "-";
    snprintf(to, left, "-%c%s", letter, argument);
    o->text_size += size;
    return to;
}

static void take_rest(Options *o, RunKind kind, const char *what, char **rest, int count)
{
    o->kind = kind;
    o->what = what;
    o->rest = rest;
    o->rest_count = count;
}

/* --NAME=VALUE? */
static const char *value_of(const char *text, const char *name)
{
    size_t size = strlen(name);
    return !strncmp(text, name, size) && text[size] == '=' ? text + size + 1 : NULL;
}

static int bound_option(Options *o, const char *text)
{
    const char *value;
    int good = 1;
    if ((value = value_of(text, "--memory-limit")))
        good = bounds_parse_size(value, &o->memory_limit);
    else if ((value = value_of(text, "--time-limit")))
        good = bounds_parse_seconds(value, &o->time_limit);
    else if ((value = value_of(text, "--step-limit")))
        good = bounds_parse_count(value, &o->step_limit);
    if (!good)
        fail(o, "not a limit: ", text);
    return value != NULL;
}

static int long_option(Options *o, const char *text)
{
    if (!strcmp(text, "--help")) {
        fputs(help, stdout);
        end_with(o, 0);
    } else if (!strcmp(text, "--version")) {
        printf("Ouro %s (Python 3.11.2)\n", ou_version());
        end_with(o, 0);
    } else if (!strcmp(text, "--check-leaks")) {
        o->check_leaks = 1;
    } else if (!strcmp(text, "--verify-heap")) {
        o->verify = 1;
    } else if (!strcmp(text, "--malloc=debug")) {
        o->checked = 1;
    } else if (!strcmp(text, "--malloc=malloc")) {
        o->system_malloc = 1;
    } else if (!bound_option(o, text) && strcmp(text, "--malloc=default")) {
        fail(o, "unknown option ", text);
    }
    return o->kind != RUN_NOTHING;
}

/* The letters of one word; 1: go on, 0: the rest belongs to the program or it is over. */
static int short_options(Options *o, char **argv, int argc, int *i)
{
    for (const char *p = argv[*i] + 1; *p; p++) {
        const char *argument = p[1] ? p + 1 : *i + 1 < argc ? argv[*i + 1] : NULL;
        int used = p[1] ? *i : *i + 1;
        switch (*p) {
        case 'c': case 'm':
            if (!argument) {
                fprintf(stderr, "Argument expected for the -%c option\n%s", *p, usage);
                end_with(o, 2);
                return 0;
            }
            take_rest(o, *p == 'c' ? RUN_CODE : RUN_MODULE, argument, argv + used, argc - used);
            argv[used] = *p == 'c' ? "-c" : "-m";
            return 0;
        case 'W': case 'X':
            if (!argument) {
                fprintf(stderr, "Argument expected for the -%c option\n%s", *p, usage);
                end_with(o, 2);
                return 0;
            }
            keep_option(o, joined(o, *p, argument));
            *i = used;
            return 1;
        case 'h': case '?': return long_option(o, "--help");
        case 'V': return long_option(o, "--version");
        case 'i': o->inspect = 1; keep_option(o, "-i"); break;
        case 'q': o->quiet = 1; keep_option(o, "-q"); break;
        case 'I': o->ignore_environment = o->safe_path = 1; keep_option(o, "-I"); break;
        case 'E': o->ignore_environment = 1; keep_option(o, "-E"); break;
        case 'P': o->safe_path = 1; keep_option(o, "-P"); break;
        case 'R': o->random_hashes = 1; break;
        case 'b': case 'B': case 'd': case 'O': case 's': case 'S': case 'u': case 'v':
            keep_option(o, letter_option(*p));
            break;
        default: {
            char letter[2] = { *p, 0 };
            fail(o, "Unknown option: -", letter);
            return 0;
        }
        }
    }
    return 1;
}

void options_parse(Options *o, int argc, char **argv)
{
    static char *no_arguments[] = { "", NULL };
    *o = (Options){ .kind = RUN_PROMPT, .rest = no_arguments, .rest_count = 1 };
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "-") || argv[i][0] != '-') {
            take_rest(o, strcmp(argv[i], "-") ? RUN_FILE : RUN_STDIN, argv[i], argv + i, argc - i);
            return;
        }
        if (!strcmp(argv[i], "--")) {
            if (i + 1 < argc)
                take_rest(o, RUN_FILE, argv[i + 1], argv + i + 1, argc - i - 1);
            return;
        }
        if (argv[i][1] == '-' ? !long_option(o, argv[i]) : !short_options(o, argv, argc, &i))
            return;
    }
}
