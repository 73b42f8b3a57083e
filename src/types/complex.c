/* complex: a pair of doubles.  The formulas follow the order of operations that fixes
 * the last digit: Smith's division, powers by repeated multiplication for small whole
 * exponents and by polar coordinates for all others. */
#include "types/complex.h"

#include <math.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/float_text.h"
#include "types/format.h"
#include "types/int_limbs.h"
#include "types/str.h"
#include "types/tuple.h"

static Owned complex_make_number(Runtime *rt, Type *type, ComplexNumber z)
{
    Complex *c = type == rt->complex_type ? (Complex *)gc_alloc(&rt->gc, &type->gc, sizeof *c)
                                          : (Complex *)type_alloc(rt, type, 0);
    if (!c)
        return error_pending(rt) ? NULL : raise_memory_error(rt);
    c->real = z.real;
    c->imaginary = z.imaginary;
    if (type->flags & TYPE_CONTAINER)
        gc_track(&rt->gc, &c->head);
    return object_value(c);
}

Owned complex_value(Runtime *rt, double real, double imaginary)
{
    return complex_make_number(rt, rt->complex_type, (ComplexNumber){ real, imaginary });
}

/* -- arithmetic */

ComplexNumber complex_multiply(ComplexNumber a, ComplexNumber b)
{
    return (ComplexNumber){ a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real };
}

ComplexNumber complex_divide(ComplexNumber a, ComplexNumber b, bool *by_zero)
{
    double real = fabs(b.real), imaginary = fabs(b.imaginary);
    if (real >= imaginary) {
        if (real == 0) {
            *by_zero = true;
            return (ComplexNumber){ 0, 0 };
        }
        double ratio = b.imaginary / b.real, scale = b.real + b.imaginary * ratio;
        return (ComplexNumber){ (a.real + a.imaginary * ratio) / scale, (a.imaginary - a.real * ratio) / scale };
    }
    if (imaginary >= real) {
        double ratio = b.real / b.imaginary, scale = b.real * ratio + b.imaginary;
        return (ComplexNumber){ (a.real * ratio + a.imaginary) / scale, (a.imaginary * ratio - a.real) / scale };
    }
    return (ComplexNumber){ NAN, NAN };     /* one part is nan */
}

double complex_absolute(ComplexNumber z)
{
    if (isinf(z.real) || isinf(z.imaginary))
        return INFINITY;
    return hypot(z.real, z.imaginary);
}

static ComplexNumber power_of_whole(ComplexNumber base, int exponent)
{
    ComplexNumber result = { 1.0, 0.0 };
    for (int bit = 1; bit > 0 && exponent >= bit; bit <<= 1) {
        if (exponent & bit)
            result = complex_multiply(result, base);
        base = complex_multiply(base, base);
    }
    return result;
}

/* An infinite angle leaves the result undefined: *UNDEFINED. */
static ComplexNumber power_polar(ComplexNumber base, ComplexNumber exponent, bool *undefined)
{
    double radius = hypot(base.real, base.imaginary), angle = atan2(base.imaginary, base.real);
    double length = pow(radius, exponent.real), phase = angle * exponent.real;
    if (exponent.imaginary != 0.0) {
        length /= exp(angle * exponent.imaginary);
        phase += exponent.imaginary * log(radius);
    }
    *undefined = isinf(phase);
    return (ComplexNumber){ length * cos(phase), length * sin(phase) };
}

static Owned complex_power(Runtime *rt, ComplexNumber a, ComplexNumber b)
{
    ComplexNumber z;
    bool by_zero = false, whole = b.imaginary == 0.0 && b.real == floor(b.real) && fabs(b.real) <= 100.0;
    if (b.real == 0 && b.imaginary == 0) {
        z = (ComplexNumber){ 1.0, 0.0 };
    } else if (whole && b.real > 0) {
        z = power_of_whole(a, (int)b.real);
    } else if (whole) {
        z = complex_divide((ComplexNumber){ 1.0, 0.0 }, power_of_whole(a, (int)-b.real), &by_zero);
    } else if (a.real == 0 && a.imaginary == 0) {
        z = (ComplexNumber){ 0.0, 0.0 };
        by_zero = b.imaginary != 0 || b.real < 0;
    } else {
        z = power_polar(a, b, &by_zero);
    }
    if (by_zero)
        return raise(rt, rt->ZeroDivisionError, "0.0 to a negative or complex power");
    if (isinf(z.real) || isinf(z.imaginary))
        return raise_overflow(rt, "complex exponentiation");
    return complex_number_value(rt, z);
}

