/* warn(): through the module warnings when it is imported, else with its default filters. */
#include <stdarg.h>

#include "modules/sys.h"
#include "object/error.h"
#include "object/message.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/str.h"
#include "types/tuple.h"

bool warn(Runtime *rt, Type *category, const char *format, ...)
{
    va_list directives;
    va_start(directives, format);
    Value text = format_message_list(rt, format, directives);
    va_end(directives);
    Value module = rt->modules ? dict_get_text_peek(rt, rt->modules, "warnings") : NULL;
    if (!text)
        return false;
    bool done = true;
    if (module) {
        Value function = get_attribute_text(rt, module, "warn");
        Value answer = function ? call_two(rt, function, text, type_value(category)) : NULL;
        done = answer;
        release(rt, answer);
        release(rt, function);
    }
    release(rt, text);
    return done;
}
