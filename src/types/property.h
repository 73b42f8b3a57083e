/* property objects. */
#ifndef OURO_TYPES_PROPERTY_H
#define OURO_TYPES_PROPERTY_H

#include "object/runtime.h"

typedef struct Property {
    Object head;
    Value get, set, delete;     /* functions or NULL */
    Value doc;                  /* or NULL */
    Value name;                 /* from __set_name__, or NULL */
    bool doc_from_get;
} Property;

/* The getter, or NULL.  (A second __init__ changes it.) */
static inline Borrowed property_getter_peek(Borrowed v) { return ((const Property *)v)->get; }

#endif
