/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Instruction selection: one function for each IR operation, in three files (select.c: arithmetic
 * and flow; select_mem.c: memory; select_call.c: what calls the kernel), over what operand.c
 * offers. A unit is planned (unit.h) before it is selected. */
#ifndef RUNTIME_EBPF_SELECT_H
#define RUNTIME_EBPF_SELECT_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/vec.h"
#include "runtime/ebpf/emit.h"
#include "runtime/ebpf/unit.h"

struct select;

/* Code that is rarely run stands behind the routine, out of the way of the rest. */
struct select_cold {
	void (*emit)(struct select *s, const struct select_cold *cold);
	const struct ir_insn *insn;
	uint32_t entry, back;	/* labels */
	uint32_t other;		/* another label, where emit needs one */
	uint8_t reg;
	int64_t imm;
};

/* Operations that are written behind the routine as well: the unlikely side of a branch. */
struct select_region {
	size_t from, to;
	uint32_t back;		/* the label where it ends */
};

/* A body that a routine's code refers to. */
struct select_body {
	uint32_t routine;
	uint32_t label;
};

/* What a large routine has as functions of its own (part.h). */
enum part_kind {
	PART_FIND,		/* IR_FIND; ref: the store */
	PART_MAKE,		/* IR_MAKE of a store with keys */
	PART_LOOP,		/* IR_LOOP; ref: the label of the body, imm: how often */
	PART_CPU,		/* ENV_CPU */
	PART_SCRATCH,		/* taking a slot of scratch memory; 0 if there is none */
};

struct select_part {
	enum part_kind kind;
	uint32_t ref;
	int64_t imm;
	uint32_t label;
};

/* What the units of one program share. */
struct select_program {
	uint32_t rodata_map, scratch_map, sites_map;
	uint32_t cell_keys;		/* offset in rodata: 0, 1, 2 ... as keys of arrays */
	VEC(struct select_body) bodies;	/* of the routine being written */
	VEC(struct select_part) parts;	/* likewise */
	bool has_slept;			/* the routine may wait for a page */
	bool has_mapping;		/* it asks for mappings, and uses mapping_label */
	uint32_t mapping_label;
};

struct select {
	struct select_program *program;
	struct ebpf_unit *u;
	struct ebpf_emit *e;
	uint32_t *labels;		/* the IR's -> the emitter's */
	size_t at;			/* the operation being written */
	size_t limit;			/* where the region being written ends */
	bool is_open;			/* control comes out behind what is written */
	bool *is_reachable;		/* operations; the kernel refuses code that is not */
	bool *is_unlikely;		/* labels: nobody goes there but in rare cases */
	uint32_t bare_end;		/* label: the end before setup; UINT32_MAX: unused */
	VEC(struct select_region) regions;
	VEC(struct select_cold) cold;
};

/* Own memory as an instruction reaches it. */
struct select_mem {
	uint8_t base;
	int16_t off;
};

/* Writes the unit at the end of e; bodies that it loops over are added to the program's. */
void ebpf_select(struct select_program *program, struct ebpf_unit *u, struct ebpf_emit *e);

/* operand.c: the register that holds a value, which is brought to temp if it is nowhere. */
uint8_t operand_reg(struct select *s, uint32_t value, uint8_t temp);
void operand_to(struct select *s, uint32_t value, uint8_t reg);
struct select_mem operand_mem(struct select *s, uint32_t value, int32_t off, uint8_t temp);

/* The register that value's bringing reads, or a negative number. */
int operand_source(const struct select *s, uint32_t value);

/* b or the constant in its place. True: *reg holds it. False: it is insn->imm, of 32 bits. */
bool operand_b(struct select *s, const struct ir_insn *insn, uint8_t *reg);

/* Where the result is to be computed, and that it is there (in any register). */
uint8_t result_reg(const struct select *s, uint32_t value);
void result_done(struct select *s, uint32_t value, uint8_t reg);

/* One for a piece of code behind the routine; entry and back are fresh labels, back not placed. */
struct select_cold *select_cold(struct select *s,
				void (*emit)(struct select *s, const struct select_cold *cold),
				const struct ir_insn *insn);

/* The label for a branch to one of the IR's labels, from where the writing is. */
uint32_t select_target(struct select *s, uint32_t ir_label);

/* reg = min(reg, imm), unsigned, in a way that the kernel sees. */
void select_clamp(struct select *s, uint8_t reg, int64_t imm);

/* select_mem.c */
void select_frame(struct select *s, const struct ir_insn *insn);
void select_static(struct select *s, const struct ir_insn *insn);
void select_index(struct select *s, const struct ir_insn *insn);
void select_load(struct select *s, const struct ir_insn *insn);
void select_store(struct select *s, const struct ir_insn *insn);
void select_atomic_add(struct select *s, const struct ir_insn *insn);
void select_fetch_add(struct select *s, const struct ir_insn *insn);
void select_cmpxchg(struct select *s, const struct ir_insn *insn);
void select_copy(struct select *s, const struct ir_insn *insn);
void select_zero(struct select *s, const struct ir_insn *insn);

/* select_call.c */
void select_cookie(struct select *s, const struct ir_insn *insn);
void select_env(struct select *s, const struct ir_insn *insn);
void select_ids(struct select *s, const struct ir_insn *insn);
void select_comm(struct select *s, const struct ir_insn *insn);
void select_stack(struct select *s, const struct ir_insn *insn);
void select_mapping(struct select *s, const struct ir_insn *insn);
void select_read(struct select *s, const struct ir_insn *insn);
void select_format_int(struct select *s, const struct ir_insn *insn);
void select_find(struct select *s, const struct ir_insn *insn);
void select_make(struct select *s, const struct ir_insn *insn);
void select_put(struct select *s, const struct ir_insn *insn);
void select_drop(struct select *s, const struct ir_insn *insn);
void select_emit(struct select *s, const struct ir_insn *insn);
void select_signal(struct select *s, const struct ir_insn *insn);
void select_write_user(struct select *s, const struct ir_insn *insn);
void select_random(struct select *s, const struct ir_insn *insn);
void select_call(struct select *s, const struct ir_insn *insn);
void select_loop(struct select *s, const struct ir_insn *insn);
void select_copy_by_call(struct select *s, const struct ir_insn *insn);
void select_zero_by_call(struct select *s, const struct ir_insn *insn);

/* scratch.c: takes a slot of scratch memory into its value's place, or ends the routine. */
void select_take_scratch(struct select *s);

#endif
