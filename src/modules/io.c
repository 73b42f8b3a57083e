/* The module _io: open(), and the types of the other files put together. */
#include "modules/io.h"

#include <unistd.h>

#include "modules/sys.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

const IoState *io_state(Runtime *rt)
{
    static const IoState none;
    return rt->io_state ? rt->io_state : &none;
}

/* -- open */

typedef struct Mode {
    bool reading, writing, appending, creating, updating, text, binary;
    char raw[8];                /* FileIO's mode */
} Mode;

static bool parse_mode(Runtime *rt, const char *text, Mode *m)
{
    size_t raw = 0;
    *m = (Mode){ 0 };
    for (const char *p = text; *p; p++) {
        bool *flag = *p == 'r' ? &m->reading : *p == 'w' ? &m->writing : *p == 'a' ? &m->appending
                     : *p == 'x' ? &m->creating : *p == '+' ? &m->updating : *p == 't' ? &m->text : *p == 'b' ? &m->binary : NULL;
        if (!flag || *flag)
            return raise(rt, rt->ValueError, "invalid mode: '%s'", text);
        *flag = true;
        if (*p != 't' && *p != 'b')
            m->raw[raw++] = *p;
    }
    if (m->text && m->binary)
        return raise(rt, rt->ValueError, "can't have text and binary mode at once");
    if (m->reading + m->writing + m->appending + m->creating != 1)
        return raise(rt, rt->ValueError, "must have exactly one of create/read/write/append mode");
    return true;
}

static bool check_binary(Runtime *rt, const Mode *m, const Value *args)
{
    static const char *const names[] = { "an encoding", "an errors", "a newline" };
    for (int i = 0; m->binary && i < 3; i++)
        if (args[3 + i] && args[3 + i] != NONE)
            return raise(rt, rt->ValueError, "binary mode doesn't take %s argument", names[i]);
    return true;
}

static Owned open_raw(Runtime *rt, const Value *args, const Mode *m)
{
    Value mode = str_from_text(rt, m->raw);
    Value all[4] = { args[0], mode, args[6] ? args[6] : TRUE, args[7] ? args[7] : NONE };
    Value raw = mode ? call(rt, type_value(io_state(rt)->file), all, 4, NULL) : NULL;
    release(rt, mode);
    return raw;
}

static Owned open_buffered(Runtime *rt, Borrowed raw, const Mode *m, int buffering)
{
    const IoState *state = io_state(rt);
    Type *type = m->updating ? state->random : m->reading ? state->reader : state->writer;
    return call_two(rt, type_value(type), raw, small_int_value(buffering > 1 ? buffering : IO_BUFFER_SIZE));
}

static Owned open_text(Runtime *rt, Borrowed buffer, const Value *args, bool line_buffering, Borrowed mode)
{
    Value all[5] = { buffer, args[3] ? args[3] : NONE, args[4] ? args[4] : NONE, args[5] ? args[5] : NONE,
                     bool_value(line_buffering) };
    Value text = call(rt, type_value(io_state(rt)->text), all, 5, NULL);
    if (text && !set_attribute(rt, text, rt->names.mode, mode))
        value_clear(rt, &text);
    return text;
}

/* An object that is not handed on is closed with its descriptor. */
static Owned close_steal(Runtime *rt, Owned stream)
{
    Value pending = error_take(rt);
    Value done = io_call_none(rt, stream, "close");
    error_clear(rt);
    release(rt, done);
    release(rt, stream);
    error_restore_steal(rt, pending);
    return NULL;
}

static Owned layers(Runtime *rt, Owned raw, const Mode *m, const Value *args, int buffering, Borrowed mode)
{
    int terminal = buffering < 0 ? io_truth(rt, raw, "isatty") : 0;
    if (terminal < 0)
        return close_steal(rt, raw);
    bool line_buffering = terminal || (buffering == 1 && !m->binary);
    if (buffering == 0) {
        if (m->binary)
            return raw;
        raise(rt, rt->ValueError, "can't have unbuffered text I/O");
        return close_steal(rt, raw);
    }
    Value buffer = open_buffered(rt, raw, m, buffering == 1 ? -1 : buffering);
    if (!buffer)
        return close_steal(rt, raw);
    release(rt, raw);
    if (m->binary)
        return buffer;
    Value text = open_text(rt, buffer, args, line_buffering, mode);
    if (!text)
        return close_steal(rt, buffer);
    release(rt, buffer);
    return text;
}

static Owned io_open(Runtime *rt, Borrowed self unused, const Value *args)
{
    Mode m;
    int buffering = -1;
    Value mode = args[1] ? retain(args[1]) : str_from_text(rt, "r"), result = NULL;
    if (mode && !value_is_str(mode))
        raise(rt, rt->TypeError, "open() argument 'mode' must be str, not %V", mode);
    else if (mode && argument_int(rt, args[2], &buffering) && parse_mode(rt, str_bytes(mode), &m) && check_binary(rt, &m, args)) {
        Value raw = open_raw(rt, args, &m);
        if (raw)
            result = layers(rt, raw, &m, args, buffering, mode);
    }
    release(rt, mode);
    return result;
}

static Owned io_open_code(Runtime *rt, Borrowed self, const Value *args)
{
    Value mode = str_from_text(rt, "rb");
    Value all[8] = { args[0], mode };
    Value file = mode ? io_open(rt, self, all) : NULL;
    release(rt, mode);
    return file;
}

static Owned text_encoding(Runtime *rt, Borrowed self unused, const Value *args)
{
    return args[0] == NONE ? str_from_text(rt, "locale") : retain(args[0]);
}

