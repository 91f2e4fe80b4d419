/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Random D programs. Most are right; in some of them a string stands where a number belongs, or
 * something like that, and the compiler must say so. */
#ifndef TESTS_PROGRAMS_TEXT_H
#define TESTS_PROGRAMS_TEXT_H

#include "runtime/base/str.h"
#include "tests/lib/random.h"

void random_program(struct str *out, struct random *rnd);

/* Leaves out some bytes of a text, or repeats them, or puts others in their place. */
void random_mutation(struct str *text, struct random *rnd);

#endif
