/* The embedding API of ouro.h. */
#include "ouro.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/compile.h"
#include "inspect/references.h"
#include "embed/stack.h"
#include "memory/stats.h"
#include "modules/faulthandler.h"
#include "modules/sys.h"
#include "modules/tracemalloc.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/traceback_print.h"
#include "vm/vm.h"

const char *ou_version(void) { return OURO_VERSION; }

ou_runtime *ou_open(const ou_options *options)
{
    RuntimeOptions o = { 0 };
    ou_options whole = { 0 };
    if (options) {
        memcpy(&whole, options, options->size ? MIN(options->size, sizeof whole) : sizeof whole);
        options = &whole;
        o.memory_limit = options->memory_limit;
        o.hash_seed = options->hash_seed;
        o.hash_fixed = options->hash_fixed;
        o.step_limit = options->step_limit;
        o.time_limit = options->time_limit;
        o.stack_size = options->stack_size;
        o.fail_at = options->fail_at;
        o.fail_forever = options->fail_forever;
        o.left = options->left;
        o.heap_mode = options->system_malloc ? HEAP_SYSTEM : options->checked ? HEAP_CHECKED : HEAP_NORMAL;
    }
    return runtime_open(&o);
}

size_t ou_close(ou_runtime *rt) { return runtime_close(rt); }

/* -- the module __main__ */

static bool add_annotations_and_builtins(Runtime *rt, Borrowed dict)
{
    Value builtins = dict_get_text_peek(rt, rt->modules, "builtins");
    return dict_set(rt, dict, rt->names.__builtins__, builtins ? builtins : rt->builtins) &&
           dict_set(rt, dict, rt->names.__loader__, NONE) && dict_set(rt, dict, rt->names.__spec__, NONE) &&
           dict_set(rt, dict, rt->names.__package__, NONE) && dict_set(rt, dict, rt->names.__doc__, NONE);
}

/* Its dict, borrowed from sys.modules; made at the first call. */
static Borrowed main_dict_peek(Runtime *rt)
{
    Value main = dict_get_text_peek(rt, rt->modules, "__main__");
    if (main && value_is_instance(rt, main, rt->module_type))
        return module_dict(main);
    main = module_new(rt, rt->names.__main__);
    bool done = main && add_annotations_and_builtins(rt, module_dict(main)) &&
                dict_set(rt, rt->modules, rt->names.__main__, main);
    Value dict = done ? module_dict(main) : NULL;
    release(rt, main);
    return dict;
}

static ou_status status_of(Runtime *rt)
{
    if (rt->stopped)
        return OU_STOPPED;
    if (!error_pending(rt))
        return OU_OK;
    return error_matches(rt, rt->SystemExit) ? OU_EXIT : OU_ERROR;
}

static bool run_code_steal(Runtime *rt, Owned code, Borrowed dict)
{
    if (!code)
        return false;
    retain(dict);
    Value result = vm_run_code(rt, code, dict, NULL);
    release(rt, dict);
    release(rt, code);
    if (result && !charge_quiet(rt, 0))
        value_clear(rt, &result);       /* it ran straight past the end of its budget */
    release(rt, result);
    return result;
}

/* What the program before left may be garbage for which code has to run: the compiler cannot, but here it may. */
static Owned compile_with_room(Runtime *rt, const char *source, size_t size, Borrowed name, CompileMode mode, uint32_t flags)
{
    Value code = compile_source(rt, source, size, name, mode, flags, -1);
    if (code || rt->gc.heap.limit == SIZE_MAX || !error_matches(rt, rt->MemoryError))
        return code;
    error_clear(rt);
    gc_collect(&rt->gc, GC_OLD);
    return compile_source(rt, source, size, name, mode, flags, -1);
}

static bool run_source(Runtime *rt, const char *source, size_t size, Borrowed name, CompileMode mode, uint32_t flags)
{
    stack_enter(rt);
    Value dict = main_dict_peek(rt);
    return dict && run_code_steal(rt, compile_with_room(rt, source, size, name, mode, flags), dict);
}

