/* UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError. */
#include <stdio.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/exception_internal.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

static Value *extra(Borrowed self) { return ((Exception *)self)->extra; }

static bool bad_argument(Runtime *rt, size_t i, const char *wanted, Borrowed got)
{
    return raise(rt, rt->TypeError, "argument %zu must be %s, not %V", i, wanted, got);
}

static bool store(Runtime *rt, Borrowed self, const int *which, const Value *args, size_t count)
{
    for (size_t i = 0; i < count; i++)
        value_replace(rt, &extra(self)[which[i]], retain(args[i]));
    return true;
}

static bool check_count(Runtime *rt, size_t count, size_t wanted)
{
    if (count == wanted)
        return true;
    return raise(rt, rt->TypeError, "function takes exactly %zu arguments (%zu given)", wanted, count);
}

static bool check_range_and_reason(Runtime *rt, const Value *args, size_t first)
{
    for (size_t i = first; i < first + 2; i++)
        if (!value_is_int(args[i]))
            return raise(rt, rt->TypeError, "'%T' object cannot be interpreted as an integer", args[i]);
    return value_is_str(args[first + 2]) || bad_argument(rt, first + 3, "str", args[first + 2]);
}

static const int five[] = { EXTRA_ENCODING, EXTRA_OBJECT, EXTRA_START, EXTRA_END, EXTRA_REASON };
static const int four[] = { EXTRA_OBJECT, EXTRA_START, EXTRA_END, EXTRA_REASON };

bool unicode_encode_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (!exception_init(rt, self, args, count, keywords) || !check_count(rt, count, 5))
        return false;
    if (!value_is_str(args[0]))
        return bad_argument(rt, 1, "str", args[0]);
    if (!value_is_str(args[1]))
        return bad_argument(rt, 2, "str", args[1]);
    return check_range_and_reason(rt, args, 2) && store(rt, self, five, args, 5);
}

bool unicode_decode_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (!exception_init(rt, self, args, count, keywords) || !check_count(rt, count, 5))
        return false;
    if (!value_is_str(args[0]))
        return bad_argument(rt, 1, "str", args[0]);
    if (!check_range_and_reason(rt, args, 2))
        return false;
    Buffer buffer;
    if (value_is_bytes(args[1]))
        return store(rt, self, five, args, 5);
    if (!buffer_get(rt, args[1], &buffer, false))
        return false;
    Value bytes = bytes_from(rt, buffer.bytes, buffer.size);
    buffer_release(rt, &buffer);
    if (!bytes)
        return false;
    store(rt, self, five, args, 5);
    value_replace(rt, &extra(self)[EXTRA_OBJECT], bytes);
    return true;
}

bool unicode_translate_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (!exception_init(rt, self, args, count, keywords) || !check_count(rt, count, 4))
        return false;
    if (!value_is_str(args[0]))
        return bad_argument(rt, 1, "str", args[0]);
    return check_range_and_reason(rt, args, 1) && store(rt, self, four, args, 4);
}

/* What the text is about: one unit at START, or a range. */
static bool single_unit(Value *e, size_t length, int64_t *start)
{
    int64_t end;
    if (!value_is_small_int(e[EXTRA_START]) || !value_is_small_int(e[EXTRA_END]))
        return false;
    *start = small_int(e[EXTRA_START]);
    end = small_int(e[EXTRA_END]);
    return *start >= 0 && (size_t)*start < length && end == *start + 1;
}

static void escape(char *buffer, size_t size, uint32_t c)
{
    if (c <= 0xff)
        snprintf(buffer, size, "\\x%02x", c);
    else if (c <= 0xffff)
        snprintf(buffer, size, "\\u%04x", c);
    else
        snprintf(buffer, size, "\\U%08x", c);
}

static int64_t last_of(Value *e)
{
    return value_is_small_int(e[EXTRA_END]) ? small_int(e[EXTRA_END]) - 1 : 0;
}

Owned unicode_encode_str(Runtime *rt, Borrowed self)
{
    Value *e = extra(self);
    int64_t start;
    char shown[16];
    if (!e[EXTRA_OBJECT])
        return str_from_bytes(rt, "", 0);
    if (!value_is_str(e[EXTRA_OBJECT]))
        return raise(rt, rt->TypeError, "object attribute must be unicode");
    if (!single_unit(e, str_length(e[EXTRA_OBJECT]), &start))
        return format_message(rt, "'%S' codec can't encode characters in position %S-%zd: %S", e[EXTRA_ENCODING],
                              e[EXTRA_START], last_of(e), e[EXTRA_REASON]);
    escape(shown, sizeof shown, str_code_point(e[EXTRA_OBJECT], (size_t)start));
    return format_message(rt, "'%S' codec can't encode character '%s' in position %zd: %S", e[EXTRA_ENCODING], shown,
                          start, e[EXTRA_REASON]);
}

Owned unicode_decode_str(Runtime *rt, Borrowed self)
{
    Value *e = extra(self);
    int64_t start;
    char shown[8];
    if (!e[EXTRA_OBJECT])
        return str_from_bytes(rt, "", 0);
    if (!value_is_bytes(e[EXTRA_OBJECT]))
        return raise(rt, rt->TypeError, "object attribute must be bytes");
    if (!single_unit(e, bytes_size(e[EXTRA_OBJECT]), &start))
        return format_message(rt, "'%S' codec can't decode bytes in position %S-%zd: %S", e[EXTRA_ENCODING],
                              e[EXTRA_START], last_of(e), e[EXTRA_REASON]);
    snprintf(shown, sizeof shown, "%02x", (unsigned char)bytes_bytes(e[EXTRA_OBJECT])[start]);
    return format_message(rt, "'%S' codec can't decode byte 0x%s in position %zd: %S", e[EXTRA_ENCODING], shown, start,
                          e[EXTRA_REASON]);
}

Owned unicode_translate_str(Runtime *rt, Borrowed self)
{
    Value *e = extra(self);
    int64_t start;
    char shown[16];
    if (!e[EXTRA_OBJECT])
        return str_from_bytes(rt, "", 0);
    if (!value_is_str(e[EXTRA_OBJECT]))
        return raise(rt, rt->TypeError, "object attribute must be unicode");
    if (!single_unit(e, str_length(e[EXTRA_OBJECT]), &start))
        return format_message(rt, "can't translate characters in position %S-%zd: %S", e[EXTRA_START], last_of(e),
                              e[EXTRA_REASON]);
    escape(shown, sizeof shown, str_code_point(e[EXTRA_OBJECT], (size_t)start));
    return format_message(rt, "can't translate character '%s' in position %zd: %S", shown, start, e[EXTRA_REASON]);
}

const MemberDef unicode_members[] = {
    EXTRA_MEMBER("encoding", EXTRA_ENCODING), EXTRA_MEMBER("object", EXTRA_OBJECT), EXTRA_MEMBER("start", EXTRA_START),
    EXTRA_MEMBER("end", EXTRA_END), EXTRA_MEMBER("reason", EXTRA_REASON), { 0 },
};
const MemberDef unicode_translate_members[] = {
    EXTRA_MEMBER("object", EXTRA_OBJECT), EXTRA_MEMBER("start", EXTRA_START), EXTRA_MEMBER("end", EXTRA_END),
    EXTRA_MEMBER("reason", EXTRA_REASON), { 0 },
};
