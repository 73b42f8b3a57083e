/* SipHash-1-3 (Aumasson and Bernstein): a keyed hash, so that a program's input cannot
 * choose strings that collide. */
#include "types/bytes_hash.h"

typedef struct Sip { uint64_t a, b, c, d; } Sip;

static inline uint64_t rotate(uint64_t x, int by) { return x << by | x >> (64 - by); }

static inline void sip_round(Sip *s)
{
    s->a += s->b;
    s->c += s->d;
    s->b = rotate(s->b, 13) ^ s->a;
    s->d = rotate(s->d, 16) ^ s->c;
    s->a = rotate(s->a, 32);
    s->c += s->b;
    s->a += s->d;
    s->b = rotate(s->b, 17) ^ s->c;
    s->d = rotate(s->d, 21) ^ s->a;
    s->c = rotate(s->c, 32);
}

static inline uint64_t sip_last_word(const unsigned char *p, size_t left, size_t size)
{
    uint64_t word = (uint64_t)size << 56;
    uint64_t rest = 0;
    memcpy(&rest, p, left);
    return word | rest;
}

static inline void sip_word(Sip *s, uint64_t word)
{
    s->d ^= word;
    sip_round(s);
    s->a ^= word;
}

uint64_t bytes_hash(Runtime *rt, const void *bytes, size_t size)
{
    if (!size)
        return 0;
    const unsigned char *p = bytes;
    uint64_t k0 = rt->hash_seed[0], k1 = rt->hash_seed[1];
    Sip s = { k0 ^ 0x736f6d6570736575u, k1 ^ 0x646f72616e646f6du,
              k0 ^ 0x6c7967656e657261u, k1 ^ 0x7465646279746573u };
    size_t left = size;
    for (; left >= 8; left -= 8, p += 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        sip_word(&s, word);
    }
    sip_word(&s, sip_last_word(p, left, size));
    s.c ^= 0xff;
    sip_round(&s);
    sip_round(&s);
    sip_round(&s);
    uint64_t hash = s.a ^ s.b ^ s.c ^ s.d;
    return hash == UINT64_MAX ? UINT64_MAX - 1 : hash;
}
