/* match: patterns.
 *
 * A pattern looks at a temporary.  When it matches, the temporary is consumed; when it does
 * not, control goes to the label for the depth at hand, and from there down a ladder that
 * releases one temporary a rung.  What names capture waits in slots, the first temporaries
 * of the case, and is stored when the whole pattern has matched.
 */
#include "compiler/emitter.h"

#include "object/protocol.h"
#include "types/tuple.h"

typedef struct Captures {
    const Identifier **names;
    bool *bound;
    int32_t count, capacity;
    int slots;                  /* the first slot's register */
    const Node *place;          /* the pattern met last: errors are reported there */
} Captures;

typedef struct Matching {
    Captures *captures;
    int base;                   /* depth that the bottom of the ladder leaves */
    Label *fails;               /* by depth above base */
    int32_t fail_count;
    bool may_be_irrefutable;
} Matching;

static void match_pattern(Emitter *e, Matching *m, const Node *pattern, int subject);

/* -- failing */

static Label *fail_label(Emitter *e, Matching *m)
{
    int32_t rung = e->unit->depth - m->base;
    if (rung >= m->fail_count) {
        int32_t count = MAX(8, 2 * (rung + 1));
        Label *fails = compile_alloc(e->c, (size_t)count * sizeof *fails);
        if (!fails)
            return NULL;
        for (int32_t i = 0; i < count; i++)
            fails[i] = i < m->fail_count ? m->fails[i] : NEW_LABEL;
        m->fails = fails;
        m->fail_count = count;
    }
    return &m->fails[rung];
}

static void fail_if(Emitter *e, Matching *m, const Node *at, Opcode op, int reg)
{
    used(e, reg);
    Label *label = fail_label(e, m);
    if (label)
        emit_jump(e, at, op, reg, label);
}

static void fail_unless(Emitter *e, Matching *m, const Node *at, Opcode compare, Operand left, Operand right)
{
    used(e, right);
    used(e, left);
    int reg = temporary(e);
    emit(e, at, compare, reg, left, right);
    fail_if(e, m, at, OP_JUMP_IF_FALSE, reg);
}

/* A tuple, or None for "no": the copy decides. */
static void fail_if_none(Emitter *e, Matching *m, const Node *at, int reg)
{
    int copy = temporary(e);
    emit(e, at, OP_COPY, copy, reg, 0);
    fail_if(e, m, at, OP_JUMP_IF_NONE, copy);
}

static void place_ladder(Emitter *e, Matching *m, const Node *at)
{
    for (int32_t rung = m->fail_count; rung-- > 0;) {
        label_place(e, &m->fails[rung]);
        if (rung)
            emit(e, at, OP_RELEASE, e->unit->local_count + m->base + rung - 1, 0, 0);
    }
    set_depth(e, m->base);
}

/* -- capturing */

static int32_t capture_index(Emitter *e, Matching *m, const Identifier *name)
{
    Captures *c = m->captures;
    name = symbols_name(e->symbols, name);
    for (int32_t i = 0; i < c->count; i++)
        if (c->names[i] == name)
            return i;
    if (c->count < c->capacity)
        c->names[c->count] = name;
    return c->count++;
}

/* Consumes SUBJECT. */
static void capture(Emitter *e, Matching *m, const Node *at, const Identifier *name, int subject)
{
    Captures *c = m->captures;
    refuse_debug(e, at, name, CONTEXT_STORE);
    int32_t i = capture_index(e, m, name);
    if (i >= c->capacity || emitter_failed(e))
        return;
    if (c->bound[i]) {
        Value text = compile_name(e->c, name);
        if (text)
            compile_error(e->c, c->place, "multiple assignments to name %R in pattern", text);
    }
    c->bound[i] = true;
    emit(e, at, OP_MOVE, c->slots + i, subject, 0);
}

static bool is_wildcard(const Node *pattern)
{
    return pattern->kind == NODE_MATCH_AS && !pattern->match_as.name;
}

static bool is_star_wildcard(const Node *pattern)
{
    return pattern->kind == NODE_MATCH_STAR && !pattern->match_star.name;
}

static int32_t count_captures(const Node *pattern);

static int32_t count_list(const NodeList *list)
{
    int32_t count = 0;
    for (int32_t i = 0; i < list->count; i++)
        count += count_captures(list->items[i]);
    return count;
}

