/* Slots and special methods: which slot a class has, and wrappers for built-in slots. */
#include "types/slots.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/descriptor.h"
#include "types/dict.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/slots_call.h"
#include "types/str.h"
#include "types/tuple.h"

static const SlotRow rows[] = {
#define SLOT(name_, slot_, kind_, function_, signature_, doc_) \
    { .name = #name_, .offset = offsetof(Slots, slot_), .name_offset = offsetof(Runtime, names.name_), \
      .kind = kind_, .function = (SlotFunction)function_, .signature = signature_, .doc = doc_ },
#include "types/slots_table.h"
#undef SLOT
};
enum { ROWS = COUNT_OF(rows), CELLS = sizeof(Slots) / sizeof(SlotFunction) };

bool hash_not_implemented(Runtime *rt, Borrowed self, int64_t *hash)
{
    (void)hash;
    return raise(rt, rt->TypeError, "unhashable type: '%.200T'", self);
}

void slots_inherit(Slots *table, const Slots *base)
{
    for (uint16_t offset = 0; offset < sizeof(Slots); offset += sizeof(SlotFunction)) {
        SlotCell *cell = slot_cell(table, offset);
        if (!*cell)
            *cell = *slot_cell(base, offset);
    }
}

/* -- wrappers of built-in types */

/* Of these the truth is the length: their slot is a short cut and no __bool__. */
enum {
    TRUTH_IS_LENGTH = TYPE_IS_STR | TYPE_IS_BYTES | TYPE_IS_LIST | TYPE_IS_TUPLE | TYPE_IS_DICT | TYPE_IS_SET
                      | TYPE_IS_FROZENSET | TYPE_IS_BYTEARRAY,
};

static bool add_wrapper(Runtime *rt, Type *type, Borrowed dict, const SlotRow *row)
{
    SlotFunction function = *slot_cell(&type->def->slots, row->offset);
    Value name = slot_row_name(rt, row);
    if (row->kind == WRAP_TRUTH && (type->flags & TRUTH_IS_LENGTH))
        return true;
    if (!function || row->kind == WRAP_NONE || dict_get_peek(rt, dict, name))
        return true;
    Value wrapper = slot_wrapper_new(rt, type, row, function);
    bool done = wrapper && dict_set(rt, dict, name, wrapper);
    release(rt, wrapper);
    return done;
}

bool slots_add_wrappers(Runtime *rt, Type *type, Borrowed dict)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].offset == offsetof(Slots, hash) && type->def->slots.hash == hash_not_implemented)
            continue;
        if (!add_wrapper(rt, type, dict, &rows[i]))
            return false;
    }
    return true;
}

/* -- slots of classes */

/* What looking up one row's name said about the slot. */
typedef struct Choice {
    SlotFunction specific;      /* of a built-in type */
    SlotFunction general;
    bool use_general;
} Choice;

/* The built-in type whose own method FOUND is, when it is one by this row's name. */
static Type *native_owner(Runtime *rt, const SlotRow *row, Borrowed found)
{
    if (!value_is_object(found))
        return NULL;
    Type *kind = object_type(value_object(found));
    if (kind == rt->slot_wrapper_type) {
        SlotWrapper *w = (SlotWrapper *)found;
        return w->row->name_offset == row->name_offset ? w->type : NULL;
    }
    if (kind == rt->method_descriptor_type) {
        MethodDescriptor *m = (MethodDescriptor *)found;
        return m->name == slot_row_name(rt, row) ? m->type : NULL;
    }
    if (kind == rt->builtin_function_type && ((BuiltinFunction *)found)->def == &class_new_method)
        return row->offset == offsetof(Slots, make) ? (Type *)((BuiltinFunction *)found)->self : NULL;
    return NULL;
}

