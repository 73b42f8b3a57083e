/* Comparison, hash and truth of any value. */
#include "object/error.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

static const CompareOp swapped[] = {
    [COMPARE_LT] = COMPARE_GT, [COMPARE_LE] = COMPARE_GE, [COMPARE_EQ] = COMPARE_EQ,
    [COMPARE_NE] = COMPARE_NE, [COMPARE_GT] = COMPARE_LT, [COMPARE_GE] = COMPARE_LE,
};
static const char *const signs[] = { "<", "<=", "==", "!=", ">", ">=" };

static Owned compare_small(int64_t a, int64_t b, CompareOp op)
{
    switch (op) {
    case COMPARE_LT: return bool_value(a < b);
    case COMPARE_LE: return bool_value(a <= b);
    case COMPARE_EQ: return bool_value(a == b);
    case COMPARE_NE: return bool_value(a != b);
    case COMPARE_GT: return bool_value(a > b);
    default: return bool_value(a >= b);
    }
}

/* NotImplemented from everybody asked: == and != fall back on identity. */
static Owned compare_identity(Runtime *rt, Borrowed a, Borrowed b, CompareOp op)
{
    if (op == COMPARE_EQ || op == COMPARE_NE)
        return bool_value((a == b) == (op == COMPARE_EQ));
    return raise(rt, rt->TypeError, "'%s' not supported between instances of '%.100T' and '%.100T'", signs[op], a, b);
}

Owned compare_reflected(Runtime *rt, Borrowed a, Borrowed b, CompareOp op)
{
    Type *tb = value_type(rt, b);
    Value result = tb->slots->compare ? tb->slots->compare(rt, b, a, swapped[op]) : NOT_IMPLEMENTED;
    return result == NOT_IMPLEMENTED ? compare_identity(rt, a, b, op) : result;
}

static Owned compare_slots(Runtime *rt, Borrowed a, Borrowed b, CompareOp op)
{
    Type *ta = value_type(rt, a), *tb = value_type(rt, b);
    bool reflected = false;
    Value result;
    if (ta != tb && tb->slots->compare && type_is_subtype(tb, ta)) {
        reflected = true;
        result = tb->slots->compare(rt, b, a, swapped[op]);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    if (ta->slots->compare) {
        result = ta->slots->compare(rt, a, b, op);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    if (!reflected && tb->slots->compare) {
        result = tb->slots->compare(rt, b, a, swapped[op]);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    return compare_identity(rt, a, b, op);
}

Owned compare(Runtime *rt, Borrowed a, Borrowed b, CompareOp op)
{
    if (values_are_small_ints(a, b))
        return compare_small(small_int(a), small_int(b), op);
    if (!recursion_enter(rt, " in comparison"))
        return NULL;
    Value result = compare_slots(rt, a, b, op);
    recursion_leave(rt);
    return result;
}

/* The sign of an order, or of numbers that are ordered, against what OP asks. */
static inline bool order_true(int order, CompareOp op)
{
    switch (op) {
    case COMPARE_LT: return order < 0;
    case COMPARE_LE: return order <= 0;
    case COMPARE_EQ: return order == 0;
    case COMPARE_NE: return order != 0;
    case COMPARE_GT: return order > 0;
    default: return order >= 0;
    }
}

int compare_true(Runtime *rt, Borrowed a, Borrowed b, CompareOp op)
{
    if (values_are_small_ints(a, b))
        return order_true((small_int(a) > small_int(b)) - (small_int(a) < small_int(b)), op);
    if (value_is_flonum(a) && value_is_flonum(b))       /* neither is a nan: that has no such form */
        return order_true((flonum(a) > flonum(b)) - (flonum(a) < flonum(b)), op);
    if (object_is_exactly(a, rt->str_type) && object_is_exactly(b, rt->str_type))
        return op == COMPARE_EQ || op == COMPARE_NE ? str_equal(a, b) == (op == COMPARE_EQ)
                                                    : order_true(str_compare(a, b), op);
    Value result = compare(rt, a, b, op);
    if (!result)
        return -1;
    if (value_is_bool(result))
        return result == TRUE;
    int truth = value_truth(rt, result);
    release(rt, result);
    return truth;
}

int values_equal(Runtime *rt, Borrowed a, Borrowed b)
{
    if (a == b)
        return 1;
    if (values_are_small_ints(a, b))
        return 0;
    if (object_is_exactly(a, rt->str_type) && object_is_exactly(b, rt->str_type))
        return str_equal(a, b);
    return compare_true(rt, a, b, COMPARE_EQ);
}

bool value_hash(Runtime *rt, Borrowed v, int64_t *hash)
{
    return stack_suffices(rt) && value_type(rt, v)->slots->hash(rt, v, hash);
}

static int truth_of_object(Runtime *rt, Borrowed v)
{
    const Slots *slots = value_type(rt, v)->slots;
    if (slots->truth)
        return slots->truth(rt, v);
    if (!slots->length)
        return 1;
    int64_t length = stack_suffices(rt) ? slots->length(rt, v) : -1;
    return length < 0 ? -1 : length > 0;
}

int value_truth(Runtime *rt, Borrowed v)
{
    if (v == TRUE)
        return 1;
    if (v == FALSE || v == NONE)
        return 0;
    if (value_is_small_int(v))
        return small_int(v) != 0;
    return truth_of_object(rt, v);
}
