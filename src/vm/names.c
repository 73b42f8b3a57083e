/* Variables: unbound locals, cells, and names that live in dictionaries. */
#include "vm/cache.h"

#include "types/dict.h"
#include "types/str.h"
#include "types/tuple.h"

static Borrowed local_name_peek(const Frame *frame, int x) { return tuple_item_peek(frame->code->local_names, x); }

/* -- locals and cells */

static bool raise_unbound(Runtime *rt, const Frame *frame, int x)
{
    Value name = local_name_peek(frame, x);
    if (frame->code->local_kinds[x] & LOCAL_FREE)
        return raise_name_error(rt, name,
                                "cannot access free variable '%U' where it is not associated with a value in enclosing scope");
    return raise(rt, rt->UnboundLocalError, "cannot access local variable '%U' where it is not associated with a value",
                 name);
}

bool op_unbound_local(Runtime *rt, Frame *frame, const Instruction *pc) { return raise_unbound(rt, frame, pc->a); }

bool op_delete_local(Runtime *rt, Frame *frame, const Instruction *pc)
{
    if (!frame->registers[pc->a])
        return raise_unbound(rt, frame, pc->a);
    value_clear(rt, &frame->registers[pc->a]);
    return true;
}

bool op_make_cell(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value cell = cell_new(rt, frame->registers[pc->a]);
    if (!cell)
        return false;
    register_store(rt, frame, pc->a, cell);
    return true;
}

static Cell *cell_at(const Frame *frame, int x) { return (Cell *)frame->registers[x]; }

bool op_load_cell(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value content = cell_at(frame, pc->b)->content;
    if (!content)
        return raise_unbound(rt, frame, pc->b);
    register_store(rt, frame, pc->a, retain(content));
    return true;
}

bool op_store_cell(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value v = operand_take(frame, pc->b);
    value_replace(rt, &cell_at(frame, pc->a)->content, v);
    return true;
}

bool op_delete_cell(Runtime *rt, Frame *frame, const Instruction *pc)
{
    if (!cell_at(frame, pc->a)->content)
        return raise_unbound(rt, frame, pc->a);
    value_clear(rt, &cell_at(frame, pc->a)->content);
    return true;
}

/* -- mappings of module and class bodies */

/* *FOUND NULL: not there. */
static bool mapping_get(Runtime *rt, Borrowed mapping, Borrowed name, Owned *found)
{
    *found = NULL;
    if (object_is_exactly(mapping, rt->dict_type))
        return dict_lookup_owned(rt, mapping, name, found);
    *found = get_item(rt, mapping, name);
    return *found || error_clear_if(rt, rt->KeyError);
}

static bool mapping_set(Runtime *rt, Borrowed mapping, Borrowed name, Borrowed v)
{
    return object_is_exactly(mapping, rt->dict_type) ? dict_set(rt, mapping, name, v) : set_item(rt, mapping, name, v);
}

bool op_load_class_cell(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value found;
    if (!frame->locals)
        return op_load_cell(rt, frame, pc);
    if (!mapping_get(rt, frame->locals, local_name_peek(frame, pc->b), &found))
        return false;
    if (!found)
        return op_load_cell(rt, frame, pc);
    register_store(rt, frame, pc->a, found);
    return true;
}

static bool raise_undefined(Runtime *rt, Borrowed name)
{
    return raise_name_error(rt, name, "name '%U' is not defined");
}

/* *FOUND NULL: neither a global nor a builtin.  A subclass of dict may have a __missing__. */
static bool find_global(Runtime *rt, const Frame *frame, Borrowed name, Owned *found)
{
    if (likely(object_is_exactly(frame->globals, rt->dict_type)))
        *found = retain(dict_get_peek(rt, frame->globals, name));
    else if (!mapping_get(rt, frame->globals, name, found))
        return false;
    if (*found)
        return true;
    if (unlikely(!object_is_exactly(frame->builtins, rt->dict_type)))
        return mapping_get(rt, frame->builtins, name, found);
    *found = retain(dict_get_peek(rt, frame->builtins, name));
    return true;
}

