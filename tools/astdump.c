/* Print syntax trees as python3.11's ast.dump(tree, include_attributes=True).
 *
 *   astdump [options] FILE...       one line per file
 *   astdump [options] --programs    programs from standard input, each ended by
 *                                   a zero byte; one line per program
 *
 *   --mode exec|eval|single
 *   --quiet                         parse only
 *   --fail-each                     parse once for every request for memory, which
 *                                   fails: MemoryError must follow, and no leak
 *   --warnings print|error          what becomes of them (they are ignored else)
 *   --as-file                       report as for a script: undecodable bytes, whole lines
 *   --system                        first of all: every block from malloc
 *
 * A source that is not valid gives a line
 *   !SyntaxError <tab> message <tab> line <tab> column <tab> end line <tab> end column <tab> text
 */
#include <errno.h>
#include <iconv.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "compiler/lexer.h"
#include "compiler/parser.h"
#include "memory/heap.h"
#include "memory/stats.h"
#include "types/unicode.h"

/* --- constants ---------------------------------------------------------- */

static void print_float(double number)
{
    char text[40];
    if (isinf(number)) {
        fputs("inf", stdout);
        return;
    }
    int digits = 1;
    do
        snprintf(text, sizeof text, "%.*e", digits - 1, number);
    while (strtod(text, NULL) != number && ++digits <= 17);
    int exponent = atoi(strchr(text, 'e') + 1);
    if (exponent < -4 || exponent >= 16) {
        *strchr(text, 'e') = '\0';
        printf("%se%c%02d", text, exponent < 0 ? '-' : '+', abs(exponent));
        return;
    }
    snprintf(text, sizeof text, "%.*f", MAX(digits - 1 - exponent, 0), number);
    printf("%s%s", text, strchr(text, '.') ? "" : ".0");
}

static void print_imaginary(double number)
{
    if (number == floor(number) && fabs(number) < 1e16)
        printf("%.0fj", number);
    else
        print_float(number), putchar('j');
}

