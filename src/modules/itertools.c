/* The module itertools: helpers of its files and the table of types. */
#include "modules/itertools_parts.h"
#include "types/dict.h"
#include <stdarg.h>

void *instance_of_steal(Runtime *rt, Type *type, Value *values, size_t count)
{
    bool whole = true;
    for (size_t i = 0; i < count; i++)
        whole = whole && values[i];
    Object *object = whole ? instance_make(rt, type) : NULL;
    Value *fields = (Value *)(object + 1);
    for (size_t i = 0; i < count; i++) {
        if (object)
            fields[i] = values[i];
        else
            release(rt, values[i]);
    }
    return object;
}

Owned self_iterator(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

Owned reduce_to(Runtime *rt, Borrowed self, size_t count, ...)
{
    Value arguments = tuple_new(rt, (int64_t)count);
    if (!arguments)
        return NULL;
    va_list list;
    va_start(list, count);
    for (size_t i = 0; i < count; i++)
        tuple_items(arguments)[i] = retain(va_arg(list, Value));
    va_end(list);
    arguments = tuple_done(rt, arguments);
    Value result = tuple_pack(rt, 2, type_value(value_type(rt, self)), arguments);
    release(rt, arguments);
    return result;
}

Owned triple_steal(Runtime *rt, Owned a, Owned b, Owned c)
{
    Value result = a && b && c ? tuple_pack(rt, 3, a, b, c) : NULL;
    release(rt, a);
    release(rt, b);
    release(rt, c);
    return result;
}

bool state_tuple(Runtime *rt, Borrowed state)
{
    return value_is_tuple(state) || raise(rt, rt->TypeError, "state is not a tuple");
}

static bool init(Runtime *rt, Borrowed module)
{
    static const TypeDef *const defs[] = {
        &accumulate_type_def, &chain_type_def, &count_type_def, &cycle_type_def, &pairwise_type_def,
        &repeat_type_def, &zip_longest_type_def, &compress_type_def, &dropwhile_type_def,
        &filterfalse_type_def, &islice_type_def, &starmap_type_def, &takewhile_type_def,
        &product_type_def, &permutations_type_def, &combinations_type_def,
        &combinations_with_replacement_type_def,
    };
    for (size_t i = 0; i < COUNT_OF(defs); i++) {
        if (!module_add_fixed_type(rt, module, defs[i], NULL))
            return false;
    }
    Type *groupby = module_add_fixed_type(rt, module, &groupby_type_def, NULL);
    Type *grouper = groupby ? module_add_fixed_type(rt, module, &grouper_type_def, NULL) : NULL;
    Type *tee = grouper ? module_add_fixed_type(rt, module, &tee_type_def, NULL) : NULL;
    Type *data = tee ? module_add_fixed_type(rt, module, &tee_data_type_def, NULL) : NULL;
    if (!data)
        return false;
    groupby->related = grouper;
    grouper->related = groupby;
    tee->related = data;
    data->related = tee;
    *(Type **)((Module *)module)->state = tee;
    /* An accumulation reduces to an islice when its total is None, to a chain when it has an initial value. */
    Value dict = module_dict(module);
    Type *accumulate = (Type *)dict_get_text_peek(rt, dict, "accumulate");
    Type *islice = (Type *)dict_get_text_peek(rt, dict, "islice");
    Type *chain = (Type *)dict_get_text_peek(rt, dict, "chain");
    if (!accumulate || !islice || !chain)
        return raise(rt, rt->SystemError, "itertools is incomplete");
    accumulate->related = islice;
    islice->related = chain;
    return true;
}

static const MethodDef functions[] = {
    RAW_METHOD("tee", itertools_tee, "(iterable, n=2, /)", "tee(iterable, n=2, /)\n\nA tuple of n independent iterators."),
    {0},
};

const ModuleDef itertools_module_def = {
    .name = "itertools",
    .doc = "Iterators for efficient loops.",
    .functions = functions,
    .init = init,
    .state_size = sizeof(Type *),
};
