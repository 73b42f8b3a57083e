/* The module _csv, by topic. */
#ifndef OURO_MODULES_CSV_PARTS_H
#define OURO_MODULES_CSV_PARTS_H

#include "types/module.h"
#include "types/str.h"

typedef enum { QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE } Quoting;
enum { NO_CHARACTER = 0xffffffff };

typedef struct CsvDialect {
    Object head;
    Value line_terminator;      /* str */
    uint32_t delimiter, quote, escape;  /* code points; the last two may be NO_CHARACTER */
    int quoting;
    bool double_quote, skip_space, strict;
} CsvDialect;

typedef struct CsvState {
    Value error, dialects;
    Type *dialect, *reader, *writer;
    int64_t field_limit;
} CsvState;

static inline CsvState *csv_state(Borrowed module) { return ((Module *)module)->state; }

extern const TypeDef csv_dialect_def, csv_reader_def, csv_writer_def;

/* _csv.Dialect(DIALECT, **keywords): ARGS are at most one value, then those of KEYWORDS. */
Owned csv_dialect(Runtime *rt, Borrowed module, const Value *args, size_t count, Borrowed keywords) must_check;
Owned csv_get_dialect(Runtime *rt, Borrowed module, Borrowed name) must_check;
Owned csv_reader(CALL_PARAMETERS);
Owned csv_writer(CALL_PARAMETERS);

#endif
