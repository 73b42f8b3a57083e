/* The module builtins: its table, and the functions that are one call of the protocol. */
#include "modules/builtins.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame.h"

static Owned builtin_abs(Runtime *rt, Borrowed self unused, const Value *args)
{
    return unary(rt, args[0], UNARY_ABSOLUTE);
}

static Owned builtin_ascii(Runtime *rt, Borrowed self unused, const Value *args) { return value_ascii(rt, args[0]); }
static Owned builtin_repr(Runtime *rt, Borrowed self unused, const Value *args) { return value_repr(rt, args[0]); }

static Owned in_base(Runtime *rt, Borrowed v, int base)
{
    Value number = value_index(rt, v);
    Value text = number ? int_to_str(rt, number, base) : NULL;
    release(rt, number);
    return text;
}

static Owned builtin_bin(Runtime *rt, Borrowed self unused, const Value *args) { return in_base(rt, args[0], 2); }
static Owned builtin_oct(Runtime *rt, Borrowed self unused, const Value *args) { return in_base(rt, args[0], 8); }
static Owned builtin_hex(Runtime *rt, Borrowed self unused, const Value *args) { return in_base(rt, args[0], 16); }

static Owned builtin_callable(Runtime *rt, Borrowed self unused, const Value *args)
{
    return bool_value(is_callable(rt, args[0]));
}

static Owned builtin_chr(Runtime *rt, Borrowed self unused, const Value *args)
{
    int code_point = 0;
    if (!argument_int(rt, args[0], &code_point)) {
        if (error_matches(rt, rt->OverflowError) && value_is_int(args[0])) {
            error_clear(rt);
            return raise(rt, rt->OverflowError, int_fits_int64(args[0]) ? "signed integer is %s" : "Python int too large to convert to C int",
                         int_sign(args[0]) < 0 ? "less than minimum" : "greater than maximum");
        }
        return NULL;
    }
    if (code_point < 0 || code_point > 0x10ffff)
        return raise(rt, rt->ValueError, "chr() arg not in range(0x110000)");
    return str_from_code_point(rt, (uint32_t)code_point);
}

static Owned builtin_ord(Runtime *rt, Borrowed self unused, const Value *args)
{
    size_t length;
    if (value_is_str(args[0])) {
        if ((length = str_length(args[0])) == 1)
            return small_int_value(str_code_point(args[0], 0));
    } else if (value_is_bytes(args[0])) {
        if ((length = bytes_size(args[0])) == 1)
            return small_int_value((unsigned char)bytes_bytes(args[0])[0]);
    } else if (value_is_bytearray(args[0])) {
        if ((length = ((ByteArray *)args[0])->size) == 1)
            return small_int_value((unsigned char)((ByteArray *)args[0])->bytes[((ByteArray *)args[0])->start]);
    } else {
        return raise(rt, rt->TypeError, "ord() expected string of length 1, but %T found", args[0]);
    }
    return raise(rt, rt->TypeError, "ord() expected a character, but string of length %zu found", length);
}

static Owned builtin_divmod(Runtime *rt, Borrowed self unused, const Value *args)
{
    return binary(rt, args[0], args[1], BINARY_DIVMOD);
}

static Owned builtin_pow(Runtime *rt, Borrowed self unused, const Value *args)
{
    return power(rt, args[0], args[1], args[2] ? args[2] : NONE);
}

static Owned builtin_round(Runtime *rt, Borrowed self unused, const Value *args)
{
    bool digits = args[1] && args[1] != NONE;
    Value result = call_special(rt, args[0], rt->names.__round__, args + 1, digits);
    if (!result && !error_pending(rt))
        return raise(rt, rt->TypeError, "type %T doesn't define __round__ method", args[0]);
    return result;
}

static Owned builtin_format(Runtime *rt, Borrowed self unused, const Value *args)
{
    if (args[1] && !value_is_str(args[1]))
        return raise(rt, rt->TypeError, "format() argument 2 must be str, not %V", args[1]);
    return value_format(rt, args[0], args[1]);
}

static Owned builtin_hash(Runtime *rt, Borrowed self unused, const Value *args)
{
    int64_t hash;
    return value_hash(rt, args[0], &hash) ? int_from_int64(rt, hash) : NULL;
}

static Owned builtin_id(Runtime *rt, Borrowed self unused, const Value *args)
{
    return int_from_uint64(rt, value_bits(args[0]));
}

static Owned builtin_len(Runtime *rt, Borrowed self unused, const Value *args)
{
    int64_t length = value_length(rt, args[0]);
    return length < 0 ? NULL : int_from_int64(rt, length);
}

/* -- attributes */

static bool check_name(Runtime *rt, Borrowed name)
{
    return value_is_str(name) || raise(rt, rt->TypeError, "attribute name must be string, not '%T'", name);
}

/* Names are interned before they reach the attribute protocol. */
static Owned interned_name(Runtime *rt, Borrowed name)
{
    if (likely(object_is_exactly(name, rt->str_type) && str_is_interned(name)))
        return retain(name);
    return check_name(rt, name) ? str_intern_steal(rt, retain(name)) : NULL;
}