/* At least as many as there are names. */
static int32_t count_captures(const Node *p)
{
    switch (p->kind) {
    case NODE_MATCH_SEQUENCE: return count_list(&p->match_sequence.patterns);
    case NODE_MATCH_STAR: return p->match_star.name != NULL;
    case NODE_MATCH_MAPPING: return count_list(&p->match_mapping.patterns) + (p->match_mapping.rest != NULL);
    case NODE_MATCH_CLASS: return count_list(&p->match_class.patterns) + count_list(&p->match_class.kwd_patterns);
    case NODE_MATCH_AS:
        return (p->match_as.name != NULL) + (p->match_as.pattern ? count_captures(p->match_as.pattern) : 0);
    case NODE_MATCH_OR: {
        int32_t most = 0;
        for (int32_t i = 0; i < p->match_or.patterns.count; i++)
            most += count_captures(p->match_or.patterns.items[i]);
        return most;
    }
    default: return 0;
    }
}

/* -- the kinds of patterns */

static void match_inner(Emitter *e, Matching *m, const Node *pattern, int subject)
{
    bool outer = m->may_be_irrefutable;
    m->may_be_irrefutable = true;
    match_pattern(e, m, pattern, subject);
    m->may_be_irrefutable = outer;
}

/* The parts stand from BASE on; each is consumed by its pattern. */
static void match_parts(Emitter *e, Matching *m, const NodeList *patterns, int base)
{
    int depth = e->unit->depth;
    for (int32_t i = 0; i < patterns->count; i++) {
        match_inner(e, m, patterns->items[i], base + i);
        set_depth(e, depth);
    }
}

static bool may_be_matched(const Node *value)
{
    return node_is_constant(value) || value->kind == NODE_ATTRIBUTE;
}

static void match_value(Emitter *e, Matching *m, const Node *pattern, int subject)
{
    if (!may_be_matched(pattern->match_value.value))
        compile_error(e->c, pattern, "patterns may only match literals and attribute lookups");
    Operand value = emit_value(e, pattern->match_value.value);
    used(e, value);
    int reg = temporary(e);
    emit(e, pattern, OP_EQ, reg, subject, value);
    fail_if(e, m, pattern, OP_JUMP_IF_FALSE, reg);
}

static void match_singleton(Emitter *e, Matching *m, const Node *pattern, int subject)
{
    uint8_t kind = pattern->match_singleton.value.kind;
    int reg = temporary(e);
    emit(e, pattern, OP_IS, reg, subject,
         CONST(e, pattern, kind == CONSTANT_NONE ? NONE : kind == CONSTANT_TRUE ? TRUE : FALSE));
    fail_if(e, m, pattern, OP_JUMP_IF_FALSE, reg);
}

typedef struct SequenceShape { int32_t star; bool only_wildcards, star_wildcard; } SequenceShape;

static SequenceShape sequence_shape(Emitter *e, const Node *node, const NodeList *patterns)
{
    SequenceShape shape = { .star = -1, .only_wildcards = true };
    for (int32_t i = 0; i < patterns->count; i++) {
        const Node *pattern = patterns->items[i];
        if (pattern->kind == NODE_MATCH_STAR) {
            if (shape.star >= 0)
                compile_error(e->c, node, "multiple starred names in sequence pattern");
            shape.star = i;
            shape.star_wildcard = is_star_wildcard(pattern);
        }
        shape.only_wildcards &= is_wildcard(pattern) || is_star_wildcard(pattern);
    }
    return shape;
}

static void match_length(Emitter *e, Matching *m, const Node *at, int subject, int32_t wanted, Opcode compare)
{
    int length = temporary(e);
    emit(e, at, OP_GET_LENGTH, length, subject, 0);
    fail_unless(e, m, at, compare, length, CONST(e, at, small_int_value(wanted)));
}

static void unpack_parts(Emitter *e, Matching *m, const Node *node, const NodeList *patterns, int32_t star, int subject)
{
    int base = next_temporary(e);
    for (int32_t i = 0; i < patterns->count; i++)
        temporary(e);
    if (star < 0)
        emit(e, node, OP_UNPACK_SEQUENCE, base, subject, patterns->count);
    else
        emit_wide(e, node, OP_UNPACK_EX, base, subject, star, patterns->count - star - 1);
    match_parts(e, m, patterns, base);
    free_from(e, base);
}

/* Some items among wildcards: take them by index.  After the star from the end. */
static void match_items(Emitter *e, Matching *m, const Node *node, const NodeList *patterns, int32_t star, int subject)
{
    for (int32_t i = 0; i < patterns->count; i++) {
        const Node *pattern = patterns->items[i];
        if (is_wildcard(pattern) || i == star)
            continue;
        int object = temporary(e);
        emit(e, node, OP_COPY, object, subject, 0);
        Operand index;
        if (i < star) {
            index = CONST(e, node, small_int_value(i));
        } else {
            index = temporary(e);
            emit(e, node, OP_GET_LENGTH, index, subject, 0);
            emit(e, node, OP_SUB, index, index, CONST(e, node, small_int_value(patterns->count - i)));
        }
        emit(e, node, OP_LOAD_ITEM, object, object, index);
        used(e, index);
        match_inner(e, m, pattern, object);
        free_from(e, object);
    }
    emit(e, node, OP_RELEASE, subject, 0, 0);
}

