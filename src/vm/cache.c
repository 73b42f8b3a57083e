/* Inline caches: looking at what a general instruction meets, and writing the specialised
 * form over it.
 *
 * A type's version stands for all that look-ups along its mro can find; it is never used
 * again, so an equal version means the same type, alive and unchanged, and a borrowed
 * pointer to what was found is good.  A shape's id stands for the names and slots of an
 * instance's fields.  A dict block's stamp stands for the block: as long as it is the
 * same, an entry's position does not change, and no name is added while `used` is the same.
 */
#include "vm/cache.h"

#include "object/prepend.h"
#include "types/class.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/instance.h"
#include "types/methods.h"
#include "types/module.h"
#include "types/property.h"
#include "types/shape.h"
#include "types/str.h"

/* -- when to look */

enum { TRIES_APART = 32, MISSES_APART = 8 };

/* The general form looks again after some rounds; a specialised one that misses is replaced only
 * now and then, since the next object may be of the kind it knows. */
static bool is_time(Runtime *rt, Instruction *p)
{
    if (opcode_general(p->op) != p->op)
        return ++rt->frame_stack->misses % MISSES_APART == 0;
    if (p[1].extra == 0)
        return true;
    p[1].extra--;
    return false;
}

static void write(Instruction *p, Opcode op, uint32_t version, uint32_t extra)
{
    p->op = (uint16_t)op;
    p[1] = (Instruction){ .version = version, .extra = extra };
}

static void write_long(Instruction *p, Opcode op, uint32_t version, uint32_t extra, uint64_t word)
{
    write(p, op, version, extra);
    p[2].word = word;
}

/* -- specialised forms that were found before, for places that see objects of several kinds */

enum { STUB_COUNT = 256 };

/* What GENERAL became for an object of such a type and shape. */
typedef struct Stub {
    uint32_t version, shape;    /* of the type; id of the shape, or 0 */
    Value name;                 /* Owned, or NULL: empty */
    uint16_t general, op;
    Instruction where;          /* words 2 and 3 */
    uint64_t word;
} Stub;

typedef struct StubCache { Stub stubs[STUB_COUNT]; } StubCache;

static uint32_t shape_id(Borrowed owner, const Type *type)
{
    const Shape *shape = type->flags & TYPE_INSTANCE ? object_fields(value_object(owner), type)->shape : NULL;
    return shape ? shape->id : 0;
}

static Stub *stub_place(StubCache *cache, uint32_t version, uint32_t shape, Borrowed name, uint16_t general)
{
    uint64_t hash = (version * 31u + shape * 7u + general) ^ value_bits(name) >> 4;
    return &cache->stubs[(hash ^ hash >> 8) % STUB_COUNT];
}

/* P has been specialised for objects of TYPE with SHAPE. */
static void stub_keep(Runtime *rt, const Instruction *p, const Type *type, uint32_t shape, Borrowed name)
{
    StubCache *cache = rt->frame_stack->stubs;
    uint16_t general = (uint16_t)opcode_general(p->op);
    if (!cache || p->op == general)
        return;
    Stub *stub = stub_place(cache, type->version, shape, name, general);
    *stub = (Stub){ type->version, shape, stub->name, general, p->op, p[1], p[2].word };
    value_replace(rt, &stub->name, retain(name));
}

/* The first miss of a specialised form makes the cache. */
static StubCache *stubs_open(Runtime *rt, const Instruction *p)
{
    FrameStack *stack = rt->frame_stack;
    if (!stack->stubs && opcode_general(p->op) != p->op)
        stack->stubs = heap_calloc(&rt->gc.heap, DOMAIN_RAW, 1, sizeof(StubCache));
    return stack->stubs;
}

bool stub_restore(Runtime *rt, Instruction *p, Borrowed owner, Borrowed name)
{
    StubCache *cache = rt->frame_stack->stubs;
    if (!value_is_object(owner) || (!cache && !(cache = stubs_open(rt, p))))
        return false;
    const Type *type = object_type(value_object(owner));
    uint32_t shape = shape_id(owner, type);
    uint16_t general = (uint16_t)opcode_general(p->op);
    const Stub *stub = stub_place(cache, type->version, shape, name, general);
    if (stub->version != type->version || stub->shape != shape || stub->name != name || stub->general != general)
        return false;
    if (p->op == stub->op && p[1].word == stub->where.word)
        return false;           /* the form missed for a reason of its own */
    p->op = stub->op;
    p[1] = stub->where;
    p[2].word = stub->word;
    return true;
}

