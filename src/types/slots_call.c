/* The slots of classes made by a program: find the special method, call it, check
 * what it returns. */
#include "types/slots_call.h"

#include "object/error.h"
#include "object/prepend.h"
#include "object/protocol.h"
#include "types/descriptor.h"
#include "types/function.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

/* self.NAME(args[1], ...), self being args[0].  NULL without an exception: not there.
 * LENIENT: a descriptor that fails counts as not there. */
static Owned special_lookup(Runtime *rt, Borrowed name, const Value *args, size_t count, Borrowed keywords, bool lenient)
{
    Type *type = value_type(rt, args[0]);
    Value found = type_lookup_peek(rt, type, name);
    if (!found)
        return NULL;
    retain(found);
    Owned (*get)(Runtime *, Borrowed, Borrowed, Borrowed) = value_type(rt, found)->slots->descriptor_get;
    Value result;
    if (is_plain_method(rt, found)) {
        result = call(rt, found, args, count, keywords);
    } else if (get) {
        Value bound = get(rt, found, args[0], type_value(type));
        result = bound ? call(rt, bound, args + 1, count - 1, keywords) : NULL;
        if (!bound && lenient)
            error_clear(rt);
        release(rt, bound);
    } else {
        result = call(rt, found, args + 1, count - 1, keywords);
    }
    release(rt, found);
    return result;
}

static Owned special_or_null(Runtime *rt, Borrowed name, const Value *args, size_t count, Borrowed keywords)
{
    return special_lookup(rt, name, args, count, keywords, false);
}

static Owned special(Runtime *rt, Borrowed name, const Value *args, size_t count)
{
    Value result = special_or_null(rt, name, args, count, NULL);
    if (unlikely(!result) && !error_pending(rt))
        return raise_value(rt, rt->AttributeError, name);
    return result;
}

/* -- one operand */

#define DEFINE(slot, name) \
    Owned slot_##slot(Runtime *rt, Borrowed self) { return special(rt, rt->names.name, &self, 1); }
UNARY_METHODS(DEFINE)
#undef DEFINE

Owned slot_iter(Runtime *rt, Borrowed self)
{
    if (type_lookup_peek(rt, value_type(rt, self), rt->names.__iter__) == NONE)
        return raise(rt, rt->TypeError, "'%.200T' object is not iterable", self);
    return special(rt, rt->names.__iter__, &self, 1);
}

bool slot_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    Value result = special_lookup(rt, rt->names.__hash__, &self, 1, NULL, true);
    if (!result)
        return !error_pending(rt) && hash_not_implemented(rt, self, hash);
    if (!value_is_int(result)) {
        release(rt, result);
        return raise(rt, rt->TypeError, "__hash__ method should return an integer");
    }
    Value plain = int_plain_peek(result);
    if (!int_fits_int64(plain) || !int_to_int64(rt, plain, hash))
        *hash = int_hash(plain);
    if (*hash == -1)
        *hash = -2;
    release(rt, result);
    return true;
}

int slot_truth(Runtime *rt, Borrowed self)
{
    Value result = special(rt, rt->names.__bool__, &self, 1);
    if (!result)
        return -1;
    if (value_is_bool(result))
        return result == TRUE;
    raise(rt, rt->TypeError, "__bool__ should return bool, returned %T", result);
    release(rt, result);
    return -1;
}

/* The result of __len__ as a length. */
static int64_t length_of_result(Runtime *rt, Borrowed result)
{
    Value index = value_index(rt, result);
    if (!index)
        return -1;
    int64_t length = -1;
    if (int_sign(index) < 0)
        raise(rt, rt->ValueError, "__len__() should return >= 0");
    else if (!value_to_ssize(rt, index, &length, rt->OverflowError))
        length = -1;
    release(rt, index);
    return length;
}

int64_t slot_length(Runtime *rt, Borrowed self)
{
    Value result = special(rt, rt->names.__len__, &self, 1);
    if (!result)
        return -1;
    int64_t length = value_is_small_int(result) && small_int(result) >= 0 ? small_int(result)
                                                                           : length_of_result(rt, result);
    release(rt, result);
    return length;
}

/* -- calls and life */