static void match_sequence(Emitter *e, Matching *m, const Node *node, int subject)
{
    const NodeList *patterns = &node->match_sequence.patterns;
    SequenceShape shape = sequence_shape(e, node, patterns);
    int answer = temporary(e);
    emit(e, node, OP_MATCH_SEQUENCE, answer, subject, 0);
    fail_if(e, m, node, OP_JUMP_IF_FALSE, answer);
    if (shape.star < 0)
        match_length(e, m, node, subject, patterns->count, OP_EQ);
    else if (patterns->count > 1)
        match_length(e, m, node, subject, patterns->count - 1, OP_GE);
    if (shape.only_wildcards)
        emit(e, node, OP_RELEASE, subject, 0, 0);
    else if (shape.star_wildcard)
        match_items(e, m, node, patterns, shape.star, subject);
    else
        unpack_parts(e, m, node, patterns, shape.star, subject);
}

static void check_key(Emitter *e, const Node *node, int32_t index)
{
    Value key = compile_node_value(e->c, node->match_mapping.keys.items[index]);
    if (!key)
        return;
    for (int32_t i = 0; i < index; i++) {
        Value other = compile_node_value(e->c, node->match_mapping.keys.items[i]);
        if (other && values_equal(e->rt, other, key) > 0)
            compile_error(e->c, node, "mapping pattern checks duplicate key (%R)", key);
    }
}

static int emit_keys(Emitter *e, const Node *node, const NodeList *keys)
{
    int base = next_temporary(e);
    for (int32_t i = 0; i < keys->count; i++) {
        check_key(e, node, i);
        if (!may_be_matched(keys->items[i]))
            compile_error(e->c, node, "mapping pattern keys may only match literals and attribute lookups");
        emit_to_temporary(e, keys->items[i]);
    }
    free_from(e, base);
    temporary(e);
    emit(e, node, OP_BUILD_TUPLE, base, base, keys->count);
    return base;
}

/* **rest: a copy of the subject without the keys; consumes both. */
static void match_rest(Emitter *e, Matching *m, const Node *node, int subject, int keys)
{
    int32_t count = node->match_mapping.keys.count;
    int rest = temporary(e);
    emit(e, node, OP_BUILD_MAP, rest, rest, 0);
    emit(e, node, OP_DICT_UPDATE, rest, subject, 0);
    int base = next_temporary(e);
    if (count) {
        for (int32_t i = 0; i < count + 1; i++)
            temporary(e);
        emit(e, node, OP_UNPACK_SEQUENCE, base, keys, count);
    }
    for (int32_t i = 0; i < count; i++) {
        emit(e, node, OP_COPY, base + count, rest, 0);
        emit(e, node, OP_DELETE_ITEM, base + count, base + i, 0);
    }
    capture(e, m, node, node->match_mapping.rest, rest);
    free_from(e, rest);
}

static void match_mapping(Emitter *e, Matching *m, const Node *node, int subject)
{
    const NodeList *keys = &node->match_mapping.keys;
    int answer = temporary(e), start = answer;
    emit(e, node, OP_MATCH_MAPPING, answer, subject, 0);
    fail_if(e, m, node, OP_JUMP_IF_FALSE, answer);
    if (keys->count) {
        match_length(e, m, node, subject, keys->count, OP_GE);
        int tuple = emit_keys(e, node, keys), copy = temporary(e);
        emit(e, node, OP_COPY, copy, tuple, 0);
        emit(e, node, OP_MATCH_KEYS, copy, subject, copy);
        fail_if_none(e, m, node, copy);
        unpack_parts(e, m, node, &node->match_mapping.patterns, -1, copy);
        free_from(e, copy);
    }
    if (node->match_mapping.rest) {
        match_rest(e, m, node, subject, start);
    } else {
        if (keys->count)
            emit(e, node, OP_RELEASE, start, 0, 0);
        emit(e, node, OP_RELEASE, subject, 0, 0);
    }
    free_from(e, start);
}

