/* Calls from Python code, calls of Python code from C, and the entrances of the machine.
 *
 * A call out of the loop has its callable, self or NULL, and arguments in consecutive
 * temporaries, here called the window.  A callee in Python gets references of its own
 * and the window is given up before it starts, so an argument dies when the callee
 * drops it.
 */
#include "vm/bind.h"
#include "vm/interpreter.h"

#include "object/prepend.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/methods.h"
#include "types/str.h"
#include "types/tuple.h"

/* -- frames */

static bool count_frame(Runtime *rt)
{
    if (unlikely(rt->depth >= rt->depth_limit))
        return raise(rt, rt->RecursionError, "maximum recursion depth exceeded");
    rt->depth++;
    return true;
}

/* A frame for CODE with empty registers, not yet running. */
static Frame *frame_new(Runtime *rt, Code *code)
{
    if (!count_frame(rt))
        return NULL;
    Frame *frame = frame_push(rt, code);
    if (unlikely(!frame)) {
        rt->depth--;
        return NULL;
    }
    memset(frame, 0, frame_size(code));
    frame->previous = rt->frame;
    frame->code = code;
    frame->pc = code->instructions;
    return frame;
}

/* FRAME was never entered. */
static void frame_cancel(Runtime *rt, Frame *frame)
{
    frame_clear(rt, frame);
    frame_pop(rt, frame);
    rt->depth--;
}

void frame_leave(Runtime *rt, Frame *frame)
{
    rt->frame = frame->previous;
    rt->depth--;
    frame_clear(rt, frame);
    frame_pop(rt, frame);
}

void frame_take_closure(Frame *frame, Borrowed closure)
{
    int32_t count = frame->code->free_count, first = frame->code->local_count - count;
    for (int32_t i = 0; i < count; i++)
        frame->registers[first + i] = retain(tuple_item_peek(closure, i));
}

static Frame *function_frame(Runtime *rt, Borrowed function)
{
    Function *f = (Function *)function;
    Frame *frame = frame_new(rt, f->code);
    if (!frame)
        return NULL;
    frame->function = retain(function);
    frame->globals = f->globals;
    frame->builtins = f->builtins;
    if (f->code->free_count)
        frame_take_closure(frame, f->closure);
    return frame;
}

Frame *call_frame(Runtime *rt, Borrowed function, const CallArguments *arguments)
{
    Frame *frame = function_frame(rt, function);
    if (frame && unlikely(!bind_arguments(rt, frame, (Function *)function, arguments))) {
        frame_cancel(rt, frame);
        return NULL;
    }
    return frame;
}

/* -- from C */

static bool may_enter(Runtime *rt)
{
    if (likely((char *)__builtin_frame_address(0) > rt->c_stack_limit))
        return budget_may_run(rt);
    return raise(rt, rt->RecursionError, "maximum recursion depth exceeded");
}

Owned interpret_entry(Runtime *rt, Frame *frame)
{
    frame->flags |= FRAME_ENTRY;
    return interpret(rt, frame);
}

Owned vm_call_function(CALL_PARAMETERS)
{
    if (!may_enter(rt))
        return NULL;
    if (unlikely(!rt->frame_stack))
        return raise(rt, rt->RuntimeError, "the runtime is closed");
    CallArguments arguments = { .positional = args, .count = count };
    if (keywords) {
        arguments.names = tuple_items(keywords);
        arguments.values = args + count;
        arguments.named = (size_t)tuple_count(keywords);
    }
    Frame *frame = call_frame(rt, self, &arguments);
    return frame ? interpret_entry(rt, frame) : NULL;
}

Owned vm_run_class_body(Runtime *rt, Borrowed function, Borrowed namespace_)
{
    Frame *frame = may_enter(rt) ? function_frame(rt, function) : NULL;
    if (!frame)
        return NULL;
    frame->locals = retain(namespace_);
    frame->flags |= FRAME_CLASS_BODY | FRAME_RICH;
    return interpret_entry(rt, frame);
}

/* The code of a function, run by exec(): as a call without arguments. */
static Owned run_function_code(Runtime *rt, Borrowed code, Borrowed globals, Borrowed closure)
{
    Value function = function_new(rt, code, globals, NULL);
    if (!function)
        return NULL;
    ((Function *)function)->closure = retain(closure);
    Value result = vm_call_function(rt, function, NULL, 0, NULL);
    release(rt, function);
    return result;
}

