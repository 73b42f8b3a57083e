/* The instructions behind import statements. */
#include "vm/import.h"

#include "types/dict.h"
#include "types/list.h"
#include "types/module.h"
#include "types/str.h"
#include "types/tuple.h"

/* -- import a.b; from a import b */

static bool is_builtin_import(Runtime *rt, Borrowed v)
{
    return object_is_exactly(v, rt->builtin_function_type) && !strcmp(((BuiltinFunction *)v)->def->name, "__import__");
}

static Owned call_import(Runtime *rt, Frame *frame, Borrowed import, Borrowed name, Borrowed fromlist, int level)
{
    Value args[5] = { name, frame->globals, frame->locals ? frame->locals : NONE, fromlist, small_int_value(level) };
    retain(import);
    Value result = call(rt, import, args, 5, NULL);
    release(rt, import);
    return result;
}

bool op_import_name(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value name = operand_peek(frame, pc->b), fromlist = operand_peek(frame, pc->c), result;
    int level = pc[1].target;
    Value import = dict_get_peek(rt, frame->builtins, rt->names.__import__);
    if (!import)
        return raise(rt, rt->ImportError, "__import__ not found");
    if (is_builtin_import(rt, import))
        result = import_name(rt, name, frame->globals, fromlist, level);
    else
        result = call_import(rt, frame, import, name, fromlist, level);
    return result && finish_two(rt, frame, pc->a, result, pc->b, pc->c);
}

/* sys.modules["package.name"], for modules that import each other; NULL without exception: no. */
static Owned from_modules(Runtime *rt, Borrowed package, Borrowed name)
{
    Value found = NULL, full = format_message(rt, "%U.%U", package, name);
    if (full && !dict_lookup_owned(rt, rt->modules, full, &found))
        found = NULL;
    release(rt, full);
    return found;
}

static Borrowed own_text_peek(Runtime *rt, Borrowed module, Borrowed key)
{
    Value v = object_has_type_flag(module, TYPE_IS_TYPE) ? NULL
            : type_is_subtype(value_type(rt, module), rt->module_type) && module_dict(module)
                ? dict_get_peek(rt, module_dict(module), key) : NULL;
    return v && value_is_str(v) ? v : NULL;
}

static bool is_partial(Runtime *rt, Borrowed module)
{
    Value spec = get_attribute_or_null(rt, module, rt->names.__spec__);
    error_clear(rt);
    bool partial = import_is_initializing(rt, spec);
    release(rt, spec);
    return partial;
}

static bool raise_cannot_import(Runtime *rt, Borrowed module, Borrowed package, Borrowed name)
{
    Value file = own_text_peek(rt, module, rt->names.__file__);
    Value shown = package ? retain(package) : str_from_text(rt, "<unknown module name>");
    retain(file);
    if (shown && !file)
        raise_import_error(rt, rt->ImportError, shown, NULL, "cannot import name %R from %R (unknown location)", name, shown);
    else if (shown)
        raise_import_error(rt, rt->ImportError, shown, file,
                           is_partial(rt, module)
                               ? "cannot import name %R from partially initialized module %R (most likely due to a circular import) (%S)"
                               : "cannot import name %R from %R (%S)",
                           name, shown, file);
    release(rt, shown);
    release(rt, file);
    return false;
}

static Owned import_from(Runtime *rt, Borrowed module, Borrowed name)
{
    Value found = get_attribute_or_null(rt, module, name);
    if (found || error_pending(rt))
        return found;
    Value package = get_attribute_or_null(rt, module, rt->names.__name__);
    if (!package && error_pending(rt))
        return NULL;
    if (package && !value_is_str(package))
        value_clear(rt, &package);
    if (package)
        found = from_modules(rt, package, name);
    if (!found && !error_pending(rt))
        raise_cannot_import(rt, module, package, name);
    release(rt, package);
    return found;
}

bool op_import_from(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value result = import_from(rt, operand_peek(frame, pc->b), operand_peek(frame, pc->c));
    return result && finish_one(rt, frame, pc->a, result, pc->c);
}

/* -- from a import * */

/* The names to import: of __all__, else of __dict__ (*ALL false: those with _ are left out). */
static Owned star_names(Runtime *rt, Borrowed module, bool *all)
{
    Value names = get_attribute_or_null(rt, module, rt->names.__all__);
    *all = names;
    if (names || error_pending(rt))
        return names;
    Value dict = get_attribute_or_null(rt, module, rt->names.__dict__);
    if (!dict && !error_pending(rt))
        raise(rt, rt->ImportError, "from-import-* object has no __dict__ and no __all__");
    names = dict ? call_method(rt, dict, rt->names.keys, NULL, 0) : NULL;
    release(rt, dict);
    return names;
}

static bool raise_star_type(Runtime *rt, Borrowed module, Borrowed name, bool all)
{
    Value text = get_attribute(rt, module, rt->names.__name__);
    if (text && !value_is_str(text))
        raise(rt, rt->TypeError, "module __name__ must be a string, not %.100T", text);
    else if (text)
        raise(rt, rt->TypeError, "%s in %U.%s must be str, not %.100T", all ? "Item" : "Key", text,
              all ? "__all__" : "__dict__", name);
    release(rt, text);
    return false;
}

static bool star_one(Runtime *rt, Frame *frame, Borrowed module, Borrowed name, bool all)
{
    if (!value_is_str(name))
        return raise_star_type(rt, module, name, all);
    if (!all && str_size(name) && str_bytes(name)[0] == '_')
        return true;
    Value v = get_attribute(rt, module, name);
    Value locals = frame->locals ? frame->locals : frame->globals;
    bool plain = object_is_exactly(locals, rt->dict_type);
    bool done = v && (plain ? dict_set(rt, locals, name, v) : set_item(rt, locals, name, v));
    release(rt, v);
    return done;
}

bool op_import_star(Runtime *rt, Frame *frame, const Instruction *pc)
{
    bool all, done;
    Value module = operand_peek(frame, pc->a), names = star_names(rt, module, &all);
    Value tuple = names ? sequence_tuple(rt, names) : NULL;
    release(rt, names);
    done = tuple;
    for (int64_t i = 0; done && i < tuple_count(tuple); i++)
        done = star_one(rt, frame, module, tuple_item_peek(tuple, i), all);
    release(rt, tuple);
    if (done)
        operand_consume(rt, frame, pc->a);
    return done;
}
