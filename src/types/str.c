/* str: the object, its slots, the characters kept for reuse, and the table of interned
 * strings.
 *
 * Invariants of a Str:  bytes[size] == 0;  STR_ASCII <=> every byte < 0x80;  without it
 * a StrTail stands behind the bytes and length < size;  a string of one character below
 * U+0100 and the empty string come from the runtime's cache when made by str_from_*.
 *
 * The intern table is weak: open addressing with linear probing, no references counted;
 * an interned string that dies takes itself out (backward shift, so no tombstones). */
#include "types/instance.h"
#include "types/str_internal.h"

#include "object/budget.h"
#include "object/arguments.h"
#include "types/bytes_hash.h"
#include "types/format.h"
#include "types/int.h"
#include "types/slice.h"
#include "types/tuple.h"
#include "types/values_object.h"

typedef struct InternTable {
    size_t mask, count;
    Str *slots[];
} InternTable;

enum { STR_HEAD = offsetof(Str, bytes), INTERN_START = 2048 };

static inline Str *as_str(Borrowed v) { return (Str *)v; }

/* Bytes behind the fixed part. */
static inline size_t variable_size(size_t size, bool ascii)
{
    return ascii ? size + 1 : round_up(size + 1, 8) + sizeof(StrTail);
}

/* -- making strings */

static Owned ascii_new(Runtime *rt, size_t size)
{
    if (unlikely(size > TEXT_SIZE_MAX))
        return raise_memory_error(rt);
    Str *s = (Str *)gc_alloc_leaf(&rt->gc, &rt->str_type->gc, STR_HEAD + size + 1);
    if (unlikely(!s))
        return raise_memory_error(rt);
    s->hash = 0;
    s->size = size;
    s->flags = STR_ASCII;
    s->bytes[size] = 0;
    return object_value(s);
}

static Owned str_alloc(Runtime *rt, Type *type, size_t size, size_t length)
{
    bool ascii = size == length;
    size_t variable = variable_size(size, ascii);
    if (unlikely(size > TEXT_SIZE_MAX))
        return raise_memory_error(rt);
    Object *object = type == rt->str_type ? gc_alloc(&rt->gc, &type->gc, STR_HEAD + variable)
                                          : type_alloc(rt, type, variable);
    if (unlikely(!object))
        return raise_memory_error(rt);
    if (unlikely(!charge_bytes(rt, size))) {
        type_free_object(rt, object);
        return NULL;
    }
    Str *s = (Str *)object;
    s->hash = 0;
    s->size = size;
    s->flags = ascii ? STR_ASCII : 0;
    s->bytes[size] = 0;
    if (!ascii)
        *str_tail(object_value(s)) = (StrTail){ .length = length };
    return object_value(s);
}

Owned str_new(Runtime *rt, size_t size, size_t length)
{
    return likely(size == length) ? ascii_new(rt, size) : str_alloc(rt, rt->str_type, size, length);
}

Owned str_empty(Runtime *rt) { return retain(rt->empty_str); }

static Owned small_character(Runtime *rt, uint32_t c)
{
    if (unlikely(!rt->characters[c])) {
        Value v = str_new(rt, utf8_size(c), 1);
        if (!v)
            return NULL;
        utf8_encode(c, as_str(v)->bytes);
        rt->characters[c] = v;
    }
    return retain(rt->characters[c]);
}

Owned str_from_code_point(Runtime *rt, uint32_t c)
{
    if (likely(c < 256))
        return small_character(rt, c);
    Value v = str_new(rt, utf8_size(c), 1);
    if (v)
        utf8_encode(c, as_str(v)->bytes);
    return v;
}

Owned str_from_counted(Runtime *rt, const char *bytes, size_t size, size_t length)
{
    if (length <= 1) {
        uint32_t c;
        if (!length)
            return str_empty(rt);
        utf8_decode(bytes, &c);
        return str_from_code_point(rt, c);
    }
    Value v = str_new(rt, size, length);
    if (likely(v))
        memcpy(as_str(v)->bytes, bytes, size);
    return v;
}

/* A run of ASCII that is not empty. */
static Owned ascii_from(Runtime *rt, const char *bytes, size_t size)
{
    if (size == 1)
        return small_character(rt, (unsigned char)*bytes);
    Value v = ascii_new(rt, size);
    if (likely(v))
        memcpy(as_str(v)->bytes, bytes, size);
    return v;
}

