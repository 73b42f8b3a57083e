/* Types and the slots through which the runtime reaches an object's behaviour.
 *
 * A built-in type is a constant TypeDef, shared by all runtimes, from which each
 * runtime makes its own Type object.  `type->slots` points to the constant table
 * of the TypeDef for a built-in type, and to a table of its own for a class made
 * by a program.  Slots that a TypeDef leaves out are inherited from the base.
 *
 * The type word of an object points to `type->gc`; value_type() goes back from
 * there.  The dictionary of a built-in type is filled at the first look-up.
 */
#ifndef OURO_OBJECT_TYPE_H
#define OURO_OBJECT_TYPE_H

#include "object/value.h"

typedef struct Type Type;
typedef struct Shape Shape;

typedef enum { COMPARE_LT, COMPARE_LE, COMPARE_EQ, COMPARE_NE, COMPARE_GT, COMPARE_GE } CompareOp;

typedef enum {
    BINARY_ADD, BINARY_SUB, BINARY_MUL, BINARY_MATMUL, BINARY_TRUEDIV, BINARY_FLOORDIV,
    BINARY_MOD, BINARY_POW, BINARY_LSHIFT, BINARY_RSHIFT, BINARY_AND, BINARY_OR, BINARY_XOR,
    BINARY_DIVMOD,              /* no operator and no in-place form */
    BINARY_COUNT
} BinaryOp;

typedef enum { UNARY_NEGATIVE, UNARY_POSITIVE, UNARY_INVERT, UNARY_ABSOLUTE, UNARY_COUNT } UnaryOp;

typedef enum { SEND_ERROR = -1, SEND_RETURN = 0, SEND_YIELD = 1 } SendResult;

/* Bytes of an object that offers the buffer protocol. */
typedef struct Buffer {
    char *bytes;
    size_t size;                /* in bytes */
    size_t item_size;
    const char *format;         /* struct format of an item; NULL: "B" */
    bool read_only;
    Value owner;                /* Owned; the exporter */
} Buffer;

/* Calling convention of everything callable: `count` positional arguments in
 * args[0 .. count-1], then the values of keyword arguments, whose names are the
 * tuple KEYWORDS (NULL: none).  All are borrowed. */
#define CALL_PARAMETERS Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords

/* Slots that return bool: false = an exception is set.  int: -1 = exception. */
typedef struct Slots {
    Owned (*repr)(Runtime *rt, Borrowed self);
    Owned (*str)(Runtime *rt, Borrowed self);
    bool (*hash)(Runtime *rt, Borrowed self, int64_t *hash);
    Owned (*compare)(Runtime *rt, Borrowed self, Borrowed other, CompareOp op);
    Owned (*call)(CALL_PARAMETERS);
    Owned (*get_attribute)(Runtime *rt, Borrowed self, Borrowed name);
    /* VALUE NULL deletes. */
    bool (*set_attribute)(Runtime *rt, Borrowed self, Borrowed name, Borrowed value);
    Owned (*iter)(Runtime *rt, Borrowed self);
    /* NULL without an exception, or with StopIteration: exhausted. */
    Owned (*next)(Runtime *rt, Borrowed self);
    /* INSTANCE NULL: reached through the class. */
    Owned (*descriptor_get)(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner);
    bool (*descriptor_set)(Runtime *rt, Borrowed self, Borrowed instance, Borrowed value);
    Owned (*make)(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords);     /* __new__ */
    bool (*init)(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords);
    void (*finalize)(Runtime *rt, Borrowed self);                        /* __del__ */
    int (*truth)(Runtime *rt, Borrowed self);
    int64_t (*length)(Runtime *rt, Borrowed self);
    int (*contains)(Runtime *rt, Borrowed self, Borrowed item);
    Owned (*get_item)(Runtime *rt, Borrowed self, Borrowed key);
    bool (*set_item)(Runtime *rt, Borrowed self, Borrowed key, Borrowed value);     /* NULL deletes */
    /* A sequence also answers a plain index (already non-negative or raw; bounds
     * checked here; IndexError past the end).  Used by iteration and reversed. */
    Owned (*item)(Runtime *rt, Borrowed self, int64_t index);
    Owned (*concat)(Runtime *rt, Borrowed self, Borrowed other);
    Owned (*repeat)(Runtime *rt, Borrowed self, int64_t times);
    Owned (*inplace_concat)(Runtime *rt, Borrowed self, Borrowed other);
    Owned (*inplace_repeat)(Runtime *rt, Borrowed self, int64_t times);
    /* Either operand may be of this type; NOT_IMPLEMENTED when it cannot. */
    Owned (*binary[BINARY_COUNT])(Runtime *rt, Borrowed left, Borrowed right);
    Owned (*inplace[BINARY_COUNT])(Runtime *rt, Borrowed left, Borrowed right);
    Owned (*power)(Runtime *rt, Borrowed base, Borrowed exponent, Borrowed modulus);    /* pow(a, b, c) */
    Owned (*unary[UNARY_COUNT])(Runtime *rt, Borrowed self);
    Owned (*to_int)(Runtime *rt, Borrowed self);
    Owned (*to_float)(Runtime *rt, Borrowed self);
    Owned (*index)(Runtime *rt, Borrowed self);
    SendResult (*send)(Runtime *rt, Borrowed self, Borrowed value, Owned *result);
    Owned (*await)(Runtime *rt, Borrowed self);
    Owned (*aiter)(Runtime *rt, Borrowed self);
    Owned (*anext)(Runtime *rt, Borrowed self);
    bool (*get_buffer)(Runtime *rt, Borrowed self, Buffer *buffer, bool writable);
    void (*release_buffer)(Runtime *rt, Borrowed self, Buffer *buffer);
} Slots;

