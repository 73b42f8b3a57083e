#include "types/structseq.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/str.h"
#include "types/tuple.h"

static const StructSeqDef *def_of(const Type *type) { return (const StructSeqDef *)type->def; }

int structseq_traverse(Object *self, GcVisit visit, void *argument)
{
    Tuple *t = (Tuple *)self;
    for (uint32_t i = 0; i < def_of(object_type(self))->total; i++)
        VISIT_VALUE(t->items[i]);
    return type_traverse_object(self, visit, argument);
}

void structseq_clear(Gc *gc, Object *self)
{
    Tuple *t = (Tuple *)self;
    for (uint32_t i = 0; i < def_of(object_type(self))->total; i++)
        value_clear(runtime_of(gc), &t->items[i]);
}

void structseq_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    structseq_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned visible_names(Runtime *rt, const StructSeqDef *def)
{
    Value names = tuple_new(rt, def->visible - def->unnamed);
    for (uint32_t i = 0; names && i < def->visible - def->unnamed; i++) {
        if (!(tuple_items(names)[i] = str_intern_text(rt, def->type.getsets[i].name))) {
            release(rt, names);
            return NULL;
        }
    }
    return names ? tuple_done(rt, names) : NULL;
}

static bool add_counts(Runtime *rt, Type *type, const StructSeqDef *def)
{
    Value names = type_ready(rt, type) ? visible_names(rt, def) : NULL;
    bool done = names && dict_set_text(rt, type->dict, "n_sequence_fields", small_int_value(def->visible)) &&
                dict_set_text(rt, type->dict, "n_fields", small_int_value(def->total)) &&
                dict_set_text(rt, type->dict, "n_unnamed_fields", small_int_value(def->unnamed)) &&
                dict_set_text(rt, type->dict, "__match_args__", names);
    release(rt, names);
    return done;
}

Type *structseq_type_new(Runtime *rt, const StructSeqDef *def)
{
    Type *type = type_from_def(rt, &def->type, rt->tuple_type);
    if (!type || add_counts(rt, type, def))
        return type;
    release(rt, type_value(type));
    return NULL;
}

Owned structseq_new(Runtime *rt, Type *type, const Value *items)
{
    const StructSeqDef *def = def_of(type);
    Tuple *t = (Tuple *)type_alloc(rt, type, def->total);
    if (!t)
        return NULL;
    t->count = def->visible;
    for (uint32_t i = 0; i < def->total; i++)
        t->items[i] = retain(items[i] ? items[i] : NONE);
    gc_track(&rt->gc, &t->head);
    return object_value(t);
}

Owned structseq_new_steal(Runtime *rt, Type *type, Value *items)
{
    bool whole = true;
    for (uint32_t i = 0; i < def_of(type)->total; i++)
        whole &= items[i] != NULL;
    Value result = whole ? structseq_new(rt, type, items) : NULL;
    for (uint32_t i = 0; i < def_of(type)->total; i++)
        release(rt, items[i]);
    return result;
}

/* TYPE(sequence, dict=None): the invisible fields may come from the dict. */
Owned structseq_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    const StructSeqDef *def = def_of(type);
    Value bound[2], items[20] = { NULL };
    if (!arguments_bind(rt, "structseq", "(sequence, dict=None)", args, count, keywords, bound))
        return NULL;
    if (value_is_small_int(bound[0]) || (!value_type(rt, bound[0])->slots->iter && !value_type(rt, bound[0])->slots->item))
        return raise(rt, rt->TypeError, "constructor requires a sequence");
    if (bound[1] && !value_is_dict(bound[1]))
        return raise(rt, rt->TypeError, "%s() takes a dict as second arg, if any", def->type.name);
    Value tuple = sequence_tuple(rt, bound[0]);
    if (!tuple)
        return NULL;
    uint32_t given = (uint32_t)tuple_count(tuple);
    if (given < def->visible || given > def->total) {
        const char *how = def->visible == def->total ? "a" : given < def->visible ? "an at least" : "an at most";
        release(rt, tuple);
        return raise(rt, rt->TypeError, "%s() takes %s %u-sequence (%u-sequence given)", def->type.name, how,
                     given < def->visible ? def->visible : def->total, given);
    }
    for (uint32_t i = 0; i < def->total; i++)
        items[i] = i < given                                ? tuple_item_peek(tuple, i)
                   : bound[1] && value_is_dict(bound[1]) ? dict_get_text_peek(rt, bound[1], def->type.getsets[i].name)
                                                            : NULL;
    Value result = structseq_new(rt, type, items);
    release(rt, tuple);
    return result;
}

Owned structseq_repr(Runtime *rt, Borrowed self)
{
    const StructSeqDef *def = def_of(value_type(rt, self));
    StrBuilder b;
    builder_open(&b, rt);
    builder_text(&b, def->type.name);
    for (uint32_t i = 0; i < def->visible; i++) {
        builder_text(&b, i ? ", " : "(");
        builder_text(&b, def->type.getsets[i].name);
        builder_text(&b, "=");
        builder_repr(&b, tuple_item_peek(self, i));
    }
    builder_text(&b, ")");
    return builder_finish(&b);
}

static Owned reduce(Runtime *rt, Borrowed self, const Value *args unused)
{
    Type *type = value_type(rt, self);
    const StructSeqDef *def = def_of(type);
    Value tuple = tuple_from(rt, tuple_items(self), def->visible), dict = dict_new(rt), result = NULL, inner = NULL;
    bool done = tuple && dict;
    for (uint32_t i = def->visible; done && i < def->total; i++)
        done = dict_set_text(rt, dict, def->type.getsets[i].name, tuple_items(self)[i]);
    if (done && (inner = tuple_pack(rt, 2, tuple, dict)))
        result = tuple_pack(rt, 2, type_value(type), inner);
    release(rt, inner);
    release(rt, tuple);
    release(rt, dict);
    return result;
}

const MethodDef structseq_methods[] = { METHOD("__reduce__", reduce, "()", NULL), { 0 } };

#define STRUCTSEQ_GETTER(i) \
    Owned structseq_get_##i(Runtime *rt unused, Borrowed self) { return retain(((Tuple *)self)->items[i]); }
STRUCTSEQ_FIELDS(STRUCTSEQ_GETTER)
