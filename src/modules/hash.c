/* The modules _md5, _sha1, _sha256, _sha512 and _sha3: digests by OpenSSL's EVP.
 * The library is large (2 MB resident, half of a start), so it is loaded by the first
 * of these modules that is imported.
 *
 * One type of digest object serves all; a module has its own copy of it and a function
 * for each algorithm. */
#include <dlfcn.h>
#include <openssl/evp.h>
#include <stdio.h>

#include "object/budget.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/module.h"
#include "types/str.h"

/* NAME of the loaded library; looking it up takes a tenth of the time of the shortest digest. */
#define CRYPTO(library, name) ((__typeof__(&name))dlsym((library), #name))

/* It is never unloaded: there is one in a process, however many runtimes use it. */
static void *crypto_open(Runtime *rt)
{
    static const char *const names[] = { "libcrypto.so.3", "libcrypto.so", "libcrypto.3.dylib", "libcrypto.dylib" };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        void *library = dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);
        if (library && CRYPTO(library, EVP_DigestFinalXOF) && CRYPTO(library, EVP_MD_CTX_get0_md))
            return library;
    }
    return raise(rt, rt->ImportError, "OpenSSL's libcrypto cannot be loaded");
}

typedef struct Digest {
    Object head;
    void *library;
    EVP_MD_CTX *context;        /* OpenSSL's own memory */
    const char *name;
} Digest;

typedef struct State { Type *type, *shake; void *library; } State;     /* shake: digests of any length */

/* What OpenSSL takes for a context: of SHA-3, the largest. */
enum { CONTEXT_SIZE = 512 };

static void digest_free(Gc *gc, Object *self)
{
    Digest *d = (Digest *)self;
    if (d->context) {
        heap_return_outside(&gc->heap, CONTEXT_SIZE);
        CRYPTO(d->library, EVP_MD_CTX_free)(d->context);
    }
    type_free_object(runtime_of(gc), self);
}

static Digest *digest_new(Runtime *rt, Type *type, const char *name, void *library)
{
    Digest *d = (Digest *)type_alloc(rt, type, 0);
    if (!d)
        return NULL;
    d->name = name;
    d->library = library;
    if (heap_charge_outside(&rt->gc.heap, CONTEXT_SIZE)) {
        d->context = CRYPTO(library, EVP_MD_CTX_new)();
        if (d->context)
            return d;
        heap_return_outside(&rt->gc.heap, CONTEXT_SIZE);
    }
    object_release(&rt->gc, &d->head);
    return raise_memory_error(rt);
}

static bool feed(Runtime *rt, Digest *d, Borrowed data)
{
    Buffer buffer;
    if (value_is_str(data))
        return raise(rt, rt->TypeError, "Strings must be encoded before hashing");
    if (!buffer_get(rt, data, &buffer, false))
        return false;
    if (!charge_time(rt, 3.0 * (double)buffer.size)) {
        buffer_release(rt, &buffer);
        return false;
    }
    bool done = CRYPTO(d->library, EVP_DigestUpdate)(d->context, buffer.bytes, buffer.size) == 1;
    buffer_release(rt, &buffer);
    return done || raise(rt, rt->ValueError, "the digest does not take more data");
}

static Owned open_digest(Runtime *rt, Type *type, const char *name, const char *function, void *library, Borrowed data)
{
    Digest *d = digest_new(rt, type, name, library);
    if (!d)
        return NULL;
    const EVP_MD *(*algorithm)(void) = (const EVP_MD *(*)(void))dlsym(library, function);
    if (!algorithm || !algorithm() || CRYPTO(library, EVP_DigestInit_ex)(d->context, algorithm(), NULL) != 1)
        raise(rt, rt->ValueError, "unsupported hash type %s", name);
    else if (!data || feed(rt, d, data))
        return object_value(d);
    object_release(&rt->gc, &d->head);
    return NULL;
}

/* The state goes on: the digest is taken from a copy. */
static bool finish(Runtime *rt, const Digest *d, unsigned char *out, unsigned *size)
{
    EVP_MD_CTX *copy = CRYPTO(d->library, EVP_MD_CTX_new)();
    bool done = copy && CRYPTO(d->library, EVP_MD_CTX_copy_ex)(copy, d->context) == 1 &&
                CRYPTO(d->library, EVP_DigestFinal_ex)(copy, out, size) == 1;
    CRYPTO(d->library, EVP_MD_CTX_free)(copy);
    return done || raise_memory_error(rt);
}

static Owned digest_digest(Runtime *rt, Borrowed self, const Value *args unused)
{
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned size;
    return finish(rt, (Digest *)self, out, &size) ? bytes_from(rt, (char *)out, size) : NULL;
}

