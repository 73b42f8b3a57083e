/* The module _io: files as raw bytes, buffered bytes, text.
 *
 *   TextIOWrapper -> BufferedReader, BufferedWriter, BufferedRandom -> FileIO -> descriptor
 *
 * Each layer speaks to the one below through its methods, so that classes written in
 * Python can stand anywhere; when the one below is exactly ours, through C directly. */
#ifndef OURO_MODULES_IO_H
#define OURO_MODULES_IO_H

#include "types/module.h"

enum { IO_BUFFER_SIZE = 8192 };

/* In front of every stream's own fields. */
typedef struct Stream {
    Object head;
    Value dict;
    bool closed;
} Stream;

typedef struct File {
    Stream stream;
    int descriptor;             /* -1: closed or not opened */
    bool readable, writable, appending, created, close_descriptor;
    int8_t seekable;            /* -1: not yet known */
} File;

typedef struct Buffered {
    Stream stream;
    Value raw, module;
    char *bytes;                /* memory_alloc(size) */
    size_t size;
    size_t at, end;             /* read ahead: bytes[at .. end-1] not yet given out */
    size_t pending;             /* bytes[0 .. pending-1] not yet written; then at == end == 0 */
    bool readable, writable, detached;
    bool busy;                  /* a signal handler may not come in between */
} Buffered;

typedef struct IoState {
    Type *base, *raw_base, *buffered_base, *text_base, *file, *bytes_io, *reader, *writer, *random, *pair, *string_io,
        *text, *newline_decoder;
    Value unsupported;          /* class UnsupportedOperation */
} IoState;

extern const ModuleDef _io_module_def;
/* Of the module _io; all NULL once that is gone. */
const IoState *io_state(Runtime *rt);

Owned io_call(Runtime *rt, Borrowed object, const char *method, const Value *args, size_t count) must_check;
Owned io_call_none(Runtime *rt, Borrowed object, const char *method) must_check;
Owned io_call_one(Runtime *rt, Borrowed object, const char *method, Borrowed a) must_check;
/* RESULT, or after the failure PENDING (owned; NULL: none) of a step before: PENDING, or what
 * failed later with PENDING as its context. */
Owned io_chain(Runtime *rt, Owned pending, Owned result) must_check;
void *io_unsupported(Runtime *rt, const char *what);
int io_truth(Runtime *rt, Borrowed object, const char *method);      /* bool(object.method()) */
int io_is_closed(Runtime *rt, Borrowed object);                      /* bool(object.closed) */
bool io_check_open(Runtime *rt, Borrowed object) must_check;         /* ValueError: I/O operation on closed file. */
bool io_size(Runtime *rt, Borrowed v, int64_t *size) must_check;     /* None or absent: -1 */
/* The parts of a pickled state: COUNT of them, else TypeError; an int >= 0; the instance's dict or None. */
bool io_state_parts(Runtime *rt, Borrowed self, Borrowed state, int64_t count) must_check;
bool io_state_place(Runtime *rt, Borrowed v, const char *which, int64_t *place) must_check;
bool io_state_dict(Runtime *rt, Borrowed self, Borrowed dict, const char *which) must_check;
/* bool methods that say yes or no, and the checks "not readable" ... */
void io_finalize(Runtime *rt, Borrowed self);       /* __del__: close() if it is open */
int io_stream_traverse(Object *self, GcVisit visit, void *argument);

extern const TypeDef io_base_def, io_raw_base_def, io_buffered_base_def, io_text_base_def, io_file_def, io_bytes_def,
    io_reader_def, io_writer_def, io_random_def, io_pair_def, io_string_def, io_text_def, io_newline_decoder_def;

/* io_file.c: direct access to an exact FileIO.  -1 with an exception; -2: would block. */
int64_t file_read_into(Runtime *rt, File *f, char *bytes, size_t size);
int64_t file_write_some(Runtime *rt, File *f, const char *bytes, size_t size);
/* io_buffered.c: direct access for the text layer. */
bool buffered_write(Runtime *rt, Buffered *b, const char *bytes, size_t size) must_check;
bool buffered_flush(Runtime *rt, Buffered *b) must_check;
/* At least one byte ahead, or 0 at the end; -1: exception. */
int64_t buffered_fill(Runtime *rt, Buffered *b);

#define STREAM_LIFE(type_) .size = sizeof(type_), .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_WEAK, \
    .dict_offset = offsetof(Stream, dict)

#endif