static Owned complex_quotient(Runtime *rt, ComplexNumber a, ComplexNumber b)
{
    bool by_zero = false;
    ComplexNumber z = complex_divide(a, b, &by_zero);
    return by_zero ? raise(rt, rt->ZeroDivisionError, "complex division by zero") : complex_number_value(rt, z);
}

/* 1: *OUT is set; 0: not a number that complex knows; -1: int too large. */
static int operand(Runtime *rt, Borrowed v, ComplexNumber *out)
{
    if (value_is_complex(v)) {
        *out = complex_number(v);
        return 1;
    }
    out->imaginary = 0;
    if (value_is_float(v)) {
        out->real = float_number(v);
        return 1;
    }
    if (!value_is_int(v))
        return 0;
    return int_to_double(rt, v, &out->real) ? 1 : -1;
}

static int operands(Runtime *rt, Borrowed v, Borrowed w, ComplexNumber *a, ComplexNumber *b)
{
    int first = operand(rt, v, a);
    return first == 1 ? operand(rt, w, b) : first;
}

#define COMPLEX_BINARY(name, expression) \
    static Owned name(Runtime *rt, Borrowed v, Borrowed w) \
    { \
        ComplexNumber a, b; \
        int known = operands(rt, v, w, &a, &b); \
        if (unlikely(known != 1)) \
            return known ? NULL : NOT_IMPLEMENTED; \
        return expression; \
    }
COMPLEX_BINARY(slot_add, complex_value(rt, a.real + b.real, a.imaginary + b.imaginary))
COMPLEX_BINARY(slot_subtract, complex_value(rt, a.real - b.real, a.imaginary - b.imaginary))
COMPLEX_BINARY(slot_multiply, complex_number_value(rt, complex_multiply(a, b)))
COMPLEX_BINARY(slot_divide, complex_quotient(rt, a, b))
COMPLEX_BINARY(slot_power_two, complex_power(rt, a, b))

static bool value_is_number(Runtime *rt, Borrowed v)
{
    return value_is_int(v) || value_is_instance(rt, v, rt->float_type) || value_is_instance(rt, v, rt->complex_type);
}

static Owned slot_power(Runtime *rt, Borrowed v, Borrowed w, Borrowed modulus)
{
    if (!modulus || modulus == NONE)
        return slot_power_two(rt, v, w);
    if (!value_is_number(rt, v) || !value_is_number(rt, w))
        return NOT_IMPLEMENTED;
    return raise(rt, rt->ValueError, "complex modulo");
}

static Owned slot_negative(Runtime *rt, Borrowed v)
{
    return complex_value(rt, -((Complex *)v)->real, -((Complex *)v)->imaginary);
}

static Owned slot_positive(Runtime *rt, Borrowed v) { return complex_number_value(rt, complex_number(v)); }

static Owned slot_absolute(Runtime *rt, Borrowed v)
{
    ComplexNumber z = complex_number(v);
    double d = complex_absolute(z);
    if (isinf(d) && isfinite(z.real) && isfinite(z.imaginary))
        return raise_overflow(rt, "absolute value too large");
    return float_value(rt, d);
}

static int slot_truth(unused Runtime *rt, Borrowed v)
{
    return ((Complex *)v)->real != 0 || ((Complex *)v)->imaginary != 0;
}

