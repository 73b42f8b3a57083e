/* slice, and the arithmetic of slicing. */
#include "types/slice.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/values_object.h"

static inline Slice *slice_of(Borrowed v) { return (Slice *)v; }

Owned slice_new(Runtime *rt, Borrowed start, Borrowed stop, Borrowed step)
{
    Slice *s = (Slice *)gc_alloc_container(&rt->gc, &rt->slice_type->gc, sizeof(Slice));
    if (unlikely(!s))
        return raise_memory_error(rt);
    s->start = retain(start ? start : NONE);
    s->stop = retain(stop ? stop : NONE);
    s->step = retain(step ? step : NONE);
    /* Ints and None are in no cycle: as for tuples. */
    if (value_needs_tracking(rt, s->start) || value_needs_tracking(rt, s->stop) || value_needs_tracking(rt, s->step))
        gc_track(&rt->gc, &s->head);
    return object_value(s);
}

static void slice_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Slice *s = (Slice *)self;
    gc_untrack(gc, self);
    release(rt, s->start);
    release(rt, s->stop);
    release(rt, s->step);
    gc_free(gc, self);
}

static Owned slice_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)type;
    if (!positional_check(rt, "slice", count, keywords, 1, 3))
        return NULL;
    if (count == 1)
        return slice_new(rt, NULL, args[0], NULL);
    return slice_new(rt, args[0], args[1], count > 2 ? args[2] : NULL);
}

/* -- bounds */

static bool index_or_none(Runtime *rt, Borrowed v, int64_t *out)
{
    if (likely(value_is_small_int(v))) {
        *out = small_int(v);
        return true;
    }
    if (v == NONE)
        return true;
    if (!value_is_int(v) && !value_type(rt, v)->slots->index)
        return raise(rt, rt->TypeError, "slice indices must be integers or None or have an __index__ method");
    return value_to_ssize(rt, v, out, NULL);
}

bool slice_unpack(Runtime *rt, Borrowed slice, int64_t *start, int64_t *stop, int64_t *step)
{
    Slice *s = slice_of(slice);
    *step = 1;
    if (likely(s->step == NONE)) {
        *start = 0;
        *stop = INT64_MAX;
        return index_or_none(rt, s->start, start) && index_or_none(rt, s->stop, stop);
    }
    if (!index_or_none(rt, s->step, step))
        return false;
    if (*step == 0)
        return raise(rt, rt->ValueError, "slice step cannot be zero");
    /* So that -step can be had. */
    *step = MAX(*step, -INT64_MAX);
    *start = *step < 0 ? INT64_MAX : 0;
    *stop = *step < 0 ? INT64_MIN : INT64_MAX;
    return index_or_none(rt, s->start, start) && index_or_none(rt, s->stop, stop);
}

static int64_t clip(int64_t index, int64_t length, bool backward)
{
    if (index < 0) {
        index += length;
        return index < 0 ? -(int64_t)backward : index;
    }
    return index >= length ? length - backward : index;
}

void slice_adjust(int64_t length, SliceBounds *at)
{
    bool backward = at->step < 0;
    at->start = clip(at->start, length, backward);
    at->stop = clip(at->stop, length, backward);
    at->count = 0;
    if (likely(at->step == 1)) {
        at->count = MAX(at->stop - at->start, 0);
        return;
    }
    if (backward && at->stop < at->start)
        at->count = (int64_t)(((uint64_t)at->start - (uint64_t)at->stop - 1) / (uint64_t)-at->step + 1);
    else if (!backward && at->start < at->stop)
        at->count = (int64_t)(((uint64_t)at->stop - (uint64_t)at->start - 1) / (uint64_t)at->step + 1);
}

bool slice_bounds(Runtime *rt, Borrowed slice, int64_t length, SliceBounds *at)
{
    if (!slice_unpack(rt, slice, &at->start, &at->stop, &at->step))
        return false;
    slice_adjust(length, at);
    return true;
}

/* -- indices(): with ints of any size */

/* V as an exact int. */
static Owned index_of(Runtime *rt, Borrowed v)
{
    if (value_is_small_int(v))
        return v;
    if (!value_is_int(v) && !value_type(rt, v)->slots->index)
        return raise(rt, rt->TypeError, "slice indices must be integers or None or have an __index__ method");
    return value_index(rt, v);
}

