/* compile, eval, exec, __import__, __build_class__, globals, locals. */
#include "modules/ast.h"
#include "modules/builtins.h"

#include "compiler/compile.h"
#include "modules/sys.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/code.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

/* -- source text */

/* The bytes of SOURCE, a str or bytes-like object; *HOLD keeps them alive. */
static bool source_bytes(Runtime *rt, Borrowed source, const char *function, const char *what, Buffer *hold,
                         uint32_t *flags)
{
    if (value_is_str(source)) {
        *hold = (Buffer){ .bytes = (char *)str_bytes(source), .size = str_size(source) };
        *flags |= COMPILE_SOURCE_IS_STR;
    } else if (!has_buffer(rt, source)) {
        return raise(rt, rt->TypeError, "%s() arg 1 must be a %s", function, what);
    } else if (!buffer_get(rt, source, hold, false)) {
        return false;
    }
    if (memchr(hold->bytes, 0, hold->size)) {
        buffer_release(rt, hold);
        return raise(rt, rt->ValueError, "source code string cannot contain null bytes");
    }
    return true;
}

static Owned file_name(Runtime *rt, Borrowed v)
{
    if (value_is_str(v))
        return retain(v);
    if (value_is_bytes(v))
        return bytes_decode(rt, bytes_bytes(v), bytes_size(v), "utf-8", "surrogateescape");
    Value path = call_special(rt, v, rt->names.__fspath__, NULL, 0);
    if (!path && !error_pending(rt))
        raise(rt, rt->TypeError, "expected str, bytes or os.PathLike object, not %T", v);
    return path;
}

