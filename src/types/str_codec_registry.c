/* The registry of codecs and error handlers.
 *
 * rt->codec_cache is a list: [search functions (list), found (dict name -> CodecInfo),
 * error handlers (dict name -> callable), whether `encodings` was imported]. */
#include "types/str_codec.h"

#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/tuple.h"

enum { SEARCH, FOUND, HANDLERS, IMPORTED, REGISTRY_SIZE };

bool codec_normalize(const char *name, char *out, size_t size)
{
    size_t n = 0;
    bool gap = false;
    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;
        if (!byte_is_alpha(c) && !byte_is_digit(c) && c != '.') {
            gap = true;
            continue;
        }
        if (n + 3 > size)
            return false;
        if (gap && n)
            out[n++] = '_';
        gap = false;
        out[n++] = (char)(byte_is_upper(c) ? c | 32 : c);
    }
    out[n] = 0;
    return true;
}

/* -- the registry itself */

static bool add_handlers(Runtime *rt, Borrowed handlers)
{
    const char *name;
    for (int i = 0; (name = codec_handler_name(i)); i++) {
        Value handler = codec_builtin_handler(rt, i);
        bool ok = handler && dict_set_text(rt, handlers, name, handler);
        release(rt, handler);
        if (!ok)
            return false;
    }
    return true;
}

static Borrowed registry(Runtime *rt)
{
    if (rt->codec_cache)
        return rt->codec_cache;
    Value items[REGISTRY_SIZE] = { list_new(rt, 0), dict_new(rt), dict_new(rt), FALSE };
    bool ok = items[SEARCH] && items[FOUND] && items[HANDLERS] && add_handlers(rt, items[HANDLERS]);
    Value made = ok ? list_from(rt, items, REGISTRY_SIZE) : NULL;
    for (int i = 0; i < REGISTRY_SIZE; i++)
        release(rt, items[i]);
    if (made)
        value_replace(rt, &rt->codec_cache, made);
    return made;
}

static Borrowed registry_part(Runtime *rt, int i)
{
    Borrowed r = registry(rt);
    return r ? list_item_peek(r, i) : NULL;
}

bool codec_register(Runtime *rt, Borrowed search)
{
    if (!is_callable(rt, search))
        return raise(rt, rt->TypeError, "argument must be callable");
    Borrowed list = registry_part(rt, SEARCH);
    return list && list_append(rt, list, search);
}

bool codec_unregister(Runtime *rt, Borrowed search)
{
    Borrowed list = registry_part(rt, SEARCH);
    if (!list)
        return false;
    for (int64_t i = 0; i < list_count(list); i++)
        if (list_item_peek(list, i) == search) {
            dict_clear(rt, registry_part(rt, FOUND));
            return list_delete_range(rt, list, i, i + 1);
        }
    return true;
}

/* -- error handlers */

bool codec_register_error(Runtime *rt, const char *name, Borrowed handler)
{
    if (!is_callable(rt, handler))
        return raise(rt, rt->TypeError, "handler must be callable");
    Borrowed dict = registry_part(rt, HANDLERS);
    return dict && dict_set_text(rt, dict, name, handler);
}

Owned codec_lookup_error(Runtime *rt, const char *name_or_null)
{
    const char *name = name_or_null ? name_or_null : "strict";
    Borrowed dict = registry_part(rt, HANDLERS);
    if (!dict)
        return NULL;
    Borrowed handler = dict_get_text_peek(rt, dict, name);
    if (!handler)
        return raise(rt, rt->LookupError, "unknown error handler name '%.400s'", name);
    return retain(handler);
}

/* -- search */

/* `import encodings` registers the search function of the standard library. */
static bool import_encodings(Runtime *rt)
{
    Borrowed r = registry(rt);
    if (!r || list_item_peek(r, IMPORTED) == TRUE)
        return r != NULL;
    ((List *)r)->items[IMPORTED] = TRUE;
    Borrowed importer = rt->builtins ? dict_get_text_peek(rt, rt->builtins, "__import__") : NULL;
    if (!importer)
        return true;
    retain(importer);
    Value name = str_from_text(rt, "encodings"), module = NULL;
    if (name)
        module = call_one(rt, importer, name);
    release(rt, name);
    release(rt, importer);
    if (!module && !error_clear_if(rt, rt->ImportError))
        return false;
    release(rt, module);
    return true;
}

