/* Text from a format with directives for values; the list of directives stands at raise(). */
#ifndef OURO_OBJECT_MESSAGE_H
#define OURO_OBJECT_MESSAGE_H

#include <stdarg.h>

#include "object/runtime.h"

Owned format_message_list(Runtime *rt, const char *format, va_list directives) must_check;

#endif
