/* The module _sre: patterns from the words that the library's re compiler emits. */
#include "modules/sre.h"

#include <utf8proc.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

/* -- code that did not come from the compiler must not lead the machine astray */

typedef struct Checker { const uint32_t *code; size_t count; int64_t groups; int depth; } Checker;

enum { MAX_NESTING = 2000 };

static bool check_set(const Checker *k, size_t at, size_t end)
{
    while (at < end) {
        switch (k->code[at]) {
        case SRE_FAILURE: return at + 1 == end;
        case SRE_NEGATE: at += 1; break;
        case SRE_LITERAL: case SRE_CATEGORY: at += 2; break;
        case SRE_RANGE: case SRE_RANGE_UNI_IGNORE: at += 3; break;
        case SRE_CHARSET: at += 9; break;
        case SRE_BIGCHARSET: {
            if (at + 2 + 64 > end || k->code[at + 1] > 256)
                return false;
            const uint8_t *map = (const uint8_t *)&k->code[at + 2];
            for (int i = 0; i < 256; i++)
                if (map[i] >= k->code[at + 1])
                    return false;
            at += 2 + 64 + (size_t)k->code[at + 1] * 8;
            break;
        }
        default: return false;
        }
    }
    return false;
}

static bool check_span(Checker *k, size_t at, size_t end);

/* The body of a construct: [from, to) and one closing word at TO. */
static bool check_body(Checker *k, size_t from, size_t to, size_t end, uint32_t closing)
{
    if (to >= end || to < from || k->code[to] != closing || ++k->depth > MAX_NESTING)
        return false;
    bool good = check_span(k, from, to);
    k->depth--;
    return good;
}

static bool check_branch(Checker *k, size_t *at, size_t end)
{
    size_t p = *at + 1, join = 0;
    while (p < end && k->code[p]) {
        size_t next = p + k->code[p];
        if (next > end || next < p + 3 || k->code[next - 2] != SRE_JUMP || ++k->depth > MAX_NESTING ||
            !check_span(k, p + 1, next - 2))
            return false;
        k->depth--;
        size_t target = next - 1 + k->code[next - 1];
        if (join && target != join)
            return false;
        join = target;
        p = next;
    }
    *at = p + 1;
    return p < end && join == p + 1;
}

static bool check_exists(Checker *k, size_t *at, size_t end)
{
    size_t target = *at + 1 + k->code[*at + 2];
    if ((int64_t)k->code[*at + 1] >= k->groups || target < *at + 3 || target > end || ++k->depth > MAX_NESTING)
        return false;
    bool good;
    if (target >= *at + 5 && k->code[target - 2] == SRE_JUMP && target - 1 + k->code[target - 1] <= end &&
        k->code[target - 1] && check_span(k, *at + 3, target - 2)) {
        size_t join = target - 1 + k->code[target - 1];
        good = join >= target && check_span(k, target, join);
        *at = join;
    } else {
        good = check_span(k, *at + 3, target);
        *at = target;
    }
    k->depth--;
    return good;
}