int stubs_traverse(Runtime *rt, GcVisit visit, void *argument)
{
    StubCache *cache = rt->frame_stack->stubs;
    for (int i = 0; cache && i < STUB_COUNT; i++)
        VISIT_VALUE(cache->stubs[i].name);
    return 0;
}

void stubs_close(Runtime *rt)
{
    StubCache *cache = rt->frame_stack->stubs;
    for (int i = 0; cache && i < STUB_COUNT; i++)
        value_clear(rt, &cache->stubs[i].name);
    heap_free(&rt->gc.heap, cache);
    rt->frame_stack->stubs = NULL;
}

/* -- names in dictionaries */

static const DictKeys *dict_keys_of(Borrowed dict) { return ((const Dict *)dict)->keys; }

/* NAME is in DICT. */
static bool specialise_entry(Runtime *rt, Instruction *p, Borrowed dict, Borrowed name, Opcode op)
{
    int64_t position = dict_position_peek(rt, dict, name);
    if (position < 0)
        return false;
    write(p, op, dict_keys_of(dict)->stamp, (uint32_t)position);
    return true;
}

/* NAME is not in the globals, but in the builtins. */
static void specialise_builtin(Runtime *rt, const Frame *frame, Instruction *p, Borrowed name, Opcode op)
{
    const DictKeys *globals = dict_keys_of(frame->globals);
    int64_t position = dict_position_peek(rt, frame->builtins, name);
    if (position >= 0 && position <= UINT16_MAX && globals && globals->used <= UINT16_MAX)
        write(p, op, globals->stamp, (uint32_t)globals->used << 16 | (uint32_t)position);
}

void specialise_load_global(Runtime *rt, const Frame *frame, Instruction *p)
{
    if (p->b >= 0 || !is_time(rt, p))
        return;
    Value name = operand_peek(frame, p->b);
    write(p, OP_LOAD_GLOBAL, 0, TRIES_APART);
    if (!specialise_entry(rt, p, frame->globals, name, OP_LOAD_GLOBAL_MODULE))
        specialise_builtin(rt, frame, p, name, OP_LOAD_GLOBAL_BUILTIN);
}

void specialise_load_name(Runtime *rt, const Frame *frame, Instruction *p)
{
    if (p->b >= 0 || !object_is_exactly(frame->locals, rt->dict_type) || !is_time(rt, p))
        return;
    Value name = operand_peek(frame, p->b);
    write(p, OP_LOAD_NAME, 0, TRIES_APART);
    if (!specialise_entry(rt, p, frame->locals, name, OP_LOAD_NAME_LOCAL) && frame->locals == frame->globals)
        specialise_builtin(rt, frame, p, name, OP_LOAD_NAME_BUILTIN);
}

void specialise_store(Runtime *rt, Borrowed dict, Borrowed name, Instruction *p, Opcode op)
{
    if (p->a >= 0 || !object_is_exactly(dict, rt->dict_type) || !is_time(rt, p))
        return;
    write(p, opcode_general(op), 0, TRIES_APART);
    specialise_entry(rt, p, dict, name, op);
}

/* -- what an attribute look-up meets */

typedef struct Lookup {
    Value object, name;
    Type *type;
    Value found;                /* on the type, or NULL */
    const Slots *found_slots;   /* of FOUND's type */
} Lookup;

static bool lookup(Runtime *rt, Lookup *l, Borrowed object, Borrowed name)
{
    if (!value_is_object(object))
        return false;
    l->object = object;
    l->name = name;
    l->type = object_type(value_object(object));
    if (!(l->type->flags & TYPE_READY))
        return false;
    l->found = type_lookup_peek(rt, l->type, name);
    l->found_slots = l->found ? value_type(rt, l->found)->slots : NULL;
    return true;
}

static bool is_data_descriptor(const Lookup *l)
{
    return l->found && l->found_slots->descriptor_get && l->found_slots->descriptor_set;
}

/* The shape of the object's fields; NULL: it has none, or a dict. */
static const Shape *shape_of(const Lookup *l)
{
    return l->type->flags & TYPE_INSTANCE ? object_fields(value_object(l->object), l->type)->shape : NULL;
}

