/* What a reference is called: the key of a dict, the index of a list, the name of an
 * attribute, a local variable.  What has no name here is called by the type of its holder;
 * no reference is left out, because traverse has the last word about their number. */
#include "inspect/references.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/code.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/instance.h"
#include "types/list.h"
#include "types/module.h"
#include "types/set.h"
#include "types/shape.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame.h"
#include "vm/vm.h"

typedef struct Labels {
    Runtime *rt;
    const Object *target;
    Value list;                 /* borrowed */
    bool failed;
} Labels;

static void add_steal(Labels *l, const char *kind, Owned name)
{
    Value text = name ? str_intern_text(l->rt, kind) : NULL, pair = text ? tuple_pack(l->rt, 2, text, name) : NULL;
    release(l->rt, text);
    release(l->rt, name);
    if (!pair || !list_append_steal(l->rt, l->list, pair))
        l->failed = true;
}

static bool is_target(const Labels *l, Borrowed v) { return v == object_value(l->target); }

static void named(Labels *l, Borrowed v, const char *kind, Borrowed name)
{
    if (is_target(l, v) && !l->failed)
        add_steal(l, kind, retain(name));
}

static void field(Labels *l, Borrowed v, const char *name)
{
    if (is_target(l, v) && !l->failed)
        add_steal(l, "field", str_intern_text(l->rt, name));
}

static void indexed(Labels *l, Borrowed v, const char *kind, int64_t index)
{
    if (is_target(l, v) && !l->failed)
        add_steal(l, kind, small_int_value(index));
}

/* -- one function a kind of holder */

static void describe_dict(Labels *l, const Object *o)
{
    Value key, value;
    for (int64_t i = 0; dict_next_peek(object_value(o), &i, &key, &value);) {
        named(l, key, "key", NONE);
        named(l, value, "value", key);
    }
}

static void describe_items(Labels *l, const Value *items, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        indexed(l, items[i], "item", i);
}

static void describe_set(Labels *l, const Object *o)
{
    const Set *s = (const Set *)o;
    for (int64_t i = 0; i <= s->mask; i++)
        named(l, s->entries[i].key, "element", NONE);
}

static void describe_function(Labels *l, const Object *o)
{
    const Function *f = (const Function *)o;
    field(l, object_value(f->code), "__code__");
    field(l, f->globals, "__globals__");
    field(l, f->builtins, "__builtins__");
    field(l, f->defaults, "__defaults__");
    field(l, f->kwdefaults, "__kwdefaults__");
    field(l, f->closure, "__closure__");
    field(l, f->name, "__name__");
    field(l, f->qualname, "__qualname__");
    field(l, f->module, "__module__");
    field(l, f->doc, "__doc__");
    field(l, f->annotations, "__annotations__");
    field(l, f->dict, "__dict__");
}

static void describe_code(Labels *l, const Object *o)
{
    const Code *c = (const Code *)o;
    for (int32_t i = 0; i < c->constant_count; i++)
        indexed(l, c->constants[i], "constant", i);
    field(l, c->name, "co_name");
    field(l, c->qualname, "co_qualname");
    field(l, c->filename, "co_filename");
    field(l, c->local_names, "co_varnames");
}

static void describe_shape_names(Labels *l, const Shape *shape)
{
    if (shape->name)
        named(l, shape->name, "name of attribute", NONE);
    for (const Shape *child = shape->children; child; child = child->sibling)
        describe_shape_names(l, child);
}

static void describe_type(Labels *l, const Object *o)
{
    const Type *t = (const Type *)o;
    field(l, t->base ? type_value(t->base) : NULL, "__base__");
    field(l, t->bases, "__bases__");
    field(l, t->mro, "__mro__");
    field(l, t->dict, "__dict__");
    field(l, t->name, "__name__");
    field(l, t->qualname, "__qualname__");
    field(l, t->slot_names, "__slots__");
    if (t->shape)
        describe_shape_names(l, t->shape);
}

static void describe_builtin(Labels *l, const Object *o)
{
    field(l, ((const BuiltinFunction *)o)->self, "__self__");
    field(l, ((const BuiltinFunction *)o)->module, "__module__");
}

static void describe_method(Labels *l, const Object *o)
{
    field(l, ((const Method *)o)->function, "__func__");
    field(l, ((const Method *)o)->self, "__self__");
}

static void describe_registers(Labels *l, const Frame *f)
{
    for (int32_t i = 0; i < f->code->register_count; i++) {
        if (i < f->code->local_count)
            named(l, f->registers[i], "local", tuple_item_peek(f->code->local_names, i));
        else
            indexed(l, f->registers[i], "temporary", i - f->code->local_count);
    }
}

static void describe_frame_parts(Labels *l, const Frame *f)
{
    describe_registers(l, f);
    field(l, f->function, "function");
    if (!f->function) {
        field(l, f->globals, "f_globals");
        field(l, f->builtins, "f_builtins");
    }
    field(l, f->locals, "f_locals");
    field(l, f->object, "frame object");
    field(l, f->saved_handled, "exception handled outside");
    if (!f->function || (f->flags & FRAME_GENERATOR))
        field(l, object_value(f->code), "f_code");
}

