/* The backtracking machine of sre.h. */
#include "modules/sre.h"
#include "object/budget.h"
#include "object/error.h"
#include "types/str_internal.h"

enum { CHOICE_BRANCH, CHOICE_REPEAT_ONE, CHOICE_MIN_REPEAT_ONE, CHOICE_MAX_TAIL, CHOICE_MIN_BODY,
       BARRIER_ASSERT, BARRIER_ASSERT_NOT, BARRIER_ATOMIC, BARRIER_POSSESSIVE };

/* Cells of the trail: marks, then these, then two for each repeat. */
enum { CELL_LAST_INDEX = 1u << 30, CELL_CURRENT, CELL_REPEAT = 1u << 31 };

/* -- characters */

static always_inline uint32_t get(bool wide, const char *at)
{
    uint32_t c = (unsigned char)*at;
    if (wide && c >= 0x80)
        utf8_decode(at, &c);
    return c;
}

static always_inline const char *next(bool wide, const char *at)
{
    return at + (wide ? utf8_sequence((unsigned char)*at) : 1);
}

static always_inline const char *previous(bool wide, const char *at)
{
    do
        at--;
    while (wide && utf8_is_continuation(*at));
    return at;
}

/* COUNT characters back, or NULL when the text begins before. */
static const char *back(const SreMatcher *m, const char *at, uint32_t count)
{
    for (; count; count--) {
        if (at == m->beginning)
            return NULL;
        at = previous(m->wide, at);
    }
    return at;
}

/* -- stacks; growing may fail */

static void *grow(Runtime *rt, void *items, size_t *capacity, size_t item_size)
{
    size_t more = *capacity ? *capacity * 2 : 32;
    void *moved = memory_realloc(rt, items, more * item_size);
    if (!moved)
        return raise_memory_error(rt);
    *capacity = more;
    return moved;
}

static SreChoice *push(SreMatcher *m, uint32_t kind, const uint32_t *pc, const char *at)
{
    if (unlikely(m->choice_count == m->choice_capacity)) {
        SreChoice *moved = grow(m->rt, m->choices, &m->choice_capacity, sizeof *m->choices);
        if (!moved)
            return NULL;
        m->choices = moved;
    }
    SreChoice *c = &m->choices[m->choice_count++];
    *c = (SreChoice){ .kind = kind, .pc = pc, .at = at, .trail = m->trail_count, .repeats = (uint32_t)m->repeat_count,
                      .frame = m->frame };
    return c;
}

static bool remember(SreMatcher *m, uint32_t cell, int64_t value)
{
    if (unlikely(m->trail_count == m->trail_capacity)) {
        SreUndo *moved = grow(m->rt, m->trail, &m->trail_capacity, sizeof *m->trail);
        if (!moved)
            return false;
        m->trail = moved;
    }
    m->trail[m->trail_count++] = (SreUndo){ cell, value };
    return true;
}

static void undo_one(SreMatcher *m, SreUndo u)
{
    if (u.cell & CELL_REPEAT) {
        SreRepeat *r = &m->repeats[(u.cell & ~CELL_REPEAT) / 2];
        if (u.cell & 1)
            r->last = (const char *)u.value;
        else
            r->count = u.value;
    } else if (u.cell == CELL_CURRENT) {
        m->current = (int32_t)u.value;
    } else if (u.cell == CELL_LAST_INDEX) {
        m->last_index = u.value;
    } else {
        m->marks[u.cell] = u.value;
    }
}

static void undo(SreMatcher *m, size_t trail)
{
    while (m->trail_count > trail)
        undo_one(m, m->trail[--m->trail_count]);
}

static bool set_current(SreMatcher *m, int32_t current)
{
    if (!remember(m, CELL_CURRENT, m->current))
        return false;
    m->current = current;
    return true;
}

static bool set_mark(SreMatcher *m, uint32_t mark, const char *at)
{
    if (!remember(m, mark, m->marks[mark]))
        return false;
    m->marks[mark] = at - m->beginning + 1;
    if (!(mark & 1))
        return true;
    if (!remember(m, CELL_LAST_INDEX, m->last_index))
        return false;
    m->last_index = mark / 2 + 1;
    return true;
}

/* -- one character, and runs of it */