static int32_t attribute_names(Emitter *e, const IdentifierList *names)
{
    Value tuple = tuple_new(e->rt, names->count);
    if (!tuple) {
        compile_failed(e->c);
        return 0;
    }
    for (int32_t i = 0; i < names->count; i++)
        tuple_items(tuple)[i] = retain(compile_name(e->c, symbols_name(e->symbols, names->items[i])));
    if (e->c->failed) {
        release(e->rt, tuple);
        return 0;
    }
    return constant_index(e, compile_constant_steal(e->c, tuple_done(e->rt, tuple)));
}

static void check_attributes(Emitter *e, const Node *node)
{
    const IdentifierList *names = &node->match_class.kwd_attrs;
    for (int32_t i = 0; i < names->count; i++) {
        refuse_debug(e, node->match_class.kwd_patterns.items[i], names->items[i], CONTEXT_STORE);
        for (int32_t j = i + 1; j < names->count; j++)
            if (symbols_name(e->symbols, names->items[i]) == symbols_name(e->symbols, names->items[j]))
                compile_error(e->c, node->match_class.kwd_patterns.items[j],
                              "attribute name repeated in class pattern: %s", names->items[i]->text);
    }
}

/* MATCH_CLASS has both numbers of its second word to itself. */
static void emit_match_class(Emitter *e, const Node *node, int reg, int subject, Operand class, int32_t names)
{
    bool dead = e->unit->dead;
    emit(e, node, OP_MATCH_CLASS, reg, subject, class);
    if (dead || emitter_failed(e))
        return;
    Instruction *word = &e->code.items[e->code.count - 1];
    word->version = (uint32_t)node->match_class.patterns.count;
    word->extra = (uint32_t)names;
}

static void match_class(Emitter *e, Matching *m, const Node *node, int subject)
{
    const NodeList *positional = &node->match_class.patterns, *keywords = &node->match_class.kwd_patterns;
    check_attributes(e, node);
    Operand class = emit_value(e, node->match_class.cls);
    used(e, class);
    int reg = temporary(e), count = positional->count + keywords->count;
    emit_match_class(e, node, reg, subject, class, attribute_names(e, &node->match_class.kwd_attrs));
    fail_if_none(e, m, node, reg);
    emit(e, node, OP_RELEASE, subject, 0, 0);
    int base = next_temporary(e);
    for (int i = 0; i < count; i++)
        temporary(e);
    emit(e, node, OP_UNPACK_SEQUENCE, base, reg, count);
    match_parts(e, m, positional, base);
    match_parts(e, m, keywords, base + positional->count);
    free_from(e, reg);
}

static void refuse_irrefutable(Emitter *e, Matching *m, const Node *node)
{
    if (m->may_be_irrefutable)
        return;
    Value name = node->match_as.name ? compile_name(e->c, node->match_as.name) : NULL;
    if (name)
        compile_error(e->c, node, "name capture %R makes remaining patterns unreachable", name);
    else
        compile_error(e->c, node, "wildcard makes remaining patterns unreachable");
}

static void match_as(Emitter *e, Matching *m, const Node *node, int subject)
{
    const Node *inner = node->match_as.pattern;
    if (!inner) {
        refuse_irrefutable(e, m, node);
    } else {
        int copy = temporary(e);
        emit(e, node, OP_COPY, copy, subject, 0);
        match_pattern(e, m, inner, copy);
        free_from(e, copy);
    }
    if (node->match_as.name)
        capture(e, m, node, node->match_as.name, subject);
    else
        emit(e, node, OP_RELEASE, subject, 0, 0);
}

static void match_star(Emitter *e, Matching *m, const Node *node, int subject)
{
    if (node->match_star.name)
        capture(e, m, node, node->match_star.name, subject);
    else
        emit(e, node, OP_RELEASE, subject, 0, 0);
}

/* One alternative with a ladder of its own; the subject stays. */
static void match_alternative(Emitter *e, Matching *outer, const Node *alternative, int subject, bool last,
                              Label *matched)
{
    Matching m = { .captures = outer->captures, .base = e->unit->depth,
                   .may_be_irrefutable = last && outer->may_be_irrefutable };
    int copy = temporary(e);
    emit(e, alternative, OP_COPY, copy, subject, 0);
    match_pattern(e, &m, alternative, copy);
    set_depth(e, m.base);
    emit_jump(e, alternative, OP_JUMP, 0, matched);
    place_ladder(e, &m, alternative);
}

static bool same_names(const bool *a, const bool *b, int32_t count)
{
    return !memcmp(a, b, (size_t)count * sizeof *a);
}

