/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the walk (unwind.c) and its rounds (unwind_round.c) share: the state. */
#ifndef RUNTIME_BUILTINS_UNWIND_IMPL_H
#define RUNTIME_BUILTINS_UNWIND_IMPL_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/proc/unwind.h"

struct lower_session;
struct walk_body;

/* What changes from round to round, and what is known of the mapping the last frame lay in. The
 * loop's context is a pointer to it. */
enum {
	STATE_PC = 0,
	STATE_SP = 8,
	STATE_FP = 16,
	STATE_BACK = 24,	/* how far before pc it is looked up: 0 or 1 */
	STATE_END = 32,		/* behind the last frame, from the first: bytes */
	STATE_RETURNS = 40,	/* what the kernel knows of the next return that is probed, or 0 */
	STATE_TRAMPOLINE = 48,	/* where functions return to whose return is probed, or 0 */
	STATE_PROCESS = 56,	/* which process it is, as in struct unwind_map_key */
	STATE_CODE_PAGES = 64,
	STATE_MAP = 72,
	MAP_START = STATE_MAP + offsetof(struct unwind_map, start),
	MAP_SIZE = STATE_MAP + offsetof(struct unwind_map, size),
	MAP_BASE = STATE_MAP + offsetof(struct unwind_map, base),
	MAP_INDEX = STATE_MAP + offsetof(struct unwind_map, index),
	MAP_GRANULES = STATE_MAP + offsetof(struct unwind_map, n_granules),
	MAP_PAGE = STATE_MAP + offsetof(struct unwind_map, page),
	MAP_FILE = STATE_MAP + offsetof(struct unwind_map, file),
	MAP_INODE = MAP_FILE + offsetof(struct unwind_file_key, inode),
	STATE_NEAR = STATE_MAP + sizeof(struct unwind_map),	/* what is read from the stack */
	STATE_FRAMES = STATE_NEAR + UNWIND_NEAR_SIZE,
};

/* Writes the routine that is the loop's body: a round for each frame. */
void unwind_write_round(struct lower_session *s, const struct walk_body *body);

/* Where a member of 8 bytes is in what the kernel has. That it is there was found out before. */
int unwind_member(const struct lower_session *s, const char *type, const char *member);

#endif
