/* The module _blake2: BLAKE2b and BLAKE2s after RFC 7693, with keys, salts and trees. */
#include <stdio.h>
#include <string.h>

#include "object/arguments.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/module.h"
#include "types/str.h"
#include "types/values_object.h"

/* What differs between the two: words of 64 or 32 bits. */
typedef struct Kind {
    const char *name, *signature;
    unsigned block, digest, salt, offset_bytes;         /* sizes in bytes; a key is as long as a digest */
} Kind;

typedef struct Blake {
    Object head;
    bool narrow, last_node;
    uint8_t digest_size;
    unsigned used;              /* bytes in `buffer` */
    uint64_t count[2];          /* bytes compressed, 128 bits */
    union { uint64_t wide[8]; uint32_t narrow[8]; } h;
    uint8_t buffer[128];        /* the last block waits: it is compressed with a flag */
} Blake;

#define PARAMETERS(digest) "(data=b'', /, *, digest_size=" digest ", key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, " \
    "node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)"
static const Kind kinds[2] = {
    { "blake2b", PARAMETERS("64"), 128, 64, 16, 8 },
    { "blake2s", PARAMETERS("32"), 64, 32, 8, 6 },
};
enum { DATA, DIGEST_SIZE, KEY, SALT, PERSON, FANOUT, DEPTH, LEAF_SIZE, NODE_OFFSET, NODE_DEPTH, INNER_SIZE, LAST_NODE, SECURITY, COUNT };

static const Kind *kind_of(const Blake *b) { return &kinds[b->narrow]; }

/* -- the function */