/* The text of a file is not kept while the program runs. */
static bool run_bytes_steal(Runtime *rt, char *bytes, size_t size, Borrowed name)
{
    stack_enter(rt);
    Value dict = main_dict_peek(rt);
    Value code = dict ? compile_source(rt, bytes, size, name, COMPILE_EXEC, COMPILE_SOURCE_IS_FILE, -1) : NULL;
    memory_free(rt, bytes);
    return run_code_steal(rt, code, dict);
}

ou_status ou_run_text(ou_runtime *rt, const char *source, const char *name)
{
    Value filename = str_from_text(rt, name);
    if (filename)
        run_source(rt, source, strlen(source), filename, COMPILE_EXEC, COMPILE_SOURCE_IS_STR);
    release(rt, filename);
    return status_of(rt);
}

/* The parser's word for a statement that goes on in the next line. */
static bool is_incomplete(Runtime *rt)
{
    Value msg = error_matches(rt, rt->SyntaxError) ? ((Exception *)rt->exception)->extra[EXTRA_MSG] : NULL;
    return msg && value_is_str(msg) && str_equal_text(msg, "incomplete input");
}

ou_status ou_run_line(ou_runtime *rt, const char *source, const char *name, int *incomplete)
{
    Value filename = str_from_text(rt, name);
    uint32_t flags = COMPILE_SOURCE_IS_STR | (incomplete ? COMPILE_ALLOW_INCOMPLETE | COMPILE_DONT_IMPLY_DEDENT : 0);
    if (filename)
        run_source(rt, source, strlen(source), filename, COMPILE_SINGLE, flags);
    release(rt, filename);
    if (incomplete) {
        *incomplete = is_incomplete(rt);
        if (*incomplete)
            error_clear(rt);
    }
    return status_of(rt);
}

/* -- files */

static bool read_file(Runtime *rt, FILE *file, char **bytes, size_t *size)
{
    size_t capacity = 0;
    *bytes = NULL;
    *size = 0;
    do {
        if (*size == capacity) {
            capacity = capacity ? capacity * 2 : 16384;
            char *more = memory_realloc(rt, *bytes, capacity);
            if (!more) {
                memory_free(rt, *bytes);
                return raise_memory_error(rt);
            }
            *bytes = more;
        }
        *size += fread(*bytes + *size, 1, capacity - *size, file);
    } while (!feof(file) && !ferror(file));
    if (!ferror(file))
        return true;
    memory_free(rt, *bytes);
    return raise_os_error(rt, errno, NULL);
}

static bool set_main_file(Runtime *rt, Borrowed path)
{
    Value dict = main_dict_peek(rt);
    return dict && dict_set(rt, dict, rt->names.__file__, path) && dict_set(rt, dict, rt->names.__cached__, NONE);
}

/* As typed, but from the root: what __file__ and tracebacks show. */
static Owned absolute_path(Runtime *rt, const char *path)
{
    char *folder = path[0] == '/' ? NULL : getcwd(NULL, 0), *whole = NULL;
    if (folder && asprintf(&whole, "%s/%s", folder, path) < 0)
        whole = NULL;
    const char *text = whole ? whole : path;
    Value name = str_decode_utf8(rt, text, strlen(text), "surrogateescape");
    free(folder);
    free(whole);
    return name;
}

static ou_status run_open_file(Runtime *rt, FILE *file, const char *path)
{
    char *bytes;
    size_t size;
    Value name = absolute_path(rt, path);
    if (name && set_main_file(rt, name) && read_file(rt, file, &bytes, &size))
        run_bytes_steal(rt, bytes, size, name);
    release(rt, name);
    return status_of(rt);
}

ou_status ou_add_path(ou_runtime *rt, const char *folder, int first)
{
    Value path = sys_get_peek(rt, "path");
    Value text = str_decode_utf8(rt, folder, strlen(folder), "surrogateescape");
    if (text && path && value_is_list(path)) {
        bool done = first ? list_insert(rt, path, 0, text) : list_append(rt, path, text);
        (void)done;
    }
    release(rt, text);
    return status_of(rt);
}

