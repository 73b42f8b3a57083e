/* BaseExceptionGroup: a message and a non-empty tuple of exceptions; split and subgroup.
 * ExceptionGroup itself is made of both BaseExceptionGroup and Exception at opening. */
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/exception_internal.h"
#include "types/generic_alias.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

static Value *extra(Borrowed self) { return ((Exception *)self)->extra; }
static Value members_of(Borrowed self) { return extra(self)[EXTRA_EXCEPTIONS]; }

static bool is_group(Runtime *rt, Borrowed v) { return value_is_instance(rt, v, rt->BaseExceptionGroup); }

/* All members exceptions?  *PLAIN: all of them Exceptions. */
static bool check_members(Runtime *rt, Borrowed tuple, bool *plain)
{
    *plain = true;
    if (tuple_count(tuple) == 0)
        return raise(rt, rt->ValueError, "second argument (exceptions) must be a non-empty sequence");
    for (int64_t i = 0; i < tuple_count(tuple); i++) {
        Value member = tuple_item_peek(tuple, i);
        if (!value_is_exception(member))
            return raise(rt, rt->ValueError, "Item %zd of second argument (exceptions) is not an exception", i);
        *plain &= value_is_instance(rt, member, rt->Exception);
    }
    return true;
}

static Type *choose_type(Runtime *rt, Type *type, bool plain)
{
    if (type == rt->BaseExceptionGroup)
        return plain ? rt->ExceptionGroup : type;
    if (plain)
        return type;
    if (type == rt->ExceptionGroup)
        return raise(rt, rt->TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
    if (type_is_subtype(type, rt->Exception))
        return raise(rt, rt->TypeError, "Cannot nest BaseExceptions in '%N'", type);
    return type;
}

static Owned group_from(Runtime *rt, Type *type, const Value *args, Borrowed tuple)
{
    bool plain;
    if (!check_members(rt, tuple, &plain) || !(type = choose_type(rt, type, plain)))
        return NULL;
    Value self = exception_make(rt, type, args, 2, NULL);
    if (self) {
        value_replace(rt, &extra(self)[EXTRA_MESSAGE], retain(args[0]));
        value_replace(rt, &extra(self)[EXTRA_EXCEPTIONS], retain(tuple));
    }
    return self;
}

Owned group_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)keywords;
    if (count != 2)
        return raise(rt, rt->TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)", count);
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not %V", args[0]);
    if (value_type(rt, args[1])->slots->item == NULL && !has_attribute(rt, args[1], rt->names.__getitem__))
        return raise(rt, rt->TypeError, "second argument (exceptions) must be a sequence");
    Value tuple = sequence_tuple(rt, args[1]);
    Value self = tuple ? group_from(rt, type, args, tuple) : NULL;
    release(rt, tuple);
    return self;
}

bool group_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    return exception_init(rt, self, args, count, keywords);
}

Owned group_str(Runtime *rt, Borrowed self)
{
    int64_t n = members_of(self) ? tuple_count(members_of(self)) : 0;
    return format_message(rt, "%S (%zd sub-exception%s)", extra(self)[EXTRA_MESSAGE], n, n == 1 ? "" : "s");
}

static Owned derive(Runtime *rt, Borrowed self, const Value *args)
{
    Value both[2] = { extra(self)[EXTRA_MESSAGE], args[0] };
    return call_two(rt, type_value(rt->BaseExceptionGroup), both[0], both[1]);
}

static bool copy_links(Runtime *rt, Borrowed from, Borrowed to)
{
    Exception *a = (Exception *)from, *b = (Exception *)to;
    value_replace(rt, &b->traceback, a->traceback ? retain(a->traceback) : NULL);
    value_replace(rt, &b->context, a->context ? retain(a->context) : NULL);
    value_replace(rt, &b->cause, a->cause ? retain(a->cause) : NULL);
    b->suppress_context = a->suppress_context;
    Value notes = get_attribute_or_null(rt, from, rt->names.__notes__);
    if (!notes)
        return !error_pending(rt);
    if (!value_type(rt, notes)->slots->item && !value_is_list(notes)) {     /* no sequence: none of ours */
        release(rt, notes);
        return true;
    }
    Value copy = sequence_list(rt, notes);
    bool done = copy && set_attribute(rt, to, rt->names.__notes__, copy);
    release(rt, copy);
    release(rt, notes);
    return done;
}