static Owned builtin_getattr(CALL_PARAMETERS)
{
    (void)self;
    Value bound[3] = { count > 0 ? args[0] : NULL, count > 1 ? args[1] : NULL, count > 2 ? args[2] : NULL };
    bool plain = (count == 2 || count == 3) && !keywords;
    if (!plain && !arguments_bind(rt, "getattr", "(object, name, default=None, /)", args, count, keywords, bound))
        return NULL;
    Value name = interned_name(rt, bound[1]);
    if (!name)
        return NULL;
    Value result = bound[2] ? get_attribute_or_null(rt, bound[0], name) : get_attribute(rt, bound[0], name);
    release(rt, name);
    return result || error_pending(rt) ? result : retain(bound[2]);
}

static Owned builtin_hasattr(Runtime *rt, Borrowed self unused, const Value *args)
{
    Value name = interned_name(rt, args[1]);
    int found = name ? has_attribute(rt, args[0], name) : -1;
    release(rt, name);
    return found < 0 ? NULL : bool_value(found);
}

static Owned builtin_setattr(Runtime *rt, Borrowed self unused, const Value *args)
{
    Value name = interned_name(rt, args[1]);
    bool done = name && set_attribute(rt, args[0], name, args[2]);
    release(rt, name);
    return done ? NONE : NULL;
}

static Owned builtin_delattr(Runtime *rt, Borrowed self unused, const Value *args)
{
    Value name = interned_name(rt, args[1]);
    bool done = name && set_attribute(rt, args[0], name, NULL);
    release(rt, name);
    return done ? NONE : NULL;
}

static Owned sorted_list_steal(Runtime *rt, Owned iterable)
{
    Value list = iterable ? sequence_list(rt, iterable) : NULL;
    release(rt, iterable);
    if (list && !list_sort(rt, list, NULL, false))
        value_clear(rt, &list);
    return list;
}

static Owned builtin_dir(Runtime *rt, Borrowed self unused, const Value *args)
{
    if (args[0])
        return object_dir(rt, args[0]);
    if (!rt->frame)
        return raise(rt, rt->SystemError, "frame does not exist");
    Value locals = frame_locals(rt, rt->frame);
    Value keys = locals ? call_method(rt, locals, rt->names.keys, NULL, 0) : NULL;
    release(rt, locals);
    return sorted_list_steal(rt, keys);
}

static Owned builtin_vars(Runtime *rt, Borrowed self, const Value *args)
{
    if (!args[0])
        return builtin_locals(rt, self, args);
    Value dict = get_attribute_or_null(rt, args[0], rt->names.__dict__);
    if (!dict && !error_pending(rt))
        raise(rt, rt->TypeError, "vars() argument must have __dict__ attribute");
    return dict;
}

static Owned builtin_isinstance(Runtime *rt, Borrowed self unused, const Value *args)
{
    int result = is_instance(rt, args[0], args[1]);
    return result < 0 ? NULL : bool_value(result);
}

static Owned builtin_issubclass(Runtime *rt, Borrowed self unused, const Value *args)
{
    int result = is_subclass(rt, args[0], args[1]);
    return result < 0 ? NULL : bool_value(result);
}

