/* The module faulthandler: where the program was when the process had to end. */
#ifndef OURO_MODULES_FAULTHANDLER_H
#define OURO_MODULES_FAULTHANDLER_H

#include "object/runtime.h"

/* As faulthandler.enable(): -X faulthandler.  False: an exception. */
bool faulthandler_enable(Runtime *rt) must_check;

/* The frames of RT to DESCRIPTOR, the newest first; allocates nothing, so it may be called
 * in a signal handler. */
void faulthandler_write_frames(int descriptor, const Runtime *rt);

#endif
