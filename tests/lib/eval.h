/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The meaning of op.def, executed: registers, arithmetic, flow and memory, nothing that asks the
 * kernel but FIND, which finds nothing. What compiled code does is compared with what this does. */
#ifndef TESTS_LIB_EVAL_H
#define TESTS_LIB_EVAL_H

#include <stdint.h>

#include "runtime/ir/ir.h"

/* Runs a routine; store 0 of the module, a GLOBALS, is at globals. Operations beyond the above are
 * as if they were not there. 0, or -1 if the routine does what it must not. */
int eval_routine(const struct ir_module *m, uint32_t routine, uint8_t *globals);

#endif