static void consider(Runtime *rt, Type *type, const SlotRow *row, Choice *choice)
{
    Value found = type_lookup_peek(rt, type, slot_row_name(rt, row));
    if (!found)
        return;
    choice->general = row->function;
    SlotFunction specific = NULL;
    Type *owner = native_owner(rt, row, found);
    if (owner && type_is_subtype(type, owner)) {
        specific = *slot_cell(owner->slots, row->offset);
        if (!specific)
            return;
    } else if (found == NONE && row->offset == offsetof(Slots, hash)) {
        specific = (SlotFunction)hash_not_implemented;
    }
    if (specific && (!choice->specific || choice->specific == specific))
        choice->specific = specific;
    else
        choice->use_general = true;
}

static void set_finalizer_flag(Type *type)
{
    bool has = type->slots->finalize != NULL;
    type->gc.finalize = has ? instance_finalize : NULL;
    type->gc.flags = (type->gc.flags & ~(uint32_t)OBJECT_FINALIZER) | (has ? OBJECT_FINALIZER : 0);
}

/* Decide the slot at OFFSET from all rows that speak of it. */
static void decide(Runtime *rt, Type *type, uint16_t offset)
{
    Choice choice = { 0 };
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].offset == offset)
            consider(rt, type, &rows[i], &choice);
    }
    bool native = choice.specific && !choice.use_general;
    *slot_cell(type->own_slots, offset) = native ? choice.specific : choice.use_general ? choice.general : NULL;
    if (offset == offsetof(Slots, finalize))
        set_finalizer_flag(type);
}

static bool is_special(Borrowed name)
{
    size_t size = str_size(name);
    const char *text = str_bytes(name);
    return size > 4 && text[0] == '_' && text[1] == '_' && text[size - 1] == '_' && text[size - 2] == '_';
}

static void decide_name(Runtime *rt, Type *type, Borrowed name)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (slot_row_name(rt, &rows[i]) == name)
            decide(rt, type, rows[i].offset);
    }
    if (name == rt->names.__len__)
        decide(rt, type, offsetof(Slots, truth));
}

static void decide_all(Runtime *rt, Type *type)
{
    uint16_t last = UINT16_MAX;
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].offset != last)
            decide(rt, type, last = rows[i].offset);
    }
}

void slots_fill(Runtime *rt, Type *type, bool has_one_base)
{
    *type->own_slots = *type->base->slots;
    set_finalizer_flag(type);
    if (!has_one_base) {
        decide_all(rt, type);
        return;
    }
    int64_t position = 0;
    Value key, value;
    while (dict_next_peek(type->dict, &position, &key, &value)) {
        if (value_is_str(key) && is_special(key))
            decide_name(rt, type, key);
    }
}

static void update_tree(Runtime *rt, Type *type, Borrowed name)
{
    if (type->own_slots && !type->def)
        decide_name(rt, type, name);
    struct Subclasses *list = type->subclasses;
    for (size_t i = 0; list && i < list->count; i++)
        update_tree(rt, list->items[i], name);
}

void slots_update(Runtime *rt, Type *type, Borrowed name)
{
    if (is_special(name))
        update_tree(rt, type, name);
}

void slots_refill(Runtime *rt, Type *type)
{
    slots_fill(rt, type, false);
    struct Subclasses *list = type->subclasses;
    for (size_t i = 0; list && i < list->count; i++)
        slots_refill(rt, list->items[i]);
}

/* -- calling a slot by its special method's name */

static bool check_count(Runtime *rt, size_t count, size_t expected)
{
    if (likely(count == expected))
        return true;
    return raise(rt, rt->TypeError, "expected %zu argument%s, got %zu", expected, expected == 1 ? "" : "s", count);
}

static bool check_range(Runtime *rt, size_t count, size_t least, size_t most)
{
    if (count < least)
        return raise(rt, rt->TypeError, " expected at least %zu argument%s, got %zu", least, least == 1 ? "" : "s", count);
    if (count > most)
        return raise(rt, rt->TypeError, " expected at most %zu argument%s, got %zu", most, most == 1 ? "" : "s", count);
    return true;
}