Owned str_from_bytes(Runtime *rt, const char *utf8, size_t size)
{
    return str_from_counted(rt, utf8, size, bytes_are_ascii(utf8, size) ? size : utf8_count(utf8, size));
}

Owned str_from_text(Runtime *rt, const char *utf8)
{
    return str_from_bytes(rt, utf8, strlen(utf8));
}

Owned str_exact(Runtime *rt, Borrowed v)
{
    if (object_is_exactly(v, rt->str_type))
        return retain(v);
    return str_from_counted(rt, str_bytes(v), str_size(v), str_length(v));
}

Owned str_substring(Runtime *rt, Borrowed v, size_t from, size_t to)
{
    if (from >= to)
        return str_empty(rt);
    if (to - from == str_size(v) && object_is_exactly(v, rt->str_type))
        return retain(v);
    const char *bytes = str_bytes(v) + from;
    size_t size = to - from;
    return likely(str_is_ascii(v)) ? ascii_from(rt, bytes, size)
                                   : str_from_counted(rt, bytes, size, utf8_count(bytes, size));
}

const char *str_c_text(Runtime *rt, Borrowed v)
{
    if (!value_is_str(v))
        return raise(rt, rt->TypeError, "expected str, got %T", v);
    if (strlen(str_bytes(v)) != str_size(v))
        return raise(rt, rt->ValueError, "embedded null character");
    return str_bytes(v);
}

/* -- equality, order, hash */

bool str_equal(Borrowed a, Borrowed b)
{
    if (a == b)
        return true;
    const Str *s = as_str(a), *t = as_str(b);
    if (s->size != t->size)
        return false;
    if ((s->flags & t->flags & STR_HASHED) && s->hash != t->hash)
        return false;
    return !memcmp(s->bytes, t->bytes, s->size);
}

bool str_equal_text(Borrowed a, const char *text)
{
    size_t size = strlen(text);
    return str_size(a) == size && !memcmp(str_bytes(a), text, size);
}

int str_compare(Borrowed a, Borrowed b)
{
    size_t m = str_size(a), n = str_size(b);
    int order = memcmp(str_bytes(a), str_bytes(b), MIN(m, n));
    return order ? order : (m > n) - (m < n);
}

uint64_t str_hash(Runtime *rt, Borrowed v)
{
    Str *s = as_str(v);
    if (unlikely(!(s->flags & STR_HASHED))) {
        s->hash = bytes_hash(rt, s->bytes, s->size);
        s->flags |= STR_HASHED;
    }
    return s->hash;
}

/* -- interned strings */

static inline InternTable *intern_table(Runtime *rt) { return (InternTable *)rt->interned; }

static InternTable *intern_table_new(Runtime *rt, size_t slots)
{
    size_t size = sizeof(InternTable) + slots * sizeof(Str *);
    InternTable *table = heap_alloc(&rt->gc.heap, DOMAIN_RAW, size);
    if (!table)
        return raise_memory_error(rt);
    memset(table, 0, size);
    table->mask = slots - 1;
    return table;
}

/* The slot that holds equal bytes, or the free slot where they belong. */
static Str **intern_slot(InternTable *table, uint64_t hash, const char *bytes, size_t size)
{
    for (size_t i = hash & table->mask;; i = (i + 1) & table->mask) {
        Str *s = table->slots[i];
        if (!s || (s->hash == hash && s->size == size && !memcmp(s->bytes, bytes, size)))
            return &table->slots[i];
    }
}

static bool intern_grow(Runtime *rt)
{
    size_t slots = (intern_table(rt)->mask + 1) * 2;
    InternTable *table = intern_table_new(rt, slots);
    if (!table)
        return false;
    InternTable *old = intern_table(rt);
    if (old->mask + 1 >= slots) {       /* a finalizer was faster */
        heap_free(&rt->gc.heap, table);
        return true;
    }
    for (size_t i = 0; i <= old->mask; i++)
        if (old->slots[i])
            *intern_slot(table, old->slots[i]->hash, old->slots[i]->bytes, old->slots[i]->size) = old->slots[i];
    table->count = old->count;
    rt->interned = (Value)table;
    heap_free(&rt->gc.heap, old);
    return true;
}

bool str_runtime_open(Runtime *rt)
{
    rt->interned = (Value)intern_table_new(rt, INTERN_START);
    return rt->interned != NULL;
}

bool str_constants_open(Runtime *rt)
{
    rt->empty_str = str_new(rt, 0, 0);
    return rt->empty_str != NULL;
}