static const MethodDef functions[] = {
    RAW_METHOD("__build_class__", builtin_build_class, NULL, "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement."),
    METHOD("__import__", builtin_import, "(name, globals=None, locals=None, fromlist=(), level=0)", "Import a module."),
    METHOD("abs", builtin_abs, "(x, /)", "Return the absolute value of the argument."),
    METHOD("all", builtin_all, "(iterable, /)", "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True."),
    METHOD("any", builtin_any, "(iterable, /)", "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False."),
    METHOD("ascii", builtin_ascii, "(obj, /)", "Return an ASCII-only representation of an object."),
    METHOD("bin", builtin_bin, "(number, /)", "Return the binary representation of an integer."),
    RAW_METHOD("breakpoint", builtin_breakpoint, NULL, "breakpoint(*args, **kws)\n\nCall sys.breakpointhook(*args, **kws)."),
    METHOD("callable", builtin_callable, "(obj, /)", "Return whether the object is callable (i.e., some kind of function)."),
    METHOD("chr", builtin_chr, "(i, /)", "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."),
    METHOD("compile", builtin_compile, "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)", "Compile source into a code object that can be executed by exec() or eval()."),
    METHOD("delattr", builtin_delattr, "(obj, name, /)", "Deletes the named attribute from the given object."),
    METHOD("dir", builtin_dir, "(object=None, /)", "Show attributes of an object, or the names in the current scope."),
    METHOD("divmod", builtin_divmod, "(x, y, /)", "Return the tuple (x//y, x%y)."),
    RAW_METHOD("eval", builtin_eval, "(source, globals=None, locals=None, /)", "Evaluate the given source in the context of globals and locals."),
    METHOD("exec", builtin_exec, "(source, globals=None, locals=None, /, *, closure=None)", "Execute the given source in the context of globals and locals."),
    METHOD("format", builtin_format, "(value, format_spec='', /)", "Return value.__format__(format_spec)."),
    RAW_METHOD("getattr", builtin_getattr, NULL, "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object; getattr(x, 'y') is equivalent to x.y."),
    METHOD("globals", builtin_globals, "()", "Return the dictionary containing the current scope's global variables."),
    METHOD("hasattr", builtin_hasattr, "(obj, name, /)", "Return whether the object has an attribute with the given name."),
    METHOD("hash", builtin_hash, "(obj, /)", "Return the hash value for the given object."),
    METHOD("hex", builtin_hex, "(number, /)", "Return the hexadecimal representation of an integer."),
    METHOD("id", builtin_id, "(obj, /)", "Return the identity of an object."),
    METHOD("input", builtin_input, "(prompt='', /)", "Read a string from standard input.  The trailing newline is stripped."),
    METHOD("isinstance", builtin_isinstance, "(obj, class_or_tuple, /)", "Return whether an object is an instance of a class or of a subclass thereof."),
    METHOD("issubclass", builtin_issubclass, "(cls, class_or_tuple, /)", "Return whether 'cls' is derived from another class or is the same class."),
    RAW_METHOD("iter", builtin_iter, NULL, "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nGet an iterator from an object."),
    METHOD("aiter", builtin_aiter, "(async_iterable, /)", "Return an AsyncIterator for an AsyncIterable object."),
    RAW_METHOD("anext", builtin_anext, NULL, "async anext(aiterator[, default])"),
    METHOD("len", builtin_len, "(obj, /)", "Return the number of items in a container."),
    METHOD("locals", builtin_locals, "()", "Return a dictionary containing the current scope's local variables."),
    RAW_METHOD("max", builtin_max, NULL, "max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value"),
    RAW_METHOD("min", builtin_min, NULL, "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value"),
    RAW_METHOD("next", builtin_next, NULL, "next(iterator[, default])\n\nReturn the next item from the iterator."),
    METHOD("oct", builtin_oct, "(number, /)", "Return the octal representation of an integer."),
    METHOD("ord", builtin_ord, "(c, /)", "Return the Unicode code point for a one-character string."),
    METHOD("pow", builtin_pow, "(base, exp, mod=None)", "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments."),
    RAW_METHOD("print", builtin_print, "(*args, sep=' ', end='\\n', file=None, flush=False)", "Prints the values to a stream, or to sys.stdout by default."),
    METHOD("repr", builtin_repr, "(obj, /)", "Return the canonical string representation of the object."),
    METHOD("round", builtin_round, "(number, ndigits=None)", "Round a number to a given precision in decimal digits."),
    METHOD("setattr", builtin_setattr, "(obj, name, value, /)", "Sets the named attribute on the given object to the specified value."),
    RAW_METHOD("sorted", builtin_sorted, "(iterable, /, *, key=None, reverse=False)", "Return a new list containing all items from the iterable in ascending order."),
    METHOD("sum", builtin_sum, "(iterable, /, start=0)", "Return the sum of a 'start' value (default: 0) plus an iterable of numbers"),
    METHOD("vars", builtin_vars, "(object=None, /)", "vars([object]) -> dictionary\n\nWithout arguments, equivalent to locals().\nWith an argument, equivalent to object.__dict__."),
    { 0 },
};

/* -- types and constants */

static bool add_types(Runtime *rt, Borrowed module)
{
    static const struct { const char *name; size_t field; } rows[] = {
#define ROW(name) { #name, offsetof(Runtime, name##_type) }
        ROW(bool), ROW(bytearray), ROW(bytes), ROW(classmethod), ROW(complex), ROW(dict), ROW(enumerate), ROW(filter),
        ROW(float), ROW(frozenset), ROW(int), ROW(list), ROW(map), ROW(memoryview), ROW(object), ROW(property),
        ROW(range), ROW(reversed), ROW(set), ROW(slice), ROW(staticmethod), ROW(str), ROW(super), ROW(tuple),
        ROW(type), ROW(zip),
#undef ROW
#define EXCEPTION(name, base, layout) { #name, offsetof(Runtime, name) },
#include "object/exceptions.def"
#undef EXCEPTION
        { "ExceptionGroup", offsetof(Runtime, ExceptionGroup) },
        { "EnvironmentError", offsetof(Runtime, OSError) },
        { "IOError", offsetof(Runtime, OSError) },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (!module_add(rt, module, rows[i].name, type_value(*(Type **)((char *)rt + rows[i].field))))
            return false;
    return true;
}

static bool init(Runtime *rt, Borrowed module)
{
    return add_types(rt, module) && module_add(rt, module, "None", NONE) && module_add(rt, module, "True", TRUE) &&
           module_add(rt, module, "False", FALSE) && module_add(rt, module, "Ellipsis", ELLIPSIS) &&
           module_add(rt, module, "NotImplemented", NOT_IMPLEMENTED) && module_add(rt, module, "__debug__", TRUE);
}

const ModuleDef builtins_module_def = {
    .name = "builtins",
    .doc = "Built-in functions, exceptions, and other objects.\n\n"
           "Noteworthy: None is the `nil' object; Ellipsis represents `...' in slices.",
    .functions = functions,
    .init = init,
};
