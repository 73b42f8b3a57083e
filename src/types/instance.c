/* Instances: allocation with room for what the class adds, and the end of it.
 *
 *   fixed base:     C structure | __slots__ values | shape, fields (or none)
 *   variable base:  C structure, items | ... | __slots__ values | __dict__ |  (end of block)
 *
 * The first two instances of a class get generous room; by then the shapes tell how
 * many attributes an instance ends up with (slot_hint).  */
#include "types/instance.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/shape.h"

/* slot_hint while nothing is known; the top bits count births. */
static uint32_t birth_capacity(Type *type)
{
    Shape *root = type->shape;
    if (!root)
        return FIELDS_FIRST;
    if (root->finds < 2) {              /* a root has no names to find: its counter counts births */
        root->finds++;
        return MAX(FIELDS_FIRST, type->slot_hint);
    }
    return type->slot_hint ? type->slot_hint : 1;
}

static size_t instance_size(Type *type, size_t items)
{
    if (type->flags & TYPE_INSTANCE)
        return type->fields_offset + sizeof(Shape *) + birth_capacity(type) * sizeof(Value);
    size_t size = type->gc.basic_size + items * type->item_size;
    if (!(type->flags & TYPE_HEAP) || type->def)
        return size;
    if (!type->slots_offset)
        size += type->slot_count * sizeof(Value);
    if (type->dict_offset == DICT_AT_END)
        size += sizeof(Value);
    return round_up(size, sizeof(Value));
}

/* Blocks are multiples of 16 bytes; gc_alloc has cleared up to the basic size. */
static always_inline void zero_rest(Object *object, size_t basic_size, size_t size)
{
    typedef uint64_t Pair __attribute__((vector_size(16)));
    Pair *field = (Pair *)((char *)object + round_up(basic_size, sizeof(Pair)));
    Pair *end = (Pair *)((char *)object + round_up(size, sizeof(Pair)));
    if (unlikely(end - field > 16)) {
        memset(field, 0, (size_t)((char *)end - (char *)field));
        return;
    }
    for (; field < end; field++) {
        *field = (Pair){ 0, 0 };
        __asm__("" : "+r"(field));      /* stays a loop: memset would cost a call */
    }
}

static always_inline Object *alloc_zeroed(Runtime *rt, Type *type, size_t size)
{
    Object *object = gc_alloc(&rt->gc, &type->gc, size);
    if (unlikely(!object))
        return NULL;
    /* The values at the end of a variable block are found by its usable size. */
    if (type->dict_offset == DICT_AT_END || (type->slot_count && !type->slots_offset))
        size = heap_usable_size(&rt->gc.heap, object);
    zero_rest(object, type->gc.basic_size, size);
    if (type->flags & TYPE_HEAP)
        object_retain(&type->head);
    return object;
}

Object *type_alloc(Runtime *rt, Type *type, size_t items)
{
    if (type->flags & TYPE_INSTANCE) {
        Shape *root = type->shape;
        if (unlikely(!root) && !(root = shape_root(rt, type)))
            return NULL;
    }
    Object *object = alloc_zeroed(rt, type, instance_size(type, items));
    if (unlikely(!object))
        return raise_memory_error(rt);
    if (type->flags & TYPE_INSTANCE)
        object_fields(object, type)->shape = type->shape;
    return object;
}

Object *type_alloc_quiet(Runtime *rt, Type *type)
{
    return alloc_zeroed(rt, type, type->gc.basic_size);
}

/* -- where things are */

static Value *block_end(Runtime *rt, Object *object)
{
    size_t size = heap_usable_size(&rt->gc.heap, object) & ~(sizeof(Value) - 1);
    return (Value *)((char *)object + size);
}

Value *object_dict_field(Runtime *rt, Object *object, const Type *type)
{
    if (!type->dict_offset)
        return NULL;
    if (unlikely(type->dict_offset == DICT_AT_END))
        return block_end(rt, object) - 1;
    return (Value *)((char *)object + type->dict_offset);
}

Value *object_slot_field(Runtime *rt, Object *object, const Type *type, uint32_t index)
{
    if (likely(type->slots_offset))
        return (Value *)((char *)object + type->slots_offset) + index;
    return block_end(rt, object) - (type->dict_offset == DICT_AT_END) - type->slot_count + index;
}

Borrowed object_own_peek(Runtime *rt, Object *object, Type *type, Borrowed name)
{
    if (type->flags & TYPE_INSTANCE)
        return fields_get_peek(rt, object, type, name);
    Value *field = object_dict_field(rt, object, type);
    return field && *field ? dict_get_peek(rt, *field, name) : NULL;
}

Borrowed object_own_dict_peek(Runtime *rt, Object *object, Type *type)
{
    if (type->flags & TYPE_INSTANCE) {
        Fields *fields = object_fields(object, type);
        return fields->shape ? NULL : fields->slots[0];
    }
    Value *field = object_dict_field(rt, object, type);
    return field ? *field : NULL;
}

