/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The code of a function: its instructions, and where it returns. */
#ifndef PROVIDERS_PID_CODE_H
#define PROVIDERS_PID_CODE_H

#include "providers/pid_file.h"
#include "runtime/base/vec.h"

struct pid_insn {
	uint64_t offset;	/* from where the function begins */
	struct arch_insn insn;
};

/* The instructions of a function, in their order. */
struct pid_code {
	VEC(struct pid_insn) insns;
	uint64_t entry;		/* offset of the first that is no mark for jumps to it */
	bool is_broken;		/* what follows the last one is no instruction */
};

/* At most max bytes of the function are read. fd: the file. */
void pid_code_read(const struct pid_file *file, const struct pid_function *function, int fd,
		   uint64_t max, struct pid_code *out);
void pid_code_fini(struct pid_code *code);

/* The instruction that begins there; NULL: none does. */
const struct pid_insn *pid_code_find(const struct pid_code *code, uint64_t offset);

/* Where a function is left. */
struct pid_exits {
	VEC(struct pid_insn) insns;
	const char *why;	/* not all of them are known; NULL: they are */
};

/* The exits of a function whose code has been read to its end. */
void pid_exits_find(const struct pid_file *file, const struct pid_function *function, int fd,
		    const struct pid_code *code, struct pid_exits *out);
void pid_exits_fini(struct pid_exits *exits);

#endif
