/* The module _random: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), with
 * the seeding by an array that its authors gave in 2002.  random.py stands on it. */
#include <sys/random.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/int_limbs.h"
#include "types/module.h"
#include "types/tuple.h"

enum { N = 624, M = 397 };

typedef struct Random {
    Object head;
    uint32_t state[N];
    uint32_t index;             /* 0 .. N; N: all words are used up */
} Random;

/* -- the generator */

static uint32_t twist(uint32_t high, uint32_t low)
{
    uint32_t mixed = (high & 0x80000000u) | (low & 0x7fffffffu);
    return mixed >> 1 ^ (low & 1 ? 0x9908b0dfu : 0);
}

static void refill(Random *r)
{
    uint32_t *s = r->state;
    for (int i = 0; i < N; i++)
        s[i] = s[(i + M) % N] ^ twist(s[i], s[(i + 1) % N]);
    r->index = 0;
}

static uint32_t next_word(Random *r)
{
    if (r->index >= N)
        refill(r);
    uint32_t y = r->state[r->index++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

static void seed_word(Random *r, uint32_t seed)
{
    r->state[0] = seed;
    for (uint32_t i = 1; i < N; i++)
        r->state[i] = 1812433253u * (r->state[i - 1] ^ r->state[i - 1] >> 30) + i;
    r->index = N;
}

/* One step through the state, around its end. */
static uint32_t advance(Random *r, uint32_t i)
{
    if (++i < N)
        return i;
    r->state[0] = r->state[N - 1];
    return 1;
}

static void seed_words(Random *r, const uint32_t *key, size_t count)
{
    uint32_t *s = r->state, i = 1;
    size_t j = 0;
    seed_word(r, 19650218u);
    for (size_t k = MAX((size_t)N, count); k; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1664525u) + key[j] + (uint32_t)j;
        i = advance(r, i);
        j = j + 1 < count ? j + 1 : 0;
    }
    for (int k = N - 1; k; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1566083941u) - i;
        i = advance(r, i);
    }
    s[0] = 0x80000000u;
}

/* -- seeding */

static bool seed_from_system(Runtime *rt, Random *r)
{
    uint32_t key[N];
    char *at = (char *)key;
    for (size_t left = sizeof key; left;) {
        ssize_t got = getrandom(at, MIN(left, (size_t)256), 0);
        if (got <= 0)
            return raise(rt, rt->OSError, "getrandom failed");
        at += got;
        left -= (size_t)got;
    }
    seed_words(r, key, N);
    return true;
}

/* The magnitude of NUMBER in words of 32 bits, at least one. */
static bool seed_from_int(Runtime *rt, Random *r, Borrowed number)
{
    IntView n;
    int_view(int_plain_peek(number), &n);
    if (n.count <= 1) {
        uint32_t key[2] = { n.count ? (uint32_t)n.limbs[0] : 0, n.count ? (uint32_t)(n.limbs[0] >> 32) : 0 };
        seed_words(r, key, key[1] ? 2 : 1);
        return true;
    }
    uint32_t *key = memory_alloc(rt, (size_t)n.count * 8);
    if (!key)
        return raise_memory_error(rt);
    for (int64_t i = 0; i < n.count; i++) {
        key[2 * i] = (uint32_t)n.limbs[i];
        key[2 * i + 1] = (uint32_t)(n.limbs[i] >> 32);
    }
    seed_words(r, key, (size_t)(2 * n.count - !key[2 * n.count - 1]));
    memory_free(rt, key);
    return true;
}

static bool seed_from_value(Runtime *rt, Random *r, Borrowed v)
{
    int64_t hash;
    if (!v || v == NONE)
        return seed_from_system(rt, r);
    if (value_is_int(v))
        return seed_from_int(rt, r, v);
    if (!value_hash(rt, v, &hash))
        return false;
    Value number = int_from_uint64(rt, (uint64_t)hash);
    bool done = number && seed_from_int(rt, r, number);
    release(rt, number);
    return done;
}

/* -- methods */

static Owned random_seed(Runtime *rt, Borrowed self, const Value *args)
{
    return seed_from_value(rt, (Random *)self, args[0]) ? NONE : NULL;
}

/* 53 bits over 2**53 */
static Owned random_random(Runtime *rt, Borrowed self, unused const Value *args)
{
    uint32_t high = next_word((Random *)self) >> 5, low = next_word((Random *)self) >> 6;
    return float_value(rt, (high * 67108864.0 + low) * (1.0 / 9007199254740992.0));
}

