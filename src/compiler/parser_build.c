/* Nodes, lists, identifiers and memoised results. */
#include "compiler/parser_internal.h"

#include <utf8proc.h>

#include "memory/heap.h"

void *no_memory(Parser *p)
{
    syntax_error_no_memory(p->error);
    p->failed = true;
    return NULL;
}

bool parser_enter(Parser *p)
{
    if (likely(p->depth++ < PARSER_MAX_DEPTH))
        return true;
    no_memory(p);
    return false;
}

/* --- nodes -------------------------------------------------------------- */

Node *plain_node(Parser *p, NodeKind kind)
{
    Node *node = node_new(p->arena, kind);
    return likely(node != NULL) ? node : no_memory(p);
}

static Node *place(Parser *p, NodeKind kind, int32_t start, int32_t last)
{
    Node *node = node_new(p->arena, kind);
    if (unlikely(!node))
        return no_memory(p);
    node->line = p->tokens[start].line;
    node->column = p->tokens[start].column;
    node->end_line = p->tokens[last].end_line;
    node->end_column = p->tokens[last].end_column;
    return node;
}

Node *finish(Parser *p, NodeKind kind, int32_t start)
{
    return place(p, kind, start, p->mark - 1);
}

Node *finish_block(Parser *p, NodeKind kind, int32_t start)
{
    int32_t last = p->mark - 1;
    while (last > start && (p->tokens[last].kind == TOKEN_NEWLINE
                            || p->tokens[last].kind == TOKEN_INDENT
                            || p->tokens[last].kind == TOKEN_DEDENT
                            || p->tokens[last].kind == TOKEN_END))
        last--;
    return place(p, kind, start, last);
}

/* --- lists -------------------------------------------------------------- */

static no_inline bool scratch_grow(Parser *p)
{
    int32_t capacity = p->scratch_capacity ? 2 * p->scratch_capacity : 256;
    Node **items = capacity < 0 ? NULL
        : heap_realloc(p->arena->heap, DOMAIN_RAW, p->scratch, (size_t)capacity * sizeof *items);
    if (!items)
        return no_memory(p);
    p->scratch = items;
    p->scratch_capacity = capacity;
    return true;
}

bool list_push(Parser *p, Node *node)
{
    if (unlikely(p->scratch_count == p->scratch_capacity) && !scratch_grow(p))
        return false;
    p->scratch[p->scratch_count++] = node;
    return true;
}

bool list_take(Parser *p, int32_t base, NodeList *list)
{
    int32_t count = p->scratch_count - base;
    p->scratch_count = base;
    list->count = count;
    list->items = NULL;
    if (count == 0)
        return true;
    list->items = tree_alloc(p->arena, (size_t)count * sizeof *list->items);
    if (!list->items)
        return no_memory(p);
    memcpy(list->items, p->scratch + base, (size_t)count * sizeof *list->items);
    return true;
}

bool list_of_one(Parser *p, Node *node, NodeList *list)
{
    list->items = tree_alloc(p->arena, sizeof *list->items);
    if (!list->items)
        return no_memory(p);
    list->items[0] = node;
    list->count = 1;
    return true;
}

bool identifiers_take(Parser *p, int32_t base, IdentifierList *list)
{
    NodeList nodes;
    if (!list_take(p, base, &nodes))
        return false;
    list->items = (const Identifier **)nodes.items;
    list->count = nodes.count;
    return true;
}

/* --- identifiers -------------------------------------------------------- */