Owned slot_call(CALL_PARAMETERS)
{
    Prepend p;
    if (!recursion_enter(rt, " while calling a Python object"))
        return NULL;
    Value result = NULL;
    if (prepend_open(&p, rt, self, args, count, keywords)) {
        result = special_or_null(rt, rt->names.__call__, p.args, count + 1, keywords);
        if (!result && !error_pending(rt))
            raise(rt, rt->TypeError, "'%.200T' object is not callable", self);
        prepend_close(&p);
    }
    recursion_leave(rt);
    return result;
}

bool slot_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Prepend p;
    if (!prepend_open(&p, rt, self, args, count, keywords))
        return false;
    Value result = special_or_null(rt, rt->names.__init__, p.args, count + 1, keywords);
    prepend_close(&p);
    if (!result)
        return error_pending(rt) ? false : raise_value(rt, rt->AttributeError, rt->names.__init__);
    if (result == NONE)
        return true;
    raise(rt, rt->TypeError, "__init__() should return None, not '%.200T'", result);
    release(rt, result);
    return false;
}

Owned slot_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value function = get_attribute(rt, type_value(type), rt->names.__new__);
    if (!function)
        return NULL;
    Value result = call_prepend(rt, function, type_value(type), args, count, keywords);
    release(rt, function);
    return result;
}

/* The pending exception, if any, is kept over __del__. */
void slot_finalize(Runtime *rt, Borrowed self)
{
    if (unlikely(!rt->frame_stack))     /* the runtime closes; no code runs any more */
        return;
    Value pending = error_take(rt);
    Value plain = type_lookup_peek(rt, value_type(rt, self), rt->names.__del__);
    bool unbound = plain && is_plain_method(rt, plain);
    Value found = unbound ? retain(plain) : get_special(rt, self, rt->names.__del__);
    if (found) {
        Value result = call(rt, found, &self, unbound, NULL);
        if (!result)
            error_unraisable(rt, NULL, object_is_exactly(found, rt->method_type) ? ((Method *)found)->function : found);
        release(rt, result);
        release(rt, found);
    } else if (error_pending(rt)) {
        error_unraisable(rt, NULL, self);
    }
    error_restore_steal(rt, pending);
}

/* -- attributes */

/* object.__getattribute__ needs no call; QUIET: nor does its failure need an exception. */
static Owned call_getattribute(Runtime *rt, Borrowed self, Borrowed name, bool quiet)
{
    Value found = type_lookup_peek(rt, value_type(rt, self), rt->names.__getattribute__);
    if (object_is_exactly(found, rt->slot_wrapper_type)) {
        Owned (*function)(Runtime *, Borrowed, Borrowed) = (void *)((SlotWrapper *)found)->function;
        if (quiet && function == generic_get_attribute)
            return generic_get_attribute_or_null(rt, self, name);
        return function(rt, self, name);
    }
    Value args[2] = { self, name };
    return special(rt, rt->names.__getattribute__, args, 2);
}

Owned slot_get_attribute(Runtime *rt, Borrowed self, Borrowed name)
{
    bool has_fallback = type_lookup_peek(rt, value_type(rt, self), rt->names.__getattr__) != NULL;
    Value result = call_getattribute(rt, self, name, has_fallback);
    if (result || !has_fallback)
        return result;
    if (error_pending(rt) && !error_clear_if(rt, rt->AttributeError))
        return NULL;
    Value args[2] = { self, name };
    return special(rt, rt->names.__getattr__, args, 2);
}

bool slot_set_attribute(Runtime *rt, Borrowed self, Borrowed name, Borrowed value)
{
    Value args[3] = { self, name, value };
    Value result = special(rt, value ? rt->names.__setattr__ : rt->names.__delattr__, args, value ? 3 : 2);
    release(rt, result);
    return result != NULL;
}

Owned slot_descriptor_get(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    Value args[3] = { self, instance ? instance : NONE, owner ? owner : NONE };
    Value result = special_or_null(rt, rt->names.__get__, args, 3, NULL);
    return result || error_pending(rt) ? result : retain(self);
}

bool slot_descriptor_set(Runtime *rt, Borrowed self, Borrowed instance, Borrowed value)
{
    Value args[3] = { self, instance, value };
    Value result = special(rt, value ? rt->names.__set__ : rt->names.__delete__, args, value ? 3 : 2);
    release(rt, result);
    return result != NULL;
}

/* -- comparison and containers */

