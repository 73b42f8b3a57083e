/* The descriptors in the dictionaries of built-in types, and of classes with __slots__.
 *
 * All five kinds are laid out alike (head, definition, a word, type, name), so they
 * share their attributes and their life.  A descriptor of a built-in type is never
 * tracked: that type lives as long as the runtime. */
#include "types/descriptor.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/prepend.h"
#include "object/protocol.h"
#include "types/class.h"
#include "types/descriptor_parts.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

static Descriptor *descriptor_new(Runtime *rt, Type *kind, Type *type, const void *def, Owned name)
{
    if (!name)
        return NULL;
    Descriptor *d = (Descriptor *)type_alloc(rt, kind, 0);
    if (!d) {
        release(rt, name);
        return NULL;
    }
    d->def = def;
    d->type = type;
    d->name = name;
    object_retain(&type->head);
    if (type->flags & TYPE_HEAP)
        gc_track(&rt->gc, &d->head);
    return d;
}

Owned method_descriptor_new(Runtime *rt, Type *type, const MethodDef *def)
{
    Type *kind = def->flags & METHOD_CLASS ? rt->class_method_descriptor_type : rt->method_descriptor_type;
    Descriptor *d = descriptor_new(rt, kind, type, def, str_intern_text(rt, def->name));
    if (d)
        ((MethodDescriptor *)d)->signature = signature_parse(def->signature ? def->signature : "()");
    return object_value(d);
}

Owned slot_wrapper_new(Runtime *rt, Type *type, const SlotRow *row, SlotFunction function)
{
    Descriptor *d = descriptor_new(rt, rt->slot_wrapper_type, type, row, retain(slot_row_name(rt, row)));
    if (d)
        ((SlotWrapper *)d)->function = function;
    return object_value(d);
}

Owned getset_descriptor_new(Runtime *rt, Type *type, const GetSetDef *def)
{
    return object_value(descriptor_new(rt, rt->getset_descriptor_type, type, def, str_intern_text(rt, def->name)));
}

Owned member_descriptor_new(Runtime *rt, Type *type, const MemberDef *def)
{
    return object_value(descriptor_new(rt, rt->member_descriptor_type, type, def, str_intern_text(rt, def->name)));
}

Owned slot_descriptor_new(Runtime *rt, Type *type, Borrowed name, uint32_t index)
{
    Descriptor *d = descriptor_new(rt, rt->member_descriptor_type, type, NULL, retain(name));
    if (d)
        d->word = index;
    return object_value(d);
}

/* -- life */

int descriptor_traverse(Object *self, GcVisit visit, void *argument)
{
    Descriptor *d = (Descriptor *)self;
    VISIT(d->type);
    VISIT_VALUE(d->name);
    return 0;
}

void descriptor_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Descriptor *d = (Descriptor *)self;
    gc_untrack(gc, self);
    release(rt, type_value(d->type));
    release(rt, d->name);
    gc_free(gc, self);
}

/* -- attributes of all */

Owned descriptor_objclass(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(type_value(descriptor_of(self)->type));
}

Owned descriptor_name(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(descriptor_of(self)->name);
}

Owned descriptor_qualname(Runtime *rt, Borrowed self)
{
    Descriptor *d = descriptor_of(self);
    if (!type_ready(rt, d->type))
        return NULL;
    return format_message(rt, "%U.%U", d->type->qualname, d->name);
}

/* For __reduce__: getattr(owner, name). */
static Owned reduce_to_getattr(Runtime *rt, Borrowed owner, Borrowed name)
{
    Value getter = get_item(rt, rt->builtins, rt->names.getattr);
    if (!getter)
        return NULL;
    Value args = tuple_pack(rt, 2, owner, name);
    Value result = args ? tuple_pack(rt, 2, getter, args) : NULL;
    release(rt, args);
    release(rt, getter);
    return result;
}

static Owned descriptor_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return reduce_to_getattr(rt, type_value(descriptor_of(self)->type), descriptor_of(self)->name);
}

const MethodDef descriptor_methods[] = {
    METHOD("__reduce__", descriptor_reduce, "()", NULL),
    { 0 }
};

Owned descriptor_doc(Runtime *rt, const char *doc)
{
    return doc ? str_from_text(rt, doc) : NONE;
}

/* "()" -> "($self, /)", "(key, /)" -> "($self, key, /)", "(*, key)" -> "($self, /, *, key)" */
Owned signature_with_self(Runtime *rt, const char *signature)
{
    if (!signature)
        return NONE;
    const char *slash = strstr(signature, "/");
    const char *rest = signature + 1;
    const char *mark = slash ? "" : ", /";
    return format_message(rt, "($self%s%s%s", mark, *rest == ')' ? "" : ", ", rest);
}

/* The instance a descriptor works on must be of its type. */
bool descriptor_check(Runtime *rt, Borrowed self, Borrowed instance)
{
    Descriptor *d = descriptor_of(self);
    if (likely(value_is_instance(rt, instance, d->type)))
        return true;
    return raise(rt, rt->TypeError, "descriptor '%U' for '%.100N' objects doesn't apply to a '%.100T' object",
                 d->name, d->type, instance);
}