/* self.derive(list) with the links of SELF; None for an empty list. */
static Owned derive_like(Runtime *rt, Borrowed self, Borrowed list)
{
    if (list_count(list) == 0)
        return NONE;
    Value name = str_intern_text(rt, "derive");
    Value group = name ? call_method(rt, self, name, &list, 1) : NULL;
    release(rt, name);
    if (group && !is_group(rt, group)) {
        release(rt, group);
        return raise(rt, rt->TypeError, "derive must return an instance of BaseExceptionGroup");
    }
    if (group && !copy_links(rt, self, group)) {
        release(rt, group);
        return NULL;
    }
    return group;
}

static int matches(Runtime *rt, Borrowed exception, Borrowed condition)
{
    if (object_has_type_flag(condition, TYPE_IS_TYPE) || value_is_tuple(condition))
        return is_instance(rt, exception, condition);
    Value answer = call_one(rt, condition, exception);
    int truth = answer ? value_truth(rt, answer) : -1;
    release(rt, answer);
    return truth;
}

static bool split_members(Runtime *rt, Borrowed self, Borrowed condition, Borrowed yes, Borrowed no);

/* Both parts of EXCEPTION go to the lists (None is left out). */
static bool split_into(Runtime *rt, Borrowed exception, Borrowed condition, Borrowed yes, Borrowed no)
{
    int match = matches(rt, exception, condition);
    if (match < 0)
        return false;
    if (match)
        return list_append(rt, yes, exception);
    if (!is_group(rt, exception))
        return list_append(rt, no, exception);
    if (!recursion_enter(rt, " in exceptiongroup_split_recursive"))
        return false;
    Value inner_yes = list_new(rt, 0), inner_no = list_new(rt, 0), part = NULL;
    bool done = inner_yes && inner_no && split_members(rt, exception, condition, inner_yes, inner_no);
    if (done && (part = derive_like(rt, exception, inner_yes)))
        done = part == NONE || list_append(rt, yes, part);
    release(rt, part);
    done = done && part;
    if (done && (part = derive_like(rt, exception, inner_no)))
        done = part == NONE || list_append(rt, no, part);
    else
        part = NULL;
    done = done && part;
    release(rt, part);
    release(rt, inner_yes);
    release(rt, inner_no);
    recursion_leave(rt);
    return done;
}

static bool split_members(Runtime *rt, Borrowed self, Borrowed condition, Borrowed yes, Borrowed no)
{
    Value members = members_of(self);
    for (int64_t i = 0; i < tuple_count(members); i++)
        if (!split_into(rt, tuple_item_peek(members, i), condition, yes, no))
            return false;
    return true;
}

static bool check_condition(Runtime *rt, Borrowed condition)
{
    if (is_callable(rt, condition) || value_is_tuple(condition))
        return true;
    return raise(rt, rt->TypeError, "expected a function, exception type or tuple of exception types");
}

static Owned first_or_none(Borrowed list)
{
    return list_count(list) ? retain(list_item_peek(list, 0)) : NONE;
}

/* *MATCH and *REST: exceptions or None. */
static bool split_group(Runtime *rt, Borrowed self, Borrowed condition, Owned *match, Owned *rest)
{
    if (!check_condition(rt, condition))
        return false;
    Value yes = list_new(rt, 0), no = list_new(rt, 0);
    bool done = yes && no && split_into(rt, self, condition, yes, no);
    if (done) {
        *match = first_or_none(yes);
        *rest = first_or_none(no);
    }
    release(rt, yes);
    release(rt, no);
    return done;
}

static Owned split(Runtime *rt, Borrowed self, const Value *args)
{
    Value parts[2];
    return split_group(rt, self, args[0], &parts[0], &parts[1]) ? tuple_from_steal(rt, parts, 2) : NULL;
}

static Owned subgroup(Runtime *rt, Borrowed self, const Value *args)
{
    Value match, rest;
    if (!split_group(rt, self, args[0], &match, &rest))
        return NULL;
    release(rt, rest);
    return match;
}

static Owned class_getitem(Runtime *rt, Borrowed self, const Value *args)
{
    return generic_alias_new(rt, self, args[0]);
}

const MethodDef group_methods[] = {
    METHOD("derive", derive, "(excs, /)", NULL),
    METHOD("split", split, "(condition, /)", NULL),
    METHOD("subgroup", subgroup, "(condition, /)", NULL),
    METHOD_FLAGS("__class_getitem__", class_getitem, "(item, /)", "See PEP 585", METHOD_CLASS),
    { 0 },
};
const MemberDef group_members[] = {
    { "message", MEMBER_VALUE_OR_NONE, EXTRA_OFFSET(EXTRA_MESSAGE), false, "exception message" },
    { "exceptions", MEMBER_VALUE_OR_NONE, EXTRA_OFFSET(EXTRA_EXCEPTIONS), false, "nested exceptions" },
    { 0 },
};
