/* Building values out of temporaries, and filling containers of displays and calls. */
#include "vm/interpreter.h"

#include "types/dict.h"
#include "types/list.h"
#include "types/set.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"

/* The COUNT temporaries from FIRST have been used. */
static void consume_window(Runtime *rt, Frame *frame, int first, int count)
{
    for (int i = first; i < first + count; i++)
        value_clear(rt, &frame->registers[i]);
}

/* Their references were taken by somebody. */
static void forget_window(Frame *frame, int first, int count)
{
    memset(frame->registers + first, 0, (size_t)count * sizeof(Value));
}

bool op_build_slice(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value *parts = frame->registers + pc->b;
    Value slice = slice_new(rt, parts[0], parts[1], pc->c == 3 ? parts[2] : NULL);
    if (!slice)
        return false;
    consume_window(rt, frame, pc->b, pc->c);
    register_store(rt, frame, pc->a, slice);
    return true;
}

static bool store_built(Runtime *rt, Frame *frame, const Instruction *pc, Owned built)
{
    forget_window(frame, pc->b, pc->c);
    if (!built)
        return false;
    register_store(rt, frame, pc->a, built);
    return true;
}

bool op_build_tuple(Runtime *rt, Frame *frame, const Instruction *pc)
{
    return store_built(rt, frame, pc, tuple_from_steal(rt, frame->registers + pc->b, pc->c));
}

bool op_build_list(Runtime *rt, Frame *frame, const Instruction *pc)
{
    return store_built(rt, frame, pc, list_from_steal(rt, frame->registers + pc->b, pc->c));
}

/* RESULT holds references of its own to what the temporaries held. */
static bool finish_window(Runtime *rt, Frame *frame, const Instruction *pc, Owned result, bool filled, int count)
{
    if (!filled) {
        release(rt, result);
        return false;
    }
    consume_window(rt, frame, pc->b, count);
    register_store(rt, frame, pc->a, result);
    return true;
}

bool op_build_set(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value set = set_new(rt, NULL);
    bool filled = set;
    for (int i = 0; filled && i < pc->c; i++)
        filled = set_add(rt, set, frame->registers[pc->b + i]);
    return finish_window(rt, frame, pc, set, filled, pc->c);
}

bool op_build_map(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value dict = pc->c ? dict_new_sized(rt, pc->c) : dict_new(rt);
    Value *pairs = frame->registers + pc->b;
    bool filled = dict;
    for (int i = 0; filled && i < pc->c; i++)
        filled = dict_set(rt, dict, pairs[2 * i], pairs[2 * i + 1]);
    return finish_window(rt, frame, pc, dict, filled, 2 * pc->c);
}

bool op_build_string(Runtime *rt, Frame *frame, const Instruction *pc)
{
    StrBuilder b;
    builder_open(&b, rt);
    for (int i = 0; i < pc->c; i++)
        builder_str(&b, frame->registers[pc->b + i]);
    Value text = builder_finish(&b);
    return finish_window(rt, frame, pc, text, text, pc->c);
}

/* -- filling */

bool op_list_append(Runtime *rt, Frame *frame, const Instruction *pc)
{
    return list_append_steal(rt, frame->registers[pc->a], operand_take(frame, pc->b));
}

bool op_set_add(Runtime *rt, Frame *frame, const Instruction *pc)
{
    if (!set_add(rt, frame->registers[pc->a], operand_peek(frame, pc->b)))
        return false;
    operand_consume(rt, frame, pc->b);
    return true;
}

bool op_map_add(Runtime *rt, Frame *frame, const Instruction *pc)
{
    if (!dict_set(rt, frame->registers[pc->a], operand_peek(frame, pc->b), operand_peek(frame, pc->c)))
        return false;
    operand_consume(rt, frame, pc->b);
    operand_consume(rt, frame, pc->c);
    return true;
}

static bool is_iterable(Runtime *rt, Borrowed v)
{
    const Slots *slots = value_type(rt, v)->slots;
    return slots->iter || slots->item || slots->get_item;
}

bool op_list_extend(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value items = operand_peek(frame, pc->b);
    if (!list_extend(rt, frame->registers[pc->a], items)) {
        if (!is_iterable(rt, items) && error_clear_if(rt, rt->TypeError))
            raise(rt, rt->TypeError, "Value after * must be an iterable, not %.200T", items);
        return false;
    }
    operand_consume(rt, frame, pc->b);
    return true;
}

bool op_set_update(Runtime *rt, Frame *frame, const Instruction *pc)
{
    if (!set_update(rt, frame->registers[pc->a], operand_peek(frame, pc->b)))
        return false;
    operand_consume(rt, frame, pc->b);
    return true;
}

bool op_dict_update(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value mapping = operand_peek(frame, pc->b);
    if (!dict_merge(rt, frame->registers[pc->a], mapping, true)) {
        if (error_clear_if(rt, rt->AttributeError))
            raise(rt, rt->TypeError, "'%.200T' object is not a mapping", mapping);
        return false;
    }
    operand_consume(rt, frame, pc->b);
    return true;
}

