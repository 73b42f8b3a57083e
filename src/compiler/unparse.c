/* The source text of an expression, as `from __future__ import annotations` keeps it. */
#include "compiler/emitter.h"

#include "object/error.h"
#include "types/float.h"
#include "types/str.h"

/* How tightly the context binds. */
enum {
    LEVEL_TUPLE, LEVEL_TEST, LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_COMPARE, LEVEL_BIT_OR, LEVEL_BIT_XOR,
    LEVEL_BIT_AND, LEVEL_SHIFT, LEVEL_ARITHMETIC, LEVEL_TERM, LEVEL_FACTOR, LEVEL_POWER, LEVEL_AWAIT, LEVEL_ATOM,
    LEVEL_STAR = LEVEL_BIT_OR,
};

typedef struct Unparser {
    Compilation *c;
    StrBuilder text;
} Unparser;

static void put(Unparser *u, const Node *node, int level);

static void word(Unparser *u, const char *text) { builder_text(&u->text, text); }
static void name(Unparser *u, const Identifier *id) { builder_write(&u->text, id->text, (size_t)id->size); }

static void word_if(Unparser *u, bool condition, const char *text)
{
    if (condition)
        word(u, text);
}

static void list(Unparser *u, const NodeList *items, int level)
{
    for (int32_t i = 0; i < items->count; i++) {
        word_if(u, i, ", ");
        put(u, items->items[i], level);
    }
}

/* -- operators */

typedef struct { const char *text; int level; } Operator;

static Operator binary_operator(TreeBinaryOp op)
{
    static const Operator table[] = {
        [TREE_ADD] = { " + ", LEVEL_ARITHMETIC }, [TREE_SUB] = { " - ", LEVEL_ARITHMETIC },
        [TREE_MULT] = { " * ", LEVEL_TERM }, [TREE_MAT_MULT] = { " @ ", LEVEL_TERM }, [TREE_DIV] = { " / ", LEVEL_TERM },
        [TREE_MOD] = { " % ", LEVEL_TERM }, [TREE_FLOOR_DIV] = { " // ", LEVEL_TERM },
        [TREE_LSHIFT] = { " << ", LEVEL_SHIFT }, [TREE_RSHIFT] = { " >> ", LEVEL_SHIFT },
        [TREE_BIT_OR] = { " | ", LEVEL_BIT_OR }, [TREE_BIT_XOR] = { " ^ ", LEVEL_BIT_XOR },
        [TREE_BIT_AND] = { " & ", LEVEL_BIT_AND }, [TREE_POW] = { " ** ", LEVEL_POWER },
    };
    return table[op];
}

static void put_binary(Unparser *u, const Node *node, int level)
{
    Operator op = binary_operator(node->binop.op);
    bool right = node->binop.op == TREE_POW;
    word_if(u, level > op.level, "(");
    put(u, node->binop.left, op.level + right);
    word(u, op.text);
    put(u, node->binop.right, op.level + !right);
    word_if(u, level > op.level, ")");
}

static void put_unary(Unparser *u, const Node *node, int level)
{
    static const Operator table[] = {
        [TREE_INVERT] = { "~", LEVEL_FACTOR }, [TREE_NOT] = { "not ", LEVEL_NOT },
        [TREE_UADD] = { "+", LEVEL_FACTOR }, [TREE_USUB] = { "-", LEVEL_FACTOR },
    };
    Operator op = table[node->unaryop.op];
    word_if(u, level > op.level, "(");
    word(u, op.text);
    put(u, node->unaryop.operand, op.level);
    word_if(u, level > op.level, ")");
}

static void put_bool(Unparser *u, const Node *node, int level)
{
    bool and = node->boolop.op == BOOL_AND;
    int own = and ? LEVEL_AND : LEVEL_OR;
    word_if(u, level > own, "(");
    for (int32_t i = 0; i < node->boolop.values.count; i++) {
        word_if(u, i, and ? " and " : " or ");
        put(u, node->boolop.values.items[i], own + 1);
    }
    word_if(u, level > own, ")");
}

static void put_compare(Unparser *u, const Node *node, int level)
{
    static const char *const table[] = {
        [TREE_EQ] = " == ", [TREE_NOT_EQ] = " != ", [TREE_LT] = " < ", [TREE_LE] = " <= ", [TREE_GT] = " > ",
        [TREE_GE] = " >= ", [TREE_IS] = " is ", [TREE_IS_NOT] = " is not ", [TREE_IN] = " in ",
        [TREE_NOT_IN] = " not in ",
    };
    word_if(u, level > LEVEL_COMPARE, "(");
    put(u, node->compare.left, LEVEL_COMPARE + 1);
    for (int32_t i = 0; i < node->compare.ops.count; i++) {
        word(u, table[node->compare.ops.items[i]]);
        put(u, node->compare.comparators.items[i], LEVEL_COMPARE + 1);
    }
    word_if(u, level > LEVEL_COMPARE, ")");
}

