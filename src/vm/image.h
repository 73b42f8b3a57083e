/* Code objects as bytes: what the embedded library and marshal hold.
 *
 *     header     magic, string count, offset of the body, size of all, fingerprint
 *     strings    size and flags, bytes, filled up to 4
 *     body       one code object
 *
 *     code       15 counts and numbers (CodeFields), instructions, handlers, positions,
 *                names of registers (strings), kinds of registers, constants
 *     constant   a tag, then what it needs; a code object stands inside as above
 *
 * All in units of 4 bytes, in the byte order of the machine: an image is read by the
 * program that wrote it, or one of the same build; the fingerprint tells.  Instructions
 * are general, their caches empty.  Strings are numbered, each is there once. */
#ifndef OURO_VM_IMAGE_H
#define OURO_VM_IMAGE_H

#include "types/str.h"

/* The image of CODE behind what B holds; the image begins at a multiple of 8 from there. */
bool image_write(StrBuilder *b, Borrowed code) must_check;

/* STAYS: the bytes begin at a multiple of 8 and outlive the runtime, and are what image_write
 * wrote: positions are used where they lie.  Otherwise everything is copied and checked. */
Owned image_read(Runtime *rt, const char *bytes, size_t size, bool stays) must_check;

/* -- shared by the two halves */
enum { IMAGE_MAGIC = 0x4f52554f, IMAGE_STRING_INTERNED = 1, IMAGE_STRING_LEFT_OUT = 0x7fffffff };
typedef struct ImageHead { uint32_t magic, string_count, body, size, fingerprint, unused_; } ImageHead;
typedef struct ImageString { uint32_t size, flags; } ImageString;
typedef struct CodeFields {
    int32_t argument_count, positional_only_count, keyword_only_count, local_count, free_count, register_count;
    uint32_t flags;
    int32_t first_line, instruction_count, constant_count, handler_count, position_count;
    uint32_t name, qualname, filename;
} CodeFields;
typedef enum {
    IMAGE_NONE, IMAGE_TRUE, IMAGE_FALSE, IMAGE_ELLIPSIS, IMAGE_INT, IMAGE_BIG, IMAGE_FLOAT, IMAGE_COMPLEX, IMAGE_STR, IMAGE_BYTES,
    IMAGE_TUPLE, IMAGE_FROZENSET, IMAGE_CODE,
} ImageTag;
uint32_t image_fingerprint(void);

#endif