static bool compile_mode(Runtime *rt, Borrowed v, CompileMode *mode)
{
    if (!value_is_str(v))
        return raise(rt, rt->TypeError, "compile() argument 'mode' must be str, not %V", v);
    if (str_equal_text(v, "exec"))
        *mode = COMPILE_EXEC;
    else if (str_equal_text(v, "eval"))
        *mode = COMPILE_EVAL;
    else if (str_equal_text(v, "single"))
        *mode = COMPILE_SINGLE;
    else if (str_equal_text(v, "func_type"))
        return raise(rt, rt->ValueError, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
    else
        return raise(rt, rt->ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
    return true;
}

/* The __future__ flags of the code that calls. */
static uint32_t inherited_flags(Runtime *rt)
{
    return rt->frame ? rt->frame->code->flags & CODE_FUTURE_ANNOTATIONS : 0;
}

static Owned compile_text(Runtime *rt, Borrowed source, const char *function, const char *what, Borrowed name,
                          CompileMode mode, uint32_t flags, int optimize)
{
    Buffer hold = { 0 };
    if (!source_bytes(rt, source, function, what, &hold, &flags))
        return NULL;
    Value code = compile_source(rt, hold.bytes, hold.size, name, mode, flags, optimize);
    if (hold.owner)
        buffer_release(rt, &hold);
    return code;
}

static Owned parse_text(Runtime *rt, Borrowed source, Borrowed name, CompileMode mode, uint32_t flags)
{
    Buffer hold = { 0 };
    if (!source_bytes(rt, source, "compile", "string, bytes or AST object", &hold, &flags))
        return NULL;
    Value tree = ast_parse(rt, hold.bytes, hold.size, name, mode, flags);
    if (hold.owner)
        buffer_release(rt, &hold);
    return tree;
}

enum { ONLY_AST = 0x400, KNOWN_FLAGS = 0x1fe0000 | 0x7600 | 0x10 };

Owned builtin_compile(Runtime *rt, Borrowed self unused, const Value *args)
{
    CompileMode mode = COMPILE_EXEC;
    int flags = 0, optimize = -1;
    bool dont_inherit = false;
    Value name = file_name(rt, args[1]);
    if (!name)
        return NULL;
    Value code = NULL;
    if (compile_mode(rt, args[2], &mode) && argument_int(rt, args[3], &flags) &&
        argument_bool(rt, args[4], &dont_inherit) && argument_int(rt, args[5], &optimize)) {
        uint32_t all = (uint32_t)flags | (dont_inherit ? 0 : inherited_flags(rt));
        if (flags & ~KNOWN_FLAGS)
            raise(rt, rt->ValueError, "compile(): unrecognised flags");
        else if (optimize < -1 || optimize > 2)
            raise(rt, rt->ValueError, "compile(): invalid optimize value");
        else if (value_is_ast(rt, args[0]))
            code = flags & ONLY_AST ? retain(args[0]) : ast_compile(rt, args[0], name, mode, all, optimize);
        else if (flags & ONLY_AST)
            code = parse_text(rt, args[0], name, mode, all);
        else
            code = compile_text(rt, args[0], "compile", "string, bytes or AST object", name, mode, all, optimize);
    }
    release(rt, name);
    return code;
}

/* -- running */

static bool ensure_builtins(Runtime *rt, Borrowed globals)
{
    return dict_get_peek(rt, globals, rt->names.__builtins__) || dict_set(rt, globals, rt->names.__builtins__, rt->builtins);
}

static bool check_builtins(Runtime *rt, Borrowed globals)
{
    Value found = dict_get_peek(rt, globals, rt->names.__builtins__);
    return value_is_dict(found) || object_is_exactly(found, rt->module_type)
        || raise(rt, rt->TypeError, "'%T' object is not subscriptable", found);
}

static bool is_mapping(Runtime *rt, Borrowed v) { return value_type(rt, v)->slots->get_item != NULL; }

/* Fill in what was not given.  Both owned by the caller afterwards. */
static bool scopes(Runtime *rt, const char *function, Borrowed given_globals, Borrowed given_locals, Owned *globals,
                   Owned *locals)
{
    Value g = given_globals == NONE ? NULL : given_globals, l = given_locals == NONE ? NULL : given_locals;
    if (g && !value_is_dict(g))
        return raise(rt, rt->TypeError, strcmp(function, "exec") ? (is_mapping(rt, g) ? "globals must be a real dict; try eval(code, {}, mapping)" : "globals must be a dict") : "exec() globals must be a dict, not %T", g);
    if (l && !is_mapping(rt, l))
        return raise(rt, rt->TypeError, strcmp(function, "exec") ? "locals must be a mapping" : "locals must be a mapping or None, not %T", l);
    if (!g && !rt->frame)
        return raise(rt, rt->SystemError, "globals and locals cannot be NULL");
    *locals = l ? retain(l) : g ? retain(g) : frame_locals(rt, rt->frame);
    if (!*locals)
        return false;
    *globals = retain(g ? g : rt->frame->globals);
    if (ensure_builtins(rt, *globals) && check_builtins(rt, *globals))
        return true;
    release(rt, *globals);
    release(rt, *locals);
    return false;
}

static Owned string_name(Runtime *rt) { return str_intern_text(rt, "<string>"); }

/* eval skips leading blanks; bytes and str alike. */
static Owned without_leading_blanks(Runtime *rt, Borrowed source)
{
    if (!value_is_str(source))
        return retain(source);
    size_t blanks = strspn(str_bytes(source), " \t");
    return blanks ? str_from_bytes(rt, str_bytes(source) + blanks, str_size(source) - blanks) : retain(source);
}

static Owned run(Runtime *rt, const char *function, const char *what, Borrowed source, CompileMode mode,
                 Borrowed globals, Borrowed locals, Borrowed closure)
{
    Value code;
    if (object_is_exactly(source, rt->code_type)) {
        code = retain(source);
    } else {
        Value name = string_name(rt);
        code = name ? compile_text(rt, source, function, what, name, mode, inherited_flags(rt), -1) : NULL;
        release(rt, name);
    }
    Value result = code ? vm_run_closure(rt, code, globals, locals, closure) : NULL;
    release(rt, code);
    return result;
}

static bool check_free(Runtime *rt, const char *function, Borrowed source, Borrowed closure)
{
    int32_t free_count = object_is_exactly(source, rt->code_type) ? ((Code *)source)->free_count : 0;
    if (!closure && free_count)
        return raise(rt, rt->TypeError, strcmp(function, "exec")
                                            ? "code object passed to eval() may not contain free variables"
                                            : "code requires a closure of exactly length %d", free_count);
    if (!closure)
        return true;
    if (!object_is_exactly(source, rt->code_type))
        return raise(rt, rt->TypeError, "closure can only be used when source is a code object");
    if (!free_count)
        return raise(rt, rt->TypeError, "cannot use a closure with this code object");
    if (!value_is_tuple(closure) || tuple_count(closure) != free_count)
        return raise(rt, rt->TypeError, "code requires a closure of exactly length %d", free_count);
    for (int32_t i = 0; i < free_count; i++)
        if (!object_is_exactly(tuple_item_peek(closure, i), rt->cell_type))
            return raise(rt, rt->TypeError, "code requires a closure of exactly length %d", free_count);
    return true;
}

Owned builtin_eval(CALL_PARAMETERS)
{
    (void)self;
    Value bound[3], globals, locals;
    if (!arguments_bind(rt, "eval", "(source, globals=None, locals=None, /)", args, count, keywords, bound))
        return NULL;
    if (!check_free(rt, "eval", bound[0], NULL) ||
        !scopes(rt, "eval", bound[1] ? bound[1] : NONE, bound[2] ? bound[2] : NONE, &globals, &locals))
        return NULL;
    Value source = without_leading_blanks(rt, bound[0]);
    Value result = source ? run(rt, "eval", "string, bytes or code object", source, COMPILE_EVAL, globals, locals, NULL)
                          : NULL;
    release(rt, source);
    release(rt, globals);
    release(rt, locals);
    return result;
}

Owned builtin_exec(Runtime *rt, Borrowed self unused, const Value *args)
{
    Value globals, locals, closure = args[3] == NONE ? NULL : args[3];
    if (!scopes(rt, "exec", args[1] ? args[1] : NONE, args[2] ? args[2] : NONE, &globals, &locals))
        return NULL;
    Value result = NULL;
    if (check_free(rt, "exec", args[0], closure))
        result = run(rt, "exec", "string, bytes or code object", args[0], COMPILE_EXEC, globals, locals, closure);
    release(rt, globals);
    release(rt, locals);
    if (!result)
        return NULL;
    release(rt, result);
    return NONE;
}

Owned builtin_globals(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return rt->frame ? retain(rt->frame->globals) : NONE;
}

Owned builtin_locals(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    if (!rt->frame)
        return raise(rt, rt->SystemError, "frame does not exist");
    return frame_locals(rt, rt->frame);
}

Owned builtin_import(Runtime *rt, Borrowed self unused, const Value *args)
{
    int level = 0;
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "module name must be a string");
    if (!argument_int(rt, args[4], &level))
        return NULL;
    return import_name(rt, args[0], args[1] ? args[1] : NONE, args[3] ? args[3] : NONE, level);
}

Owned builtin_breakpoint(CALL_PARAMETERS)
{
    (void)self;
    Value hook = sys_get_peek(rt, "breakpointhook");
    if (!hook)
        return raise(rt, rt->RuntimeError, "lost sys.breakpointhook");
    retain(hook);
    Value result = call(rt, hook, args, count, keywords);
    release(rt, hook);
    return result;
}

/* -- __build_class__(function, name, *bases, metaclass=..., **keywords) */

/* Bases that are no classes may say, through __mro_entries__, what stands for them.
 * *CHANGED: RESULT differs from BASES. */
static Owned resolve_bases(Runtime *rt, Borrowed bases, bool *changed)
{
    Value list = list_new(rt, tuple_count(bases));
    *changed = false;
    for (int64_t i = 0; list && i < tuple_count(bases); i++) {
        Value base = tuple_item_peek(bases, i), entries = NULL;
        bool done;
        if (object_has_type_flag(base, TYPE_IS_TYPE)) {
            done = list_append(rt, list, base);
        } else {
            Value method = get_attribute_or_null(rt, base, rt->names.__mro_entries__);
            if (!method) {
                done = !error_pending(rt) && list_append(rt, list, base);
            } else {
                entries = call_one(rt, method, bases);
                release(rt, method);
                *changed = true;
                if (entries && !value_is_tuple(entries))
                    raise(rt, rt->TypeError, "__mro_entries__ must return a tuple");
                done = entries && value_is_tuple(entries) && list_extend(rt, list, entries);
                release(rt, entries);
            }
        }
        if (!done) {
            release(rt, list);
            return NULL;
        }
    }
    Value tuple = list ? list_to_tuple(rt, list) : NULL;
    release(rt, list);
    return tuple;
}

/* The most derived of the metaclass and the types of the bases. */
static Type *most_derived(Runtime *rt, Type *metaclass, Borrowed bases)
{
    for (int64_t i = 0; i < tuple_count(bases); i++) {
        Type *type = value_type(rt, tuple_item_peek(bases, i));
        if (type_is_subtype(metaclass, type))
            continue;
        if (!type_is_subtype(type, metaclass))
            return raise(rt, rt->TypeError,
                         "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of "
                         "the metaclasses of all its bases");
        metaclass = type;
    }
    return metaclass;
}

/* What is being built; every field owned. */
typedef struct ClassBuild {
    Value bases, metaclass, keywords, namespace_;
} ClassBuild;

static void class_build_close(Runtime *rt, ClassBuild *b)
{
    release(rt, b->bases);
    release(rt, b->metaclass);
    release(rt, b->keywords);
    release(rt, b->namespace_);
}

static bool choose_metaclass(Runtime *rt, ClassBuild *b)
{
    if (b->keywords && !dict_pop(rt, b->keywords, rt->names.metaclass, &b->metaclass))
        return false;
    if (!b->metaclass)
        b->metaclass = retain(tuple_count(b->bases) ? type_value(value_type(rt, tuple_item_peek(b->bases, 0)))
                                                    : type_value(rt->type_type));
    if (!object_has_type_flag(b->metaclass, TYPE_IS_TYPE))
        return true;
    Type *winner = most_derived(rt, (Type *)b->metaclass, b->bases);
    if (!winner)
        return false;
    value_replace(rt, &b->metaclass, retain(type_value(winner)));
    return true;
}

static bool prepare_namespace(Runtime *rt, ClassBuild *b, Borrowed name)
{
    Value prepare = get_attribute_or_null(rt, b->metaclass, rt->names.__prepare__);
    if (!prepare) {
        b->namespace_ = error_pending(rt) ? NULL : dict_new(rt);
        return b->namespace_;
    }
    Value positional = tuple_pack(rt, 2, name, b->bases);
    b->namespace_ = positional ? call_tuple_dict(rt, prepare, positional, b->keywords) : NULL;
    release(rt, positional);
    release(rt, prepare);
    if (b->namespace_ && !is_mapping(rt, b->namespace_)) {
        if (object_has_type_flag(b->metaclass, TYPE_IS_TYPE))
            return raise(rt, rt->TypeError, "%N.__prepare__() must return a mapping, not %T", (Type *)b->metaclass, b->namespace_);
        return raise(rt, rt->TypeError, "<metaclass>.__prepare__() must return a mapping, not %T", b->namespace_);
    }
    return b->namespace_;
}

/* The __class__ cell that methods see must hold the new class. */
static bool check_cell(Runtime *rt, Borrowed cell, Borrowed class, Borrowed name)
{
    if (!object_is_exactly(cell, rt->cell_type) || !object_has_type_flag(class, TYPE_IS_TYPE))
        return true;
    Value content = ((Cell *)cell)->content;
    if (content == class)
        return true;
    if (!content)
        return raise(rt, rt->RuntimeError, "__class__ not set defining %R as %R. Was __classcell__ propagated to type.__new__?", name, class);
    return raise(rt, rt->TypeError, "__class__ set to %R defining %R as %R", content, name, class);
}

static Owned make_class(Runtime *rt, ClassBuild *b, Borrowed function, Borrowed name, Borrowed original_bases)
{
    Value cell = vm_run_class_body(rt, function, b->namespace_);
    if (!cell)
        return NULL;
    Value class = NULL, positional = NULL;
    if (!original_bases || set_item(rt, b->namespace_, rt->names.__orig_bases__, original_bases))
        positional = tuple_pack(rt, 3, name, b->bases, b->namespace_);
    if (positional)
        class = call_tuple_dict(rt, b->metaclass, positional, b->keywords);
    if (class && !check_cell(rt, cell, class, name))
        value_clear(rt, &class);
    release(rt, positional);
    release(rt, cell);
    return class;
}

static Owned keywords_dict(Runtime *rt, const Value *values, Borrowed names)
{
    Value dict = dict_new(rt);
    for (int64_t i = 0; dict && i < tuple_count(names); i++)
        if (!dict_set(rt, dict, tuple_item_peek(names, i), values[i])) {
            release(rt, dict);
            return NULL;
        }
    return dict;
}

Owned builtin_build_class(CALL_PARAMETERS)
{
    (void)self;
    if (count < 2)
        return raise(rt, rt->TypeError, "__build_class__: not enough arguments");
    if (!object_is_exactly(args[0], rt->function_type))
        return raise(rt, rt->TypeError, "__build_class__: func must be a function");
    if (!value_is_str(args[1]))
        return raise(rt, rt->TypeError, "__build_class__: name is not a string");
    ClassBuild b = { 0 };
    Value class = NULL;
    bool changed = false;
    Value bases = tuple_from(rt, args + 2, (int64_t)count - 2);
    if (bases && (b.bases = resolve_bases(rt, bases, &changed)) &&
        (!keywords || (b.keywords = keywords_dict(rt, args + count, keywords))) && choose_metaclass(rt, &b) &&
        prepare_namespace(rt, &b, args[1]))
        class = make_class(rt, &b, args[0], args[1], changed ? bases : NULL);
    release(rt, bases);
    class_build_close(rt, &b);
    return class;
}
