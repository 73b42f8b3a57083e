/* slice and range. */
#ifndef OURO_TYPES_SLICE_H
#define OURO_TYPES_SLICE_H

#include "object/runtime.h"

typedef struct Slice { Object head; Value start, stop, step; } Slice;
typedef struct Range { Object head; Value start, stop, step, length; } Range;   /* exact ints */
typedef struct RangeIterator { Object head; int64_t next, step, left, count; } RangeIterator;   /* count: at the start */

Owned slice_new(Runtime *rt, Borrowed start, Borrowed stop, Borrowed step) must_check;   /* NULL: None */
static inline bool value_is_slice(Runtime *rt, Borrowed v) { return object_is_exactly(v, rt->slice_type); }
/* Clip to a sequence of LENGTH: COUNT items start, start+step, ... */
typedef struct SliceBounds { int64_t start, stop, step, count; } SliceBounds;
bool slice_unpack(Runtime *rt, Borrowed slice, int64_t *start, int64_t *stop, int64_t *step) must_check;
void slice_adjust(int64_t length, SliceBounds *bounds);
bool slice_bounds(Runtime *rt, Borrowed slice, int64_t length, SliceBounds *bounds) must_check;
/* (start, stop, step) for a sequence of LENGTH, an int of any size. */
Owned slice_indices(Runtime *rt, Borrowed slice, Borrowed length) must_check;
Owned range_new(Runtime *rt, Borrowed start, Borrowed stop, Borrowed step) must_check;

#endif
