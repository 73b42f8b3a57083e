/* The module _warnings: hands on to the library's module warnings, which keeps the filters. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/module.h"
#include "vm/vm.h"

static Owned hand_on(Runtime *rt, const char *name, const Value *args, size_t count, Borrowed keywords)
{
    Value module = import_module(rt, "warnings");
    Value function = module ? get_attribute_text(rt, module, name) : NULL;
    Value result = function ? call(rt, function, args, count, keywords) : NULL;
    release(rt, function);
    release(rt, module);
    return result;
}

static Owned warnings_warn(CALL_PARAMETERS)
{
    (void)self;
    return hand_on(rt, "warn", args, count, keywords);
}

static Owned warnings_explicit(CALL_PARAMETERS)
{
    (void)self;
    return hand_on(rt, "warn_explicit", args, count, keywords);
}

static const MethodDef functions[] = {
    RAW_METHOD("warn", warnings_warn, NULL, "Issue a warning, or maybe ignore it or raise an exception."),
    RAW_METHOD("warn_explicit", warnings_explicit, NULL, "Issue a warning, or maybe ignore it or raise an exception."),
    { 0 },
};

const ModuleDef _warnings_module_def = {
    .name = "_warnings",
    .doc = "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.",
    .functions = functions,
};
