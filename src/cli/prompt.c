/* The interactive prompt: lines come from libedit, with history in ~/.ouro_history.  It is
 * loaded when there is a terminal: linked, it and what it needs would slow every start. */
#include "cli/prompt.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Editor {
    char *(*readline)(const char *prompt);      /* NULL: there is none */
    int (*add_history)(const char *line), (*read_history)(const char *path), (*write_history)(const char *path);
} Editor;

static Editor editor_open(void)
{
    static const char *const names[] = { "libedit.so.2", "libedit.so", "libedit.dylib" };
    void *library = NULL;
    Editor e = { 0 };
    for (size_t i = 0; isatty(0) && !library && i < sizeof names / sizeof *names; i++)
        library = dlopen(names[i], RTLD_LAZY);
    if (!library)
        return e;
    e.readline = (char *(*)(const char *))dlsym(library, "readline");
    e.add_history = (int (*)(const char *))dlsym(library, "add_history");
    e.read_history = (int (*)(const char *))dlsym(library, "read_history");
    e.write_history = (int (*)(const char *))dlsym(library, "write_history");
    return e.add_history && e.read_history && e.write_history ? e : (Editor){ 0 };
}

/* The lines of the statement being typed. */
typedef struct Statement { char *text; size_t size; } Statement;

static int statement_add(Statement *s, const char *line)
{
    size_t size = strlen(line);
    char *more = realloc(s->text, s->size + size + 2);
    if (!more)
        return 0;
    memcpy(more + s->size, line, size);
    s->text = more;
    s->size += size + 1;
    more[s->size - 1] = '\n';
    more[s->size] = 0;
    return 1;
}

static void statement_clear(Statement *s)
{
    free(s->text);
    *s = (Statement){ 0 };
}

static char *history_path(void)
{
    const char *home = getenv("HOME");
    char *path = NULL;
    return home && asprintf(&path, "%s/.ouro_history", home) >= 0 ? path : NULL;
}

static char *read_line(const Editor *e, const char *prompt)
{
    if (e->readline)
        return e->readline(prompt);
    if (isatty(0)) {
        fputs(prompt, stdout);
        fflush(stdout);
    }
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size = getline(&line, &capacity, stdin);
    if (size < 0) {
        free(line);
        return NULL;
    }
    if (size && line[size - 1] == '\n')
        line[size - 1] = 0;
    return line;
}

static ou_status run_statement(ou_runtime *rt, Statement *s, int last_line_blank)
{
    int incomplete = 0;
    ou_status status = ou_run_line(rt, s->text, "<stdin>", last_line_blank ? NULL : &incomplete);
    if (incomplete)
        return OU_OK;
    statement_clear(s);
    if (status == OU_ERROR) {
        ou_print_error(rt);
        status = OU_OK;
    }
    ou_flush(rt);
    return status;
}

ou_status prompt_run(ou_runtime *rt, int quiet)
{
    Statement statement = { 0 };
    ou_status status = OU_OK;
    Editor editor = editor_open();
    char *history = editor.readline ? history_path() : NULL, *line;
    if (!quiet)
        fprintf(stderr, "Ouro %s (Python 3.11.2). Ctrl-D ends.\n", ou_version());
    if (history)
        editor.read_history(history);
    while (status == OU_OK && (line = read_line(&editor, statement.size ? "... " : ">>> "))) {
        int blank = !line[strspn(line, " \t")];
        if (!blank && editor.readline)
            editor.add_history(line);
        if ((!blank || statement.size) && statement_add(&statement, line))
            status = run_statement(rt, &statement, blank);
        free(line);
    }
    if (isatty(0) && status == OU_OK)
        printf("\n");
    if (history)
        editor.write_history(history);
    free(history);
    statement_clear(&statement);
    return status;
}
