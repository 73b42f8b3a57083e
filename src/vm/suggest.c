#include "vm/suggest.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/code.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame.h"

enum { MOVE_COST = 2, CASE_COST = 1, MAX_NAME = 40, MAX_CANDIDATES = 750 };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static size_t substitution_cost(char a, char b)
{
    if (a == b)
        return 0;
    return lower(a) == lower(b) ? CASE_COST : MOVE_COST;
}

/* Levenshtein distance with cheap changes of case; more than MOST: anything above it. */
static size_t distance(const char *a, size_t a_size, const char *b, size_t b_size, size_t most)
{
    size_t row[MAX_NAME];
    while (a_size && b_size && *a == *b)
        a++, b++, a_size--, b_size--;
    while (a_size && b_size && a[a_size - 1] == b[b_size - 1])
        a_size--, b_size--;
    if (!a_size || !b_size)
        return (a_size + b_size) * MOVE_COST;
    if (a_size > MAX_NAME || b_size > MAX_NAME)
        return most + 1;
    for (size_t i = 0; i < a_size; i++)
        row[i] = (i + 1) * MOVE_COST;
    size_t result = 0;
    for (size_t j = 0; j < b_size; j++) {
        size_t diagonal = j * MOVE_COST, least = SIZE_MAX;
        result = diagonal + MOVE_COST;
        for (size_t i = 0; i < a_size; i++) {
            size_t substitute = diagonal + substitution_cost(b[j], a[i]);
            diagonal = row[i];
            size_t change = MIN(result, diagonal) + MOVE_COST;
            row[i] = result = MIN(substitute, change);
            least = MIN(least, result);
        }
        if (least > most)
            return most + 1;
    }
    return result;
}

/* The nearest to NAME in LIST (borrowed from it), or NULL. */
static Borrowed nearest_peek(Borrowed list, Borrowed name)
{
    Value best = NULL;
    size_t best_distance = SIZE_MAX;
    if (list_count(list) >= MAX_CANDIDATES || str_size(name) > MAX_NAME)
        return NULL;
    for (int64_t i = 0; i < list_count(list); i++) {
        Value item = list_item_peek(list, i);
        if (!value_is_str(item) || str_equal(item, name))
            continue;
        size_t most = (str_size(name) + str_size(item) + 3) * MOVE_COST / 6;
        most = MIN(most, best_distance - 1);
        size_t d = distance(str_bytes(name), str_size(name), str_bytes(item), str_size(item), most);
        if (d <= most && (!best || d < best_distance)) {
            best = item;
            best_distance = d;
        }
    }
    return best;
}

/* Takes CANDIDATES, any iterable or NULL. */
static Owned nearest_steal(Runtime *rt, Owned candidates, Borrowed name)
{
    Value list = candidates ? sequence_list(rt, candidates) : NULL;
    Value best = list ? nearest_peek(list, name) : NULL;
    retain(best);
    release(rt, list);
    release(rt, candidates);
    error_clear(rt);
    return best;
}

static Owned suggest_variable(Runtime *rt, Exception *e, Borrowed name)
{
    Traceback *t = (Traceback *)e->traceback;
    if (!t)
        return NULL;
    while (t->next)
        t = (Traceback *)t->next;
    Frame *frame = ((FrameObject *)t->frame)->frame;
    Value found = nearest_steal(rt, retain(frame->code->local_names), name);
    if (!found)
        found = nearest_steal(rt, dict_keys_list(rt, frame->globals), name);
    return found ? found : nearest_steal(rt, dict_keys_list(rt, frame->builtins), name);
}

Owned suggest_name(Runtime *rt, Borrowed exception)
{
    Exception *e = (Exception *)exception;
    Type *type = value_type(rt, exception);
    if (type != rt->NameError && type != rt->AttributeError)
        return NULL;
    Value name = e->extra[EXTRA_NAME];
    if (!name || !value_is_str(name))
        return NULL;
    if (type == rt->NameError)
        return suggest_variable(rt, e, name);
    return e->extra[EXTRA_OBJ] ? nearest_steal(rt, object_dir(rt, e->extra[EXTRA_OBJ]), name) : NULL;
}