static Owned hexadecimal(Runtime *rt, const unsigned char *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    StrBuilder b;
    builder_open(&b, rt);
    for (size_t i = 0; i < size; i++) {
        char pair[2] = { digits[bytes[i] >> 4], digits[bytes[i] & 15] };
        builder_write(&b, pair, 2);
    }
    return builder_finish(&b);
}

static Owned digest_hexdigest(Runtime *rt, Borrowed self, const Value *args unused)
{
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned size;
    return finish(rt, (Digest *)self, out, &size) ? hexadecimal(rt, out, size) : NULL;
}

static Owned shake_digest(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t size = 0;
    const Digest *d = (Digest *)self;
    if (!argument_index(rt, args[0], &size))
        return NULL;
    if (size < 0 || size >= 1 << 29)
        return raise(rt, rt->ValueError, size < 0 ? "value must be positive" : "length is too large");
    Value bytes = bytes_from(rt, NULL, (size_t)size);
    EVP_MD_CTX *copy = bytes ? CRYPTO(d->library, EVP_MD_CTX_new)() : NULL;
    bool done = copy && CRYPTO(d->library, EVP_MD_CTX_copy_ex)(copy, d->context) == 1 &&
                (size == 0 || CRYPTO(d->library, EVP_DigestFinalXOF)(copy, (unsigned char *)bytes_bytes(bytes), (size_t)size) == 1);
    CRYPTO(d->library, EVP_MD_CTX_free)(copy);
    if (done)
        return bytes;
    release(rt, bytes);
    return error_pending(rt) ? NULL : raise_memory_error(rt);
}

static Owned shake_hexdigest(Runtime *rt, Borrowed self, const Value *args)
{
    Value bytes = shake_digest(rt, self, args);
    Value text = bytes ? hexadecimal(rt, (unsigned char *)bytes_bytes(bytes), bytes_size(bytes)) : NULL;
    release(rt, bytes);
    return text;
}

static Owned digest_update(Runtime *rt, Borrowed self, const Value *args)
{
    return feed(rt, (Digest *)self, args[0]) ? NONE : NULL;
}

static Owned digest_copy(Runtime *rt, Borrowed self, const Value *args unused)
{
    const Digest *d = (Digest *)self;
    Digest *twin = digest_new(rt, value_type(rt, self), d->name, d->library);
    if (!twin)
        return NULL;
    if (CRYPTO(d->library, EVP_MD_CTX_copy_ex)(twin->context, d->context) == 1)
        return object_value(twin);
    object_release(&rt->gc, &twin->head);
    return raise_memory_error(rt);
}

static Owned get_name(Runtime *rt, Borrowed self) { return str_from_text(rt, ((Digest *)self)->name); }

static const EVP_MD *algorithm_of(const Digest *d) { return CRYPTO(d->library, EVP_MD_CTX_get0_md)(d->context); }

static bool is_shake(Borrowed self) { return !strncmp(((Digest *)self)->name, "shake", 5); }

static Owned digest_repr(Runtime *rt, Borrowed self)
{
    const char *module = value_type(rt, self)->def->name;
    char text[96];
    snprintf(text, sizeof text, "<%.*s.%s object at %p>", (int)strcspn(module, "."), module, ((Digest *)self)->name, (void *)self);
    return str_from_text(rt, text);
}

/* Of SHA-3, in bits: what goes in at once, the rest of 1600, and what marks the end. */
static int64_t rate_of(Borrowed self)
{
    const Digest *d = (Digest *)self;
    return CRYPTO(d->library, EVP_MD_get_block_size)(algorithm_of(d)) * (int64_t)8;
}

static Owned get_rate(Runtime *rt unused, Borrowed self) { return small_int_value(rate_of(self)); }
static Owned get_capacity(Runtime *rt unused, Borrowed self) { return small_int_value(1600 - rate_of(self)); }
static Owned get_suffix(Runtime *rt, Borrowed self) { return bytes_from(rt, is_shake(self) ? "\x1f" : "\x06", 1); }

static Owned get_digest_size(Runtime *rt unused, Borrowed self)
{
    if (is_shake(self))
        return small_int_value(0);
    const Digest *d = (Digest *)self;
    return small_int_value(CRYPTO(d->library, EVP_MD_get_size)(algorithm_of(d)));
}

static Owned get_block_size(Runtime *rt unused, Borrowed self)
{
    const Digest *d = (Digest *)self;
    return small_int_value(CRYPTO(d->library, EVP_MD_get_block_size)(algorithm_of(d)));
}