Owned vm_run_closure(Runtime *rt, Borrowed code, Borrowed globals, Borrowed locals_or_null, Borrowed closure_or_null)
{
    if (((Code *)code)->flags & CODE_OPTIMIZED)
        return run_function_code(rt, code, globals, closure_or_null);
    Frame *frame = may_enter(rt) ? frame_new(rt, (Code *)code) : NULL;
    if (!frame)
        return NULL;
    retain(code);
    frame->flags |= FRAME_RICH;
    frame->globals = retain(globals);
    frame->builtins = retain(function_builtins_peek(rt, globals));
    frame->locals = retain(locals_or_null ? locals_or_null : globals);
    if (closure_or_null)
        frame_take_closure(frame, closure_or_null);
    return interpret_entry(rt, frame);
}

Owned vm_run_code(Runtime *rt, Borrowed code, Borrowed globals, Borrowed locals_or_null)
{
    return vm_run_closure(rt, code, globals, locals_or_null, NULL);
}

/* -- the window */

typedef struct Window {
    Value *slots;               /* callable, self or NULL, arguments, keyword values */
    size_t count, named;        /* positional (self not counted), keyword */
    Borrowed names;             /* tuple or NULL */
} Window;

static Value *window_args(const Window *w) { return w->slots[1] ? w->slots + 1 : w->slots + 2; }
static size_t window_count(const Window *w) { return w->count + (w->slots[1] != NULL); }

static void window_consume(Runtime *rt, const Window *w)
{
    for (size_t i = 0; i < 2 + w->count + w->named; i++)
        value_clear(rt, &w->slots[i]);
}

/* A bound method in front becomes its function and self. */
static void window_unbind(Runtime *rt, const Window *w)
{
    if (w->slots[1] || !object_is_exactly(w->slots[0], rt->method_type))
        return;
    Value method = w->slots[0];
    w->slots[1] = retain(((Method *)method)->self);
    w->slots[0] = retain(((Method *)method)->function);
    release(rt, method);
}

/* RESULT into the destination; then the COUNT slots, which may contain that, are given up in order. */
static always_inline Frame *finish_slots(Runtime *rt, Frame *frame, const Instruction *pc, Value *slots, size_t count,
                                         Owned result)
{
    if (unlikely(!result))
        return NULL;
    Value *to = &frame->registers[pc->a], old = *to;
    *to = result;
    for (size_t i = 0; i < count; i++) {
        Value v = slots[i];
        if (&slots[i] == to) {
            v = old;
            old = NULL;
        } else {
            slots[i] = NULL;
        }
        release(rt, v);
    }
    release(rt, old);
    return frame;
}

static Frame *window_finish(Runtime *rt, Frame *frame, const Instruction *pc, const Window *w, Owned result)
{
    return finish_slots(rt, frame, pc, w->slots, 2 + w->count + w->named, result);
}

static Frame *call_in_frame(Runtime *rt, const Instruction *pc, const Window *w, Borrowed function)
{
    CallArguments arguments = { .positional = window_args(w), .count = window_count(w) };
    if (w->named) {
        arguments.names = tuple_items(w->names);
        arguments.values = arguments.positional + arguments.count;
        arguments.named = w->named;
    }
    Frame *next = call_frame(rt, function, &arguments);
    if (next)
        next->result = pc->a;
    return next;
}

/* -- classes: the instance is made here, an __init__ in Python runs in the loop */

static Borrowed python_init_peek(Runtime *rt, Type *class_)
{
    Value init = type_lookup_peek(rt, class_, rt->names.__init__);
    return object_is_exactly(init, rt->function_type) ? init : NULL;
}

static bool is_simple_class(Runtime *rt, Borrowed callable)
{
    Type *class_ = (Type *)callable;
    return value_type(rt, callable)->slots->call == type_call && class_ != rt->type_type && class_->slots->make
        && python_init_peek(rt, class_);
}

/* __new__ gave an instance of something else: no loop for its __init__. */
static Frame *finish_foreign(Runtime *rt, Frame *frame, const Instruction *pc, const Window *w, Owned instance)
{
    Type *type = value_type(rt, instance);
    if (type_is_subtype(type, (Type *)w->slots[0]) && type->slots->init
        && !type->slots->init(rt, instance, window_args(w), window_count(w), w->names)) {
        release(rt, instance);
        return NULL;
    }
    return window_finish(rt, frame, pc, w, instance);
}

