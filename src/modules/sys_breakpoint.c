/* sys.breakpointhook: what breakpoint() calls, as $PYTHONBREAKPOINT says. */
#include <stdlib.h>

#include "modules/sys.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

#include "vm/vm.h"
/* The module in front of the last dot of PATH, or builtins. */
static Owned module_of(Runtime *rt, const char *path, const char *dot)
{
    Value name = dot ? str_from_bytes(rt, path, (size_t)(dot - path)) : str_from_text(rt, "builtins");
    Value doc = name ? str_from_text(rt, "__doc__") : NULL;
    Value from = doc ? tuple_pack(rt, 1, doc) : NULL;
    Value module = from ? import_name(rt, name, NONE, from, 0) : NULL;
    release(rt, from);
    release(rt, doc);
    release(rt, name);
    return module;
}

static Owned unimportable(Runtime *rt, const char *path)
{
    error_clear(rt);
    return warn(rt, rt->RuntimeWarning, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"", path) ? NONE : NULL;
}

Owned sys_breakpointhook(CALL_PARAMETERS)
{
    (void)self;
    const char *path = getenv("PYTHONBREAKPOINT");
    if (!path || !*path)
        path = "pdb.set_trace";
    if (!strcmp(path, "0"))
        return NONE;
    const char *dot = strrchr(path, '.');
    if (dot == path)
        return unimportable(rt, path);
    Value module = module_of(rt, path, dot);
    if (!module)
        return error_matches(rt, rt->ImportError) || error_matches(rt, rt->ValueError) ? unimportable(rt, path) : NULL;
    Value function = get_attribute_text(rt, module, dot ? dot + 1 : path);
    release(rt, module);
    if (!function)
        return error_matches(rt, rt->AttributeError) ? unimportable(rt, path) : NULL;
    Value result = call(rt, function, args, count, keywords);
    release(rt, function);
    return result;
}
