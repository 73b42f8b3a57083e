/* sys: constants that describe this Python and the machine. */
#include <float.h>
#include <limits.h>

#include "modules/sys.h"
#include "modules/unraisable.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/namespace.h"
#include "types/str.h"
#include "types/structseq.h"
#include "types/tuple.h"
#include "vm/library.h"

#define PYTHON_MAJOR 3
#define PYTHON_MINOR 11
#define PYTHON_MICRO 2

static const GetSetDef version_fields[] = {
    STRUCTSEQ_FIELD("major", 0, "Major release number"), STRUCTSEQ_FIELD("minor", 1, "Minor release number"),
    STRUCTSEQ_FIELD("micro", 2, "Patch release number"),
    STRUCTSEQ_FIELD("releaselevel", 3, "'alpha', 'beta', 'candidate', or 'final'"),
    STRUCTSEQ_FIELD("serial", 4, "Serial release number"), { 0 },
};
static const StructSeqDef version_def =
    STRUCTSEQ("sys.version_info", version_fields, 5, 5, "sys.version_info\n\nVersion information as a named tuple.");

static const GetSetDef float_fields[] = {
    STRUCTSEQ_FIELD("max", 0, NULL), STRUCTSEQ_FIELD("max_exp", 1, NULL), STRUCTSEQ_FIELD("max_10_exp", 2, NULL),
    STRUCTSEQ_FIELD("min", 3, NULL), STRUCTSEQ_FIELD("min_exp", 4, NULL), STRUCTSEQ_FIELD("min_10_exp", 5, NULL),
    STRUCTSEQ_FIELD("dig", 6, NULL), STRUCTSEQ_FIELD("mant_dig", 7, NULL), STRUCTSEQ_FIELD("epsilon", 8, NULL),
    STRUCTSEQ_FIELD("radix", 9, NULL), STRUCTSEQ_FIELD("rounds", 10, NULL), { 0 },
};
static const StructSeqDef float_def = STRUCTSEQ("sys.float_info", float_fields, 11, 11, NULL);

static const GetSetDef int_fields[] = {
    STRUCTSEQ_FIELD("bits_per_digit", 0, "size of a digit in bits"),
    STRUCTSEQ_FIELD("sizeof_digit", 1, "size in bytes of the C type used to represent a digit"),
    STRUCTSEQ_FIELD("default_max_str_digits", 2, "maximum string conversion digits limitation"),
    STRUCTSEQ_FIELD("str_digits_check_threshold", 3, "minimum positive value for int_max_str_digits"), { 0 },
};
static const StructSeqDef int_def = STRUCTSEQ("sys.int_info", int_fields, 4, 4, NULL);

static const GetSetDef hash_fields[] = {
    STRUCTSEQ_FIELD("width", 0, NULL), STRUCTSEQ_FIELD("modulus", 1, NULL), STRUCTSEQ_FIELD("inf", 2, NULL),
    STRUCTSEQ_FIELD("nan", 3, NULL), STRUCTSEQ_FIELD("imag", 4, NULL), STRUCTSEQ_FIELD("algorithm", 5, NULL),
    STRUCTSEQ_FIELD("hash_bits", 6, NULL), STRUCTSEQ_FIELD("seed_bits", 7, NULL), STRUCTSEQ_FIELD("cutoff", 8, NULL),
    { 0 },
};
static const StructSeqDef hash_def = STRUCTSEQ("sys.hash_info", hash_fields, 9, 9, NULL);

static const GetSetDef thread_fields[] = {
    STRUCTSEQ_FIELD("name", 0, NULL), STRUCTSEQ_FIELD("lock", 1, NULL), STRUCTSEQ_FIELD("version", 2, NULL), { 0 },
};
static const StructSeqDef thread_def = STRUCTSEQ("sys.thread_info", thread_fields, 3, 3, NULL);

