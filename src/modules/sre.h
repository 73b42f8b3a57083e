/* Regular expressions: the engine for what the library's re compiler emits.
 *
 * A pattern is a vector of 32-bit words.  The matcher is a backtracking machine that
 * never recurses in C: choices wait on a stack of its own, and what they may have to
 * undo (marks, repeat counters) stands in a trail.
 *
 *   choice   where to go on when the path at hand fails
 *   trail    (cell, old value) pairs; a choice remembers how long it was
 *   frame    the innermost look-around, atomic group or possessive repeat that is open:
 *            an index into the choices, where its barrier lies
 *
 * Text is matched in place: bytes, or UTF-8 of a str; places are byte offsets.
 */
#ifndef OURO_MODULES_SRE_H
#define OURO_MODULES_SRE_H

#include "types/module.h"

enum SreOp {
    SRE_FAILURE, SRE_SUCCESS, SRE_ANY, SRE_ANY_ALL, SRE_ASSERT, SRE_ASSERT_NOT, SRE_AT, SRE_BRANCH, SRE_CATEGORY,
    SRE_CHARSET, SRE_BIGCHARSET, SRE_GROUPREF, SRE_GROUPREF_EXISTS, SRE_IN, SRE_INFO, SRE_JUMP, SRE_LITERAL, SRE_MARK,
    SRE_MAX_UNTIL, SRE_MIN_UNTIL, SRE_NOT_LITERAL, SRE_NEGATE, SRE_RANGE, SRE_REPEAT, SRE_REPEAT_ONE, SRE_SUBPATTERN,
    SRE_MIN_REPEAT_ONE, SRE_ATOMIC_GROUP, SRE_POSSESSIVE_REPEAT, SRE_POSSESSIVE_REPEAT_ONE, SRE_GROUPREF_IGNORE,
    SRE_IN_IGNORE, SRE_LITERAL_IGNORE, SRE_NOT_LITERAL_IGNORE, SRE_GROUPREF_LOC_IGNORE, SRE_IN_LOC_IGNORE,
    SRE_LITERAL_LOC_IGNORE, SRE_NOT_LITERAL_LOC_IGNORE, SRE_GROUPREF_UNI_IGNORE, SRE_IN_UNI_IGNORE,
    SRE_LITERAL_UNI_IGNORE, SRE_NOT_LITERAL_UNI_IGNORE, SRE_RANGE_UNI_IGNORE, SRE_OP_COUNT
};

enum { SRE_MAGIC = 20220615, SRE_FLAG_IGNORECASE = 2, SRE_FLAG_LOCALE = 4, SRE_FLAG_UNICODE = 32, SRE_FLAG_ASCII = 256,
       SRE_FLAG_DEBUG = 128, SRE_INFO_PREFIX = 1, SRE_INFO_LITERAL = 2, SRE_INFO_CHARSET = 4 };
#define SRE_MAXREPEAT 0xffffffffu

typedef struct Pattern {
    Object head;
    uint32_t *code;             /* memory_alloc */
    size_t code_count;
    Value pattern;              /* str, bytes or None */
    Value group_index;          /* dict name -> number */
    Value index_group;          /* tuple of names or None */
    Value module;
    int64_t groups;
    uint32_t flags;
    bool for_bytes;             /* valid unless pattern is None */
} Pattern;

typedef struct Match {
    Object head;
    Value string;
    Value pattern;
    int64_t pos, endpos;        /* as given, in characters */
    int64_t last_index;         /* -1: none */
    int64_t count;              /* groups, the whole match included */
    int64_t spans[];            /* byte offsets: start, end of each; -1, -1: no part in the match */
} Match;

typedef struct SreState { Type *pattern, *match, *scanner; } SreState;

/* -- sre_match.c */