void str_constants_close(Runtime *rt)
{
    for (int i = 0; i < 256; i++)
        value_clear(rt, &rt->characters[i]);
    value_clear(rt, &rt->empty_str);
}

void str_runtime_close(Runtime *rt)
{
    InternTable *table = intern_table(rt);
    rt->interned = NULL;
    if (!table)
        return;
    for (size_t i = 0; i <= table->mask; i++)
        if (table->slots[i])
            table->slots[i]->flags &= (uint8_t)~STR_INTERNED;
    heap_free(&rt->gc.heap, table);
}

static void intern_remove(Runtime *rt, Str *s)
{
    InternTable *table = intern_table(rt);
    size_t mask = table->mask, hole = s->hash & mask;
    while (table->slots[hole] != s)
        hole = (hole + 1) & mask;
    for (size_t i = (hole + 1) & mask; table->slots[i]; i = (i + 1) & mask) {
        size_t home = table->slots[i]->hash & mask;
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            table->slots[hole] = table->slots[i];
            hole = i;
        }
    }
    table->slots[hole] = NULL;
    table->count--;
}

/* V is not in the table yet. */
static bool intern_add(Runtime *rt, Str *s)
{
    if (intern_table(rt)->count * 2 > intern_table(rt)->mask && !intern_grow(rt))
        return false;
    Str **slot = intern_slot(intern_table(rt), s->hash, s->bytes, s->size);
    if (*slot)
        return true;            /* growing ran a collection that interned it */
    *slot = s;
    s->flags |= STR_INTERNED;
    intern_table(rt)->count++;
    return true;
}

static Str *intern_find(Runtime *rt, uint64_t hash, const char *bytes, size_t size)
{
    return *intern_slot(intern_table(rt), hash, bytes, size);
}

Owned str_intern_steal(Runtime *rt, Owned v)
{
    if (!v || str_is_interned(v))
        return v;
    Str *found = intern_find(rt, str_hash(rt, v), str_bytes(v), str_size(v));
    if (!found && !object_is_exactly(v, rt->str_type)) {
        Value exact = str_exact(rt, v);
        release(rt, v);
        return exact ? str_intern_steal(rt, exact) : NULL;
    }
    if (!found && !intern_add(rt, as_str(v))) {
        release(rt, v);
        return NULL;
    }
    if (!found && str_is_interned(v))
        return v;
    found = intern_find(rt, str_hash(rt, v), str_bytes(v), str_size(v));
    retain(object_value(found));
    release(rt, v);
    return object_value(found);
}

Owned str_intern_bytes(Runtime *rt, const char *utf8, size_t size)
{
    Str *found = intern_find(rt, bytes_hash(rt, utf8, size), utf8, size);
    if (found)
        return retain(object_value(found));
    return str_intern_steal(rt, str_from_bytes(rt, utf8, size));
}

Owned str_intern_text(Runtime *rt, const char *utf8) { return str_intern_bytes(rt, utf8, strlen(utf8)); }

/* -- concatenation and repetition */

static bool sizes_fit(Runtime *rt, size_t a, size_t b)
{
    if (likely(a + b <= TEXT_SIZE_MAX))
        return true;
    return raise(rt, rt->OverflowError, "strings are too large to concat");
}

Owned str_concat(Runtime *rt, Borrowed a, Borrowed b)
{
    size_t m = str_size(a), n = str_size(b);
    if (!m || !n)
        return str_exact(rt, m ? a : b);
    if (!sizes_fit(rt, m, n))
        return NULL;
    Value v = str_new(rt, m + n, str_length(a) + str_length(b));
    if (!v)
        return NULL;
    memcpy(as_str(v)->bytes, str_bytes(a), m);
    memcpy(as_str(v)->bytes + m, str_bytes(b), n);
    return v;
}

/* Make room for VARIABLE bytes behind the fixed part of the only reference to A. */
static Str *grow_block(Runtime *rt, Str *s, size_t variable)
{
    size_t needed = STR_HEAD + variable;
    if (heap_usable_size(&rt->gc.heap, s) >= needed)
        return s;
    Object *grown = gc_resize(&rt->gc, &s->head, needed + needed / 8 + (needed > 128 ? 64 : 0));
    if (!grown)
        grown = gc_resize(&rt->gc, &s->head, needed);
    return (Str *)grown;
}

static inline bool can_grow(Runtime *rt, Borrowed a, Borrowed b)
{
    return a != b && value_object(a)->count == 1 && object_is_exactly(a, rt->str_type)
        && !str_is_interned(a) && str_size(a);
}

