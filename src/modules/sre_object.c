/* re.Pattern's searching methods, re.Match, the scanner. */
#include "modules/sre.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/generic_alias.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

/* -- matching */

bool sre_begin(Runtime *rt, Borrowed pattern, Borrowed string, int64_t pos, int64_t endpos, SreText *text, SreMatcher *m)
{
    const Pattern *p = (Pattern *)pattern;
    if (!sre_text_open(rt, p, string, text))
        return false;
    size_t end = sre_index_to_place(text, endpos), start = sre_index_to_place(text, pos);
    if (sre_open(m, rt, p, text->bytes, MIN(start, end), end, text->wide))
        return true;
    sre_text_close(rt, text);
    return false;
}

void sre_end(Runtime *rt, SreText *text, SreMatcher *m)
{
    sre_close(m);
    sre_text_close(rt, text);
}

typedef int (*Search)(SreMatcher *m);

static bool positions(Runtime *rt, const Value *args, int64_t *pos, int64_t *endpos)
{
    *pos = 0;
    *endpos = INT64_MAX;
    return (!args[1] || value_to_ssize(rt, args[1], pos, rt->OverflowError)) &&
           (!args[2] || value_to_ssize(rt, args[2], endpos, rt->OverflowError));
}

static Owned run(Runtime *rt, Borrowed self, const Value *args, Search search, bool whole)
{
    SreText text;
    SreMatcher m;
    int64_t pos, endpos;
    if (!positions(rt, args, &pos, &endpos) || !sre_begin(rt, self, args[0], pos, endpos, &text, &m))
        return NULL;
    m.whole = whole;
    int found = search(&m);
    Value result = found < 0 ? NULL : found ? sre_match_new(rt, self, args[0], &m, pos, endpos) : NONE;
    sre_end(rt, &text, &m);
    return result;
}

static Owned pattern_match(Runtime *rt, Borrowed self, const Value *args) { return run(rt, self, args, sre_match, false); }
static Owned pattern_fullmatch(Runtime *rt, Borrowed self, const Value *args) { return run(rt, self, args, sre_match, true); }
static Owned pattern_search(Runtime *rt, Borrowed self, const Value *args) { return run(rt, self, args, sre_search, false); }

/* -- pattern objects */

static int pattern_traverse(Object *self, GcVisit visit, void *argument)
{
    Pattern *p = (Pattern *)self;
    VISIT_VALUE(p->pattern);
    VISIT_VALUE(p->group_index);
    VISIT_VALUE(p->index_group);
    VISIT_VALUE(p->module);
    return type_traverse_object(self, visit, argument);
}

static void pattern_clear(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Pattern *p = (Pattern *)self;
    value_clear(rt, &p->group_index);
    value_clear(rt, &p->index_group);
}

static void pattern_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Pattern *p = (Pattern *)self;
    gc_untrack(gc, self);
    pattern_clear(gc, self);
    release(rt, p->pattern);
    release(rt, p->module);
    memory_free(rt, p->code);
    type_free_object(rt, self);
}

static Owned pattern_repr(Runtime *rt, Borrowed self)
{
    static const struct { const char *name; uint32_t flag; } names[] = {
        { "re.TEMPLATE", 1 }, { "re.IGNORECASE", 2 }, { "re.LOCALE", 4 }, { "re.MULTILINE", 8 }, { "re.DOTALL", 16 },
        { "re.UNICODE", 32 }, { "re.VERBOSE", 64 }, { "re.DEBUG", 128 }, { "re.ASCII", 256 },
    };
    Pattern *p = (Pattern *)self;
    uint32_t flags = p->flags, shown = 0;
    if (value_is_str(p->pattern) && (flags & (SRE_FLAG_LOCALE | SRE_FLAG_UNICODE | SRE_FLAG_ASCII)) == SRE_FLAG_UNICODE)
        flags &= ~(uint32_t)SRE_FLAG_UNICODE;
    StrBuilder b;
    builder_open(&b, rt);
    builder_text(&b, "re.compile(");
    Value text = value_repr(rt, p->pattern);
    if (!text) {
        builder_close(&b);
        return NULL;
    }
    builder_write(&b, str_bytes(text), MIN(str_size(text), 200));
    release(rt, text);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (flags & names[i].flag) {
            builder_text(&b, shown++ ? "|" : ", ");
            builder_text(&b, names[i].name);
        }
    builder_text(&b, ")");
    return builder_finish(&b);
}

