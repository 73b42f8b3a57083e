/* Number literals to constants. */
#include "compiler/parser_internal.h"

#include <stdlib.h>

/* The token without its underscores, in the arena. */
static char *plain_text(Parser *p, const Token *token, size_t *size)
{
    char *text = tree_alloc(p->arena, (size_t)token->size + 1), *out = text;
    if (!text)
        return no_memory(p);
    for (int32_t i = 0; i < token->size; i++)
        if (token->text[i] != '_')
            *out++ = token->text[i];
    *out = '\0';
    *size = (size_t)(out - text);
    return text;
}

static int digit_value(char c)
{
    return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

static int literal_base(const Token *token)
{
    if (token->size < 2 || token->text[0] != '0')
        return 10;
    switch (token->text[1] | 32) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 10;
    }
}

/* Reported without a column, as CPython does. */
static bool too_many_digits(Parser *p, const Token *token, size_t size)
{
    int32_t limit = p->options->int_max_str_digits;
    raise_at(p, SYNTAX_ERROR, token->line, 0, token->end_line, 0,
             "Exceeds the limit (%d digits) for integer string conversion: value has %zu digits; "
             "use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for "
             "huge integer literals to avoid decimal conversion limits.", limit, size);
    return false;
}

static void set_small(Constant *value)
{
    int64_t number = 0;
    for (int32_t i = 0; i < value->size; i++)
        if (__builtin_mul_overflow(number, (int64_t)value->base, &number)
            || __builtin_add_overflow(number, (int64_t)digit_value(value->text[i]), &number))
            return;
    value->int_value = number;
    value->int_is_small = true;
}

static bool set_int(Parser *p, const Token *token, Constant *value)
{
    size_t size;
    int base = literal_base(token);
    const char *text = plain_text(p, token, &size);
    if (!text)
        return false;
    text += base == 10 ? 0 : 2;
    size -= base == 10 ? 0 : 2;
    if (base == 10 && p->options->int_max_str_digits > 0
        && size > (size_t)p->options->int_max_str_digits)
        return too_many_digits(p, token, size);
    for (; size > 1 && *text == '0'; text++)
        size--;
    value->kind = CONSTANT_INT;
    value->base = (uint8_t)base;
    value->text = text;
    value->size = (int32_t)size;
    set_small(value);
    return true;
}

static bool set_float(Parser *p, const Token *token, Constant *value)
{
    size_t size;
    char *text = plain_text(p, token, &size);
    if (!text)
        return false;
    bool imaginary = (text[size - 1] | 32) == 'j';
    if (imaginary)
        text[size - 1] = '\0';
    value->kind = imaginary ? CONSTANT_COMPLEX : CONSTANT_FLOAT;
    value->number = strtod(text, NULL);
    return true;
}

static bool is_float(const Token *token)
{
    if (literal_base(token) != 10)
        return false;
    for (int32_t i = 0; i < token->size; i++)
        if (token->text[i] == '.' || (token->text[i] | 32) == 'e' || (token->text[i] | 32) == 'j')
            return true;
    return false;
}

/* The usual case: a few decimal digits. */
static bool set_short_int(const Token *token, Constant *value)
{
    int64_t number = 0;
    if (token->size > 18)
        return false;
    for (int32_t i = 0; i < token->size; i++) {
        char c = token->text[i];
        if (c < '0' || c > '9')
            return false;
        number = number * 10 + (c - '0');
    }
    value->kind = CONSTANT_INT;
    value->base = 10;
    value->int_is_small = true;
    value->int_value = number;
    value->text = "";
    return true;
}

Node *parse_number(Parser *p)
{
    int32_t start = p->mark++;
    Node *node = finish(p, NODE_CONSTANT, start);
    if (!node)
        return NULL;
    const Token *token = &p->tokens[start];
    Constant *value = &node->constant.value;
    if (likely(set_short_int(token, value)))
        return node;
    return (is_float(token) ? set_float : set_int)(p, token, value) ? node : NULL;
}
