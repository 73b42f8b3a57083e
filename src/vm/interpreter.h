/* What the files of the virtual machine share: operands, the slow halves of the
 * instructions, calls, unwinding, generators.  Nobody outside src/vm includes it.
 *
 * The slow half of an instruction is `bool op_name(rt, frame, pc)`: it does all that
 * the instruction does except moving on; false: an exception is set, and what the
 * instruction has not yet consumed still stands in its temporaries.
 */
#ifndef OURO_VM_INTERPRETER_H
#define OURO_VM_INTERPRETER_H

#include "object/error.h"
#include "object/protocol.h"
#include "object/runtime.h"
#include "types/code.h"
#include "types/function.h"
#include "types/tuple.h"
#include "vm/frame.h"
#include "vm/opcodes.h"
#include "vm/vm.h"

/* -- operands */

static always_inline Borrowed operand_peek(const Frame *frame, int x)
{
    return x >= 0 ? frame->registers[x] : frame->code->constants[~x];
}

static always_inline bool is_temporary(const Frame *frame, int x) { return x >= frame->code->local_count; }

/* An R operand as a reference of one's own: moved out of a temporary. */
static always_inline Owned operand_take(Frame *frame, int x)
{
    Value v = operand_peek(frame, x);
    if (is_temporary(frame, x))
        frame->registers[x] = NULL;
    else
        retain(v);
    return v;
}

/* An R operand has been used: a temporary gives up its reference. */
static always_inline void operand_consume(Runtime *rt, Frame *frame, int x)
{
    if (is_temporary(frame, x))
        value_clear(rt, &frame->registers[x]);
}

static always_inline void register_store(Runtime *rt, Frame *frame, int x, Owned v)
{
    value_replace(rt, &frame->registers[x], v);
}

/* Store RESULT into A, then consume B (and C): either may be the register A itself. */
bool finish_one(Runtime *rt, Frame *frame, int a, Owned result, int b);
bool finish_two(Runtime *rt, Frame *frame, int a, Owned result, int b, int c);

typedef bool (*SlowOp)(Runtime *rt, Frame *frame, const Instruction *pc);
#define SLOW_OP(name) bool name(Runtime *rt, Frame *frame, const Instruction *pc) must_check

/* -- arithmetic.c */
SLOW_OP(op_unary);
SLOW_OP(op_not);
/* These give the frame to go on in, as calls do. */
Frame *op_binary(Runtime *rt, Frame *frame, const Instruction *pc) must_check;
Frame *op_inplace(Runtime *rt, Frame *frame, const Instruction *pc) must_check;
Frame *op_compare(Runtime *rt, Frame *frame, const Instruction *pc) must_check;
SLOW_OP(op_is);
SLOW_OP(op_contains);
/* 1, 0, -1: the comparison b OP c as truth value; operands consumed.  OPERATOR_ENTERED: rt->frame is
 * that of a special method, and nothing has been consumed. */
enum { OPERATOR_ENTERED = 2 };
int op_compare_truth(Runtime *rt, Frame *frame, const Instruction *pc, CompareOp op);
/* 1, 0, -1: truth of the R operand X, consumed. */
int op_truth(Runtime *rt, Frame *frame, int x);

/* -- operator.c.  The special method in Python that is all there is to ask first, or NULL. */
Borrowed operator_binary_peek(Runtime *rt, Borrowed left, Borrowed right, BinaryOp op);
Borrowed operator_compare_peek(Runtime *rt, Borrowed left, Borrowed right, CompareOp op);
Borrowed operator_item_peek(Runtime *rt, Borrowed container);
/* A frame for METHOD(LEFT, RIGHT), whose result goes to operator_finish.  NULL: an exception. */
Frame *operator_enter(Runtime *rt, Frame *frame, Borrowed method, Borrowed left, Borrowed right) must_check;
/* The method has returned RESULT: end the instruction of FRAME at PC.  -1: an exception; of a comparison
 * that jumps 1 or 0, else 1. */
int operator_finish(Runtime *rt, Frame *frame, const Instruction *pc, Owned result) must_check;

static always_inline bool operator_is_jump(const Instruction *pc)
{
    return pc->op >= OP_JUMP_IF_LT && pc->op <= OP_JUMP_UNLESS_GE;
}

/* Is V an instance of a class that a program made? */
static always_inline bool has_class(Value v)
{
    return value_is_object(v) && (object_type(value_object(v))->flags & TYPE_HEAP);
}

