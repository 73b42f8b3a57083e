#include "cli/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES_MAX = 65535 };

static const char *environment(const Options *o, const char *name)
{
    const char *text = o->ignore_environment ? NULL : getenv(name);
    return text && *text ? text : NULL;
}

/* -X NAME[=VALUE]: the value, "" without one; NULL: not given.  The last one counts. */
static const char *x_option(const Options *o, const char *name)
{
    const char *value = NULL;
    size_t size = strlen(name);
    for (int i = 0; i < o->python_count; i++) {
        const char *text = o->python[i];
        if (text[0] != '-' || text[1] != 'X' || strncmp(text + 2, name, size))
            continue;
        if (text[size + 2] == '=' || !text[size + 2])
            value = text[size + 2] ? text + size + 3 : text + size + 2;
    }
    return value;
}

static int fatal(const char *what)
{
    fprintf(stderr, "Fatal Python error: %s\nPython runtime state: preinitialized\n\n", what);
    return 0;
}

static int parse_frames(const char *text, int least, int *frames)
{
    char *end;
    errno = 0;
    long n = strtol(text, &end, 10);
    if (end == text || *end || errno || n < least || n > FRAMES_MAX)
        return 0;
    *frames = (int)n;
    return 1;
}

static int trace_options(Options *o)
{
    const char *option = x_option(o, "tracemalloc"), *variable = environment(o, "PYTHONTRACEMALLOC");
    if (variable && !option && !parse_frames(variable, 0, &o->trace_frames))
        return fatal("config_init_tracemalloc: PYTHONTRACEMALLOC: invalid number of frames");
    if (option && !*option)
        o->trace_frames = 1;
    else if (option && !parse_frames(option, 0, &o->trace_frames))
        return fatal("config_init_tracemalloc: -X tracemalloc=NFRAME: invalid number of frames");
    return 1;
}

static int is_one_of(const char *text, const char *const *names)
{
    for (; *names; names++)
        if (!strcmp(text, *names))
            return 1;
    return 0;
}

/* "debug" puts guards around each block, whichever allocator is below. */
static int malloc_options(const Options *o, ou_options *options)
{
    static const char *const checked[] = { "debug", "pymalloc_debug", NULL };
    static const char *const ours[] = { "default", "pymalloc", NULL };
    static const char *const system[] = { "malloc", "malloc_debug", NULL };
    const char *name = environment(o, "PYTHONMALLOC");
    if (!name || options->checked || options->system_malloc || is_one_of(name, ours))
        return 1;
    options->checked = is_one_of(name, checked);
    options->system_malloc = is_one_of(name, system);
    return options->checked || options->system_malloc ||
           fatal("preconfig_init_allocator: PYTHONMALLOC: unknown allocator");
}

int memory_options(Options *o, ou_options *options)
{
    const char *dev = x_option(o, "dev");
    o->malloc_stats = environment(o, "PYTHONMALLOCSTATS") != NULL;
    o->show_counts = x_option(o, "showrefcount") != NULL;
    o->faulthandler = x_option(o, "faulthandler") || environment(o, "PYTHONFAULTHANDLER") || dev;
    return trace_options(o) && malloc_options(o, options);
}

int memory_begin(ou_runtime *rt, const Options *o)
{
    if (o->trace_frames && ou_trace(rt, o->trace_frames) != OU_OK)
        return 0;
    return !o->faulthandler || ou_show_faults(rt) == OU_OK;
}

void memory_end(ou_runtime *rt, const Options *o)
{
    if (o->show_counts)
        ou_print_counts(rt);
    if (o->malloc_stats)
        ou_print_heap(rt);
}