static always_inline bool one(const uint32_t *pc, uint32_t c)
{
    switch (pc[0]) {
    case SRE_ANY: return c != '\n';
    case SRE_ANY_ALL: return true;
    case SRE_LITERAL: return c == pc[1];
    case SRE_NOT_LITERAL: return c != pc[1];
    case SRE_LITERAL_IGNORE: return sre_lower_ascii(c) == pc[1];
    case SRE_NOT_LITERAL_IGNORE: return sre_lower_ascii(c) != pc[1];
    case SRE_LITERAL_UNI_IGNORE: return sre_lower_unicode(c) == pc[1];
    case SRE_NOT_LITERAL_UNI_IGNORE: return sre_lower_unicode(c) != pc[1];
    case SRE_LITERAL_LOC_IGNORE: return c == pc[1] || sre_lower_locale(c) == sre_lower_locale(pc[1]);
    case SRE_NOT_LITERAL_LOC_IGNORE: return !(c == pc[1] || sre_lower_locale(c) == sre_lower_locale(pc[1]));
    case SRE_IN: return sre_in_charset(pc + 2, c);
    case SRE_IN_IGNORE: return sre_in_charset(pc + 2, sre_lower_ascii(c));
    case SRE_IN_UNI_IGNORE: return sre_in_charset(pc + 2, sre_lower_unicode(c));
    case SRE_IN_LOC_IGNORE: return sre_in_charset(pc + 2, c) || sre_in_charset(pc + 2, sre_lower_locale(c));
    case SRE_CATEGORY: return sre_category(pc[1], c);
    }
    return false;
}

/* A set of ASCII characters as bits, so that long runs need no interpretation. */
typedef struct AsciiSet { uint64_t bits[2]; } AsciiSet;

static AsciiSet ascii_set(const uint32_t *pc)
{
    AsciiSet set = { { 0, 0 } };
    for (uint32_t c = 0; c < 128; c++)
        if (one(pc, c))
            set.bits[c / 64] |= (uint64_t)1 << c % 64;
    return set;
}

enum { LONG_RUN = 64 };

/* How far the character class at PC goes from AT: at most MOST times; *COUNT of them. */
static always_inline const char *run_of(bool wide, const uint32_t *pc, const char *at, const char *end, uint32_t most,
                                        uint32_t *count)
{
    uint32_t n = 0;
    for (; n < most && n < LONG_RUN && at < end && one(pc, get(wide, at)); n++)
        at = next(wide, at);
    if (n == LONG_RUN && n < most) {
        AsciiSet set = ascii_set(pc);
        for (; n < most && at < end; n++) {
            unsigned char c = (unsigned char)*at;
            if (c < 128 ? !(set.bits[c / 64] >> c % 64 & 1) : !one(pc, get(wide, at)))
                break;
            at = next(wide, at);
        }
    }
    *count = n;
    return at;
}

/* -- places */

static bool is_word_at(const SreMatcher *m, const char *at, uint32_t category)
{
    return at < m->end && at >= m->beginning && sre_category(category, get(m->wide, at));
}

static bool at_boundary(const SreMatcher *m, const char *at, uint32_t category)
{
    bool before = at > m->beginning && is_word_at(m, previous(m->wide, at), category);
    return before != is_word_at(m, at, category);
}

static bool at_place(const SreMatcher *m, uint32_t place, const char *at)
{
    enum { WORD = 4, LOC_WORD = 8, UNI_WORD = 14 };
    bool any = m->end > m->beginning;
    switch (place) {
    case 0: case 2: return at == m->beginning;
    case 1: return at == m->beginning || at[-1] == '\n';
    case 3: return any && at_boundary(m, at, WORD);
    case 4: return any && !at_boundary(m, at, WORD);
    case 5: return at == m->end || (at + 1 == m->end && *at == '\n');
    case 6: return at == m->end || *at == '\n';
    case 7: return at == m->end;
    case 8: return any && at_boundary(m, at, LOC_WORD);
    case 9: return any && !at_boundary(m, at, LOC_WORD);
    case 10: return any && at_boundary(m, at, UNI_WORD);
    case 11: return any && !at_boundary(m, at, UNI_WORD);
    }
    return false;
}

