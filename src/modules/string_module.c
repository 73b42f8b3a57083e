/* _string: the parser of format strings, for string.Formatter. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/module.h"
#include "types/str_format.h"
#include "types/tuple.h"

typedef struct StringState { Type *formatter_iterator, *field_name_iterator; } StringState;

/* -- formatter_parser: (literal, field name, specification, conversion) */

typedef struct FormatterIterator { Object head; FormatParser parser; } FormatterIterator;

static Owned piece_tuple(Runtime *rt, Borrowed text, const FormatPiece *p)
{
    Value v[4] = { str_substring(rt, text, p->literal, p->literal_end), NONE, NONE, NONE };
    bool ok = v[0] != NULL;
    if (ok && p->has_field) {
        ok = (v[1] = str_substring(rt, text, p->name, p->name_end)) != NULL
            && (v[2] = str_substring(rt, text, p->spec, p->spec_end)) != NULL
            && (!p->conversion || (v[3] = str_from_code_point(rt, p->conversion)) != NULL);
    }
    if (ok)
        return tuple_from_steal(rt, v, 4);
    for (int i = 0; i < 4; i++)
        release(rt, v[i]);
    return NULL;
}

static Owned formatter_next(Runtime *rt, Borrowed self)
{
    FormatParser *parser = &((FormatterIterator *)self)->parser;
    FormatPiece piece;
    return format_next(rt, parser, &piece) > 0 ? piece_tuple(rt, parser->text, &piece) : NULL;
}

static int formatter_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((FormatterIterator *)self)->parser.text);
    return type_traverse_object(self, visit, argument);
}

static void formatter_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    release(runtime_of(gc), ((FormatterIterator *)self)->parser.text);
    type_free_object(runtime_of(gc), self);
}

static Owned iterator_self(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

static const TypeDef formatter_iterator_def = {
    .name = "formatteriterator",
    .size = sizeof(FormatterIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = formatter_traverse,
    .free = formatter_free,
    .slots = { .iter = iterator_self, .next = formatter_next },
};

/* -- formatter_field_name_split: (first, iterator of (is attribute, name or index)) */

typedef struct FieldNameIterator { Object head; FieldName name; } FieldNameIterator;

static Owned step_value(Runtime *rt, Borrowed text, const FieldStep *step)
{
    if (!step->attribute && step->index >= 0)
        return int_from_int64(rt, step->index);
    return str_substring(rt, text, step->from, step->to);
}

static Owned field_name_step(Runtime *rt, Borrowed self)
{
    FieldName *name = &((FieldNameIterator *)self)->name;
    FieldStep step;
    if (field_name_next(rt, name, &step) <= 0)
        return NULL;
    Value v[2] = { bool_value(step.attribute), step_value(rt, name->text, &step) };
    return v[1] ? tuple_from_steal(rt, v, 2) : NULL;
}

static int field_name_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((FieldNameIterator *)self)->name.text);
    return type_traverse_object(self, visit, argument);
}

static void field_name_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    release(runtime_of(gc), ((FieldNameIterator *)self)->name.text);
    type_free_object(runtime_of(gc), self);
}

static const TypeDef field_name_iterator_def = {
    .name = "fieldnameiterator",
    .size = sizeof(FieldNameIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = field_name_traverse,
    .free = field_name_free,
    .slots = { .iter = iterator_self, .next = field_name_step },
};

/* -- the functions */

static StringState *state_of(Borrowed module) { return ((Module *)module)->state; }

static bool check_text(Runtime *rt, Borrowed v)
{
    return value_is_str(v) || raise(rt, rt->TypeError, "expected str, got %T", v);
}

static Owned formatter_parser(Runtime *rt, Borrowed self, const Value *args)
{
    if (!check_text(rt, args[0]))
        return NULL;
    FormatterIterator *it = (FormatterIterator *)type_alloc(rt, state_of(self)->formatter_iterator, 0);
    if (!it)
        return NULL;
    it->parser = (FormatParser){ retain(args[0]), 0, str_size(args[0]) };
    gc_track(&rt->gc, &it->head);
    return object_value(it);
}

static Owned formatter_field_name_split(Runtime *rt, Borrowed self, const Value *args)
{
    FieldName name;
    if (!check_text(rt, args[0]) || !field_name_open(rt, &name, args[0], 0, str_size(args[0])))
        return NULL;
    FieldNameIterator *it = (FieldNameIterator *)type_alloc(rt, state_of(self)->field_name_iterator, 0);
    if (!it)
        return NULL;
    it->name = name;
    retain(name.text);
    gc_track(&rt->gc, &it->head);
    Value parts[2] = { NULL, object_value(it) };
    parts[0] = name.index >= 0 ? int_from_int64(rt, name.index) : str_substring(rt, args[0], 0, name.first_end);
    if (parts[0])
        return tuple_from_steal(rt, parts, 2);
    release(rt, parts[1]);
    return NULL;
}

static bool string_init(Runtime *rt, Borrowed module)
{
    StringState *state = state_of(module);
    return (state->formatter_iterator = module_add_type(rt, module, &formatter_iterator_def, NULL))
        && (state->field_name_iterator = module_add_type(rt, module, &field_name_iterator_def, NULL));
}

static const MethodDef string_functions[] = {
    METHOD("formatter_parser", formatter_parser, "(format, /)", "parse the argument as a format string"),
    METHOD("formatter_field_name_split", formatter_field_name_split, "(field_name, /)",
           "split the argument as a field name"),
    { 0 }
};

const ModuleDef _string_module_def = {
    .name = "_string",
    .doc = "string helper module",
    .functions = string_functions,
    .init = string_init,
    .state_size = sizeof(StringState),
};
