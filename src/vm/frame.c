/* The frame stack, the life of a frame, and what Python sees of it.
 *
 * Invariants of the frame stack: base <= top <= limit; every frame between base and
 * top is in use, the newest last; a chunk that is not the current one remembers in
 * `top` where it was left.  At most one spare chunk is kept.
 */
#include "vm/frame.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/values_object.h"
#include "vm/cache.h"
#include "vm/vm.h"

enum {
    CHUNK_FIRST = 16 * 1024 - 96,       /* with the allocator's header one unit */
    CHUNK_NEXT = 128 * 1024 - 96,
};

/* What rt->frame_stack points to. */
typedef struct VmState {
    FrameStack stack;           /* must be first */
    VmHooks hooks;
} VmState;

VmHooks *vm_hooks(Runtime *rt) { return &((VmState *)rt->frame_stack)->hooks; }

static void use_chunk(FrameStack *stack, FrameChunk *chunk)
{
    stack->chunk = chunk;
    stack->base = stack->top = (char *)(chunk + 1);
    stack->limit = (char *)chunk + chunk->size;
}

/* A collection may run inside, and frames come and go above `top` meanwhile. */
static FrameChunk *chunk_new(Runtime *rt, size_t size)
{
    FrameChunk *chunk = heap_alloc(&rt->gc.heap, DOMAIN_RAW, size);
    if (chunk)
        chunk->size = size;
    return chunk;
}

Frame *frame_push_chunk(Runtime *rt, size_t size)
{
    FrameStack *stack = rt->frame_stack;
    FrameChunk *chunk = stack->spare;
    stack->spare = NULL;
    if (!chunk || chunk->size - sizeof(FrameChunk) < size) {
        heap_free(&rt->gc.heap, chunk);
        chunk = chunk_new(rt, MAX(size + sizeof(FrameChunk), (size_t)CHUNK_NEXT));
    }
    if (!chunk)
        return raise_memory_error(rt);
    stack->chunk->top = stack->top;
    chunk->previous = stack->chunk;
    use_chunk(stack, chunk);
    stack->top += size;
    return (Frame *)stack->base;
}

void frame_pop_chunk(Runtime *rt)
{
    FrameStack *stack = rt->frame_stack;
    FrameChunk *empty = stack->chunk;
    if (!empty->previous)
        return;
    use_chunk(stack, empty->previous);
    stack->top = stack->chunk->top;
    FrameChunk *drop = stack->spare && stack->spare->size >= empty->size ? empty : stack->spare;
    if (drop != empty)
        stack->spare = empty;
    heap_free(&rt->gc.heap, drop);
}

bool vm_open(Runtime *rt)
{
    VmState *state = heap_calloc(&rt->gc.heap, DOMAIN_RAW, 1, sizeof(VmState));
    FrameChunk *chunk = state ? chunk_new(rt, CHUNK_FIRST) : NULL;
    if (!chunk) {
        heap_free(&rt->gc.heap, state);
        return raise_memory_error(rt);
    }
    chunk->previous = NULL;
    use_chunk(&state->stack, chunk);
    rt->frame_stack = &state->stack;
    Value empty = str_from_bytes(rt, "", 0);
    release(rt, empty);
    return empty;
}

void vm_let_go(Runtime *rt)
{
    VmHooks *hooks = rt->frame_stack ? vm_hooks(rt) : NULL;
    if (!hooks)
        return;
    stubs_close(rt);
    value_clear(rt, &hooks->async_first_iteration);
    value_clear(rt, &hooks->async_finalizer);
    value_clear(rt, &hooks->trace);
    value_clear(rt, &hooks->profile);
}

void vm_close(Runtime *rt)
{
    FrameStack *stack = rt->frame_stack;
    if (!stack)
        return;
    vm_let_go(rt);
    heap_free(&rt->gc.heap, stack->spare);
    heap_free(&rt->gc.heap, stack->chunk);
    heap_free(&rt->gc.heap, stack);
    rt->frame_stack = NULL;
}

/* -- the life of a frame */

int frame_traverse(Frame *frame, GcVisit visit, void *argument)
{
    for (int32_t i = 0; i < frame->code->register_count; i++)
        VISIT_VALUE(frame->registers[i]);
    if (frame->function) {
        VISIT_VALUE(frame->function);
    } else {
        VISIT_VALUE(frame->globals);
        VISIT_VALUE(frame->builtins);
    }
    VISIT_VALUE(frame->locals);
    VISIT_VALUE(frame->object);
    VISIT_VALUE(frame->saved_handled);
    if (!frame->function || (frame->flags & FRAME_GENERATOR))
        VISIT(frame->code);
    return 0;
}

static void release_registers(Runtime *rt, Frame *frame)
{
    for (int32_t i = 0; i < frame->code->register_count; i++)
        value_clear(rt, &frame->registers[i]);
}

