/* The module _csv: the registry of dialects, and the assembly of its parts. */
#include "modules/csv_parts.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"

static Owned register_dialect(CALL_PARAMETERS)
{
    if (count < 1 || count > 2)
        return raise(rt, rt->TypeError, "expected %s 2 arguments, got %zu", count < 1 ? "at least" : "at most", count);
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "dialect name must be a string");
    Value dialect = csv_dialect(rt, self, args + 1, count - 1, keywords);
    bool done = dialect && dict_set(rt, csv_state(self)->dialects, args[0], dialect);
    release(rt, dialect);
    return done ? NONE : NULL;
}

static Owned unregister_dialect(Runtime *rt, Borrowed self, const Value *args)
{
    Value taken;
    if (!dict_pop(rt, csv_state(self)->dialects, args[0], &taken))
        return NULL;
    if (!taken)
        return raise(rt, (Type *)csv_state(self)->error, "unknown dialect");
    release(rt, taken);
    return NONE;
}

static Owned get_dialect(Runtime *rt, Borrowed self, const Value *args) { return csv_get_dialect(rt, self, args[0]); }
static Owned list_dialects(Runtime *rt, Borrowed self, const Value *args unused) { return dict_keys_list(rt, csv_state(self)->dialects); }

static Owned field_size_limit(Runtime *rt, Borrowed self, const Value *args)
{
    CsvState *state = csv_state(self);
    int64_t old = state->field_limit;
    if (args[0] && !(value_is_int(args[0]) && !value_is_bool(args[0])))
        return raise(rt, rt->TypeError, "limit must be an integer");
    if (args[0] && !int_to_int64(rt, args[0], &state->field_limit))
        return NULL;
    return int_from_int64(rt, old);
}

static bool init(Runtime *rt, Borrowed module)
{
    CsvState *state = csv_state(module);
    state->field_limit = 128 * 1024;
    return (state->dialects = dict_new(rt)) && module_add(rt, module, "_dialects", state->dialects) &&
           module_add_exception(rt, module, "Error", rt->Exception, &state->error) &&
           (state->dialect = module_add_type(rt, module, &csv_dialect_def, NULL)) &&
           (state->reader = type_from_def(rt, &csv_reader_def, rt->object_type)) &&
           (state->writer = type_from_def(rt, &csv_writer_def, rt->object_type)) &&
           module_add(rt, module, "Reader", type_value(state->reader)) && module_add(rt, module, "Writer", type_value(state->writer)) &&
           module_add(rt, module, "QUOTE_MINIMAL", small_int_value(QUOTE_MINIMAL)) &&
           module_add(rt, module, "QUOTE_ALL", small_int_value(QUOTE_ALL)) &&
           module_add(rt, module, "QUOTE_NONNUMERIC", small_int_value(QUOTE_NONNUMERIC)) &&
           module_add(rt, module, "QUOTE_NONE", small_int_value(QUOTE_NONE)) &&
           module_add_steal(rt, module, "__version__", str_from_text(rt, "1.0"));
}

static int traverse(void *state, GcVisit visit, void *argument)
{
    VISIT_VALUE(((CsvState *)state)->error);
    VISIT_VALUE(((CsvState *)state)->dialects);
    return 0;
}

static void clear(Runtime *rt, void *state)
{
    value_clear(rt, &((CsvState *)state)->error);
    value_clear(rt, &((CsvState *)state)->dialects);
}

static const MethodDef functions[] = {
    RAW_METHOD("reader", csv_reader, "(iterable, dialect='excel', **fmtparams)", "Rows from an iterable of lines."),
    RAW_METHOD("writer", csv_writer, "(fileobj, dialect='excel', **fmtparams)", "An object that writes rows to a file."),
    RAW_METHOD("register_dialect", register_dialect, "(name, dialect=None, **fmtparams)", "Create a mapping from a string name to a dialect class."),
    METHOD("unregister_dialect", unregister_dialect, "(name)", "Delete the name/dialect mapping associated with a string name."),
    METHOD("get_dialect", get_dialect, "(name)", "Return the dialect instance associated with name."),
    METHOD("list_dialects", list_dialects, "()", "Return a list of all known dialect names."),
    METHOD("field_size_limit", field_size_limit, "(new_limit=None)", "Sets an upper limit on parsed fields."),
    { 0 },
};

const ModuleDef _csv_module_def = {
    .name = "_csv",
    .doc = "CSV parsing and writing.\n",
    .functions = functions,
    .init = init,
    .state_size = sizeof(CsvState),
    .traverse = traverse,
    .clear = clear,
};
