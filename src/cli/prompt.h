#ifndef OURO_CLI_PROMPT_H
#define OURO_CLI_PROMPT_H

#include "ouro.h"

/* Read, evaluate, print, until the end of input or SystemExit (OU_EXIT). */
ou_status prompt_run(ou_runtime *rt, int quiet);

#endif