Owned object_dict(Runtime *rt, Borrowed v)
{
    if (!value_is_object(v))
        return NULL;
    Object *object = value_object(v);
    Type *type = object_type(object);
    if (type->flags & TYPE_INSTANCE)
        return retain(fields_dict_peek(rt, object, type));
    Value *field = object_dict_field(rt, object, type);
    if (!field)
        return NULL;
    if (!*field) {
        Value dict = dict_new(rt);
        if (!dict)
            return NULL;
        value_replace(rt, field, dict);
    }
    return retain(*field);
}

bool object_set_dict(Runtime *rt, Borrowed v, Borrowed dict)
{
    Object *object = value_object(v);
    Type *type = object_type(object);
    if (type->flags & TYPE_INSTANCE) {
        if (!fields_dict_peek(rt, object, type))
            return false;
        value_replace(rt, &object_fields(object, type)->slots[0], retain(dict));
        return true;
    }
    value_replace(rt, object_dict_field(rt, object, type), retain(dict));
    return true;
}

/* -- life */

int type_traverse_object(Object *object, GcVisit visit, void *argument)
{
    Type *type = object_type(object);
    if (type->dict_offset)
        VISIT_VALUE(*object_dict_field(type->rt, object, type));
    if (!(type->flags & TYPE_HEAP))
        return 0;
    VISIT(type);
    for (uint32_t i = 0; i < type->slot_count; i++)
        VISIT_VALUE(*object_slot_field(type->rt, object, type, i));
    if (type->flags & TYPE_INSTANCE) {
        Fields *fields = object_fields(object, type);
        uint32_t count = fields->shape ? fields->shape->count : 1;
        for (uint32_t i = 0; i < count; i++)
            VISIT_VALUE(fields->slots[i]);
    }
    return 0;
}

/* In the order in which they were set.  What a release runs finds the object without fields. */
static void clear_fields(Runtime *rt, const Type *type, Fields *fields)
{
    if (unlikely(!fields->shape)) {
        value_clear(rt, &fields->slots[0]);
        return;
    }
    Value taken[FIELDS_MAX];
    uint32_t count = fields->shape->count;
    for (uint32_t i = 0; i < count; i++)
        taken[i] = fields->slots[i];
    fields->shape = type->shape;
    for (uint32_t i = 0; i < count; i++)
        release(rt, taken[i]);
}

void type_clear_object(Runtime *rt, Object *object)
{
    Type *type = object_type(object);
    if (type->dict_offset)
        value_clear(rt, object_dict_field(rt, object, type));
    if (!(type->flags & TYPE_HEAP))
        return;
    for (uint32_t i = 0; i < type->slot_count; i++)
        value_clear(rt, object_slot_field(rt, object, type, i));
    if (type->flags & TYPE_INSTANCE)
        clear_fields(rt, type, object_fields(object, type));
}

void type_free_object(Runtime *rt, Object *object)
{
    Type *type = object_type(object);
    if (!(type->flags & TYPE_HEAP) && !type->dict_offset) {
        gc_free(&rt->gc, object);
        return;
    }
    if (type->flags & TYPE_CONTAINER)
        gc_untrack(&rt->gc, object);
    type_clear_object(rt, object);
    gc_free(&rt->gc, object);
    if (!(type->flags & TYPE_HEAP))
        return;
    object_release(&rt->gc, &type->head);
}

int instance_traverse(Object *self, GcVisit visit, void *argument)
{
    return type_traverse_object(self, visit, argument);
}

void instance_clear(Gc *gc, Object *self)
{
    type_clear_object(runtime_of(gc), self);
}

void instance_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Type *type = object_type(self);
    if (unlikely(!(type->flags & TYPE_INSTANCE) || type->slot_count || type->dict_offset)) {
        type_free_object(rt, self);
        return;
    }
    gc_untrack(gc, self);
    clear_fields(rt, type, object_fields(self, type));
    gc_free(gc, self);
    object_release(gc, &type->head);
}

void instance_finalize(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Type *type = object_type(self);
    if (type->slots->finalize)
        type->slots->finalize(rt, object_value(self));
}

/* -- size */

void object_buffers(const Object *object, BufferVisit visit, void *argument)
{
    const Type *type = object_type(object);
    while (type && !(type->def && type->def->buffers))
        type = type->base;
    if (type)
        type->def->buffers(object, visit, argument);
}

typedef struct Sum { const Heap *heap; size_t size; } Sum;

static void add_block(const void *block, void *argument)
{
    Sum *sum = argument;
    sum->size += heap_usable_size(sum->heap, block);
}

size_t object_size(Runtime *rt, const Object *object)
{
    Sum sum = { &rt->gc.heap, 0 };
    add_block(object, &sum);
    object_buffers(object, add_block, &sum);
    return sum.size;
}

Owned object_sizeof(Runtime *rt, Borrowed self, const Value *args unused)
{
    return int_from_uint64(rt, value_is_object(self) ? object_size(rt, value_object(self)) : 0);
}
