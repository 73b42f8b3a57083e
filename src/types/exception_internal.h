/* Shared by the files exception*.c only. */
#ifndef OURO_TYPES_EXCEPTION_INTERNAL_H
#define OURO_TYPES_EXCEPTION_INTERNAL_H

#include "types/exception.h"

int exception_traverse(Object *self, GcVisit visit, void *argument);
void exception_clear(Gc *gc, Object *self);
void exception_free(Gc *gc, Object *self);
Owned exception_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords);
bool exception_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords);
bool exception_set_args(Runtime *rt, Borrowed self, const Value *args, size_t count) must_check;

Owned exception_base_str(Runtime *rt, Borrowed self);
Owned exception_base_repr(Runtime *rt, Borrowed self);

extern const MethodDef exception_methods[];
extern const MemberDef exception_members[];
extern const GetSetDef exception_getsets[];

/* exception_os.c */
Owned os_error_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords);
bool os_error_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords);
Owned os_error_str(Runtime *rt, Borrowed self);
extern const MethodDef os_error_methods[];
extern const MemberDef os_error_members[];
extern const GetSetDef os_error_getsets[];

/* exception_unicode.c */
bool unicode_encode_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords);
bool unicode_decode_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords);
bool unicode_translate_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords);
Owned unicode_encode_str(Runtime *rt, Borrowed self);
Owned unicode_decode_str(Runtime *rt, Borrowed self);
Owned unicode_translate_str(Runtime *rt, Borrowed self);
extern const MemberDef unicode_members[], unicode_translate_members[];

/* exception_group.c */
Owned group_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords);
bool group_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords);
Owned group_str(Runtime *rt, Borrowed self);
extern const MethodDef group_methods[];
extern const MemberDef group_members[];

#define EXTRA_OFFSET(n) ((uint32_t)(offsetof(Exception, extra) + (n) * sizeof(Value)))
#define EXTRA_MEMBER(name, n) { name, MEMBER_VALUE_OR_NONE, EXTRA_OFFSET(n), true, NULL }

#endif