static Frame *call_class(Runtime *rt, Frame *frame, const Instruction *pc, const Window *w)
{
    Type *class_ = (Type *)w->slots[0];
    Value instance = class_->slots->make(rt, class_, window_args(w), window_count(w), w->names);
    if (!instance)
        return NULL;
    class_track_made(rt, instance);
    Value init = value_type(rt, instance) == class_ && !w->slots[1] ? python_init_peek(rt, class_) : NULL;
    if (!init)
        return finish_foreign(rt, frame, pc, w, instance);
    w->slots[0] = instance;
    w->slots[1] = retain(instance);
    Frame *next = call_in_frame(rt, pc, w, init);
    release(rt, type_value(class_));
    if (!next)
        return NULL;
    next->flags |= FRAME_INIT;
    Window rest = { w->slots, w->count, w->named, NULL };
    w->slots[0] = NULL;
    window_consume(rt, &rest);
    w->slots[0] = instance;
    return next;
}

static Frame *call_window(Runtime *rt, Frame *frame, const Instruction *pc, const Window *w)
{
    window_unbind(rt, w);
    Value callable = w->slots[0];
    if (object_is_exactly(callable, rt->function_type)) {
        Frame *next = call_in_frame(rt, pc, w, callable);
        if (next)
            window_consume(rt, w);
        return next;
    }
    if (object_has_type_flag(callable, TYPE_IS_TYPE) && is_simple_class(rt, callable))
        return call_class(rt, frame, pc, w);
    Value result = call(rt, callable, window_args(w), window_count(w), w->names);
    return window_finish(rt, frame, pc, w, result);
}

/* -- functions in C and plain Python functions, positional arguments only */

static always_inline Owned call_def(Runtime *rt, const MethodDef *def, const Signature *signature, Borrowed self,
                                    const Value *args, size_t count)
{
    if (def->flags & METHOD_RAW)
        return def->raw(rt, self, args, count, NULL);
    if (likely(count == signature->count && count == signature->positional))
        return def->function(rt, self, args);
    Value bound[ARGUMENTS_MAX];
    if (likely(arguments_pad(signature, args, count, bound)))
        return def->function(rt, self, bound);
    return method_def_call(rt, def, signature, self, args, count, NULL);
}

/* Such a function may be breakpoint(): NULL without an exception asks for the other loop. */
static no_inline Frame *call_raw(Runtime *rt, Frame *frame, const Instruction *pc, Value *slots)
{
    const BuiltinFunction *f = (BuiltinFunction *)slots[0];
    size_t count = (size_t)pc->c, own = slots[1] != NULL;
    Value result = f->def->raw(rt, f->self, slots + 2 - own, count + own, NULL);
    Frame *next = finish_slots(rt, frame, pc, slots, 2 + count, result);
    return next && (rt->interrupt & INTERRUPT_TRACE) ? NULL : next;
}

static Frame *call_builtin(Runtime *rt, Frame *frame, const Instruction *pc, Value *slots)
{
    const BuiltinFunction *f = (BuiltinFunction *)slots[0];
    size_t count = (size_t)pc->c, own = slots[1] != NULL;
    if (unlikely(f->def->flags & METHOD_RAW))
        return call_raw(rt, frame, pc, slots);
    Value result = call_def(rt, f->def, &f->signature, f->self, slots + 2 - own, count + own);
    return finish_slots(rt, frame, pc, slots, 2 + count, result);
}

static Frame *call_descriptor(Runtime *rt, Frame *frame, const Instruction *pc, Value *slots)
{
    const MethodDescriptor *d = (MethodDescriptor *)slots[0];
    size_t count = (size_t)pc->c;
    Value result;
    if (likely(value_type(rt, slots[1]) == d->type))
        result = call_def(rt, d->def, &d->signature, slots[1], slots + 2, count);
    else
        result = call(rt, slots[0], slots + 1, count + 1, NULL);
    return finish_slots(rt, frame, pc, slots, 2 + count, result);
}