/* Can no instance have attributes of its own? */
static bool has_no_own(const Lookup *l) { return !(l->type->flags & TYPE_INSTANCE) && !l->type->dict_offset; }

static void write_field(Instruction *p, Opcode op, const Lookup *l, const Shape *shape, int32_t slot)
{
    Instruction where = { .version = (uint32_t)slot, .extra = l->type->fields_offset };
    write_long(p, op, l->type->version, shape->id, where.word);
}

/* The offset of a __slots__ value behind the descriptor that was found, or 0. */
static uint32_t slot_offset(Runtime *rt, const Lookup *l)
{
    if (!object_is_exactly(l->found, rt->member_descriptor_type))
        return 0;
    const MemberDescriptor *d = (MemberDescriptor *)l->found;
    if (d->def || !l->type->slots_offset || !type_is_subtype(l->type, d->type))
        return 0;
    Value *field = object_slot_field(rt, value_object(l->object), l->type, (uint32_t)d->index);
    return (uint32_t)((char *)field - (char *)l->object);
}

static bool is_getter(Runtime *rt, Borrowed v)
{
    if (!object_is_exactly(v, rt->function_type))
        return false;
    const Code *code = ((Function *)v)->code;
    return code->argument_count == 1 && !code->keyword_only_count
        && !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS));
}

/* A value that needs no binding, now and later: nobody can give its type a __get__. */
static bool is_plain_value(Runtime *rt, Borrowed v)
{
    const Type *type = value_type(rt, v);
    return !type->slots->descriptor_get && !(type->flags & TYPE_HEAP);
}

/* -- a.b */

static void specialise_descriptor(Runtime *rt, Instruction *p, const Lookup *l)
{
    uint32_t offset = slot_offset(rt, l);
    if (offset)
        write(p, OP_LOAD_ATTR_SLOT, l->type->version, offset);
    else if (object_is_exactly(l->found, rt->property_type) && is_getter(rt, property_getter_peek(l->found)))
        write_long(p, OP_LOAD_ATTR_PROPERTY, l->type->version, 0, value_bits(l->found));
}

static void specialise_instance(Runtime *rt, Instruction *p, const Lookup *l)
{
    if (is_data_descriptor(l)) {
        specialise_descriptor(rt, p, l);
        stub_keep(rt, p, l->type, shape_id(l->object, l->type), l->name);
        return;
    }
    const Shape *shape = shape_of(l);
    int32_t slot = shape ? shape_find(shape, l->name) : -1;
    if (slot >= 0)
        write_field(p, OP_LOAD_ATTR_FIELD, l, shape, slot);
    else if (l->found && is_plain_value(rt, l->found) && (shape || has_no_own(l)))
        write_long(p, OP_LOAD_ATTR_CLASS, l->type->version, shape ? shape->id : 0, value_bits(l->found));
    stub_keep(rt, p, l->type, shape_id(l->object, l->type), l->name);
}

static bool specialise_module(Runtime *rt, Instruction *p, const Lookup *l, Opcode op)
{
    Value dict = module_dict(l->object);
    if (l->found || !dict)
        return false;
    return specialise_entry(rt, p, dict, l->name, op);
}

/* B is a class of the plain metaclass: its own attributes come before the metaclass's, but for
 * data descriptors there; functions and values without __get__ come as they are. */
static bool specialise_type(Runtime *rt, Instruction *p, const Lookup *l, Opcode op)
{
    Type *class_ = (Type *)l->object;
    if (l->type != rt->type_type || is_data_descriptor(l) || !(class_->flags & TYPE_READY))
        return false;
    Value v = type_lookup_peek(rt, class_, l->name);
    if (op == OP_LOAD_METHOD_TYPE && wrapped_function_peek(rt, v)) {
        write_long(p, OP_LOAD_METHOD_TYPE_WRAPPED, class_->version, 0, value_bits(v));
        return true;
    }
    if (!v || !(is_plain_value(rt, v) || object_is_exactly(v, rt->function_type)))
        return false;
    write_long(p, op, class_->version, 0, value_bits(v));
    return true;
}

