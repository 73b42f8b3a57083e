#include "vm/import_own.h"

#include <stdio.h>

#include "compiler/compile.h"
#include "object/error.h"
#include "types/dict.h"
#include "types/module.h"
#include "types/str.h"
#include "vm/library.h"
#include "vm/vm.h"

static const OwnModule *find(const char *name)
{
    for (const OwnModule *m = own_modules; m->name; m++)
        if (!strcmp(m->name, name))
            return m;
    return NULL;
}

/* Compiled already, unless this is the first stage of the build. */
static Owned code_of(Runtime *rt, const OwnModule *own, Borrowed shown)
{
    LibraryModule m;
    char name[64];
    snprintf(name, sizeof name, "/own/%s", own->name);
    if (library_find_name(name, &m))
        return library_code(rt, &m);
    return compile_source(rt, (const char *)own->source, own->size, shown, COMPILE_EXEC, 0, -1);
}

static bool run(Runtime *rt, Borrowed module, const OwnModule *own)
{
    Value shown = format_message(rt, "<ouro %s>", own->name);
    Value code = shown ? code_of(rt, own, shown) : NULL;
    Value result = code && module_add(rt, module, "__builtins__", rt->builtins) && module_add(rt, module, "__file__", shown)
                       ? vm_run_code(rt, code, module_dict(module), NULL) : NULL;
    release(rt, shown);
    release(rt, code);
    release(rt, result);
    return result;
}

bool import_own(Runtime *rt, Borrowed name, Owned *module)
{
    const OwnModule *own = find(str_bytes(name));
    *module = NULL;
    if (!own)
        return true;
    Value made = module_new(rt, name);
    if (made && dict_set(rt, rt->modules, name, made) && run(rt, made, own)) {
        *module = made;
        return true;
    }
    Value pending = error_take(rt);
    if (made && !dict_delete(rt, rt->modules, name))
        error_clear(rt);
    error_restore_steal(rt, pending);
    release(rt, made);
    return false;
}
