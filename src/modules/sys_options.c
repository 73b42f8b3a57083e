/* The options of Python's command line: sys.flags, sys.warnoptions, sys._xoptions, and what they do. */
#include <stdlib.h>

#include "modules/sys.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"
#include "vm/vm.h"

static bool add_warning(Runtime *rt, const char *text, size_t size, bool first)
{
    Value list = sys_get_peek(rt, "warnoptions"), item = str_decode_utf8(rt, text, size, "surrogateescape");
    bool done = item && list && value_is_list(list) && (first ? list_insert(rt, list, 0, item) : list_append(rt, list, item));
    release(rt, item);
    return done;
}

/* $PYTHONWARNINGS: several, with commas between. */
static bool add_warnings(Runtime *rt, const char *text)
{
    for (;;) {
        size_t size = strcspn(text, ",");
        if (size && !add_warning(rt, text, size, false))
            return false;
        if (!text[size])
            return true;
        text += size + 1;
    }
}

static void set_digits(Runtime *rt, SysFlags *flags, const char *text)
{
    char *end;
    long digits = strtol(text, &end, 10);
    if (*end || end == text || (digits && digits < 640) || digits > INT32_MAX)
        return;
    flags->int_max_str_digits = (int)digits;
    rt->int_max_digits = digits ? (int)digits : -1;
}

static bool set_x_option(Runtime *rt, SysFlags *flags, const char *text)
{
    const char *equals = strchr(text, '=');
    size_t size = equals ? (size_t)(equals - text) : strlen(text);
    Value table = sys_get_peek(rt, "_xoptions");
    Value name = str_decode_utf8(rt, text, size, "surrogateescape");
    Value value = equals ? str_decode_utf8(rt, equals + 1, strlen(equals + 1), "surrogateescape") : TRUE;
    bool done = name && value && table && dict_set(rt, table, name, value);
    release(rt, name);
    release(rt, value);
    flags->dev_mode |= !strcmp(text, "dev");
    flags->utf8_mode |= !strcmp(text, "utf8") || !strcmp(text, "utf8=1");
    rt->no_debug_ranges |= !strcmp(text, "no_debug_ranges");
    if (equals && !strncmp(text, "int_max_str_digits=", 19))
        set_digits(rt, flags, equals + 1);
    return done;
}

static bool set_letter(Runtime *rt, SysFlags *flags, char letter, const char *rest)
{
    switch (letter) {
    case 'b': flags->bytes_warning++; break;
    case 'B': flags->dont_write_bytecode = 1; break;
    case 'd': flags->debug++; break;
    case 'E': flags->ignore_environment = 1; break;
    case 'i': flags->inspect = flags->interactive = 1; break;
    case 'I': flags->isolated = flags->ignore_environment = flags->no_user_site = flags->safe_path = 1; break;
    case 'O': flags->optimize++; break;
    case 'P': flags->safe_path = 1; break;
    case 'q': flags->quiet = 1; break;
    case 's': flags->no_user_site = 1; break;
    case 'S': flags->no_site = 1; break;
    case 'v': flags->verbose++; break;
    case 'W': return add_warning(rt, rest, strlen(rest), false);
    case 'X': return set_x_option(rt, flags, rest);
    default: break;
    }
    return true;
}

/* -O, -OO, -W error, -X dev; "-bB" is two. */
static bool set_option(Runtime *rt, SysFlags *flags, const char *text)
{
    for (const char *p = text + 1; *p; p++) {
        bool takes = *p == 'W' || *p == 'X';
        if (!set_letter(rt, flags, *p, takes ? p + 1 + strspn(p + 1, " ") : ""))
            return false;
        if (takes)
            break;
    }
    return true;
}

static const char *environment(const SysFlags *flags, const char *name)
{
    const char *text = flags->ignore_environment ? NULL : getenv(name);
    return text && *text ? text : NULL;
}

static bool use_environment(Runtime *rt, SysFlags *flags)
{
    const char *level = environment(flags, "PYTHONOPTIMIZE"), *warnings = environment(flags, "PYTHONWARNINGS");
    const char *digits = environment(flags, "PYTHONINTMAXSTRDIGITS");
    if (level && flags->optimize < 1)
        flags->optimize = atoi(level) > 0 ? atoi(level) : 1;
    flags->dev_mode |= environment(flags, "PYTHONDEVMODE") != NULL;
    flags->dont_write_bytecode |= environment(flags, "PYTHONDONTWRITEBYTECODE") != NULL;
    rt->no_debug_ranges |= environment(flags, "PYTHONNODEBUGRANGES") != NULL;
    if (digits)
        set_digits(rt, flags, digits);
    return !warnings || add_warnings(rt, warnings);
}

static bool warn_from_the_start(Runtime *rt)
{
    Value list = sys_get_peek(rt, "warnoptions");
    if (!list || !value_is_list(list) || !list_count(list))
        return true;
    Value module = import_module(rt, "warnings");
    release(rt, module);
    return module;
}

bool sys_set_options(Runtime *rt, size_t count, const char *const *options)
{
    SysFlags flags = { .int_max_str_digits = -1 };
    for (size_t i = 0; i < count; i++)      /* whether the environment counts must be known first */
        if (options[i][1] != 'W' && options[i][1] != 'X' && !set_option(rt, &flags, options[i]))
            return false;
    if (!use_environment(rt, &flags))
        return false;
    for (size_t i = 0; i < count; i++)
        if ((options[i][1] == 'W' || options[i][1] == 'X') && !set_option(rt, &flags, options[i]))
            return false;
    if (flags.dev_mode && !add_warning(rt, "default", 7, true))
        return false;
    const char *bytes = flags.bytes_warning > 1 ? "error::BytesWarning" : "default::BytesWarning";
    if (flags.bytes_warning && !add_warning(rt, bytes, strlen(bytes), false))
        return false;
    rt->optimize = flags.optimize;
    rt->dev_mode = flags.dev_mode;
    rt->safe_path = flags.safe_path;
    return sys_set_flags(rt, &flags) && warn_from_the_start(rt);
}