static void match_or(Emitter *e, Matching *m, const Node *node, int subject)
{
    const NodeList *alternatives = &node->match_or.patterns;
    Captures *c = m->captures;
    size_t size = (size_t)MAX(c->capacity, 1) * sizeof(bool);
    bool *before = compile_alloc(e->c, size), *first = compile_alloc(e->c, size);
    Label matched = NEW_LABEL;
    if (!before || !first)
        return;
    memcpy(before, c->bound, size);
    for (int32_t i = 0; i < alternatives->count && !emitter_failed(e); i++) {
        memcpy(c->bound, before, size);
        match_alternative(e, m, alternatives->items[i], subject, i + 1 == alternatives->count, &matched);
        if (!i)
            memcpy(first, c->bound, size);
        else if (!same_names(first, c->bound, c->capacity))
            compile_error(e->c, c->place, "alternative patterns bind different names");
    }
    Label *fail = fail_label(e, m);
    if (fail)
        emit_jump(e, node, OP_JUMP, 0, fail);
    label_place(e, &matched);
    emit(e, node, OP_RELEASE, subject, 0, 0);
}

static void match_pattern(Emitter *e, Matching *m, const Node *pattern, int subject)
{
    if (!compilation_enter(e->c))
        return;
    m->captures->place = pattern;
    switch (pattern->kind) {
    case NODE_MATCH_VALUE: match_value(e, m, pattern, subject); break;
    case NODE_MATCH_SINGLETON: match_singleton(e, m, pattern, subject); break;
    case NODE_MATCH_SEQUENCE: match_sequence(e, m, pattern, subject); break;
    case NODE_MATCH_MAPPING: match_mapping(e, m, pattern, subject); break;
    case NODE_MATCH_CLASS: match_class(e, m, pattern, subject); break;
    case NODE_MATCH_AS: match_as(e, m, pattern, subject); break;
    case NODE_MATCH_STAR: match_star(e, m, pattern, subject); break;
    case NODE_MATCH_OR: match_or(e, m, pattern, subject); break;
    }
    compilation_leave(e->c);
}

/* -- the statement */

static bool open_captures(Emitter *e, Captures *c, const Node *pattern)
{
    *c = (Captures){ .capacity = count_captures(pattern), .place = pattern };
    size_t count = (size_t)MAX(c->capacity, 1);
    c->names = compile_alloc(e->c, count * sizeof *c->names);
    c->bound = compile_alloc(e->c, count * sizeof *c->bound);
    c->slots = next_temporary(e);
    for (int32_t i = 0; i < c->capacity; i++)
        temporary(e);
    return c->names && c->bound;
}

static void store_captures(Emitter *e, const Captures *c, const Node *pattern)
{
    int depth = e->unit->depth;
    for (int32_t i = 0; i < c->count && i < c->capacity; i++) {
        if (c->bound[i])
            store_name(e, pattern, c->names[i], c->slots + i);
        set_depth(e, depth);
    }
}

static void emit_case(Emitter *e, const Node *match_case, int subject, bool last, Label *end)
{
    const Node *pattern = match_case->match_case.pattern, *guard = match_case->match_case.guard;
    Matching m = { .base = e->unit->depth, .may_be_irrefutable = last || guard };
    Captures captures;
    m.captures = &captures;
    if (!open_captures(e, &captures, pattern))
        return;
    int copy = temporary(e);
    emit(e, pattern, OP_COPY, copy, subject, 0);
    match_pattern(e, &m, pattern, copy);
    store_captures(e, &captures, pattern);
    set_depth(e, m.base);
    Label *refused = guard ? fail_label(e, &m) : NULL;
    if (guard && refused) {
        Label guarded = NEW_LABEL;
        const Node *at = pattern;
        emit_jump_if(e, guard, &guarded, true, &at);
        emit_jump(e, guard, OP_JUMP, 0, refused);
        label_place(e, &guarded);
    }
    emit(e, pattern, OP_RELEASE, subject, 0, 0);
    used(e, subject);
    emit_statements(e, &match_case->match_case.body);
    emit_jump(e, SAME_PLACE, OP_JUMP, 0, end);
    place_ladder(e, &m, pattern);
}

void emit_match(Emitter *e, const Node *node)
{
    const NodeList *cases = &node->match_stmt.cases;
    Label end = NEW_LABEL;
    int depth = e->unit->depth;
    int subject = emit_to_temporary(e, node->match_stmt.subject);
    for (int32_t i = 0; i < cases->count && !emitter_failed(e); i++) {
        set_depth(e, depth + 1);
        emit_case(e, cases->items[i], subject, i + 1 == cases->count, &end);
    }
    emit(e, SAME_PLACE, OP_RELEASE, subject, 0, 0);
    label_place(e, &end);
    set_depth(e, depth);
}