static bool check_one(Checker *k, size_t *at, size_t end)
{
    const uint32_t *pc = &k->code[*at];
    size_t left = end - *at, skip = left > 1 ? *at + 1 + pc[1] : 0;
    switch (pc[0]) {
    case SRE_FAILURE: case SRE_ANY: case SRE_ANY_ALL: *at += 1; return true;
    case SRE_LITERAL: case SRE_NOT_LITERAL: case SRE_LITERAL_IGNORE: case SRE_NOT_LITERAL_IGNORE:
    case SRE_LITERAL_UNI_IGNORE: case SRE_NOT_LITERAL_UNI_IGNORE: case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE: case SRE_CATEGORY:
        *at += 2;
        return left >= 2;
    case SRE_AT: *at += 2; return left >= 2 && pc[1] < 12;
    case SRE_MARK: *at += 2; return left >= 2 && (int64_t)pc[1] < 2 * k->groups;
    case SRE_GROUPREF: case SRE_GROUPREF_IGNORE: case SRE_GROUPREF_UNI_IGNORE: case SRE_GROUPREF_LOC_IGNORE:
        *at += 2;
        return left >= 2 && (int64_t)pc[1] < k->groups;
    case SRE_IN: case SRE_IN_IGNORE: case SRE_IN_UNI_IGNORE: case SRE_IN_LOC_IGNORE: {
        bool good = left >= 3 && skip <= end && skip > *at + 2 && check_set(k, *at + 2, skip);
        *at = skip;
        return good;
    }
    case SRE_BRANCH: return left >= 2 && check_branch(k, at, end);
    case SRE_REPEAT_ONE: case SRE_MIN_REPEAT_ONE: case SRE_POSSESSIVE_REPEAT_ONE: {
        bool good = left >= 5 && pc[2] <= pc[3] && skip <= end && skip > *at + 5 &&
                    check_body(k, *at + 4, skip - 1, end, SRE_SUCCESS);
        *at = skip;
        return good;
    }
    case SRE_REPEAT: {
        bool good = left >= 5 && pc[2] <= pc[3] && skip < end &&
                    check_body(k, *at + 4, skip, end, k->code[skip] == SRE_MIN_UNTIL ? SRE_MIN_UNTIL : SRE_MAX_UNTIL);
        *at = skip + 1;
        return good;
    }
    case SRE_POSSESSIVE_REPEAT: {
        bool good = left >= 5 && pc[2] <= pc[3] && check_body(k, *at + 4, skip, end, SRE_SUCCESS);
        *at = skip + 1;
        return good;
    }
    case SRE_ATOMIC_GROUP: {
        bool good = left >= 3 && skip <= end && skip > *at + 2 && check_body(k, *at + 2, skip - 1, end, SRE_SUCCESS);
        *at = skip;
        return good;
    }
    case SRE_ASSERT: case SRE_ASSERT_NOT: {
        bool good = left >= 4 && skip <= end && skip > *at + 3 && check_body(k, *at + 3, skip - 1, end, SRE_SUCCESS);
        *at = skip;
        return good;
    }
    case SRE_GROUPREF_EXISTS: return left >= 3 && check_exists(k, at, end);
    }
    return false;
}

static bool check_span(Checker *k, size_t at, size_t end)
{
    while (at < end)
        if (!check_one(k, &at, end))
            return false;
    return at == end;
}

static bool check_info(const Checker *k, size_t *at)
{
    size_t end = 1 + k->code[1];
    if (k->count < 5 || end > k->count || end < 5)
        return false;
    *at = end;
    if (k->code[2] & SRE_INFO_PREFIX)
        return end >= 8 && k->code[5] >= 1;
    return !(k->code[2] & SRE_INFO_CHARSET) || check_set(k, 5, end);
}

static bool check_code(const Pattern *p)
{
    Checker k = { p->code, p->code_count, p->groups, 0 };
    size_t at = 0;
    if (k.count < 1 || k.code[k.count - 1] != SRE_SUCCESS || (k.code[0] == SRE_INFO && (k.count < 2 || !check_info(&k, &at))))
        return false;
    return check_span(&k, at, k.count - 1);
}

/* -- compile */

static bool read_code(Runtime *rt, Pattern *p, Borrowed list)
{
    p->code_count = (size_t)list_count(list);
    p->code = memory_alloc(rt, (p->code_count + 1) * sizeof *p->code);
    if (!p->code)
        return raise_memory_error(rt);
    for (size_t i = 0; i < p->code_count; i++) {
        Value word = list_item_peek(list, (int64_t)i);
        Value number = value_is_small_int(word) ? word : value_is_int(word) ? int_plain_peek(word) : NULL;
        if (!number || !value_is_small_int(number) || small_int(number) < 0 || small_int(number) > UINT32_MAX)
            return raise(rt, rt->OverflowError, "regular expression code size limit exceeded");
        p->code[i] = (uint32_t)small_int(number);
    }
    return true;
}