/* The text of group N again at AT?  Returns where it ends, or NULL. */
static const char *group_again(const SreMatcher *m, uint32_t n, const char *at, uint32_t op)
{
    if (!m->marks[2 * n] || !m->marks[2 * n + 1])
        return NULL;
    const char *p = m->beginning + m->marks[2 * n] - 1, *end = m->beginning + m->marks[2 * n + 1] - 1;
    for (; p < end; p = next(m->wide, p), at = next(m->wide, at)) {
        if (at >= m->end)
            return NULL;
        uint32_t a = get(m->wide, p), b = get(m->wide, at);
        bool same = op == SRE_GROUPREF               ? a == b
                    : op == SRE_GROUPREF_IGNORE     ? sre_lower_ascii(a) == sre_lower_ascii(b)
                    : op == SRE_GROUPREF_UNI_IGNORE ? sre_lower_unicode(a) == sre_lower_unicode(b)
                                                    : sre_lower_locale(a) == sre_lower_locale(b);
        if (!same)
            return NULL;
    }
    return at;
}

/* -- repeats of groups */

static bool open_repeat(SreMatcher *m, const uint32_t *pc)
{
    if (m->repeat_count == m->repeat_capacity) {
        SreRepeat *moved = grow(m->rt, m->repeats, &m->repeat_capacity, sizeof *m->repeats);
        if (!moved)
            return false;
        m->repeats = moved;
    }
    m->repeats[m->repeat_count] = (SreRepeat){ .pc = pc, .count = -1, .previous = m->current };
    return set_current(m, (int32_t)m->repeat_count++);
}

static bool count_repeat(SreMatcher *m, uint32_t which, int64_t count, const char *last)
{
    SreRepeat *r = &m->repeats[which];
    if (!remember(m, CELL_REPEAT | which * 2, r->count) || !remember(m, CELL_REPEAT | which * 2 | 1, (int64_t)r->last))
        return false;
    r->count = count;
    r->last = last;
    return true;
}

/* What a step of the machine says. */
typedef enum { GO_ON, FAIL, MATCHED, BROKEN } Step;

typedef struct Place { const uint32_t *pc; const char *at; } Place;

/* At the end of a repeated body. */
static Step until(SreMatcher *m, Place *p, bool greedy)
{
    uint32_t which = (uint32_t)m->current;
    SreRepeat *r = &m->repeats[which];
    uint32_t low = r->pc[2], high = r->pc[3];
    int64_t count = r->count + 1;
    if (count < (int64_t)low) {
        if (!count_repeat(m, which, count, r->last))
            return BROKEN;
        p->pc = r->pc + 4;
        return GO_ON;
    }
    bool more = (count < (int64_t)high || high == SRE_MAXREPEAT) && p->at != r->last;
    const uint32_t *tail = p->pc + 1;
    SreChoice *c;
    if (greedy && more) {
        if (!(c = push(m, CHOICE_MAX_TAIL, tail, p->at)))
            return BROKEN;
        c->repeat = which;
        if (!count_repeat(m, which, count, p->at))
            return BROKEN;
        p->pc = m->repeats[which].pc + 4;
        return GO_ON;
    }
    if (!greedy && more) {
        if (!(c = push(m, CHOICE_MIN_BODY, tail, p->at)))
            return BROKEN;
        c->repeat = which;
        c->left = count;
    }
    if (!set_current(m, m->repeats[which].previous))
        return BROKEN;
    p->pc = tail;
    return GO_ON;
}

/* -- look-around, atomic groups, possessive repeats */

static Step open_barrier(SreMatcher *m, uint32_t kind, const uint32_t *after, const uint32_t *body, const char *at, Place *p)
{
    if (!push(m, kind, after, p->at))
        return BROKEN;
    m->frame = (int32_t)m->choice_count - 1;
    p->pc = body;
    p->at = at;
    return GO_ON;
}

static Step look(SreMatcher *m, Place *p, uint32_t kind)
{
    const uint32_t *pc = p->pc, *after = pc + 1 + pc[1];
    const char *at = back(m, p->at, pc[2]);
    if (!at) {
        if (kind == BARRIER_ASSERT)
            return FAIL;
        p->pc = after;
        return GO_ON;
    }
    return open_barrier(m, kind, after, pc + 3, at, p);
}

