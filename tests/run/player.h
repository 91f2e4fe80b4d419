/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A compiled program from its first firing to its last line: BEGIN fires in the interpreter, then
 * all sites of the provider "test" (tests/lib/probes.c) and END, and what they record is consumed
 * as a session with -q does, as text or as JSON. */
#ifndef TESTS_RUN_PLAYER_H
#define TESTS_RUN_PLAYER_H

#include <stdbool.h>

struct pipeline;
struct str;

/* What it prints is added to out. False: the interpreter does not allow something, and lines that
 * begin so tell what. */
#define PLAYER_FAILED "the interpreter: "

bool player_run(const struct pipeline *line, struct str *out);

#endif