/* The folder of the script, links resolved, as CPython does. */
static ou_status add_script_folder(Runtime *rt, const char *path)
{
    if (rt->safe_path)
        return OU_OK;
    char *real = realpath(path, NULL);
    char *slash = real ? strrchr(real, '/') : NULL;
    if (slash)
        slash[slash == real] = 0;
    ou_status status = ou_add_path(rt, real ? real : "", 1);
    free(real);
    return status;
}

static bool is_zip(FILE *file)
{
    char magic[4];
    bool zip = fread(magic, 1, sizeof magic, file) == sizeof magic && !memcmp(magic, "PK\3\4", sizeof magic);
    rewind(file);
    return zip;
}

static ou_status run_module(Runtime *rt, const char *name, bool alter);

ou_status ou_run_file(ou_runtime *rt, const char *path)
{
    struct stat info;
    char inside[4096];
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        snprintf(inside, sizeof inside, "%s/__main__.py", path);
        if (access(inside, R_OK) < 0) {
            errno = EISDIR;
            return OU_NO_FILE;
        }
        path = inside;
    }
    FILE *file = fopen(path, "rb");
    if (!file)
        return OU_NO_FILE;
    bool zip = is_zip(file);
    ou_status status = zip ? ou_add_path(rt, path, 1) : add_script_folder(rt, path);
    if (status == OU_OK)
        status = zip ? run_module(rt, "__main__", false) : run_open_file(rt, file, path);
    fclose(file);
    return status;
}

/* As __main__, by the library's runpy; ALTER: sys.argv[0] becomes its file. */
static ou_status run_module(Runtime *rt, const char *name, bool alter)
{
    stack_enter(rt);
    if (!main_dict_peek(rt))
        return status_of(rt);
    Value runpy = import_module(rt, "runpy");
    Value function = runpy ? get_attribute_text(rt, runpy, "_run_module_as_main") : NULL;
    Value text = function ? str_from_text(rt, name) : NULL;
    Value done = text ? call_two(rt, function, text, bool_value(alter)) : NULL;
    release(rt, runpy);
    release(rt, function);
    release(rt, text);
    release(rt, done);
    return status_of(rt);
}

ou_status ou_run_module(ou_runtime *rt, const char *name) { return run_module(rt, name, true); }

ou_status ou_set_options(ou_runtime *rt, size_t count, const char *const *options)
{
    bool done = sys_set_options(rt, count, options);
    (void)done;
    return status_of(rt);
}

ou_status ou_set_arguments(ou_runtime *rt, int count, char *const *arguments)
{
    bool done = sys_set_argv(rt, count, arguments);
    (void)done;
    return status_of(rt);
}

/* -- errors */

static bool call_excepthook(Runtime *rt, Borrowed exception)
{
    Value hook = sys_get_peek(rt, "excepthook");
    if (!hook)
        return false;
    retain(hook);
    Value traceback = ((Exception *)exception)->traceback;
    Value done = call_three(rt, hook, type_value(value_type(rt, exception)), exception, traceback ? traceback : NONE);
    release(rt, hook);
    release(rt, done);
    return done;
}

static void keep_last(Runtime *rt, Borrowed exception)
{
    Value traceback = ((Exception *)exception)->traceback;
    if (!sys_set(rt, "last_type", type_value(value_type(rt, exception))) || !sys_set(rt, "last_value", exception) ||
        !sys_set(rt, "last_traceback", traceback ? traceback : NONE))
        error_clear(rt);
}

/* No code of the program may run: what is said goes to the descriptor. */
static void print_stop(Runtime *rt)
{
    static const char class[] = "BaseException: ";
    Value exception = error_take(rt), text = exception ? exception_text(rt, exception) : NULL;
    error_clear(rt);
    release(rt, exception);
    sys_flush(rt);
    if (text) {
        const char *line = str_bytes(text), *end = line + str_size(text);
        for (const char *next; (next = memchr(line, '\n', (size_t)(end - line))) && next + 1 < end;)
            line = next + 1;
        fprintf(stderr, "%.*sStopped: %s", (int)(line - str_bytes(text)), str_bytes(text),
                strncmp(line, class, sizeof class - 1) ? line : line + sizeof class - 1);
    }
    release(rt, text);
    error_clear(rt);
}

