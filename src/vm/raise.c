/* raise, except and except*. */
#include "vm/interpreter.h"

#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/tuple.h"

static bool is_exception_class(Borrowed v)
{
    return object_has_type_flag(v, TYPE_IS_TYPE) && (((Type *)v)->flags & TYPE_IS_EXCEPTION);
}

/* -- raise */

/* An instance from a class or an instance; OTHERWISE: the message when it is neither. */
static Owned exception_instance(Runtime *rt, Borrowed v, const char *otherwise)
{
    if (value_is_exception(v))
        return retain(v);
    if (!is_exception_class(v))
        return raise(rt, rt->TypeError, "%s", otherwise);
    Value made = call_none(rt, v);
    if (made && !value_is_exception(made)) {
        raise(rt, rt->TypeError, "calling %R should have returned an instance of BaseException, not %R", v,
              type_value(value_type(rt, made)));
        value_clear(rt, &made);
    }
    return made;
}

static bool set_cause(Runtime *rt, Borrowed exception, Borrowed from)
{
    Value cause = NULL;
    if (from != NONE && !(cause = exception_instance(rt, from, "exception causes must derive from BaseException")))
        return false;
    value_replace(rt, &((Exception *)exception)->cause, cause);
    ((Exception *)exception)->suppress_context = true;
    return true;
}

void op_raise(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value exception = exception_instance(rt, operand_peek(frame, pc->a), "exceptions must derive from BaseException");
    if (exception && (pc->c != 2 || set_cause(rt, exception, operand_peek(frame, pc->b))))
        raise_object(rt, exception);
    release(rt, exception);
}

void op_reraise(Runtime *rt, Frame *frame, const Instruction *pc)
{
    error_restore_steal(rt, operand_take(frame, pc->a));
}

bool op_reraise_handled(Runtime *rt)
{
    if (!rt->handled)
        return raise(rt, rt->RuntimeError, "No active exception to reraise");
    error_restore_steal(rt, retain(rt->handled));
    return true;
}

/* -- the exception being handled.  A generator saves None below its own first one, since
 * what surrounds that belongs to whoever resumes it. */

bool op_push_exception(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value now = retain(operand_peek(frame, pc->b)), before = rt->handled;
    rt->handled = now;
    if ((frame->flags & FRAME_GENERATOR) && !(frame->flags & FRAME_HANDLING)) {
        frame->flags |= FRAME_HANDLING;
        release(rt, before);
        before = NULL;
    }
    register_store(rt, frame, pc->a, before ? before : NONE);
    return true;
}

bool op_pop_exception(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value before = operand_take(frame, pc->a);
    if (before == NONE)
        before = NULL;
    if (!before && (frame->flags & FRAME_GENERATOR)) {
        frame->flags &= (uint16_t)~FRAME_HANDLING;
        before = retain(frame->saved_handled);
    }
    value_replace(rt, &rt->handled, before);
    return true;
}

/* -- except */

static const char bad_class[] = "catching classes that do not inherit from BaseException is not allowed";

static bool check_classes(Runtime *rt, Borrowed classes)
{
    if (!value_is_tuple(classes))
        return is_exception_class(classes) || raise(rt, rt->TypeError, bad_class);
    for (int64_t i = 0; i < tuple_count(classes); i++)
        if (!is_exception_class(tuple_item_peek(classes, i)))
            return raise(rt, rt->TypeError, bad_class);
    return true;
}

static bool matches(Runtime *rt, Borrowed exception, Borrowed classes)
{
    if (!value_is_tuple(classes))
        return value_is_instance(rt, exception, (Type *)classes);
    for (int64_t i = 0; i < tuple_count(classes); i++)
        if (value_is_instance(rt, exception, (Type *)tuple_item_peek(classes, i)))
            return true;
    return false;
}

bool op_match_exception(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value classes = operand_peek(frame, pc->c);
    if (!check_classes(rt, classes))
        return false;
    bool yes = matches(rt, operand_peek(frame, pc->b), classes);
    return finish_one(rt, frame, pc->a, bool_value(yes), pc->c);
}

/* -- except* */

static bool is_group(Runtime *rt, Borrowed v) { return value_is_instance(rt, v, rt->BaseExceptionGroup); }

static bool is_group_class(Runtime *rt, Borrowed v) { return type_is_subtype((Type *)v, rt->BaseExceptionGroup); }

static bool check_star_classes(Runtime *rt, Borrowed classes)
{
    static const char message[] = "catching ExceptionGroup with except* is not allowed. Use except instead.";
    if (!check_classes(rt, classes))
        return false;
    if (!value_is_tuple(classes))
        return !is_group_class(rt, classes) || raise(rt, rt->TypeError, message);
    for (int64_t i = 0; i < tuple_count(classes); i++)
        if (is_group_class(rt, tuple_item_peek(classes, i)))
            return raise(rt, rt->TypeError, message);
    return true;
}

/* BaseExceptionGroup gives an ExceptionGroup where all members allow it. */
static Owned wrap_list(Runtime *rt, Borrowed list)
{
    return call_two(rt, type_value(rt->BaseExceptionGroup), rt->empty_str, list);
}

static Owned wrap_naked(Runtime *rt, Borrowed exception)
{
    Value list = list_from(rt, &exception, 1);
    Value group = list ? wrap_list(rt, list) : NULL;
    release(rt, list);
    return group;
}