void specialise_load_attr(Runtime *rt, const Frame *frame, Instruction *p)
{
    Lookup l;
    if (p->c >= 0 || !is_time(rt, p))
        return;
    write(p, OP_LOAD_ATTR, 0, TRIES_APART);
    if (!lookup(rt, &l, operand_peek(frame, p->b), operand_peek(frame, p->c)))
        return;
    if (l.type == rt->module_type)
        specialise_module(rt, p, &l, OP_LOAD_ATTR_MODULE);
    else if (l.type->slots->get_attribute == type_get_attribute)
        specialise_type(rt, p, &l, OP_LOAD_ATTR_TYPE);
    else if (l.type->slots->get_attribute == generic_get_attribute)
        specialise_instance(rt, p, &l);
}

/* -- a.b(...) */

static void specialise_method(Runtime *rt, Instruction *p, const Lookup *l)
{
    if (!l->found)
        return;
    const Shape *shape = shape_of(l);
    if (!is_plain_method(rt, l->found)) {
        bool own = shape ? shape_find(shape, l->name) >= 0 : !has_no_own(l);
        if (!own && wrapped_function_peek(rt, l->found))
            write_long(p, OP_LOAD_METHOD_WRAPPED, l->type->version, shape ? shape->id : 0, value_bits(l->found));
    } else if (shape && shape_find(shape, l->name) < 0)
        write_long(p, OP_LOAD_METHOD_FIELDS, l->type->version, shape->id, value_bits(l->found));
    else if (has_no_own(l))
        write_long(p, OP_LOAD_METHOD_PLAIN, l->type->version, 0, value_bits(l->found));
    stub_keep(rt, p, l->type, shape_id(l->object, l->type), l->name);
}

void specialise_load_method(Runtime *rt, const Frame *frame, Instruction *p)
{
    Lookup l;
    if (p->c >= 0 || !is_time(rt, p))
        return;
    write(p, OP_LOAD_METHOD, 0, TRIES_APART);
    if (!lookup(rt, &l, operand_peek(frame, p->b), operand_peek(frame, p->c)))
        return;
    if (l.type == rt->module_type)
        specialise_module(rt, p, &l, OP_LOAD_METHOD_MODULE);
    else if (l.type->slots->get_attribute == type_get_attribute)
        specialise_type(rt, p, &l, OP_LOAD_METHOD_TYPE);
    else if (l.type->slots->get_attribute == generic_get_attribute)
        specialise_method(rt, p, &l);
}

/* -- a.b = c */

/* The store has been made: the object now has the shape behind BEFORE. */
static void specialise_new_field(Runtime *rt, Instruction *p, const Lookup *l, const Shape *before)
{
    const Shape *after = shape_of(l);
    if (after && after->parent == before && after->name == l->name && rt->gc.heap.mode == HEAP_NORMAL)
        write_long(p, OP_STORE_ATTR_NEW, l->type->version, before->id, (uint64_t)(uintptr_t)after);
    stub_keep(rt, p, l->type, before->id, l->name);
}

void store_attr_watch(Runtime *rt, const Frame *frame, Instruction *p, StoreWatch *w)
{
    Lookup l;
    *w = (StoreWatch){ NULL };
    if (p->b >= 0 || !is_time(rt, p))
        return;
    write(p, OP_STORE_ATTR, 0, TRIES_APART);
    if (!lookup(rt, &l, operand_peek(frame, p->a), operand_peek(frame, p->b))
        || l.type->slots->set_attribute != generic_set_attribute)
        return;
    if (l.found && l.found_slots->descriptor_set) {
        uint32_t offset = slot_offset(rt, &l);
        if (offset)
            write(p, OP_STORE_ATTR_SLOT, l.type->version, offset);
        stub_keep(rt, p, l.type, shape_id(l.object, l.type), l.name);
        return;
    }
    const Shape *shape = shape_of(&l);
    int32_t slot = shape ? shape_find(shape, l.name) : -1;
    if (slot >= 0) {
        write_field(p, OP_STORE_ATTR_FIELD, &l, shape, slot);
        stub_keep(rt, p, l.type, shape->id, l.name);
    } else if (shape) {
        *w = (StoreWatch){ shape, l.type->version };
    }
}

void store_attr_watched(Runtime *rt, const Frame *frame, Instruction *p, const StoreWatch *w)
{
    Lookup l;
    if (w->shape && lookup(rt, &l, operand_peek(frame, p->a), operand_peek(frame, p->b))
        && l.type->version == w->version)
        specialise_new_field(rt, p, &l, w->shape);
}