static uint32_t hash_name(const char *text, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (uint8_t)text[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static bool names_grow(Parser *p, Names *names)
{
    uint32_t capacity = names->capacity ? names->capacity * 4 : 256;
    Identifier **buckets = tree_alloc(p->arena, capacity * sizeof *buckets);
    if (!buckets)
        return no_memory(p);
    memset(buckets, 0, capacity * sizeof *buckets);
    for (uint32_t i = 0; i < names->capacity; i++) {
        for (Identifier *name = names->buckets[i], *next; name; name = next) {
            next = name->next;
            name->next = buckets[name->hash & (capacity - 1)];
            buckets[name->hash & (capacity - 1)] = name;
        }
    }
    names->buckets = buckets;
    names->capacity = capacity;
    return true;
}

static const Identifier *names_add(Parser *p, Names *names, const char *text, size_t size,
                                   uint32_t hash)
{
    if (names->count >= names->capacity && !names_grow(p, names))
        return NULL;
    Identifier *name = tree_alloc(p->arena, sizeof *name + size + 1);
    if (!name)
        return no_memory(p);
    Identifier **bucket = &names->buckets[hash & (names->capacity - 1)];
    name->hash = hash;
    name->size = (int32_t)size;
    name->next = *bucket;
    memcpy(name->text, text, size);
    name->text[size] = '\0';
    *bucket = name;
    names->count++;
    return name;
}

const Identifier *identifier_from(Parser *p, const char *text, size_t size)
{
    Names *names = p->names;
    uint32_t hash = hash_name(text, size);
    if (likely(names->capacity > 0)) {
        Identifier *name = names->buckets[hash & (names->capacity - 1)];
        for (; name; name = name->next)
            if (name->hash == hash && (size_t)name->size == size
                && memcmp(name->text, text, size) == 0)
                return name;
    }
    return names_add(p, names, text, size, hash);
}

static const Identifier *normalised_identifier(Parser *p, const char *text, size_t size)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
    /* A code point becomes at most 18 under NFKC. */
    size_t capacity = 18 * size + 1;
    utf8proc_int32_t *points = heap_alloc(p->arena->heap, DOMAIN_RAW, capacity * sizeof *points);
    if (!points)
        return no_memory(p);
    utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)text,
                                                (utf8proc_ssize_t)size, points,
                                                (utf8proc_ssize_t)capacity - 1, options);
    if (count >= 0 && count < (utf8proc_ssize_t)capacity)
        count = utf8proc_reencode(points, count, options);
    const Identifier *name = count < 0 ? identifier_from(p, text, size)
        : identifier_from(p, (const char *)points, (size_t)count);
    heap_free(p->arena->heap, points);
    return name;
}

const Identifier *identifier_of_token(Parser *p, const Token *token)
{
    if (likely(token->is_ascii))
        return identifier_from(p, token->text, (size_t)token->size);
    return normalised_identifier(p, token->text, (size_t)token->size);
}

const Identifier *parse_identifier(Parser *p)
{
    if (peek(p) != TOKEN_NAME)
        return NULL;
    return identifier_of_token(p, &p->tokens[p->mark++]);
}

/* --- memo --------------------------------------------------------------- */

static MemoEntry *memo_slot(const Memo *memo, uint64_t key)
{
    uint32_t i = (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 32) & (memo->capacity - 1);
    while (memo->entries[i].key != 0 && memo->entries[i].key != key)
        i = (i + 1) & (memo->capacity - 1);
    return &memo->entries[i];
}

static bool memo_grow(Parser *p, Memo *memo)
{
    Memo larger = { .capacity = memo->capacity ? memo->capacity * 2 : 256, .count = memo->count };
    larger.entries = heap_calloc(p->arena->heap, DOMAIN_RAW, larger.capacity,
                                 sizeof *larger.entries);
    if (!larger.entries)
        return no_memory(p);
    for (uint32_t i = 0; i < memo->capacity; i++)
        if (memo->entries[i].key != 0)
            *memo_slot(&larger, memo->entries[i].key) = memo->entries[i];
    heap_free(p->arena->heap, memo->entries);
    *memo = larger;
    return true;
}

/* The marks mean other tokens, or the rules are others from now on. */
void memo_clear(Parser *p)
{
    heap_free(p->arena->heap, p->memo.entries);
    p->memo = (Memo){ 0 };
    p->memoising = false;
}

Node *memoise(Parser *p, Rule rule, Node *(*parse)(Parser *))
{
    uint64_t key = ((uint64_t)rule + 1) << 32 | (uint32_t)p->mark;
    MemoEntry *entry = p->memo.capacity ? memo_slot(&p->memo, key) : NULL;
    if (entry && entry->key == key) {
        p->mark = entry->mark;
        return entry->node;
    }
    Node *node = parse(p);
    if (p->failed || (p->memo.count * 2 >= p->memo.capacity && !memo_grow(p, &p->memo)))
        return NULL;
    entry = memo_slot(&p->memo, key);
    p->memo.count += entry->key == 0;
    *entry = (MemoEntry){ key, node, p->mark };
    return node;
}
