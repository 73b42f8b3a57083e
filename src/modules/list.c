/* Which modules are built in; the rows stand in list.def. */
#include <string.h>

#include "types/module.h"

#define MODULE(name) extern const ModuleDef name##_module_def;
#include "modules/list.def"
#undef MODULE

static const ModuleDef *const modules[] = {
#define MODULE(name) &name##_module_def,
#include "modules/list.def"
#undef MODULE
};

const ModuleDef *builtin_module_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(modules); i++)
        if (!strcmp(modules[i]->name, name))
            return modules[i];
    return NULL;
}

const ModuleDef *builtin_module_at(size_t i)
{
    return i < COUNT_OF(modules) ? modules[i] : NULL;
}
