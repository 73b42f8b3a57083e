/* Layout of instances: which base decides it, what __slots__ adds.
 *
 * A class on a base of fixed size: [C structure][__slots__ values][shape, fields].
 * The values of base classes come first, so a descriptor's number holds in subclasses. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/shape.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/unicode.h"

/* -- which base */

static bool adds_to_layout(const Type *type)
{
    const Type *base = type->base;
    if (!base)
        return true;
    if (type->def)
        return type->gc.basic_size != base->gc.basic_size || type->item_size != base->item_size;
    return type->slot_count != base->slot_count;
}

const Type *class_solid_base(const Type *type)
{
    while (!adds_to_layout(type))
        type = type->base;
    return type;
}

Type *class_best_base(Runtime *rt, Borrowed bases)
{
    Type *best = NULL;
    const Type *solid = NULL;
    for (int64_t i = 0; i < tuple_count(bases); i++) {
        Value item = tuple_item_peek(bases, i);
        if (!object_has_type_flag(item, TYPE_IS_TYPE))
            return raise(rt, rt->TypeError, "bases must be types");
        Type *base = (Type *)item;
        if (!type_ready(rt, base))
            return NULL;
        if (!(base->flags & TYPE_SUBCLASSABLE))
            return raise(rt, rt->TypeError, "type '%.100N' is not an acceptable base type", base);
        const Type *candidate = class_solid_base(base);
        if (!solid || (candidate != solid && type_is_subtype(candidate, solid))) {
            solid = candidate;
            best = base;
        } else if (!type_is_subtype(solid, candidate)) {
            return raise(rt, rt->TypeError, "multiple bases have instance lay-out conflict");
        }
    }
    return best;
}

static bool has_dict(const Type *type)
{
    return type->dict_offset || (type->flags & TYPE_INSTANCE);
}

static bool same_slot_names(const Type *a, const Type *b)
{
    if (!a->slot_names || !b->slot_names || tuple_count(a->slot_names) != tuple_count(b->slot_names))
        return false;
    for (int64_t i = 0; i < tuple_count(a->slot_names); i++) {
        if (tuple_item_peek(a->slot_names, i) != tuple_item_peek(b->slot_names, i))
            return false;
    }
    return true;
}

static bool solid_same(const Type *a, const Type *b)
{
    a = class_solid_base(a);
    b = class_solid_base(b);
    if (a == b)
        return true;
    return !a->def && !b->def && a->base == b->base && same_slot_names(a, b);
}

/* Would CPython's collector know the instances?  Then their deallocators are of one kind. */
static bool is_collected(const Type *type)
{
    while (!type->def && !has_dict(type) && !type->slot_count)
        type = type->base;
    return !type->def || (type->flags & TYPE_CONTAINER);
}

bool class_check_same(Runtime *rt, const char *what, const Type *to, const Type *from)
{
    if (is_collected(to) != is_collected(from))
        return raise(rt, rt->TypeError, "%s assignment: '%N' deallocator differs from '%N'", what, to, from);
    if (class_layout_same(to, from))
        return true;
    return raise(rt, rt->TypeError, "%s assignment: '%N' object layout differs from '%N'", what, to, from);
}

bool class_layout_same(const Type *a, const Type *b)
{
    uint32_t flags = TYPE_INSTANCE | TYPE_WEAK;
    return (a->flags & flags) == (b->flags & flags) && a->dict_offset == b->dict_offset
           && a->slot_count == b->slot_count && a->gc.free == b->gc.free && solid_same(a, b);
}

/* -- __slots__ */

typedef struct SlotPlan {
    bool may_add_dict, may_add_weak;
    bool add_dict, add_weak;
    Value names;                /* list of the mangled names, without __dict__ and __weakref__ */
} SlotPlan;

/* Those that CPython gives items, too. */
static bool has_items(const Type *base)
{
    return base->flags & (TYPE_IS_INT | TYPE_IS_BYTES | TYPE_IS_TUPLE | TYPE_IS_TYPE);
}