static const uint8_t order[10][16] = {
    { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 }, { 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
    { 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4 }, { 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8 },
    { 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13 }, { 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9 },
    { 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11 }, { 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10 },
    { 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5 }, { 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0 },
};
static const uint64_t wide_start[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};
static const uint32_t narrow_start[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

#define MIX(a, b, c, d, x, y) \
    v[a] += v[b] + x; v[d] = TURN(v[d] ^ v[a], R1); v[c] += v[d]; v[b] = TURN(v[b] ^ v[c], R2); \
    v[a] += v[b] + y; v[d] = TURN(v[d] ^ v[a], R3); v[c] += v[d]; v[b] = TURN(v[b] ^ v[c], R4);
#define ROUNDS(count) \
    for (int r = 0; r < (count); r++) { \
        const uint8_t *s = order[r % 10]; \
        MIX(0, 4, 8, 12, m[s[0]], m[s[1]]) MIX(1, 5, 9, 13, m[s[2]], m[s[3]]) \
        MIX(2, 6, 10, 14, m[s[4]], m[s[5]]) MIX(3, 7, 11, 15, m[s[6]], m[s[7]]) \
        MIX(0, 5, 10, 15, m[s[8]], m[s[9]]) MIX(1, 6, 11, 12, m[s[10]], m[s[11]]) \
        MIX(2, 7, 8, 13, m[s[12]], m[s[13]]) MIX(3, 4, 9, 14, m[s[14]], m[s[15]]) \
    }

static void compress_wide(Blake *b, bool last)
{
    uint64_t m[16], v[16];
    memcpy(m, b->buffer, sizeof m);
    memcpy(v, b->h.wide, 64);
    memcpy(v + 8, wide_start, 64);
    v[12] ^= b->count[0];
    v[13] ^= b->count[1];
    v[14] ^= last ? ~(uint64_t)0 : 0;
    v[15] ^= last && b->last_node ? ~(uint64_t)0 : 0;
#define TURN(x, n) ((x) >> (n) | (x) << (64 - (n)))
#define R1 32
#define R2 24
#define R3 16
#define R4 63
    ROUNDS(12)
#undef TURN
#undef R1
#undef R2
#undef R3
#undef R4
    for (int i = 0; i < 8; i++)
        b->h.wide[i] ^= v[i] ^ v[i + 8];
}

static void compress_narrow(Blake *b, bool last)
{
    uint32_t m[16], v[16];
    memcpy(m, b->buffer, sizeof m);
    memcpy(v, b->h.narrow, 32);
    memcpy(v + 8, narrow_start, 32);
    v[12] ^= (uint32_t)b->count[0];
    v[13] ^= (uint32_t)(b->count[0] >> 32);
    v[14] ^= last ? ~(uint32_t)0 : 0;
    v[15] ^= last && b->last_node ? ~(uint32_t)0 : 0;
#define TURN(x, n) ((x) >> (n) | (x) << (32 - (n)))
#define R1 16
#define R2 12
#define R3 8
#define R4 7
    ROUNDS(10)
    for (int i = 0; i < 8; i++)
        b->h.narrow[i] ^= v[i] ^ v[i + 8];
}

static void compress(Blake *b, bool last)
{
    b->count[0] += b->used;
    b->count[1] += b->count[0] < b->used;
    if (b->narrow)
        compress_narrow(b, last);
    else
        compress_wide(b, last);
    b->used = 0;
}

static void feed(Blake *b, const void *bytes, size_t size)
{
    const uint8_t *from = bytes;
    while (size) {
        if (b->used == kind_of(b)->block)
            compress(b, false);
        size_t taken = MIN(size, kind_of(b)->block - b->used);
        memcpy(b->buffer + b->used, from, taken);
        b->used += (unsigned)taken;
        from += taken;
        size -= taken;
    }
}

/* Of a copy: the digest goes on. */
static void finish(const Blake *b, uint8_t out[64])
{
    Blake copy = *b;
    memset(copy.buffer + copy.used, 0, sizeof copy.buffer - copy.used);
    compress(&copy, true);
    memcpy(out, &copy.h, 64);
}

/* -- making */

static bool feed_value(Runtime *rt, Blake *b, Borrowed data)
{
    Buffer buffer;
    if (value_is_str(data))
        return raise(rt, rt->TypeError, "Strings must be encoded before hashing");
    if (!has_buffer(rt, data))
        return raise(rt, rt->TypeError, "object supporting the buffer API required");
    if (!buffer_get(rt, data, &buffer, false))
        return false;
    bool done = charge_bytes(rt, buffer.size);
    if (done)
        feed(b, buffer.bytes, buffer.size);
    buffer_release(rt, &buffer);
    return done;
}

static bool take_bytes(Runtime *rt, Borrowed v, const char *what, size_t most, uint8_t *out, size_t *size)
{
    Buffer buffer;
    *size = 0;
    if (!v)
        return true;
    if (!buffer_get(rt, v, &buffer, false))
        return false;
    bool fits = buffer.size <= most;
    *size = buffer.size;
    if (fits)
        memcpy(out, buffer.bytes, buffer.size);
    buffer_release(rt, &buffer);
    return fits || raise(rt, rt->ValueError, "maximum %s length is %zu bytes", what, most);
}

static bool take_byte(Runtime *rt, Borrowed v, const char *what, int least, int most, const char *between, uint8_t *out)
{
    int number = *out;
    if (!argument_int(rt, v, &number))
        return false;
    *out = (uint8_t)number;
    return (number >= least && number <= most) || raise(rt, rt->ValueError, "%s must be between %d and %s%d", what, least, between, most);
}

static bool take_number(Runtime *rt, Borrowed v, const char *what, unsigned bytes, uint8_t *out)
{
    uint64_t number = 0;
    if (v && value_is_int(v) && int_sign(v) < 0)
        return raise(rt, rt->ValueError, "value must be positive");
    if (v && !int_to_uint64(rt, v, &number))
        return error_matches(rt, rt->OverflowError) ? (error_clear(rt), (bool)raise(rt, rt->OverflowError, "int too big to convert")) : false;
    if (bytes < 8 && number >> bytes * 8)
        return raise(rt, rt->OverflowError, "%s is too large", what);
    memcpy(out, &number, bytes);
    return true;
}

/* The block of parameters, which the state starts from; *KEY_SIZE bytes of KEY. */
static bool take_parameters(Runtime *rt, const Kind *k, const Value *v, uint8_t *p, uint8_t *key, size_t *key_size)
{
    unsigned tail = 8 + k->offset_bytes, salt = k->block == 128 ? 32 : 16;
    size_t size;
    p[0] = (uint8_t)k->digest;
    p[2] = p[3] = 1;
    if (v[DIGEST_SIZE]) {
        int number = 0;
        if (!argument_int(rt, v[DIGEST_SIZE], &number))
            return false;
        if (number < 1 || number > (int)k->digest)
            return raise(rt, rt->ValueError, "digest_size must be between 1 and %d bytes", (int)k->digest);
        p[0] = (uint8_t)number;
    }
    if (!take_bytes(rt, v[SALT], "salt", k->salt, p + salt, &size) || !take_bytes(rt, v[PERSON], "person", k->salt, p + salt + k->salt, &size) ||
        !take_byte(rt, v[FANOUT], "fanout", 0, 255, "", &p[2]) || !take_byte(rt, v[DEPTH], "depth", 1, 255, "", &p[3]) ||
        !take_number(rt, v[LEAF_SIZE], "leaf_size", 4, p + 4) || !take_number(rt, v[NODE_OFFSET], "node_offset", k->offset_bytes, p + 8) ||
        !take_byte(rt, v[NODE_DEPTH], "node_depth", 0, 255, "", &p[tail]) ||
        !take_byte(rt, v[INNER_SIZE], "inner_size", 0, (int)k->digest, "is ", &p[tail + 1]) ||
        !take_bytes(rt, v[KEY], "key", k->digest, key, key_size))
        return false;
    p[1] = (uint8_t)*key_size;
    return true;
}

static void start(Blake *b, const uint8_t *parameters, const uint8_t *key, size_t key_size)
{
    uint64_t wide[8];
    uint32_t narrow[8];
    memcpy(wide, parameters, sizeof wide);
    memcpy(narrow, parameters, sizeof narrow);
    b->digest_size = parameters[0];
    for (int i = 0; i < 8; i++)
        if (b->narrow)
            b->h.narrow[i] = narrow_start[i] ^ narrow[i];
        else
            b->h.wide[i] = wide_start[i] ^ wide[i];
    if (key_size) {
        feed(b, key, key_size);
        memset(b->buffer + key_size, 0, sizeof b->buffer - key_size);
        b->used = kind_of(b)->block;
    }
}

static Owned make(Runtime *rt, Type *type, bool narrow, const Value *args, size_t count, Borrowed keywords)
{
    Value v[COUNT];
    uint8_t parameters[64] = { 0 }, key[64];
    size_t key_size;
    bool last = false;
    const Kind *k = &kinds[narrow];
    if (!arguments_bind(rt, k->name, k->signature, args, count, keywords, v) || !take_parameters(rt, k, v, parameters, key, &key_size) ||
        !argument_bool(rt, v[LAST_NODE], &last))
        return NULL;
    Blake *b = instance_make(rt, type);
    if (!b)
        return NULL;
    b->narrow = narrow;
    b->last_node = last;
    start(b, parameters, key, key_size);
    if (!v[DATA] || feed_value(rt, b, v[DATA]))
        return object_value(b);
    release(rt, object_value(b));
    return NULL;
}

static Owned make_wide(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    return make(rt, type, false, args, count, keywords);
}

static Owned make_narrow(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    return make(rt, type, true, args, count, keywords);
}

/* -- methods */

static Owned blake_digest(Runtime *rt, Borrowed self, const Value *args unused)
{
    uint8_t out[64];
    finish((Blake *)self, out);
    return bytes_from(rt, (char *)out, ((Blake *)self)->digest_size);
}

static Owned blake_hexdigest(Runtime *rt, Borrowed self, const Value *args unused)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t out[64];
    char text[128];
    finish((Blake *)self, out);
    for (int i = 0; i < ((Blake *)self)->digest_size; i++) {
        text[2 * i] = digits[out[i] >> 4];
        text[2 * i + 1] = digits[out[i] & 15];
    }
    return str_from_bytes(rt, text, (size_t)((Blake *)self)->digest_size * 2);
}

static Owned blake_update(Runtime *rt, Borrowed self, const Value *args) { return feed_value(rt, (Blake *)self, args[0]) ? NONE : NULL; }

static Owned blake_copy(Runtime *rt, Borrowed self, const Value *args unused)
{
    Blake *twin = instance_make(rt, value_type(rt, self));
    if (!twin)
        return NULL;
    memcpy((char *)twin + sizeof(Object), (char *)self + sizeof(Object), sizeof(Blake) - sizeof(Object));
    return object_value(twin);
}

static Owned get_name(Runtime *rt, Borrowed self) { return str_from_text(rt, kind_of((Blake *)self)->name); }
static Owned get_digest_size(Runtime *rt unused, Borrowed self) { return small_int_value(((Blake *)self)->digest_size); }
static Owned get_block_size(Runtime *rt unused, Borrowed self) { return small_int_value(kind_of((Blake *)self)->block); }

static const MethodDef methods[] = {
    METHOD("digest", blake_digest, "()", "Return the digest value as a bytes object."),
    METHOD("hexdigest", blake_hexdigest, "()", "Return the digest value as a string of hexadecimal digits."),
    METHOD("update", blake_update, "(data, /)", "Update this hash object's state with the provided bytes-like object."),
    METHOD("copy", blake_copy, "()", "Return a copy of the hash object."),
    { 0 },
};
static const GetSetDef getsets[] = {
    { "name", get_name, NULL, NULL }, { "digest_size", get_digest_size, NULL, NULL }, { "block_size", get_block_size, NULL, NULL }, { 0 },
};

static void blake_free(Gc *gc, Object *self) { type_free_object(runtime_of(gc), self); }

static const TypeDef type_defs[2] = {
    { .name = "_blake2.blake2b", .doc = "Return a new BLAKE2b hash object.", .signature = PARAMETERS("64"), .size = sizeof(Blake), .flags = TYPE_SUBCLASSABLE, .free = blake_free,
      .slots = { .make = make_wide }, .methods = methods, .getsets = getsets },
    { .name = "_blake2.blake2s", .doc = "Return a new BLAKE2s hash object.", .signature = PARAMETERS("32"), .size = sizeof(Blake), .flags = TYPE_SUBCLASSABLE, .free = blake_free,
      .slots = { .make = make_narrow }, .methods = methods, .getsets = getsets },
};

static bool add_size(Runtime *rt, Borrowed module, Type *type, const char *prefix, const char *name, unsigned size)
{
    char whole[40];
    snprintf(whole, sizeof whole, "%s_%s", prefix, name);
    return dict_set_text(rt, type->dict, name, small_int_value(size)) && module_add(rt, module, whole, small_int_value(size));
}

static bool init(Runtime *rt, Borrowed module)
{
    static const char *const prefixes[2] = { "BLAKE2B", "BLAKE2S" };
    for (int i = 0; i < 2; i++) {
        Type *type = module_add_type(rt, module, &type_defs[i], NULL);
        if (!type || !type_ready(rt, type) || !add_size(rt, module, type, prefixes[i], "SALT_SIZE", kinds[i].salt) ||
            !add_size(rt, module, type, prefixes[i], "PERSON_SIZE", kinds[i].salt) ||
            !add_size(rt, module, type, prefixes[i], "MAX_KEY_SIZE", kinds[i].digest) ||
            !add_size(rt, module, type, prefixes[i], "MAX_DIGEST_SIZE", kinds[i].digest))
            return false;
        type_modified(rt, type);
    }
    return true;
}

const ModuleDef _blake2_module_def = { .name = "_blake2", .doc = "_blake2b provides BLAKE2b for hashlib\n", .init = init };