/* One end of the slice for a sequence of LENGTH, within LOW and HIGH. */
static Owned clip_big(Runtime *rt, Borrowed v, Borrowed length, Borrowed otherwise, Borrowed low, Borrowed high)
{
    if (v == NONE)
        return retain(otherwise);
    Value index = index_of(rt, v);
    if (!index)
        return NULL;
    if (int_sign(index) < 0) {
        Value sum = int_binary(rt, index, length, BINARY_ADD);
        release(rt, index);
        if (sum && int_compare(sum, low) < 0) {
            release(rt, sum);
            return retain(low);
        }
        return sum;
    }
    if (int_compare(index, high) <= 0)
        return index;
    release(rt, index);
    return retain(high);
}

Owned slice_indices(Runtime *rt, Borrowed self, Borrowed length_given)
{
    Slice *s = slice_of(self);
    Value length = value_index(rt, length_given), step = NULL, last = NULL, start = NULL, stop = NULL, result = NULL;
    if (!length)
        return NULL;
    if (int_sign(length) < 0) {
        raise(rt, rt->ValueError, "length should not be negative");
        goto done;
    }
    if (!(step = s->step == NONE ? small_int_value(1) : index_of(rt, s->step)))
        goto done;
    int sign = int_sign(step);
    if (sign == 0) {
        raise(rt, rt->ValueError, "slice step cannot be zero");
        goto done;
    }
    if (!(last = int_binary(rt, length, small_int_value(1), BINARY_SUB)))
        goto done;
    Value low = small_int_value(sign < 0 ? -1 : 0), high = sign < 0 ? last : length;
    start = clip_big(rt, s->start, length, sign < 0 ? high : low, low, high);
    stop = start ? clip_big(rt, s->stop, length, sign < 0 ? low : high, low, high) : NULL;
    if (stop)
        result = tuple_pack(rt, 3, start, stop, step);
done:
    release(rt, length);
    release(rt, step);
    release(rt, last);
    release(rt, start);
    release(rt, stop);
    return result;
}

/* -- the object */

static Owned indices(Runtime *rt, Borrowed self, const Value *args)
{
    return slice_indices(rt, self, args[0]);
}

static Owned slice_repr(Runtime *rt, Borrowed self)
{
    Slice *s = slice_of(self);
    return format_message(rt, "slice(%R, %R, %R)", s->start, s->stop, s->step);
}

static Owned slice_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!value_is_slice(rt, self) || !value_is_slice(rt, other))
        return NOT_IMPLEMENTED;
    Slice *a = slice_of(self), *b = slice_of(other);
    if (a == b)
        return bool_value(op == COMPARE_EQ || op == COMPARE_LE || op == COMPARE_GE);
    Value left = tuple_pack(rt, 3, a->start, a->stop, a->step);
    Value right = left ? tuple_pack(rt, 3, b->start, b->stop, b->step) : NULL;
    Value result = right ? compare(rt, left, right, op) : NULL;
    release(rt, left);
    release(rt, right);
    return result;
}

static Owned slice_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Slice *s = slice_of(self);
    Value arguments = tuple_pack(rt, 3, s->start, s->stop, s->step);
    Value result = arguments ? tuple_pack(rt, 2, type_value(rt->slice_type), arguments) : NULL;
    release(rt, arguments);
    return result;
}

static const MethodDef methods[] = {
    METHOD("indices", indices, "(length, /)",
           "The start, stop and step that the slice means for a sequence of this length."),
    METHOD("__reduce__", slice_reduce, "()", "State for pickling."),
    {0},
};

static const MemberDef members[] = {
    { "start", MEMBER_VALUE, offsetof(Slice, start), false, NULL },
    { "stop", MEMBER_VALUE, offsetof(Slice, stop), false, NULL },
    { "step", MEMBER_VALUE, offsetof(Slice, step), false, NULL },
    {0},
};

const TypeDef slice_type_def = {
    .name = "slice",
    .doc = "slice(stop)\nslice(start, stop[, step])\n\nWhat a[start:stop:step] hands to __getitem__.",
    .size = sizeof(Slice),
    .flags = TYPE_CONTAINER,
    .traverse = values_traverse_3,
    .free = slice_free,
    .steady = true,
    .slots = { .repr = slice_repr, .compare = slice_compare, .make = slice_make },
    .methods = methods,
    .members = members,
};