static int digit_value(char c)
{
    return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

/* Decimal digits of a number of any size, by limbs of nine of them. */
static void print_big(const Constant *value)
{
    size_t capacity = (size_t)value->size / 6 + 2, count = 1;
    uint32_t *limbs = calloc(capacity, sizeof *limbs);
    for (int32_t i = 0; limbs && i < value->size; i++) {
        uint64_t carry = (uint64_t)digit_value(value->text[i]);
        for (size_t k = 0; k < count; k++) {
            carry += (uint64_t)limbs[k] * value->base;
            limbs[k] = (uint32_t)(carry % 1000000000);
            carry /= 1000000000;
        }
        if (carry)
            limbs[count++] = (uint32_t)carry;
    }
    printf("%u", limbs[--count]);
    while (count > 0)
        printf("%09u", limbs[--count]);
    free(limbs);
}

static void print_int(const Constant *value)
{
    if (value->int_is_small)
        printf("%lld", (long long)value->int_value);
    else if (value->base == 10)
        fputs(value->text, stdout);
    else
        print_big(value);
}

static char repr_quote(const Constant *value)
{
    bool single = memchr(value->text, '\'', (size_t)value->size) != NULL;
    bool twice = memchr(value->text, '"', (size_t)value->size) != NULL;
    return single && !twice ? '"' : '\'';
}

static bool print_escape(char c, char quote)
{
    switch (c) {
    case '\n': fputs("\\n", stdout); return true;
    case '\r': fputs("\\r", stdout); return true;
    case '\t': fputs("\\t", stdout); return true;
    case '\\': fputs("\\\\", stdout); return true;
    case '\'': case '"':
        if (c == quote)
            putchar('\\');
        putchar(c);
        return true;
    default: return false;
    }
}

static void print_bytes(const Constant *value)
{
    char quote = repr_quote(value);
    printf("b%c", quote);
    for (int32_t i = 0; i < value->size; i++) {
        uint8_t c = (uint8_t)value->text[i];
        if (print_escape((char)c, quote))
            continue;
        printf(c < 32 || c >= 127 ? "\\x%02x" : "%c", c);
    }
    putchar(quote);
}

/* Surrogates stand as their three bytes. */
static int decode_any(const char *text, size_t size, int32_t *point)
{
    int used = text_decode(text, size, point);
    if (used)
        return used;
    *point = (text[0] & 0x0F) << 12 | (text[1] & 0x3F) << 6 | (text[2] & 0x3F);
    return 3;
}

static void print_point(const char *bytes, int used, int32_t point)
{
    if (unicode_is_printable((uint32_t)point))
        fwrite(bytes, 1, (size_t)used, stdout);
    else
        printf(point < 256 ? "\\x%02x" : point < 65536 ? "\\u%04x" : "\\U%08x", (unsigned)point);
}

static void print_str(const Constant *value)
{
    char quote = repr_quote(value);
    putchar(quote);
    for (int32_t i = 0; i < value->size;) {
        int32_t point;
        int used = decode_any(value->text + i, (size_t)(value->size - i), &point);
        if (used != 1 || !print_escape(value->text[i], quote))
            print_point(value->text + i, used, point);
        i += used;
    }
    putchar(quote);
}

static void print_constant(const Constant *value)
{
    switch ((ConstantKind)value->kind) {
    case CONSTANT_NONE: fputs("None", stdout); break;
    case CONSTANT_TRUE: fputs("True", stdout); break;
    case CONSTANT_FALSE: fputs("False", stdout); break;
    case CONSTANT_ELLIPSIS: fputs("Ellipsis", stdout); break;
    case CONSTANT_INT: print_int(value); break;
    case CONSTANT_FLOAT: print_float(value->number); break;
    case CONSTANT_COMPLEX: print_imaginary(value->number); break;
    case CONSTANT_STR: print_str(value); break;
    case CONSTANT_BYTES: print_bytes(value); break;
    }
}

/* --- nodes -------------------------------------------------------------- */

static void print_node(const Node *node);

static void print_list(const NodeList *list)
{
    putchar('[');
    for (int32_t i = 0; i < list->count; i++) {
        fputs(i ? ", " : "", stdout);
        print_node(list->items[i]);
    }
    putchar(']');
}

static void print_names(const IdentifierList *list)
{
    putchar('[');
    for (int32_t i = 0; i < list->count; i++)
        printf("%s'%s'", i ? ", " : "", list->items[i]->text);
    putchar(']');
}

static void print_compares(const CompareOpList *list)
{
    putchar('[');
    for (int32_t i = 0; i < list->count; i++)
        printf("%s%s()", i ? ", " : "", compare_op_name(list->items[i]));
    putchar(']');
}

/* Python leaves out what is None where None is the default. */
static bool is_absent(const FieldInfo *field, const void *place)
{
    switch (field->kind) {
    case FIELD_ABSENT: return true;
    case FIELD_OPT: return *(Node *const *)place == NULL;
    case FIELD_MAYBE: return *(const Identifier *const *)place == NULL;
    case FIELD_KIND_U: return !*(const bool *)place;
    default: return false;
    }
}

static void print_field(const FieldInfo *field, const void *place)
{
    switch ((FieldKind)field->kind) {
    case FIELD_ONE: case FIELD_OPT: print_node(*(Node *const *)place); break;
    case FIELD_LIST: case FIELD_HOLES: print_list(place); break;
    case FIELD_NAME: case FIELD_MAYBE:
        printf("'%s'", (*(const Identifier *const *)place)->text);
        break;
    case FIELD_NAMES: print_names(place); break;
    case FIELD_VALUE: print_constant(place); break;
    case FIELD_INT: case FIELD_LEVEL: printf("%d", *(const int32_t *)place); break;
    case FIELD_KIND_U: fputs("'u'", stdout); break;
    case FIELD_CTX: printf("%s()", context_name(*(const Context *)place)); break;
    case FIELD_BOOLOP: printf("%s()", bool_op_name(*(const BoolOp *)place)); break;
    case FIELD_BINARY: printf("%s()", binary_op_name(*(const BinaryOp *)place)); break;
    case FIELD_UNARY: printf("%s()", unary_op_name(*(const UnaryOp *)place)); break;
    case FIELD_COMPARES: print_compares(place); break;
    case FIELD_IGNORES: fputs("[]", stdout); break;
    case FIELD_ABSENT: break;
    }
}

static void print_node(const Node *node)
{
    if (!node) {
        fputs("None", stdout);
        return;
    }
    const char *separator = "";
    printf("%s(", node_info[node->kind].name);
    for (const FieldInfo *field = node_fields(node->kind); field->name; field++) {
        const void *place = (const char *)node + field->offset;
        if (is_absent(field, place))
            continue;
        printf("%s%s=", separator, field->name);
        print_field(field, place);
        separator = ", ";
    }
    if (group_has_position(node_info[node->kind].group))
        printf("%slineno=%d, col_offset=%d, end_lineno=%d, end_col_offset=%d", separator,
               node->line, node->column, node->end_line, node->end_column);
    putchar(')');
}

/* --- errors ------------------------------------------------------------- */

static void print_escaped(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!print_escape(text[i], 0))
            putchar(text[i]);
}

