/* The sliced collection of the old generation: an epoch.
 *
 * Guess in slices, verify exactly.  Between two slices the program runs and may do
 * anything.  What is garbage when the epoch begins stays as it is, so it is found;
 * what is not may be suspected wrongly, and is then acquitted by the proof.
 *
 *   COUNT   each old object adds one to `inside` of each old child
 *   MARK    an object with more references than `inside` is a root; roots and what
 *           they reach are MARKED.  Objects that became old in the epoch are MARKED
 *           from the beginning and count as roots
 *   SWEEP   the others are SUSPECT, and noted (memory/walk.h)
 *
 * A few suspects are proved guilty in one step (collect.c, collect_noted), many in
 * slices:
 *
 *   ARM     every suspect gets inside := 0 and is ARMED: its count has the sign bit
 *           set, so that any retain or release of it goes the slow way and disarms it
 *   EDGES   each armed suspect adds one to `inside` of each armed child
 *   CHECK   a suspect that is not armed any more, or whose count is not `inside`, is
 *           acquitted with all that it reaches; repeated until nobody is
 *   WEAK    weak references to the guilty are cleared, then called back
 *   FINALIZE  finalizers; if any ran: ARM, EDGES and CHECK again
 *   HOLD    the guilty leave the generation, each with one reference more
 *   CLEAR   type->clear
 *   DROP    that reference is given back; what is left of the object is freed
 *
 * Why the proof is exact.  Let X be suspect in the end, and T the time when all were
 * armed.  From T on until X was checked nobody has retained or released it, and no
 * reference to it was handed on out of a STEADY object (that would have disarmed it).
 * So references to X that objects held at a time after T were still there at the
 * check.  `inside` counts such references only (steady ones), each once; count equals
 * inside, so nobody else held a reference to X.  That holds for all suspects, each at
 * a time after T.  To get hold of one, the program would have needed another; or a weak
 * reference, or a walk over the heap: these two set `touched`, and the check is repeated.
 *
 * The references of objects that are not steady (generators, say) are not added, so
 * that what they refer to is acquitted.  If there were such objects, what was
 * acquitted is proved again at the end, in one step.
 *
 * Bits of an old object (Object.gc):
 *   EPOCH    parity of the last epoch that has seen it; another parity means that
 *            the other bits are stale
 *   MARKED, SUSPECT   see above, never both
 *   inside   references from inside; the largest value means "or more"
 *
 * Outside an epoch all old objects have gc->old_stamp's parity, none is ARMED or GREY.
 *
 * Any step can stop at any object, and inside an object whose type has traverse_part.
 * An object where a step stands, or that is on the mark stack, is GREY: when it goes
 * away meanwhile, epoch_forget takes it out.
 *
 * Ideas: sliced trial deletion with an exact second look is that of Bacon and Rajan,
 * "Concurrent cycle collection in reference counted systems", 2001; here the look back
 * is exact because reference counts are, and because touching a suspect is noticed.
 */
#ifndef OURO_GC_EPOCH_H
#define OURO_GC_EPOCH_H

#include "gc/collect.h"

enum {
    GC_EPOCH = 1 << GC_PAYLOAD_SHIFT,
    GC_MARKED = 2 << GC_PAYLOAD_SHIFT,
    GC_SUSPECT = 4 << GC_PAYLOAD_SHIFT,
    INSIDE_SHIFT = GC_PAYLOAD_SHIFT + 3,
    INSIDE_ONE = 1 << INSIDE_SHIFT,
    INSIDE_MAX = (1 << (32 - INSIDE_SHIFT)) - 1,
};

typedef enum EpochPhase {
    EPOCH_COUNT, EPOCH_MARK, EPOCH_SWEEP,
    EPOCH_ARM, EPOCH_EDGES, EPOCH_CHECK,
    EPOCH_WEAK, EPOCH_FINALIZE,
    EPOCH_HOLD, EPOCH_CLEAR, EPOCH_DROP,
    EPOCH_END,
} EpochPhase;

enum {
    EPOCH_SMALL = 10000, EPOCH_FEW = 2000, SLICE_LEAST = 1000, SLICE_MOST = 16000,     /* gc->tuning */
    SLICE_NANOSECONDS = 250000, SLICE_PART = 1000,      /* the clock is looked at after so much work */
    SLICE_GAP = 150,            /* containers made between two slices of an epoch that is behind */
    EPOCH_PART = 64,            /* children visited between two looks at the budget */
    EPOCH_PASSES = 20,          /* of CHECK; then the rest is proved in one step */
    EPOCH_STACK = 4000,
};

