/* The module _json: what json.decoder and json.encoder take from C. */
#include "modules/json_parts.h"

static bool init(Runtime *rt, Borrowed module)
{
    Type *scanner = type_from_def(rt, &json_scanner_def, rt->object_type), *encoder = type_from_def(rt, &json_encoder_def, rt->object_type);
    return scanner && encoder && module_add(rt, module, "make_scanner", type_value(scanner)) &&
           module_add(rt, module, "make_encoder", type_value(encoder));
}

const ModuleDef _json_module_def = {
    .name = "_json",
    .doc = "json speedups\n",
    .functions = json_text_functions,
    .init = init,
};