static Owned search_codec(Runtime *rt, Borrowed name, const char *encoding)
{
    Borrowed list = registry_part(rt, SEARCH);
    for (int64_t i = 0; list && i < list_count(list); i++) {
        Value search = retain(list_item_peek(list, i));
        Value found = call_one(rt, search, name);
        release(rt, search);
        if (!found)
            return NULL;
        if (found == NONE)
            continue;
        if (value_is_tuple(found) && tuple_count(found) == 4)
            return found;
        release(rt, found);
        return raise(rt, rt->TypeError, "codec search functions must return 4-tuples");
    }
    return list ? raise(rt, rt->LookupError, "unknown encoding: %s", encoding) : NULL;
}

Owned codec_lookup(Runtime *rt, const char *encoding)
{
    char small[64], *text = small;
    size_t size = strlen(encoding) * 2 + 8;
    if (size > sizeof small && !(text = memory_alloc(rt, size)))
        return raise_memory_error(rt);
    (void)codec_normalize(encoding, text, size);
    Value name = str_intern_text(rt, text), codec = NULL;
    if (text != small)
        memory_free(rt, text);
    if (!name || !import_encodings(rt)) {
        release(rt, name);
        return NULL;
    }
    Borrowed known = dict_get_peek(rt, registry_part(rt, FOUND), name);
    if (known) {
        codec = retain(known);
    } else {
        codec = search_codec(rt, name, encoding);
        if (codec && !dict_set(rt, registry_part(rt, FOUND), name, codec))
            value_clear(rt, &codec);
    }
    release(rt, name);
    return codec;
}

/* -- encode and decode through it */

static bool check_text_encoding(Runtime *rt, Borrowed codec, const char *encoding, const char *alternative)
{
    if (object_is_exactly(codec, rt->tuple_type))
        return true;
    Value flag = get_attribute_text(rt, codec, "_is_text_encoding");
    if (!flag)
        return error_clear_if(rt, rt->AttributeError);
    int text = value_truth(rt, flag);
    release(rt, flag);
    if (text < 0)
        return false;
    if (!text)
        return raise(rt, rt->LookupError, "'%.400s' is not a text encoding; use %s to handle arbitrary codecs",
                     encoding, alternative);
    return true;
}

void codec_name_failure(Runtime *rt, const char *what, const char *encoding)
{
    Borrowed exception = rt->exception;
    Type *type = value_type(rt, exception);
    Borrowed args = ((Exception *)exception)->args;
    const Slots *plain = rt->BaseException->slots;
    if (type->slots->make != plain->make || type->slots->init != plain->init || type->gc.basic_size != rt->BaseException->gc.basic_size || !args || tuple_count(args) > 1
        || (tuple_count(args) == 1 && !value_is_str(tuple_item_peek(args, 0))) || ((Exception *)exception)->dict)
        return;
    Value held = error_take(rt), text = value_str(rt, held);
    if (!text) {
        error_clear(rt);
        error_restore_steal(rt, held);
        return;
    }
    raise_object(rt, held);
    raise_from_pending(rt, type, "%s with '%s' codec failed (%N: %U)", what, encoding, type, text);
    release(rt, held);
    release(rt, text);
}

static Owned run_codec(Runtime *rt, Borrowed codec, int part, Borrowed object, const char *encoding,
                       const char *errors)
{
    const char *what = part ? "decoding" : "encoding";
    Value arguments[2] = { object, errors ? str_from_text(rt, errors) : NULL };
    if (errors && !arguments[1])
        return NULL;
    Value result = call(rt, tuple_item_peek(codec, part), arguments, errors ? 2 : 1, NULL);
    release(rt, arguments[1]);
    if (!result) {
        codec_name_failure(rt, what, encoding);
        return NULL;
    }
    Value converted = NULL;
    if (value_is_tuple(result) && tuple_count(result) == 2)
        converted = retain(tuple_item_peek(result, 0));
    else
        raise(rt, rt->TypeError, part ? "decoder must return a tuple (object,integer)"
                                      : "encoder must return a tuple (object, integer)");
    release(rt, result);
    return converted;
}

static Owned convert(Runtime *rt, Borrowed object, const char *encoding, const char *errors, int part, bool text)
{
    Value codec = codec_lookup(rt, encoding), result = NULL;
    if (!codec)
        return NULL;
    if (!text || check_text_encoding(rt, codec, encoding, part ? "codecs.decode()" : "codecs.encode()"))
        result = run_codec(rt, codec, part, object, encoding, errors);
    release(rt, codec);
    return result;
}

Owned codec_encode(Runtime *rt, Borrowed object, const char *encoding, const char *errors, bool text)
{
    return convert(rt, object, encoding, errors, 0, text);
}

Owned codec_decode(Runtime *rt, Borrowed object, const char *encoding, const char *errors, bool text)
{
    return convert(rt, object, encoding, errors, 1, text);
}