static void describe_generator(Labels *l, const Object *o)
{
    const Generator *g = (const Generator *)o;
    field(l, g->name, "__name__");
    field(l, g->qualname, "__qualname__");
    field(l, g->handled, "exception handled inside");
    describe_frame_parts(l, &g->frame);
}

static void describe_frame_object(Labels *l, const Object *o)
{
    const FrameObject *f = (const FrameObject *)o;
    field(l, f->back, "f_back");
    field(l, f->trace, "f_trace");
    if (f->owns_frame)
        describe_frame_parts(l, &f->own);
}

/* -- what the class adds, and members by their names */

static void describe_fields(Labels *l, Object *o, const Type *type)
{
    const Fields *fields = object_fields(o, type);
    if (!fields->shape)
        field(l, fields->slots[0], "__dict__");
    for (const Shape *s = fields->shape; s && s->name; s = s->parent)
        named(l, fields->slots[s->count - 1], "attribute", s->name);
}

/* The values of a class come behind those of its base. */
static void describe_slots(Labels *l, Object *o, const Type *type)
{
    for (const Type *t = type; t; t = t->base) {
        int64_t own = t->slot_names ? tuple_count(t->slot_names) : 0, before = (int64_t)t->slot_count - own;
        for (int64_t i = 0; i < own && before >= 0; i++)
            named(l, *object_slot_field(l->rt, o, type, (uint32_t)(before + i)), "slot", tuple_item_peek(t->slot_names, i));
    }
}

static void describe_members(Labels *l, const Object *o, const Type *type)
{
    for (; type; type = type->base)
        for (const MemberDef *m = type->def ? type->def->members : NULL; m && m->name; m++)
            if (m->kind == MEMBER_VALUE || m->kind == MEMBER_VALUE_OR_NONE)
                field(l, *(const Value *)((const char *)o + m->offset), m->name);
}

static void describe_class_part(Labels *l, Object *o)
{
    Type *type = object_type(o);
    Value *dict = object_dict_field(l->rt, o, type);
    if (dict && !object_is_exactly(object_value(o), l->rt->function_type))
        field(l, *dict, "__dict__");
    if (!(type->flags & TYPE_HEAP))
        return;
    field(l, type_value(type), "__class__");
    if (type->flags & TYPE_INSTANCE)
        describe_fields(l, o, type);
    describe_slots(l, o, type);
}

static void describe_content(Labels *l, Object *o)
{
    Runtime *rt = l->rt;
    Value v = object_value(o);
    const Type *type = object_type(o);
    if (value_is_dict(v)) describe_dict(l, o);
    else if (value_is_list(v)) describe_items(l, ((const List *)o)->items, list_count(v));
    else if (value_is_tuple(v)) describe_items(l, tuple_items(v), tuple_count(v));
    else if (value_is_set(v)) describe_set(l, o);
    else if (object_has_type_flag(v, TYPE_IS_TYPE)) describe_type(l, o);
    else if (type == rt->function_type) describe_function(l, o);
    else if (type == rt->code_type) describe_code(l, o);
    else if (type == rt->cell_type) field(l, ((const Cell *)o)->content, "cell_contents");
    else if (type == rt->builtin_function_type) describe_builtin(l, o);
    else if (type == rt->method_type) describe_method(l, o);
    else if (type == rt->frame_type) describe_frame_object(l, o);
    else if (type == rt->generator_type || type == rt->coroutine_type || type == rt->async_generator_type) describe_generator(l, o);
    else describe_members(l, o, type);
}

/* -- all of it, and no more and no less than traverse says */

typedef struct Counter { const Object *target; int64_t count; } Counter;

static int count_if_target(Object *child, void *argument)
{
    Counter *c = argument;
    c->count += child == c->target;
    return 0;
}

/* One label for each of COUNT references. */
static bool adjust(Labels *l, int64_t begin, int64_t count)
{
    while (!l->failed && list_count(l->list) - begin < count)
        add_steal(l, "field", str_from_text(l->rt, ""));
    if (!l->failed && list_count(l->list) - begin > count)
        l->failed = !list_delete_range(l->rt, l->list, begin + count, list_count(l->list));
    return !l->failed;
}

bool describe_references(Runtime *rt, Object *holder, const Object *target, Borrowed list)
{
    Labels l = { rt, target, list, false };
    Counter c = { target, 0 };
    int64_t begin = list_count(list);
    references_each(holder, count_if_target, &c);
    describe_content(&l, holder);
    if (!l.failed)
        describe_class_part(&l, holder);
    return adjust(&l, begin, c.count);
}

bool describe_frame(Runtime *rt, Frame *frame, const Object *target, Borrowed list)
{
    Labels l = { rt, target, list, false };
    Counter c = { target, 0 };
    int64_t begin = list_count(list);
    frame_traverse(frame, count_if_target, &c);
    describe_frame_parts(&l, frame);
    return adjust(&l, begin, c.count);
}
