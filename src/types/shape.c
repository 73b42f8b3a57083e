/* Shapes: the tree of attribute layouts below each class, and the fields they describe.
 *
 * Invariants: shape->count == shape->parent->count + 1; slots[0 .. count-1] of an
 * instance hold values (never NULL); what lies behind is not looked at.  Deleting
 * the last attribute goes back to the parent shape; deleting another one turns the
 * fields into a dict, so order and contents of vars(x) are those of a dict always. */
#include "types/shape.h"

#include "object/error.h"
#include "types/dict.h"
#include "types/str.h"
#include "types/type_cache.h"

typedef struct ShapeTable {
    uint32_t mask;
    struct { Value name; uint32_t slot; } entries[];
} ShapeTable;

enum { TABLE_FROM = 9, TABLE_AFTER_FINDS = 8 };

static inline uint32_t name_hash(Borrowed name)
{
    return (uint32_t)(value_bits(name) >> 4) * 0x9e3779b1u >> 16;
}

static void table_put(ShapeTable *table, Value name, uint32_t slot)
{
    uint32_t i = name_hash(name) & table->mask;
    while (table->entries[i].name)
        i = (i + 1) & table->mask;
    table->entries[i].name = name;
    table->entries[i].slot = slot;
}

/* Without memory the shape does without a table. */
static void table_make(Shape *shape)
{
    Runtime *rt = shape->type->rt;
    uint32_t size = 32;
    while (size < shape->count * 2)
        size *= 2;
    size_t bytes = sizeof(ShapeTable) + size * sizeof(((ShapeTable *)0)->entries[0]);
    ShapeTable *table = heap_calloc(&rt->gc.heap, DOMAIN_MEMORY, 1, bytes);
    if (!table)
        return;
    table->mask = size - 1;
    for (const Shape *s = shape; s->name; s = s->parent)
        table_put(table, s->name, s->count - 1);
    shape->table = table;
}

static int32_t table_find(const ShapeTable *table, Borrowed name)
{
    for (uint32_t i = name_hash(name) & table->mask; table->entries[i].name; i = (i + 1) & table->mask) {
        if (table->entries[i].name == name)
            return (int32_t)table->entries[i].slot;
    }
    return -1;
}

int32_t shape_find(const Shape *shape, Borrowed name)
{
    if (shape->table)
        return table_find(shape->table, name);
    if (shape->count >= TABLE_FROM && ++((Shape *)shape)->finds > TABLE_AFTER_FINDS)
        table_make((Shape *)shape);
    for (const Shape *s = shape; s->name; s = s->parent) {
        if (s->name == name)
            return (int32_t)s->count - 1;
    }
    return -1;
}

static Shape *shape_new(Runtime *rt, Type *type, Shape *parent, Borrowed name)
{
    Shape *shape = heap_calloc(&rt->gc.heap, DOMAIN_MEMORY, 1, sizeof(Shape));
    if (!shape)
        return NULL;
    shape->parent = parent;
    shape->name = retain(name);
    shape->count = parent ? parent->count + 1 : 0;
    shape->id = type_next_version(rt);
    shape->type = type;
    return shape;
}

Shape *shape_root(Runtime *rt, Type *type)
{
    if (!type->shape && !(type->shape = shape_new(rt, type, NULL, NULL)))
        return raise_memory_error(rt);
    return type->shape;
}

Shape *shape_add(Runtime *rt, Shape *shape, Borrowed name)
{
    for (Shape *child = shape->children; child; child = child->sibling) {
        if (child->name == name)
            return child;
    }
    Type *type = shape->type;
    if (shape->count >= FIELDS_MAX || type->shape->descendants >= SHAPES_MAX)
        return NULL;
    Shape *child = shape_new(rt, type, shape, name);
    if (!child)
        return NULL;
    child->sibling = shape->children;
    shape->children = child;
    type->shape->descendants++;
    return child;
}

void shape_buffers(const Shape *root, BufferVisit visit, void *argument)
{
    visit(root, argument);
    if (root->table)
        visit(root->table, argument);
    for (const Shape *child = root->children; child; child = child->sibling)
        shape_buffers(child, visit, argument);
}

int shape_traverse(const Shape *root, GcVisit visit, void *argument)
{
    VISIT_VALUE(root->name);
    for (const Shape *child = root->children; child; child = child->sibling) {
        int stop = shape_traverse(child, visit, argument);
        if (stop)
            return stop;
    }
    return 0;
}