/* As many arguments as parameters, but for the last ones, which have defaults. */
static Frame *call_with_defaults(Runtime *rt, Frame *frame, Value *slots, Value *args, size_t count)
{
    const Function *f = (Function *)slots[0];
    size_t missing = (size_t)f->code->argument_count - count, all = (size_t)tuple_count(f->defaults);
    Value defaults = f->defaults;
    Frame *next = push_exact(rt, frame, &slots[0], args, count);
    for (size_t i = 0; next && i < missing; i++)
        next->registers[count + i] = retain(tuple_item_peek(defaults, (int64_t)(all - missing + i)));
    return next;
}

static bool has_defaults(const Function *f, size_t count)
{
    size_t wanted = (size_t)f->code->argument_count;
    return f->defaults && count < wanted && wanted - count <= (size_t)tuple_count(f->defaults)
        && is_exact_call(f->code, wanted);
}

static Frame *call_function(Runtime *rt, Frame *frame, const Instruction *pc, Value *slots)
{
    const Function *f = (Function *)slots[0];
    size_t own = slots[1] != NULL, count = (size_t)pc->c + own;
    Window w = { slots, (size_t)pc->c, 0, NULL };
    Frame *next;
    if (unlikely(rt->depth >= rt->depth_limit))
        return raise(rt, rt->RecursionError, "maximum recursion depth exceeded");
    if (is_exact_call(f->code, count)) {
        next = push_exact(rt, frame, &slots[0], slots + 2 - own, count);
    } else if (has_defaults(f, count)) {
        next = call_with_defaults(rt, frame, slots, slots + 2 - own, count);
    } else {
        next = call_in_frame(rt, pc, &w, slots[0]);
        if (next)
            window_consume(rt, &w);
        return next;
    }
    if (next)
        next->result = pc->a;
    return next;
}

/* A class whose calls CALL_CLASS can make. */
static void specialise_class(Runtime *rt, Instruction *p, Borrowed callable)
{
    Type *class_ = (Type *)callable;
    if (opcode_general(p->op) != OP_CALL_FUNCTION || !object_is_exactly(callable, rt->type_type)
        || class_->slots->make != plain_make || (class_->flags & TYPE_ABSTRACT) || !(class_->flags & TYPE_CONTAINER))
        return;
    Value init = python_init_peek(rt, class_);
    if (!init || !is_exact_call(((Function *)init)->code, (size_t)p->c + 1))
        return;
    p->op = OP_CALL_CLASS;
    p[1] = (Instruction){ .version = class_->version };
    p[2].word = value_bits(init);
}

/* super().method in a method: the call and the LOAD_METHOD behind it, for a SELF that is an instance. */
static void specialise_super(Runtime *rt, const Frame *frame, Instruction *p)
{
    const Instruction *load = p + 3;
    if (opcode_general(p->op) != OP_CALL_FUNCTION || p->c != 0 || opcode_general(load->op) != OP_LOAD_METHOD
        || load->b != p->a || load->c >= 0 || !is_temporary(frame, p->a) || frame->code->argument_count == 0
        || (frame->code->local_kinds[0] & LOCAL_CELL))
        return;
    Value self = frame->registers[0];
    const Type *class_ = super_class_peek(rt, frame);
    if (!class_ || !value_is_object(self))
        return;
    Type *type = object_type(value_object(self));
    if (!(type->flags & TYPE_READY) || (type->flags & TYPE_IS_TYPE) || !type_is_subtype(type, class_))
        return;
    Value found = super_find_peek(rt, (Type *)class_, type, operand_peek(frame, load->c));
    if (!is_plain_method(rt, found))
        return;
    p->op = OP_CALL_SUPER;
    p[1] = (Instruction){ .version = type->version, .extra = class_->version };
    p[2].word = value_bits(found);
}

Frame *op_call(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value *slots = frame->registers + pc->b;
    Window w = { slots, (size_t)pc->c, 0, NULL };
    if (unlikely(!value_is_object(slots[0])))
        return call_window(rt, frame, pc, &w);
    if (object_type(value_object(slots[0])) == rt->method_type)
        window_unbind(rt, &w);
    const Type *type = value_type(rt, slots[0]);
    if (type == rt->builtin_function_type)
        return call_builtin(rt, frame, pc, slots);
    if (type == rt->method_descriptor_type && slots[1])
        return call_descriptor(rt, frame, pc, slots);
    if (type == rt->function_type)
        return call_function(rt, frame, pc, slots);
    if (type == rt->type_type && slots[0] == type_value(rt->super_type))
        specialise_super(rt, frame, (Instruction *)pc);
    else if (type == rt->type_type)
        specialise_class(rt, (Instruction *)pc, slots[0]);
    return call_window(rt, frame, pc, &w);
}

