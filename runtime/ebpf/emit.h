/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Where instructions are put: a cursor, labels, references to maps. Knows nothing of the IR. */
#ifndef RUNTIME_EBPF_EMIT_H
#define RUNTIME_EBPF_EMIT_H

#include <linux/bpf.h>
#include <stdint.h>

#include "runtime/base/vec.h"
#include "runtime/ebpf/program.h"

struct ebpf_jump {
	uint32_t insn;
	uint32_t label;
	bool is_address;	/* not a jump: the label's place is an operand (a subprogram) */
};

/* All zero is valid and empty. */
struct ebpf_emit {
	VEC(struct bpf_insn) insns;
	VEC(struct ebpf_reloc) relocs;
	VEC(struct ebpf_jump) jumps;
	VEC(uint32_t) labels;	/* label -> instruction, UINT32_MAX: not placed */
	uint32_t n_bridged;	/* jumps that reach where they go or a bridge */
};

void ebpf_emit_fini(struct ebpf_emit *e);

void ebpf_emit(struct ebpf_emit *e, struct bpf_insn insn);

/* dst = a constant, in the shortest form. */
void ebpf_emit_const(struct ebpf_emit *e, uint8_t dst, int64_t imm);

/* dst = the map; dst = address of the map's only value + off; dst = the subprogram at label */
void ebpf_emit_map(struct ebpf_emit *e, uint8_t dst, uint32_t map);
void ebpf_emit_value(struct ebpf_emit *e, uint8_t dst, uint32_t map, int32_t off);
void ebpf_emit_subprog(struct ebpf_emit *e, uint8_t dst, uint32_t label);

/* Calls the subprogram at label. */
void ebpf_emit_call(struct ebpf_emit *e, uint32_t label);

uint32_t ebpf_emit_label(struct ebpf_emit *e);
void ebpf_emit_place(struct ebpf_emit *e, uint32_t label);
void ebpf_emit_jump(struct ebpf_emit *e, struct bpf_insn jump, uint32_t label);
void ebpf_emit_goto(struct ebpf_emit *e, uint32_t label);

/* A jump reaches 32767 instructions. This writes, where control does not come, one goto for each
 * label that is jumped to and not placed yet, and lets the jumps so far end there. */
void ebpf_emit_bridges(struct ebpf_emit *e);

/* Fills in the distances. 0, or -E2BIG if a jump is too long for the machine. */
int ebpf_emit_finish(struct ebpf_emit *e);

#endif