/* -- the standard streams */

static bool add_stream(Runtime *rt, const char *name, const char *shown, int descriptor)
{
    const char *mode_text = descriptor ? "w" : "r";
    Mode m = { .reading = !descriptor, .writing = descriptor != 0 };
    memcpy(m.raw, mode_text, 2);
    Value mode = str_from_text(rt, mode_text), label = str_from_text(rt, shown);
    Value errors = str_from_text(rt, descriptor == 2 ? "backslashreplace" : "strict"), encoding = str_from_text(rt, "utf-8");
    Value args[8] = { small_int_value(descriptor), mode, NULL, encoding, errors, NULL, FALSE, NULL };
    Value raw = mode && label && errors && encoding ? open_raw(rt, args, &m) : NULL, stream = NULL;
    bool none = !raw && error_clear_if(rt, rt->OSError);
    if (raw && set_attribute(rt, raw, rt->names.name, label)) {
        Value buffer = open_buffered(rt, raw, &m, -1);
        stream = buffer ? open_text(rt, buffer, args, descriptor == 2 || isatty(descriptor), mode) : NULL;
        release(rt, buffer);
    }
    release(rt, raw);
    bool done = (stream || none) && sys_set(rt, name, none ? NONE : stream);
    release(rt, mode);
    release(rt, label);
    release(rt, errors);
    release(rt, encoding);
    release(rt, stream);
    return done;
}

bool sys_open_streams(Runtime *rt)
{
    static const char *const names[][3] = { { "stdin", "__stdin__", "<stdin>" }, { "stdout", "__stdout__", "<stdout>" },
                                            { "stderr", "__stderr__", "<stderr>" } };
    Value io = module_from_def(rt, &_io_module_def);
    bool done = io && dict_set_text(rt, rt->modules, "_io", io);
    for (int i = 0; done && i < 3; i++)
        done = add_stream(rt, names[i][0], names[i][2], i) && sys_set(rt, names[i][1], sys_get_peek(rt, names[i][0]));
    if (done)
        done = dict_set_text(rt, rt->builtins, "open", dict_get_text_peek(rt, module_dict(io), "open"));
    release(rt, io);
    return done;
}

/* -- the module */

static Owned unsupported_class(Runtime *rt)
{
    Value name = str_from_text(rt, "UnsupportedOperation"), module = str_from_text(rt, "io"), dict = dict_new(rt);
    Value bases = tuple_pack(rt, 2, type_value(rt->OSError), type_value(rt->ValueError)), class = NULL;
    if (name && module && dict && bases && dict_set(rt, dict, rt->names.__module__, module))
        class = call_three(rt, type_value(rt->type_type), name, bases, dict);
    release(rt, name);
    release(rt, module);
    release(rt, dict);
    release(rt, bases);
    return class;
}

static bool init(Runtime *rt, Borrowed module)
{
    IoState *s = ((Module *)module)->state;
    rt->io_state = s;
    s->unsupported = unsupported_class(rt);
    return s->unsupported && module_add(rt, module, "UnsupportedOperation", s->unsupported) &&
           (s->base = module_add_type(rt, module, &io_base_def, NULL)) &&
           (s->raw_base = module_add_type(rt, module, &io_raw_base_def, s->base)) &&
           (s->buffered_base = module_add_type(rt, module, &io_buffered_base_def, s->base)) &&
           (s->text_base = module_add_type(rt, module, &io_text_base_def, s->base)) &&
           (s->file = module_add_type(rt, module, &io_file_def, s->raw_base)) &&
           (s->bytes_io = module_add_type(rt, module, &io_bytes_def, s->buffered_base)) &&
           (s->reader = module_add_type(rt, module, &io_reader_def, s->buffered_base)) &&
           (s->writer = module_add_type(rt, module, &io_writer_def, s->buffered_base)) &&
           (s->random = module_add_type(rt, module, &io_random_def, s->buffered_base)) &&
           (s->pair = module_add_type(rt, module, &io_pair_def, s->buffered_base)) &&
           (s->string_io = module_add_type(rt, module, &io_string_def, s->text_base)) &&
           (s->text = module_add_type(rt, module, &io_text_def, s->text_base)) &&
           (s->newline_decoder = module_add_type(rt, module, &io_newline_decoder_def, NULL)) &&
           module_add(rt, module, "BlockingIOError", type_value(rt->BlockingIOError)) &&
           module_add(rt, module, "DEFAULT_BUFFER_SIZE", small_int_value(IO_BUFFER_SIZE));
}

static int traverse(void *state, GcVisit visit, void *argument)
{
    VISIT_VALUE(((IoState *)state)->unsupported);
    return 0;
}

static void clear(Runtime *rt, void *state)
{
    value_clear(rt, &((IoState *)state)->unsupported);
    if (rt->io_state == state)
        rt->io_state = NULL;
}

static const MethodDef functions[] = {
    METHOD("open", io_open, "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
           "Open file and return a stream.  Raise OSError upon failure."),
    METHOD("open_code", io_open_code, "(path)", "Opens the provided file with the intent to import the contents."),
    METHOD("text_encoding", text_encoding, "(encoding, stacklevel=2, /)", "A helper function to choose the text encoding."),
    { 0 },
};

const ModuleDef _io_module_def = {
    .name = "_io",
    .doc = "The io module provides the Python interfaces to stream handling.",
    .functions = functions,
    .init = init,
    .state_size = sizeof(IoState),
    .traverse = traverse,
    .clear = clear,
};