/* Everything but the frame object; a generator keeps its code to the end of its own life. */
static void release_contents(Runtime *rt, Frame *frame)
{
    Value function = frame->function, globals = frame->globals, builtins = frame->builtins;
    release_registers(rt, frame);
    value_clear(rt, &frame->locals);
    frame->function = frame->globals = frame->builtins = NULL;
    if (function) {
        release(rt, function);
        return;
    }
    release(rt, globals);
    release(rt, builtins);
    if (!(frame->flags & FRAME_GENERATOR))
        release(rt, object_value(frame->code));
}

/* The object of the caller, for f_back of a frame that ends; none when memory is short. */
static Owned caller_object(Runtime *rt, Frame *frame)
{
    if (!frame->previous)
        return NULL;
    Value pending = error_take(rt);
    Value back = frame_object_peek(rt, frame->previous);
    retain(back);
    error_restore_steal(rt, pending);
    return back;
}

/* FRAME's object lives on: it gets all that the frame has. */
static void hand_over(Runtime *rt, Frame *frame)
{
    FrameObject *o = (FrameObject *)frame->object;
    o->back = caller_object(rt, frame);
    memcpy(&o->own, frame, frame_size(frame->code));
    o->own.previous = NULL;
    o->own.object = o->own.generator = o->own.saved_handled = NULL;
    if (!o->own.function && (frame->flags & FRAME_GENERATOR))
        retain(object_value(frame->code));
    o->own.flags = FRAME_ENDED;
    o->frame = &o->own;
    o->owns_frame = true;
    frame->locals = frame->function = frame->globals = frame->builtins = NULL;
    memset(frame->registers, 0, (size_t)frame->code->register_count * sizeof(Value));
    value_clear(rt, &frame->object);
}

void frame_clear(Runtime *rt, Frame *frame)
{
    if (frame->object && object_references(value_object(frame->object)) > 1) {
        hand_over(rt, frame);
    } else {
        value_clear(rt, &frame->object);
        release_contents(rt, frame);
    }
}

Borrowed frame_object_peek(Runtime *rt, Frame *frame)
{
    if (frame->object)
        return frame->object;
    FrameObject *o = (FrameObject *)type_alloc(rt, rt->frame_type, (size_t)frame->code->register_count);
    if (!o)
        return raise_memory_error(rt);
    o->frame = frame;
    o->owns_frame = false;
    o->trace_lines = true;
    frame->object = object_tracked(rt, o);
    frame->flags |= FRAME_RICH;
    return frame->object;
}

int32_t frame_line(const Frame *frame)
{
    const Position *position = code_position(frame->code, (int32_t)(frame->pc - frame->code->instructions));
    return position ? position->line : frame->code->first_line;
}

/* -- locals() */

/* What the variable in register I holds now; NULL: unbound. */
static Borrowed variable_peek(Runtime *rt, const Frame *frame, int32_t i)
{
    Value v = frame->registers[i];
    bool shared = frame->code->local_kinds[i] & (LOCAL_CELL | LOCAL_FREE);
    return shared && object_is_exactly(v, rt->cell_type) ? ((Cell *)v)->content : v;
}

static bool show_variable(Runtime *rt, Frame *frame, Borrowed dict, int32_t i)
{
    Value name = tuple_item_peek(frame->code->local_names, i), old;
    if (frame->code->local_kinds[i] & LOCAL_HIDDEN)
        return true;
    Value now = variable_peek(rt, frame, i);
    if (now)
        return dict_set(rt, dict, name, now);
    if (!dict_pop(rt, dict, name, &old))
        return false;
    release(rt, old);
    return true;
}

static bool has_own_mapping(const Frame *frame)
{
    return !(frame->code->flags & CODE_OPTIMIZED);
}

Owned frame_locals(Runtime *rt, Frame *frame)
{
    if (has_own_mapping(frame))
        return retain(frame->locals ? frame->locals : frame->globals);
    if (!frame->locals && !(frame->locals = dict_new(rt)))
        return NULL;
    frame->flags |= FRAME_RICH;
    Value dict = retain(frame->locals);
    for (int32_t i = 0; i < frame->code->local_count; i++) {
        if (!show_variable(rt, frame, dict, i)) {
            release(rt, dict);
            return NULL;
        }
    }
    return dict;
}

/* -- the frame object */

static FrameObject *object_of(Borrowed v) { return (FrameObject *)v; }

static int frame_object_traverse(Object *self, GcVisit visit, void *argument)
{
    FrameObject *o = (FrameObject *)self;
    VISIT_VALUE(o->back);
    VISIT_VALUE(o->trace);
    return o->owns_frame ? frame_traverse(&o->own, visit, argument) : 0;
}

static void frame_object_clear(Gc *gc, Object *self)
{
    FrameObject *o = (FrameObject *)self;
    value_clear(runtime_of(gc), &o->trace);
    if (o->owns_frame) {
        release_registers(runtime_of(gc), &o->own);
        value_clear(runtime_of(gc), &o->own.locals);
    }
}