static Owned pattern_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || value_type(rt, self) != value_type(rt, other))
        return NOT_IMPLEMENTED;
    const Pattern *a = (Pattern *)self, *b = (Pattern *)other;
    bool same = a->flags == b->flags && a->for_bytes == b->for_bytes && a->code_count == b->code_count &&
                !memcmp(a->code, b->code, a->code_count * sizeof *a->code);
    int equal = same ? values_equal(rt, a->pattern, b->pattern) : 0;
    return equal < 0 ? NULL : bool_value(equal == (op == COMPARE_EQ));
}

static bool pattern_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    const Pattern *p = (Pattern *)self;
    if (!value_hash(rt, p->pattern, hash))
        return false;
    uint64_t h = (uint64_t)*hash ^ p->flags * 0x9e3779b97f4a7c15u;
    for (size_t i = 0; i < p->code_count; i++)
        h = (h ^ p->code[i]) * 0x100000001b3u;
    *hash = (int64_t)h == -1 ? -2 : (int64_t)h;
    return true;
}

static Owned get_flags(Runtime *rt unused, Borrowed self) { return small_int_value(((Pattern *)self)->flags); }
static Owned get_groups(Runtime *rt unused, Borrowed self) { return small_int_value(((Pattern *)self)->groups); }
static Owned get_pattern(Runtime *rt unused, Borrowed self) { return retain(((Pattern *)self)->pattern); }
static Owned get_group_index(Runtime *rt, Borrowed self) { return mapping_proxy_new(rt, ((Pattern *)self)->group_index); }
static Owned itself(Runtime *rt unused, Borrowed self, const Value *args unused) { return retain(self); }

/* -- the scanner: successive matches */

typedef struct Scanner {
    Object head;
    Value pattern, string;
    int64_t place, end;         /* byte offsets; place -1: done */
    int64_t pos, endpos;
    bool must_advance;
} Scanner;

static int scanner_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((Scanner *)self)->pattern);
    VISIT_VALUE(((Scanner *)self)->string);
    return type_traverse_object(self, visit, argument);
}

static void scanner_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    release(runtime_of(gc), ((Scanner *)self)->pattern);
    release(runtime_of(gc), ((Scanner *)self)->string);
    type_free_object(runtime_of(gc), self);
}

static Owned pattern_scanner(Runtime *rt, Borrowed self, const Value *args)
{
    SreText text;
    int64_t pos, endpos;
    const Pattern *p = (Pattern *)self;
    if (!positions(rt, args, &pos, &endpos) || !sre_text_open(rt, p, args[0], &text))
        return NULL;
    Scanner *s = (Scanner *)type_alloc(rt, sre_state(p)->scanner, 0);
    if (s) {
        s->end = (int64_t)sre_index_to_place(&text, endpos);
        s->place = MIN((int64_t)sre_index_to_place(&text, pos), s->end);
        s->pos = pos;
        s->endpos = endpos;
        s->pattern = retain(self);
        s->string = retain(args[0]);
        gc_track(&rt->gc, &s->head);
    }
    sre_text_close(rt, &text);
    return object_value(s);
}

/* NONE when there is no further match. */
static Owned scan(Runtime *rt, Scanner *s, Search search)
{
    SreText text;
    SreMatcher m;
    if (s->place < 0)
        return NONE;
    if (!sre_text_open(rt, (Pattern *)s->pattern, s->string, &text))
        return NULL;
    size_t end = MIN((size_t)s->end, text.size);
    if (!sre_open(&m, rt, (Pattern *)s->pattern, text.bytes, MIN((size_t)s->place, end), end, text.wide)) {
        sre_text_close(rt, &text);
        return NULL;
    }
    m.must_advance = s->must_advance ? m.start : NULL;
    int found = search(&m);
    Value match = found > 0 ? sre_match_new(rt, s->pattern, s->string, &m, s->pos, s->endpos) : found ? NULL : NONE;
    s->must_advance = found > 0 && m.at == m.start;
    s->place = found > 0 ? m.at - m.beginning : -1;
    sre_end(rt, &text, &m);
    return match;
}

