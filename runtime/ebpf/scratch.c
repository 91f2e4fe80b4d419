/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Taking a slot of scratch memory (unit.h): the first that is free of those that the CPU has. As
 * nearly always the first is, the others are tried behind the routine. */

#include <stddef.h>

#include "runtime/ebpf/insn.h"
#include "runtime/ebpf/part.h"
#include "runtime/ebpf/select.h"
#include "runtime/ir/record.h"

static void look_up(struct ebpf_emit *e, uint32_t map, uint32_t rodata_map, int key)
{
	ebpf_emit_map(e, R1, map);
	ebpf_emit_value(e, R2, rodata_map, RODATA_KEYS + 4 * key);
	ebpf_emit(e, insn_call(BPF_FUNC_map_lookup_elem));
}

/* Looks at one slot; goes on below if it is there, in R0, and was free. */
static void try_slot(struct ebpf_emit *e, const struct select_program *program, int slot,
		     uint32_t none, uint32_t taken)
{
	look_up(e, program->scratch_map, program->rodata_map, slot);
	ebpf_emit_jump(e, insn_jump_imm(BPF_JEQ, R0, 0), none);
	ebpf_emit(e, insn_mov_imm(R1, 1));
	ebpf_emit(e, insn_atomic(BPF_XCHG, 8, R0, 0, R1));
	ebpf_emit_jump(e, insn_jump_imm(BPF_JNE, R1, 0), taken);
}

/* All slots are in use: this is counted, and R0 = 0. */
static void write_none(struct ebpf_emit *e, const struct select_program *program,
		       const struct ir_module *m)
{
	uint32_t end = ebpf_emit_label(e);

	if (m->counters != IR_NO_STORE) {
		look_up(e, m->counters, program->rodata_map, 0);
		ebpf_emit_jump(e, insn_jump_imm(BPF_JEQ, R0, 0), end);
		ebpf_emit(e, insn_mov_imm(R1, 1));
		ebpf_emit(e, insn_atomic(BPF_ADD, 8, R0, offsetof(struct run_counters, scratch),
					 R1));
	}
	ebpf_emit_place(e, end);
	ebpf_emit(e, insn_mov_imm(R0, 0));
	ebpf_emit(e, insn_exit());
}

/* The first slot is in use; the others, and what to do if all are. */
static void try_other_slots(struct select *s, const struct select_cold *cold)
{
	uint32_t next = cold->entry;

	for (int i = 1; i < SCRATCH_SLOTS; i++) {
		ebpf_emit_place(s->e, next);
		next = i + 1 < SCRATCH_SLOTS ? ebpf_emit_label(s->e) : cold->other;
		try_slot(s->e, s->program, i, cold->other, next);
		ebpf_emit_goto(s->e, cold->back);
	}
	ebpf_emit_place(s->e, cold->other);
	write_none(s->e, s->program, s->u->m);
}

/* R0 is 0, and so it ends. */
static void end_without(struct select *s, const struct select_cold *cold)
{
	ebpf_emit_place(s->e, cold->entry);
	ebpf_emit(s->e, insn_exit());
}

static void take_apart(struct select *s)
{
	struct select_cold *cold = select_cold(s, end_without, NULL);

	part_call(s, PART_SCRATCH, 0, 0);
	ebpf_emit_jump(s->e, insn_jump_imm(BPF_JEQ, R0, 0), cold->entry);
	ebpf_emit_place(s->e, cold->back);
}

static void take_here(struct select *s)
{
	struct select_cold *cold = select_cold(s, try_other_slots, NULL);

	cold->other = ebpf_emit_label(s->e);
	try_slot(s->e, s->program, 0, cold->other, cold->entry);
	ebpf_emit_place(s->e, cold->back);
}

void select_take_scratch(struct select *s)
{
	if (s->u->has_parts)
		take_apart(s);
	else
		take_here(s);
	result_done(s, s->u->scratch, R0);
}

void scratch_write_part(const struct select_program *program, const struct ir_module *m,
			struct ebpf_emit *e)
{
	uint32_t none = ebpf_emit_label(e);

	for (int i = 0; i < SCRATCH_SLOTS; i++) {
		uint32_t next = ebpf_emit_label(e);

		try_slot(e, program, i, none, next);
		ebpf_emit(e, insn_exit());
		ebpf_emit_place(e, next);
	}
	ebpf_emit_place(e, none);
	write_none(e, program, m);
}