static void frame_object_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    FrameObject *o = (FrameObject *)self;
    gc_untrack(gc, self);
    if (o->owns_frame)
        release_contents(rt, &o->own);
    release(rt, o->trace);
    release(rt, o->back);
    type_free_object(rt, self);
}

static Owned frame_repr(Runtime *rt, Borrowed self)
{
    Frame *frame = object_of(self)->frame;
    return format_message(rt, "<frame at 0x%zx, file %R, line %d, code %U>", (size_t)self, frame->code->filename,
                          frame_line(frame), frame->code->name);
}

static Owned get_back(Runtime *rt, Borrowed self)
{
    FrameObject *o = object_of(self);
    if (o->owns_frame)
        return o->back ? retain(o->back) : NONE;
    if (!o->frame->previous)
        return NONE;
    return retain(frame_object_peek(rt, o->frame->previous));
}

static Owned or_none(Borrowed v) { return v ? retain(v) : NONE; }
static Owned get_code(Runtime *rt unused, Borrowed self) { return retain(object_value(object_of(self)->frame->code)); }
static Owned get_globals(Runtime *rt unused, Borrowed self) { return or_none(object_of(self)->frame->globals); }
static Owned get_builtins(Runtime *rt unused, Borrowed self) { return or_none(object_of(self)->frame->builtins); }
static Owned get_locals(Runtime *rt, Borrowed self) { return frame_locals(rt, object_of(self)->frame); }
static Owned get_trace(Runtime *rt unused, Borrowed self) { return or_none(object_of(self)->trace); }

static bool set_trace(Runtime *rt, Borrowed self, Borrowed value)
{
    FrameObject *o = object_of(self);
    value_replace(rt, &o->trace, !value || value == NONE ? NULL : retain(value));
    o->last_line = frame_line(o->frame);        /* no event for the rest of this line */
    o->last_pc = (int32_t)(o->frame->pc - o->frame->code->instructions);
    return true;
}

static Owned get_line(Runtime *rt unused, Borrowed self)
{
    FrameObject *o = object_of(self);
    int32_t line = o->shown_line ? o->shown_line : frame_line(o->frame);
    return line > 0 ? small_int_value(line) : NONE;
}

static bool set_line(Runtime *rt, Borrowed self unused, Borrowed value)
{
    if (!value)
        return raise(rt, rt->AttributeError, "cannot delete attribute");
    return raise(rt, rt->ValueError, "f_lineno can only be set by a trace function");
}

static Owned get_last_instruction(Runtime *rt unused, Borrowed self)
{
    Frame *frame = object_of(self)->frame;
    return small_int_value((frame->pc - frame->code->instructions) * 2);
}

static Owned frame_clear_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    FrameObject *o = object_of(self);
    if (o->owns_frame) {
        frame_object_clear(&rt->gc, &o->head);
        return NONE;
    }
    Generator *generator = (Generator *)o->frame->generator;
    if (!generator || generator->state == GENERATOR_RUNNING)
        return raise(rt, rt->RuntimeError, "cannot clear an executing frame");
    retain(self);
    Value keep = retain(object_value(generator));
    generator_finalize(rt, keep);
    if (generator->state != GENERATOR_FINISHED)
        generator_finish(rt, generator);
    release(rt, keep);
    release(rt, self);
    return NONE;
}

static const MethodDef frame_methods[] = {
    METHOD("clear", frame_clear_method, "()", "F.clear(): clear most references held by the frame"),
    { 0 }
};

static const GetSetDef frame_getsets[] = {
    { "f_back", get_back, NULL, NULL },
    { "f_code", get_code, NULL, NULL },
    { "f_globals", get_globals, NULL, NULL },
    { "f_builtins", get_builtins, NULL, NULL },
    { "f_locals", get_locals, NULL, NULL },
    { "f_lineno", get_line, set_line, NULL },
    { "f_lasti", get_last_instruction, NULL, NULL },
    { "f_trace", get_trace, set_trace, NULL },
    { 0 }
};

static const MemberDef frame_members[] = {
    { "f_trace_lines", MEMBER_BOOL, offsetof(FrameObject, trace_lines), true, NULL },
    { "f_trace_opcodes", MEMBER_BOOL, offsetof(FrameObject, trace_opcodes), true, NULL },
    { 0 }
};

const TypeDef frame_type_def = {
    .name = "frame",
    .size = sizeof(FrameObject),
    .item_size = sizeof(Value),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = frame_object_traverse,
    .clear = frame_object_clear,
    .free = frame_object_free,
    .slots = {
        .repr = frame_repr,
    },
    .methods = frame_methods,
    .getsets = frame_getsets,
    .members = frame_members,
};

Borrowed vm_builtins_peek(Runtime *rt) { return rt->frame ? rt->frame->builtins : rt->builtins; }