Owned slot_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    const Value names[] = {
        rt->names.__lt__, rt->names.__le__, rt->names.__eq__, rt->names.__ne__, rt->names.__gt__, rt->names.__ge__,
    };
    Value args[2] = { self, other };
    Value result = special_lookup(rt, names[op], args, 2, NULL, true);
    return result || error_pending(rt) ? result : NOT_IMPLEMENTED;
}

Owned slot_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    Value args[2] = { self, key };
    return special(rt, rt->names.__getitem__, args, 2);
}

bool slot_set_item(Runtime *rt, Borrowed self, Borrowed key, Borrowed value)
{
    Value args[3] = { self, key, value };
    Value result = special(rt, value ? rt->names.__setitem__ : rt->names.__delitem__, args, value ? 3 : 2);
    release(rt, result);
    return result != NULL;
}

Owned slot_item(Runtime *rt, Borrowed self, int64_t index)
{
    Value args[2] = { self, int_from_int64(rt, index) };
    Value result = args[1] ? special(rt, rt->names.__getitem__, args, 2) : NULL;
    release(rt, args[1]);
    return result;
}

int slot_contains(Runtime *rt, Borrowed self, Borrowed item)
{
    if (type_lookup_peek(rt, value_type(rt, self), rt->names.__contains__) == NONE) {
        raise(rt, rt->TypeError, "'%.200T' object is not a container", self);
        return -1;
    }
    Value args[2] = { self, item };
    Value result = special(rt, rt->names.__contains__, args, 2);
    if (!result)
        return -1;
    int answer = value_truth(rt, result);
    release(rt, result);
    return answer;
}

/* -- two operands */

typedef Owned (*BinaryFunction)(Runtime *, Borrowed, Borrowed);

/* left.NAME(right); without such a method: NotImplemented. */
static Owned operand_method(Runtime *rt, Borrowed name, Borrowed left, Borrowed right)
{
    Value args[2] = { left, right };
    Value result = special_or_null(rt, name, args, 2, NULL);
    return result || error_pending(rt) ? result : NOT_IMPLEMENTED;
}

/* Does RIGHT's class have a NAME of its own, other than LEFT's? */
static bool is_overridden(Runtime *rt, Borrowed left, Borrowed right, Borrowed name)
{
    Value b = type_lookup_peek(rt, value_type(rt, right), name);
    return b && b != type_lookup_peek(rt, value_type(rt, left), name);
}

static Owned slot_binary(Runtime *rt, Borrowed left, Borrowed right, BinaryOp op, BinaryFunction self,
                         Borrowed name, Borrowed reflected)
{
    Type *a = value_type(rt, left), *b = value_type(rt, right);
    bool try_right = a != b && b->slots->binary[op] == self;
    if (a->slots->binary[op] == self) {
        Value result;
        if (try_right && type_is_subtype(b, a) && is_overridden(rt, left, right, reflected)) {
            result = operand_method(rt, reflected, right, left);
            if (result != NOT_IMPLEMENTED)
                return result;
            try_right = false;
        }
        result = operand_method(rt, name, left, right);
        if (result != NOT_IMPLEMENTED || b == a)
            return result;
    }
    return try_right ? operand_method(rt, reflected, right, left) : NOT_IMPLEMENTED;
}

#define DEFINE(op, name, rname) \
    Owned slot_BINARY_##op(Runtime *rt, Borrowed left, Borrowed right) \
    { return slot_binary(rt, left, right, BINARY_##op, slot_BINARY_##op, rt->names.name, rt->names.rname); }
BINARY_OPS(DEFINE)
#undef DEFINE

#define DEFINE(op, name) \
    Owned slot_INPLACE_BINARY_##op(Runtime *rt, Borrowed self, Borrowed other) \
    { Value args[2] = { self, other }; return special(rt, rt->names.name, args, 2); }
INPLACE_OPS(DEFINE)
#undef DEFINE

/* Three operands never ask for __rpow__. */
Owned slot_power(Runtime *rt, Borrowed base, Borrowed exponent, Borrowed modulus)
{
    if (modulus == NONE)
        return slot_BINARY_POW(rt, base, exponent);
    if (value_type(rt, base)->slots->power != slot_power)
        return NOT_IMPLEMENTED;
    Value args[3] = { base, exponent, modulus };
    return special(rt, rt->names.__pow__, args, 3);
}
