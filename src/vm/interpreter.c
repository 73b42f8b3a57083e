/* The interpreter loop: the one deliberately long function.
 *
 * State in locals: pc (the instruction being executed), frame, constants and
 * local_count of the frame's code.  An instruction is short: what is common and easy
 * stands here, everything else in a function op_*() that knows only frame and pc.
 *
 * frame->pc is written before anything that may run other code, look at the frame or
 * fail (SLOW, and RELEASE when an object dies).  Between instructions no exception is
 * pending.
 */
#if defined(__GNUC__) && !defined(__clang__)
/* Each instruction keeps a jump of its own to the next: their places predict better. */
#pragma GCC optimize("no-gcse", "no-crossjumping")
#endif

#include "vm/interpreter.h"

#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module.h"
#include "types/property.h"
#include "types/shape.h"
#include "types/slice.h"
#include "types/tuple.h"

/* What the destination or a temporary held; an object that dies may run code. */
static always_inline void drop(Runtime *rt, Frame *frame, const Instruction *pc, Owned v)
{
    if (!value_is_object(v))
        return;
    Object *object = value_object(v);
    if (likely(object->count > 0) && --object->count == 0) {
        frame->pc = pc;
        object_dispose(&rt->gc, object);
    }
}

/* Small int or immediate float. */
static always_inline bool is_number(Value v) { return value_bits(v) & 3; }
static always_inline double number(Value v) { return value_is_small_int(v) ? (double)small_int(v) : flonum(v); }

/* Rounding towards minus infinity, as Python's // and %.  B is not 0. */
static always_inline int64_t floor_divide(int64_t a, int64_t b)
{
    int64_t q = a / b;
    return q - ((a % b != 0) & ((a ^ b) < 0));
}

static always_inline int64_t floor_modulo(int64_t a, int64_t b)
{
    int64_t r = a % b;
    return r != 0 && (r ^ b) < 0 ? r + b : r;
}

/* The operand as index into COUNT items, or -1. */
static always_inline int64_t item_index(Value index, int64_t count)
{
    int64_t i = small_int(index);
    if (i < 0)
        i += count;
    return (uint64_t)i < (uint64_t)count ? i : -1;
}

/* Everything that a frame on the stack owned; its registers hold no temporaries. */
static always_inline void leave_frame(Runtime *rt, Frame *frame, int local_count)
{
    rt->frame = frame->previous;
    rt->depth--;
    if (unlikely(frame->flags & FRAME_RICH)) {
        frame_clear(rt, frame);
    } else {
        for (int i = 0; i < local_count; i++)
            release(rt, frame->registers[i]);
        release(rt, frame->function);
    }
    frame_pop(rt, frame);
}

/* __init__ gave RESULT; the instance waits where the callable was. */
static no_inline Owned init_result(Runtime *rt, Frame *caller, Owned result)
{
    Value *callable = &caller->registers[caller->pc->b], instance = *callable;
    if (result != NONE) {
        raise(rt, rt->TypeError, "__init__() should return None, not '%.200T'", result);
        release(rt, result);
        return NULL;
    }
    *callable = NULL;
    return instance;
}

/* -- what the specialised instructions check; see cache.c */

static always_inline bool has_version(Value v, uint32_t version)
{
    return value_is_object(v) && object_type(value_object(v))->version == version;
}

static always_inline Fields *cached_fields(Value owner, const Instruction *pc, uint32_t offset)
{
    if (!has_version(owner, pc[1].version))
        return NULL;
    Fields *fields = (Fields *)((char *)owner + offset);
    return fields->shape && fields->shape->id == pc[1].extra ? fields : NULL;
}

/* The type is the one seen, and the object has no attribute of that name itself. */
static always_inline bool lacks_own(Value owner, const Instruction *pc)
{
    if (!has_version(owner, pc[1].version))
        return false;
    if (!pc[1].extra)
        return true;
    const Shape *shape = object_fields(value_object(owner), object_type(value_object(owner)))->shape;
    return shape && shape->id == pc[1].extra;
}

/* The value's place in DICT's block when that is the one seen and still has NAME there. */
static always_inline Value *cached_entry(Value dict, const Instruction *pc, Value name)
{
    DictKeys *keys = ((Dict *)dict)->keys;
    if (!keys || keys->stamp != pc[1].version || keys->entries[pc[1].extra].key != name)
        return NULL;
    return &keys->entries[pc[1].extra].value;
}

/* The builtin NAME, when the globals have got no new name since. */
static always_inline Borrowed cached_builtin(const Frame *frame, const Instruction *pc, Value name)
{
    const DictKeys *globals = ((Dict *)frame->globals)->keys, *builtins = ((Dict *)frame->builtins)->keys;
    uint32_t position = pc[1].extra & UINT16_MAX;
    if (!globals || globals->stamp != pc[1].version || globals->used != pc[1].extra >> 16 || !builtins
        || position >= builtins->used || builtins->entries[position].key != name)
        return NULL;
    return builtins->entries[position].value;
}

static always_inline Borrowed cached_module_attribute(Runtime *rt, Value module, const Instruction *pc, Value name)
{
    if (!object_is_exactly(module, rt->module_type) || !module_dict(module))
        return NULL;
    Value *place = cached_entry(module_dict(module), pc, name);
    return place ? *place : NULL;
}

/* Has the block of OWNER room for COUNT fields?  For blocks of a normal heap's pools; false: look closer. */
static always_inline bool field_fits(Value owner, const Fields *fields, uint32_t count)
{
    return (char *)&fields->slots[count] <= (char *)owner + pool_of(owner)->block_size;
}

static always_inline Owned take_register(Value *x)
{
    Value v = *x;
    *x = NULL;
    return v;
}

/* An instance of CLASS and a frame for its INIT, whose reference is taken.  NULL: an exception;
 * the window is as it was, or holds the instance. */