bool str_append(Runtime *rt, Value *a, Borrowed b)
{
    size_t m = str_size(*a), n = str_size(b);
    if (!can_grow(rt, *a, b)) {
        Value v = str_concat(rt, *a, b);
        if (v)
            value_replace(rt, a, v);
        return v;
    }
    if (!n)
        return true;
    if (!sizes_fit(rt, m, n))
        return false;
    size_t length = str_length(*a) + str_length(b);
    uint32_t *index = str_is_ascii(*a) ? NULL : str_tail(*a)->index;
    Str *s = grow_block(rt, as_str(*a), variable_size(m + n, length == m + n));
    if (!s)
        return raise_memory_error(rt);
    memory_free(rt, index);
    memcpy(s->bytes + m, str_bytes(b), n);
    s->size = m + n;
    s->flags = length == m + n ? STR_ASCII : 0;
    s->bytes[m + n] = 0;
    if (length != m + n)
        *str_tail(object_value(s)) = (StrTail){ .length = length };
    *a = object_value(s);
    return true;
}

Owned str_append_steal(Runtime *rt, Owned a, Borrowed b)
{
    if (str_append(rt, &a, b))
        return a;
    release(rt, a);
    return NULL;
}

static void fill_repeated(char *to, const char *unit, size_t size, size_t total)
{
    if (size == 1) {
        memset(to, *unit, total);
        return;
    }
    memcpy(to, unit, MIN(size, total));
    for (size_t done = size; done < total; done *= 2)
        memcpy(to + done, to, MIN(done, total - done));
}

Owned str_repeat(Runtime *rt, Borrowed v, int64_t times)
{
    size_t size = str_size(v), total;
    if (times <= 0 || !size)
        return str_empty(rt);
    if (times == 1)
        return str_exact(rt, v);
    if (__builtin_mul_overflow(size, (size_t)times, &total) || total > INT64_MAX)
        return raise(rt, rt->OverflowError, "repeated string is too long");
    if (total > TEXT_SIZE_MAX)
        return raise_memory_error(rt);
    Value repeated = str_new(rt, total, str_length(v) * (size_t)times);
    if (repeated)
        fill_repeated(as_str(repeated)->bytes, str_bytes(v), size, total);
    return repeated;
}

/* -- items and slices */

Owned str_item(Runtime *rt, Borrowed v, int64_t index)
{
    if (unlikely((uint64_t)index >= str_length(v)))
        return raise(rt, rt->IndexError, "string index out of range");
    if (likely(str_is_ascii(v)))
        return small_character(rt, (unsigned char)str_bytes(v)[index]);
    return str_from_code_point(rt, str_code_point(v, (size_t)index));
}

static Owned ascii_stepped(Runtime *rt, Borrowed v, int64_t start, int64_t step, int64_t count)
{
    Value slice = str_new(rt, (size_t)count, (size_t)count);
    if (!slice)
        return NULL;
    const char *from = str_bytes(v);
    for (int64_t i = 0; i < count; i++, start += step)
        as_str(slice)->bytes[i] = from[start];
    return slice;
}

static Owned wide_stepped(Runtime *rt, Borrowed v, int64_t start, int64_t step, int64_t count)
{
    size_t at = str_offset(v, (size_t)start), size = 0, offset = at;
    const char *from = str_bytes(v);
    for (int64_t i = 0; i < count; i++) {
        size += utf8_sequence((unsigned char)from[at]);
        if (i + 1 < count)
            at = str_move(v, at, (size_t)(start + i * step), step);
    }
    Value slice = str_new(rt, size, (size_t)count);
    if (!slice)
        return NULL;
    char *to = as_str(slice)->bytes;
    for (int64_t i = 0; i < count; i++) {
        size_t n = utf8_sequence((unsigned char)from[offset]);
        memcpy(to, from + offset, n);
        to += n;
        if (i + 1 < count)
            offset = str_move(v, offset, (size_t)(start + i * step), step);
    }
    return slice;
}