/* A function in C.  Its signature is Python text without the self parameter, for
 * example "(key, default=None, /)".  The normal kind gets one array entry a
 * parameter, in order, NULL where an optional argument is absent (defaults in
 * the text are documentation); *args and **kwargs need METHOD_RAW. */
typedef Owned (*BoundFunction)(Runtime *rt, Borrowed self, const Value *args);
typedef Owned (*RawFunction)(CALL_PARAMETERS);

enum { METHOD_RAW = 1, METHOD_CLASS = 2, METHOD_STATIC = 4 };

typedef struct MethodDef {
    const char *name;
    union { BoundFunction function; RawFunction raw; };
    const char *signature;
    const char *doc;
    unsigned flags;
} MethodDef;

#define METHOD(name_, function_, signature_, doc_) \
    { .name = name_, .function = function_, .signature = signature_, .doc = doc_ }
#define METHOD_FLAGS(name_, function_, signature_, doc_, flags_) \
    { .name = name_, .function = function_, .signature = signature_, .doc = doc_, .flags = flags_ }
#define RAW_METHOD(name_, function_, signature_, doc_, ...) \
    { .name = name_, .raw = function_, .signature = signature_, .doc = doc_, .flags = METHOD_RAW __VA_OPT__(|) __VA_ARGS__ }

/* A computed attribute.  SET NULL: read-only.  VALUE NULL deletes. */
typedef struct GetSetDef {
    const char *name;
    Owned (*get)(Runtime *rt, Borrowed self);
    bool (*set)(Runtime *rt, Borrowed self, Borrowed value);
    const char *doc;
} GetSetDef;

/* A field of the C structure. */
typedef enum { MEMBER_VALUE, MEMBER_VALUE_OR_NONE, MEMBER_INT32, MEMBER_INT64, MEMBER_SIZE, MEMBER_BOOL, MEMBER_DOUBLE } MemberKind;
typedef struct MemberDef {
    const char *name;
    MemberKind kind;
    uint32_t offset;
    bool writable;
    const char *doc;
} MemberDef;

enum {
    TYPE_CONTAINER = 1 << 0,    /* instances hold references and can be tracked */
    TYPE_SUBCLASSABLE = 1 << 1,
    TYPE_HEAP = 1 << 2,         /* made by a program; counted by its instances */
    TYPE_ABSTRACT = 1 << 3,
    TYPE_READY = 1 << 4,        /* the dictionary is filled */
    TYPE_NO_NEW = 1 << 5,       /* "cannot create 'X' instances" */
    TYPE_SEQUENCE = 1 << 6,     /* for match statements */
    TYPE_MAPPING = 1 << 7,
    TYPE_INSTANCE = 1 << 8,     /* instances have shape fields at fields_offset */
    TYPE_IMMUTABLE = 1 << 9,
    TYPE_WEAK = 1 << 10,        /* instances may be referred to weakly */
    TYPE_IS_WEAKREF = 1 << 11,  /* instances begin with a WeakRef */
    /* Fast subclass tests, inherited. */
    TYPE_IS_INT = 1 << 16, TYPE_IS_STR = 1 << 17, TYPE_IS_BYTES = 1 << 18, TYPE_IS_LIST = 1 << 19,
    TYPE_IS_TUPLE = 1 << 20, TYPE_IS_DICT = 1 << 21, TYPE_IS_EXCEPTION = 1 << 22, TYPE_IS_TYPE = 1 << 23,
    TYPE_IS_FLOAT = 1 << 24, TYPE_IS_SET = 1 << 25, TYPE_IS_FROZENSET = 1 << 26, TYPE_IS_COMPLEX = 1 << 27,
    TYPE_IS_BYTEARRAY = 1 << 28,
    TYPE_INHERITED = TYPE_CONTAINER | TYPE_WEAK | TYPE_IS_WEAKREF | TYPE_SEQUENCE | TYPE_MAPPING | 0x7fff << 16,
};

/* Called with each block (memory_alloc, never NULL) that an object owns beside its own. */
typedef void (*BufferVisit)(const void *block, void *argument);