static Owned none_if(bool done)
{
    return done ? NONE : NULL;
}

/* object.__setattr__ must not get round the __setattr__ of a built-in type. */
static bool check_hack(Runtime *rt, const SlotRow *row, SlotFunction function, Borrowed self)
{
    const Type *type = value_type(rt, self);
    while (!type->def)
        type = type->base;
    if (*slot_cell(type->slots, row->offset) == function)
        return true;
    return raise(rt, rt->TypeError, "can't apply this %s to %N object", row->name, type);
}

/* An index argument, counted from the end when negative. */
static bool index_argument(Runtime *rt, Borrowed self, Borrowed argument, int64_t *index)
{
    if (!value_to_ssize(rt, argument, index, rt->OverflowError))
        return false;
    const Slots *slots = value_type(rt, self)->slots;
    if (*index >= 0 || !slots->length)
        return true;
    int64_t length = slots->length(rt, self);
    if (length < 0)
        return false;
    *index += length;
    return true;
}

#define AS(type) ((type)function)
typedef Owned (*UnaryFunction)(Runtime *, Borrowed);
typedef Owned (*BinaryFunction)(Runtime *, Borrowed, Borrowed);
typedef Owned (*TernaryFunction)(Runtime *, Borrowed, Borrowed, Borrowed);
typedef Owned (*IndexFunction)(Runtime *, Borrowed, int64_t);
typedef bool (*HashFunction)(Runtime *, Borrowed, int64_t *);
typedef int64_t (*LengthFunction)(Runtime *, Borrowed);
typedef int (*TruthFunction)(Runtime *, Borrowed);
typedef int (*ContainsFunction)(Runtime *, Borrowed, Borrowed);
typedef bool (*StoreFunction)(Runtime *, Borrowed, Borrowed, Borrowed);
typedef Owned (*CompareFunction)(Runtime *, Borrowed, Borrowed, CompareOp);
typedef Owned (*CallFunction)(CALL_PARAMETERS);
typedef bool (*InitFunction)(CALL_PARAMETERS);
typedef void (*FinalizeFunction)(Runtime *, Borrowed);

static Owned call_no_arguments(Runtime *rt, const SlotRow *row, SlotFunction function, Borrowed self)
{
    int64_t number = 0;
    int truth;
    Value result;
    switch (row->kind) {
    case WRAP_NEXT:
        result = AS(UnaryFunction)(rt, self);
        return result || error_pending(rt) ? result : raise_stop_iteration(rt, NULL);
    case WRAP_HASH:
        return AS(HashFunction)(rt, self, &number) ? int_from_int64(rt, number) : NULL;
    case WRAP_LENGTH:
        number = AS(LengthFunction)(rt, self);
        return number < 0 ? NULL : int_from_int64(rt, number);
    case WRAP_TRUTH:
        truth = AS(TruthFunction)(rt, self);
        return truth < 0 ? NULL : bool_value(truth);
    case WRAP_FINALIZE:
        AS(FinalizeFunction)(rt, self);
        return NONE;
    default:
        return AS(UnaryFunction)(rt, self);
    }
}