static const GetSetDef flag_fields[] = {
    STRUCTSEQ_FIELD("debug", 0, "-d"), STRUCTSEQ_FIELD("inspect", 1, "-i"), STRUCTSEQ_FIELD("interactive", 2, "-i"),
    STRUCTSEQ_FIELD("optimize", 3, "-O or -OO"), STRUCTSEQ_FIELD("dont_write_bytecode", 4, "-B"),
    STRUCTSEQ_FIELD("no_user_site", 5, "-s"), STRUCTSEQ_FIELD("no_site", 6, "-S"),
    STRUCTSEQ_FIELD("ignore_environment", 7, "-E"), STRUCTSEQ_FIELD("verbose", 8, "-v"),
    STRUCTSEQ_FIELD("bytes_warning", 9, "-b"), STRUCTSEQ_FIELD("quiet", 10, "-q"),
    STRUCTSEQ_FIELD("hash_randomization", 11, "-R"), STRUCTSEQ_FIELD("isolated", 12, "-I"),
    STRUCTSEQ_FIELD("dev_mode", 13, "-X dev"), STRUCTSEQ_FIELD("utf8_mode", 14, "-X utf8"),
    STRUCTSEQ_FIELD("warn_default_encoding", 15, "-X warn_default_encoding"), STRUCTSEQ_FIELD("safe_path", 16, "-P"),
    STRUCTSEQ_FIELD("int_max_str_digits", 17, "-X int_max_str_digits"), { 0 },
};
static const StructSeqDef flags_def =
    STRUCTSEQ("sys.flags", flag_fields, 18, 18, "sys.flags\n\nFlags provided through command line arguments or environment vars.");

/* A struct sequence from ITEMS (taken), stored as sys.NAME; the type goes with it. */
static bool add_structseq(Runtime *rt, Borrowed module, const char *name, const StructSeqDef *def, Value *items)
{
    Type *type = structseq_type_new(rt, def);
    if (!type) {
        for (uint32_t i = 0; i < def->total; i++)
            release(rt, items[i]);
        return false;
    }
    Value value = structseq_new_steal(rt, type, items);
    release(rt, type_value(type));
    return value && module_add_steal(rt, module, name, value);
}

static Value text(Runtime *rt, const char *s) { return str_from_text(rt, s); }
#define INT(n) small_int_value(n)

static bool add_version(Runtime *rt, Borrowed module)
{
    Value items[5] = { INT(PYTHON_MAJOR), INT(PYTHON_MINOR), INT(PYTHON_MICRO), text(rt, "final"), INT(0) };
    return add_structseq(rt, module, "version_info", &version_def, items) &&
           module_add_steal(rt, module, "version", text(rt, "3.11.2 (Ouro " OURO_VERSION ") [C]")) &&
           module_add(rt, module, "hexversion", INT(0x030b02f0)) && module_add(rt, module, "api_version", INT(1013)) &&
           module_add_steal(rt, module, "copyright", text(rt, "Copyright (c) the Ouro authors."));
}

static bool add_implementation(Runtime *rt, Borrowed module)
{
    Value dict = dict_new(rt), name = text(rt, "ouro"), tag = text(rt, "ouro-311");
    bool done = dict && name && tag && dict_set_text(rt, dict, "name", name) && dict_set_text(rt, dict, "cache_tag", tag) &&
                dict_set_text(rt, dict, "version", dict_get_text_peek(rt, module_dict(module), "version_info")) &&
                dict_set_text(rt, dict, "hexversion", INT(0x030b02f0));
    Value namespace_ = done ? simple_namespace_from_dict(rt, dict) : NULL;
    release(rt, name);
    release(rt, tag);
    release(rt, dict);
    return namespace_ && module_add_steal(rt, module, "implementation", namespace_);
}

