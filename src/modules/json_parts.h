/* The module _json, by topic. */
#ifndef OURO_MODULES_JSON_PARTS_H
#define OURO_MODULES_JSON_PARTS_H

#include "types/module.h"
#include "types/str.h"

/* Write V, a str, as JSON text. */
bool json_write_str(StrBuilder *b, Borrowed v, bool ascii);
extern const MethodDef json_text_functions[];   /* the functions of the module; the first two encode strings */

extern const TypeDef json_scanner_def, json_encoder_def;

/* A string that begins behind its quote at byte *AT of the str TEXT; *AT is then behind its end. */
Owned json_scan_str(Runtime *rt, Borrowed text, size_t *at, bool strict) must_check;
/* json.JSONDecodeError(MESSAGE, TEXT, the index of the code point at byte AT) */
void *json_raise(Runtime *rt, const char *message, Borrowed text, size_t at);
/* Between bytes and code points. */
size_t json_index(Borrowed text, size_t at);
size_t json_offset(Borrowed text, size_t index);

#endif