/* -- lambda */

typedef struct Parameters { bool first; } Parameters;

static void comma(Unparser *u, Parameters *p)
{
    word_if(u, !p->first, ", ");
    p->first = false;
}

static void parameter(Unparser *u, Parameters *p, const char *stars, const Node *arg, const Node *value)
{
    comma(u, p);
    word(u, stars);
    name(u, arg->arg.arg);
    if (arg->arg.annotation) {
        word(u, ": ");
        put(u, arg->arg.annotation, LEVEL_TEST);
    }
    if (value) {
        word(u, "=");
        put(u, value, LEVEL_TEST);
    }
}

static void put_parameters(Unparser *u, const Node *node)
{
    const NodeList *only = &node->arguments.posonlyargs, *args = &node->arguments.args;
    const NodeList *keyword = &node->arguments.kwonlyargs, *defaults = &node->arguments.defaults;
    int32_t count = only->count + args->count, plain = count - defaults->count;
    Parameters p = { true };
    for (int32_t i = 0; i < count; i++) {
        const Node *arg = i < only->count ? only->items[i] : args->items[i - only->count];
        parameter(u, &p, "", arg, i >= plain ? defaults->items[i - plain] : NULL);
        word_if(u, only->count && i + 1 == only->count, ", /");
    }
    if (node->arguments.vararg) {
        parameter(u, &p, "*", node->arguments.vararg, NULL);
    } else if (keyword->count) {
        comma(u, &p);
        word(u, "*");
    }
    for (int32_t i = 0; i < keyword->count; i++)
        parameter(u, &p, "", keyword->items[i], node->arguments.kw_defaults.items[i]);
    if (node->arguments.kwarg)
        parameter(u, &p, "**", node->arguments.kwarg, NULL);
}

static void put_lambda(Unparser *u, const Node *node, int level)
{
    const Node *args = node->lambda.args;
    word_if(u, level > LEVEL_TEST, "(");
    word(u, args->arguments.args.count + args->arguments.posonlyargs.count ? "lambda " : "lambda");
    put_parameters(u, args);
    word(u, ": ");
    put(u, node->lambda.body, LEVEL_TEST);
    word_if(u, level > LEVEL_TEST, ")");
}

static void put_conditional(Unparser *u, const Node *node, int level)
{
    word_if(u, level > LEVEL_TEST, "(");
    put(u, node->if_exp.body, LEVEL_TEST + 1);
    word(u, " if ");
    put(u, node->if_exp.test, LEVEL_TEST + 1);
    word(u, " else ");
    put(u, node->if_exp.orelse, LEVEL_TEST);
    word_if(u, level > LEVEL_TEST, ")");
}

/* -- displays and comprehensions */

static void put_dict(Unparser *u, const Node *node)
{
    word(u, "{");
    for (int32_t i = 0; i < node->dict.keys.count; i++) {
        const Node *key = node->dict.keys.items[i];
        word_if(u, i, ", ");
        if (key) {
            put(u, key, LEVEL_TEST);
            word(u, ": ");
            put(u, node->dict.values.items[i], LEVEL_TEST);
        } else {
            word(u, "**");
            put(u, node->dict.values.items[i], LEVEL_STAR);
        }
    }
    word(u, "}");
}

static void put_generators(Unparser *u, const NodeList *generators)
{
    for (int32_t i = 0; i < generators->count; i++) {
        const Node *generator = generators->items[i];
        word(u, generator->comprehension.is_async ? " async for " : " for ");
        put(u, generator->comprehension.target, LEVEL_TUPLE);
        word(u, " in ");
        put(u, generator->comprehension.iter, LEVEL_TEST + 1);
        for (int32_t j = 0; j < generator->comprehension.ifs.count; j++) {
            word(u, " if ");
            put(u, generator->comprehension.ifs.items[j], LEVEL_TEST + 1);
        }
    }
}

static void put_comprehension(Unparser *u, const Node *node, const char *open, const char *close)
{
    word(u, open);
    put(u, node->comp.elt, LEVEL_TEST);
    put_generators(u, &node->comp.generators);
    word(u, close);
}

static void put_dict_comprehension(Unparser *u, const Node *node)
{
    word(u, "{");
    put(u, node->dict_comp.key, LEVEL_TEST);
    word(u, ": ");
    put(u, node->dict_comp.value, LEVEL_TEST);
    put_generators(u, &node->dict_comp.generators);
    word(u, "}");
}

