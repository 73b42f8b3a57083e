/* Names of characters: those made by rule (ideographs, Hangul syllables), and the rest
 * as sequences of word numbers; see unicode_names.h.
 *
 * A name is found by searching its codes: no byte but the last of a name is 255. */
#include "types/unicode.h"

#include <stdio.h>

typedef struct NameRun { uint32_t first, ordinal; } NameRun;
typedef struct NameRange { uint32_t first, last; const char *prefix; } NameRange;
typedef struct NameAlias { uint32_t points[UNICODE_SEQUENCE_MAX]; } NameAlias;

#include "types/unicode_names.h"

enum { NAME_END = 255, HANGUL_FIRST = 0xac00, HANGUL_LAST = 0xd7a3 };

#define NAMES_SIZE (sizeof name_codes - 1)

/* -- words */

/* The text of word I: *SIZE bytes, the last with its high bit set. */
static const unsigned char *word_at(unsigned i, size_t *size)
{
    const unsigned char *p = word_text + word_starts[i / WORD_STEP];
    for (unsigned skip = i % WORD_STEP; skip; skip--)
        while (!(*p++ & 0x80))
            ;
    size_t n = 1;
    while (!(p[n - 1] & 0x80))
        n++;
    *size = n;
    return p;
}

static int compare_word(unsigned i, const char *word, size_t size)
{
    size_t n;
    const unsigned char *p = word_at(i, &n);
    for (size_t k = 0; k < n && k < size; k++) {
        int order = (p[k] & 0x7f) - (unsigned char)word[k];
        if (order)
            return order;
    }
    return (n > size) - (n < size);
}