static Owned slot_compare(Runtime *rt, Borrowed v, Borrowed w, CompareOp op)
{
    bool equal;
    ComplexNumber a = complex_number(v);
    if (op != COMPARE_EQ && op != COMPARE_NE)
        return NOT_IMPLEMENTED;
    if (value_is_int(w) || value_is_float(w)) {
        int real = a.imaginary == 0;
        Value x = real ? float_value(rt, a.real) : NULL;
        if (real && !x)
            return NULL;
        real = real ? compare_true(rt, x, w, COMPARE_EQ) : 0;
        release(rt, x);
        if (real < 0)
            return NULL;
        equal = real;
    } else if (value_is_complex(w)) {
        ComplexNumber b = complex_number(w);
        equal = a.real == b.real && a.imaginary == b.imaginary;
    } else {
        return NOT_IMPLEMENTED;
    }
    return bool_value(equal == (op == COMPARE_EQ));
}

static int64_t part_hash(Borrowed v, double d)
{
    uint64_t address = value_bits(v);
    return isnan(d) ? (int64_t)(address >> 4 | address << 60) : float_hash(d);
}

static bool slot_hash(unused Runtime *rt, Borrowed v, int64_t *hash)
{
    ComplexNumber z = complex_number(v);
    *hash = (int64_t)((uint64_t)part_hash(v, z.real) + 1000003u * (uint64_t)part_hash(v, z.imaginary));
    if (*hash == -1)
        *hash = -2;
    return true;
}

static Owned slot_repr(Runtime *rt, Borrowed v)
{
    ComplexNumber z = complex_number(v);
    FloatStyle style = { .code = 'r' };
    char text[80];
    size_t at = 0;
    bool whole = z.real != 0 || signbit(z.real);
    if (whole) {
        text[at++] = '(';
        at += float_write(z.real, &style, text + at, sizeof text - at);
        style.always_sign = true;
    }
    at += float_write(z.imaginary, &style, text + at, sizeof text - at);
    text[at++] = 'j';
    if (whole)
        text[at++] = ')';
    return str_from_bytes(rt, text, at);
}

/* -- methods */

static Owned complex_conjugate(Runtime *rt, Borrowed self, unused const Value *args)
{
    return complex_value(rt, ((Complex *)self)->real, -((Complex *)self)->imaginary);
}

static Owned complex_itself(Runtime *rt, Borrowed self, unused const Value *args) { return slot_positive(rt, self); }

static Owned complex_format(Runtime *rt, Borrowed self, const Value *args)
{
    if (!argument_str(rt, "__format__()", args[0]))
        return NULL;
    return complex_format_spec(rt, self, args[0]);
}

static Owned get_real(Runtime *rt, Borrowed self) { return float_value(rt, ((Complex *)self)->real); }
static Owned get_imaginary(Runtime *rt, Borrowed self) { return float_value(rt, ((Complex *)self)->imaginary); }

static Owned complex_getnewargs(Runtime *rt, Borrowed self, unused const Value *args)
{
    Value both[2] = { get_real(rt, self), NULL };
    if (both[0] && (both[1] = get_imaginary(rt, self)))
        return tuple_from_steal(rt, both, 2);
    release(rt, both[0]);
    return NULL;
}

static const MethodDef complex_methods[] = {
    METHOD("conjugate", complex_conjugate, "()", "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."),
    METHOD("__complex__", complex_itself, "()", "Convert this value to exact type complex."),
    METHOD("__getnewargs__", complex_getnewargs, "()", NULL),
    METHOD("__format__", complex_format, "(format_spec, /)", "Convert to a string according to format_spec."),
    { 0 },
};

static const MemberDef complex_members[] = {
    { "real", MEMBER_DOUBLE, offsetof(Complex, real), false, "the real part of a complex number" },
    { "imag", MEMBER_DOUBLE, offsetof(Complex, imaginary), false, "the imaginary part of a complex number" },
    { 0 },
};

/* -- constructor */

/* complex(), from text: "[real][imaginary j]" with optional parentheses and blanks around. */
typedef struct ComplexText { const char *p, *end; } ComplexText;

static void skip_blanks(ComplexText *t)
{
    while (t->p < t->end && (*t->p == ' ' || (*t->p >= '\t' && *t->p <= '\r')))
        t->p++;
}

static bool take(ComplexText *t, const char *letters)
{
    if (t->p == t->end || !strchr(letters, *t->p) || !*t->p)
        return false;
    t->p++;
    return true;
}

