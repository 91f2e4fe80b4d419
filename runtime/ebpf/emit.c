/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/ebpf/emit.h"

#include <assert.h>
#include <errno.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/ebpf/insn.h"

#define NOT_PLACED UINT32_MAX

void ebpf_emit_fini(struct ebpf_emit *e)
{
	vec_fini(&e->insns);
	vec_fini(&e->relocs);
	vec_fini(&e->jumps);
	vec_fini(&e->labels);
}

void ebpf_emit(struct ebpf_emit *e, struct bpf_insn insn)
{
	vec_push(&e->insns, insn);
}

/* The two halves of a 64-bit constant; kind is 0 or BPF_PSEUDO_... */
static void emit_ld64(struct ebpf_emit *e, uint8_t dst, uint8_t kind, uint32_t low, uint32_t high)
{
	ebpf_emit(e, insn_make(BPF_LD | BPF_IMM | BPF_DW, dst, kind, 0, low));
	ebpf_emit(e, insn_make(0, 0, 0, 0, high));
}

void ebpf_emit_const(struct ebpf_emit *e, uint8_t dst, int64_t imm)
{
	if (imm == (int32_t)imm)
		ebpf_emit(e, insn_mov_imm(dst, imm));
	else
		emit_ld64(e, dst, 0, imm, (uint64_t)imm >> 32);
}

static void add_reloc(struct ebpf_emit *e, enum ebpf_reloc_kind kind, uint32_t map)
{
	vec_push(&e->relocs,
		 (struct ebpf_reloc){ .insn = e->insns.len, .kind = kind, .map = map });
}

void ebpf_emit_map(struct ebpf_emit *e, uint8_t dst, uint32_t map)
{
	add_reloc(e, EBPF_RELOC_MAP, map);
	emit_ld64(e, dst, BPF_PSEUDO_MAP_FD, map, 0);
}

void ebpf_emit_value(struct ebpf_emit *e, uint8_t dst, uint32_t map, int32_t off)
{
	add_reloc(e, EBPF_RELOC_VALUE, map);
	emit_ld64(e, dst, BPF_PSEUDO_MAP_VALUE, map, off);
}

void ebpf_emit_subprog(struct ebpf_emit *e, uint8_t dst, uint32_t label)
{
	vec_push(&e->jumps, (struct ebpf_jump){ e->insns.len, label, true });
	emit_ld64(e, dst, BPF_PSEUDO_FUNC, 0, 0);
}

void ebpf_emit_call(struct ebpf_emit *e, uint32_t label)
{
	vec_push(&e->jumps, (struct ebpf_jump){ e->insns.len, label, true });
	ebpf_emit(e, insn_make(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, 0));
}

uint32_t ebpf_emit_label(struct ebpf_emit *e)
{
	vec_push(&e->labels, NOT_PLACED);
	return e->labels.len - 1;
}

void ebpf_emit_place(struct ebpf_emit *e, uint32_t label)
{
	assert(e->labels.data[label] == NOT_PLACED);
	e->labels.data[label] = e->insns.len;
}

void ebpf_emit_jump(struct ebpf_emit *e, struct bpf_insn jump, uint32_t label)
{
	vec_push(&e->jumps, (struct ebpf_jump){ e->insns.len, label, false });
	ebpf_emit(e, jump);
}

void ebpf_emit_goto(struct ebpf_emit *e, uint32_t label)
{
	ebpf_emit_jump(e, insn_make(BPF_JMP | BPF_JA, 0, 0, 0, 0), label);
}

/* The bridge to a label, from here on. */
static uint32_t make_bridge(struct ebpf_emit *e, uint32_t label)
{
	uint32_t bridge = ebpf_emit_label(e);

	ebpf_emit_place(e, bridge);
	ebpf_emit_goto(e, label);
	return bridge;
}

void ebpf_emit_bridges(struct ebpf_emit *e)
{
	uint32_t n_labels = e->labels.len, n_jumps = e->jumps.len;
	auto_free uint32_t *bridges = xcalloc(n_labels, sizeof(*bridges));

	for (uint32_t i = e->n_bridged; i < n_jumps; i++) {
		uint32_t label = e->jumps.data[i].label;

		if (e->jumps.data[i].is_address || e->labels.data[label] != NOT_PLACED)
			continue;
		if (!bridges[label])
			bridges[label] = make_bridge(e, label);
		e->jumps.data[i].label = bridges[label];
	}
	e->n_bridged = n_jumps;
}

int ebpf_emit_finish(struct ebpf_emit *e)
{
	vec_each(jump, &e->jumps) {
		uint32_t target = e->labels.data[jump->label];
		int64_t distance = (int64_t)target - jump->insn - 1;
		struct bpf_insn *insn = &e->insns.data[jump->insn];

		assert(target != NOT_PLACED);
		if (jump->is_address) {
			insn->imm = distance;
			continue;
		}
		if (distance != (int16_t)distance)
			return -E2BIG;
		insn->off = distance;
	}
	return 0;
}
