/* Source text or tree to code object: parse, name, emit. */
#include "compiler/compile.h"

#include "compiler/emitter.h"
#include "object/budget.h"
#include "object/error.h"
#include "types/code.h"
#include "types/int.h"
#include "types/str.h"
#include "types/unicode.h"

/* -- what the parser asks of the runtime */

typedef struct Hooks { Runtime *rt; Compilation *c; } Hooks;

static int32_t lookup_name(void *data unused, const char *name, size_t size)
{
    uint32_t point;
    return unicode_find_name(name, size, &point) ? (int32_t)point : -1;
}

static const char *decode(void *data, TreeArena *arena, const char *encoding, const char *bytes, size_t size,
                          size_t *decoded_size)
{
    Runtime *rt = ((Hooks *)data)->rt;
    Value text = bytes_decode(rt, bytes, size, encoding, "strict");
    if (!text) {
        error_clear(rt);
        return NULL;
    }
    *decoded_size = str_size(text);
    char *copy = tree_alloc(arena, *decoded_size + 1);
    if (copy)
        memcpy(copy, str_bytes(text), *decoded_size + 1);
    release(rt, text);
    return copy;
}

static bool warn_deprecated(void *data, const char *message, int32_t line)
{
    Hooks *hooks = data;
    return compile_warning_at(hooks->c, hooks->rt->DeprecationWarning, message, line);
}

static bool warn_syntax(void *data, const char *message, int32_t line)
{
    Hooks *hooks = data;
    return compile_warning_at(hooks->c, hooks->rt->SyntaxWarning, message, line);
}

static ParseOptions parse_options(Hooks *hooks, Borrowed filename, CompileMode mode, uint32_t flags)
{
    static const uint8_t modes[] = {
        [COMPILE_EXEC] = PARSE_EXEC, [COMPILE_EVAL] = PARSE_EVAL, [COMPILE_SINGLE] = PARSE_SINGLE,
    };
    ParseOptions options = {
        .mode = (ParseMode)modes[mode], .filename = value_is_str(filename) ? str_bytes(filename) : NULL,
        .int_max_str_digits = int_max_str_digits(hooks->rt), .hook_data = hooks,
        .lookup_name = lookup_name, .decode = decode, .warn = warn_deprecated, .warn_syntax = warn_syntax,
    };
    options.flags |= flags & COMPILE_SOURCE_IS_STR ? PARSE_IGNORE_COOKIE : 0;
    options.flags |= flags & COMPILE_DONT_IMPLY_DEDENT ? PARSE_DONT_IMPLY_DEDENT : 0;
    options.flags |= flags & COMPILE_ALLOW_INCOMPLETE ? PARSE_ALLOW_INCOMPLETE : 0;
    options.flags |= flags & COMPILE_BARRY_AS_BDFL ? PARSE_BARRY_AS_BDFL : 0;
    options.flags |= flags & COMPILE_SOURCE_IS_FILE ? PARSE_FROM_FILE : 0;
    return options;
}

/* -- __future__ */

static bool use_feature(Compilation *c, const Node *node, const Identifier *feature)
{
    static const char *const old[] = { "nested_scopes", "generators", "division", "absolute_import", "with_statement",
                                       "print_function", "unicode_literals", "generator_stop" };
    if (!strcmp(feature->text, "annotations")) {
        c->code_flags |= CODE_FUTURE_ANNOTATIONS;
        return true;
    }
    if (!strcmp(feature->text, "barry_as_FLUFL")) {
        c->code_flags |= COMPILE_BARRY_AS_BDFL;
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(old); i++)
        if (!strcmp(feature->text, old[i]))
            return true;
    if (!strcmp(feature->text, "braces"))
        compile_error_late(c, node, false, "not a chance");
    else
        compile_error_late(c, node, false, "future feature %.100s is not defined", feature->text);
    return false;
}

