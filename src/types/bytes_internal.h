/* What bytes, bytearray and memoryview share. */
#ifndef OURO_TYPES_BYTES_INTERNAL_H
#define OURO_TYPES_BYTES_INTERNAL_H

#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/str_internal.h"

extern const MethodDef bytes_methods[];
extern const MethodDef bytearray_methods[];

static inline char *bytearray_bytes(Borrowed v)
{
    ByteArray *a = (ByteArray *)v;
    return a->bytes ? a->bytes + a->start : "";
}

/* The bytes of a bytes or bytearray, good until Python code runs. */
typedef struct ByteView { const char *bytes; size_t size; } ByteView;
static inline ByteView byte_view(Borrowed v)
{
    if (value_is_bytes(v))
        return (ByteView){ bytes_bytes(v), bytes_size(v) };
    return (ByteView){ bytearray_bytes(v), ((ByteArray *)v)->size };
}

/* A bytes or bytearray, as SELF is. */
Owned byte_result(Runtime *rt, Borrowed self, const char *bytes, size_t size) must_check;

/* What bytes(source, encoding, errors) gives, as exact bytes; ARGS has three entries.
 * TYPE_NAME is "bytes" or "bytearray", for messages. */
Owned bytes_from_arguments(Runtime *rt, const Value *args, const char *type_name) must_check;
/* An int in range(256); MESSAGE for ValueError. */
bool byte_argument(Runtime *rt, Borrowed v, const char *message, unsigned char *out) must_check;
/* Methods of both types, in byte_*.c: view_NAME does the work of byte_NAME.  While one runs, a bytearray counts as exported,
 * so that nobody can move VIEW. */
typedef Owned (*ByteMethod)(Runtime *rt, Borrowed self, ByteView view, const Value *args);
Owned byte_method_run(Runtime *rt, Borrowed self, const Value *args, ByteMethod method) must_check;
#define BYTE_METHOD(name) \
    Owned byte_##name(Runtime *rt, Borrowed self, const Value *args) \
    { \
        return byte_method_run(rt, self, args, view_##name); \
    }
#define BYTE_METHOD_LIST(X) \
    X(replace) \
    X(split) X(rsplit) X(splitlines) X(partition) X(rpartition) X(join) \
    X(center) X(ljust) X(rjust) X(zfill) X(expandtabs) X(strip) X(lstrip) X(rstrip) \
    X(removeprefix) X(removesuffix) X(translate) X(decode) X(hex) \
    X(upper) X(lower) X(swapcase) X(capitalize) X(title) \
    X(isalnum) X(isalpha) X(isascii) X(isdigit) X(islower) X(isspace) X(istitle) X(isupper)
#define DECLARE(name) Owned byte_##name(Runtime *rt, Borrowed self, const Value *args);
BYTE_METHOD_LIST(DECLARE)
#undef DECLARE
#define DECLARE(name) Owned byte_##name(CALL_PARAMETERS);
DECLARE(find) DECLARE(rfind) DECLARE(index) DECLARE(rindex) DECLARE(count) DECLARE(startswith) DECLARE(endswith)
#undef DECLARE
Owned byte_maketrans(Runtime *rt, Borrowed self, const Value *args);
/* The bytes that a str of hexadecimal digits says, as exact bytes. */
Owned bytes_from_hex(Runtime *rt, Borrowed text) must_check;
Owned bytes_to_hex(Runtime *rt, ByteView view, Borrowed separator, Borrowed group) must_check;
static inline bool byte_is_space(unsigned char c) { return c == ' ' || (c >= 9 && c <= 13); }
static inline bool byte_is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }
static inline bool byte_is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
static inline bool byte_is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
static inline bool byte_is_alpha(unsigned char c) { return byte_is_lower(c | 32); }