static Owned sre_compile(Runtime *rt, Borrowed self, const Value *args)
{
    int flags = 0;
    int64_t groups = 0;
    if (!argument_int(rt, args[1], &flags) || !argument_index(rt, args[3], &groups))
        return NULL;
    if (!value_is_list(args[2]) || !value_is_dict(args[4]) || !value_is_tuple(args[5]))
        return raise(rt, rt->TypeError, "compile() argument 'code' must be list, not %V", args[2]);
    Pattern *p = (Pattern *)type_alloc(rt, ((SreState *)((Module *)self)->state)->pattern, 0);
    if (!p)
        return NULL;
    p->pattern = retain(args[0]);
    p->for_bytes = !value_is_str(args[0]) && args[0] != NONE;
    p->flags = (uint32_t)flags;
    p->groups = groups;
    p->group_index = retain(args[4]);
    p->index_group = retain(args[5]);
    p->module = retain(self);
    bool good = groups >= 0 && groups < 1 << 30 && read_code(rt, p, args[2]);
    if (good && !check_code(p))
        good = raise(rt, rt->RuntimeError, "invalid SRE code");
    if (!good) {
        object_release(&rt->gc, &p->head);
        return NULL;
    }
    gc_track(&rt->gc, &p->head);
    return object_value(p);
}

/* -- case */

static bool character(Runtime *rt, Borrowed v, uint32_t *c)
{
    int number = 0;
    bool done = argument_int(rt, v, &number);
    *c = (uint32_t)number;
    return done;
}

static Owned ascii_iscased(Runtime *rt, Borrowed self unused, const Value *args)
{
    uint32_t c;
    return character(rt, args[0], &c) ? bool_value(c < 128 && (c | 32) - 'a' < 26) : NULL;
}

static Owned unicode_iscased(Runtime *rt, Borrowed self unused, const Value *args)
{
    uint32_t c;
    return character(rt, args[0], &c) ? bool_value(sre_lower_unicode(c) != c || sre_upper_unicode(c) != c) : NULL;
}

static Owned ascii_tolower(Runtime *rt, Borrowed self unused, const Value *args)
{
    uint32_t c;
    return character(rt, args[0], &c) ? small_int_value(sre_lower_ascii(c)) : NULL;
}

static Owned unicode_tolower(Runtime *rt, Borrowed self unused, const Value *args)
{
    uint32_t c;
    return character(rt, args[0], &c) ? small_int_value(sre_lower_unicode(c)) : NULL;
}

static Owned getcodesize(Runtime *rt unused, Borrowed self unused, const Value *args unused)
{
    return small_int_value(sizeof(uint32_t));
}

static bool init(Runtime *rt, Borrowed module)
{
    SreState *state = ((Module *)module)->state;
    return (state->pattern = type_from_def(rt, &sre_pattern_def, rt->object_type)) &&
           (state->match = type_from_def(rt, &sre_match_def, rt->object_type)) &&
           (state->scanner = type_from_def(rt, &sre_scanner_def, rt->object_type)) &&
           module_add(rt, module, "MAGIC", small_int_value(SRE_MAGIC)) &&
           module_add(rt, module, "CODESIZE", small_int_value(sizeof(uint32_t))) &&
           module_add(rt, module, "MAXREPEAT", small_int_value(SRE_MAXREPEAT)) &&
           module_add(rt, module, "MAXGROUPS", small_int_value((1 << 30) - 1));
}

static const MethodDef functions[] = {
    METHOD("compile", sre_compile, "(pattern, flags, code, groups, groupindex, indexgroup)", NULL),
    METHOD("getcodesize", getcodesize, "()", NULL),
    METHOD("ascii_iscased", ascii_iscased, "(character, /)", NULL),
    METHOD("unicode_iscased", unicode_iscased, "(character, /)", NULL),
    METHOD("ascii_tolower", ascii_tolower, "(character, /)", NULL),
    METHOD("unicode_tolower", unicode_tolower, "(character, /)", NULL),
    { 0 },
};

const ModuleDef _sre_module_def = { .name = "_sre", .functions = functions, .init = init, .state_size = sizeof(SreState) };