Owned str_slice(Runtime *rt, Borrowed v, int64_t start, int64_t stop, int64_t step, int64_t count)
{
    (void)stop;
    if (count <= 0)
        return str_empty(rt);
    if (count == 1)
        return str_item(rt, v, start);
    if (step != 1)
        return str_is_ascii(v) ? ascii_stepped(rt, v, start, step, count) : wide_stepped(rt, v, start, step, count);
    if ((size_t)count == str_length(v))
        return str_exact(rt, v);
    if (likely(str_is_ascii(v)))
        return ascii_from(rt, str_bytes(v) + start, (size_t)count);
    size_t from = str_offset(v, (size_t)start);
    size_t to = str_offset(v, (size_t)(start + count));
    return str_from_counted(rt, str_bytes(v) + from, to - from, (size_t)count);
}

static Owned str_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    int64_t length = (int64_t)str_length(self), index;
    if (value_is_slice(rt, key)) {
        SliceBounds b;
        if (!slice_bounds(rt, key, length, &b))
            return NULL;
        return str_slice(rt, self, b.start, b.stop, b.step, b.count);
    }
    if (value_is_small_int(key)) {
        index = small_int(key);
    } else {
        if (!value_is_int(key) && !value_type(rt, key)->slots->index)
            return raise(rt, rt->TypeError, "string indices must be integers, not '%.200T'", key);
        if (!value_to_ssize(rt, key, &index, rt->IndexError))
            return NULL;
    }
    return str_item(rt, self, index < 0 ? index + length : index);
}

/* -- slots */

static bool str_hash_slot(Runtime *rt, Borrowed self, int64_t *hash)
{
    *hash = (int64_t)str_hash(rt, self);
    return true;
}

static Owned str_compare_slot(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    (void)rt;
    if (!value_is_str(other))
        return NOT_IMPLEMENTED;
    if (op == COMPARE_EQ)
        return bool_value(str_equal(self, other));
    if (op == COMPARE_NE)
        return bool_value(!str_equal(self, other));
    int order = str_compare(self, other);
    switch (op) {
    case COMPARE_LT: return bool_value(order < 0);
    case COMPARE_LE: return bool_value(order <= 0);
    case COMPARE_GT: return bool_value(order > 0);
    default: return bool_value(order >= 0);
    }
}

static Owned str_concat_slot(Runtime *rt, Borrowed self, Borrowed other)
{
    if (!value_is_str(other))
        return raise(rt, rt->TypeError, "can only concatenate str (not \"%.200T\") to str", other);
    return str_concat(rt, self, other);
}

static Owned str_modulo(Runtime *rt, Borrowed left, Borrowed right)
{
    return value_is_str(left) ? str_percent(rt, left, right) : NOT_IMPLEMENTED;
}

static int64_t str_length_slot(Runtime *rt, Borrowed self)
{
    (void)rt;
    return (int64_t)str_length(self);
}

static int str_truth(Runtime *rt, Borrowed self)
{
    (void)rt;
    return str_size(self) != 0;
}

static Owned str_str(Runtime *rt, Borrowed self) { return str_exact(rt, self); }

/* -- constructor: str(object='', encoding='utf-8', errors='strict') */

static bool text_argument(Runtime *rt, Borrowed v, const char *name, const char **text)
{
    *text = NULL;
    if (!v)
        return true;
    if (!value_is_str(v))
        return raise(rt, rt->TypeError, "str() argument '%s' must be str, not %V", name, v);
    return (*text = str_c_text(rt, v)) != NULL;
}

static Owned str_made(Runtime *rt, const Value *v)
{
    const char *encoding, *errors;
    if (!v[0])
        return str_empty(rt);
    if (!v[1] && !v[2])
        return value_str(rt, v[0]);
    if (!text_argument(rt, v[1], "encoding", &encoding) || !text_argument(rt, v[2], "errors", &errors))
        return NULL;
    return object_decode(rt, v[0], encoding, errors);
}

static Owned str_of_type(Runtime *rt, Type *type, Owned made)
{
    if (!made || type == rt->str_type)
        return made;
    Value v = str_alloc(rt, type, str_size(made), str_length(made));
    if (v)
        memcpy(as_str(v)->bytes, str_bytes(made), str_size(made));
    release(rt, made);
    return v;
}

static Owned str_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value v[3];
    if (likely(count == 1 && !keywords && type == rt->str_type))
        return value_str(rt, args[0]);
    if (!arguments_bind(rt, "str", "(object='', encoding='utf-8', errors='strict')", args, count, keywords, v))
        return NULL;
    return str_of_type(rt, type, str_made(rt, v));
}