static bool plan_special(Runtime *rt, SlotPlan *plan, Borrowed name, bool *done)
{
    *done = true;
    if (name == rt->names.__dict__) {
        if (!plan->may_add_dict || plan->add_dict)
            return raise(rt, rt->TypeError, "__dict__ slot disallowed: we already got one");
        return plan->add_dict = true;
    }
    if (name == rt->names.__weakref__) {
        if (!plan->may_add_weak || plan->add_weak)
            return raise(rt, rt->TypeError,
                         "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
        return plan->add_weak = true;
    }
    *done = false;
    return true;
}

static bool plan_name(Runtime *rt, Type *type, SlotPlan *plan, Borrowed namespace, Borrowed item)
{
    bool done;
    Value name = attribute_name(rt, item);
    if (!name)
        return false;
    bool good = plan_special(rt, plan, name, &done);
    if (good && !done) {
        value_replace(rt, &name, class_mangle(rt, type->name, name));
        bool found = false;
        good = name && list_append(rt, plan->names, name)
               && (name == rt->names.__qualname__ || name == rt->names.__classcell__
                   || dict_contains(rt, namespace, name, &found));
        if (good && found)
            good = raise(rt, rt->ValueError, "%R in __slots__ conflicts with class variable", name);
    }
    release(rt, name);
    return good;
}

static bool check_name(Runtime *rt, Borrowed item)
{
    if (!value_is_str(item))
        return raise(rt, rt->TypeError, "__slots__ items must be strings, not '%.200T'", item);
    if (!str_is_identifier(item))
        return raise(rt, rt->TypeError, "__slots__ must be identifiers");
    return true;
}

static Owned slots_tuple(Runtime *rt, Borrowed slots)
{
    return value_is_str(slots) ? tuple_from(rt, &slots, 1) : sequence_tuple(rt, slots);
}

static bool plan_slots(Runtime *rt, Type *type, SlotPlan *plan, Borrowed namespace, Borrowed slots)
{
    Value items = slots_tuple(rt, slots);
    if (!items)
        return false;
    bool good = true;
    if (tuple_count(items) && has_items(type->base))
        good = raise(rt, rt->TypeError, "nonempty __slots__ not supported for subtype of '%N'", type->base);
    for (int64_t i = 0; good && i < tuple_count(items); i++)
        good = check_name(rt, tuple_item_peek(items, i));
    for (int64_t i = 0; good && i < tuple_count(items); i++)
        good = plan_name(rt, type, plan, namespace, tuple_item_peek(items, i));
    release(rt, items);
    return good && list_sort(rt, plan->names, NULL, false);
}

/* Bases other than the best may bring a dict or weak references along. */
static void plan_other_bases(Type *type, SlotPlan *plan)
{
    for (int64_t i = 0; i < tuple_count(type->bases); i++) {
        Type *base = (Type *)tuple_item_peek(type->bases, i);
        plan->add_dict |= plan->may_add_dict && has_dict(base);
        plan->add_weak |= plan->may_add_weak && (base->flags & TYPE_WEAK);
    }
}

static void place(Type *type, const SlotPlan *plan, uint32_t added)
{
    Type *base = type->base;
    bool variable = base->item_size != 0;
    type->item_size = base->item_size;
    type->dict_offset = base->dict_offset;
    type->slot_count = base->slot_count + added;
    type->gc.basic_size = base->gc.basic_size;
    if (plan->add_weak)
        type->flags |= TYPE_WEAK;
    if (variable) {
        type->dict_offset = plan->add_dict ? DICT_AT_END : base->dict_offset;
        return;
    }
    type->slots_offset = base->def ? (uint32_t)round_up(base->gc.basic_size, sizeof(Value)) : base->slots_offset;
    uint32_t end = type->slots_offset + type->slot_count * (uint32_t)sizeof(Value);
    type->gc.basic_size = end;
    if (plan->add_dict || (base->flags & TYPE_INSTANCE)) {
        type->flags |= TYPE_INSTANCE;
        type->fields_offset = end;
        type->gc.basic_size = end + (uint32_t)(sizeof(Fields) + sizeof(Value));
    }
}

bool class_layout(Runtime *rt, Type *type, Borrowed namespace)
{
    Type *base = type->base;
    SlotPlan plan = {
        .may_add_dict = !has_dict(base),
        .may_add_weak = !(base->flags & TYPE_WEAK) && !has_items(base),
    };
    Value slots = dict_get_peek(rt, namespace, rt->names.__slots__);
    if (!slots) {
        plan.add_dict = plan.may_add_dict;
        plan.add_weak = plan.may_add_weak;
        place(type, &plan, 0);
        return true;
    }
    retain(slots);
    plan.names = list_new(rt, 0);
    bool good = plan.names && plan_slots(rt, type, &plan, namespace, slots)
                && (type->slot_names = list_to_tuple(rt, plan.names)) != NULL;
    if (good) {
        plan_other_bases(type, &plan);
        place(type, &plan, (uint32_t)tuple_count(type->slot_names));
    }
    release(rt, plan.names);
    release(rt, slots);
    return good;
}

/* -- private names */

Owned class_mangle(Runtime *rt, Borrowed class_name, Borrowed name)
{
    const char *text = str_bytes(name), *owner = str_bytes(class_name);
    size_t size = str_size(name);
    if (size < 3 || text[0] != '_' || text[1] != '_' || memchr(text, '.', size)
        || (text[size - 1] == '_' && text[size - 2] == '_'))
        return retain(name);
    while (*owner == '_')
        owner++;
    if (!*owner)
        return retain(name);
    Value mangled = format_message(rt, "_%s%U", owner, name);
    return mangled ? str_intern_steal(rt, mangled) : NULL;
}
