/* Warnings from C: through the module warnings once that is imported, else by its
 * default filters, in its format. */
#include <stdarg.h>

#include "object/error.h"
#include "object/message.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame.h"
#include "vm/traceback_print.h"

/* -- where the program stands */

typedef struct Place {
    Value filename, module;     /* borrowed; module may be NULL */
    Value globals;              /* borrowed; NULL: no registry */
    int32_t line;
} Place;

static Place current_place(Runtime *rt)
{
    Frame *frame = rt->frame;
    if (!frame)
        return (Place){ .filename = rt->names.sys, .module = rt->names.sys, .line = 1 };
    return (Place){ .filename = frame->code->filename, .module = dict_get_peek(rt, frame->globals, rt->names.__name__),
                    .globals = frame->globals, .line = frame_line(frame) };
}

/* -- without the module */

static bool is_shown(Runtime *rt, const Type *category, Borrowed module)
{
    if (type_is_subtype(category, rt->DeprecationWarning))
        return module && value_is_str(module) && str_equal(module, rt->names.__main__);
    return !type_is_subtype(category, rt->PendingDeprecationWarning) && !type_is_subtype(category, rt->ImportWarning) &&
           !type_is_subtype(category, rt->ResourceWarning);
}

/* Each text once a line: noted in __warningregistry__ of the module, as the library does. */
static bool is_new(Runtime *rt, const Place *p, Type *category, Borrowed text)
{
    bool seen = false;
    if (!p->globals)
        return true;
    Value name = str_intern_text(rt, "__warningregistry__"), registry = NULL;
    Value key = name ? tuple_pack(rt, 3, text, type_value(category), small_int_value(p->line)) : NULL;
    if (key && dict_lookup_owned(rt, p->globals, name, &registry)) {
        if (!registry && (registry = dict_new(rt)) && !dict_set(rt, p->globals, name, registry))
            error_clear(rt);
        if (registry && value_is_dict(registry) && dict_contains(rt, registry, key, &seen) && !seen &&
            !dict_set(rt, registry, key, TRUE))
            error_clear(rt);
    }
    error_clear(rt);
    release(rt, registry);
    release(rt, key);
    release(rt, name);
    return !seen;
}

static void show(Runtime *rt, const Place *p, Type *category, Borrowed text)
{
    Value head = format_message(rt, "%S:%d: %N: %U\n", p->filename, p->line, category, text);
    if (head)
        error_write(rt, str_bytes(head), str_size(head));
    error_clear(rt);
    release(rt, head);
    if (value_is_str(p->filename))
        source_line_write(rt, p->filename, p->line);
}

/* -- with it */

static bool call_module(Runtime *rt, Borrowed module, const char *function, const Value *args, size_t count)
{
    Value callable = get_attribute_text(rt, module, function);
    Value done = callable ? call(rt, callable, args, count, NULL) : NULL;
    release(rt, callable);
    release(rt, done);
    return done;
}

static Borrowed warnings_module_peek(Runtime *rt)
{
    return rt->modules ? dict_get_text_peek(rt, rt->modules, "warnings") : NULL;
}

bool warn_explicit(Runtime *rt, Type *category, Borrowed text, Borrowed filename, int32_t line)
{
    Value module = warnings_module_peek(rt);
    if (module) {
        Value args[4] = { text, type_value(category), filename, small_int_value(line) };
        return call_module(rt, module, "warn_explicit", args, 4);
    }
    Place place = { .filename = filename, .line = line };
    if (is_shown(rt, category, NULL))
        show(rt, &place, category, text);
    return true;
}

bool warn(Runtime *rt, Type *category, const char *format, ...)
{
    va_list directives;
    va_start(directives, format);
    Value text = format_message_list(rt, format, directives);
    va_end(directives);
    Value module = warnings_module_peek(rt);
    bool done = text;
    if (text && module) {
        Value args[2] = { text, type_value(category) };
        done = call_module(rt, module, "warn", args, 2);
    } else if (text) {
        Place place = current_place(rt);
        if (is_shown(rt, category, place.module) && is_new(rt, &place, category, text))
            show(rt, &place, category, text);
    }
    release(rt, text);
    return done;
}