static Owned scanner_match(Runtime *rt, Borrowed self, const Value *args unused) { return scan(rt, (Scanner *)self, sre_match); }
static Owned scanner_search(Runtime *rt, Borrowed self, const Value *args unused) { return scan(rt, (Scanner *)self, sre_search); }
static Owned scanner_pattern(Runtime *rt unused, Borrowed self) { return retain(((Scanner *)self)->pattern); }

static const MethodDef scanner_methods[] = {
    METHOD("match", scanner_match, "()", NULL), METHOD("search", scanner_search, "()", NULL), { 0 },
};
static const GetSetDef scanner_getsets[] = { { "pattern", scanner_pattern, NULL, NULL }, { 0 } };
const TypeDef sre_scanner_def = {
    .name = "_sre.SRE_Scanner", .size = sizeof(Scanner), .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = scanner_traverse, .free = scanner_free, .methods = scanner_methods, .getsets = scanner_getsets,
};

static Owned pattern_finditer(Runtime *rt, Borrowed self, const Value *args)
{
    Value scanner = pattern_scanner(rt, self, args);
    Value search = scanner ? get_attribute_text(rt, scanner, "search") : NULL;
    Value iterator = search ? callable_iterator_new(rt, search, NONE) : NULL;
    release(rt, scanner);
    release(rt, search);
    return iterator;
}

#define RANGE "(string, pos=0, endpos=sys.maxsize)"
static const MethodDef pattern_methods[] = {
    METHOD("match", pattern_match, RANGE, "Matches zero or more characters at the beginning of the string."),
    METHOD("fullmatch", pattern_fullmatch, RANGE, "Matches against all of the string."),
    METHOD("search", pattern_search, RANGE, "Scan through string looking for a match, and return a corresponding match object instance."),
    METHOD("findall", sre_findall, RANGE, "Return a list of all non-overlapping matches of pattern in string."),
    METHOD("finditer", pattern_finditer, RANGE, "Return an iterator over all non-overlapping matches for the RE pattern in string."),
    METHOD("scanner", pattern_scanner, RANGE, NULL),
    METHOD("split", sre_split, "(string, maxsplit=0)", "Split string by the occurrences of pattern."),
    METHOD("sub", sre_sub, "(repl, string, count=0)", "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl."),
    METHOD("subn", sre_subn, "(repl, string, count=0)", "Return the tuple (new_string, number_of_subs_made)."),
    METHOD("__copy__", itself, "()", NULL),
    METHOD("__deepcopy__", itself, "(memo, /)", NULL),
    CLASS_GETITEM_METHOD,
    { 0 },
};
static const GetSetDef pattern_getsets[] = {
    { "pattern", get_pattern, NULL, "The pattern string from which the RE object was compiled." },
    { "flags", get_flags, NULL, "The regex matching flags." },
    { "groups", get_groups, NULL, "The number of capturing groups in the pattern." },
    { "groupindex", get_group_index, NULL, "A dictionary mapping group names to group numbers." },
    { 0 },
};
static void pattern_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const Pattern *)self)->code);
}

const TypeDef sre_pattern_def = {
    .name = "re.Pattern", .doc = "Compiled regular expression object.", .size = sizeof(Pattern),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW | TYPE_WEAK,
    .traverse = pattern_traverse, .clear = pattern_clear, .free = pattern_free,
    .buffers = pattern_buffers,
    .slots = { .repr = pattern_repr, .compare = pattern_compare, .hash = pattern_hash },
    .methods = pattern_methods, .getsets = pattern_getsets,
};

/* -- match objects */

Owned sre_match_new(Runtime *rt, Borrowed pattern, Borrowed string, const SreMatcher *matcher, int64_t pos, int64_t endpos)
{
    const Pattern *p = (Pattern *)pattern;
    Match *m = (Match *)type_alloc(rt, sre_state(p)->match, (size_t)(p->groups + 1) * 2);
    if (!m)
        return NULL;
    m->string = retain(string);
    m->pattern = retain(pattern);
    m->count = p->groups + 1;
    m->last_index = matcher->last_index;
    m->spans[0] = matcher->start - matcher->beginning;
    m->spans[1] = matcher->at - matcher->beginning;
    for (int64_t i = 0; i < p->groups * 2; i += 2) {
        bool set = matcher->marks[i] && matcher->marks[i + 1];
        m->spans[i + 2] = set ? matcher->marks[i] - 1 : -1;
        m->spans[i + 3] = set ? matcher->marks[i + 1] - 1 : -1;
    }
    int64_t length = value_is_str(string) ? (int64_t)str_length(string) : matcher->end - matcher->beginning;
    m->pos = MAX(0, MIN(pos, length));
    m->endpos = MAX(0, MIN(endpos, length));
    gc_track(&rt->gc, &m->head);
    return object_value(m);
}