typedef struct SreChoice {
    uint32_t kind;
    uint32_t repeat;            /* which repeat, of the UNTIL kinds */
    const uint32_t *pc;
    const char *at;
    const char *low;            /* REPEAT_ONE: no further back than here */
    int64_t left;               /* MIN_REPEAT_ONE: how many more may be taken; POSSESSIVE: done so far */
    size_t trail;
    uint32_t repeats;           /* repeats alive */
    int32_t frame;
} SreChoice;

typedef struct SreRepeat { const uint32_t *pc; int64_t count; const char *last; int32_t previous; } SreRepeat;
typedef struct SreUndo { uint32_t cell; int64_t value; } SreUndo;

typedef struct SreMatcher {
    Runtime *rt;
    const Pattern *pattern;
    const char *beginning;      /* of the text */
    const char *start, *end;    /* where matching begins; where the text ends for it */
    const char *at;             /* after a match: its end */
    bool wide;                  /* UTF-8 that is not ASCII */
    bool whole;                 /* fullmatch: only a match up to `end` counts */
    const char *must_advance;   /* an empty match here does not count */
    int64_t *marks;             /* offset + 1 of the 2 * groups marks; 0: unset */
    int64_t last_index;
    int32_t current;            /* innermost open repeat or -1 */
    int32_t frame;
    SreChoice *choices;
    size_t choice_count, choice_capacity;
    SreUndo *trail;
    size_t trail_count, trail_capacity;
    SreRepeat *repeats;
    size_t repeat_count, repeat_capacity;
} SreMatcher;

/* TEXT between bytes START and END of it.  False: an exception. */
bool sre_open(SreMatcher *m, Runtime *rt, const Pattern *pattern, const char *text, size_t start, size_t end, bool wide)
    must_check;
void sre_close(SreMatcher *m);
/* 1 match (m->start .. m->at), 0 none, -1 exception. */
int sre_match(SreMatcher *m);
int sre_search(SreMatcher *m);

/* -- sre_charset.c */
bool sre_in_charset(const uint32_t *set, uint32_t c);
bool sre_category(uint32_t category, uint32_t c);
uint32_t sre_lower_ascii(uint32_t c);
uint32_t sre_lower_locale(uint32_t c);
uint32_t sre_lower_unicode(uint32_t c);
uint32_t sre_upper_unicode(uint32_t c);

/* -- sre_text.c: texts and places */
typedef struct SreText {
    const char *bytes;
    size_t size;
    bool wide;
    Buffer buffer;              /* owner NULL: a str or bytes needs none */
    Value string;               /* Borrowed */
} SreText;
bool sre_text_open(Runtime *rt, const Pattern *pattern, Borrowed string, SreText *text) must_check;
void sre_text_close(Runtime *rt, SreText *text);
Owned sre_slice(Runtime *rt, Borrowed string, int64_t start, int64_t end) must_check;
int64_t sre_place_to_index(Borrowed string, int64_t place);      /* byte offset -> character index */
size_t sre_index_to_place(const SreText *text, int64_t index);   /* clipped */

/* -- sre_object.c, sre_replace.c */
Owned sre_match_new(Runtime *rt, Borrowed pattern, Borrowed string, const SreMatcher *m, int64_t pos, int64_t endpos) must_check;
Owned sre_match_group(Runtime *rt, Borrowed match, int64_t group, Borrowed otherwise) must_check;
Owned sre_findall(Runtime *rt, Borrowed self, const Value *args);
Owned sre_split(Runtime *rt, Borrowed self, const Value *args);
Owned sre_sub(Runtime *rt, Borrowed self, const Value *args);
Owned sre_subn(Runtime *rt, Borrowed self, const Value *args);
/* The matcher for pattern.METHOD(string, pos, endpos). */
bool sre_begin(Runtime *rt, Borrowed pattern, Borrowed string, int64_t pos, int64_t endpos, SreText *text, SreMatcher *m) must_check;
void sre_end(Runtime *rt, SreText *text, SreMatcher *m);
extern const TypeDef sre_pattern_def, sre_match_def, sre_scanner_def;
static inline SreState *sre_state(const Pattern *p) { return ((Module *)p->module)->state; }

#endif