bool op_load_global(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value name = operand_peek(frame, pc->b), found;
    if (!find_global(rt, frame, name, &found))
        return false;
    if (!found)
        return raise_undefined(rt, name);
    if (opcode_general(pc->op) == OP_LOAD_GLOBAL && object_is_exactly(frame->globals, rt->dict_type))
        specialise_load_global(rt, frame, (Instruction *)pc);
    return finish_one(rt, frame, pc->a, found, pc->b);
}

bool op_store_global(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value name = operand_peek(frame, pc->a);
    if (!dict_set(rt, frame->globals, name, operand_peek(frame, pc->b)))
        return false;
    specialise_store(rt, frame->globals, name, (Instruction *)pc, OP_STORE_GLOBAL_MODULE);
    operand_consume(rt, frame, pc->b);
    operand_consume(rt, frame, pc->a);
    return true;
}

static bool delete_from_dict(Runtime *rt, Borrowed dict, Borrowed name)
{
    Value taken;
    if (!dict_pop(rt, dict, name, &taken))
        return false;
    if (!taken)
        return raise_undefined(rt, name);
    release(rt, taken);
    return true;
}

bool op_delete_global(Runtime *rt, Frame *frame, const Instruction *pc)
{
    if (!delete_from_dict(rt, frame->globals, operand_peek(frame, pc->a)))
        return false;
    operand_consume(rt, frame, pc->a);
    return true;
}

bool op_load_name(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value name = operand_peek(frame, pc->b), found;
    if (!frame->locals)
        return op_load_global(rt, frame, pc);
    if (!mapping_get(rt, frame->locals, name, &found))
        return false;
    specialise_load_name(rt, frame, (Instruction *)pc);
    if (!found)
        return op_load_global(rt, frame, pc);
    return finish_one(rt, frame, pc->a, found, pc->b);
}

bool op_store_name(Runtime *rt, Frame *frame, const Instruction *pc)
{
    if (!frame->locals)
        return raise(rt, rt->SystemError, "no locals found when storing %R", operand_peek(frame, pc->a));
    Value name = operand_peek(frame, pc->a);
    if (!mapping_set(rt, frame->locals, name, operand_peek(frame, pc->b)))
        return false;
    specialise_store(rt, frame->locals, name, (Instruction *)pc, OP_STORE_NAME_LOCAL);
    operand_consume(rt, frame, pc->b);
    operand_consume(rt, frame, pc->a);
    return true;
}

static bool delete_from_mapping(Runtime *rt, Borrowed mapping, Borrowed name)
{
    if (object_is_exactly(mapping, rt->dict_type))
        return delete_from_dict(rt, mapping, name);
    if (set_item(rt, mapping, name, NULL))
        return true;
    return error_clear_if(rt, rt->KeyError) && raise_undefined(rt, name);
}

bool op_delete_name(Runtime *rt, Frame *frame, const Instruction *pc)
{
    if (!delete_from_mapping(rt, frame->locals, operand_peek(frame, pc->a)))
        return false;
    operand_consume(rt, frame, pc->a);
    return true;
}

bool op_load_locals(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value locals = frame_locals(rt, frame);
    if (!locals)
        return false;
    register_store(rt, frame, pc->a, locals);
    return true;
}

bool op_setup_annotations(Runtime *rt, Frame *frame, const Instruction *pc unused)
{
    Value found, name = rt->names.__annotations__;
    if (!mapping_get(rt, frame->locals, name, &found))
        return false;
    if (!found) {
        Value dict = dict_new(rt);
        bool done = dict && mapping_set(rt, frame->locals, name, dict);
        release(rt, dict);
        return done;
    }
    release(rt, found);
    return true;
}

bool op_load_build_class(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value found;
    if (!mapping_get(rt, frame->builtins, rt->names.__build_class__, &found))
        return false;
    if (!found)
        return raise(rt, rt->NameError, "__build_class__ not found");
    register_store(rt, frame, pc->a, found);
    return true;
}