/* The rows that both method tables have. */
#define COMMON_BYTE_METHODS \
    METHOD("capitalize", byte_capitalize, "()", \
           "Return a copy with only its first character capitalized (ASCII) and the rest lower-cased."), \
    METHOD("center", byte_center, "(width, fillchar=b' ', /)", "Return a centered string of length width."), \
    RAW_METHOD("count", byte_count, "(sub, start=None, end=None, /)", \
           "Return the number of non-overlapping occurrences of subsection sub."), \
    METHOD("decode", byte_decode, "(encoding='utf-8', errors='strict')", \
           "Decode the bytes using the codec registered for encoding."), \
    RAW_METHOD("endswith", byte_endswith, "(suffix, start=None, end=None, /)", \
           "Return True if B ends with the specified suffix, False otherwise."), \
    METHOD("expandtabs", byte_expandtabs, "(tabsize=8)", \
           "Return a copy where all tab characters are expanded using spaces."), \
    RAW_METHOD("find", byte_find, "(sub, start=None, end=None, /)", \
           "Return the lowest index where subsection sub is found, or -1."), \
    METHOD("hex", byte_hex, "(sep=None, bytes_per_sep=1)", "Create a string of hexadecimal numbers from the bytes."), \
    RAW_METHOD("index", byte_index, "(sub, start=None, end=None, /)", \
           "Like find, but raise ValueError when the subsection is not found."), \
    METHOD("isalnum", byte_isalnum, "()", "Return True if all characters are alphanumeric and there is one."), \
    METHOD("isalpha", byte_isalpha, "()", "Return True if all characters are alphabetic and there is one."), \
    METHOD("isascii", byte_isascii, "()", "Return True if all characters are ASCII."), \
    METHOD("isdigit", byte_isdigit, "()", "Return True if all characters are digits and there is one."), \
    METHOD("islower", byte_islower, "()", "Return True if all cased characters are lowercase and there is one."), \
    METHOD("isspace", byte_isspace, "()", "Return True if all characters are whitespace and there is one."), \
    METHOD("istitle", byte_istitle, "()", "Return True if the bytes are titlecased and there is a cased character."), \
    METHOD("isupper", byte_isupper, "()", "Return True if all cased characters are uppercase and there is one."), \
    METHOD("join", byte_join, "(iterable_of_bytes, /)", "Concatenate any number of bytes-like objects."), \
    METHOD("ljust", byte_ljust, "(width, fillchar=b' ', /)", "Return a left-justified string of length width."), \
    METHOD("lower", byte_lower, "()", "Return a copy with all ASCII characters converted to lowercase."), \
    METHOD("lstrip", byte_lstrip, "(bytes=None, /)", "Strip leading bytes contained in the argument."), \
    METHOD_FLAGS("maketrans", byte_maketrans, "(frm, to, /)", \
                 "Return a translation table usable for the bytes or bytearray translate method.", METHOD_STATIC), \
    METHOD("partition", byte_partition, "(sep, /)", "Partition into three parts using the given separator."), \
    METHOD("removeprefix", byte_removeprefix, "(prefix, /)", "Return a copy without the given prefix."), \
    METHOD("removesuffix", byte_removesuffix, "(suffix, /)", "Return a copy without the given suffix."), \
    METHOD("replace", byte_replace, "(old, new, count=-1, /)", \
           "Return a copy with all occurrences of substring old replaced by new."), \
    RAW_METHOD("rfind", byte_rfind, "(sub, start=None, end=None, /)", \
           "Return the highest index where subsection sub is found, or -1."), \
    RAW_METHOD("rindex", byte_rindex, "(sub, start=None, end=None, /)", \
           "Like rfind, but raise ValueError when the subsection is not found."), \
    METHOD("rjust", byte_rjust, "(width, fillchar=b' ', /)", "Return a right-justified string of length width."), \
    METHOD("rpartition", byte_rpartition, "(sep, /)", "Partition into three parts, searching from the end."), \
    METHOD("rsplit", byte_rsplit, "(sep=None, maxsplit=-1)", "Return a list of the sections, splitting from the end."), \
    METHOD("rstrip", byte_rstrip, "(bytes=None, /)", "Strip trailing bytes contained in the argument."), \
    METHOD("split", byte_split, "(sep=None, maxsplit=-1)", "Return a list of the sections, using sep as the delimiter."), \
    METHOD("splitlines", byte_splitlines, "(keepends=False)", "Return a list of the lines, breaking at line boundaries."), \
    RAW_METHOD("startswith", byte_startswith, "(prefix, start=None, end=None, /)", \
           "Return True if B starts with the specified prefix, False otherwise."), \
    METHOD("strip", byte_strip, "(bytes=None, /)", "Strip leading and trailing bytes contained in the argument."), \
    METHOD("swapcase", byte_swapcase, "()", "Return a copy with the case of ASCII letters swapped."), \
    METHOD("title", byte_title, "()", "Return a titlecased version of B."), \
    METHOD("translate", byte_translate, "(table, /, delete=b'')", \
           "Return a copy with each character mapped by the given translation table."), \
    METHOD("upper", byte_upper, "()", "Return a copy with all ASCII characters converted to uppercase."), \
    METHOD("zfill", byte_zfill, "(width, /)", \
           "Pad a numeric string with zeros on the left, to fill a field of the given width.")

Owned bytearray_iter(Runtime *rt, Borrowed self);

/* Slots' common parts */
Owned bytes_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op);
int bytes_contains(Runtime *rt, Borrowed self, Borrowed item);
/* b'...'; ALL_QUOTES: apostrophes are escaped within double quotes too. */
bool builder_bytes_repr(StrBuilder *b, const char *bytes, size_t size, bool all_quotes);
/* An index key for get_item and set_item; false: TypeError "%N indices must be integers or slices, not %T". */
bool bytes_index(Runtime *rt, Borrowed key, const char *name, int64_t *index) must_check;
/* bytes % args: types/str_percent.c */
Owned bytes_percent(Runtime *rt, Borrowed format, Borrowed arguments);

#endif