static Owned call_one_argument(Runtime *rt, const SlotRow *row, SlotFunction function, Borrowed self, Borrowed a)
{
    int64_t index;
    int answer;
    switch (row->kind) {
    case WRAP_LT: case WRAP_LE: case WRAP_EQ: case WRAP_NE: case WRAP_GT: case WRAP_GE:
        return AS(CompareFunction)(rt, self, a, (CompareOp)(row->kind - WRAP_LT));
    case WRAP_REFLECTED:
        return AS(BinaryFunction)(rt, a, self);
    case WRAP_CONTAINS:
        answer = AS(ContainsFunction)(rt, self, a);
        return answer < 0 ? NULL : bool_value(answer);
    case WRAP_DELETE_ATTRIBUTE:
        if (!value_is_str(a))
            return raise(rt, rt->TypeError, "attribute name must be string, not '%.200T'", a);
        if (!check_hack(rt, row, function, self))
            return NULL;
        return none_if(AS(StoreFunction)(rt, self, a, NULL));
    case WRAP_DELETE: case WRAP_DELETE_ITEM:
        return none_if(AS(StoreFunction)(rt, self, a, NULL));
    case WRAP_INDEX:
        return index_argument(rt, self, a, &index) ? AS(IndexFunction)(rt, self, index) : NULL;
    case WRAP_REPEAT:
        return value_to_ssize(rt, a, &index, rt->OverflowError) ? AS(IndexFunction)(rt, self, index) : NULL;
    default:
        return AS(BinaryFunction)(rt, self, a);
    }
}

static Owned call_get(Runtime *rt, SlotFunction function, Borrowed self, const Value *args, size_t count)
{
    if (!check_range(rt, count, 1, 2))
        return NULL;
    Value instance = args[0] == NONE ? NULL : args[0];
    Value owner = count < 2 || args[1] == NONE ? NULL : args[1];
    if (!instance && !owner)
        return raise(rt, rt->TypeError, "__get__(None, None) is invalid");
    return AS(TernaryFunction)(rt, self, instance, owner);
}

static Owned call_power(Runtime *rt, const SlotRow *row, SlotFunction function, Borrowed self, const Value *args, size_t count)
{
    if (!check_range(rt, count, 1, 2))
        return NULL;
    bool reflected = row->kind == WRAP_POWER_REFLECTED;
    Value base = reflected ? args[0] : self, exponent = reflected ? self : args[0];
    if (count == 1 || args[1] == NONE)
        return AS(BinaryFunction)(rt, base, exponent);
    TernaryFunction power = value_type(rt, self)->slots->power;
    return power ? power(rt, base, exponent, args[1]) : NOT_IMPLEMENTED;
}

static Owned call_store(Runtime *rt, const SlotRow *row, SlotFunction function, Borrowed self, const Value *args, size_t count)
{
    if (count != 2)
        return raise(rt, rt->TypeError, " expected 2 arguments, got %zu", count);
    if (row->kind == WRAP_SET_ATTRIBUTE) {
        if (!value_is_str(args[0]))
            return raise(rt, rt->TypeError, "attribute name must be string, not '%.200T'", args[0]);
        if (!check_hack(rt, row, function, self))
            return NULL;
    }
    return none_if(AS(StoreFunction)(rt, self, args[0], args[1]));
}

Owned slot_row_call(Runtime *rt, const SlotRow *row, SlotFunction function, Borrowed self,
                    const Value *args, size_t count, Borrowed keywords)
{
    if (row->kind == WRAP_CALL)
        return AS(CallFunction)(rt, self, args, count, keywords);
    if (row->kind == WRAP_INIT)
        return none_if(AS(InitFunction)(rt, self, args, count, keywords));
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "wrapper %s() takes no keyword arguments", row->name);
    switch (row->kind) {
    case WRAP_UNARY: case WRAP_NEXT: case WRAP_HASH: case WRAP_LENGTH: case WRAP_TRUTH: case WRAP_FINALIZE:
        return check_count(rt, count, 0) ? call_no_arguments(rt, row, function, self) : NULL;
    case WRAP_GET:
        return call_get(rt, function, self, args, count);
    case WRAP_POWER: case WRAP_POWER_REFLECTED:
        return call_power(rt, row, function, self, args, count);
    case WRAP_SET: case WRAP_SET_ITEM: case WRAP_SET_ATTRIBUTE:
        return call_store(rt, row, function, self, args, count);
    default:
        return check_count(rt, count, 1) ? call_one_argument(rt, row, function, self, args[0]) : NULL;
    }
}
