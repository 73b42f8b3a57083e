/* Classes: making, changing and taking apart Type objects. */
#ifndef OURO_TYPES_CLASS_H
#define OURO_TYPES_CLASS_H

#include "object/runtime.h"

/* A Type object of METATYPE with nothing in it but a version and the runtime. */
Type *type_new_bare(Runtime *rt, Type *metatype) must_check;

/* What a Type owns: references; memory. */
void type_drop_values(Runtime *rt, Type *type);
void type_drop_tables(Runtime *rt, Type *type);

/* -- making (types/class.c) */
extern const GetSetDef instance_dict_getset;    /* "__dict__" */
extern const MethodDef class_new_method;        /* the "__new__" of every built-in type */
Owned type_make(Runtime *rt, Type *metatype, const Value *args, size_t count, Borrowed keywords) must_check;
Owned type_call(CALL_PARAMETERS) must_check;
/* What a __new__ of a built-in type returned may not be tracked yet. */
void class_track_made(Runtime *rt, Borrowed v);
/* The most derived of METATYPE and the types of BASES (a tuple), borrowed. */
Type *class_metatype(Runtime *rt, Type *metatype, Borrowed bases) must_check;

/* The slots of object. */
Owned plain_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords) must_check;
bool plain_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords) must_check;

/* -- method resolution order (types/class_mro.c) */
Owned class_mro_default(Runtime *rt, Type *type) must_check;
Owned class_mro(Runtime *rt, Type *type) must_check;             /* asks the metaclass */

/* A dict with every name that dir(CLASS) lists. */
Owned class_dir_dict(Runtime *rt, Borrowed class) must_check;

/* -- layout (types/class_layout.c) */
Type *class_best_base(Runtime *rt, Borrowed bases) must_check;
const Type *class_solid_base(const Type *type);
bool class_layout_same(const Type *a, const Type *b);
/* May TO take the place of FROM?  WHAT: "__class__" or "__bases__", for the message. */
bool class_check_same(Runtime *rt, const char *what, const Type *to, const Type *from) must_check;
/* __slots__ of the namespace; decides offsets, sizes and flags of the new TYPE. */
bool class_layout(Runtime *rt, Type *type, Borrowed namespace) must_check;

/* -- subclasses (types/class_tree.c) */
bool class_tree_add(Runtime *rt, Type *type) must_check;         /* to every base of TYPE */
void class_tree_remove(Runtime *rt, Type *type);
Owned class_tree_list(Runtime *rt, Type *type) must_check;
typedef struct Subclasses {
    size_t count, capacity;
    Type *items[];
} Subclasses;
bool class_set_bases(Runtime *rt, Type *type, Borrowed bases) must_check;

/* -- attributes of types (types/class_attribute.c) */
extern const GetSetDef type_getsets[];
extern const MemberDef type_members[];
Owned type_get_attribute(Runtime *rt, Borrowed self, Borrowed name);
bool type_set_attribute(Runtime *rt, Borrowed self, Borrowed name, Borrowed value);
Owned type_module_name(Runtime *rt, Type *type) must_check;
/* "module.qualname", without "builtins." */
Owned type_full_name(Runtime *rt, Type *type) must_check;
bool type_set_name(Runtime *rt, Type *type, Borrowed name) must_check;

/* "name" with the class's name in front when it begins with two underscores. */
Owned class_mangle(Runtime *rt, Borrowed class_name, Borrowed name) must_check;

#endif