/* (matching part or None, rest or None) */
static Owned split_exception(Runtime *rt, Borrowed exception, Borrowed classes)
{
    if (exception == NONE)
        return tuple_pack(rt, 2, NONE, NONE);
    if (matches(rt, exception, classes)) {
        Value match = is_group(rt, exception) ? retain(exception) : wrap_naked(rt, exception);
        Value pair = match ? tuple_pack(rt, 2, match, NONE) : NULL;
        release(rt, match);
        return pair;
    }
    if (!is_group(rt, exception))
        return tuple_pack(rt, 2, NONE, exception);
    Value split = get_attribute_text(rt, exception, "split");
    Value pair = split ? call_one(rt, split, classes) : NULL;
    release(rt, split);
    if (pair && !value_is_tuple(pair)) {
        raise(rt, rt->TypeError, "%.200T.split must return a tuple, not %.200T", exception, pair);
        value_clear(rt, &pair);
    } else if (pair && tuple_count(pair) < 2) {
        raise(rt, rt->TypeError, "%.200T.split must return a 2-tuple, got tuple of size %zd", exception, tuple_count(pair));
        value_clear(rt, &pair);
    }
    return pair;
}

bool op_match_group(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value classes = operand_peek(frame, pc->c);
    if (!check_star_classes(rt, classes))
        return false;
    Value pair = split_exception(rt, operand_peek(frame, pc->b), classes);
    return pair && finish_one(rt, frame, pc->a, pair, pc->c);
}

/* -- what remains after all except* clauses */

static Owned notes_of(Runtime *rt, Borrowed exception)
{
    return get_attribute_or_null(rt, exception, rt->names.__notes__);
}

/* Was PART cut out of WHOLE (and not raised anew)? */
static bool is_part_of(Runtime *rt, Borrowed part, Borrowed whole)
{
    Exception *a = (Exception *)part, *b = (Exception *)whole;
    if (a->traceback != b->traceback || a->cause != b->cause || a->context != b->context)
        return false;
    Value mine = notes_of(rt, part), others = notes_of(rt, whole);
    bool same = mine == others;
    release(rt, mine);
    release(rt, others);
    error_clear(rt);
    return same;
}

/* Every exception in GROUP that is no group, by identity, into LEAVES (a set of ints). */
static bool collect_leaves(Runtime *rt, Borrowed exception, Borrowed leaves)
{
    if (!is_group(rt, exception)) {
        Value id = int_from_uint64(rt, value_bits(exception));
        bool done = id && set_add(rt, leaves, id);
        release(rt, id);
        return done;
    }
    Value members = ((Exception *)exception)->extra[EXTRA_EXCEPTIONS];
    bool done = recursion_enter(rt, " in exceptiongroup_split_recursive");
    if (!done)
        return false;
    for (int64_t i = 0; done && i < tuple_count(members); i++)
        done = collect_leaves(rt, tuple_item_peek(members, i), leaves);
    recursion_leave(rt);
    return done;
}

static Owned is_leaf(Runtime *rt, Borrowed self, const Value *args)
{
    Value id = int_from_uint64(rt, value_bits(args[0]));
    int found = id ? set_contains(rt, self, id) : -1;
    release(rt, id);
    return found < 0 ? NULL : bool_value(found);
}

static const MethodDef is_leaf_def = METHOD("is_leaf", is_leaf, "(exception, /)", NULL);

/* The part of ORIGINAL whose leaves are those of the exceptions in LIST, or None. */
static Owned project(Runtime *rt, Borrowed original, Borrowed list)
{
    Value leaves = set_new(rt, NULL);
    bool done = leaves;
    for (int64_t i = 0; done && i < list_count(list); i++)
        done = collect_leaves(rt, list_item_peek(list, i), leaves);
    Value condition = done ? builtin_function_new(rt, &is_leaf_def, leaves, NULL) : NULL;
    Value subgroup = condition ? get_attribute_text(rt, original, "subgroup") : NULL;
    Value part = subgroup ? call_one(rt, subgroup, condition) : NULL;
    release(rt, subgroup);
    release(rt, condition);
    release(rt, leaves);
    return part;
}

/* Sort the parts: raised anew, and handed on. */
static bool sort_parts(Runtime *rt, Borrowed original, Borrowed parts, Borrowed raised, Borrowed kept)
{
    for (int64_t i = 0; i < list_count(parts); i++) {
        Value part = list_item_peek(parts, i);
        if (part != NONE && !list_append(rt, is_part_of(rt, part, original) ? kept : raised, part))
            return false;
    }
    return true;
}

static Owned combine(Runtime *rt, Borrowed original, Borrowed raised, Borrowed kept)
{
    Value rest = project(rt, original, kept);
    if (!rest || list_count(raised) == 0)
        return rest;
    bool done = rest == NONE || list_append(rt, raised, rest);
    release(rt, rest);
    if (!done)
        return NULL;
    return wrap_list(rt, raised);
}

static Owned exception_to_raise(Runtime *rt, Borrowed original, Borrowed parts)
{
    if (list_count(parts) == 0)
        return NONE;
    if (!is_group(rt, original))
        return retain(list_item_peek(parts, 0));
    Value raised = list_new(rt, 0), kept = raised ? list_new(rt, 0) : NULL, result = NULL;
    if (kept && sort_parts(rt, original, parts, raised, kept))
        result = combine(rt, original, raised, kept);
    release(rt, raised);
    release(rt, kept);
    return result;
}

bool op_reraise_star(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value result = exception_to_raise(rt, operand_peek(frame, pc->b), operand_peek(frame, pc->c));
    return result && finish_two(rt, frame, pc->a, result, pc->b, pc->c);
}