static int match_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((Match *)self)->string);
    VISIT_VALUE(((Match *)self)->pattern);
    return type_traverse_object(self, visit, argument);
}

static void match_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    release(runtime_of(gc), ((Match *)self)->string);
    release(runtime_of(gc), ((Match *)self)->pattern);
    type_free_object(runtime_of(gc), self);
}

Owned sre_match_group(Runtime *rt, Borrowed match, int64_t group, Borrowed otherwise)
{
    const Match *m = (Match *)match;
    if (m->spans[2 * group] < 0)
        return retain(otherwise);
    return sre_slice(rt, m->string, m->spans[2 * group], m->spans[2 * group + 1]);
}

/* A number or a name; -1 with IndexError. */
static int64_t group_number(Runtime *rt, const Match *m, Borrowed v)
{
    int64_t number = -1;
    if (value_is_int(v) || value_type(rt, v)->slots->index) {
        if (!value_to_ssize(rt, v, &number, NULL))
            return -1;
    } else {
        Value found = NULL;
        if (!dict_lookup(rt, ((Pattern *)m->pattern)->group_index, v, &found))
            error_clear(rt);
        number = found && value_is_small_int(found) ? small_int(found) : -1;
    }
    if (number < 0 || number >= m->count) {
        raise_index_error(rt, "no such group");
        return -1;
    }
    return number;
}

static Owned group_item(Runtime *rt, Borrowed self, Borrowed key)
{
    int64_t number = group_number(rt, (Match *)self, key);
    return number < 0 ? NULL : sre_match_group(rt, self, number, NONE);
}

static Owned match_group(CALL_PARAMETERS)
{
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "re.Match.group() takes no keyword arguments");
    if (count <= 1)
        return group_item(rt, self, count ? args[0] : small_int_value(0));
    Value tuple = tuple_new(rt, (int64_t)count);
    for (size_t i = 0; tuple && i < count; i++)
        if (!(tuple_items(tuple)[i] = group_item(rt, self, args[i]))) {
            release(rt, tuple);
            return NULL;
        }
    return tuple ? tuple_done(rt, tuple) : NULL;
}

static Owned match_groups(Runtime *rt, Borrowed self, const Value *args)
{
    const Match *m = (Match *)self;
    Value tuple = tuple_new(rt, m->count - 1);
    for (int64_t i = 1; tuple && i < m->count; i++)
        if (!(tuple_items(tuple)[i - 1] = sre_match_group(rt, self, i, args[0] ? args[0] : NONE))) {
            release(rt, tuple);
            return NULL;
        }
    return tuple ? tuple_done(rt, tuple) : NULL;
}

static Owned match_groupdict(Runtime *rt, Borrowed self, const Value *args)
{
    const Match *m = (Match *)self;
    Value result = dict_new(rt), name, number;
    for (int64_t i = 0; result && dict_next_peek(((Pattern *)m->pattern)->group_index, &i, &name, &number);) {
        Value text = sre_match_group(rt, self, small_int(number), args[0] ? args[0] : NONE);
        if (!text || !dict_set(rt, result, name, text))
            value_clear(rt, &result);
        release(rt, text);
    }
    return result;
}

static Owned place_of(Runtime *rt, Borrowed self, Borrowed group, int which)
{
    const Match *m = (Match *)self;
    int64_t number = group ? group_number(rt, m, group) : 0;
    return number < 0 ? NULL : small_int_value(sre_place_to_index(m->string, m->spans[2 * number + which]));
}

static Owned match_start(Runtime *rt, Borrowed self, const Value *args) { return place_of(rt, self, args[0], 0); }
static Owned match_end(Runtime *rt, Borrowed self, const Value *args) { return place_of(rt, self, args[0], 1); }

static Owned span_of(Runtime *rt, const Match *m, int64_t number)
{
    return tuple_pack(rt, 2, small_int_value(sre_place_to_index(m->string, m->spans[2 * number])),
                      small_int_value(sre_place_to_index(m->string, m->spans[2 * number + 1])));
}