/* -- names.c */
SLOW_OP(op_unbound_local);      /* raises; named register a */
SLOW_OP(op_delete_local);
SLOW_OP(op_make_cell);
SLOW_OP(op_load_cell);
SLOW_OP(op_store_cell);
SLOW_OP(op_delete_cell);
SLOW_OP(op_load_class_cell);
SLOW_OP(op_load_global);
SLOW_OP(op_store_global);
SLOW_OP(op_delete_global);
SLOW_OP(op_load_name);
SLOW_OP(op_store_name);
SLOW_OP(op_delete_name);
SLOW_OP(op_load_locals);
SLOW_OP(op_setup_annotations);
SLOW_OP(op_load_build_class);

/* -- attribute.c: attributes and items */
SLOW_OP(op_load_attr);
SLOW_OP(op_store_attr);
SLOW_OP(op_delete_attr);
SLOW_OP(op_load_method);
Frame *op_load_item(Runtime *rt, Frame *frame, const Instruction *pc) must_check;   /* as op_binary */
SLOW_OP(op_store_item);
SLOW_OP(op_delete_item);

/* -- build.c */
SLOW_OP(op_build_slice);
SLOW_OP(op_build_tuple);
SLOW_OP(op_build_list);
SLOW_OP(op_build_set);
SLOW_OP(op_build_map);
SLOW_OP(op_build_string);
SLOW_OP(op_list_append);
SLOW_OP(op_set_add);
SLOW_OP(op_map_add);
SLOW_OP(op_list_extend);
SLOW_OP(op_set_update);
SLOW_OP(op_dict_update);
SLOW_OP(op_dict_merge);
SLOW_OP(op_list_to_tuple);
SLOW_OP(op_convert_value);
SLOW_OP(op_format_value);
SLOW_OP(op_unpack_sequence);
SLOW_OP(op_unpack_ex);
SLOW_OP(op_get_iter);
SLOW_OP(op_make_function);
SLOW_OP(op_set_function);
SLOW_OP(op_print_expression);
/* "name()" for messages about calls, as CPython words it. */
Owned callable_text(Runtime *rt, Borrowed callable) must_check;

/* -- call.c.  These give the frame to go on in: a new one for a function in Python, FRAME
 * itself when the call is done and its result stored; NULL: an exception is set. */
Frame *op_call(Runtime *rt, Frame *frame, const Instruction *pc) must_check;
Frame *op_call_keywords(Runtime *rt, Frame *frame, const Instruction *pc) must_check;
Frame *op_call_ex(Runtime *rt, Frame *frame, const Instruction *pc) must_check;
/* Positional arguments, then keyword arguments as names and values. */
typedef struct CallArguments {
    const Value *positional;
    size_t count;
    const Value *names, *values;
    size_t named;
} CallArguments;
/* The class in FRAME's cell __class__, or NULL. */
static always_inline const Type *super_class_peek(const Runtime *rt, const Frame *frame)
{
    const Code *code = frame->code;
    for (int32_t i = code->local_count - code->free_count; i < code->local_count; i++) {
        if (tuple_item_peek(code->local_names, i) != rt->names.__class__)
            continue;
        Value class_ = ((Cell *)frame->registers[i])->content;
        return object_is_exactly(class_, rt->type_type) ? (Type *)class_ : NULL;
    }
    return NULL;
}
/* A frame for a call of FUNCTION, its parameters bound; rt->depth counts it.  NULL: an exception is set. */
Frame *call_frame(Runtime *rt, Borrowed function, const CallArguments *arguments) must_check;
/* Free variables: the cells of CLOSURE into the registers behind the locals. */
void frame_take_closure(Frame *frame, Borrowed closure);
/* No values yet.  A loop, since the registers are few: a call of memset would cost more. */
static always_inline void registers_empty(Value *from, Value *end)
{
    for (; from < end; from++) {
        *from = NULL;
        __asm__("" : "+r"(from));
    }
}

/* A call that needs no binding: as many positional arguments as parameters, no others. */
static always_inline bool is_exact_call(const Code *code, size_t count)
{
    return (size_t)code->argument_count == count && code->keyword_only_count == 0
        && !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS));
}

/* A frame for an exact call: FUNCTION and the COUNT ARGS move into it.  NULL: no memory, nothing moved. */
static always_inline Frame *push_exact(Runtime *rt, Frame *caller, Value *function, Value *args, size_t count)
{
    Function *f = (Function *)*function;
    Code *code = f->code;
    Frame *frame = frame_push(rt, code);
    if (unlikely(!frame))
        return NULL;
    rt->depth++;
    frame->previous = caller;
    frame->code = code;
    frame->function = *function;
    frame->globals = f->globals;
    frame->builtins = f->builtins;
    frame->locals = frame->object = frame->generator = frame->saved_handled = NULL;
    frame->pc = code->instructions;
    frame->flags = 0;
    *function = NULL;
    for (size_t i = 0; i < count; i++) {
        frame->registers[i] = args[i];
        args[i] = NULL;
    }
    registers_empty(frame->registers + count, frame->registers + code->register_count);
    if (unlikely(code->free_count))
        frame_take_closure(frame, f->closure);
    return frame;
}