/* A number, or a lone sign (or nothing) before a j, which stands for one. */
static bool take_number(ComplexText *t, double *out)
{
    size_t size = float_parse(t->p, (size_t)(t->end - t->p), out);
    if (size) {
        t->p += size;
        return true;
    }
    const char *p = t->p;
    *out = p < t->end && *p == '-' ? -1.0 : 1.0;
    p += p < t->end && (*p == '-' || *p == '+');
    if (p == t->end || (*p != 'j' && *p != 'J'))
        return false;
    t->p = p;
    return true;
}

static bool take_parts(ComplexText *t, ComplexNumber *out)
{
    double number;
    if (!take_number(t, &number))
        return false;
    if (take(t, "jJ")) {
        *out = (ComplexNumber){ 0.0, number };
        return true;
    }
    *out = (ComplexNumber){ number, 0.0 };
    if (t->p < t->end && (*t->p == '+' || *t->p == '-'))
        return take_number(t, &out->imaginary) && take(t, "jJ");
    return true;
}

static bool parse_complex(const char *text, size_t size, ComplexNumber *out)
{
    ComplexText t = { text, text + size };
    skip_blanks(&t);
    bool parenthesis = take(&t, "(");
    skip_blanks(&t);
    if (!take_parts(&t, out))
        return false;
    skip_blanks(&t);
    if (parenthesis && !take(&t, ")"))
        return false;
    skip_blanks(&t);
    return t.p == t.end;
}

bool complex_from_text(Runtime *rt, Borrowed text, ComplexNumber *out)
{
    TextAscii t;
    char *copy = NULL;
    int64_t count = -1;
    if (!text_ascii_open(rt, text, &t))
        return false;
    if (!memchr(t.text, '_', t.size)) {
        if (!parse_complex(t.text, t.size, out))
            raise(rt, rt->ValueError, "complex() arg is a malformed string");
    } else if (!(copy = memory_alloc(rt, t.size))) {
        raise_memory_error(rt);
    } else if ((count = text_drop_underscores(t.text, t.size, copy)) < 0) {
        raise(rt, rt->ValueError, "could not convert string to complex: %R", text);
    } else if (!parse_complex(copy, (size_t)count, out)) {
        raise(rt, rt->ValueError, "complex() arg is a malformed string");
    }
    memory_free(rt, copy);
    text_ascii_close(rt, &t);
    return !error_pending(rt);
}

/* The result of __complex__ where V has one: 1 set, 0 none, -1 error. */
static int special_complex(Runtime *rt, Borrowed v, ComplexNumber *out)
{
    if (value_is_complex(v) && object_is_exactly(v, rt->complex_type)) {
        *out = complex_number(v);
        return 1;
    }
    Value result = call_special(rt, v, rt->names.complex_, NULL, 0);
    if (!result)
        return error_pending(rt) ? -1 : 0;
    bool good = value_is_complex(result);
    if (!good)
        raise(rt, rt->TypeError, "__complex__ returned non-complex (type %.200T)", result);
    else if (!object_is_exactly(result, rt->complex_type))
        good = warn(rt, rt->DeprecationWarning,
                    "__complex__ returned non-complex (type %.200T).  The ability to return an instance of a strict "
                    "subclass of complex is deprecated, and may be removed in a future version of Python.", result);
    if (good)
        *out = complex_number(result);
    release(rt, result);
    return good ? 1 : -1;
}

bool value_to_complex(Runtime *rt, Borrowed v, ComplexNumber *out)
{
    int special = special_complex(rt, v, out);
    if (special)
        return special > 0;
    out->imaginary = 0;
    return value_to_double(rt, v, &out->real);
}

static bool has_number(Runtime *rt, Borrowed v)
{
    const Slots *slots = value_type(rt, v)->slots;
    return slots->to_float || slots->index;
}

