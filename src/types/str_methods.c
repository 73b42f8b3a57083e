/* Methods of str that are about whole strings (padding, stripping, ...), and the table of all. */
#include "types/instance.h"
#include "types/str_internal.h"

#include "object/arguments.h"
#include "types/format.h"
#include "types/int.h"
#include "types/tuple.h"
#include "types/unicode.h"

/* -- padding */

static Owned pad_ascii(Runtime *rt, Borrowed self, size_t left, size_t right, char fill)
{
    size_t size = str_size(self), length = str_length(self) + left + right;
    if (length <= 1)
        return str_from_code_point(rt, (unsigned char)fill);
    Value v = str_new(rt, left + size + right, length);
    if (!v)
        return NULL;
    char *to = (char *)str_bytes(v);
    memset(to, fill, left);
    memcpy(to + left, str_bytes(self), size);
    memset(to + left + size, fill, right);
    return v;
}

static Owned pad(Runtime *rt, Borrowed self, int64_t left, int64_t right, uint32_t fill)
{
    left = MAX(left, 0);
    right = MAX(right, 0);
    if (!left && !right)
        return str_exact(rt, self);
    if (left > INT64_MAX - right - (int64_t)str_length(self))
        return raise(rt, rt->OverflowError, "padded string is too long");
    if (likely(fill < 0x80 && (size_t)left + (size_t)right <= TEXT_SIZE_MAX))
        return pad_ascii(rt, self, (size_t)left, (size_t)right, (char)fill);
    StrBuilder b;
    builder_open(&b, rt);
    builder_repeat(&b, fill, (size_t)left);
    builder_str(&b, self);
    builder_repeat(&b, fill, (size_t)right);
    return builder_finish(&b);
}

/* width and fill character; *MISSING is what the string lacks. */
static bool pad_arguments(Runtime *rt, Borrowed self, const Value *args, int64_t *missing, uint32_t *fill)
{
    int64_t width;
    *fill = ' ';
    if (!argument_index(rt, args[0], &width))
        return false;
    if (args[1] && !value_is_str(args[1]))
        return raise(rt, rt->TypeError, "The fill character must be a unicode character, not %.100T", args[1]);
    if (args[1] && str_length(args[1]) != 1)
        return raise(rt, rt->TypeError, "The fill character must be exactly one character long");
    if (args[1])
        *fill = str_code_point(args[1], 0);
    *missing = width > (int64_t)str_length(self) ? width - (int64_t)str_length(self) : 0;
    return true;
}

static Owned str_center(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t missing;
    uint32_t fill;
    if (!pad_arguments(rt, self, args, &missing, &fill))
        return NULL;
    int64_t width = missing + (int64_t)str_length(self);
    int64_t left = missing / 2 + (missing & width & 1);
    return pad(rt, self, left, missing - left, fill);
}

static Owned str_ljust(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t missing;
    uint32_t fill;
    return pad_arguments(rt, self, args, &missing, &fill) ? pad(rt, self, 0, missing, fill) : NULL;
}

static Owned str_rjust(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t missing;
    uint32_t fill;
    return pad_arguments(rt, self, args, &missing, &fill) ? pad(rt, self, missing, 0, fill) : NULL;
}

static Owned str_zfill(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t width;
    if (!argument_index(rt, args[0], &width))
        return NULL;
    int64_t missing = width - (int64_t)str_length(self);
    if (missing <= 0)
        return str_exact(rt, self);
    size_t sign = str_bytes(self)[0] == '-' || str_bytes(self)[0] == '+';
    StrBuilder b;
    builder_open(&b, rt);
    builder_write(&b, str_bytes(self), sign);
    builder_repeat(&b, '0', (size_t)missing);
    builder_write(&b, str_bytes(self) + sign, str_size(self) - sign);
    return builder_finish(&b);
}

static Owned str_expandtabs(Runtime *rt, Borrowed self, const Value *args)
{
    int tab = 8;
    if (!argument_int(rt, args[0], &tab))
        return NULL;
    StrBuilder b;
    size_t column = 0;
    builder_open(&b, rt);
    for (size_t at = 0; at < str_size(self) && !b.failed;) {
        uint32_t c = utf8_next(str_bytes(self), &at);
        if (c == '\t') {
            size_t spaces = tab > 0 ? (size_t)tab - column % (size_t)tab : 0;
            column += spaces;
            builder_repeat(&b, ' ', spaces);
            continue;
        }
        column = c == '\n' || c == '\r' ? 0 : column + 1;
        builder_code_point(&b, c);
    }
    return builder_finish(&b);
}

/* -- stripping */

enum { STRIP_LEFT = 1, STRIP_RIGHT = 2 };

