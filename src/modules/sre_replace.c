/* findall, split, sub, subn: all matches one after the other. */
#include "modules/sre.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

/* The next match from where the last one ended; an empty one may not touch it. */
static int next_match(SreMatcher *m, bool first)
{
    if (!first) {
        bool empty = m->at == m->start;
        m->must_advance = empty ? m->at : NULL;
        m->start = m->at;
    }
    return sre_search(m);
}

static Owned part(Runtime *rt, Borrowed string, const SreMatcher *m, int64_t group, bool none_for_unset)
{
    int64_t start, end;
    if (group == 0) {
        start = m->start - m->beginning;
        end = m->at - m->beginning;
    } else {
        start = m->marks[2 * group - 2] - 1;
        end = m->marks[2 * group - 1] - 1;
        if (start < 0 || end < 0) {
            if (none_for_unset)
                return NONE;
            start = end = 0;
        }
    }
    return sre_slice(rt, string, start, end);
}

/* What findall gives for one match: the match, its one group, or all groups. */
static Owned found_item(Runtime *rt, Borrowed string, const SreMatcher *m)
{
    int64_t groups = m->pattern->groups;
    if (groups < 2)
        return part(rt, string, m, groups, false);
    Value tuple = tuple_new(rt, groups);
    for (int64_t i = 0; tuple && i < groups; i++)
        if (!(tuple_items(tuple)[i] = part(rt, string, m, i + 1, false))) {
            release(rt, tuple);
            return NULL;
        }
    return tuple ? tuple_done(rt, tuple) : NULL;
}

Owned sre_findall(Runtime *rt, Borrowed self, const Value *args)
{
    SreText text;
    SreMatcher m;
    int64_t pos = 0, endpos = INT64_MAX;
    int found = 0;
    if ((args[1] && !value_to_ssize(rt, args[1], &pos, NULL)) || (args[2] && !value_to_ssize(rt, args[2], &endpos, NULL)) ||
        !sre_begin(rt, self, args[0], pos, endpos, &text, &m))
        return NULL;
    Value list = list_new(rt, 0);
    for (bool first = true; list && (found = next_match(&m, first)) > 0; first = false) {
        Value item = found_item(rt, args[0], &m);
        if (!item || !list_append_steal(rt, list, item))
            value_clear(rt, &list);
    }
    if (found < 0)
        value_clear(rt, &list);
    sre_end(rt, &text, &m);
    return list;
}

static bool append_slice(Runtime *rt, Borrowed list, Borrowed string, int64_t start, int64_t end)
{
    Value slice = sre_slice(rt, string, start, end);
    return slice && list_append_steal(rt, list, slice);
}

static bool append_groups(Runtime *rt, Borrowed list, Borrowed string, const SreMatcher *m)
{
    for (int64_t i = 1; i <= m->pattern->groups; i++) {
        Value item = part(rt, string, m, i, true);
        if (!item || !list_append_steal(rt, list, item))
            return false;
    }
    return true;
}

Owned sre_split(Runtime *rt, Borrowed self, const Value *args)
{
    SreText text;
    SreMatcher m;
    int64_t most = 0, last = 0, count = 0;
    int found = 0;
    if (!argument_index(rt, args[1], &most) || !sre_begin(rt, self, args[0], 0, INT64_MAX, &text, &m))
        return NULL;
    Value list = list_new(rt, 0);
    bool done = list;
    for (bool first = true; done && (most == 0 || count < most) && (found = next_match(&m, first)) > 0; first = false, count++) {
        done = append_slice(rt, list, args[0], last, m.start - m.beginning) && append_groups(rt, list, args[0], &m);
        last = m.at - m.beginning;
    }
    done = done && found >= 0 && append_slice(rt, list, args[0], last, m.end - m.beginning);
    sre_end(rt, &text, &m);
    if (!done)
        value_clear(rt, &list);
    return list;
}

/* -- replacing */

typedef struct Filter {
    Value value;                /* str or bytes to insert, or a callable; owned */
    bool is_literal;
} Filter;

static bool has_backslash(Borrowed v)
{
    if (value_is_str(v))
        return memchr(str_bytes(v), '\\', str_size(v));
    return !value_is_bytes(v) || memchr(bytes_bytes(v), '\\', bytes_size(v));
}

/* A template with backslashes is prepared by re._subx. */
static bool open_filter(Runtime *rt, Borrowed self, Borrowed template, Filter *f)
{
    f->is_literal = !is_callable(rt, template) && (value_is_str(template) || value_is_bytes(template)) && !has_backslash(template);
    if (f->is_literal || is_callable(rt, template)) {
        f->value = retain(template);
        return true;
    }
    Value re = import_module(rt, "re"), function = re ? get_attribute_text(rt, re, "_subx") : NULL;
    f->value = function ? call_two(rt, function, self, template) : NULL;
    release(rt, re);
    release(rt, function);
    f->is_literal = f->value && !is_callable(rt, f->value);
    return f->value;
}

static bool append_replacement(Runtime *rt, Borrowed self, Borrowed string, const Filter *f, const SreMatcher *m, Borrowed list)
{
    if (f->is_literal)
        return f->value == NONE || list_append(rt, list, f->value);
    Value match = sre_match_new(rt, self, string, m, 0, INT64_MAX);
    Value item = match ? call_one(rt, f->value, match) : NULL;
    release(rt, match);
    bool done = item && (item == NONE || list_append(rt, list, item));
    release(rt, item);
    return done;
}

static Owned joined(Runtime *rt, Borrowed string, Borrowed list)
{
    Value empty = value_is_str(string) ? str_from_bytes(rt, "", 0) : bytes_from(rt, "", 0);
    Value result = empty ? call_method(rt, empty, rt->names.join, &list, 1) : NULL;
    release(rt, empty);
    return result;
}

static Owned substitute(Runtime *rt, Borrowed self, const Value *args, int64_t *count)
{
    SreText text;
    SreMatcher m;
    Filter f = { 0 };
    int64_t most = 0, last = 0;
    int found = 0;
    Value string = args[1], result = NULL;
    *count = 0;
    if (!argument_index(rt, args[2], &most) || !open_filter(rt, self, args[0], &f))
        return NULL;
    if (!sre_begin(rt, self, string, 0, INT64_MAX, &text, &m)) {
        release(rt, f.value);
        return NULL;
    }
    Value list = list_new(rt, 0);
    bool done = list;
    for (bool first = true; done && (most == 0 || *count < most) && (found = next_match(&m, first)) > 0; first = false, ++*count) {
        int64_t start = m.start - m.beginning;
        done = (start == last || append_slice(rt, list, string, last, start)) &&
               append_replacement(rt, self, string, &f, &m, list);
        last = m.at - m.beginning;
    }
    done = done && found >= 0 && (last == m.end - m.beginning || append_slice(rt, list, string, last, m.end - m.beginning));
    sre_end(rt, &text, &m);
    release(rt, f.value);
    if (done)
        result = *count ? joined(rt, string, list) : sre_slice(rt, string, 0, (int64_t)text.size);
    release(rt, list);
    return result;
}

Owned sre_sub(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t count;
    return substitute(rt, self, args, &count);
}

Owned sre_subn(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t count;
    Value text = substitute(rt, self, args, &count);
    Value items[2] = { text, small_int_value(count) };
    return text ? tuple_from_steal(rt, items, 2) : NULL;
}
