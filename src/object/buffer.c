/* The buffer protocol: bytes of an object that somebody else may look at for a while.
 *
 * A get_buffer slot fills the Buffer and sets owner to a new reference to the object
 * whose release_buffer slot is to be called. */
#include "object/error.h"
#include "object/protocol.h"

bool has_buffer(Runtime *rt, Borrowed v)
{
    return value_type(rt, v)->slots->get_buffer != NULL;
}

bool buffer_get(Runtime *rt, Borrowed v, Buffer *buffer, bool writable)
{
    const Slots *slots = value_type(rt, v)->slots;
    *buffer = (Buffer){ 0 };
    if (!slots->get_buffer) {
        const char *kind = writable ? "read-write bytes-like" : "bytes-like";
        return raise(rt, rt->TypeError, "a %s object is required, not '%.100T'", kind, v);
    }
    if (!slots->get_buffer(rt, v, buffer, writable)) {
        if (writable && error_clear_if(rt, rt->BufferError))
            raise(rt, rt->TypeError, "a read-write bytes-like object is required, not '%.100T'", v);
        return false;
    }
    if (!buffer->owner)
        buffer->owner = retain(v);
    return true;
}

void buffer_release(Runtime *rt, Buffer *buffer)
{
    Value owner = buffer->owner;
    if (!owner)
        return;
    const Slots *slots = value_type(rt, owner)->slots;
    if (slots->release_buffer)
        slots->release_buffer(rt, owner, buffer);
    *buffer = (Buffer){ 0 };
    release(rt, owner);
}
