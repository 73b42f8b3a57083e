/* Shapes: the attribute layout that instances of one class share.
 *
 * An instance of a class without __slots__ has, at type->fields_offset:
 *     Shape *shape; Value slots[capacity];       capacity from the block's size
 * Slot i holds the attribute that the shape's i-th name says; NULL = deleted/unset.
 * A shape has at most capacity names; an instance that needs more, or whose
 * __dict__ was asked for, has shape NULL and slots[0] = its dict.
 * Each class has a root shape of its own, so a shape implies the class it was
 * made for; a new attribute moves the instance to the child shape for that name. */
#ifndef OURO_TYPES_SHAPE_H
#define OURO_TYPES_SHAPE_H

#include "object/runtime.h"

struct Shape {
    Shape *parent;
    Value name;                 /* Owned interned str; the last attribute added; NULL: root */
    uint32_t count;             /* names, this one included */
    uint32_t id;                /* for inline caches; never 0, never used again in this runtime */
    Shape *children;            /* first child */
    Shape *sibling;
    Type *type;                 /* not counted: the type owns its shapes */
    struct ShapeTable *table;   /* hash table name -> slot for count > 8, made by shape_find; or NULL */
    uint32_t finds;             /* walks along the parents so far */
    uint32_t descendants;       /* root: shapes in the tree */
};

enum {
    FIELDS_MAX = 60,            /* attributes; with more an instance has a dict */
    SHAPES_MAX = 300,           /* shapes a class; then its instances have dicts */
    FIELDS_FIRST = 11,          /* slots of the first instances of a class */
};

typedef struct Fields {
    Shape *shape;               /* NULL: dict mode, slots[0] is the dict */
    Value slots[];
} Fields;

static inline Fields *object_fields(Object *object, const Type *type)
{
    return (Fields *)((char *)object + type->fields_offset);
}
int32_t shape_find(const Shape *shape, Borrowed name);           /* slot or -1; NAME interned */
Shape *shape_add(Runtime *rt, Shape *shape, Borrowed name);      /* the child; NULL, raising nothing: use a dict */
Shape *shape_root(Runtime *rt, Type *type) must_check;
void shape_free_tree(Runtime *rt, Shape *root);
void shape_buffers(const Shape *root, BufferVisit visit, void *argument);
int shape_traverse(const Shape *root, GcVisit visit, void *argument);      /* the names */
uint32_t fields_capacity(Runtime *rt, const Object *object, const Type *type);
/* Attribute access on the instance's own fields (dict mode included). */
Borrowed fields_get_peek(Runtime *rt, Object *object, Type *type, Borrowed name);
bool fields_set(Runtime *rt, Object *object, Type *type, Borrowed name, Borrowed value) must_check;
int fields_delete(Runtime *rt, Object *object, Type *type, Borrowed name);       /* 1 done, 0 absent, -1 */
Borrowed fields_dict_peek(Runtime *rt, Object *object, Type *type) must_check;   /* switches to dict mode */

#endif