static void put_tuple(Unparser *u, const Node *node, int level)
{
    const NodeList *items = &node->tuple.elts;
    bool parentheses = level > LEVEL_TUPLE || !items->count;
    word_if(u, parentheses, "(");
    list(u, items, LEVEL_TEST);
    word_if(u, items->count == 1, ",");
    word_if(u, parentheses, ")");
}

/* -- calls, attributes, items */

static void put_keyword(Unparser *u, const Node *keyword)
{
    if (keyword->keyword.arg) {
        name(u, keyword->keyword.arg);
        word(u, "=");
    } else {
        word(u, "**");
    }
    put(u, keyword->keyword.value, LEVEL_TEST);
}

static void put_call(Unparser *u, const Node *node)
{
    const NodeList *args = &node->call.args, *keywords = &node->call.keywords;
    put(u, node->call.func, LEVEL_ATOM);
    if (args->count == 1 && !keywords->count && args->items[0]->kind == NODE_GENERATOR_EXP) {
        put(u, args->items[0], LEVEL_TEST);
        return;
    }
    word(u, "(");
    list(u, args, LEVEL_TEST);
    for (int32_t i = 0; i < keywords->count; i++) {
        word_if(u, i || args->count, ", ");
        put_keyword(u, keywords->items[i]);
    }
    word(u, ")");
}

static void put_attribute(Unparser *u, const Node *node)
{
    const Node *object = node->attribute.value;
    put(u, object, LEVEL_ATOM);
    word_if(u, object->kind == NODE_CONSTANT && object->constant.value.kind == CONSTANT_INT, " ");
    word(u, ".");
    name(u, node->attribute.attr);
}

static void put_slice(Unparser *u, const Node *node)
{
    if (node->slice.lower)
        put(u, node->slice.lower, LEVEL_TEST);
    word(u, ":");
    if (node->slice.upper)
        put(u, node->slice.upper, LEVEL_TEST);
    if (node->slice.step) {
        word(u, ":");
        put(u, node->slice.step, LEVEL_TEST);
    }
}

static void put_walrus(Unparser *u, const Node *node, int level)
{
    word_if(u, level > LEVEL_TUPLE, "(");
    put(u, node->named_expr.target, LEVEL_ATOM);
    word(u, " := ");
    put(u, node->named_expr.value, LEVEL_ATOM);
    word_if(u, level > LEVEL_TUPLE, ")");
}

static void put_prefixed(Unparser *u, const char *open, const Node *value, int level, const char *close)
{
    word(u, open);
    if (value)
        put(u, value, level);
    word(u, close);
}

/* -- constants and formatted strings */

/* Infinity has no literal: "inf" in the text becomes one that overflows. */
static void put_number(Unparser *u, Value repr)
{
    const char *text = str_bytes(repr);
    for (const char *inf; (inf = strstr(text, "inf")); text = inf + 3) {
        builder_write(&u->text, text, (size_t)(inf - text));
        word(u, "1e309");
    }
    word(u, text);
}

static void put_constant(Unparser *u, const Node *node)
{
    Value v = compile_node_value(u->c, node);
    if (!v)
        return;
    uint8_t kind = node->kind == NODE_CONSTANT ? node->constant.value.kind : (uint8_t)CONSTANT_NONE;
    if (v == ELLIPSIS) {
        word(u, "...");
    } else if (kind == CONSTANT_FLOAT || kind == CONSTANT_COMPLEX) {
        Value repr = format_message(u->c->rt, "%R", v);
        if (repr)
            put_number(u, repr);
        else
            compile_failed(u->c);
        release(u->c->rt, repr);
    } else {
        word_if(u, node->kind == NODE_CONSTANT && node->constant.kind && kind == CONSTANT_STR, "u");
        if (!builder_repr(&u->text, v))
            compile_failed(u->c);
    }
}

static void fstring_part(Unparser *u, const Node *node);

static void literal_text(Unparser *u, const Constant *constant)
{
    for (int32_t i = 0; i < constant->size; i++) {
        char ch = constant->text[i];
        builder_write(&u->text, &ch, 1);
        if (ch == '{' || ch == '}')
            builder_write(&u->text, &ch, 1);
    }
}