static const MethodDef digest_methods[] = {
    METHOD("digest", digest_digest, "()", "Return the digest value as a bytes object."),
    METHOD("hexdigest", digest_hexdigest, "()", "Return the digest value as a string of hexadecimal digits."),
    METHOD("update", digest_update, "(obj, /)", "Update this hash object's state with the provided string."),
    METHOD("copy", digest_copy, "()", "Return a copy of the hash object."),
    { 0 },
};
static const MethodDef shake_methods[] = {
    METHOD("digest", shake_digest, "(length, /)", "Return the digest value as a bytes object."),
    METHOD("hexdigest", shake_hexdigest, "(length, /)", "Return the digest value as a string of hexadecimal digits."),
    METHOD("update", digest_update, "(obj, /)", "Update this hash object's state with the provided string."),
    METHOD("copy", digest_copy, "()", "Return a copy of the hash object."),
    { 0 },
};
static const GetSetDef digest_getsets[] = {
    { "name", get_name, NULL, NULL }, { "digest_size", get_digest_size, NULL, NULL },
    { "block_size", get_block_size, NULL, NULL }, { 0 },
};
static const GetSetDef sha3_getsets[] = {
    { "name", get_name, NULL, NULL }, { "digest_size", get_digest_size, NULL, NULL },
    { "block_size", get_block_size, NULL, NULL }, { "_rate_bits", get_rate, NULL, NULL },
    { "_capacity_bits", get_capacity, NULL, NULL }, { "_suffix", get_suffix, NULL, NULL }, { 0 },
};

static const TypeDef shake_type_def = {
    .name = "_sha3.shake", .size = sizeof(Digest), .flags = TYPE_NO_NEW, .free = digest_free, .methods = shake_methods,
    .slots = { .repr = digest_repr }, .getsets = sha3_getsets,
};

#define DIGEST_TYPE(module, shown, getsets_) static const TypeDef module##_type_def = { \
    .name = #shown, .size = sizeof(Digest), .flags = TYPE_NO_NEW, .free = digest_free, \
    .slots = { .repr = digest_repr }, .methods = digest_methods, .getsets = getsets_ }; \
    static bool module##_init(Runtime *rt, Borrowed self) \
    { \
        State *state = ((Module *)self)->state; \
        return (state->library = crypto_open(rt)) && (state->type = type_from_def(rt, &module##_type_def, rt->object_type)); \
    }
#define ALGORITHM(name, evp) \
    static Owned name##_new(Runtime *rt, Borrowed self, const Value *args) \
    { \
        const State *state = ((Module *)self)->state; \
        return open_digest(rt, state->type, #name, #evp, state->library, args[0]); \
    }
#define SHAKE(name, evp) \
    static Owned name##_new(Runtime *rt, Borrowed self, const Value *args) \
    { \
        const State *state = ((Module *)self)->state; \
        return open_digest(rt, state->shake, #name, #evp, state->library, args[0]); \
    }
#define ROW(name) METHOD(#name, name##_new, "(string=b'', *, usedforsecurity=True)", "Return a new " #name " hash object.")
#define HASH_MODULE(module) const ModuleDef module##_module_def = { \
    .name = #module, .functions = module##_functions, .init = module##_init, .state_size = sizeof(State) };

ALGORITHM(md5, EVP_md5)
ALGORITHM(sha1, EVP_sha1)
ALGORITHM(sha224, EVP_sha224)
ALGORITHM(sha256, EVP_sha256)
ALGORITHM(sha384, EVP_sha384)
ALGORITHM(sha512, EVP_sha512)
ALGORITHM(sha3_224, EVP_sha3_224)
ALGORITHM(sha3_256, EVP_sha3_256)
ALGORITHM(sha3_384, EVP_sha3_384)
ALGORITHM(sha3_512, EVP_sha3_512)
SHAKE(shake_128, EVP_shake128)
SHAKE(shake_256, EVP_shake256)

DIGEST_TYPE(_md5, _md5.md5, digest_getsets)
DIGEST_TYPE(_sha1, _sha1.sha1, digest_getsets)
DIGEST_TYPE(_sha256, _sha256.sha256, digest_getsets)
DIGEST_TYPE(_sha512, _sha512.sha512, digest_getsets)
DIGEST_TYPE(_sha3_digest, _sha3.sha3, sha3_getsets)

static bool _sha3_init(Runtime *rt, Borrowed self)
{
    return _sha3_digest_init(rt, self) &&
           (((State *)((Module *)self)->state)->shake = type_from_def(rt, &shake_type_def, rt->object_type));
}


static const MethodDef _md5_functions[] = { ROW(md5), { 0 } };
static const MethodDef _sha1_functions[] = { ROW(sha1), { 0 } };
static const MethodDef _sha256_functions[] = { ROW(sha224), ROW(sha256), { 0 } };
static const MethodDef _sha512_functions[] = { ROW(sha384), ROW(sha512), { 0 } };
static const MethodDef _sha3_functions[] = { ROW(sha3_224), ROW(sha3_256), ROW(sha3_384), ROW(sha3_512), ROW(shake_128),
                                              ROW(shake_256), { 0 } };

HASH_MODULE(_md5)
HASH_MODULE(_sha1)
HASH_MODULE(_sha256)
HASH_MODULE(_sha512)
HASH_MODULE(_sha3)
