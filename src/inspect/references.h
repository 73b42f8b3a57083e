/* Every reference that a runtime counts: who holds it.
 *
 *   count of an object = edges (references held by objects, as traverse shows them)
 *                      + roots (held by the runtime's own fields, by frames, by the host)
 *                      + what C functions hold that run at this moment
 *
 * Between two programs nothing runs, and the last term is zero: references_verify
 * proves it for every object of the heap. */
#ifndef OURO_INSPECT_REFERENCES_H
#define OURO_INSPECT_REFERENCES_H

#include "object/runtime.h"

/* A place outside all objects that holds references. */
typedef struct Root {
    const char *kind;           /* "runtime", "name", "frame", "cache", "hook" */
    const char *name;           /* of the field, or NULL */
    struct Frame *frame;        /* a frame of the call stack, or NULL */
} Root;

typedef int (*RootVisit)(Object *child, const Root *root, void *argument);

/* Once for each reference; a result that is not 0 ends it and is returned. */
int roots_each(Runtime *rt, RootVisit visit, void *argument);

/* What OBJECT owns, container or not; as traverse. */
int references_each(Object *object, GcVisit visit, void *argument);

/* Objects counted by references: a table from object to how often it was met. */
typedef struct Tally {
    Runtime *rt;
    size_t mask, count;         /* places - 1; objects in it */
    struct TallyEntry { Object *object; int64_t edges, roots; } *entries;
} Tally;

/* Room for every object of the heap.  False: no memory, nothing is held. */
bool tally_open(Tally *tally, Runtime *rt) must_check;
void tally_close(Tally *tally);
/* Count every edge and every root. */
void tally_count(Tally *tally);
struct TallyEntry *tally_find(const Tally *tally, const Object *object);    /* NULL: not in the heap, or never referred to */

/* Every object that can be reached from a root or is tracked, with the shortest way to it. */
typedef struct ReachEntry {
    Object *object;
    Object *parent;             /* NULL: held by `root` directly, or a tracked object that nothing reaches */
    Root root;                  /* kind NULL: none */
} ReachEntry;

typedef struct Reach {
    Runtime *rt;
    size_t mask, count;         /* places - 1; objects found */
    ReachEntry *entries;
    Object **queue;             /* the objects, the nearest first */
} Reach;

/* SKIP: the newest frames that are not looked at.  False: no memory, nothing is held. */
bool reach_open(Reach *reach, Runtime *rt, int skip) must_check;
void reach_close(Reach *reach);
ReachEntry *reach_find(const Reach *reach, const Object *object);    /* NULL: not reached */

/* describe.c: what the references from HOLDER to TARGET are called, as tuples (kind, name)
 * in LIST, one for each; no code of the program runs.  False: an exception. */
bool describe_references(Runtime *rt, Object *holder, const Object *target, Borrowed list) must_check;
bool describe_frame(Runtime *rt, struct Frame *frame, const Object *target, Borrowed list) must_check;

/* The sum of all reference counts that are counted. */
int64_t references_total(Runtime *rt);

/* Prove the equation above, and that the figures by type, domain and size class have one
 * sum; complaints go to standard error.  The number of complaints, or -1 without memory. */
int64_t references_verify(Runtime *rt);

#endif