/* The number of WORD, or -1. */
static int find_word(const char *word, size_t size)
{
    int low = 0, high = WORD_COUNT;
    while (low < high) {
        int middle = (low + high) / 2;
        int order = compare_word(words_sorted[middle], word, size);
        if (!order)
            return words_sorted[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* -- names made by rule */

static const char *const hangul_parts[3][28] = {
    { "G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H" },
    { "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU",
      "EU", "YI", "I" },
    { "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S",
      "SS", "NG", "J", "C", "K", "T", "P", "H" },
};
static const char hangul_prefix[] = "HANGUL SYLLABLE ";

static size_t hangul_name(uint32_t c, char *out)
{
    uint32_t i = c - HANGUL_FIRST;
    return (size_t)snprintf(out, UNICODE_NAME_MAX, "%s%s%s%s", hangul_prefix, hangul_parts[0][i / 588],
                            hangul_parts[1][i % 588 / 28], hangul_parts[2][i % 28]);
}

/* The longest part of KIND that NAME starts with, or -1. */
static int hangul_part(int kind, const char **name)
{
    static const int counts[] = { 19, 21, 28 };
    int best = -1;
    for (int i = 0; i < counts[kind]; i++) {
        const char *part = hangul_parts[kind][i];
        if (!strncmp(*name, part, strlen(part)) && (best < 0 || strlen(part) > strlen(hangul_parts[kind][best])))
            best = i;
    }
    *name += best < 0 ? 0 : strlen(hangul_parts[kind][best]);
    return best;
}

static bool find_hangul(const char *name, uint32_t *c)
{
    if (strncmp(name, hangul_prefix, sizeof hangul_prefix - 1))
        return false;
    name += sizeof hangul_prefix - 1;
    int first = hangul_part(0, &name), middle = hangul_part(1, &name), last = hangul_part(2, &name);
    *c = (uint32_t)(HANGUL_FIRST + (first * 21 + middle) * 28 + last);
    return first >= 0 && middle >= 0 && last >= 0 && !*name;
}

static bool find_by_rule(const char *name, uint32_t *c)
{
    char made[UNICODE_NAME_MAX];
    const char *dash = strrchr(name, '-');
    if (find_hangul(name, c))
        return true;
    if (!dash || sscanf(dash + 1, "%6x", c) != 1)
        return false;
    for (size_t i = 0; i < COUNT_OF(name_ranges); i++)
        if (*c >= name_ranges[i].first && *c <= name_ranges[i].last)
            return unicode_name(*c, made) && !strcmp(made, name);
    return false;
}

/* -- names made of words */

static const unsigned char *next_name(const unsigned char *p)
{
    return (const unsigned char *)memchr(p, NAME_END, (size_t)(name_codes + NAMES_SIZE - p)) + 1;
}

static const unsigned char *codes_of(uint32_t ordinal)
{
    const unsigned char *p = name_codes + name_starts[ordinal / NAME_STEP];
    for (uint32_t skip = ordinal % NAME_STEP; skip; skip--)
        p = next_name(p);
    return p;
}

static const NameRun *run_of(uint32_t c)
{
    size_t low = 0, high = COUNT_OF(name_runs) - 1;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (c < name_runs[middle].first)
            high = middle;
        else
            low = middle;
    }
    const NameRun *run = &name_runs[low];
    return c >= run->first && c - run->first < run[1].ordinal - run->ordinal ? run : NULL;
}

static size_t write_words(const unsigned char *p, char *out)
{
    size_t size = 0, n;
    while (*p != NAME_END) {
        unsigned i = *p++;
        if (i >= WORDS_SHORT)
            i = WORDS_SHORT + (i - WORDS_SHORT) * 255 + *p++;
        const unsigned char *word = word_at(i, &n);
        if (size)
            out[size++] = ' ';
        memcpy(out + size, word, n);
        size += n;
        out[size - 1] &= 0x7f;
    }
    out[size] = 0;
    return size;
}

size_t unicode_name(uint32_t c, char *out)
{
    if (c >= HANGUL_FIRST && c <= HANGUL_LAST)
        return hangul_name(c, out);
    for (size_t i = 0; i < COUNT_OF(name_ranges); i++)
        if (c >= name_ranges[i].first && c <= name_ranges[i].last)
            return (size_t)snprintf(out, UNICODE_NAME_MAX, "%s%X", name_ranges[i].prefix, (unsigned)c);
    const NameRun *run = run_of(c);
    return run ? write_words(codes_of(run->ordinal + (c - run->first)), out) : 0;
}

/* NAME as codes in front of which and behind which NAME_END stands; 0: a word is unknown. */
static size_t encode_name(const char *name, unsigned char *codes)
{
    size_t size = 0;
    codes[size++] = NAME_END;
    while (*name) {
        size_t n = strcspn(name, " ");
        int word = find_word(name, n);
        if (word < 0)
            return 0;
        if (word < WORDS_SHORT) {
            codes[size++] = (unsigned char)word;
        } else {
            codes[size++] = (unsigned char)(WORDS_SHORT + (word - WORDS_SHORT) / 255);
            codes[size++] = (unsigned char)((word - WORDS_SHORT) % 255);
        }
        name += n + (name[n] == ' ');
    }
    codes[size++] = NAME_END;
    return size;
}

/* The number of the name at OFFSET. */
static uint32_t ordinal_of(size_t offset)
{
    size_t low = 0, high = COUNT_OF(name_starts);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (offset < name_starts[middle])
            high = middle;
        else
            low = middle;
    }
    uint32_t ordinal = (uint32_t)low * NAME_STEP;
    for (const unsigned char *p = name_codes + name_starts[low]; p < name_codes + offset; p = next_name(p))
        ordinal++;
    return ordinal;
}

static int points_of(uint32_t ordinal, uint32_t *points)
{
    const NameRun *last = &name_runs[COUNT_OF(name_runs) - 1];
    int count = 0;
    if (ordinal >= last->ordinal) {
        const NameAlias *alias = &name_aliases[ordinal - last->ordinal];
        do
            points[count] = alias->points[count];
        while (++count < UNICODE_SEQUENCE_MAX && alias->points[count]);
        return count;
    }
    size_t i = 0;
    while (name_runs[i + 1].ordinal <= ordinal)
        i++;
    points[0] = name_runs[i].first + (ordinal - name_runs[i].ordinal);
    return 1;
}

static int find_by_words(const char *name, uint32_t *points)
{
    unsigned char codes[2 * UNICODE_NAME_MAX + 2];
    size_t size = encode_name(name, codes);
    if (size < 3)
        return 0;
    size_t lead = memcmp(name_codes, codes + 1, size - 1) ? 1 : 0;      /* the first name has no end in front */
    const unsigned char *found = lead ? memmem(name_codes, NAMES_SIZE, codes, size) : name_codes;
    return found ? points_of(ordinal_of((size_t)(found - name_codes) + lead), points) : 0;
}

int unicode_find_sequence(const char *name, size_t size, uint32_t *points)
{
    char upper[UNICODE_NAME_MAX];
    if (size >= sizeof upper || memchr(name, 0, size))
        return 0;
    for (size_t i = 0; i < size; i++)
        upper[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 32 : name[i]);
    upper[size] = 0;
    return find_by_rule(upper, points) ? 1 : find_by_words(upper, points);
}

bool unicode_find_name(const char *name, size_t size, uint32_t *c)
{
    uint32_t points[UNICODE_SEQUENCE_MAX];
    if (unicode_find_sequence(name, size, points) != 1)
        return false;
    *c = points[0];
    return true;
}