static always_inline Frame *call_class_exact(Runtime *rt, Frame *frame, Type *class_, Owned init, Value *window,
                                             size_t count)
{
    Object *instance = type_alloc(rt, class_, 0);
    if (unlikely(!instance)) {
        release(rt, init);
        return NULL;
    }
    gc_track(&rt->gc, instance);
    window[0] = retain(object_value(instance));
    window[1] = object_value(instance);
    release(rt, type_value(class_));
    Frame *next = push_exact(rt, frame, &init, window + 1, count + 1);
    if (likely(next != NULL))
        next->flags = FRAME_INIT;
    else
        release(rt, init);
    return next;
}

/* A range iterator's next value when it needs no memory. */
static always_inline bool range_step(RangeIterator *it, Value *out)
{
    if (it->left <= 0 || !small_int_fits(it->next))
        return false;
    *out = small_int_value(it->next);
    it->left--;
    it->next = (int64_t)((uint64_t)it->next + (uint64_t)it->step);
    return true;
}

#define REG(x)          (frame->registers[x])
#define OPERAND(x)      ((x) >= 0 ? REG(x) : constants[~(x)])
/* The same without a jump, for operands that are constants as often as not. */
#define EITHER(x)       ((x) >= 0 ? frame->registers : constants)[(x) ^ (x) >> 15]
#define TEMPORARY(x)    ((x) >= local_count)
#define RELEASE(v)      drop(rt, frame, pc, v)
#define STORE(x, v)     do { Value old_ = REG(x); REG(x) = (v); RELEASE(old_); } while (0)

/* An R operand as a reference of one's own. */
#define TAKE(x)         (TEMPORARY(x) ? take_register(&REG(x)) : retain(OPERAND(x)))

/* a = V, found for operand b, which is consumed. */
#define LOADED(v, words)                                \
    do {                                                \
        Value v_ = (v);                                 \
        if (unlikely(TEMPORARY(pc->b))) {               \
            frame->pc = pc;                             \
            finish_one(rt, frame, pc->a, v_, pc->b);    \
        } else {                                        \
            STORE(pc->a, v_);                           \
        }                                               \
        NEXT(words);                                    \
    } while (0)

/* a, a+1 = V, OWNER: for a call of method V of operand b.  b may be one of the two. */
#define LOADED_METHOD(v, owner)                                \
    do {                                                \
        if (TEMPORARY(pc->b))                           \
            REG(pc->b) = NULL;                          \
        else                                            \
            retain(owner);                              \
        REG(pc->a) = (v);                               \
        REG(pc->a + 1) = owner;                         \
        NEXT(3);                                        \
    } while (0)

/* a, a+1 = V, NULL: what is called is no method. */
#define LOADED_FUNCTION(v)                                     \
    do {                                                \
        Value v_ = (v), owner_ = OPERAND(pc->b);        \
        bool drop_ = TEMPORARY(pc->b);                  \
        if (drop_)                                      \
            REG(pc->b) = NULL;                          \
        REG(pc->a) = v_;                                \
        REG(pc->a + 1) = NULL;                          \
        if (drop_)                                      \
            RELEASE(owner_);                            \
        NEXT(3);                                        \
    } while (0)

#define CASE(name)      do_##name
#define DISPATCH()      goto *labels[pc->op]
#define NEXT(words)     do { pc += (words); DISPATCH(); } while (0)

/* The locals of the loop for FRAME, which goes on at its pc. */
#define ENTER(next)                                     \
    do {                                                \
        frame = (next);                                 \
        constants = frame->code->constants;             \
        local_count = frame->code->local_count;         \
        pc = frame->pc;                                 \
    } while (0)

/* Go on in the new frame NEXT. */
#define START(next)                                     \
    do {                                                \
        rt->frame = (next);                             \
        ENTER(next);                                    \
        if (unlikely(rt->interrupt))                    \
            goto interrupted;                           \
        DISPATCH();                                     \
    } while (0)

/* A call is done, or goes on in a frame of its own. */
#define CALLED(call, words)                             \
    do {                                                \
        Frame *next_ = (call);                          \
        if (likely(next_ == frame))                     \
            NEXT(words);                                \
        if (unlikely(!next_))                           \
            goto error;                                 \
        START(next_);                                   \
    } while (0)

/* An instruction that is all in its function. */
#define SLOW(function, words)                           \
    do {                                                \
        frame->pc = pc;                                 \
        if (unlikely(!function(rt, frame, pc)))         \
            goto error;                                 \
        NEXT(words);                                    \
    } while (0)

/* a = b OP c for small ints, which EXPRESSION computes from the operands' bits L and R, true
 * when that overflows; for other immediate numbers as doubles. */
#define ARITHMETIC(name, slow, overflows, float_operator)                                       \
    CASE(name): {                                                                               \
        Value left = OPERAND(pc->b), right = EITHER(pc->c), v;                                  \
        int64_t l = (int64_t)value_bits(left), r = (int64_t)value_bits(right), out;             \
        if (likely(l & r & 1)) {                                                                \
            if (unlikely(overflows))                                                            \
                SLOW(slow, 1);                                                                  \
            v = value_from_bits((uint64_t)out);                                                 \
        } else if (likely(value_is_flonum(left) && value_is_flonum(right))) {                   \
            if (unlikely(!flonum_encode(flonum(left) float_operator flonum(right), &v)))        \
                SLOW(slow, 1);                                                                  \
        } else if (!is_number(left) || !is_number(right)                                        \
                   || !flonum_encode(number(left) float_operator number(right), &v)) {          \
            SLOW(slow, 1);                                                                      \
        }                                                                                       \
        STORE(pc->a, v);                                                                        \
        NEXT(1);                                                                                \
    }

