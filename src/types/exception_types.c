/* The built-in exception classes: one constant definition a row of exceptions.def. */
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/exception_internal.h"
#include "types/str.h"
#include "types/tuple.h"

static Value *extra(Borrowed self) { return ((Exception *)self)->extra; }

static void set_extra(Runtime *rt, Borrowed self, int which, Borrowed value)
{
    value_replace(rt, &extra(self)[which], value ? retain(value) : NULL);
}

/* Initialise with keyword-only NAMES stored into the extras FIRST, FIRST+1, ... */
static bool init_with_names(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords,
                            const char *const *names, int first)
{
    for (int64_t i = 0, n = keywords ? tuple_count(keywords) : 0; i < n; i++) {
        Value keyword = tuple_item_peek(keywords, i);
        int which = 0;
        while (names[which] && !str_equal_text(keyword, names[which]))
            which++;
        if (!names[which])
            return raise(rt, rt->TypeError, "'%U' is an invalid keyword argument for %T()", keyword, self);
        set_extra(rt, self, first + which, args[(int64_t)count + i]);
    }
    return exception_set_args(rt, self, args, count);
}

static bool name_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    static const char *const names[] = { "name", NULL };
    return init_with_names(rt, self, args, count, keywords, names, EXTRA_NAME);
}

static bool attribute_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    static const char *const names[] = { "name", "obj", NULL };
    return init_with_names(rt, self, args, count, keywords, names, EXTRA_NAME);
}

static bool import_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    static const char *const names[] = { "name", "path", NULL };
    for (int i = EXTRA_IMPORT_NAME; i <= EXTRA_IMPORT_PATH; i++)
        set_extra(rt, self, i, NULL);
    if (!init_with_names(rt, self, args, count, keywords, names, EXTRA_IMPORT_NAME))
        return false;
    set_extra(rt, self, EXTRA_IMPORT_MSG, count == 1 ? args[0] : NULL);
    return true;
}

/* (type, args, {name, path, whatever else}) */
static Owned import_state(Runtime *rt, Borrowed self)
{
    Exception *e = (Exception *)self;
    Value name = e->extra[EXTRA_IMPORT_NAME], path = e->extra[EXTRA_IMPORT_PATH];
    if (!name && !path)
        return e->dict ? retain(e->dict) : NONE;
    Value state = dict_new(rt);
    if (state && (!e->dict || dict_update(rt, state, e->dict)) && (!name || dict_set_text(rt, state, "name", name))
        && (!path || dict_set_text(rt, state, "path", path)))
        return state;
    release(rt, state);
    return NULL;
}

static Owned import_reduce(Runtime *rt, Borrowed self, const Value *unused_args unused)
{
    Exception *e = (Exception *)self;
    Value type = type_value(value_type(rt, self)), args = e->args ? e->args : rt->empty_tuple;
    Value state = import_state(rt, self);
    Value result = !state ? NULL : state == NONE ? tuple_pack(rt, 2, type, args) : tuple_pack(rt, 3, type, args, state);
    release(rt, state);
    return result;
}

static const MethodDef import_methods[] = { METHOD("__reduce__", import_reduce, "()", NULL), { 0 } };

static Owned import_str(Runtime *rt, Borrowed self)
{
    Value msg = extra(self)[EXTRA_IMPORT_MSG];
    return msg && value_is_str(msg) ? retain(msg) : rt->BaseException->slots->str(rt, self);
}

static bool stop_iteration_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (!exception_init(rt, self, args, count, keywords))
        return false;
    set_extra(rt, self, EXTRA_VALUE, count ? args[0] : NONE);
    return true;
}

static bool system_exit_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (!exception_init(rt, self, args, count, keywords))
        return false;
    set_extra(rt, self, EXTRA_CODE, count == 0 ? NONE : count == 1 ? args[0] : ((Exception *)self)->args);
    return true;
}

static Owned key_str(Runtime *rt, Borrowed self)
{
    Value args = ((Exception *)self)->args;
    if (args && tuple_count(args) == 1)
        return value_repr(rt, tuple_item_peek(args, 0));
    return rt->BaseException->slots->str(rt, self);
}

/* -- SyntaxError: (msg, (filename, lineno, offset, text[, end_lineno, end_offset])) */

static bool syntax_set_location(Runtime *rt, Borrowed self, Borrowed location)
{
    Value tuple = sequence_tuple(rt, location);
    if (!tuple)
        return false;
    int64_t n = tuple_count(tuple);
    bool good = n == 4 || n == 6;
    if (!good)
        raise(rt, rt->TypeError, "function takes %s arguments (%zd given)", n < 4 ? "at least 4" : "at most 6", n);
    for (int64_t i = 0; good && i < n; i++)
        set_extra(rt, self, EXTRA_SYNTAX_FILENAME + (int)i, tuple_item_peek(tuple, i));
    release(rt, tuple);
    return good;
}

static bool syntax_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (!exception_init(rt, self, args, count, keywords))
        return false;
    if (count >= 1)
        set_extra(rt, self, EXTRA_MSG, args[0]);
    return count != 2 || syntax_set_location(rt, self, args[1]);
}

static Owned file_base_name(Runtime *rt, Borrowed path)
{
    const char *slash = strrchr(str_bytes(path), '/');
    return str_from_text(rt, slash ? slash + 1 : str_bytes(path));
}