Frame *op_call_keywords(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value names = frame->code->constants[pc[1].target];
    size_t named = (size_t)tuple_count(names);
    Window w = { frame->registers + pc->b, (size_t)pc->c - named, named, names };
    return call_window(rt, frame, pc, &w);
}

/* -- f(*args, **kwargs) */

/* The arguments of a call laid out in one block: self, items, names and values (not counted again). */
typedef struct Spread {
    CallArguments arguments;
    Value *block;
} Spread;

static bool spread_keywords(Runtime *rt, Spread *s, Value *names, Borrowed dict)
{
    int64_t position = 0;
    Value *values = names + dict_count(dict), key, value;
    while (dict_next_peek(dict, &position, &key, &value)) {
        if (!value_is_str(key))
            return raise(rt, rt->TypeError, "keywords must be strings");
        names[s->arguments.named] = key;
        values[s->arguments.named++] = value;
    }
    s->arguments.names = names;
    s->arguments.values = values;
    return true;
}

static bool spread_open(Runtime *rt, Spread *s, Borrowed self, Borrowed tuple, Borrowed dict)
{
    size_t count = (size_t)tuple_count(tuple), named = dict ? (size_t)dict_count(dict) : 0;
    s->block = NULL;
    s->arguments = (CallArguments){ .positional = tuple_items(tuple), .count = count };
    if (!self && !named)
        return true;
    s->block = memory_alloc(rt, (1 + count + 2 * named) * sizeof(Value));
    if (!s->block)
        return raise_memory_error(rt);
    Value *next = s->block;
    if (self)
        *next++ = self;
    memcpy(next, tuple_items(tuple), count * sizeof(Value));
    s->arguments.positional = s->block;
    s->arguments.count = count + (self != NULL);
    return !named || spread_keywords(rt, s, next + count, dict);
}

static Frame *call_function_ex(Runtime *rt, const Instruction *pc, Borrowed function, Borrowed self, Borrowed tuple,
                               Borrowed dict)
{
    Spread s;
    Frame *next = spread_open(rt, &s, self, tuple, dict) ? call_frame(rt, function, &s.arguments) : NULL;
    memory_free(rt, s.block);
    if (next)
        next->result = pc->a;
    return next;
}

/* The iterable after * as a tuple, in its place. */
static bool positional_tuple(Runtime *rt, Value *slots)
{
    if (value_is_tuple(slots[1]))
        return true;
    const Slots *s = value_type(rt, slots[1])->slots;
    if (!s->iter && !s->item && !s->get_item) {
        Value text = callable_text(rt, slots[0]);
        if (text)
            raise(rt, rt->TypeError, "%U argument after * must be an iterable, not %.200T", text, slots[1]);
        release(rt, text);
        return false;
    }
    Value tuple = sequence_tuple(rt, slots[1]);
    if (tuple)
        value_replace(rt, &slots[1], tuple);
    return tuple;
}

static bool keyword_dict(Runtime *rt, Value *slots, bool given)
{
    if (!given || value_is_dict(slots[2]))
        return true;
    Value dict = dict_new(rt);
    if (!dict || !dict_update(rt, dict, slots[2])) {
        release(rt, dict);
        return false;
    }
    value_replace(rt, &slots[2], dict);
    return true;
}

Frame *op_call_ex(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value *slots = frame->registers + pc->b, function = slots[0], self = NULL;
    Window w = { slots, pc->c ? 1 : 0, 0, NULL };
    if (!positional_tuple(rt, slots) || !keyword_dict(rt, slots, pc->c))
        return NULL;
    if (object_is_exactly(function, rt->method_type)) {
        self = ((Method *)function)->self;
        function = ((Method *)function)->function;
    }
    if (object_is_exactly(function, rt->function_type)) {
        Frame *next = call_function_ex(rt, pc, function, self, slots[1], pc->c ? slots[2] : NULL);
        if (next)
            window_consume(rt, &w);
        return next;
    }
    Value result = call_tuple_dict(rt, slots[0], slots[1], pc->c ? slots[2] : NULL);
    return window_finish(rt, frame, pc, &w, result);
}
