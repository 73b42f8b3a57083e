/* str.translate and str.maketrans. */
#include "types/str_internal.h"

#include "types/dict.h"
#include "types/int.h"
#include "types/unicode.h"

/* What TABLE says of C: *FOUND is NULL when nothing (LookupError). */
bool translation_lookup(Runtime *rt, Borrowed table, uint32_t c, Owned *found)
{
    *found = get_item(rt, table, small_int_value(c));
    return *found || error_clear_if(rt, rt->LookupError);
}

/* Write what C became. */
static bool write_translation(StrBuilder *b, Borrowed to)
{
    Runtime *rt = b->rt;
    int64_t code;
    if (to == NONE)
        return true;
    if (value_is_str(to))
        return builder_str(b, to);
    if (!value_is_int(to))
        return raise(rt, rt->TypeError, "character mapping must return integer, None or str");
    if (!value_to_ssize(rt, to, &code, NULL))
        return false;
    if (code < 0 || code > UNICODE_MAX)
        return raise(rt, rt->ValueError, "character mapping must be in range(0x110000)");
    return builder_code_point(b, (uint32_t)code);
}

static bool translate_one(StrBuilder *b, Borrowed table, uint32_t c)
{
    Value to;
    if (!translation_lookup(b->rt, table, c, &to))
        return false;
    if (!to)
        return builder_code_point(b, c);
    bool ok = write_translation(b, to);
    release(b->rt, to);
    return ok;
}

/* For ASCII characters of an exact dict each answer is asked for once. */
typedef struct AsciiCache { bool known[128], single[128]; uint32_t from[128], to[128]; StrBuilder answers; } AsciiCache;

/* Characters at *AT that are known to become one byte each. */
static bool translate_known(StrBuilder *b, const AsciiCache *cache, Borrowed self, size_t *at)
{
    const char *from = str_bytes(self) + *at, *end = str_bytes(self) + str_size(self);
    char *start = builder_reserve(b, (size_t)(end - from)), *to = start;
    if (!start)
        return false;
    for (; from < end && !(*from & 0x80) && cache->single[(unsigned char)*from]; from++)
        *to++ = cache->answers.bytes[cache->from[(unsigned char)*from]];
    *at = (size_t)(from - str_bytes(self));
    b->size += (size_t)(to - start);
    return true;
}

static bool translate_cached(StrBuilder *b, AsciiCache *cache, Borrowed table, uint32_t c)
{
    StrBuilder *answers = &cache->answers;
    if (!cache->known[c]) {
        cache->from[c] = (uint32_t)answers->size;
        if (!translate_one(answers, table, c))
            return false;
        cache->to[c] = (uint32_t)answers->size;
        cache->known[c] = answers->size <= UINT32_MAX;
        cache->single[c] = cache->known[c] && cache->to[c] - cache->from[c] == 1;
    }
    return builder_write(b, answers->bytes + cache->from[c], cache->to[c] - cache->from[c]);
}

Owned str_translate_method(Runtime *rt, Borrowed self, const Value *args)
{
    StrBuilder b;
    AsciiCache cache = { 0 };
    bool cached = object_is_exactly(args[0], rt->dict_type);
    builder_open(&b, rt);
    builder_open(&cache.answers, rt);
    for (size_t at = 0; at < str_size(self) && !b.failed;) {
        if (cached && (!translate_known(&b, &cache, self, &at) || at == str_size(self)))
            break;
        uint32_t c = utf8_next(str_bytes(self), &at);
        bool ok = c < 128 && cached ? translate_cached(&b, &cache, args[0], c) : translate_one(&b, args[0], c);
        b.failed |= !ok;
    }
    builder_close(&cache.answers);
    return builder_finish(&b);
}

/* -- maketrans */

static Owned table_of_dict(Runtime *rt, Borrowed from)
{
    Value table = dict_new(rt);
    Borrowed key, value;
    bool ok = table != NULL;
    for (int64_t position = 0; ok && dict_next_peek(from, &position, &key, &value);) {
        Value k = NULL, v = retain(value);
        if (value_is_str(key) && str_length(key) == 1)
            k = small_int_value(str_code_point(key, 0));
        else if (value_is_str(key))
            raise(rt, rt->ValueError, "string keys in translate table must be of length 1");
        else if (value_is_int(key))
            k = retain(key);
        else
            raise(rt, rt->TypeError, "keys in translate table must be strings or integers");
        ok = k && dict_set(rt, table, k, v);
        release(rt, k);
        release(rt, v);
    }
    if (!ok)
        value_clear(rt, &table);
    return table;
}

static bool map_characters(Runtime *rt, Borrowed table, Borrowed from, Borrowed to)
{
    for (size_t i = 0, j = 0; i < str_size(from);) {
        uint32_t c = utf8_next(str_bytes(from), &i);
        Value target = to ? small_int_value(utf8_next(str_bytes(to), &j)) : NONE;
        if (!dict_set(rt, table, small_int_value(c), target))
            return false;
    }
    return true;
}

Owned str_maketrans_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    Borrowed x = args[0], y = args[1], z = args[2];
    for (int i = 1; i < 3; i++)
        if (args[i] && !value_is_str(args[i]))
            return raise(rt, rt->TypeError, "maketrans() argument %d must be str, not %V", i + 1, args[i]);
    if (!y && !object_is_exactly(x, rt->dict_type))
        return raise(rt, rt->TypeError, "if you give only one argument to maketrans it must be a dict");
    if (!y)
        return table_of_dict(rt, x);
    if (!value_is_str(x))
        return raise(rt, rt->TypeError, "first maketrans argument must be a string if there is a second argument");
    if (str_length(x) != str_length(y))
        return raise(rt, rt->ValueError, "the first two maketrans arguments must have equal length");
    Value table = dict_new(rt);
    if (table && (!map_characters(rt, table, x, y) || (z && !map_characters(rt, table, z, NULL))))
        value_clear(rt, &table);
    return table;
}
