/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* For tests that ask the running kernel. Where it may not be asked the whole file is skipped:
 *
 *	if (!live_is_allowed())
 *		return live_skip();
 */
#ifndef TESTS_UNIT_KERN_LIVE_H
#define TESTS_UNIT_KERN_LIVE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/base/diag.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/load.h"
#include "runtime/kern/map.h"

static inline bool live_is_allowed(void)
{
	struct diag *dg = diag_new();
	bool allowed = !getenv("DTRACE_NO_LIVE") && !kern_check_privileges(dg);

	diag_free(dg);
	return allowed || getenv("DTRACE_REQUIRE_LIVE");
}

static inline int live_skip(void)
{
	puts("1..0 # SKIP the kernel may not be asked here");
	return 0;
}

/* Shows what was told, so that a failed assertion can be understood. */
static inline void live_print(struct diag *dg)
{
	diag_print(dg, stderr, &(struct diag_style){ .program = "test", .show_tags = true });
}

/* An instruction, by its parts. */
#define I(op, dst, src, offset, value)                                                             \
	{                                                                                          \
		.code = (op), .dst_reg = (dst), .src_reg = (src), .off = (offset), .imm = (value)  \
	}

/* dst = the map, or with BPF_PSEUDO_MAP_VALUE its value at key 0: two instructions. */
#define I_MAP(dst, source, fd) I(BPF_LD | BPF_IMM | BPF_DW, dst, source, 0, fd), I(0, 0, 0, 0, 0)
#define I_MOV(dst, value) I(BPF_ALU64 | BPF_MOV | BPF_K, dst, 0, 0, value)
#define I_COPY(dst, src) I(BPF_ALU64 | BPF_MOV | BPF_X, dst, src, 0, 0)
#define I_CALL(helper) I(BPF_JMP | BPF_CALL, 0, 0, 0, helper)
#define I_EXIT I(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)

#define N_INSNS(insns) (sizeof(insns) / sizeof((insns)[0]))

/* An array of one value of 16 bytes that this process sees too. */
static inline int live_value_map(struct diag *dg)
{
	const struct kern_map_def def = {
		.name = "value",
		.type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = 16,
		.n_entries = 1,
		.flags = BPF_F_MMAPABLE,
	};

	return kern_map_create(&def, dg);
}

/* A program that adds 1 to the first word of that value, and its cookie to the second. */
static inline int live_counter(enum kern_prog_kind kind, int map_fd, struct diag *dg)
{
	const struct bpf_insn insns[] = {
		I_CALL(BPF_FUNC_get_attach_cookie),
		I_MAP(BPF_REG_1, BPF_PSEUDO_MAP_VALUE, map_fd),
		I(BPF_STX | BPF_ATOMIC | BPF_DW, BPF_REG_1, BPF_REG_0, 8, BPF_ADD),
		I_MOV(BPF_REG_0, 1),
		I(BPF_STX | BPF_ATOMIC | BPF_DW, BPF_REG_1, BPF_REG_0, 0, BPF_ADD),
		I_MOV(BPF_REG_0, 0),
		I_EXIT,
	};
	const struct kern_prog_def def = {
		.name = "counter",
		.kind = kind,
		.insns = insns,
		.n_insns = N_INSNS(insns),
	};

	return kern_prog_load(&def, dg);
}

#endif
