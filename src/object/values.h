/* Runs of values: references taken and given back for many at once.
 *
 * Most runs are all immediates or all pointers, so both loops look at four words at a
 * time: a bit of the tag that all four have says that none of them is counted. */
#ifndef OURO_OBJECT_VALUES_H
#define OURO_OBJECT_VALUES_H

#include "object/runtime.h"

static always_inline bool four_immediates(const Value *v)
{
    return value_bits(v[0]) & value_bits(v[1]) & value_bits(v[2]) & value_bits(v[3]) & 7;
}

/* value_is_object in one comparison, for places where NULL and immediates are as likely:
 * tag bits that are set come out on top, and NULL becomes the largest number. */
static always_inline bool value_is_counted(Value v)
{
    uint64_t bits = value_bits(v);
    return (bits >> 3 | bits << 61) - 1 < ((uint64_t)1 << 61) - 1;
}

/* *TO++ = *FROM++, each with a reference of its own. */
static inline void values_copy(Value *to, const Value *from, int64_t count)
{
    int64_t i = 0;
    for (; i + 4 <= count; i += 4) {
        Value a = from[i], b = from[i + 1], c = from[i + 2], d = from[i + 3];
        if (!four_immediates(from + i)) {
            retain(a);
            retain(b);
            retain(c);
            retain(d);
        }
        to[i] = a;
        to[i + 1] = b;
        to[i + 2] = c;
        to[i + 3] = d;
    }
    for (; i < count; i++)
        to[i] = retain(from[i]);
}

/* COUNT more references to V. */
static inline void value_retain_times(Value v, int64_t count)
{
    if (!value_is_object(v) || object_is_immortal(value_object(v)))
        return;
    Object *object = value_object(v);
    object_touch(object);
    if (unlikely(count > INT32_MAX - object->count))
        object->count = INT32_MIN;      /* what overflows is immortal */
    else
        object->count += (int32_t)count;
}

/* The COUNT items at FROM, TIMES times over, each with a reference of its own. */
static inline void values_repeat(Value *to, const Value *from, int64_t count, int64_t times)
{
    if (times <= 0)
        return;
    for (int64_t i = 0; i < count; i++)
        value_retain_times(from[i], times);
    if (count == 1) {
        for (int64_t i = 0; i < times; i++)
            to[i] = *from;
        return;
    }
    for (int64_t n = 0; n < times; n++)
        for (int64_t i = 0; i < count; i++)
            *to++ = from[i];
}

/* The last first.  ITEMS belong to nobody else any more. */
static inline void values_release(Runtime *rt, const Value *items, int64_t count)
{
    while (count & 3)
        release(rt, items[--count]);
    for (; count; count -= 4) {
        const Value *v = items + count - 4;
        if (four_immediates(v))
            continue;
        release(rt, v[3]);
        release(rt, v[2]);
        release(rt, v[1]);
        release(rt, v[0]);
    }
}

#endif