static Owned random_getstate(Runtime *rt, Borrowed self, unused const Value *args)
{
    Random *r = (Random *)self;
    Value state = tuple_new(rt, N + 1);
    if (!state)
        return NULL;
    for (int i = 0; i < N; i++)
        tuple_items(state)[i] = small_int_value(r->state[i]);
    tuple_items(state)[N] = small_int_value(r->index);
    return tuple_done(rt, state);
}

static bool state_word(Runtime *rt, Borrowed v, uint32_t *word)
{
    IntView n;
    if (!value_is_int(v))
        return raise(rt, rt->TypeError, "an integer is required");
    int_view(int_plain_peek(v), &n);
    if (n.negative)
        return raise_overflow(rt, "can't convert negative value to unsigned int");
    if (n.count > 1)
        return raise_overflow(rt, "Python int too large to convert to C unsigned long");
    *word = n.count ? (uint32_t)n.limbs[0] : 0;
    return true;
}

static Owned random_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    Random *r = (Random *)self;
    uint32_t state[N];
    int64_t index;
    if (!value_is_tuple(args[0]))
        return raise(rt, rt->TypeError, "state vector must be a tuple");
    if (tuple_count(args[0]) != N + 1)
        return raise(rt, rt->ValueError, "state vector is the wrong size");
    for (int i = 0; i < N; i++)
        if (!state_word(rt, tuple_item_peek(args[0], i), &state[i]))
            return NULL;
    Borrowed last = tuple_item_peek(args[0], N);
    if (!value_is_int(last))
        return raise(rt, rt->TypeError, "an integer is required");
    if (!int_to_int64(rt, last, &index))
        return NULL;
    if (index < 0 || index > N)
        return raise(rt, rt->ValueError, "invalid state");
    r->index = (uint32_t)index;
    memcpy(r->state, state, sizeof state);
    return NONE;
}

static Owned many_bits(Runtime *rt, Random *r, int64_t bits)
{
    int64_t words = (bits + 31) / 32;
    Int *n = int_alloc(rt, (words + 1) / 2);
    if (!n)
        return NULL;
    memset(n->limbs, 0, (size_t)n->size * sizeof(mp_limb_t));
    for (int64_t i = 0; i < words; i++, bits -= 32) {
        uint32_t word = next_word(r);
        if (bits < 32)
            word >>= 32 - bits;
        n->limbs[i / 2] |= (uint64_t)word << i % 2 * 32;
    }
    return int_finish(rt, n, false);
}

static Owned random_getrandbits(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t bits;
    if (!value_to_ssize(rt, args[0], &bits, NULL))
        return NULL;
    if (bits > INT32_MAX || bits < INT32_MIN)
        return raise_overflow(rt, "Python int too large to convert to C int");
    if (bits < 0)
        return raise(rt, rt->ValueError, "number of bits must be non-negative");
    if (bits == 0)
        return small_int_value(0);
    if (bits <= 32)
        return small_int_value(next_word((Random *)self) >> (32 - bits));
    return many_bits(rt, (Random *)self, bits);
}

static Owned random_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (type->slots->init == rt->object_type->slots->init && keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "Random() takes no keyword arguments");
    if (count > 1)
        return raise(rt, rt->TypeError, "Random() requires 0 or 1 argument");
    Random *r = (Random *)type_alloc(rt, type, 0);
    if (!r)
        return NULL;
    if (type->flags & TYPE_CONTAINER)
        gc_track(&rt->gc, &r->head);
    if (seed_from_value(rt, r, count ? args[0] : NULL))
        return object_value(r);
    release(rt, object_value(r));
    return NULL;
}

static const MethodDef random_methods[] = {
    METHOD("random", random_random, "()", "random() -> x in the interval [0, 1)."),
    METHOD("seed", random_seed, "(n=None, /)", "seed([n]) -> None.\n\nWithout n the seed comes from the system."),
    METHOD("getstate", random_getstate, "()", "getstate() -> tuple containing the current state."),
    METHOD("setstate", random_setstate, "(state, /)", "setstate(state) -> None.  Restores generator state."),
    METHOD("getrandbits", random_getrandbits, "(k, /)", "getrandbits(k) -> x.  Generates an int with k random bits."),
    { 0 },
};

static const TypeDef random_type_def = {
    .name = "_random.Random",
    .doc = "Random() -> create a random number generator with its own internal state.",
    .size = sizeof(Random),
    .flags = TYPE_SUBCLASSABLE,
    .slots = { .make = random_make },
    .methods = random_methods,
};

static bool random_init(Runtime *rt, Borrowed module)
{
    return module_add_type(rt, module, &random_type_def, NULL) != NULL;
}

const ModuleDef _random_module_def = {
    .name = "_random",
    .doc = "Module implements the Mersenne Twister random number generator.",
    .init = random_init,
};
