/* Calls: callable, slot for self, arguments in consecutive temporaries. */
#include "compiler/emitter.h"

#include "types/tuple.h"

static void check_keywords(Emitter *e, const Node *at, const NodeList *keywords)
{
    for (int32_t i = 0; i < keywords->count; i++) {
        const Identifier *name = keywords->items[i]->keyword.arg;
        if (!name)
            continue;
        refuse_debug(e, at, name, CONTEXT_STORE);
        for (int32_t j = i + 1; j < keywords->count; j++) {
            const Identifier *other = keywords->items[j]->keyword.arg;
            if (other && symbols_name(e->symbols, other) == symbols_name(e->symbols, name)) {
                compile_error(e->c, keywords->items[j], "keyword argument repeated: %s", name->text);
                return;
            }
        }
    }
}

static bool has_double_star(const NodeList *keywords)
{
    for (int32_t i = 0; i < keywords->count; i++)
        if (!keywords->items[i]->keyword.arg)
            return true;
    return false;
}

static bool is_plain(const NodeList *args, const NodeList *keywords, int extra)
{
    return args->count + 2 * keywords->count + extra <= MAX_DISPLAY && !has_star(args) && !has_double_star(keywords);
}

static Operand finish_call(Emitter *e, const Node *at, Opcode op, int base, int count, int32_t target, int hint)
{
    free_from(e, base);
    int reg = destination(e, hint);
    emit_wide(e, at, op, reg, base, count, target);
    return reg;
}

Operand emit_plain_call(Emitter *e, const Node *at, int base, int count, int hint)
{
    return finish_call(e, at, OP_CALL_FUNCTION, base, count, 0, hint);
}

/* -- calls whose arguments are known one by one */

static int32_t keyword_names(Emitter *e, const NodeList *keywords)
{
    Value names = tuple_new(e->rt, keywords->count);
    if (!names) {
        compile_failed(e->c);
        return 0;
    }
    for (int32_t i = 0; i < keywords->count; i++)
        tuple_items(names)[i] = retain(compile_name(e->c, symbols_name(e->symbols, keywords->items[i]->keyword.arg)));
    if (e->c->failed) {
        release(e->rt, names);
        return 0;
    }
    return constant_index(e, compile_constant_steal(e->c, tuple_done(e->rt, names)));
}

static Operand emit_plain(Emitter *e, const Node *at, int base, bool has_self, int extra, const NodeList *args,
                          const NodeList *keywords, int hint)
{
    for (int32_t i = 0; i < args->count; i++)
        emit_to_temporary(e, args->items[i]);
    for (int32_t i = 0; i < keywords->count; i++)
        emit_to_temporary(e, keywords->items[i]->keyword.value);
    int count = extra + args->count + keywords->count;
    if (!keywords->count)
        return finish_call(e, at, has_self ? OP_CALL : OP_CALL_FUNCTION, base, count, 0, hint);
    return finish_call(e, at, has_self ? OP_CALL_KEYWORDS : OP_CALL_FUNCTION_KEYWORDS, base, count,
                       keyword_names(e, keywords), hint);
}

/* -- calls with * and ** */

/* All positional arguments as one tuple (or the one starred iterable) in BASE + 1. */
static void emit_positional(Emitter *e, const Node *at, int base, int extra, const NodeList *args)
{
    set_depth(e, base + 1 - e->unit->local_count);
    if (!extra && args->count == 1 && args->items[0]->kind == NODE_STARRED) {
        emit_to_temporary(e, args->items[0]->starred.value);
        return;
    }
    if (!extra && !args->count) {
        move_to_temporary(e, at, emit_constant(e, at, compile_constant_steal(e->c, tuple_empty(e->rt))));
        return;
    }
    int list = temporary(e);
    if (extra)
        temporary(e);               /* the arguments that are there begin at base + 2 */
    set_depth(e, base + 2 + extra - e->unit->local_count);
    emit(e, at, OP_BUILD_LIST, list, base + 2, extra);
    set_depth(e, base + 2 - e->unit->local_count);
    emit_extend_list(e, at, list, args);
    emit(e, at, OP_LIST_TO_TUPLE, list, list, 0);
}

static void merge(Emitter *e, const Node *at, int map, Operand value, int base)
{
    emit(e, at, OP_DICT_MERGE, map, value, base);
    used(e, value);
}

static void add_keyword(Emitter *e, const Node *at, int map, const Node *keyword)
{
    Operand name = emit_constant(e, at, compile_name(e->c, symbols_name(e->symbols, keyword->keyword.arg)));
    Operand value = emit_value(e, keyword->keyword.value);
    emit(e, at, OP_MAP_ADD, map, name, value);
    used(e, value);
    used(e, name);
}

/* Named arguments from FIRST on up to the next **, in a dict of their own. */
static int32_t emit_keyword_run(Emitter *e, const Node *at, const NodeList *keywords, int32_t first)
{
    int map = temporary(e);
    emit(e, at, OP_BUILD_MAP, map, map, 0);
    for (; first < keywords->count && keywords->items[first]->keyword.arg; first++)
        add_keyword(e, at, map, keywords->items[first]);
    return first;
}

static void emit_keywords(Emitter *e, const Node *at, int base, const NodeList *keywords)
{
    int map = next_temporary(e);
    int32_t i = emit_keyword_run(e, at, keywords, 0);
    while (i < keywords->count) {
        if (!keywords->items[i]->keyword.arg) {
            merge(e, at, map, emit_value(e, keywords->items[i++]->keyword.value), base);
            continue;
        }
        int run = next_temporary(e);
        i = emit_keyword_run(e, at, keywords, i);
        merge(e, at, map, run, base);
    }
}

Operand emit_call_tail(Emitter *e, const Node *at, int base, bool has_self, int extra, const NodeList *args,
                       const NodeList *keywords, int hint)
{
    check_keywords(e, at, keywords);
    if (is_plain(args, keywords, extra))
        return emit_plain(e, at, base, has_self, extra, args, keywords, hint);
    emit_positional(e, at, base, extra, args);
    if (keywords->count)
        emit_keywords(e, at, base, keywords);
    return finish_call(e, at, OP_CALL_EX, base, keywords->count > 0, 0, hint);
}

/* -- the expression */

static Operand emit_method_call(Emitter *e, const Node *node, int hint)
{
    const Node *function = node->call.func;
    int base = next_temporary(e);
    Operand object = emit_value(e, function->attribute.value);
    Node place = emit_attribute_place(function, function), call_place = emit_attribute_place(node, function);
    Operand name = name_operand(e, &place, function->attribute.attr);
    set_depth(e, base + 2 - e->unit->local_count);
    emit(e, &place, OP_LOAD_METHOD, base, object, name);
    return emit_call_tail(e, &call_place, base, true, 0, &node->call.args, &node->call.keywords, hint);
}

Operand emit_call(Emitter *e, const Node *node, int hint)
{
    const Node *function = node->call.func;
    if (function->kind == NODE_ATTRIBUTE && is_plain(&node->call.args, &node->call.keywords, 0))
        return emit_method_call(e, node, hint);
    check_callable(e, function);
    int base = emit_to_temporary(e, function);
    temporary(e);
    return emit_call_tail(e, node, base, false, 0, &node->call.args, &node->call.keywords, hint);
}