typedef struct TypeDef {
    const char *name;           /* "list", or with its module: "itertools.chain" */
    const char *doc;
    const char *signature;      /* of the constructor; NULL: none shown */
    uint32_t size;              /* of the C structure, header included; 0: the base's */
    uint32_t item_size;         /* of a variable part; 0: none */
    uint32_t flags;             /* TYPE_* */
    uint32_t dict_offset;       /* of a Value field with the __dict__ or NULL; 0: none */
    int (*traverse)(Object *self, GcVisit visit, void *argument);
    size_t (*traverse_part)(Object *self, size_t from, size_t count, GcVisit visit, void *argument);
    bool steady;                /* GCTYPE_STEADY; holds with the traverse that stands here */
    void (*clear)(Gc *gc, Object *self);
    void (*free)(Gc *gc, Object *self);
    /* The object's blocks of memory_alloc; NULL: has none.  Inherited. */
    void (*buffers)(const Object *self, BufferVisit visit, void *argument);
    Slots slots;
    const MethodDef *methods;   /* each table ends with a row without name */
    const GetSetDef *getsets;
    const MemberDef *members;
} TypeDef;

/* A class on a base of variable size keeps its __dict__ in the last 8 bytes of the block
 * and its __slots__ values in front of it. */
#define DICT_AT_END UINT32_MAX

struct Type {
    Object head;
    GcType gc;                  /* what the type word of an instance points to */
    const Slots *slots;
    const TypeDef *def;         /* NULL for a class made by a program */
    uint32_t flags;             /* TYPE_* */
    uint32_t version;           /* changes with every change that look-ups may see; never 0 */
    uint32_t item_size;
    uint32_t dict_offset;       /* of the Value with the __dict__; 0: none; DICT_AT_END */
    uint32_t fields_offset;     /* of the instance's shape and slots; 0: none */
    uint32_t slot_hint;         /* slots that a new instance is born with */
    uint32_t slots_offset;      /* of the first __slots__ value; 0: at the end of the block */
    uint32_t slot_count;        /* __slots__ values, those of the bases included */
    Type *base;                 /* Owned; NULL for object */
    Value bases;                /* tuple */
    Value mro;                  /* tuple */
    Value dict;                 /* dict of the type's own attributes */
    Value name, qualname;       /* str */
    struct Subclasses *subclasses;      /* not counted: a subclass takes itself out; or NULL */
    Value slot_names;           /* __slots__ as tuple of str, or NULL */
    Shape *shape;               /* root shape of instances; owned by the type */
    Slots *own_slots;           /* TYPE_HEAP: the table that `slots` points to */
    Type *related;              /* not counted: an immortal type whose objects its methods make, or NULL */
    struct Runtime *rt;
};

static always_inline Type *object_type(const Object *object)
{
    return (Type *)((char *)(object->type_word & ~(uintptr_t)OBJECT_FLAGS) - offsetof(Type, gc));
}

/* The type that a method of TYPE, made from a definition, or of a class derived from it, works with. */
static inline Type *type_related(const Type *type)
{
    while (!type->def)
        type = type->base;
    return type->related;
}

static inline Value type_value(const Type *type) { return object_value(type); }

/* Is TYPE the same as BASE or derived from it (through the mro)? */
bool type_is_subtype(const Type *type, const Type *base);

/* The attribute NAME (interned str) in the dictionaries along the mro, or NULL;
 * never raises.  Answers come from a per-runtime cache keyed by version. */
Borrowed type_lookup_peek(Runtime *rt, Type *type, Borrowed name);

/* Fill the dictionary of a built-in type from its TypeDef; no effect the second time. */
bool type_ready(Runtime *rt, Type *type) must_check;

/* Every look-up that depends on TYPE (and its subclasses) is out of date. */
void type_modified(Runtime *rt, Type *type);

/* A built-in type of this runtime from its definition.  MODULE types use it too. */
Type *type_from_def(Runtime *rt, const TypeDef *def, Type *base) must_check;

/* The first two types come to be before there is a type of types: fix their type words. */
void type_bootstrap(Runtime *rt);

/* The last step of closing a runtime: every type made by type_from_def goes. */
void type_close_all(Runtime *rt);

/* Give an object of TYPE: type->gc.basic_size + items * item_size bytes (fields for
 * a TYPE_INSTANCE included), zeroed after the header, untracked; retains a
 * TYPE_HEAP type.  NULL with MemoryError. */
Object *type_alloc(Runtime *rt, Type *type, size_t items) must_check;
/* The same for a container type without items, raising nothing: NULL when refused. */
Object *type_alloc_quiet(Runtime *rt, Type *type) must_check;

/* The last act of every free function: drop the object's fields at fields_offset and
 * its dict at dict_offset, the weak count of a heap type, and the memory. */
void type_free_object(Runtime *rt, Object *object);

/* For traverse functions: the parts that type_free_object drops. */
int type_traverse_object(Object *object, GcVisit visit, void *argument);
void type_clear_object(Runtime *rt, Object *object);

#define VISIT(object) \
    do { if (object) { int visit_result = visit((Object *)(object), argument); if (visit_result) return visit_result; } } while (0)
#define VISIT_VALUE(value) \
    do { if (value_is_object(value)) { int visit_result = visit(value_object(value), argument); if (visit_result) return visit_result; } } while (0)

#endif