static void print_error(const SyntaxError *error)
{
    printf("!%s\t", syntax_error_class_name(error->kind));
    print_escaped(error->message, strlen(error->message));
    printf("\t%d\t%d\t%d\t%d\t", error->line, error->column, error->end_line, error->end_column);
    if (error->text)
        print_escaped(error->text, error->text_size);
}

/* --- hooks -------------------------------------------------------------- */

typedef struct { char *bytes; size_t size; } File;

static bool read_stream(FILE *stream, File *file)
{
    size_t capacity = 1 << 16, got;
    *file = (File){ malloc(capacity), 0 };
    while (file->bytes && (got = fread(file->bytes + file->size, 1, capacity - file->size, stream))) {
        file->size += got;
        if (file->size == capacity)
            file->bytes = realloc(file->bytes, capacity *= 2);
    }
    return file->bytes != NULL;
}

static int32_t find_name(void *data, const char *name, size_t size)
{
    uint32_t point;
    (void)data;
    return unicode_find_name(name, size, &point) ? (int32_t)point : -1;
}

static bool print_warning(void *data, const char *message, int32_t line)
{
    (void)data;
    printf("%d: DeprecationWarning: %s\n", line, message);
    return true;
}

static bool print_syntax_warning(void *data, const char *message, int32_t line)
{
    (void)data;
    printf("%d: SyntaxWarning: %s\n", line, message);
    return true;
}

static bool refuse_warning(void *data, const char *message, int32_t line)
{
    (void)data, (void)message, (void)line;
    return false;
}

/* --- encodings ---------------------------------------------------------- */

static const char *decode(void *data, TreeArena *arena, const char *encoding, const char *bytes,
                          size_t size, size_t *decoded_size)
{
    (void)data;
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1)
        return NULL;
    size_t room = 4 * size, left = room;
    char *text = tree_alloc(arena, room), *out = text, *in = (char *)(uintptr_t)bytes;
    bool ok = text && iconv(converter, &in, &size, &out, &left) != (size_t)-1;
    iconv_close(converter);
    *decoded_size = room - left;
    return ok ? text : NULL;
}

/* --- sources ------------------------------------------------------------ */

typedef struct {
    Heap heap;
    ParseOptions options;
    bool quiet;
    bool fail_each;
    int failures;
} Tool;