/* a = b OP c for small ints i and j when CONDITION holds. */
#define INT_OPERATION(name, slow, condition, result)                                            \
    CASE(name): {                                                                               \
        Value left = OPERAND(pc->b), right = EITHER(pc->c);                                     \
        int64_t i = small_int(left), j = small_int(right), out;                                 \
        if (unlikely(!values_are_small_ints(left, right) || !(condition)))                      \
            SLOW(slow, 1);                                                                      \
        out = (result);                                                                         \
        if (unlikely(!small_int_fits(out)))                                                     \
            SLOW(slow, 1);                                                                      \
        STORE(pc->a, small_int_value(out));                                                     \
        NEXT(1);                                                                                \
    }

#define TRUE_DIVISION(name, slow)                                                               \
    CASE(name): {                                                                               \
        Value left = OPERAND(pc->b), right = EITHER(pc->c), v;                                  \
        if (unlikely(!is_number(left) || !is_number(right) || right == small_int_value(0)       \
                     || right == value_from_bits(FLONUM_ZERO) || !divides_exactly(left, right)  \
                     || !flonum_encode(number(left) / number(right), &v)))                      \
            SLOW(slow, 1);                                                                      \
        STORE(pc->a, v);                                                                        \
        NEXT(1);                                                                                \
    }

/* Comparisons: of two small ints, two immediate floats; else the general one. */
#define COMPARISON(name, operator)                                                              \
    CASE(name): {                                                                               \
        Value left = OPERAND(pc->b), right = EITHER(pc->c);                                     \
        bool yes;                                                                               \
        if (likely(values_are_small_ints(left, right)))                                         \
            yes = (int64_t)value_bits(left) operator (int64_t)value_bits(right);                \
        else if (value_is_flonum(left) && value_is_flonum(right))                               \
            yes = flonum(left) operator flonum(right);                                          \
        else                                                                                    \
            SLOW(op_compare, 1);                                                                \
        STORE(pc->a, bool_value(yes));                                                          \
        NEXT(1);                                                                                \
    }

#define COMPARE_JUMP(name, operator, compare_op, when)                                          \
    CASE(name): {                                                                               \
        Value left = OPERAND(pc->b), right = EITHER(pc->c);                                     \
        int yes;                                                                                \
        if (likely(values_are_small_ints(left, right))) {                                       \
            yes = (int64_t)value_bits(left) operator (int64_t)value_bits(right);                \
        } else if (value_is_flonum(left) && value_is_flonum(right)) {                           \
            yes = flonum(left) operator flonum(right);                                          \
        } else {                                                                                \
            frame->pc = pc;                                                                     \
            yes = op_compare_truth(rt, frame, pc, compare_op);                                  \
            if (unlikely(yes < 0))                                                              \
                goto error;                                                                     \
        }                                                                                       \
        NEXT(yes == (when) ? 1 + pc->a : 1);                                                    \
    }

/* The truth of operand a, consumed, into YES. */
#define TRUTH(yes)                                                                              \
    do {                                                                                        \
        Value v_ = OPERAND(pc->a);                                                              \
        if (likely(v_ == TRUE || v_ == FALSE)) {                                                \
            yes = v_ == TRUE;                                                                   \
        } else {                                                                                \
            frame->pc = pc;                                                                     \
            yes = op_truth(rt, frame, pc->a);                                                   \
            if (unlikely(yes < 0))                                                              \
                goto error;                                                                     \
        }                                                                                       \
    } while (0)

/* Doubles hold these ints, so that their quotient is rounded once. */
static always_inline bool divides_exactly(Value left, Value right)
{
    int64_t bound = (int64_t)1 << 53;
    if (!values_are_small_ints(left, right))
        return true;
    int64_t i = small_int(left), j = small_int(right);
    return i >= -bound && i <= bound && j >= -bound && j <= bound;
}

static always_inline bool shift_left_fits(int64_t i, int64_t j)
{
    return j >= 0 && j < 62 && i >= (SMALL_INT_MIN >> j) && i <= (SMALL_INT_MAX >> j);
}