/* -- method_descriptor: list.append */

static Owned method_repr(Runtime *rt, Borrowed self)
{
    Descriptor *d = descriptor_of(self);
    return format_message(rt, "<method '%U' of '%N' objects>", d->name, d->type);
}

static Owned method_call(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    MethodDescriptor *d = (MethodDescriptor *)self;
    if (unlikely(!count)) {
        Value name = descriptor_qualname(rt, self);
        if (name)
            raise(rt, rt->TypeError, "unbound method %U() needs an argument", name);
        release(rt, name);
        return NULL;
    }
    if (!descriptor_check(rt, self, args[0]))
        return NULL;
    return method_def_call(rt, d->def, &d->signature, args[0], args + 1, count - 1, keywords);
}

static Owned method_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    (void)owner;
    if (!instance)
        return retain(self);
    if (!descriptor_check(rt, self, instance))
        return NULL;
    return builtin_function_new(rt, ((MethodDescriptor *)self)->def, instance, NULL);
}

static Owned method_get_doc(Runtime *rt, Borrowed self)
{
    return descriptor_doc(rt, ((MethodDescriptor *)self)->def->doc);
}

static Owned method_get_signature(Runtime *rt, Borrowed self)
{
    return signature_with_self(rt, ((MethodDescriptor *)self)->def->signature);
}

static const GetSetDef method_getsets[] = {
    { "__objclass__", descriptor_objclass, NULL, NULL },
    { "__name__", descriptor_name, NULL, NULL },
    { "__qualname__", descriptor_qualname, NULL, NULL },
    { "__doc__", method_get_doc, NULL, NULL },
    { "__text_signature__", method_get_signature, NULL, NULL },
    { 0 }
};

const TypeDef method_descriptor_type_def = {
    DESCRIPTOR_DEF("method_descriptor", sizeof(MethodDescriptor)),
    .slots = { .repr = method_repr, .call = method_call, .descriptor_get = method_get },
    .methods = descriptor_methods,
    .getsets = method_getsets,
};

/* -- classmethod_descriptor: dict.fromkeys */

static Owned class_method_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    Descriptor *d = descriptor_of(self);
    Value type = owner ? owner : instance ? type_value(value_type(rt, instance)) : NULL;
    if (!type)
        return raise(rt, rt->TypeError, "descriptor '%U' for type '%.100N' needs either an object or a type",
                     d->name, d->type);
    if (!object_has_type_flag(type, TYPE_IS_TYPE))
        return raise(rt, rt->TypeError, "descriptor '%U' for type '%.100N' needs a type, not a '%.100T' as arg 2",
                     d->name, d->type, type);
    if (!type_is_subtype((Type *)type, d->type))
        return raise(rt, rt->TypeError, "descriptor '%U' requires a subtype of '%.100N' but received '%.100N'",
                     d->name, d->type, (Type *)type);
    return builtin_function_new(rt, ((MethodDescriptor *)self)->def, type, NULL);
}

static Owned class_method_call(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Descriptor *d = descriptor_of(self);
    if (!count)
        return raise(rt, rt->TypeError, "descriptor '%U' of '%.100N' object needs an argument", d->name, d->type);
    Value bound = class_method_get(rt, self, NULL, args[0]);
    if (!bound)
        return NULL;
    Value result = call(rt, bound, args + 1, count - 1, keywords);
    release(rt, bound);
    return result;
}

const TypeDef class_method_descriptor_type_def = {
    DESCRIPTOR_DEF("classmethod_descriptor", sizeof(MethodDescriptor)),
    .slots = { .repr = method_repr, .call = class_method_call, .descriptor_get = class_method_get },
    .methods = descriptor_methods,
    .getsets = method_getsets,
};

/* -- wrapper_descriptor: int.__add__ */

static Owned slot_wrapper_repr(Runtime *rt, Borrowed self)
{
    Descriptor *d = descriptor_of(self);
    return format_message(rt, "<slot wrapper '%U' of '%N' objects>", d->name, d->type);
}

static Owned slot_wrapper_call(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    SlotWrapper *w = (SlotWrapper *)self;
    if (!count)
        return raise(rt, rt->TypeError, "descriptor '%U' of '%.100N' object needs an argument", w->name, w->type);
    if (!value_is_instance(rt, args[0], w->type))
        return raise(rt, rt->TypeError, "descriptor '%U' requires a '%.100N' object but received a '%.100T'",
                     w->name, w->type, args[0]);
    return slot_row_call(rt, w->row, w->function, args[0], args + 1, count - 1, keywords);
}

static Owned slot_wrapper_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    (void)owner;
    if (!instance)
        return retain(self);
    if (!descriptor_check(rt, self, instance))
        return NULL;
    MethodWrapper *m = (MethodWrapper *)type_alloc(rt, rt->method_wrapper_type, 0);
    if (!m)
        return NULL;
    m->wrapper = retain(self);
    m->self = retain(instance);
    gc_track(&rt->gc, &m->head);
    return object_value(m);
}