static Owned match_span(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t number = args[0] ? group_number(rt, (Match *)self, args[0]) : 0;
    return number < 0 ? NULL : span_of(rt, (Match *)self, number);
}

static Owned match_expand(Runtime *rt, Borrowed self, const Value *args)
{
    Value re = import_module(rt, "re"), function = re ? get_attribute_text(rt, re, "_expand") : NULL;
    Value text = function ? call_three(rt, function, ((Match *)self)->pattern, self, args[0]) : NULL;
    release(rt, re);
    release(rt, function);
    return text;
}

static Owned get_regs(Runtime *rt, Borrowed self)
{
    const Match *m = (Match *)self;
    Value tuple = tuple_new(rt, m->count);
    for (int64_t i = 0; tuple && i < m->count; i++)
        if (!(tuple_items(tuple)[i] = span_of(rt, m, i))) {
            release(rt, tuple);
            return NULL;
        }
    return tuple ? tuple_done(rt, tuple) : NULL;
}

static Owned get_last_index(Runtime *rt unused, Borrowed self)
{
    int64_t last = ((Match *)self)->last_index;
    return last < 0 ? NONE : small_int_value(last);
}

static Owned get_last_group(Runtime *rt unused, Borrowed self)
{
    const Match *m = (Match *)self;
    Value names = ((Pattern *)m->pattern)->index_group;
    if (m->last_index < 0 || !value_is_tuple(names) || m->last_index >= tuple_count(names))
        return NONE;
    return retain(tuple_item_peek(names, m->last_index));
}

static Owned get_string(Runtime *rt unused, Borrowed self) { return retain(((Match *)self)->string); }
static Owned get_re(Runtime *rt unused, Borrowed self) { return retain(((Match *)self)->pattern); }
static Owned get_pos(Runtime *rt unused, Borrowed self) { return small_int_value(((Match *)self)->pos); }
static Owned get_endpos(Runtime *rt unused, Borrowed self) { return small_int_value(((Match *)self)->endpos); }

static Owned match_repr(Runtime *rt, Borrowed self)
{
    const Match *m = (Match *)self;
    Value group = sre_match_group(rt, self, 0, NONE), text = NULL;
    if (group)
        text = format_message(rt, "<re.Match object; span=(%zd, %zd), match=%.50R>", sre_place_to_index(m->string, m->spans[0]),
                              sre_place_to_index(m->string, m->spans[1]), group);
    release(rt, group);
    return text;
}

static const MethodDef match_methods[] = {
    RAW_METHOD("group", match_group, NULL, "group([group1, ...]) -> str or tuple.\nReturn subgroup(s) of the match by indices or names."),
    METHOD("groups", match_groups, "(default=None)", "Return a tuple containing all the subgroups of the match, from 1."),
    METHOD("groupdict", match_groupdict, "(default=None)", "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name."),
    METHOD("start", match_start, "(group=0, /)", "Return index of the start of the substring matched by group."),
    METHOD("end", match_end, "(group=0, /)", "Return index of the end of the substring matched by group."),
    METHOD("span", match_span, "(group=0, /)", "For match object m, return the 2-tuple (m.start(group), m.end(group))."),
    METHOD("expand", match_expand, "(template)", "Return the string obtained by doing backslash substitution on the string template, as done by the sub() method."),
    METHOD("__copy__", itself, "()", NULL),
    METHOD("__deepcopy__", itself, "(memo, /)", NULL),
    CLASS_GETITEM_METHOD,
    { 0 },
};
static const GetSetDef match_getsets[] = {
    { "string", get_string, NULL, "The string passed to match() or search()." },
    { "re", get_re, NULL, "The regular expression object." },
    { "pos", get_pos, NULL, "The index into the string at which the RE engine started looking for a match." },
    { "endpos", get_endpos, NULL, "The index into the string beyond which the RE engine will not go." },
    { "lastindex", get_last_index, NULL, "The integer index of the last matched capturing group." },
    { "lastgroup", get_last_group, NULL, "The name of the last matched capturing group." },
    { "regs", get_regs, NULL, NULL },
    { 0 },
};
const TypeDef sre_match_def = {
    .name = "re.Match", .doc = "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
    .size = sizeof(Match), .item_size = sizeof(int64_t), .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = match_traverse, .free = match_free,
    .slots = { .repr = match_repr, .get_item = group_item }, .methods = match_methods, .getsets = match_getsets,
};