static Step possess(SreMatcher *m, Place *p, const uint32_t *pc, int64_t done)
{
    uint32_t high = pc[3];
    const uint32_t *tail = pc + 1 + pc[1] + 1;
    if (high != SRE_MAXREPEAT && done >= (int64_t)high) {
        p->pc = tail;
        return GO_ON;
    }
    Step step = open_barrier(m, BARRIER_POSSESSIVE, pc, pc + 4, p->at, p);
    if (step == GO_ON)
        m->choices[m->choice_count - 1].left = done;
    return step;
}

/* SUCCESS inside a barrier: its choices are dropped. */
static Step close_barrier(SreMatcher *m, Place *p)
{
    SreChoice b = m->choices[m->frame];
    m->choice_count = (size_t)m->frame;
    m->frame = b.frame;
    switch (b.kind) {
    case BARRIER_ASSERT:
        p->at = b.at;
        p->pc = b.pc;
        return GO_ON;
    case BARRIER_ASSERT_NOT:
        undo(m, b.trail);
        return FAIL;
    case BARRIER_ATOMIC:
        p->pc = b.pc;
        return GO_ON;
    default:
        if (p->at == b.at && b.left + 1 >= (int64_t)b.pc[2]) {
            p->pc = b.pc + 1 + b.pc[1] + 1;
            return GO_ON;
        }
        return possess(m, p, b.pc, b.left + 1);
    }
}

/* -- going back */

static Step resume_repeat_one(SreMatcher *m, SreChoice *c, Place *p)
{
    const uint32_t *tail = c->pc + 1 + c->pc[1];
    p->at = previous(m->wide, c->at);
    while (tail[0] == SRE_LITERAL && p->at > c->low && get(m->wide, p->at) != tail[1])
        p->at = previous(m->wide, p->at);
    if (!charge(m->rt, (c->at - p->at) / 16))
        return BROKEN;
    c->at = p->at;
    if (p->at == c->low)
        m->choice_count--;
    p->pc = tail;
    return GO_ON;
}

static Step resume_min_repeat_one(SreMatcher *m, SreChoice *c, Place *p)
{
    if (c->at >= m->end || !one(c->pc + 4, get(m->wide, c->at))) {
        m->choice_count--;
        return FAIL;
    }
    p->at = c->at = next(m->wide, c->at);
    p->pc = c->pc + 1 + c->pc[1];
    if (c->left != INT64_MAX && --c->left == 0)
        m->choice_count--;
    return GO_ON;
}

static Step resume_branch(SreMatcher *m, SreChoice *c, Place *p)
{
    const uint32_t *alternative = c->pc;        /* its skip word */
    p->at = c->at;
    p->pc = alternative + 1;
    c->pc = alternative + alternative[0];
    if (!c->pc[0])
        m->choice_count--;
    return GO_ON;
}

/* The newest choice is tried.  FAIL: it had nothing to offer, go further back. */
static Step resume(SreMatcher *m, Place *p)
{
    SreChoice *c = &m->choices[m->choice_count - 1], popped;
    undo(m, c->trail);
    m->repeat_count = c->repeats;
    m->frame = c->frame;
    switch (c->kind) {
    case CHOICE_BRANCH: return resume_branch(m, c, p);
    case CHOICE_REPEAT_ONE: return resume_repeat_one(m, c, p);
    case CHOICE_MIN_REPEAT_ONE: return resume_min_repeat_one(m, c, p);
    }
    popped = *c;
    m->choice_count--;
    p->at = popped.at;
    switch (popped.kind) {
    case CHOICE_MAX_TAIL:
        p->pc = popped.pc;
        return set_current(m, m->repeats[popped.repeat].previous) ? GO_ON : BROKEN;
    case CHOICE_MIN_BODY:
        p->pc = m->repeats[popped.repeat].pc + 4;
        return count_repeat(m, popped.repeat, popped.left, popped.at) ? GO_ON : BROKEN;
    case BARRIER_ASSERT_NOT:
        p->pc = popped.pc;
        return GO_ON;
    case BARRIER_POSSESSIVE:
        if (popped.left < (int64_t)popped.pc[2])
            return FAIL;
        p->pc = popped.pc + 1 + popped.pc[1] + 1;
        return GO_ON;
    }
    return FAIL;                /* a barrier whose body has failed */
}

/* -- one instruction */