static bool add_numbers(Runtime *rt, Borrowed module)
{
    Value f[11] = { float_value(rt, DBL_MAX), INT(DBL_MAX_EXP), INT(DBL_MAX_10_EXP), float_value(rt, DBL_MIN),
                    INT(DBL_MIN_EXP), INT(DBL_MIN_10_EXP), INT(DBL_DIG), INT(DBL_MANT_DIG),
                    float_value(rt, DBL_EPSILON), INT(FLT_RADIX), INT(1) };
    Value i[4] = { INT(30), INT(4), INT(4300), INT(640) };
    Value h[9] = { INT(64), INT(((int64_t)1 << 61) - 1), INT(314159), INT(0), INT(1000003), text(rt, "siphash13"),
                   INT(64), INT(128), INT(0) };
    Value t[3] = { text(rt, "pthread"), text(rt, "semaphore"), NONE };
    bool done = add_structseq(rt, module, "float_info", &float_def, f);
    done &= add_structseq(rt, module, "int_info", &int_def, i);
    done &= add_structseq(rt, module, "hash_info", &hash_def, h);
    done &= add_structseq(rt, module, "thread_info", &thread_def, t);
    return done && module_add_steal(rt, module, "maxsize", int_from_int64(rt, INT64_MAX)) &&
           module_add(rt, module, "maxunicode", INT(0x10ffff)) &&
           module_add_steal(rt, module, "float_repr_style", text(rt, "short"));
}

static Owned builtin_names(Runtime *rt)
{
    Value list = list_new(rt, 64);
    for (size_t i = 0; list && builtin_module_at(i); i++) {
        Value name = text(rt, builtin_module_at(i)->name);
        if (!name || !list_append_steal(rt, list, name))
            value_clear(rt, &list);
    }
    if (list && !list_sort(rt, list, NULL, false))
        value_clear(rt, &list);
    Value tuple = list ? list_to_tuple(rt, list) : NULL;
    release(rt, list);
    return tuple;
}

static bool add_system(Runtime *rt, Borrowed module)
{
    return module_add_steal(rt, module, "platform", text(rt, "linux")) &&
           module_add_steal(rt, module, "byteorder", text(rt, "little")) &&
           module_add_steal(rt, module, "platlibdir", text(rt, "lib")) &&
           (!*library_folder() || module_add_steal(rt, module, "_stdlib_dir", text(rt, library_folder()))) &&
           module_add_steal(rt, module, "abiflags", text(rt, "")) &&
           module_add_steal(rt, module, "executable", text(rt, "")) &&
           module_add_steal(rt, module, "prefix", text(rt, "/usr")) &&
           module_add_steal(rt, module, "exec_prefix", text(rt, "/usr")) &&
           module_add_steal(rt, module, "base_prefix", text(rt, "/usr")) &&
           module_add_steal(rt, module, "base_exec_prefix", text(rt, "/usr")) &&
           module_add(rt, module, "dont_write_bytecode", TRUE) && module_add(rt, module, "pycache_prefix", NONE) &&
           module_add_steal(rt, module, "warnoptions", list_new(rt, 0)) &&
           module_add_steal(rt, module, "_xoptions", dict_new(rt)) &&
           module_add_steal(rt, module, "builtin_module_names", builtin_names(rt));
}

bool sys_set_flags(Runtime *rt, const SysFlags *f)
{
    Value items[18] = {
        INT(f->debug), INT(f->inspect), INT(f->interactive), INT(f->optimize), INT(f->dont_write_bytecode),
        INT(f->no_user_site), INT(f->no_site), INT(f->ignore_environment), INT(f->verbose), INT(f->bytes_warning),
        INT(f->quiet), INT(1), INT(f->isolated), bool_value(f->dev_mode), INT(f->utf8_mode), INT(0),
        bool_value(f->safe_path), INT(f->int_max_str_digits),
    };
    Value module = dict_get_text_peek(rt, rt->modules, "sys");
    return add_structseq(rt, module, "flags", &flags_def, items);
}

static bool add_unraisable_type(Runtime *rt, Borrowed module)
{
    Type *type = structseq_type_new(rt, &unraisable_args_def);
    return type && module_add_steal(rt, module, "UnraisableHookArgs", type_value(type));
}

bool sys_add_info(Runtime *rt, Borrowed module)
{
    return add_version(rt, module) && add_implementation(rt, module) && add_numbers(rt, module) &&
           add_system(rt, module) && add_unraisable_type(rt, module);
}