static Owned slot_wrapper_get_doc(Runtime *rt, Borrowed self)
{
    return descriptor_doc(rt, ((SlotWrapper *)self)->row->doc);
}

static Owned slot_wrapper_get_signature(Runtime *rt, Borrowed self)
{
    return signature_with_self(rt, ((SlotWrapper *)self)->row->signature);
}

static const GetSetDef slot_wrapper_getsets[] = {
    { "__objclass__", descriptor_objclass, NULL, NULL },
    { "__name__", descriptor_name, NULL, NULL },
    { "__qualname__", descriptor_qualname, NULL, NULL },
    { "__doc__", slot_wrapper_get_doc, NULL, NULL },
    { "__text_signature__", slot_wrapper_get_signature, NULL, NULL },
    { 0 }
};

const TypeDef slot_wrapper_type_def = {
    DESCRIPTOR_DEF("wrapper_descriptor", sizeof(SlotWrapper)),
    .slots = { .repr = slot_wrapper_repr, .call = slot_wrapper_call, .descriptor_get = slot_wrapper_get },
    .methods = descriptor_methods,
    .getsets = slot_wrapper_getsets,
};

/* -- method-wrapper: (1).__add__ */

static inline SlotWrapper *wrapper_of(Borrowed self) { return (SlotWrapper *)((MethodWrapper *)self)->wrapper; }
static inline Value wrapper_self(Borrowed self) { return ((MethodWrapper *)self)->self; }

static int method_wrapper_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((MethodWrapper *)self)->wrapper);
    VISIT_VALUE(((MethodWrapper *)self)->self);
    return 0;
}

static void method_wrapper_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    gc_untrack(gc, self);
    release(rt, ((MethodWrapper *)self)->wrapper);
    release(rt, ((MethodWrapper *)self)->self);
    gc_free(gc, self);
}

static Owned method_wrapper_repr(Runtime *rt, Borrowed self)
{
    Value object = wrapper_self(self);
    return format_message(rt, "<method-wrapper '%U' of %T object at 0x%zx>", wrapper_of(self)->name, object,
                          (size_t)value_bits(object));
}

static Owned method_wrapper_call(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    SlotWrapper *w = wrapper_of(self);
    return slot_row_call(rt, w->row, w->function, wrapper_self(self), args, count, keywords);
}

static Owned method_wrapper_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !object_is_exactly(other, rt->method_wrapper_type))
        return NOT_IMPLEMENTED;
    bool same = wrapper_of(self) == wrapper_of(other) && wrapper_self(self) == wrapper_self(other);
    return bool_value(same == (op == COMPARE_EQ));
}

static bool method_wrapper_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    (void)rt;
    uint64_t bits = (value_bits(wrapper_self(self)) ^ value_bits(object_value(wrapper_of(self))) << 1) >> 4;
    *hash = (int64_t)(bits & INT64_MAX);
    return true;
}

static Owned method_wrapper_objclass(Runtime *rt, Borrowed self) { return descriptor_objclass(rt, ((MethodWrapper *)self)->wrapper); }
static Owned method_wrapper_name(Runtime *rt, Borrowed self) { return descriptor_name(rt, ((MethodWrapper *)self)->wrapper); }
static Owned method_wrapper_qualname(Runtime *rt, Borrowed self) { return descriptor_qualname(rt, ((MethodWrapper *)self)->wrapper); }
static Owned method_wrapper_doc(Runtime *rt, Borrowed self) { return slot_wrapper_get_doc(rt, ((MethodWrapper *)self)->wrapper); }
static Owned method_wrapper_signature(Runtime *rt, Borrowed self)
{
    return slot_wrapper_get_signature(rt, ((MethodWrapper *)self)->wrapper);
}
static Owned method_wrapper_self(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(wrapper_self(self));
}

static Owned method_wrapper_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return reduce_to_getattr(rt, wrapper_self(self), wrapper_of(self)->name);
}

static const MethodDef method_wrapper_methods[] = {
    METHOD("__reduce__", method_wrapper_reduce, "()", NULL),
    { 0 }
};

static const GetSetDef method_wrapper_getsets[] = {
    { "__self__", method_wrapper_self, NULL, NULL },
    { "__objclass__", method_wrapper_objclass, NULL, NULL },
    { "__name__", method_wrapper_name, NULL, NULL },
    { "__qualname__", method_wrapper_qualname, NULL, NULL },
    { "__doc__", method_wrapper_doc, NULL, NULL },
    { "__text_signature__", method_wrapper_signature, NULL, NULL },
    { 0 }
};

const TypeDef method_wrapper_type_def = {
    .name = "method-wrapper",
    .size = sizeof(MethodWrapper),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = method_wrapper_traverse,
    .free = method_wrapper_free,
    .slots = {
        .repr = method_wrapper_repr,
        .call = method_wrapper_call,
        .compare = method_wrapper_compare,
        .hash = method_wrapper_hash,
    },
    .methods = method_wrapper_methods,
    .getsets = method_wrapper_getsets,
};