typedef struct EpochPlace { Object *object; size_t position; } EpochPlace;

struct GcEpoch {
    Gc *gc;
    EpochPhase phase;
    uint32_t parity;            /* GC_EPOCH or 0 */
    uint64_t work, limit;       /* children and objects looked at; where the slice ends */
    HeapCursor cursor;
    bool walking;               /* the cursor is open */
    EpochPlace part;            /* the object inside which COUNT or EDGES stands, or NULL */
    Window window;              /* empty between slices */

    size_t depth;               /* of the mark stack */
    bool overflow;              /* there are noted objects to be marked from */
    unsigned pass;              /* of CHECK */
    bool acquitted;             /* in this pass */
    bool touched;               /* a suspect was got hold of past its count */
    bool impure;                /* a suspect was not steady */
    bool spreading;             /* the pass is over, but for what did not fit on the stack */
    bool weak_done, code_ran;
    size_t weak, finalizers;    /* suspects with either, in this pass */

    size_t objects;             /* old ones seen by COUNT */
    size_t suspects;            /* SUSPECT objects now */
    size_t candidates;          /* after SWEEP */
    size_t collected;
    uint64_t promoted;          /* objects that became old in the epoch */
    uint64_t debt;              /* work that the promoted ask for */
    uint64_t expected;          /* work of the whole epoch */
    uint64_t nanoseconds;       /* spent so far */
    EpochPlace stack[EPOCH_STACK];
};

static always_inline bool is_old(const Object *object) { return is_in_generation(object, GC_OLD); }

/* OBJECT is old; has the epoch seen it? */
static always_inline bool is_fresh(const GcEpoch *e, const Object *object)
{
    return (object->gc & GC_EPOCH) == e->parity;
}

static always_inline bool is_suspect(const Object *object)
{
    return (object->gc & (GC_TRACKED | GC_GENERATION | GC_SUSPECT))
        == (GC_TRACKED | (uint32_t)GC_OLD << GC_GENERATION_SHIFT | GC_SUSPECT);
}

/* The guilty from HOLD on: untracked, in generation 3 like all that waits to be freed. */
static always_inline bool is_held(const Object *object)
{
    return (object->gc & (GC_TRACKED | GC_GENERATION | GC_COLLECTING)) == (GC_GENERATION | GC_COLLECTING);
}

static always_inline uint32_t inside_of(const Object *object) { return object->gc >> INSIDE_SHIFT; }

static always_inline void add_inside(Object *object)
{
    if (likely(inside_of(object) != INSIDE_MAX))
        object->gc += INSIDE_ONE;
}

/* Steps of the walk.  Each function does part of its phase; true: the phase is over. */
bool epoch_mark(GcEpoch *e);            /* epoch_mark.c */
bool epoch_arm(GcEpoch *e);             /* epoch_prove.c */
bool epoch_edges(GcEpoch *e);
bool epoch_check(GcEpoch *e);
void epoch_disarm(GcEpoch *e);          /* all suspects */
bool epoch_weak(GcEpoch *e);            /* epoch_free.c */
bool epoch_finalize(GcEpoch *e);
bool epoch_hold(GcEpoch *e);
bool epoch_clear(GcEpoch *e);
bool epoch_drop(GcEpoch *e);

/* The walk of a phase: opened at the first call. */
void epoch_walk_all(GcEpoch *e);
void epoch_walk_noted(GcEpoch *e);
void epoch_walk_end(GcEpoch *e);

/* The mark stack: OBJECT's children are to be visited.  Never fails: what does not fit is
 * noted, see `overflow`. */
void epoch_push(GcEpoch *e, Object *object);
/* Visit until the stack is empty (true) or the slice over.  VISIT passes children through
 * the window; DUE takes what comes out at the end. */
bool epoch_drain(GcEpoch *e, GcVisit visit, void (*due)(GcEpoch *e, Object *child));

/* Visit OBJECT's children, or those left of e->part; false: the slice is over, e->part tells where. */
bool epoch_children(GcEpoch *e, Object *object, GcVisit visit);
/* Continue where epoch_children stopped. */
bool epoch_rest(GcEpoch *e, GcVisit visit);

#endif