static void replacement(Unparser *u, const Node *node)
{
    Unparser inner = { u->c, { 0 } };
    builder_open(&inner.text, u->c->rt);
    put(&inner, node->formatted_value.value, LEVEL_TEST + 1);
    Value text = builder_finish(&inner.text);
    if (!text) {
        compile_failed(u->c);
        return;
    }
    word(u, str_bytes(text)[0] == '{' ? "{ " : "{");
    builder_str(&u->text, text);
    release(u->c->rt, text);
    char conversion[] = { '!', (char)node->formatted_value.conversion, 0 };
    word_if(u, node->formatted_value.conversion > 0, conversion);
    if (node->formatted_value.format_spec) {
        word(u, ":");
        fstring_part(u, node->formatted_value.format_spec);
    }
    word(u, "}");
}

static void fstring_part(Unparser *u, const Node *node)
{
    if (node->kind == NODE_CONSTANT && node->constant.value.kind == CONSTANT_STR)
        literal_text(u, &node->constant.value);
    else if (node->kind == NODE_FORMATTED_VALUE)
        replacement(u, node);
    else if (node->kind == NODE_JOINED_STR)
        for (int32_t i = 0; i < node->joined_str.values.count; i++)
            fstring_part(u, node->joined_str.values.items[i]);
}

static void put_fstring(Unparser *u, const Node *node)
{
    Unparser body = { u->c, { 0 } };
    builder_open(&body.text, u->c->rt);
    fstring_part(&body, node);
    Value text = builder_finish(&body.text);
    word(u, "f");
    if (!text || !builder_repr(&u->text, text))
        compile_failed(u->c);
    release(u->c->rt, text);
}

/* -- all kinds */

static void put_by_kind(Unparser *u, const Node *node, int level)
{
    switch ((int)node->kind) {
    case NODE_BOOL_OP: put_bool(u, node, level); break;
    case NODE_BIN_OP: put_binary(u, node, level); break;
    case NODE_UNARY_OP: put_unary(u, node, level); break;
    case NODE_LAMBDA: put_lambda(u, node, level); break;
    case NODE_IF_EXP: put_conditional(u, node, level); break;
    case NODE_DICT: put_dict(u, node); break;
    case NODE_SET: put_prefixed(u, "{", NULL, 0, ""); list(u, &node->set.elts, LEVEL_TEST); word(u, "}"); break;
    case NODE_LIST: word(u, "["); list(u, &node->list.elts, LEVEL_TEST); word(u, "]"); break;
    case NODE_TUPLE: put_tuple(u, node, level); break;
    case NODE_GENERATOR_EXP: put_comprehension(u, node, "(", ")"); break;
    case NODE_LIST_COMP: put_comprehension(u, node, "[", "]"); break;
    case NODE_SET_COMP: put_comprehension(u, node, "{", "}"); break;
    case NODE_DICT_COMP: put_dict_comprehension(u, node); break;
    case NODE_YIELD: put_prefixed(u, node->yield.value ? "(yield " : "(yield", node->yield.value, LEVEL_TEST, ")"); break;
    case NODE_YIELD_FROM: put_prefixed(u, "(yield from ", node->yield_from.value, LEVEL_TEST, ")"); break;
    case NODE_AWAIT:
        put_prefixed(u, level > LEVEL_AWAIT ? "(await " : "await ", node->await.value, LEVEL_ATOM,
                     level > LEVEL_AWAIT ? ")" : "");
        break;
    case NODE_COMPARE: put_compare(u, node, level); break;
    case NODE_CALL: put_call(u, node); break;
    case NODE_CONSTANT: case NODE_FOLDED: put_constant(u, node); break;
    case NODE_JOINED_STR: case NODE_FORMATTED_VALUE: put_fstring(u, node); break;
    case NODE_ATTRIBUTE: put_attribute(u, node); break;
    case NODE_STARRED: put_prefixed(u, "*", node->starred.value, LEVEL_STAR, ""); break;
    case NODE_NAME: name(u, node->name.id); break;
    case NODE_SUBSCRIPT:
        put(u, node->subscript.value, LEVEL_ATOM);
        put_prefixed(u, "[", node->subscript.slice, LEVEL_TUPLE, "]");
        break;
    case NODE_SLICE: put_slice(u, node); break;
    case NODE_NAMED_EXPR: put_walrus(u, node, level); break;
    }
}

static void put(Unparser *u, const Node *node, int level)
{
    if (!compilation_enter(u->c))
        return;
    put_by_kind(u, node, level);
    compilation_leave(u->c);
}

Borrowed unparse_expression(Compilation *c, const Node *node)
{
    Unparser u = { c, { 0 } };
    builder_open(&u.text, c->rt);
    put(&u, node, LEVEL_TEST);
    if (c->failed) {
        builder_close(&u.text);
        return NULL;
    }
    return compile_constant_steal(c, builder_finish(&u.text));
}
