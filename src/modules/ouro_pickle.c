/* The module _ouro_pickle: PickleBuffer, the view of bytes that pickles hand on out of band.
 * Picklers themselves are the library's, in Python. */
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/module.h"
#include "types/str.h"
#include "types/values_object.h"

typedef struct PickleBuffer { Object head; Value view; } PickleBuffer;   /* a memoryview; NULL: released */

static Owned buffer_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value object;
    if (!arguments_bind(rt, "PickleBuffer", "(object, /)", args, count, keywords, &object))
        return NULL;
    Value view = memoryview_new(rt, object);
    PickleBuffer *b = view ? instance_make(rt, type) : NULL;
    if (!b) {
        release(rt, view);
        return NULL;
    }
    b->view = view;
    return object_tracked(rt, b);
}

static bool is_open(Runtime *rt, Borrowed self)
{
    return ((PickleBuffer *)self)->view || raise(rt, rt->ValueError, "operation forbidden on released PickleBuffer object");
}

static bool buffer_get_buffer(Runtime *rt, Borrowed self, Buffer *buffer, bool writable)
{
    return is_open(rt, self) && buffer_get(rt, ((PickleBuffer *)self)->view, buffer, writable);
}

static Owned buffer_release_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    value_clear(rt, &((PickleBuffer *)self)->view);
    return NONE;
}

/* The bytes as a plain row: the view must lie in one piece. */
static Owned buffer_raw(Runtime *rt, Borrowed self, const Value *args unused)
{
    if (!is_open(rt, self))
        return NULL;
    Value view = retain(((PickleBuffer *)self)->view), contiguous = get_attribute_text(rt, view, "contiguous"), result = NULL;
    if (contiguous == FALSE)
        raise(rt, rt->BufferError, "cannot extract raw buffer from non-contiguous buffer");
    else if (contiguous) {
        Value cast = get_attribute_text(rt, view, "cast"), code = cast ? str_from_text(rt, "B") : NULL;
        Value whole = code ? get_attribute_text(rt, view, "c_contiguous") : NULL;
        result = whole == TRUE ? call_one(rt, cast, code) : NULL;
        if (whole == FALSE) {
            Value bytes = memoryview_bytes(rt, view, true);
            result = bytes ? memoryview_new(rt, bytes) : NULL;
            release(rt, bytes);
        }
        release(rt, whole);
        release(rt, code);
        release(rt, cast);
    }
    release(rt, contiguous);
    release(rt, view);
    return result;
}

static const MethodDef buffer_methods[] = {
    METHOD("raw", buffer_raw, "()", "Return a memoryview of the raw memory underlying this buffer."),
    METHOD("release", buffer_release_method, "()", "Release the underlying buffer held by the PickleBuffer object."),
    { 0 },
};

static const TypeDef pickle_buffer_def = {
    .name = "pickle.PickleBuffer",
    .doc = "Wrapper for potentially out-of-band buffers",
    .size = sizeof(PickleBuffer),
    .flags = TYPE_CONTAINER | TYPE_WEAK | TYPE_SUBCLASSABLE,
    VALUES_TYPE_CLEAR(1),
    .slots = { .make = buffer_make, .get_buffer = buffer_get_buffer },
    .methods = buffer_methods,
};

static bool init(Runtime *rt, Borrowed module) { return module_add_type(rt, module, &pickle_buffer_def, NULL); }

const ModuleDef _ouro_pickle_module_def = { .name = "_ouro_pickle", .doc = "What the module _pickle takes from C.", .init = init };