static always_inline Step repeat_one(bool wide, SreMatcher *m, Place *p)
{
    const uint32_t *pc = p->pc, *tail = pc + 1 + pc[1];
    uint32_t op = pc[0], low = pc[2], high = pc[3], count;
    uint32_t most = op == SRE_MIN_REPEAT_ONE ? low : high;
    const char *first = p->at, *least = first;
    const char *at = run_of(wide, pc + 4, first, m->end, most, &count);
    SreChoice *c;
    if (count < low)
        return FAIL;
    if (!charge(m->rt, count / 16))
        return BROKEN;
    p->pc = tail;
    p->at = at;
    if (op == SRE_POSSESSIVE_REPEAT_ONE) {
        p->pc = tail;
    } else if (op == SRE_MIN_REPEAT_ONE) {
        if (high > low) {
            if (!(c = push(m, CHOICE_MIN_REPEAT_ONE, pc, at)))
                return BROKEN;
            c->left = high == SRE_MAXREPEAT ? INT64_MAX : (int64_t)high - low;
        }
    } else if (count > low) {
        for (uint32_t i = 0; i < low; i++)
            least = next(wide, least);
        if (!(c = push(m, CHOICE_REPEAT_ONE, pc, at)))
            return BROKEN;
        c->low = least;
        if (tail[0] == SRE_LITERAL && (at >= m->end || get(wide, at) != tail[1]))
            return FAIL;
    }
    return GO_ON;
}

static Step success(SreMatcher *m, Place *p)
{
    if (m->frame >= 0)
        return close_barrier(m, p);
    if ((m->whole && p->at != m->end) || (m->must_advance && p->at == m->must_advance && m->start == m->must_advance))
        return FAIL;
    return MATCHED;
}

static always_inline Step step(bool wide, SreMatcher *m, Place *p)
{
    const uint32_t *pc = p->pc;
    switch (pc[0]) {
    case SRE_SUCCESS: return success(m, p);
    case SRE_ANY: case SRE_ANY_ALL:
        if (p->at >= m->end || !one(pc, get(wide, p->at)))
            return FAIL;
        p->at = next(wide, p->at);
        p->pc = pc + 1;
        return GO_ON;
    case SRE_LITERAL: case SRE_NOT_LITERAL: case SRE_LITERAL_IGNORE: case SRE_NOT_LITERAL_IGNORE:
    case SRE_LITERAL_UNI_IGNORE: case SRE_NOT_LITERAL_UNI_IGNORE: case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE: case SRE_CATEGORY:
        if (p->at >= m->end || !one(pc, get(wide, p->at)))
            return FAIL;
        p->at = next(wide, p->at);
        p->pc = pc + 2;
        return GO_ON;
    case SRE_IN: case SRE_IN_IGNORE: case SRE_IN_UNI_IGNORE: case SRE_IN_LOC_IGNORE:
        if (p->at >= m->end || !one(pc, get(wide, p->at)))
            return FAIL;
        p->at = next(wide, p->at);
        p->pc = pc + 1 + pc[1];
        return GO_ON;
    case SRE_AT:
        p->pc = pc + 2;
        return at_place(m, pc[1], p->at) ? GO_ON : FAIL;
    case SRE_MARK:
        p->pc = pc + 2;
        return set_mark(m, pc[1], p->at) ? GO_ON : BROKEN;
    case SRE_JUMP: case SRE_INFO:
        p->pc = pc + 1 + pc[1];
        return GO_ON;
    case SRE_BRANCH:
        if (!push(m, CHOICE_BRANCH, pc + 1, p->at))
            return BROKEN;
        return resume_branch(m, &m->choices[m->choice_count - 1], p);
    case SRE_REPEAT_ONE: case SRE_MIN_REPEAT_ONE: case SRE_POSSESSIVE_REPEAT_ONE: return repeat_one(wide, m, p);
    case SRE_REPEAT:
        p->pc = pc + 1 + pc[1];
        return open_repeat(m, pc) ? GO_ON : BROKEN;
    case SRE_MAX_UNTIL: return until(m, p, true);
    case SRE_MIN_UNTIL: return until(m, p, false);
    case SRE_POSSESSIVE_REPEAT: return possess(m, p, pc, 0);
    case SRE_ATOMIC_GROUP: return open_barrier(m, BARRIER_ATOMIC, pc + 1 + pc[1], pc + 2, p->at, p);
    case SRE_ASSERT: return look(m, p, BARRIER_ASSERT);
    case SRE_ASSERT_NOT: return look(m, p, BARRIER_ASSERT_NOT);
    case SRE_GROUPREF: case SRE_GROUPREF_IGNORE: case SRE_GROUPREF_UNI_IGNORE: case SRE_GROUPREF_LOC_IGNORE: {
        const char *at = group_again(m, pc[1], p->at, pc[0]);
        p->pc = pc + 2;
        p->at = at;
        return at ? GO_ON : FAIL;
    }
    case SRE_GROUPREF_EXISTS:
        p->pc = m->marks[2 * pc[1]] && m->marks[2 * pc[1] + 1] ? pc + 3 : pc + 1 + pc[2];
        return GO_ON;
    }
    return FAIL;                /* SRE_FAILURE */
}

