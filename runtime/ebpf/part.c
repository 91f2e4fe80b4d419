/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/ebpf/part.h"

#include "runtime/ebpf/insn.h"

/* From so many calls on that grow. */
enum { MANY = 100 };

static bool grows(const struct ir_insn *insn)
{
	return insn->op == IR_FIND || insn->op == IR_MAKE || insn->op == IR_LOOP ||
	       (insn->op == IR_ENV && insn->ref == ENV_CPU);
}

bool part_are_needed(const struct ir_routine *r)
{
	uint32_t n = 0;

	vec_each(insn, &r->insns)
		n += grows(insn);
	return n >= MANY;
}

static uint32_t label_of(struct select *s, enum part_kind kind, uint32_t ref, int64_t imm)
{
	struct select_part part = { .kind = kind, .ref = ref, .imm = imm };

	vec_each(known, &s->program->parts)
		if (known->kind == kind && known->ref == ref && known->imm == imm)
			return known->label;
	part.label = ebpf_emit_label(s->e);
	vec_push(&s->program->parts, part);
	return part.label;
}

void part_call(struct select *s, enum part_kind kind, uint32_t ref, int64_t imm)
{
	ebpf_emit_call(s->e, label_of(s, kind, ref, imm));
}

/* R0 = the value of the key at R2, or 0 */
static void look_up(struct ebpf_emit *e, uint32_t map)
{
	ebpf_emit_map(e, R1, map);
	ebpf_emit(e, insn_call(BPF_FUNC_map_lookup_elem));
}

static void write_make(const struct select_program *program, struct ebpf_emit *e,
		       const struct select_part *part)
{
	uint32_t end = ebpf_emit_label(e);

	ebpf_emit(e, insn_mov(R6, R1));
	ebpf_emit(e, insn_mov(R2, R1));
	look_up(e, part->ref);
	ebpf_emit_jump(e, insn_jump_imm(BPF_JNE, R0, 0), end);
	ebpf_emit_map(e, R1, part->ref);
	ebpf_emit(e, insn_mov(R2, R6));
	ebpf_emit_value(e, R3, program->rodata_map, RODATA_ZEROS);
	ebpf_emit(e, insn_mov_imm(R4, BPF_NOEXIST));
	ebpf_emit(e, insn_call(BPF_FUNC_map_update_elem));
	ebpf_emit(e, insn_mov(R2, R6));
	look_up(e, part->ref);
	ebpf_emit_place(e, end);
}

static void write_loop(struct ebpf_emit *e, const struct select_part *part)
{
	ebpf_emit(e, insn_mov(R3, R1));
	ebpf_emit_const(e, R1, part->imm);
	ebpf_emit_subprog(e, R2, part->ref);
	ebpf_emit(e, insn_mov_imm(R4, 0));
	ebpf_emit(e, insn_call(BPF_FUNC_loop));
}

static void write_part(const struct select_program *program, const struct ir_module *m,
		       struct ebpf_emit *e, const struct select_part *part)
{
	switch (part->kind) {
	case PART_FIND:
		ebpf_emit(e, insn_mov(R2, R1));
		return look_up(e, part->ref);
	case PART_MAKE:
		return write_make(program, e, part);
	case PART_LOOP:
		return write_loop(e, part);
	case PART_SCRATCH:
		return scratch_write_part(program, m, e);
	case PART_CPU:
		return ebpf_emit(e, insn_call(BPF_FUNC_get_smp_processor_id));
	}
}

void part_write_all(struct select_program *program, const struct ir_module *m,
		    struct ebpf_emit *e)
{
	vec_each(part, &program->parts) {
		ebpf_emit_place(e, part->label);
		write_part(program, m, e, part);
		if (part->kind != PART_SCRATCH)
			ebpf_emit(e, insn_exit());
	}
}