static bool is_builtins_name(Borrowed module) { return value_is_str(module) && str_equal_text(module, "builtins"); }

Owned callable_text(Runtime *rt, Borrowed callable)
{
    Value name = get_attribute_or_null(rt, callable, rt->names.__qualname__);
    if (!name)
        return error_pending(rt) ? NULL : value_str(rt, callable);
    Value module = get_attribute_or_null(rt, callable, rt->names.__module__), text = NULL;
    if (module && module != NONE && !is_builtins_name(module))
        text = format_message(rt, "%S.%S()", module, name);
    else if (!error_pending(rt))
        text = format_message(rt, "%S()", name);
    release(rt, name);
    release(rt, module);
    return text;
}

static bool raise_about(Runtime *rt, Borrowed callable, const char *format, Borrowed v)
{
    Value text = callable_text(rt, callable);
    if (text)
        raise(rt, rt->TypeError, format, text, v);
    release(rt, text);
    return false;
}

static bool merge_one(Runtime *rt, Borrowed dict, Borrowed key, Borrowed value, Borrowed callable)
{
    bool there;
    if (!dict_contains(rt, dict, key, &there))
        return false;
    if (there)
        return raise_about(rt, callable, "%U got multiple values for keyword argument '%S'", key);
    return dict_set(rt, dict, key, value);
}

static bool merge_dict(Runtime *rt, Borrowed dict, Borrowed from, Borrowed callable)
{
    int64_t position = 0;
    Value key, value;
    bool done = true;
    while (done && dict_next_peek(from, &position, &key, &value)) {
        retain(key);
        retain(value);
        done = merge_one(rt, dict, key, value, callable);
        release(rt, key);
        release(rt, value);
    }
    return done;
}

/* Any other mapping becomes a dict first; one that repeats a key is found out by the count. */
static bool merge_mapping(Runtime *rt, Borrowed dict, Borrowed from, Borrowed callable)
{
    Value keys = call_method(rt, from, rt->names.keys, NULL, 0);
    if (!keys) {
        if (error_clear_if(rt, rt->AttributeError))
            raise_about(rt, callable, "%U argument after ** must be a mapping, not %.200T", from);
        return false;
    }
    Value iterator = get_iter(rt, keys), key = NULL;
    bool done = iterator;
    while (done && (key = iter_next(rt, iterator))) {
        Value value = get_item(rt, from, key);
        done = value && merge_one(rt, dict, key, value, callable);
        release(rt, value);
        release(rt, key);
    }
    release(rt, iterator);
    release(rt, keys);
    return done && !error_pending(rt);
}

bool op_dict_merge(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value dict = frame->registers[pc->a], from = operand_peek(frame, pc->b), callable = operand_peek(frame, pc->c);
    bool plain = object_is_exactly(from, rt->dict_type);
    if (!(plain ? merge_dict : merge_mapping)(rt, dict, from, callable))
        return false;
    operand_consume(rt, frame, pc->b);
    return true;
}

bool op_list_to_tuple(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value tuple = list_to_tuple(rt, operand_peek(frame, pc->b));
    return tuple && finish_one(rt, frame, pc->a, tuple, pc->b);
}

/* -- text of f-strings */

bool op_convert_value(Runtime *rt, Frame *frame, const Instruction *pc)
{
    static Owned (*const conversions[])(Runtime *, Borrowed) = { NULL, value_str, value_repr, value_ascii };
    Value text = conversions[pc->c](rt, operand_peek(frame, pc->b));
    return text && finish_one(rt, frame, pc->a, text, pc->b);
}

bool op_format_value(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value v = operand_peek(frame, pc->b), specification = operand_peek(frame, pc->c);
    Value text;
    if (specification == NONE && object_is_exactly(v, rt->str_type))
        text = retain(v);
    else
        text = value_format(rt, v, specification == NONE ? NULL : specification);
    return text && finish_two(rt, frame, pc->a, text, pc->b, pc->c);
}

/* -- functions */

bool op_make_function(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value function = function_new(rt, operand_peek(frame, pc->b), frame->globals, NULL);
    return function && finish_one(rt, frame, pc->a, function, pc->b);
}

bool op_set_function(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Function *f = (Function *)frame->registers[pc->a];
    Value *const fields[] = { &f->defaults, &f->kwdefaults, &f->annotations, &f->closure };
    value_replace(rt, fields[pc->c], operand_take(frame, pc->b));
    return true;
}

/* -- the interactive mode */

static Owned display_hook(Runtime *rt)
{
    Value hook = dict_get_peek(rt, rt->sys_dict, rt->names.displayhook);
    if (!hook && !error_pending(rt))
        raise(rt, rt->RuntimeError, "lost sys.displayhook");
    return retain(hook);
}

bool op_print_expression(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value hook = display_hook(rt);
    Value result = hook ? call_one(rt, hook, operand_peek(frame, pc->a)) : NULL;
    release(rt, hook);
    if (!result)
        return false;
    release(rt, result);
    operand_consume(rt, frame, pc->a);
    return true;
}
