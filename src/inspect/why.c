/* Who holds an object: each reference to it, and a shortest path from a root.
 *
 * First everything is counted and noted without an allocation in between, so that the
 * figures are of one moment; then it is put into words.  A row is a tuple
 *     ("object", holder, kind, name)
 *     ("frame", (function, file, line), kind, name)
 *     ("root", name of the root, kind of root, None)
 *     ("c", type of the holder, "", None)      a holder that C code is still building
 */
#include "inspect/references.h"

#include "memory/walk.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame.h"

typedef struct Why {
    Runtime *rt;
    const Object *target;
    int skip;
    int64_t count;              /* references when it was asked */
    int64_t skipped;            /* of them, those of the SKIP newest frames */
    Reach reach;
    size_t holder_count, root_count, holder_room, root_room;
    size_t held;                /* of the holders, those that were retained: all or none */
    Object **holders;           /* each once */
    Root *roots;                /* each reference, but of a frame all together */
    Value rows;                 /* list */
} Why;

Owned ouro_why(Runtime *rt, Borrowed self, const Value *args);

/* -- counting */

static int is_target(Object *child, void *argument) { return child == argument; }

static void count_holder(void *argument, void *block)
{
    Why *w = argument;
    if (gc_is_waiting(block) || !references_each(block, is_target, (void *)w->target))
        return;
    if (w->holders && w->holder_count < w->holder_room)
        w->holders[w->holder_count] = block;
    w->holder_count++;
}

static bool is_skipped(const Why *w, const Frame *frame)
{
    const Frame *f = w->rt->frame;
    for (int i = 0; f && i < w->skip; i++, f = f->previous)
        if (f == frame)
            return true;
    return false;
}

static int count_root(Object *child, const Root *root, void *argument)
{
    Why *w = argument;
    if (child != w->target)
        return 0;
    if (root->frame && is_skipped(w, root->frame)) {
        w->skipped++;
        return 0;
    }
    if (root->frame && w->root_count && w->roots && w->roots[w->root_count - 1].frame == root->frame)
        return 0;               /* describe_frame tells all of a frame's */
    if (w->roots && w->root_count < w->root_room)
        w->roots[w->root_count] = *root;
    w->root_count++;
    return 0;
}

static void count_all(Why *w)
{
    w->holder_count = w->root_count = 0;
    w->skipped = 0;
    w->count = w->target->count;
    heap_each(&w->rt->gc.heap, DOMAIN_CONTAINER, count_holder, w);
    heap_each(&w->rt->gc.heap, DOMAIN_OBJECT, count_holder, w);
    roots_each(w->rt, count_root, w);
}

/* Count, take room, note. */
static bool gather(Why *w)
{
    Heap *heap = &w->rt->gc.heap;
    count_all(w);
    w->holder_room = w->holder_count;
    w->root_room = w->root_count;
    w->holders = heap_alloc(heap, DOMAIN_RAW, w->holder_room * sizeof *w->holders);
    w->roots = w->holders ? heap_alloc(heap, DOMAIN_RAW, w->root_room * sizeof *w->roots) : NULL;
    if (!w->roots || !reach_open(&w->reach, w->rt, w->skip))
        return raise_memory_error(w->rt);
    count_all(w);
    w->holder_count = MIN(w->holder_count, w->holder_room);
    w->root_count = MIN(w->root_count, w->root_room);
    for (; w->held < w->holder_count; w->held++)
        object_retain(w->holders[w->held]);
    return true;
}

static void give_up(Why *w)
{
    for (size_t i = 0; i < w->held; i++)
        release(w->rt, object_value(w->holders[i]));
    heap_free(&w->rt->gc.heap, w->holders);
    heap_free(&w->rt->gc.heap, w->roots);
    if (w->reach.rt)
        reach_close(&w->reach);
}

/* -- rows */

/* (WHAT, WHERE, kind, name) */
static Owned row_steal(Runtime *rt, const char *what, Owned where, Borrowed kind, Borrowed name)
{
    Value text = where ? str_intern_text(rt, what) : NULL;
    Value row = text ? tuple_pack(rt, 4, text, where, kind, name) : NULL;
    release(rt, text);
    release(rt, where);
    return row;
}

static Owned frame_place(Runtime *rt, Frame *frame)
{
    return tuple_pack(rt, 3, frame->code->qualname, frame->code->filename, small_int_value(frame_line(frame)));
}

