/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the parts of the victim know of each other. */
#ifndef TESTS_SAFETY_VICTIM_H
#define TESTS_SAFETY_VICTIM_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Ends the program, with a core, if what should hold does not. */
void victim_claim(bool holds, const char *what);

/* flow.c: control that leaves the beaten track. The first is for any thread; the others need the
 * process for themselves, but for threads of the former. */
void flow_in_thread(unsigned int round);
void flow_in_process(unsigned int round, const char *self);

/* throw.cc */
void throw_in_thread(unsigned int round);

#ifdef __cplusplus
}
#endif

#endif