static bool is_stripped(uint32_t c, Borrowed set)
{
    char sequence[4];
    if (!set)
        return unicode_is_space(c);
    size_t size = utf8_encode(c, sequence);
    if (size == 1)
        return memchr(str_bytes(set), sequence[0], str_size(set)) != NULL;
    for (size_t at = 0; at < str_size(set);)
        if (utf8_next(str_bytes(set), &at) == c)
            return true;
    return false;
}

static Owned strip(Runtime *rt, Borrowed self, Borrowed set, int sides, const char *name)
{
    if (set == NONE)
        set = NULL;
    if (set && !value_is_str(set))
        return raise(rt, rt->TypeError, "%s arg must be None or str", name);
    size_t from = 0, to = str_size(self);
    for (size_t next = 0; (sides & STRIP_LEFT) && from < to; from = next)
        if (!is_stripped(utf8_next(str_bytes(self), &next), set))
            break;
    for (size_t next = to; (sides & STRIP_RIGHT) && from < to; to = next)
        if (!is_stripped(utf8_previous(str_bytes(self), &next), set))
            break;
    return str_substring(rt, self, from, to);
}

static Owned str_strip(Runtime *rt, Borrowed self, const Value *args)
{
    return strip(rt, self, args[0], STRIP_LEFT | STRIP_RIGHT, "strip");
}

static Owned str_lstrip(Runtime *rt, Borrowed self, const Value *args)
{
    return strip(rt, self, args[0], STRIP_LEFT, "lstrip");
}

static Owned str_rstrip(Runtime *rt, Borrowed self, const Value *args)
{
    return strip(rt, self, args[0], STRIP_RIGHT, "rstrip");
}

static bool has_affix(Borrowed self, Borrowed part, bool at_end)
{
    size_t size = str_size(part);
    return size <= str_size(self)
        && !memcmp(str_bytes(self) + (at_end ? str_size(self) - size : 0), str_bytes(part), size);
}

static Owned str_removeprefix(Runtime *rt, Borrowed self, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "removeprefix() argument must be str, not %V", args[0]);
    if (!has_affix(self, args[0], false))
        return str_exact(rt, self);
    return str_substring(rt, self, str_size(args[0]), str_size(self));
}

static Owned str_removesuffix(Runtime *rt, Borrowed self, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "removesuffix() argument must be str, not %V", args[0]);
    if (!has_affix(self, args[0], true))
        return str_exact(rt, self);
    return str_substring(rt, self, 0, str_size(self) - str_size(args[0]));
}

/* -- special methods without a slot */

static Owned str_format_special(Runtime *rt, Borrowed self, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "__format__() argument must be str, not %V", args[0]);
    if (!str_size(args[0]))
        return object_is_exactly(self, rt->str_type) ? retain(self) : value_str(rt, self);
    return str_format_spec(rt, self, args[0]);
}

static Owned str_getnewargs(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value text = str_from_counted(rt, str_bytes(self), str_size(self), str_length(self));
    if (!text)
        return NULL;
    Value tuple = tuple_pack(rt, 1, text);
    release(rt, text);
    return tuple;
}