static Owned root_row(Runtime *rt, const Root *root)
{
    Value kind = str_intern_text(rt, root->kind);
    Value row = kind ? row_steal(rt, "root", str_from_text(rt, root->name ? root->name : ""), kind, NONE) : NULL;
    release(rt, kind);
    return row;
}

/* Each (kind, name) of LABELS with its holder in front; at most COUNT. */
static bool add_rows(Runtime *rt, Borrowed rows, const char *what, Borrowed where, Borrowed labels, int64_t count)
{
    for (int64_t i = 0; i < list_count(labels) && i < count; i++) {
        const Value *pair = tuple_items(list_item_peek(labels, i));
        Value row = row_steal(rt, what, retain(where), pair[0], pair[1]);
        if (!row || !list_append_steal(rt, rows, row))
            return false;
    }
    return true;
}

static bool add_holder(Why *w, Borrowed rows, Object *holder, const Object *target, int64_t count)
{
    Runtime *rt = w->rt;
    Value labels = list_new(rt, 0);
    bool known = reach_find(&w->reach, holder);
    bool done = labels && describe_references(rt, holder, target, labels);
    Value where = !done ? NULL : known ? retain(object_value(holder)) : str_from_text(rt, object_gc_type(holder)->name);
    done = where && add_rows(rt, rows, known ? "object" : "c", where, labels, count);
    release(rt, where);
    release(rt, labels);
    return done;
}

static bool add_frame(Why *w, Borrowed rows, Frame *frame, const Object *target, int64_t count)
{
    Runtime *rt = w->rt;
    Value labels = list_new(rt, 0);
    bool done = labels && describe_frame(rt, frame, target, labels);
    Value where = done ? frame_place(rt, frame) : NULL;
    done = where && add_rows(rt, rows, "frame", where, labels, count);
    release(rt, where);
    release(rt, labels);
    return done;
}

static bool add_root(Why *w, Borrowed rows, const Root *root, const Object *target, int64_t count)
{
    if (root->frame)
        return add_frame(w, rows, root->frame, target, count);
    Value row = root_row(w->rt, root);
    return row && list_append_steal(w->rt, rows, row);
}

static Owned all_rows(Why *w)
{
    Value rows = list_new(w->rt, 0);
    bool done = rows;
    for (size_t i = 0; done && i < w->root_count; i++)
        done = add_root(w, rows, &w->roots[i], w->target, INT64_MAX);
    for (size_t i = 0; done && i < w->holder_count; i++)
        done = add_holder(w, rows, w->holders[i], w->target, INT64_MAX);
    if (!done)
        value_clear(w->rt, &rows);
    return rows;
}

/* From the root to the target; empty when nothing leads there. */
static Owned path_rows(Why *w)
{
    Runtime *rt = w->rt;
    Value rows = list_new(rt, 0);
    bool done = rows;
    const ReachEntry *entry = reach_find(&w->reach, w->target);
    for (; done && entry && entry->parent; entry = reach_find(&w->reach, entry->parent))
        done = add_holder(w, rows, entry->parent, entry->object, 1);
    if (done && entry && entry->root.kind)
        done = add_root(w, rows, &entry->root, entry->object, 1);
    else if (done && entry)
        list_clear(rt, rows);
    if (!done || !list_reverse(rt, rows))
        value_clear(rt, &rows);
    return rows;
}

/* No collection runs meanwhile, so no finalizer does. */
static Owned put_into_words(Why *w)
{
    Runtime *rt = w->rt;
    rt->gc.hold++;
    Value rows = all_rows(w), path = rows ? path_rows(w) : NULL;
    Value result = path ? tuple_pack(rt, 4, small_int_value(w->count), rows, small_int_value(w->skipped), path) : NULL;
    release(rt, rows);
    release(rt, path);
    rt->gc.hold--;
    return result;
}

Owned ouro_why(Runtime *rt, Borrowed self unused, const Value *args)
{
    int skip = 0;
    if (!argument_int(rt, args[1], &skip))
        return NULL;
    if (!value_is_object(args[0]))
        return NONE;
    Why w = { .rt = rt, .target = value_object(args[0]), .skip = skip };
    Value result = gather(&w) ? put_into_words(&w) : NULL;
    give_up(&w);
    return result;
}