/* Run FRAME, entered from C. */
Owned interpret_entry(Runtime *rt, Frame *frame) must_check;
/* FRAME, on the frame stack, is over: everything given back, rt->frame is its caller. */
void frame_leave(Runtime *rt, Frame *frame);

/* -- interpreter.c: run FRAME from its pc until the frame marked FRAME_ENTRY is left.  A
 * generator that yields gives the value too; its state tells. */
Owned interpret(Runtime *rt, Frame *frame) must_check;

/* -- unwind.c.  An exception is set, frame->pc says where.  Gives the frame that handles it, its pc
 * at the handler; NULL: it left the entry frame.  HERE: put FRAME itself into the traceback. */
Frame *unwind(Runtime *rt, Frame *frame, bool here) must_check;
SLOW_OP(op_match_exception);
SLOW_OP(op_match_group);
SLOW_OP(op_reraise_star);
SLOW_OP(op_push_exception);
SLOW_OP(op_pop_exception);
/* These three always end with an exception set. */
void op_raise(Runtime *rt, Frame *frame, const Instruction *pc);
void op_reraise(Runtime *rt, Frame *frame, const Instruction *pc);
bool op_reraise_handled(Runtime *rt);       /* false: there was nothing, RuntimeError */

/* -- with.c */
SLOW_OP(op_before_with);
SLOW_OP(op_with_exit);
SLOW_OP(op_with_exception);
SLOW_OP(op_before_async_with);

/* -- match.c */
SLOW_OP(op_match_sequence);
SLOW_OP(op_match_mapping);
SLOW_OP(op_match_keys);
SLOW_OP(op_match_class);
SLOW_OP(op_get_length);

/* -- import.c */
SLOW_OP(op_import_name);
SLOW_OP(op_import_from);
SLOW_OP(op_import_star);

/* -- generator.c */
/* FRAME (on the stack) becomes a generator, which is given; its frame is popped. */
Owned generator_from_frame(Runtime *rt, Frame *frame) must_check;
/* GENERATOR, suspended or new, becomes the running frame, called by rt->frame; VALUE is what its yield
 * gives.  Its pc is where to go on. */
void generator_enter_steal(Runtime *rt, Generator *generator, Owned value);
/* The running frame of a generator yields (its pc stays at the yield). */
void generator_suspend(Runtime *rt, Generator *generator);
/* It returned or raised: its frame is given up. */
void generator_leave(Runtime *rt, Generator *generator);
/* A suspended generator will never run again: give up its frame. */
void generator_finish(Runtime *rt, Generator *generator);
/* An exception leaves the generator: StopIteration becomes RuntimeError. */
void generator_convert_exception(Runtime *rt, Generator *generator);
/* slots.finalize: close it, or warn of a coroutine that was never awaited. */
void generator_finalize(Runtime *rt, Borrowed generator);
SendResult generator_send(Runtime *rt, Borrowed generator, Borrowed value, Owned *result);
Owned generator_throw(Runtime *rt, Borrowed generator, const Value *args);
Owned generator_close(Runtime *rt, Borrowed generator, const Value *args);
int generator_traverse(Object *self, GcVisit visit, void *argument);
void generator_clear(Gc *gc, Object *self);
void generator_free(Gc *gc, Object *self);
/* What a throw() or close() must go to first, or NULL (borrowed). */
Borrowed generator_delegate_peek(const Generator *generator);

/* Can it be entered without looking closer? */
static always_inline bool generator_is_ready(const Generator *g, Borrowed value)
{
    return g->state == GENERATOR_SUSPENDED || (g->state == GENERATOR_CREATED && value == NONE);
}

/* -- await.c */
SLOW_OP(op_get_yield_from_iter);
SLOW_OP(op_get_awaitable);
/* 1: yielded, stored; 0: returned, iterator dropped; -1. */
int op_send(Runtime *rt, Frame *frame, const Instruction *pc);
/* The iterator behind `await v`. */
Owned awaitable_iter(Runtime *rt, Borrowed v) must_check;
SLOW_OP(op_get_aiter);
SLOW_OP(op_get_anext);
SLOW_OP(op_async_wrap);
/* 1: the loop is over, iterator dropped; 0: another exception, set again. */
int op_end_async_for(Runtime *rt, Frame *frame, const Instruction *pc);

#endif
