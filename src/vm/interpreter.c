/* The interpreter loop: the one deliberately long function, in loop.inc, and what it is
 * made of.
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

#include "vm/cache.h"
#include "vm/trace.h"

#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/methods.h"
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
    if (likely(object->count > 0)) {
        if (--object->count == 0) {
            frame->pc = pc;
            object_dispose(&rt->gc, object);
        }
    } else if (unlikely(object->gc & GC_ARMED)) {
        frame->pc = pc;
        object_release_slow(&rt->gc, object);
    }
}

/* Small int or immediate float. */
static always_inline bool is_number(Value v) { return value_bits(v) & 3; }
/* One that a double holds as it is. */
static always_inline bool is_exact_number(Value v)
{
    const int64_t bound = (int64_t)1 << 53;
    return value_is_flonum(v) || (value_is_small_int(v) && small_int(v) >= -bound && small_int(v) <= bound);
}
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

/* -- what the specialised instructions check; more of it in cache.h */

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
        if (TEMPORARY(pc->b) && pc->a != pc->b) {       \
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

/* a, a+1 = what classmethod or staticmethod V gives to a call on CLASS.  TEMPORARY b is consumed. */
#define LOADED_WRAPPED(v, class_)                              \
    do {                                                \
        Value v_ = (v), owner_ = OPERAND(pc->b), function_ = wrapped_function_peek(rt, v_); \
        if (unlikely(!function_))                       \
            MISSED(op_load_method, pc->b, pc->c);       \
        bool bound_ = !object_is_exactly(v_, rt->staticmethod_type), drop_ = TEMPORARY(pc->b); \
        retain(function_);                              \
        Value self_ = bound_ ? retain(class_) : NULL;   \
        if (drop_)                                      \
            REG(pc->b) = NULL;                          \
        REG(pc->a) = function_;                         \
        REG(pc->a + 1) = self_;                         \
        if (drop_)                                      \
            RELEASE(owner_);                            \
        NEXT(3);                                        \
    } while (0)

#define CASE(name)      do_##name
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
        if (unlikely(--rt->gc.heap.fuel < 0))                   \
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

/* An operator of any values: it is done, or its special method goes on in a frame of its own. */
#define OPERATE(function)                               \
    do {                                                \
        frame->pc = pc;                                 \
        CALLED(function(rt, frame, pc), 1);             \
    } while (0)

/* An inline cache of attributes has missed: one that knows the operand, or the general way. */
#define MISSED(function, owner, name)                   \
    do {                                                \
        frame->pc = pc;                                 \
        if (stub_restore(rt, (Instruction *)pc, OPERAND(owner), OPERAND(name))) \
            goto *labels[pc->op];                       \
        SLOW(function, 3);                              \
    } while (0)

/* a = b OP c for small ints, which EXPRESSION computes from the operands' bits L and R, true
 * when that overflows; for other immediate numbers as doubles. */
#define ARITHMETIC(name, slow, overflows, float_operator)                                       \
    CASE(name): {                                                                               \
        Value left = OPERAND(pc->b), right = EITHER(pc->c), v;                                  \
        int64_t l = (int64_t)value_bits(left), r = (int64_t)value_bits(right), out;             \
        if (likely(l & r & 1)) {                                                                \
            if (unlikely(overflows))                                                            \
                OPERATE(slow);                                                                  \
            v = value_from_bits((uint64_t)out);                                                 \
        } else if (likely(value_is_flonum(left) && value_is_flonum(right))) {                   \
            if (unlikely(!flonum_encode(flonum(left) float_operator flonum(right), &v)))        \
                OPERATE(slow);                                                                  \
        } else if (!is_number(left) || !is_number(right)                                        \
                   || !flonum_encode(number(left) float_operator number(right), &v)) {          \
            OPERATE(slow);                                                                      \
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
            OPERATE(slow);                                                                      \
        out = (result);                                                                         \
        if (unlikely(!small_int_fits(out)))                                                     \
            OPERATE(slow);                                                                      \
        STORE(pc->a, small_int_value(out));                                                     \
        NEXT(1);                                                                                \
    }

#define TRUE_DIVISION(name, slow)                                                               \
    CASE(name): {                                                                               \
        Value left = OPERAND(pc->b), right = EITHER(pc->c), v;                                  \
        if (unlikely(!is_number(left) || !is_number(right) || right == small_int_value(0)       \
                     || right == value_from_bits(FLONUM_ZERO) || !divides_exactly(left, right)  \
                     || !flonum_encode(number(left) / number(right), &v)))                      \
            OPERATE(slow);                                                                      \
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
        else if (is_exact_number(left) && is_exact_number(right))                               \
            yes = number(left) operator number(right);                                          \
        else                                                                                    \
            OPERATE(op_compare);                                                                \
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
        } else if (is_exact_number(left) && is_exact_number(right)) {                           \
            yes = number(left) operator number(right);                                          \
        } else {                                                                                \
            frame->pc = pc;                                                                     \
            yes = op_compare_truth(rt, frame, pc, compare_op);                                  \
            if (unlikely(yes < 0))                                                              \
                goto error;                                                                     \
            if (unlikely(yes == OPERATOR_ENTERED))                                              \
                START(rt->frame);                                                               \
        }                                                                                       \
        NEXT(yes == (when) ? 1 + pc->a : 1);                                                    \
    }

/* The truth of operand a, consumed, into YES. */
#define TRUTH(yes)                                                                              \
    do {                                                                                        \
        Value v_ = OPERAND(pc->a);                                                              \
        if (likely(v_ == TRUE || v_ == FALSE || v_ == NONE)) {                                  \
            yes = v_ == TRUE;                                                                   \
        } else if (value_is_small_int(v_)) {                                                    \
            yes = v_ != small_int_value(0);                                                     \
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

/* What a loop gives when the other one must go on in rt->frame. */
#define OTHER_LOOP      VALUE_CONSTANT(1000)

/* Without tracing: nothing but the next instruction. */
#define LOOP            loop_plain
#define TRACED          0
#define DISPATCH()      goto *labels[pc->op]
#define ENTERED()       ((void)0)
#define LEAVING(v)      ((void)0)
#include "vm/loop.inc"
#undef LOOP
#undef TRACED
#undef DISPATCH
#undef ENTERED
#undef LEAVING

/* With it: every instruction, every entry and exit of a frame is looked at. */
#define LOOP            loop_traced
#define TRACED          1
#define DISPATCH()      goto trace
#define ENTERED()                                       \
    do {                                                \
        if (unlikely(!trace_entry(rt, frame)))          \
            goto error;                                 \
    } while (0)
#define LEAVING(v)                                      \
    do {                                                \
        frame->pc = pc;                                 \
        if (unlikely(!trace_exit(rt, frame, (v))))      \
            goto error;                                 \
    } while (0)
#include "vm/loop.inc"

Owned interpret(Runtime *rt, Frame *frame)
{
    bool entering = true;
    for (;;) {
        Value result = (trace_is_on(rt) ? loop_traced : loop_plain)(rt, frame, &entering);
        if (likely(result != OTHER_LOOP))
            return result;
        frame = rt->frame;
    }
}