static bool is_future_import(const Node *node)
{
    return node->kind == NODE_IMPORT_FROM && node->import_from.module
        && identifier_is(node->import_from.module, "__future__", 10);
}

static bool is_docstring(const Node *node)
{
    return node->kind == NODE_EXPR && node->expr_stmt.value->kind == NODE_CONSTANT
        && node->expr_stmt.value->constant.value.kind == CONSTANT_STR;
}

/* Only a docstring and other such imports may stand before one. */
static bool find_future(Compilation *c, const Node *tree)
{
    c->future_line = -1;
    if (tree->kind == NODE_EXPRESSION)
        return true;
    const NodeList *body = tree->kind == NODE_MODULE ? &tree->module.body : &tree->interactive.body;
    int32_t last_line = 0;
    bool done = false;
    for (int32_t i = body->count && is_docstring(body->items[0]); i < body->count; i++) {
        const Node *node = body->items[i];
        if (done && node->line > last_line)
            break;
        last_line = node->line;
        if (!is_future_import(node)) {
            done = true;
            continue;
        }
        if (done) {
            Node at = { .line = node->line, .column = node->column - 1 };       /* as CPython counts here */
            compile_error_late(c, &at, false, "from __future__ imports must occur at the beginning of the file");
            return false;
        }
        for (int32_t j = 0; j < node->import_from.names.count; j++)
            if (!use_feature(c, node, node->import_from.names.items[j]->alias.name))
                return false;
        c->future_line = node->line;
    }
    return true;
}

/* -- the passes */

static Owned compile_parsed(Compilation *c, Node *tree)
{
    Symbols symbols;
    if (!find_future(c, tree) || !symbols_build(&symbols, c, tree))
        return NULL;
    return emit_module(c, &symbols, tree);
}

static void compilation_start(Compilation *c, Runtime *rt, TreeArena *arena, Borrowed filename, uint32_t flags,
                              int optimize)
{
    compilation_open(c, rt, arena, filename);
    c->flags = flags;
    c->code_flags = flags & (COMPILE_FUTURE_ANNOTATIONS | COMPILE_BARRY_AS_BDFL);
    c->optimize = optimize < 0 ? rt->optimize : optimize;
}

Owned compile_tree(Runtime *rt, TreeArena *arena, Node *tree, Borrowed filename, uint32_t flags, int optimize)
{
    Compilation c;
    compilation_start(&c, rt, arena, filename, flags, optimize);
    Value code = compile_parsed(&c, tree);
    compilation_close(&c);
    return code;
}

Owned compile_source(Runtime *rt, const char *source, size_t size, Borrowed filename, CompileMode mode, uint32_t flags,
                     int optimize)
{
    TreeArena arena;
    Compilation c;
    Hooks hooks = { rt, &c };
    SyntaxError error = { 0 };
    tree_arena_open(&arena, &rt->gc.heap);
    compilation_pays(&arena, rt);
    compilation_start(&c, rt, &arena, filename, flags, optimize);
    ParseOptions options = parse_options(&hooks, filename, mode, flags);
    Node *tree = parse_source(&arena, source, size, &options, &error);
    Value code = NULL;
    if (tree)
        code = compile_parsed(&c, tree);
    else
        raise_syntax_error(rt, &error, filename);
    compilation_close(&c);
    tree_arena_close(&arena);
    return code;
}

Node *compile_parse(Runtime *rt, TreeArena *arena, const char *source, size_t size, Borrowed filename, CompileMode mode,
                    uint32_t flags)
{
    Compilation c;
    Hooks hooks = { rt, &c };
    SyntaxError error = { 0 };
    compilation_start(&c, rt, arena, filename, flags, -1);
    ParseOptions options = parse_options(&hooks, filename, mode, flags);
    Node *tree = parse_source(arena, source, size, &options, &error);
    if (!tree)
        raise_syntax_error(rt, &error, filename);
    compilation_close(&c);
    return tree;
}