/* The tree is as deep as FIELDS_MAX. */
void shape_free_tree(Runtime *rt, Shape *root)
{
    Shape *next;
    for (Shape *child = root->children; child; child = next) {
        next = child->sibling;
        shape_free_tree(rt, child);
    }
    release(rt, root->name);
    memory_free(rt, root->table);
    memory_free(rt, root);
}

/* -- fields */

uint32_t fields_capacity(Runtime *rt, const Object *object, const Type *type)
{
    size_t size = heap_usable_size(&rt->gc.heap, object) - type->fields_offset - sizeof(Fields);
    return (uint32_t)(size / sizeof(Value));
}

Borrowed fields_get_peek(Runtime *rt, Object *object, Type *type, Borrowed name)
{
    Fields *fields = object_fields(object, type);
    if (likely(fields->shape != NULL)) {
        int32_t slot = shape_find(fields->shape, name);
        return slot >= 0 ? fields->slots[slot] : NULL;
    }
    return fields->slots[0] ? dict_get_peek(rt, fields->slots[0], name) : NULL;
}

static bool fill_dict(Runtime *rt, Borrowed dict, const Shape *shape, const Fields *fields)
{
    if (!shape->name)
        return true;
    return fill_dict(rt, dict, shape->parent, fields)
           && dict_set(rt, dict, shape->name, fields->slots[shape->count - 1]);
}

/* Only str keys go in: no Python code runs but what a collection may start. */
static bool fields_to_dict(Runtime *rt, Fields *fields)
{
    Value dict = dict_new(rt);
    if (!dict)
        return false;
    if (!fill_dict(rt, dict, fields->shape, fields)) {
        release(rt, dict);
        return false;
    }
    uint32_t count = fields->shape->count;
    Value old[FIELDS_MAX];
    memcpy(old, fields->slots, count * sizeof(Value));
    fields->shape = NULL;
    fields->slots[0] = dict;
    while (count > 0)
        release(rt, old[--count]);      /* the dict holds each: nothing is freed */
    return true;
}

Borrowed fields_dict_peek(Runtime *rt, Object *object, Type *type)
{
    Fields *fields = object_fields(object, type);
    if (fields->shape) {
        if (!fields_to_dict(rt, fields))
            return NULL;
    } else if (!fields->slots[0]) {
        Value dict = dict_new(rt);
        if (!dict || fields->slots[0])
            release(rt, dict);
        else
            fields->slots[0] = dict;
    }
    return fields->slots[0];
}

/* The next instances are born with more room. */
static void learn(Type *type, uint32_t count)
{
    if (type->slot_hint < count)
        type->slot_hint = count;
}

static bool fields_append(Runtime *rt, Object *object, Type *type, Borrowed name, Borrowed value)
{
    Fields *fields = object_fields(object, type);
    Shape *shape = fields->shape, *child = NULL;
    if (shape->count < fields_capacity(rt, object, type))
        child = shape_add(rt, shape, name);
    else if (shape->count < FIELDS_MAX)
        learn(type, MIN(shape->count + shape->count / 2 + 1, FIELDS_MAX));
    if (likely(child != NULL)) {
        fields->slots[shape->count] = retain(value);
        fields->shape = child;
        learn(type, child->count);
        return true;
    }
    Value dict = fields_dict_peek(rt, object, type);
    return dict && dict_set(rt, dict, name, value);
}

bool fields_set(Runtime *rt, Object *object, Type *type, Borrowed name, Borrowed value)
{
    Fields *fields = object_fields(object, type);
    if (likely(fields->shape != NULL)) {
        int32_t slot = shape_find(fields->shape, name);
        if (slot < 0)
            return fields_append(rt, object, type, name, value);
        value_replace(rt, &fields->slots[slot], retain(value));
        return true;
    }
    Value dict = fields_dict_peek(rt, object, type);
    return dict && dict_set(rt, dict, name, value);
}

static int dict_remove(Runtime *rt, Borrowed dict, Borrowed name)
{
    Value taken = NULL;
    if (!dict_pop(rt, dict, name, &taken))
        return -1;
    int done = taken != NULL;
    release(rt, taken);
    return done;
}

int fields_delete(Runtime *rt, Object *object, Type *type, Borrowed name)
{
    Fields *fields = object_fields(object, type);
    if (fields->shape) {
        Shape *shape = fields->shape;
        if (shape->name == name) {
            fields->shape = shape->parent;
            value_clear(rt, &fields->slots[shape->count - 1]);
            return 1;
        }
        if (shape_find(shape, name) < 0)
            return 0;
    }
    Value dict = fields_dict_peek(rt, object, type);
    return dict ? dict_remove(rt, dict, name) : -1;
}