void ou_print_error(ou_runtime *rt)
{
    stack_enter(rt);
    if (rt->stopped) {
        print_stop(rt);
        return;
    }
    Value exception = error_take(rt);
    if (!exception)
        return;
    sys_flush(rt);
    keep_last(rt, exception);
    if (!call_excepthook(rt, exception)) {
        error_clear(rt);
        exception_print(rt, exception);
    }
    release(rt, exception);
    sys_flush(rt);
}

const char *ou_error_text(ou_runtime *rt)
{
    stack_enter(rt);
    Value exception = error_take(rt);
    if (!exception)
        return NULL;
    Value text = exception_text(rt, exception);
    error_clear(rt);
    error_restore_steal(rt, exception);
    value_replace(rt, &rt->interpreter_names[0], text);
    return text ? str_bytes(text) : NULL;
}

void ou_clear_error(ou_runtime *rt) { error_clear(rt); }

int ou_error_is(ou_runtime *rt, const char *name)
{
    Value type = dict_get_text_peek(rt, rt->builtins, name);
    return type && object_has_type_flag(type, TYPE_IS_TYPE) && error_matches(rt, (Type *)type);
}

static int exit_code(Runtime *rt, Borrowed code)
{
    if (!code || code == NONE)
        return 0;
    if (value_is_small_int(code))
        return (int)small_int(code);
    if (value_is_bool(code))
        return code == TRUE;
    Value text = value_str(rt, code);
    if (text) {
        error_write(rt, str_bytes(text), str_size(text));
        error_write(rt, "\n", 1);
    }
    release(rt, text);
    error_clear(rt);
    return 1;
}

int ou_exit_status(ou_runtime *rt)
{
    stack_enter(rt);
    Value exception = error_take(rt);
    if (!exception)
        return 0;
    sys_flush(rt);
    Value code = retain(((Exception *)exception)->extra[EXTRA_CODE] ? ((Exception *)exception)->extra[EXTRA_CODE] : NONE);
    release(rt, exception);
    int status = exit_code(rt, code);
    release(rt, code);
    return status;
}

void ou_flush(ou_runtime *rt)
{
    stack_enter(rt);
    sys_flush(rt);
}

void ou_interrupt(ou_runtime *rt)
{
    budget_interrupt(rt, INTERRUPT_SIGNAL);
}

ou_status ou_trace(ou_runtime *rt, int frames)
{
    bool done = tracemalloc_start(rt, frames);
    (void)done;
    return status_of(rt);
}

ou_status ou_show_faults(ou_runtime *rt)
{
    bool done = faulthandler_enable(rt);
    (void)done;
    return status_of(rt);
}

void ou_print_counts(ou_runtime *rt)
{
    sys_flush(rt);
    fprintf(stderr, "[%lld refs, %zu blocks]\n", (long long)references_total(rt), heap_live(&rt->gc.heap).blocks);
}

void ou_print_heap(ou_runtime *rt) { sys_print_memory(rt); }

long long ou_verify(ou_runtime *rt) { return references_verify(rt); }

void ou_stop(ou_runtime *rt) { budget_interrupt(rt, INTERRUPT_STOP); }

void ou_set_budget(ou_runtime *rt, uint64_t steps, double seconds)
{
    if (rt->stopped)
        error_clear(rt);
    budget_arm(rt, steps, seconds);
}

uint64_t ou_steps(const ou_runtime *rt) { return budget_steps(rt); }

ou_stop_reason ou_stopped_by(const ou_runtime *rt) { return (ou_stop_reason)rt->stopped; }

void ou_memory_used(const ou_runtime *rt, ou_memory *memory)
{
    const Heap *heap = &rt->gc.heap;
    *memory = (ou_memory){ heap->limit, heap->reserved, heap->peak };
}

int ou_set_memory_limit(ou_runtime *rt, size_t limit) { return heap_set_limit(&rt->gc.heap, limit); }

const char *ou_check(ou_runtime *rt) { return gc_check(&rt->gc); }

void ou_fail_at(ou_runtime *rt, uint64_t n, int forever) { heap_fail_at(&rt->gc.heap, n, forever != 0); }

uint64_t ou_requests(ou_runtime *rt) { return rt->gc.heap.requests; }
