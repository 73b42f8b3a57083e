/* Parsing of format strings, for str.format and the module _string. */
#ifndef OURO_TYPES_STR_FORMAT_H
#define OURO_TYPES_STR_FORMAT_H

#include "types/str_internal.h"

/* All offsets are in bytes of the text. */
typedef struct FormatParser { Borrowed text; size_t at, end; } FormatParser;
typedef struct FormatPiece {
    size_t literal, literal_end;
    bool has_field, nested;     /* NESTED: the specification has fields of its own */
    size_t name, name_end, spec, spec_end;
    uint32_t conversion;        /* 0: none */
} FormatPiece;
/* 1: a piece; 0: the end; -1: ValueError. */
int format_next(Runtime *rt, FormatParser *parser, FormatPiece *piece);

/* A field name, first the part in front of the first '.' or '['. */
typedef struct FieldName { Borrowed text; size_t first_end, at, end; int64_t index; /* -1: no number */ } FieldName;
bool field_name_open(Runtime *rt, FieldName *name, Borrowed text, size_t from, size_t to) must_check;
typedef struct FieldStep { bool attribute; size_t from, to; int64_t index; } FieldStep;
/* 1: a step; 0: the end; -1: ValueError. */
int field_name_next(Runtime *rt, FieldName *name, FieldStep *step);

#endif
