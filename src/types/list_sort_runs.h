/* The sort itself, once for each way to compare: list_sort.c includes this file with
 *     SORT_NAME(f)        the name of function F in this edition
 *     SORT_LESS(s, a, b)  1: a < b; 0: not; -1: an exception (where it can raise one)
 * which makes the comparison part of the loops instead of a call in them. */

/* -- runs */

/* Sort [start, start + count), of which SORTED are sorted. */
static bool SORT_NAME(insertion_sort)(Sorter *s, int64_t start, int64_t count, int64_t sorted)
{
    Value *keys = s->items.keys + start, *values = s->items.values ? s->items.values + start : NULL;
    for (int64_t i = sorted; i < count; i++) {
        Value pivot = keys[i];
        int64_t low = 0, high = i;
        while (low < high) {
            int64_t middle = low + ((high - low) >> 1);
            int less = SORT_LESS(s, pivot, keys[middle]);
            if (less < 0)
                return false;
            if (less)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(keys + low + 1, keys + low, (size_t)(i - low) * sizeof(Value));
        keys[low] = pivot;
        if (values) {
            Value value = values[i];
            memmove(values + low + 1, values + low, (size_t)(i - low) * sizeof(Value));
            values[low] = value;
        }
    }
    return true;
}

/* The length of the run at START, made ascending; -1: error. */
static int64_t SORT_NAME(find_run)(Sorter *s, int64_t start)
{
    Value *keys = s->items.keys;
    int64_t end = start + 1;
    if (end >= s->count)
        return s->count - start;
    int descending = SORT_LESS(s, keys[end], keys[start]);
    if (descending < 0)
        return -1;
    for (end++; end < s->count; end++) {
        int less = SORT_LESS(s, keys[end], keys[end - 1]);
        if (less < 0)
            return -1;
        if (less != descending)
            break;
    }
    if (descending)
        reverse_items(cursor_at(s->items, start), end - start);
    return end - start;
}

/* -- galloping: positions in an ascending array KEYS of COUNT, starting from HINT */

/* How many items are < KEY (RIGHT false) or <= KEY (RIGHT true); -1: error. */
static int64_t SORT_NAME(gallop)(Sorter *s, Value key, const Value *keys, int64_t count, int64_t hint, bool right)
{
    int64_t last = 0, offset = 1, low, high;
    /* before(x): x belongs to the left of the answer. */
#define BEFORE(x) (right ? (less = SORT_LESS(s, key, (x)), less < 0 ? -1 : !less) : SORT_LESS(s, (x), key))
    int less, before = BEFORE(keys[hint]);
    if (before < 0)
        return -1;
    if (before) {
        int64_t most = count - hint;
        while (offset < most) {
            before = BEFORE(keys[hint + offset]);
            if (before < 0)
                return -1;
            if (!before)
                break;
            last = offset;
            offset = offset * 2 + 1;
        }
        low = hint + last + 1;
        high = hint + MIN(offset, most);
    } else {
        int64_t most = hint + 1;
        while (offset < most) {
            before = BEFORE(keys[hint - offset]);
            if (before < 0)
                return -1;
            if (before)
                break;
            last = offset;
            offset = offset * 2 + 1;
        }
        low = hint - MIN(offset, most) + 1;
        high = hint - last;
    }
    while (low < high) {
        int64_t middle = low + ((high - low) >> 1);
        before = BEFORE(keys[middle]);
        if (before < 0)
            return -1;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
#undef BEFORE
    return low;
}

/* -- merging two neighbours */

/* The left run A is the shorter: it moves out, and both merge from the front. */
static bool SORT_NAME(merge_low)(Sorter *s, Cursor a, int64_t a_count, Cursor b, int64_t b_count)
{
    if (!temporary_reserve(s, a_count))
        return false;
    copy_items(s->temporary, a, a_count);
    Cursor to = a;
    a = s->temporary;
    bool fine = false;
    while (a_count && b_count) {
        int64_t a_wins = 0, b_wins = 0;
        while (a_count && b_count && a_wins < s->gallop && b_wins < s->gallop) {
            int less = SORT_LESS(s, *b.keys, *a.keys);
            if (less < 0)
                goto done;
            if (less) {
                take_up(&to, &b);
                b_count--, b_wins++, a_wins = 0;
            } else {
                take_up(&to, &a);
                a_count--, a_wins++, b_wins = 0;
            }
        }
        s->gallop++;
        while (a_count && b_count) {
            s->gallop -= s->gallop > 1;
            a_wins = SORT_NAME(gallop)(s, *b.keys, a.keys, a_count, 0, true);
            if (a_wins < 0)
                goto done;
            copy_items(to, a, a_wins);
            to = cursor_at(to, a_wins), a = cursor_at(a, a_wins), a_count -= a_wins;
            if (a_count == 0)
                break;
            take_up(&to, &b);
            if (--b_count == 0)
                break;
            b_wins = SORT_NAME(gallop)(s, *a.keys, b.keys, b_count, 0, false);
            if (b_wins < 0)
                goto done;
            move_items(to, b, b_wins);
            to = cursor_at(to, b_wins), b = cursor_at(b, b_wins), b_count -= b_wins;
            if (b_count == 0)
                break;
            take_up(&to, &a);
            a_count--;
            if (a_wins < GALLOP_FIRST && b_wins < GALLOP_FIRST)
                break;
        }
        s->gallop++;
    }
    fine = true;
done:
    copy_items(to, a, a_count);
    return fine;
}

/* The right run B is the shorter: it moves out, and both merge from the back. */
static bool SORT_NAME(merge_high)(Sorter *s, Cursor a, int64_t a_count, Cursor b, int64_t b_count)
{
    if (!temporary_reserve(s, b_count))
        return false;
    copy_items(s->temporary, b, b_count);
    Cursor start = a, to = cursor_at(b, b_count - 1), b_start = s->temporary;
    a = cursor_at(a, a_count - 1);
    b = cursor_at(b_start, b_count - 1);
    bool fine = false;
    while (a_count && b_count) {
        int64_t a_wins = 0, b_wins = 0;
        while (a_count && b_count && a_wins < s->gallop && b_wins < s->gallop) {
            int less = SORT_LESS(s, *b.keys, *a.keys);
            if (less < 0)
                goto done;
            if (less) {
                take_down(&to, &a);
                a_count--, a_wins++, b_wins = 0;
            } else {
                take_down(&to, &b);
                b_count--, b_wins++, a_wins = 0;
            }
        }
        s->gallop++;
        while (a_count && b_count) {
            s->gallop -= s->gallop > 1;
            int64_t stay = SORT_NAME(gallop)(s, *b.keys, start.keys, a_count, a_count - 1, true);
            if (stay < 0)
                goto done;
            a_wins = a_count - stay;
            to = cursor_at(to, -a_wins), a = cursor_at(a, -a_wins), a_count = stay;
            move_items(cursor_at(to, 1), cursor_at(a, 1), a_wins);
            if (a_count == 0)
                break;
            take_down(&to, &b);
            if (--b_count == 0)
                break;
            stay = SORT_NAME(gallop)(s, *a.keys, b_start.keys, b_count, b_count - 1, false);
            if (stay < 0)
                goto done;
            b_wins = b_count - stay;
            to = cursor_at(to, -b_wins), b = cursor_at(b, -b_wins), b_count = stay;
            copy_items(cursor_at(to, 1), cursor_at(b, 1), b_wins);
            if (b_count == 0)
                break;
            take_down(&to, &a);
            a_count--;
            if (a_wins < GALLOP_FIRST && b_wins < GALLOP_FIRST)
                break;
        }
        s->gallop++;
    }
    fine = true;
done:
    copy_items(cursor_at(to, 1 - b_count), b_start, b_count);
    return fine;
}

/* Merge the two runs on top of the stack. */
static bool SORT_NAME(merge_top)(Sorter *s)
{
    Run *left = &s->runs[s->run_count - 2], right = s->runs[s->run_count - 1];
    int64_t a_start = left->start, a_count = left->count;
    if (!charge_items(s->rt, 2 * (a_count + right.count)))
        return false;
    left->count += right.count;
    s->run_count--;
    Value *keys = s->items.keys;
    /* What is in place already at both ends stays. */
    int64_t skip = SORT_NAME(gallop)(s, keys[right.start], keys + a_start, a_count, 0, true);
    if (skip < 0)
        return false;
    a_start += skip;
    a_count -= skip;
    if (a_count == 0)
        return true;
    int64_t b_count = SORT_NAME(gallop)(s, keys[a_start + a_count - 1], keys + right.start, right.count,
                             right.count - 1, false);
    if (b_count <= 0)
        return b_count == 0;
    Cursor a = cursor_at(s->items, a_start), b = cursor_at(s->items, right.start);
    return a_count <= b_count ? SORT_NAME(merge_low)(s, a, a_count, b, b_count) : SORT_NAME(merge_high)(s, a, a_count, b, b_count);
}

static bool SORT_NAME(push_run)(Sorter *s, int64_t start, int64_t count)
{
    if (s->run_count) {
        Run *top = &s->runs[s->run_count - 1];
        int power = boundary_power(top->start, top->count, count, s->count);
        while (s->run_count > 1 && s->runs[s->run_count - 2].power > power)
            if (!SORT_NAME(merge_top)(s))
                return false;
        s->runs[s->run_count - 1].power = power;
    }
    assert(s->run_count < RUNS_MAX);
    s->runs[s->run_count++] = (Run){ start, count, 0 };
    return true;
}

static bool SORT_NAME(sort_items)(Sorter *s)
{
    int64_t shortest = shortest_run(s->count);
    for (int64_t start = 0; start < s->count;) {
        int64_t run = SORT_NAME(find_run)(s, start);
        if (run < 0 || !charge(s->rt, run / 4))
            return false;
        if (run < shortest) {
            int64_t wanted = MIN(shortest, s->count - start);
            if (!SORT_NAME(insertion_sort)(s, start, wanted, run) || !charge(s->rt, 8))
                return false;
            run = wanted;
        }
        if (!SORT_NAME(push_run)(s, start, run))
            return false;
        start += run;
    }
    while (s->run_count > 1)
        if (!SORT_NAME(merge_top)(s))
            return false;
    return true;
}

#undef SORT_NAME
#undef SORT_LESS
