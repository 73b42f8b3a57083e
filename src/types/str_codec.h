/* Codecs between str and bytes: what their files and the module _codecs share. */
#ifndef OURO_TYPES_STR_CODEC_H
#define OURO_TYPES_STR_CODEC_H

#include "types/bytes_internal.h"
#include "types/str_internal.h"

/* What to do about what a codec cannot convert (str_codec_error.c). */
typedef enum {
    ON_STRICT, ON_IGNORE, ON_REPLACE, ON_BACKSLASH, ON_XML, ON_NAME, ON_ESCAPE, ON_PASS, ON_OTHER
} ErrorHandling;
ErrorHandling error_handling(const char *errors);

/* One decoding under way.  BYTES may be exchanged by an error handler. */
typedef struct Decoder {
    StrBuilder out;
    const char *encoding;       /* for messages and surrogatepass */
    const char *errors;
    ErrorHandling handling;
    const char *bytes;
    size_t size;
    Value object;               /* the bytes object behind BYTES once an error made one */
    Value handler;              /* ON_OTHER: found at the first error */
    bool final;                 /* no more input follows: incomplete sequences are errors */
    size_t consumed;
} Decoder;
void decoder_open(Decoder *d, Runtime *rt, const char *encoding, const char *errors, const char *bytes, size_t size);
/* bytes[start .. end-1] are wrong: handle, and give the position to go on from. */
bool decoder_error(Decoder *d, size_t start, size_t end, const char *reason, size_t *position) must_check;
Owned decoder_finish(Decoder *d, bool ok) must_check;    /* closes */

/* One encoding under way: the output is bytes. */
typedef struct Encoder {
    StrBuilder out;
    const char *encoding;
    const char *errors;
    ErrorHandling handling;
    Value text;                 /* Borrowed */
    Value handler;
    size_t unit;                /* replacement bytes come in multiples of this */
    /* Write a character of a replacement; 0: it cannot be encoded; -1: error. */
    int (*put)(struct Encoder *e, uint32_t c);
    const void *put_data;
} Encoder;
void encoder_open(Encoder *e, Runtime *rt, const char *encoding, const char *errors, Borrowed text);
/* Code points start .. end-1 cannot be encoded; *POSITION: the code point to go on from. */
bool encoder_error(Encoder *e, size_t start, size_t end, const char *reason, size_t *position) must_check;
Owned encoder_finish(Encoder *e, bool ok) must_check;    /* closes */

/* -- codecs: D and E are open */
bool utf8_decoding(Decoder *d) must_check;
bool ascii_decoding(Decoder *d) must_check;
/* ORDER -1 little, 1 big, 0: by the byte order mark, and what it said is stored. */
bool utf16_decoding(Decoder *d, int *order) must_check;
bool utf32_decoding(Decoder *d, int *order) must_check;
bool unicode_escape_decoding(Decoder *d) must_check;
bool raw_unicode_escape_decoding(Decoder *d) must_check;
bool charmap_decoding(Decoder *d, Borrowed mapping) must_check;
bool utf7_decoding(Decoder *d) must_check;

Owned utf8_encoded(Runtime *rt, Borrowed text, const char *errors) must_check;
Owned latin1_encoded(Runtime *rt, Borrowed text, const char *errors) must_check;
Owned ascii_encoded(Runtime *rt, Borrowed text, const char *errors) must_check;
Owned utf16_encoded(Runtime *rt, Borrowed text, const char *errors, int order) must_check;
Owned utf32_encoded(Runtime *rt, Borrowed text, const char *errors, int order) must_check;
Owned unicode_escape_encoded(Runtime *rt, Borrowed text) must_check;
Owned raw_unicode_escape_encoded(Runtime *rt, Borrowed text) must_check;
Owned charmap_encoded(Runtime *rt, Borrowed text, const char *errors, Borrowed mapping) must_check;
Owned utf7_encoded(Runtime *rt, Borrowed text, const char *errors) must_check;
/* Each byte as the code point of the same number. */
Owned latin1_decoded(Runtime *rt, const char *bytes, size_t size) must_check;
/* "invalid escape sequence": what an escape decoder met; false: the warning became an error. */
bool warn_escape(Runtime *rt, const char *at, size_t size) must_check;

/* -- registry (str_codec_registry.c): search functions, codecs found, error handlers */
bool codec_register(Runtime *rt, Borrowed search) must_check;
bool codec_unregister(Runtime *rt, Borrowed search) must_check;
Owned codec_lookup(Runtime *rt, const char *encoding) must_check;
bool codec_register_error(Runtime *rt, const char *name, Borrowed handler) must_check;
Owned codec_lookup_error(Runtime *rt, const char *name_or_null) must_check;
/* The built-in handlers, by number from 0: a new function object; its name or NULL at the end. */
Owned codec_builtin_handler(Runtime *rt, int i) must_check;
const char *codec_handler_name(int i);
/* codecs.encode and codecs.decode; TEXT: only text encodings, result checked by the caller. */
Owned codec_encode(Runtime *rt, Borrowed object, const char *encoding, const char *errors, bool text) must_check;
Owned codec_decode(Runtime *rt, Borrowed object, const char *encoding, const char *errors, bool text) must_check;
/* Make the pending exception tell which codec failed, if it can be made again with
 * another text; WHAT is "encoding" or "decoding". */
void codec_name_failure(Runtime *rt, const char *what, const char *encoding);
/* NAME lower-cased, runs of other characters as one '_'; false: too long for SIZE. */
bool codec_normalize(const char *name, char *out, size_t size);

#endif
