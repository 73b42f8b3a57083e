/* match statements: sequence, mapping and class patterns. */
#include "vm/interpreter.h"

#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

static bool match_flag(Runtime *rt, Frame *frame, const Instruction *pc, uint32_t flag)
{
    bool matches = value_type(rt, operand_peek(frame, pc->b))->flags & flag;
    register_store(rt, frame, pc->a, bool_value(matches));
    return true;
}

bool op_match_sequence(Runtime *rt, Frame *frame, const Instruction *pc)
{
    return match_flag(rt, frame, pc, TYPE_SEQUENCE);
}

bool op_match_mapping(Runtime *rt, Frame *frame, const Instruction *pc)
{
    return match_flag(rt, frame, pc, TYPE_MAPPING);
}

bool op_get_length(Runtime *rt, Frame *frame, const Instruction *pc)
{
    int64_t length = value_length(rt, operand_peek(frame, pc->b));
    if (length < 0)
        return false;
    register_store(rt, frame, pc->a, small_int_value(length));
    return true;
}

/* Add V to SEEN; 1 new, 0 there already, -1. */
static int note_new(Runtime *rt, Borrowed seen, Borrowed v)
{
    int there = set_contains(rt, seen, v);
    if (there)
        return there < 0 ? -1 : 0;
    return set_add(rt, seen, v) ? 1 : -1;
}

/* -- mapping patterns */

/* The values of KEYS in order, into a tuple; None when one is missing. */
static Owned values_of_keys(Runtime *rt, Borrowed get, Borrowed missing, Borrowed seen, Borrowed keys)
{
    int64_t count = tuple_count(keys);
    Value values = tuple_new(rt, count);
    for (int64_t i = 0; values && i < count; i++) {
        Value key = tuple_item_peek(keys, i);
        int fresh = note_new(rt, seen, key);
        Value v = fresh > 0 ? call_two(rt, get, key, missing) : NULL;
        if (fresh == 0)
            raise(rt, rt->ValueError, "mapping pattern checks duplicate key (%R)", key);
        tuple_items(values)[i] = v;
        if (!v || v == missing) {
            release(rt, values);
            return v ? NONE : NULL;
        }
    }
    return values ? tuple_done(rt, values) : NULL;
}

static Owned match_keys(Runtime *rt, Borrowed subject, Borrowed keys)
{
    if (tuple_count(keys) == 0)
        return tuple_empty(rt);
    Value seen = set_new(rt, NULL);
    Value get = seen ? get_attribute(rt, subject, rt->names.get) : NULL;
    Value missing = get ? call_none(rt, type_value(rt->object_type)) : NULL;
    Value result = missing ? values_of_keys(rt, get, missing, seen, keys) : NULL;
    release(rt, missing);
    release(rt, get);
    release(rt, seen);
    return result;
}

bool op_match_keys(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value result = match_keys(rt, operand_peek(frame, pc->b), operand_peek(frame, pc->c));
    return result && finish_one(rt, frame, pc->a, result, pc->c);
}

/* -- class patterns */

typedef struct ClassPattern {
    Value subject, class_, seen;
    Value values;               /* tuple being filled */
    int64_t filled;
} ClassPattern;

enum {
    MATCH_SELF = TYPE_IS_INT | TYPE_IS_STR | TYPE_IS_BYTES | TYPE_IS_LIST | TYPE_IS_TUPLE | TYPE_IS_DICT | TYPE_IS_FLOAT
        | TYPE_IS_SET | TYPE_IS_FROZENSET | TYPE_IS_BYTEARRAY,
};

/* 1 matched, 0 no such attribute, -1 */
static int match_attribute(Runtime *rt, ClassPattern *p, Borrowed name)
{
    int fresh = note_new(rt, p->seen, name);
    if (fresh == 0)
        raise(rt, rt->TypeError, "%N() got multiple sub-patterns for attribute %R", (Type *)p->class_, name);
    if (fresh <= 0)
        return -1;
    Value v = get_attribute_or_null(rt, p->subject, name);
    if (!v)
        return error_pending(rt) ? -1 : 0;
    tuple_items(p->values)[p->filled++] = v;
    return 1;
}

static int match_by_names(Runtime *rt, ClassPattern *p, Borrowed names, int64_t count)
{
    int matched = 1;
    for (int64_t i = 0; matched > 0 && i < count; i++) {
        Value name = tuple_item_peek(names, i);
        if (!value_is_str(name)) {
            raise(rt, rt->TypeError, "__match_args__ elements must be strings (got %.200T)", name);
            return -1;
        }
        matched = match_attribute(rt, p, name);
    }
    return matched;
}

static int too_many(Runtime *rt, Borrowed class_, int64_t allowed, int64_t given)
{
    raise(rt, rt->TypeError, "%N() accepts %zd positional sub-pattern%s (%zd given)", (Type *)class_, allowed,
          allowed == 1 ? "" : "s", given);
    return -1;
}

static int match_positional(Runtime *rt, ClassPattern *p, int64_t count)
{
    Value names = get_attribute_or_null(rt, p->class_, rt->names.__match_args__);
    if (!names && error_pending(rt))
        return -1;
    if (!names) {
        bool self = ((Type *)p->class_)->flags & MATCH_SELF;
        if (count > self)
            return too_many(rt, p->class_, self, count);
        tuple_items(p->values)[p->filled++] = retain(p->subject);
        return 1;
    }
    int matched = -1;
    if (!object_is_exactly(names, rt->tuple_type))
        raise(rt, rt->TypeError, "%N.__match_args__ must be a tuple (got %T)", (Type *)p->class_, names);
    else if (tuple_count(names) < count)
        too_many(rt, p->class_, tuple_count(names), count);
    else
        matched = match_by_names(rt, p, names, count);
    release(rt, names);
    return matched;
}

static int match_class(Runtime *rt, ClassPattern *p, int64_t positional, Borrowed names)
{
    if (!object_has_type_flag(p->class_, TYPE_IS_TYPE)) {
        raise(rt, rt->TypeError, "called match pattern must be a type");
        return -1;
    }
    int matched = is_instance(rt, p->subject, p->class_);
    if (matched <= 0)
        return matched;
    p->seen = set_new(rt, NULL);
    p->values = p->seen ? tuple_new(rt, positional + tuple_count(names)) : NULL;
    if (!p->values)
        return -1;
    if (positional)
        matched = match_positional(rt, p, positional);
    return matched > 0 ? match_by_names(rt, p, names, tuple_count(names)) : matched;
}

bool op_match_class(Runtime *rt, Frame *frame, const Instruction *pc)
{
    ClassPattern p = { .subject = operand_peek(frame, pc->b), .class_ = operand_peek(frame, pc->c) };
    Value names = frame->code->constants[pc[1].extra];
    int matched = match_class(rt, &p, pc[1].version, names);
    release(rt, p.seen);
    Value result = matched > 0 ? tuple_done(rt, p.values) : NONE;
    if (matched <= 0)
        release(rt, p.values);
    return matched >= 0 && finish_one(rt, frame, pc->a, result, pc->c);
}