static void str_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Str *s = (Str *)self;
    if ((s->flags & STR_INTERNED) && rt->interned)
        intern_remove(rt, s);
    if (!(s->flags & STR_ASCII))
        memory_free(rt, str_tail(object_value(s))->index);
    if (likely(object_type(self) == rt->str_type))
        heap_free(&gc->heap, self);         /* no container, and without weak references */
    else
        type_free_object(rt, self);
}

/* -- iterator: walks the bytes; the string is dropped at the end */

typedef struct StrIterator {
    Object head;
    Value str;                  /* NULL: exhausted */
    size_t offset, index;
} StrIterator;

static Owned str_iter(Runtime *rt, Borrowed self)
{
    StrIterator *it = (StrIterator *)type_alloc(rt, rt->str_iterator_type, 0);
    if (!it)
        return NULL;
    it->str = retain(self);
    gc_track(&rt->gc, &it->head);
    return object_value(it);
}

static Owned str_iterator_next(Runtime *rt, Borrowed self)
{
    StrIterator *it = (StrIterator *)self;
    if (!it->str)
        return NULL;
    if (it->offset >= str_size(it->str)) {
        value_clear(rt, &it->str);
        return NULL;
    }
    size_t offset = it->offset;
    Value v = str_from_code_point(rt, utf8_next(str_bytes(it->str), &offset));
    if (v) {
        it->offset = offset;
        it->index++;
    }
    return v;
}

static Owned str_iterator_length_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    StrIterator *it = (StrIterator *)self;
    return int_from_int64(rt, it->str ? (int64_t)(str_length(it->str) - it->index) : 0);
}

static Owned str_iterator_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    StrIterator *it = (StrIterator *)self;
    Borrowed function = builtin_peek(rt, "iter");
    if (!function)
        return NULL;
    if (!it->str)
        return reduce_two(rt, function, rt->empty_str);
    return reduce_three(rt, function, it->str, small_int_value((int64_t)it->index));
}

static Owned str_iterator_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    StrIterator *it = (StrIterator *)self;
    int64_t index;
    if (!state_index(rt, args[0], &index))
        return NULL;
    if (it->str) {
        size_t length = str_length(it->str);
        it->index = index < 0 ? 0 : MIN((size_t)index, length);
        it->offset = str_offset(it->str, it->index);
    }
    return NONE;
}

static int str_iterator_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((StrIterator *)self)->str);
    return 0;
}

static void str_iterator_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    release(runtime_of(gc), ((StrIterator *)self)->str);
    type_free_object(runtime_of(gc), self);
}

static Owned iterator_self(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

static const MethodDef str_iterator_methods[] = {
    METHOD("__length_hint__", str_iterator_length_hint, "()",
           "Private method returning an estimate of len(list(it))."),
    METHOD("__reduce__", str_iterator_reduce, "()", "Return state information for pickling."),
    METHOD("__setstate__", str_iterator_setstate, "(state, /)", "Set state information for unpickling."),
    { 0 }
};

const TypeDef str_iterator_type_def = {
    .name = "str_iterator",
    .size = sizeof(StrIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = str_iterator_traverse,
    .free = str_iterator_free,
    .slots = { .iter = iterator_self, .next = str_iterator_next },
    .methods = str_iterator_methods,
};

static void str_buffers(const Object *self, BufferVisit visit, void *argument)
{
    const Str *s = (const Str *)self;
    if (!(s->flags & STR_ASCII))
        VISIT_BUFFER(str_tail(object_value(s))->index);
}

const TypeDef str_type_def = {
    .name = "str",
    .buffers = str_buffers,
    .doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
           "Create a new string object from the given object. If encoding or\n"
           "errors is specified, then the object must expose a data buffer\n"
           "that will be decoded using the given encoding and error handler.\n"
           "Otherwise, returns the result of object.__str__() (if defined)\n"
           "or repr(object).\n"
           "encoding defaults to sys.getdefaultencoding().\n"
           "errors defaults to 'strict'.",
    .size = STR_HEAD,
    .item_size = 1,
    .flags = TYPE_SUBCLASSABLE | TYPE_IS_STR,
    .free = str_free,
    .slots = {
        .repr = str_repr,
        .str = str_str,
        .hash = str_hash_slot,
        .compare = str_compare_slot,
        .iter = str_iter,
        .make = str_make,
        .truth = str_truth,
        .length = str_length_slot,
        .contains = str_contains,
        .get_item = str_get_item,
        .item = str_item,
        .concat = str_concat_slot,
        .repeat = str_repeat,
        .binary[BINARY_MOD] = str_modulo,
    },
    .methods = str_methods,
};