/* With the N-th request failing: false when there are not so many. */
static bool parse_failing(Tool *tool, const char *bytes, size_t size, uint64_t n)
{
    TreeArena arena;
    SyntaxError error;
    tree_arena_open(&arena, &tool->heap);
    heap_fail_at(&tool->heap, n, false);
    Node *tree = parse_source(&arena, bytes, size, &tool->options, &error);
    bool failed = tool->heap.requests >= n;
    heap_fail_at(&tool->heap, 0, false);
    tree_arena_close(&arena);
    if (failed && (tree || error.kind != SYNTAX_NO_MEMORY)) {
        printf("request %llu failed unnoticed\n", (unsigned long long)n);
        tool->failures++;
    }
    if (heap_live(&tool->heap).blocks != 0) {
        printf("request %llu failed: a leak\n", (unsigned long long)n);
        tool->failures++;
        return false;
    }
    return failed;
}

static void dump_source(Tool *tool, const char *bytes, size_t size)
{
    TreeArena arena;
    SyntaxError error;
    for (uint64_t n = 1; tool->fail_each && parse_failing(tool, bytes, size, n); n++)
        continue;
    tree_arena_open(&arena, &tool->heap);
    Node *tree = parse_source(&arena, bytes, size, &tool->options, &error);
    if (tree && !tool->quiet)
        print_node(tree);
    else if (!tree)
        print_error(&error);
    if (!tool->quiet || !tree)
        putchar('\n');
    tool->failures += !tree;
    tree_arena_close(&arena);
}

static void dump_programs(Tool *tool)
{
    File file;
    if (!read_stream(stdin, &file))
        return;
    tool->options.flags |= PARSE_IGNORE_COOKIE;
    for (size_t start = 0; start < file.size;) {
        size_t size = strnlen(file.bytes + start, file.size - start);
        dump_source(tool, file.bytes + start, size);
        start += size + 1;
    }
    free(file.bytes);
}

static void dump_file(Tool *tool, const char *path)
{
    File file = { 0 };
    FILE *stream = fopen(path, "rb");
    tool->options.filename = path;
    if (!stream || !read_stream(stream, &file)) {
        printf("!%s: %s\n", path, strerror(errno));
        tool->failures++;
    } else {
        dump_source(tool, file.bytes, file.size);
    }
    free(file.bytes);
    if (stream)
        fclose(stream);
}

static ParseMode mode_named(const char *name)
{
    return strcmp(name, "eval") == 0 ? PARSE_EVAL
        : strcmp(name, "single") == 0 ? PARSE_SINGLE : PARSE_EXEC;
}

static void set_warnings(ParseOptions *options, const char *what)
{
    bool print = strcmp(what, "print") == 0;
    options->warn = print ? print_warning : refuse_warning;
    options->warn_syntax = print ? print_syntax_warning : refuse_warning;
}

int main(int count, char **arguments)
{
    static Tool tool;
    tool.options.int_max_str_digits = 4300;
    tool.options.decode = decode;
    tool.options.lookup_name = find_name;
    HeapOptions options = { .mode = HEAP_NORMAL };
    if (count > 1 && strcmp(arguments[1], "--system") == 0)
        options.mode = HEAP_SYSTEM;
    heap_open(&tool.heap, &options);
    for (int i = 1 + (options.mode == HEAP_SYSTEM); i < count; i++) {
        const char *argument = arguments[i];
        if (strcmp(argument, "--mode") == 0 && i + 1 < count)
            tool.options.mode = mode_named(arguments[++i]);
        else if (strcmp(argument, "--warnings") == 0 && i + 1 < count)
            set_warnings(&tool.options, arguments[++i]);
        else if (strcmp(argument, "--as-file") == 0)
            tool.options.flags |= PARSE_FROM_FILE;
        else if (strcmp(argument, "--fail-each") == 0)
            tool.fail_each = true;
        else if (strcmp(argument, "--quiet") == 0)
            tool.quiet = true;
        else if (strcmp(argument, "--programs") == 0)
            dump_programs(&tool);
        else
            dump_file(&tool, argument);
    }
    heap_close(&tool.heap);
    return tool.failures > 0;
}