const MethodDef str_methods[] = {
    METHOD("encode", str_encode_method, "(encoding='utf-8', errors='strict')",
           "Encode the string using the codec registered for encoding."),
    METHOD("replace", str_replace_method, "(old, new, count=-1, /)",
           "Return a copy with all occurrences of substring old replaced by new."),
    METHOD("split", str_split_method, "(sep=None, maxsplit=-1)",
           "Return a list of the substrings in the string, using sep as the separator string."),
    METHOD("rsplit", str_rsplit_method, "(sep=None, maxsplit=-1)",
           "Return a list of the substrings in the string, splitting from the end."),
    METHOD("join", str_join_method, "(iterable, /)", "Concatenate any number of strings."),
    METHOD("capitalize", str_capitalize_method, "()", "Return a capitalized version of the string."),
    METHOD("casefold", str_casefold_method, "()", "Return a version of the string suitable for caseless comparisons."),
    METHOD("title", str_title_method, "()", "Return a version of the string where each word is titlecased."),
    METHOD("center", str_center, "(width, fillchar=' ', /)", "Return a centered string of length width."),
    RAW_METHOD("count", str_count_method, "(sub, start=None, end=None, /)",
           "Return the number of non-overlapping occurrences of substring sub in S[start:end]."),
    METHOD("expandtabs", str_expandtabs, "(tabsize=8)",
           "Return a copy where all tab characters are expanded using spaces."),
    RAW_METHOD("find", str_find_method, "(sub, start=None, end=None, /)",
           "Return the lowest index in S where substring sub is found, or -1."),
    METHOD("partition", str_partition_method, "(sep, /)",
           "Partition the string into three parts using the given separator."),
    RAW_METHOD("index", str_index_method, "(sub, start=None, end=None, /)",
           "Like find, but raise ValueError when the substring is not found."),
    METHOD("ljust", str_ljust, "(width, fillchar=' ', /)", "Return a left-justified string of length width."),
    METHOD("lower", str_lower_method, "()", "Return a copy of the string converted to lowercase."),
    METHOD("lstrip", str_lstrip, "(chars=None, /)", "Return a copy of the string with leading whitespace removed."),
    RAW_METHOD("rfind", str_rfind_method, "(sub, start=None, end=None, /)",
           "Return the highest index in S where substring sub is found, or -1."),
    RAW_METHOD("rindex", str_rindex_method, "(sub, start=None, end=None, /)",
           "Like rfind, but raise ValueError when the substring is not found."),
    METHOD("rjust", str_rjust, "(width, fillchar=' ', /)", "Return a right-justified string of length width."),
    METHOD("rstrip", str_rstrip, "(chars=None, /)", "Return a copy of the string with trailing whitespace removed."),
    METHOD("rpartition", str_rpartition_method, "(sep, /)",
           "Partition the string into three parts, searching from the end."),
    METHOD("splitlines", str_splitlines_method, "(keepends=False)",
           "Return a list of the lines in the string, breaking at line boundaries."),
    METHOD("strip", str_strip, "(chars=None, /)",
           "Return a copy of the string with leading and trailing whitespace removed."),
    METHOD("swapcase", str_swapcase_method, "()",
           "Convert uppercase characters to lowercase and lowercase characters to uppercase."),
    METHOD("translate", str_translate_method, "(table, /)",
           "Replace each character in the string using the given translation table."),
    METHOD("upper", str_upper_method, "()", "Return a copy of the string converted to uppercase."),
    RAW_METHOD("startswith", str_startswith_method, "(prefix, start=None, end=None, /)",
           "Return True if S starts with the specified prefix, False otherwise."),
    RAW_METHOD("endswith", str_endswith_method, "(suffix, start=None, end=None, /)",
           "Return True if S ends with the specified suffix, False otherwise."),
    METHOD("removeprefix", str_removeprefix, "(prefix, /)",
           "Return a str with the given prefix string removed if present."),
    METHOD("removesuffix", str_removesuffix, "(suffix, /)",
           "Return a str with the given suffix string removed if present."),
    METHOD("isascii", str_isascii_method, "()", "Return True if all characters in the string are ASCII, False otherwise."),
    METHOD("islower", str_islower_method, "()", "Return True if the string is a lowercase string, False otherwise."),
    METHOD("isupper", str_isupper_method, "()", "Return True if the string is an uppercase string, False otherwise."),
    METHOD("istitle", str_istitle_method, "()", "Return True if the string is a title-cased string, False otherwise."),
    METHOD("isspace", str_isspace_method, "()", "Return True if the string is a whitespace string, False otherwise."),
    METHOD("isdecimal", str_isdecimal_method, "()", "Return True if the string is a decimal string, False otherwise."),
    METHOD("isdigit", str_isdigit_method, "()", "Return True if the string is a digit string, False otherwise."),
    METHOD("isnumeric", str_isnumeric_method, "()", "Return True if the string is a numeric string, False otherwise."),
    METHOD("isalpha", str_isalpha_method, "()", "Return True if the string is an alphabetic string, False otherwise."),
    METHOD("isalnum", str_isalnum_method, "()", "Return True if the string is an alpha-numeric string, False otherwise."),
    METHOD("isidentifier", str_isidentifier_method, "()",
           "Return True if the string is a valid Python identifier, False otherwise."),
    METHOD("isprintable", str_isprintable_method, "()", "Return True if the string is printable, False otherwise."),
    METHOD("zfill", str_zfill, "(width, /)", "Pad a numeric string with zeros on the left, to fill a field of the given width."),
    RAW_METHOD("format", str_format_method, "(*args, **kwargs)",
               "Return a formatted version of S, using substitutions from args and kwargs."),
    METHOD("format_map", str_format_map_method, "(mapping, /)",
           "Return a formatted version of S, using substitutions from mapping."),
    METHOD("__format__", str_format_special, "(format_spec, /)",
           "Return a formatted version of the string as described by format_spec."),
    METHOD_FLAGS("maketrans", str_maketrans_method, "(x, y=None, z=None, /)",
                 "Return a translation table usable for str.translate().", METHOD_STATIC),
    METHOD("__sizeof__", object_sizeof, "()", "Return the size of the string in memory, in bytes."),
    METHOD("__getnewargs__", str_getnewargs, "()", NULL),
    { 0 }
};
