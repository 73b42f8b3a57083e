/* The module _heapq: a list as a binary heap, smallest (or largest) item first. */
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/list.h"
#include "types/module.h"
#include "types/values_object.h"

/* The heap is any list, and a comparison may change it: sizes are compared after each. */

static inline Value *items_of(Borrowed heap) { return ((List *)heap)->items; }

static void swap(Borrowed heap, int64_t i, int64_t j)
{
    object_touch((Object *)heap);
    Value item = items_of(heap)[i];
    items_of(heap)[i] = items_of(heap)[j];
    items_of(heap)[j] = item;
}

/* Item I belongs above item J: 1, 0, -1.  LARGEST: the largest item comes first. */
static int above(Runtime *rt, Borrowed heap, int64_t i, int64_t j, bool largest)
{
    int64_t count = list_count(heap);
    Value a = retain(items_of(heap)[largest ? j : i]), b = retain(items_of(heap)[largest ? i : j]);
    int less = compare_true(rt, a, b, COMPARE_LT);
    release(rt, a);
    release(rt, b);
    if (less >= 0 && list_count(heap) != count) {
        raise(rt, rt->RuntimeError, "list changed size during iteration");
        return -1;
    }
    return less;
}

/* Move the item at PLACE up to where it belongs, not above START. */
static bool rise(Runtime *rt, Borrowed heap, int64_t start, int64_t place, bool largest)
{
    if (place >= list_count(heap))
        return raise_index_error(rt, "index out of range");
    while (place > start) {
        int64_t parent = (place - 1) >> 1;
        int up = above(rt, heap, place, parent, largest);
        if (up < 0)
            return false;
        if (!up)
            break;
        swap(heap, parent, place);
        place = parent;
    }
    return true;
}

/* Move the item at PLACE down to the leaves, then up to where it belongs. */
static bool sink(Runtime *rt, Borrowed heap, int64_t place, bool largest)
{
    int64_t start = place, count = list_count(heap);
    if (place >= count)
        return raise_index_error(rt, "index out of range");
    while (place < count >> 1) {
        int64_t child = 2 * place + 1;
        if (child + 1 < count) {
            int left = above(rt, heap, child, child + 1, largest);
            if (left < 0)
                return false;
            child += !left;
        }
        swap(heap, child, place);
        place = child;
    }
    return rise(rt, heap, start, place, largest);
}

/* ONLY: it is the only argument, which the message does not count. */
static bool check_heap(Runtime *rt, const char *name, Borrowed heap, bool only)
{
    if (value_is_list(heap))
        return true;
    return raise(rt, rt->TypeError, "%s() argument%s must be list, not %V", name, only ? "" : " 1", heap);
}

static Owned pop(Runtime *rt, Borrowed heap, bool largest)
{
    List *l = (List *)heap;
    if (l->count == 0)
        return raise_index_error(rt, "index out of range");
    Value last = retain(l->items[l->count - 1]);
    if (!list_delete_range(rt, heap, l->count - 1, l->count)) {
        release(rt, last);
        return NULL;
    }
    if (l->count == 0)
        return last;
    Value first = l->items[0];
    value_touch(first);
    l->items[0] = last;
    if (sink(rt, heap, 0, largest))
        return first;
    release(rt, first);
    return NULL;
}

static Owned replace(Runtime *rt, Borrowed heap, Borrowed item, bool largest)
{
    if (list_count(heap) == 0)
        return raise_index_error(rt, "index out of range");
    Value first = items_of(heap)[0];
    value_touch(first);
    items_of(heap)[0] = retain(item);
    if (sink(rt, heap, 0, largest))
        return first;
    release(rt, first);
    return NULL;
}

static Owned heapify_by(Runtime *rt, Borrowed heap, bool largest)
{
    for (int64_t i = (list_count(heap) >> 1) - 1; i >= 0; i--)
        if (!sink(rt, heap, i, largest) || !charge(rt, 1))
            return NULL;
    return NONE;
}

static Owned heappush(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    if (!check_heap(rt, "heappush", args[0], false) || !list_append(rt, args[0], args[1])
        || !rise(rt, args[0], 0, list_count(args[0]) - 1, false))
        return NULL;
    return NONE;
}

static Owned heappushpop(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    if (!check_heap(rt, "heappushpop", args[0], false))
        return NULL;
    if (list_count(args[0]) == 0)
        return retain(args[1]);
    Value first = retain(items_of(args[0])[0]);
    int less = compare_true(rt, first, args[1], COMPARE_LT);
    release(rt, first);
    if (less <= 0)
        return less < 0 ? NULL : retain(args[1]);
    return replace(rt, args[0], args[1], false);
}

static Owned heappop(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return check_heap(rt, "heappop", args[0], true) ? pop(rt, args[0], false) : NULL;
}

static Owned heapreplace(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return check_heap(rt, "heapreplace", args[0], false) ? replace(rt, args[0], args[1], false) : NULL;
}

static Owned heapify(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return check_heap(rt, "heapify", args[0], true) ? heapify_by(rt, args[0], false) : NULL;
}

static Owned heappop_max(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return check_heap(rt, "_heappop_max", args[0], true) ? pop(rt, args[0], true) : NULL;
}

static Owned heapreplace_max(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return check_heap(rt, "_heapreplace_max", args[0], false) ? replace(rt, args[0], args[1], true) : NULL;
}

static Owned heapify_max(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return check_heap(rt, "_heapify_max", args[0], true) ? heapify_by(rt, args[0], true) : NULL;
}

static const MethodDef functions[] = {
    METHOD("heappush", heappush, "(heap, item, /)", "Push an item onto the heap."),
    METHOD("heappushpop", heappushpop, "(heap, item, /)", "Push an item, then pop the smallest."),
    METHOD("heappop", heappop, "(heap, /)", "Pop the smallest item."),
    METHOD("heapreplace", heapreplace, "(heap, item, /)", "Pop the smallest item, then push another."),
    METHOD("heapify", heapify, "(heap, /)", "Make a list a heap, in place, in linear time."),
    METHOD("_heappop_max", heappop_max, "(heap, /)", "heappop for a heap with the largest first."),
    METHOD("_heapreplace_max", heapreplace_max, "(heap, item, /)", "heapreplace for a heap with the largest first."),
    METHOD("_heapify_max", heapify_max, "(heap, /)", "heapify for a heap with the largest first."),
    {0},
};

static bool init(Runtime *rt, Borrowed module)
{
    return module_add(rt, module, "__about__", rt->empty_str);
}

const ModuleDef heapq_module_def = {
    .name = "_heapq",
    .doc = "Heaps: h[k] <= h[2*k+1] and h[k] <= h[2*k+2].",
    .functions = functions,
    .init = init,
};