/* One argument of complex(): COMPLEX says whether it gave an imaginary part. */
static bool part_of(Runtime *rt, Borrowed v, bool first, ComplexNumber *out, bool *complex)
{
    int special = first ? special_complex(rt, v, out) : 0;
    if (!special && value_is_complex(v)) {
        *out = complex_number(v);
        special = 1;
    }
    *complex = special > 0;
    if (special)
        return special > 0;
    if (!has_number(rt, v))
        return raise(rt, rt->TypeError, first ? "complex() first argument must be a string or a number, not '%.200T'" :
                     "complex() second argument must be a number, not '%.200T'", v);
    out->imaginary = 0;
    return value_to_double(rt, v, &out->real);
}

static bool complex_from_parts(Runtime *rt, Borrowed real, Borrowed imaginary, ComplexNumber *out)
{
    ComplexNumber a = { 0, 0 }, b = { 0, 0 };
    bool a_complex = false, b_complex = false;
    if (real && value_is_str(real)) {
        if (imaginary)
            return raise(rt, rt->TypeError, "complex() can't take second arg if first is a string");
        return complex_from_text(rt, real, out);
    }
    if (imaginary && value_is_str(imaginary))
        return raise(rt, rt->TypeError, "complex() second arg can't be a string");
    if (real && imaginary && !value_is_complex(real) && !has_number(rt, real) && !part_of(rt, real, true, &a, &a_complex))
        return false;
    if (imaginary && !value_is_complex(imaginary) && !has_number(rt, imaginary))
        return part_of(rt, imaginary, false, &b, &b_complex);
    if (real && !part_of(rt, real, true, &a, &a_complex))
        return false;
    if (imaginary && !part_of(rt, imaginary, false, &b, &b_complex))
        return false;
    /* real + imaginary * 1j, without touching the signs of zeros */
    out->real = b_complex ? a.real - b.imaginary : a.real;
    out->imaginary = !a_complex ? b.real : imaginary ? a.imaginary + b.real : a.imaginary;
    return true;
}

static Owned slot_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2];
    ComplexNumber z;
    if (!arguments_bind(rt, "complex", "(real=0, imag=0)", args, count, keywords, bound))
        return NULL;
    if (type == rt->complex_type && bound[0] && !bound[1] && object_is_exactly(bound[0], type))
        return retain(bound[0]);
    return complex_from_parts(rt, bound[0], bound[1], &z) ? complex_make_number(rt, type, z) : NULL;
}

static bool is_instance_of_subclass(const Object *object)
{
    const Type *type = object_type(object);
    return type != type->rt->complex_type;
}

static int complex_traverse(Object *self, GcVisit visit, void *argument)
{
    return is_instance_of_subclass(self) ? type_traverse_object(self, visit, argument) : 0;
}

static void complex_clear(Gc *gc, Object *self)
{
    if (is_instance_of_subclass(self))
        type_clear_object(runtime_of(gc), self);
}

static void complex_free(Gc *gc, Object *self)
{
    if (is_instance_of_subclass(self))
        type_free_object(runtime_of(gc), self);
    else
        gc_free(gc, self);
}

const TypeDef complex_type_def = {
    .name = "complex",
    .doc = "Create a complex number from a real part and an optional imaginary part.\n\n"
           "This is equivalent to (real + imag*1j) where imag defaults to 0.",
    .signature = "(real=0, imag=0)",
    .size = sizeof(Complex),
    .flags = TYPE_SUBCLASSABLE | TYPE_IS_COMPLEX,
    .traverse = complex_traverse, .steady = true,
    .clear = complex_clear,
    .free = complex_free,
    .slots = {
        .repr = slot_repr,
        .hash = slot_hash,
        .compare = slot_compare,
        .make = slot_make,
        .truth = slot_truth,
        .binary = {
            [BINARY_ADD] = slot_add, [BINARY_SUB] = slot_subtract, [BINARY_MUL] = slot_multiply,
            [BINARY_TRUEDIV] = slot_divide, [BINARY_POW] = slot_power_two,
        },
        .power = slot_power,
        .unary = {
            [UNARY_NEGATIVE] = slot_negative, [UNARY_POSITIVE] = slot_positive, [UNARY_ABSOLUTE] = slot_absolute,
        },
    },
    .methods = complex_methods,
    .members = complex_members,
};