Owned interpret(Runtime *rt, Frame *frame)
{
    static const void *const labels[OP_COUNT] = {
#define OP(name, a, b, c, words, text) &&do_##name,
#include "vm/opcodes.def"
#undef OP
    };
    const Instruction *pc;
    const Value *constants;
    int local_count;

    rt->frame = frame;
    ENTER(frame);
    DISPATCH();

    /* -- moving values */

    CASE(NOP): NEXT(1);

    CASE(MOVE): {
        Value v = OPERAND(pc->b);
        if (TEMPORARY(pc->b))
            REG(pc->b) = NULL;
        else
            retain(v);
        STORE(pc->a, v);
        NEXT(1);
    }

    CASE(COPY): {
        Value v = retain(OPERAND(pc->b));
        STORE(pc->a, v);
        NEXT(1);
    }

    CASE(LOAD_CONST_WIDE): {
        Value v = retain(constants[pc->target]);
        STORE(pc->a, v);
        NEXT(1);
    }

    CASE(RELEASE): {
        STORE(pc->a, NULL);
        NEXT(1);
    }

    CASE(SWAP): {
        Value v = REG(pc->a);
        REG(pc->a) = REG(pc->b);
        REG(pc->b) = v;
        NEXT(1);
    }

    CASE(CHECK_LOCAL): {
        if (unlikely(!REG(pc->a)))
            SLOW(op_unbound_local, 1);
        NEXT(1);
    }

    CASE(DELETE_LOCAL): SLOW(op_delete_local, 1);

    CASE(CLEAR_LOCAL): {
        STORE(pc->a, NULL);
        NEXT(1);
    }

    /* -- cells */

    CASE(MAKE_CELL): SLOW(op_make_cell, 1);

    CASE(LOAD_CELL): {
        Value v = ((Cell *)REG(pc->b))->content;
        if (unlikely(!v))
            SLOW(op_load_cell, 1);
        retain(v);
        STORE(pc->a, v);
        NEXT(1);
    }

    CASE(STORE_CELL): SLOW(op_store_cell, 1);
    CASE(DELETE_CELL): SLOW(op_delete_cell, 1);
    CASE(LOAD_CLASS_CELL): SLOW(op_load_class_cell, 1);

    /* -- names in dictionaries */

    CASE(LOAD_GLOBAL): SLOW(op_load_global, 2);

    CASE(LOAD_GLOBAL_MODULE): {
        Value *place = cached_entry(frame->globals, pc, constants[~pc->b]);
        if (unlikely(!place))
            SLOW(op_load_global, 2);
        Value v = retain(*place);
        STORE(pc->a, v);
        NEXT(2);
    }

    CASE(LOAD_GLOBAL_BUILTIN): {
        Value found = cached_builtin(frame, pc, constants[~pc->b]);
        if (unlikely(!found))
            SLOW(op_load_global, 2);
        retain(found);
        STORE(pc->a, found);
        NEXT(2);
    }

    CASE(STORE_GLOBAL): SLOW(op_store_global, 2);

    CASE(STORE_GLOBAL_MODULE): {
        Value *place = cached_entry(frame->globals, pc, constants[~pc->a]);
        if (unlikely(!place || !gc_is_tracked(value_object(frame->globals))))
            SLOW(op_store_global, 2);
        ((Dict *)frame->globals)->version = ++rt->dict_version;
        Value old = *place;
        *place = TAKE(pc->b);
        RELEASE(old);
        NEXT(2);
    }

    CASE(DELETE_GLOBAL): SLOW(op_delete_global, 1);
    CASE(LOAD_NAME): SLOW(op_load_name, 2);

    CASE(LOAD_NAME_LOCAL): {
        if (unlikely(!object_is_exactly(frame->locals, rt->dict_type)))
            SLOW(op_load_name, 2);
        Value *place = cached_entry(frame->locals, pc, constants[~pc->b]);
        if (unlikely(!place))
            SLOW(op_load_name, 2);
        Value v = retain(*place);
        STORE(pc->a, v);
        NEXT(2);
    }

    CASE(LOAD_NAME_BUILTIN): {
        Value found = cached_builtin(frame, pc, constants[~pc->b]);
        if (unlikely(!found || frame->locals != frame->globals))
            SLOW(op_load_name, 2);
        retain(found);
        STORE(pc->a, found);
        NEXT(2);
    }

    CASE(STORE_NAME): SLOW(op_store_name, 2);

    CASE(STORE_NAME_LOCAL): {
        if (unlikely(!object_is_exactly(frame->locals, rt->dict_type)))
            SLOW(op_store_name, 2);
        Value *place = cached_entry(frame->locals, pc, constants[~pc->a]);
        if (unlikely(!place || !gc_is_tracked(value_object(frame->locals))))
            SLOW(op_store_name, 2);
        ((Dict *)frame->locals)->version = ++rt->dict_version;
        Value old = *place;
        *place = TAKE(pc->b);
        RELEASE(old);
        NEXT(2);
    }

    CASE(DELETE_NAME): SLOW(op_delete_name, 1);
    CASE(LOAD_LOCALS): SLOW(op_load_locals, 1);
    CASE(SETUP_ANNOTATIONS): SLOW(op_setup_annotations, 1);

    /* -- attributes and items */

    CASE(LOAD_ATTR): SLOW(op_load_attr, 3);
    CASE(STORE_ATTR): SLOW(op_store_attr, 3);
    CASE(DELETE_ATTR): SLOW(op_delete_attr, 1);
    CASE(LOAD_METHOD): SLOW(op_load_method, 3);

    CASE(LOAD_ATTR_FIELD): {
        Value owner = OPERAND(pc->b);
        Fields *fields = cached_fields(owner, pc, pc[2].extra);
        if (unlikely(!fields))
            SLOW(op_load_attr, 3);
        LOADED(retain(fields->slots[pc[2].version]), 3);
    }

    CASE(LOAD_ATTR_SLOT): {
        Value owner = OPERAND(pc->b);
        if (unlikely(!has_version(owner, pc[1].version)))
            SLOW(op_load_attr, 3);
        Value v = *(Value *)((char *)owner + pc[1].extra);
        if (unlikely(!v))
            SLOW(op_load_attr, 3);
        LOADED(retain(v), 3);
    }

    CASE(LOAD_ATTR_CLASS): {
        Value owner = OPERAND(pc->b);
        if (unlikely(!lacks_own(owner, pc)))
            SLOW(op_load_attr, 3);
        LOADED(retain((Value)pc[2].word), 3);
    }

    CASE(LOAD_ATTR_TYPE): {
        Value owner = OPERAND(pc->b);
        if (unlikely(!object_is_exactly(owner, rt->type_type) || ((Type *)owner)->version != pc[1].version))
            SLOW(op_load_attr, 3);
        LOADED(retain((Value)pc[2].word), 3);
    }

    CASE(LOAD_ATTR_MODULE): {
        Value v = cached_module_attribute(rt, OPERAND(pc->b), pc, constants[~pc->c]);
        if (unlikely(!v))
            SLOW(op_load_attr, 3);
        LOADED(retain(v), 3);
    }

    CASE(LOAD_ATTR_PROPERTY): {
        Value owner = OPERAND(pc->b);
        frame->pc = pc;
        if (unlikely(!has_version(owner, pc[1].version) || rt->depth >= rt->depth_limit))
            SLOW(op_load_attr, 3);
        Value getter = property_getter_peek((Value)pc[2].word);
        if (unlikely(!object_is_exactly(getter, rt->function_type) || !is_exact_call(((Function *)getter)->code, 1)))
            SLOW(op_load_attr, 3);
        retain(getter);
        retain(owner);
        Frame *next = push_exact(rt, frame, &getter, &owner, 1);
        if (unlikely(!next)) {
            release(rt, getter);
            release(rt, owner);
            goto error;
        }
        if (TEMPORARY(pc->b))
            STORE(pc->b, NULL);
        next->result = pc->a;
        START(next);
    }

    CASE(LOAD_METHOD_FIELDS): {
        Value owner = OPERAND(pc->b);
        if (unlikely(!lacks_own(owner, pc)))
            SLOW(op_load_method, 3);
        LOADED_METHOD(retain((Value)pc[2].word), owner);
    }

    CASE(LOAD_METHOD_PLAIN): {
        Value owner = OPERAND(pc->b);
        if (unlikely(!has_version(owner, pc[1].version)))
            SLOW(op_load_method, 3);
        LOADED_METHOD(retain((Value)pc[2].word), owner);
    }

    CASE(LOAD_METHOD_TYPE): {
        Value owner = OPERAND(pc->b);
        if (unlikely(!object_is_exactly(owner, rt->type_type) || ((Type *)owner)->version != pc[1].version))
            SLOW(op_load_method, 3);
        LOADED_FUNCTION(retain((Value)pc[2].word));
    }

    CASE(LOAD_METHOD_MODULE): {
        Value v = cached_module_attribute(rt, OPERAND(pc->b), pc, constants[~pc->c]);
        if (unlikely(!v))
            SLOW(op_load_method, 3);
        LOADED_FUNCTION(retain(v));
    }

    CASE(STORE_ATTR_FIELD): {
        Value owner = OPERAND(pc->a);
        Fields *fields = cached_fields(owner, pc, pc[2].extra);
        if (unlikely(!fields || TEMPORARY(pc->a)))
            SLOW(op_store_attr, 3);
        Value *field = &fields->slots[pc[2].version], old = *field;
        *field = TAKE(pc->c);
        RELEASE(old);
        NEXT(3);
    }

    CASE(STORE_ATTR_NEW): {
        Value owner = OPERAND(pc->a);
        if (unlikely(!lacks_own(owner, pc) || TEMPORARY(pc->a)))
            SLOW(op_store_attr, 3);
        Fields *fields = object_fields(value_object(owner), object_type(value_object(owner)));
        Shape *next = (Shape *)pc[2].word;
        if (unlikely(!field_fits(owner, fields, next->count)))
            SLOW(op_store_attr, 3);
        fields->slots[next->count - 1] = TAKE(pc->c);
        fields->shape = next;
        NEXT(3);
    }

    CASE(STORE_ATTR_SLOT): {
        Value owner = OPERAND(pc->a);
        if (unlikely(!has_version(owner, pc[1].version) || TEMPORARY(pc->a)))
            SLOW(op_store_attr, 3);
        Value *field = (Value *)((char *)owner + pc[1].extra), old = *field;
        *field = TAKE(pc->c);
        RELEASE(old);
        NEXT(3);
    }

    CASE(LOAD_ITEM): {
        Value container = OPERAND(pc->b), index = OPERAND(pc->c);
        if (!value_is_small_int(index) || !value_is_object(container))
            SLOW(op_load_item, 1);
        Type *type = object_type(value_object(container));
        int64_t i = -1;
        Value *items = NULL;
        if (type == rt->list_type) {
            i = item_index(index, list_count(container));
            items = ((List *)container)->items;
        } else if (type == rt->tuple_type) {
            i = item_index(index, tuple_count(container));
            items = tuple_items(container);
        }
        if (unlikely(i < 0))
            SLOW(op_load_item, 1);
        Value v = retain(items[i]);
        if (unlikely(TEMPORARY(pc->b))) {
            frame->pc = pc;
            finish_one(rt, frame, pc->a, v, pc->b);
        } else {
            STORE(pc->a, v);
        }
        NEXT(1);
    }

    CASE(STORE_ITEM): {
        Value container = OPERAND(pc->a), index = OPERAND(pc->b);
        if (!value_is_small_int(index) || !object_is_exactly(container, rt->list_type) || TEMPORARY(pc->a))
            SLOW(op_store_item, 1);
        int64_t i = item_index(index, list_count(container));
        if (unlikely(i < 0))
            SLOW(op_store_item, 1);
        Value v = OPERAND(pc->c), old = ((List *)container)->items[i];
        if (TEMPORARY(pc->c))
            REG(pc->c) = NULL;
        else
            retain(v);
        ((List *)container)->items[i] = v;
        RELEASE(old);
        NEXT(1);
    }

    CASE(DELETE_ITEM): SLOW(op_delete_item, 1);
    CASE(BUILD_SLICE): SLOW(op_build_slice, 1);

    /* -- arithmetic */

    ARITHMETIC(ADD, op_binary, __builtin_add_overflow(l, r - 1, &out), +)
    ARITHMETIC(SUB, op_binary, __builtin_sub_overflow(l, r - 1, &out), -)
    ARITHMETIC(MUL, op_binary, __builtin_mul_overflow(l >> 1, r - 1, &out) || (out |= 1, false), *)
    CASE(MATMUL): SLOW(op_binary, 1);
    TRUE_DIVISION(TRUEDIV, op_binary)
    INT_OPERATION(FLOORDIV, op_binary, j != 0, floor_divide(i, j))
    INT_OPERATION(MOD, op_binary, j != 0, floor_modulo(i, j))
    CASE(POW): SLOW(op_binary, 1);
    INT_OPERATION(LSHIFT, op_binary, shift_left_fits(i, j), i << j)
    INT_OPERATION(RSHIFT, op_binary, j >= 0, i >> (j > 63 ? 63 : j))
    INT_OPERATION(AND, op_binary, true, i & j)
    INT_OPERATION(OR, op_binary, true, i | j)
    INT_OPERATION(XOR, op_binary, true, i ^ j)

    ARITHMETIC(INPLACE_ADD, op_inplace, __builtin_add_overflow(l, r - 1, &out), +)
    ARITHMETIC(INPLACE_SUB, op_inplace, __builtin_sub_overflow(l, r - 1, &out), -)
    ARITHMETIC(INPLACE_MUL, op_inplace, __builtin_mul_overflow(l >> 1, r - 1, &out) || (out |= 1, false), *)
    CASE(INPLACE_MATMUL): SLOW(op_inplace, 1);
    TRUE_DIVISION(INPLACE_TRUEDIV, op_inplace)
    INT_OPERATION(INPLACE_FLOORDIV, op_inplace, j != 0, floor_divide(i, j))
    INT_OPERATION(INPLACE_MOD, op_inplace, j != 0, floor_modulo(i, j))
    CASE(INPLACE_POW): SLOW(op_inplace, 1);
    INT_OPERATION(INPLACE_LSHIFT, op_inplace, shift_left_fits(i, j), i << j)
    INT_OPERATION(INPLACE_RSHIFT, op_inplace, j >= 0, i >> (j > 63 ? 63 : j))
    INT_OPERATION(INPLACE_AND, op_inplace, true, i & j)
    INT_OPERATION(INPLACE_OR, op_inplace, true, i | j)
    INT_OPERATION(INPLACE_XOR, op_inplace, true, i ^ j)

    CASE(NEGATIVE): {
        Value v = OPERAND(pc->b), negative;
        if (value_is_small_int(v) && likely(small_int(v) != SMALL_INT_MIN))
            negative = small_int_value(-small_int(v));
        else if (!value_is_flonum(v) || !flonum_encode(-flonum(v), &negative))
            SLOW(op_unary, 1);
        STORE(pc->a, negative);
        NEXT(1);
    }

    CASE(POSITIVE): SLOW(op_unary, 1);

    CASE(INVERT): {
        Value v = OPERAND(pc->b);
        if (unlikely(!value_is_small_int(v)))
            SLOW(op_unary, 1);
        STORE(pc->a, small_int_value(~small_int(v)));
        NEXT(1);
    }

    CASE(NOT): {
        Value v = OPERAND(pc->b);
        if (unlikely(!value_is_bool(v)))
            SLOW(op_not, 1);
        STORE(pc->a, bool_value(v == FALSE));
        NEXT(1);
    }

    /* -- comparison */

    COMPARISON(LT, <)
    COMPARISON(LE, <=)
    COMPARISON(EQ, ==)
    COMPARISON(NE, !=)
    COMPARISON(GT, >)
    COMPARISON(GE, >=)
    CASE(IS): SLOW(op_is, 1);
    CASE(IS_NOT): SLOW(op_is, 1);
    CASE(IN): SLOW(op_contains, 1);
    CASE(NOT_IN): SLOW(op_contains, 1);

    /* -- jumps */

    CASE(JUMP): NEXT(1 + pc->target);

    CASE(JUMP_BACK): {
        if (unlikely(rt->interrupt)) {
            frame->pc = pc;
            if (!interrupt_handle(rt))
                goto error;
        }
        NEXT(1 + pc->target);
    }

    CASE(JUMP_IF_TRUE): {
        int yes;
        TRUTH(yes);
        NEXT(yes ? 1 + pc->target : 1);
    }

    CASE(JUMP_IF_FALSE): {
        int yes;
        TRUTH(yes);
        NEXT(yes ? 1 : 1 + pc->target);
    }

    CASE(JUMP_IF_NONE): {
        Value v = OPERAND(pc->a);
        if (TEMPORARY(pc->a))
            STORE(pc->a, NULL);
        NEXT(v == NONE ? 1 + pc->target : 1);
    }

    CASE(JUMP_IF_NOT_NONE): {
        Value v = OPERAND(pc->a);
        if (TEMPORARY(pc->a))
            STORE(pc->a, NULL);
        NEXT(v == NONE ? 1 : 1 + pc->target);
    }

    CASE(JUMP_IF_TRUE_OR_POP): {
        int yes = REG(pc->a) == TRUE;
        if (!value_is_bool(REG(pc->a))) {
            frame->pc = pc;
            yes = value_truth(rt, REG(pc->a));
            if (unlikely(yes < 0))
                goto error;
        }
        if (yes)
            NEXT(1 + pc->target);
        STORE(pc->a, NULL);
        NEXT(1);
    }

    CASE(JUMP_IF_FALSE_OR_POP): {
        int yes = REG(pc->a) == TRUE;
        if (!value_is_bool(REG(pc->a))) {
            frame->pc = pc;
            yes = value_truth(rt, REG(pc->a));
            if (unlikely(yes < 0))
                goto error;
        }
        if (!yes)
            NEXT(1 + pc->target);
        STORE(pc->a, NULL);
        NEXT(1);
    }

    COMPARE_JUMP(JUMP_IF_LT, <, COMPARE_LT, true)
    COMPARE_JUMP(JUMP_IF_LE, <=, COMPARE_LE, true)
    COMPARE_JUMP(JUMP_IF_EQ, ==, COMPARE_EQ, true)
    COMPARE_JUMP(JUMP_IF_NE, !=, COMPARE_NE, true)
    COMPARE_JUMP(JUMP_IF_GT, >, COMPARE_GT, true)
    COMPARE_JUMP(JUMP_IF_GE, >=, COMPARE_GE, true)
    COMPARE_JUMP(JUMP_UNLESS_LT, <, COMPARE_LT, false)
    COMPARE_JUMP(JUMP_UNLESS_LE, <=, COMPARE_LE, false)
    COMPARE_JUMP(JUMP_UNLESS_EQ, ==, COMPARE_EQ, false)
    COMPARE_JUMP(JUMP_UNLESS_NE, !=, COMPARE_NE, false)
    COMPARE_JUMP(JUMP_UNLESS_GT, >, COMPARE_GT, false)
    COMPARE_JUMP(JUMP_UNLESS_GE, >=, COMPARE_GE, false)

    /* -- iteration */

    CASE(GET_ITER): SLOW(op_get_iter, 1);

    CASE(FOR_ITER_RANGE): {
        Value v;
        RangeIterator *it = (RangeIterator *)REG(pc->a);
        if (likely(object_type(&it->head) == rt->range_iterator_type && range_step(it, &v))) {
            STORE(pc->b, v);
            NEXT(2);
        }
        goto do_FOR_ITER;
    }

    CASE(FOR_ITER_LIST): {
        ListIterator *it = (ListIterator *)REG(pc->a);
        if (likely(object_type(&it->head) == rt->list_iterator_type && it->list
                   && it->index < list_count(it->list))) {
            Value v = retain(list_item_peek(it->list, it->index++));
            STORE(pc->b, v);
            NEXT(2);
        }
        goto do_FOR_ITER;
    }

    CASE(FOR_ITER): {
        Value iterator = REG(pc->a);
        Type *type = object_type(value_object(iterator));
        frame->pc = pc;
        if (type == rt->generator_type && generator_is_ready((Generator *)iterator, NONE)
            && likely(rt->depth < rt->depth_limit)) {
            generator_enter_steal(rt, (Generator *)iterator, NONE);
            rt->frame->result = pc->b;
            ENTER(rt->frame);
            DISPATCH();
        }
        if (type == rt->range_iterator_type)
            ((Instruction *)pc)->op = OP_FOR_ITER_RANGE;
        else if (type == rt->list_iterator_type)
            ((Instruction *)pc)->op = OP_FOR_ITER_LIST;
        Value v = type->slots->next(rt, iterator);
        if (likely(v != NULL)) {
            STORE(pc->b, v);
            NEXT(2);
        }
        if (unlikely(rt->exception != NULL) && !error_clear_if(rt, rt->StopIteration))
            goto error;
        STORE(pc->a, NULL);
        NEXT(2 + pc[1].target);
    }

    /* -- building and unpacking */

    CASE(BUILD_TUPLE): SLOW(op_build_tuple, 1);
    CASE(BUILD_LIST): SLOW(op_build_list, 1);
    CASE(BUILD_SET): SLOW(op_build_set, 1);
    CASE(BUILD_MAP): SLOW(op_build_map, 1);
    CASE(BUILD_STRING): SLOW(op_build_string, 1);
    CASE(LIST_APPEND): SLOW(op_list_append, 1);
    CASE(SET_ADD): SLOW(op_set_add, 1);
    CASE(MAP_ADD): SLOW(op_map_add, 1);
    CASE(LIST_EXTEND): SLOW(op_list_extend, 1);
    CASE(SET_UPDATE): SLOW(op_set_update, 1);
    CASE(DICT_UPDATE): SLOW(op_dict_update, 1);
    CASE(DICT_MERGE): SLOW(op_dict_merge, 1);
    CASE(LIST_TO_TUPLE): SLOW(op_list_to_tuple, 1);
    CASE(CONVERT_VALUE): SLOW(op_convert_value, 1);
    CASE(FORMAT_VALUE): SLOW(op_format_value, 1);
    CASE(UNPACK_SEQUENCE): SLOW(op_unpack_sequence, 1);
    CASE(UNPACK_EX): SLOW(op_unpack_ex, 2);

    /* -- functions, classes, calls */

    CASE(MAKE_FUNCTION): SLOW(op_make_function, 1);
    CASE(SET_FUNCTION): SLOW(op_set_function, 1);
    CASE(LOAD_BUILD_CLASS): SLOW(op_load_build_class, 1);

    CASE(CALL_FUNCTION): {
        Value *window = frame->registers + pc->b;
        size_t count = (size_t)pc->c;
        frame->pc = pc;
        window[1] = NULL;
        if (likely(object_is_exactly(window[0], rt->function_type)
                   && is_exact_call(((Function *)window[0])->code, count) && rt->depth < rt->depth_limit)) {
            Frame *next = push_exact(rt, frame, &window[0], window + 2, count);
            if (unlikely(!next))
                goto error;
            next->result = pc->a;
            START(next);
        }
        CALLED(op_call(rt, frame, pc), 3);
    }

    CASE(CALL): {
        Value *window = frame->registers + pc->b, *args = window[1] ? window + 1 : window + 2;
        size_t count = (size_t)pc->c + (window[1] != NULL);
        frame->pc = pc;
        if (object_is_exactly(window[0], rt->function_type) && is_exact_call(((Function *)window[0])->code, count)
            && likely(rt->depth < rt->depth_limit)) {
            Frame *next = push_exact(rt, frame, &window[0], args, count);
            if (unlikely(!next))
                goto error;
            next->result = pc->a;
            START(next);
        }
        CALLED(op_call(rt, frame, pc), 3);
    }

    CASE(CALL_CLASS): {
        Value *window = frame->registers + pc->b, class_ = window[0];
        frame->pc = pc;
        window[1] = NULL;
        if (likely(object_is_exactly(class_, rt->type_type) && ((Type *)class_)->version == pc[1].version
                   && is_exact_call(((Function *)pc[2].word)->code, (size_t)pc->c + 1)
                   && rt->depth < rt->depth_limit)) {
            Value init = retain((Value)pc[2].word);
            Frame *next = call_class_exact(rt, frame, (Type *)class_, init, window, (size_t)pc->c);
            if (unlikely(!next))
                goto error;
            next->result = pc->a;
            START(next);
        }
        CALLED(op_call(rt, frame, pc), 3);
    }

    CASE(CALL_FUNCTION_KEYWORDS):
        REG(pc->b + 1) = NULL;
    CASE(CALL_KEYWORDS): {
        frame->pc = pc;
        CALLED(op_call_keywords(rt, frame, pc), 2);
    }

    CASE(CALL_EX): {
        frame->pc = pc;
        CALLED(op_call_ex(rt, frame, pc), 1);
    }

interrupted:
    if (!interrupt_handle(rt))
        goto error;
    DISPATCH();

    CASE(RETURN): {
        Value result = OPERAND(pc->a);
        frame->pc = pc;
        int flags = frame->flags;
        if (pc->a < 0 || unlikely(flags & FRAME_RICH))
            retain(result);
        else
            REG(pc->a) = NULL;
        Frame *caller = frame->previous;
        if (unlikely(flags & FRAME_GENERATOR)) {
            generator_leave(rt, (Generator *)frame->generator);
            if (flags & FRAME_ENTRY)
                return result;
            ENTER(caller);
            goto iterator_returned;
        }
        int to = frame->result;
        leave_frame(rt, frame, local_count);
        if (flags & FRAME_ENTRY)
            return result;
        ENTER(caller);
        if (unlikely(flags & FRAME_INIT) && !(result = init_result(rt, frame, result)))
            goto error;
        STORE(to, result);
        NEXT(opcode_words[pc->op]);

    /* The generator that the instruction at pc drives has returned RESULT. */
    iterator_returned:
        if (pc->op == OP_SEND) {
            STORE(pc->a, result);
            STORE(pc->b, NULL);
        } else {
            RELEASE(result);
            STORE(pc->a, NULL);
        }
        NEXT(2 + pc[1].target);
    }

    CASE(LOAD_ASSERTION_ERROR): {
        Value v = retain(type_value(rt->AssertionError));
        STORE(pc->a, v);
        NEXT(1);
    }

    /* -- generators and coroutines */

    CASE(RETURN_GENERATOR): {
        bool entry = frame->flags & FRAME_ENTRY;
        int to = frame->result;
        frame->pc = pc;
        Frame *caller = frame->previous;
        Value generator = generator_from_frame(rt, frame);
        if (unlikely(!generator)) {
            if (rt->frame != frame)
                goto error_in_caller;
            goto error;
        }
        if (entry)
            return generator;
        ENTER(caller);
        STORE(to, generator);
        NEXT(opcode_words[pc->op]);

    error_in_caller:
        if (entry)
            return NULL;
        ENTER(caller);
        goto error;
    }

    CASE(YIELD):
    CASE(YIELD_FROM): {
        Value v = OPERAND(pc->b);
        if (TEMPORARY(pc->b))
            REG(pc->b) = NULL;
        else
            retain(v);
        frame->pc = pc;
        bool entry = frame->flags & FRAME_ENTRY;
        int to = frame->result;
        Frame *caller = frame->previous;
        generator_suspend(rt, (Generator *)frame->generator);
        if (entry)
            return v;
        ENTER(caller);
        STORE(to, v);
        NEXT(2);
    }

    CASE(GET_YIELD_FROM_ITER): SLOW(op_get_yield_from_iter, 1);

    CASE(SEND): {
        Value iterator = REG(pc->b), v = OPERAND(pc->c);
        Type *type = object_type(value_object(iterator));
        frame->pc = pc;
        if ((type == rt->generator_type || type == rt->coroutine_type)
            && generator_is_ready((Generator *)iterator, v) && likely(rt->depth < rt->depth_limit)) {
            if (TEMPORARY(pc->c))
                REG(pc->c) = NULL;
            else
                retain(v);
            generator_enter_steal(rt, (Generator *)iterator, v);
            rt->frame->result = pc->a;
            ENTER(rt->frame);
            DISPATCH();
        }
        int yielded = op_send(rt, frame, pc);
        if (unlikely(yielded < 0))
            goto error;
        NEXT(yielded ? 2 : 2 + pc[1].target);
    }

    CASE(GET_AWAITABLE): SLOW(op_get_awaitable, 1);
    CASE(GET_AITER): SLOW(op_get_aiter, 1);
    CASE(GET_ANEXT): SLOW(op_get_anext, 1);

    CASE(END_ASYNC_FOR): {
        frame->pc = pc;
        if (!op_end_async_for(rt, frame, pc))
            goto error_again;
        NEXT(2 + pc[1].target);
    }

    CASE(ASYNC_WRAP): SLOW(op_async_wrap, 1);

    /* -- exceptions */

    CASE(PUSH_EXCEPTION): SLOW(op_push_exception, 1);
    CASE(POP_EXCEPTION): SLOW(op_pop_exception, 1);
    CASE(MATCH_EXCEPTION): SLOW(op_match_exception, 1);
    CASE(MATCH_GROUP): SLOW(op_match_group, 1);
    CASE(RERAISE_STAR): SLOW(op_reraise_star, 1);

    CASE(RAISE): {
        frame->pc = pc;
        op_raise(rt, frame, pc);
        goto error;
    }

    CASE(RERAISE): {
        frame->pc = pc;
        op_reraise(rt, frame, pc);
        goto error_again;
    }

    CASE(RERAISE_HANDLED): {
        frame->pc = pc;
        if (op_reraise_handled(rt))
            goto error_again;
        goto error;
    }

    /* -- with */

    CASE(BEFORE_WITH): SLOW(op_before_with, 1);
    CASE(WITH_EXIT): SLOW(op_with_exit, 1);
    CASE(WITH_EXCEPTION): SLOW(op_with_exception, 1);
    CASE(BEFORE_ASYNC_WITH): SLOW(op_before_async_with, 1);

    /* -- imports */

    CASE(IMPORT_NAME): SLOW(op_import_name, 2);
    CASE(IMPORT_FROM): SLOW(op_import_from, 1);
    CASE(IMPORT_STAR): SLOW(op_import_star, 1);

    /* -- match */

    CASE(MATCH_SEQUENCE): SLOW(op_match_sequence, 1);
    CASE(MATCH_MAPPING): SLOW(op_match_mapping, 1);
    CASE(MATCH_KEYS): SLOW(op_match_keys, 1);
    CASE(MATCH_CLASS): SLOW(op_match_class, 2);
    CASE(GET_LENGTH): SLOW(op_get_length, 1);

    CASE(PRINT_EXPRESSION): SLOW(op_print_expression, 1);

    /* An exception is set; frame->pc is where. */
error:
    frame = unwind(rt, frame, true);
    goto unwound;
error_again:
    frame = unwind(rt, frame, false);
unwound:
    if (!frame)
        return NULL;
    ENTER(frame);
    DISPATCH();
}
