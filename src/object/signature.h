/* The parameters of a function in C, counted; see arguments.h. */
#ifndef OURO_OBJECT_SIGNATURE_H
#define OURO_OBJECT_SIGNATURE_H

#include "base/base.h"

enum { SIGNATURE_CACHE_SIZE = 64 };

typedef struct Signature {
    uint8_t required;           /* positional parameters without default */
    uint8_t positional;         /* parameters that can be given by position */
    uint8_t positional_only;
    uint8_t count;              /* all parameters, keyword-only included */
} Signature;

/* What was parsed from TEXT, a constant. */
typedef struct SignatureEntry { const char *text; Signature signature; } SignatureEntry;

#endif