static Owned syntax_str(Runtime *rt, Borrowed self)
{
    Value *e = extra(self);
    Value msg = e[EXTRA_MSG] ? e[EXTRA_MSG] : NONE;
    bool has_file = e[EXTRA_SYNTAX_FILENAME] && value_is_str(e[EXTRA_SYNTAX_FILENAME]);
    bool has_line = e[EXTRA_LINENO] && value_is_small_int(e[EXTRA_LINENO]);
    if (!has_file)
        return has_line ? format_message(rt, "%S (line %S)", msg, e[EXTRA_LINENO]) : value_str(rt, msg);
    Value file = file_base_name(rt, e[EXTRA_SYNTAX_FILENAME]);
    Value text = !file      ? NULL
                 : has_line ? format_message(rt, "%S (%U, line %S)", msg, file, e[EXTRA_LINENO])
                            : format_message(rt, "%S (%U)", msg, file);
    release(rt, file);
    return text;
}

static const MemberDef stop_iteration_members[] = { EXTRA_MEMBER("value", EXTRA_VALUE), { 0 } };
static const MemberDef system_exit_members[] = { EXTRA_MEMBER("code", EXTRA_CODE), { 0 } };
static const MemberDef name_members[] = { EXTRA_MEMBER("name", EXTRA_NAME), { 0 } };
static const MemberDef attribute_members[] = { EXTRA_MEMBER("name", EXTRA_NAME), EXTRA_MEMBER("obj", EXTRA_OBJ), { 0 } };
static const MemberDef import_members[] = {
    EXTRA_MEMBER("msg", EXTRA_IMPORT_MSG), EXTRA_MEMBER("name", EXTRA_IMPORT_NAME),
    EXTRA_MEMBER("path", EXTRA_IMPORT_PATH), { 0 },
};
static const MemberDef syntax_members[] = {
    EXTRA_MEMBER("msg", EXTRA_MSG), EXTRA_MEMBER("filename", EXTRA_SYNTAX_FILENAME),
    EXTRA_MEMBER("lineno", EXTRA_LINENO), EXTRA_MEMBER("offset", EXTRA_OFFSET), EXTRA_MEMBER("text", EXTRA_TEXT),
    EXTRA_MEMBER("end_lineno", EXTRA_END_LINENO), EXTRA_MEMBER("end_offset", EXTRA_END_OFFSET),
    EXTRA_MEMBER("print_file_and_line", EXTRA_PRINT_FILE_AND_LINE), { 0 },
};

/* -- layouts */

#define LIFE .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_IS_EXCEPTION, \
    .dict_offset = offsetof(Exception, dict), \
    .traverse = exception_traverse, .clear = exception_clear, .free = exception_free
#define WITH_EXTRAS(n) LIFE, .size = sizeof(Exception) + (n) * sizeof(Value)

#define EXCEPTION_LAYOUT_base WITH_EXTRAS(0), .methods = exception_methods, .members = exception_members, \
    .getsets = exception_getsets, .slots = { .make = exception_make, .init = exception_init, .str = exception_base_str, .repr = exception_base_repr }
#define EXCEPTION_LAYOUT_plain LIFE      /* everything else from the base */
#define EXCEPTION_LAYOUT_stop_iteration WITH_EXTRAS(1), .members = stop_iteration_members, \
    .slots = { .make = exception_make, .init = stop_iteration_init }
#define EXCEPTION_LAYOUT_system_exit WITH_EXTRAS(1), .members = system_exit_members, \
    .slots = { .make = exception_make, .init = system_exit_init }
#define EXCEPTION_LAYOUT_name WITH_EXTRAS(1), .members = name_members, \
    .slots = { .make = exception_make, .init = name_init }
#define EXCEPTION_LAYOUT_attribute WITH_EXTRAS(2), .members = attribute_members, \
    .slots = { .make = exception_make, .init = attribute_init }
#define EXCEPTION_LAYOUT_import WITH_EXTRAS(3), .members = import_members, .methods = import_methods, \
    .slots = { .make = exception_make, .init = import_init, .str = import_str }
#define EXCEPTION_LAYOUT_key LIFE, .slots = { .make = exception_make, .init = exception_init, .str = key_str }
#define EXCEPTION_LAYOUT_syntax WITH_EXTRAS(8), .members = syntax_members, \
    .slots = { .make = exception_make, .init = syntax_init, .str = syntax_str }
#define EXCEPTION_LAYOUT_os WITH_EXTRAS(5), .members = os_error_members, .methods = os_error_methods, \
    .getsets = os_error_getsets, .slots = { .make = os_error_make, .init = os_error_init, .str = os_error_str }
#define EXCEPTION_LAYOUT_unicode_encode WITH_EXTRAS(5), .members = unicode_members, \
    .slots = { .make = exception_make, .init = unicode_encode_init, .str = unicode_encode_str }
#define EXCEPTION_LAYOUT_unicode_decode WITH_EXTRAS(5), .members = unicode_members, \
    .slots = { .make = exception_make, .init = unicode_decode_init, .str = unicode_decode_str }
#define EXCEPTION_LAYOUT_unicode_translate WITH_EXTRAS(5), .members = unicode_translate_members, \
    .slots = { .make = exception_make, .init = unicode_translate_init, .str = unicode_translate_str }
#define EXCEPTION_LAYOUT_group WITH_EXTRAS(2), .methods = group_methods, .members = group_members, \
    .slots = { .make = group_make, .init = group_init, .str = group_str }

#define EXCEPTION(name_, base_, layout_) static const TypeDef name_##_exception_def = { .name = #name_, EXCEPTION_LAYOUT_##layout_ };
#include "object/exceptions.def"
#undef EXCEPTION

bool exception_types_open(Runtime *rt)
{
#define EXCEPTION(name_, base_, layout_) \
    if (!(rt->name_ = type_from_def(rt, &name_##_exception_def, rt->base_))) \
        return false;
#include "object/exceptions.def"
#undef EXCEPTION
    return true;
}