static always_inline int machine(bool wide, SreMatcher *m)
{
    Place p = { m->pattern->code, m->start };
    for (;;) {
        Step s = charge(m->rt, 1) ? step(wide, m, &p) : BROKEN;
        while (s == FAIL) {
            if (!m->choice_count)
                return 0;
            if (!charge(m->rt, 1))
                return -1;
            s = resume(m, &p);
        }
        if (s == MATCHED) {
            m->at = p.at;
            return 1;
        }
        if (s == BROKEN)
            return -1;
    }
}

static void reset(SreMatcher *m)
{
    m->choice_count = m->trail_count = m->repeat_count = 0;
    m->current = m->frame = -1;
    m->last_index = -1;
    memset(m->marks, 0, (size_t)m->pattern->groups * 2 * sizeof *m->marks);
}

int sre_match(SreMatcher *m)
{
    reset(m);
    return m->wide ? machine(true, m) : machine(false, m);
}

/* -- searching */

/* What the beginning of every match looks like, when the compiler knows. */
typedef struct Beginning {
    const uint32_t *set;        /* character set or NULL */
    char first[4];              /* UTF-8 or byte of the first character */
    size_t first_size;          /* 0: unknown */
    size_t least;               /* bytes that a match has at least */
} Beginning;

static Beginning beginning_of(const SreMatcher *m)
{
    const uint32_t *code = m->pattern->code;
    Beginning b = { 0 };
    if (code[0] != SRE_INFO)
        return b;
    b.least = code[3];
    if (code[2] & SRE_INFO_PREFIX) {
        uint32_t c = code[7];
        if (m->pattern->for_bytes)
            b.first[0] = (char)c, b.first_size = 1;
        else
            b.first_size = utf8_encode(c, b.first);
    } else if (code[2] & SRE_INFO_CHARSET) {
        b.set = code + 5;
    }
    return b;
}

/* The next place from AT where a match may begin, or NULL. */
static const char *candidate(const SreMatcher *m, const Beginning *b, const char *at)
{
    size_t left = (size_t)(m->end - at);
    if (left < b->least)
        return NULL;
    if (b->first_size)
        return b->first_size == 1 ? memchr(at, b->first[0], left) : memmem(at, left, b->first, b->first_size);
    if (b->set) {
        while (at < m->end && !sre_in_charset(b->set, get(m->wide, at)))
            at = next(m->wide, at);
        return at < m->end ? at : NULL;
    }
    return at;
}

int sre_search(SreMatcher *m)
{
    Beginning b = beginning_of(m);
    for (const char *at = m->start; at <= m->end && (at = candidate(m, &b, at)); at = next(m->wide, at)) {
        m->start = at;
        int found = sre_match(m);
        if (found)
            return found;
        if (!charge(m->rt, 1))
            return -1;
        if (at == m->end)
            break;
    }
    return 0;
}

/* -- life */

bool sre_open(SreMatcher *m, Runtime *rt, const Pattern *pattern, const char *text, size_t start, size_t end, bool wide)
{
    *m = (SreMatcher){ .rt = rt, .pattern = pattern, .beginning = text, .start = text + start, .end = text + end,
                       .wide = wide, .current = -1, .frame = -1, .last_index = -1 };
    m->marks = memory_alloc(rt, (size_t)(pattern->groups + 1) * 2 * sizeof *m->marks);
    return m->marks || raise_memory_error(rt);
}

void sre_close(SreMatcher *m)
{
    memory_free(m->rt, m->marks);
    memory_free(m->rt, m->choices);
    memory_free(m->rt, m->trail);
    memory_free(m->rt, m->repeats);
}
