/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A unit is one routine, or one body of a loop, on its way from IR to instructions: what the
 * passes between them find out. In order: frame.c places the objects, live.c tells when each value
 * must be somewhere, regalloc.c where, select.c writes the instructions.
 *
 * Positions. Operation i reads at use_position(i) and defines at the position after it; before the
 * first is the entry, where the arguments arrive in R1 and R2. As control only goes forwards, a
 * value is alive nowhere but between its first definition and its last use, whatever the ways
 * between them are.
 *
 * Setup. Scratch memory is taken, and objects are zeroed, before the first operation that needs
 * them: predicates that fail do not pay for it. What is left before that ends the routine.
 *
 * Temporaries. An operation may need registers of its own: R0 to compute in, R4 to bring its first
 * operand, R5 the second. As long as every value finds a register, they are only taken where they
 * are needed (early); when values must live on the stack, they are kept free throughout
 * (has_temps). */
#ifndef RUNTIME_EBPF_UNIT_H
#define RUNTIME_EBPF_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/ebpf/program.h"
#include "runtime/ir/ir.h"

#define EBPF_STACK_SIZE 512
#define EBPF_NO_HINT 0xff

/* The map of constants that code needs: keys of array maps, a format, then zeros. */
#define RODATA_KEYS 0
#define RODATA_FORMAT 32
#define RODATA_ZEROS 40

/* A chunk is handed the address of these two words: the program's argument, and where it leaves
 * what it hands back. */
#define CALL_CTX 0
#define CALL_RESULT 8
#define CALL_SIZE 16

/* Scratch memory is an array of slots for each CPU, for a routine may be preempted or wait for a
 * page while it uses one. A slot begins with the word that tells whether somebody owns it. */
#define SCRATCH_SLOTS 8
#define SCRATCH_HEAD 8
#define SCRATCH_MAX 32768

enum ebpf_where {
	WHERE_NOWHERE,		/* never used */
	WHERE_REG,
	WHERE_SLOT,		/* on the stack */
	WHERE_REMADE,		/* computed anew at each use: a constant, an address */
};

struct ebpf_value {
	const struct ir_insn *origin;	/* its only definition; NULL: none or several */
	uint32_t n_uses;
	int32_t start, end;		/* positions, both included */
	uint8_t hint;			/* the register it would like, EBPF_NO_HINT */
	uint32_t like;			/* a value whose register it would like, IR_NO_REG */
	enum ebpf_where where;
	uint8_t reg;
	int16_t slot;			/* offset from r10 */
};

struct ebpf_object {
	bool is_scratch;
	int32_t off;			/* from r10, or from the start of the scratch slot */
	bool needs_zero;		/* bytes may be read that nobody has written */
};

struct ebpf_unit {
	const struct ir_module *m;
	const struct ir_routine *r;
	const struct ebpf_opts *opts;
	bool can_sleep;			/* may wait for a page of user memory */
	bool has_parts;			/* calls what grows when it is loaded (part.h) */
	bool has_temps;
	struct ir_insn *insns;		/* a copy, in the order of r's */
	size_t n_insns;
	struct ebpf_value *values;	/* r's registers, then ctx and scratch */
	uint32_t n_values;
	/* values: the program's argument, the scratch slot, in a chunk the struct of the call */
	uint32_t ctx, scratch, caller;
	uint32_t call_off;		/* below r10: what chunks are handed; 0: none */
	struct ebpf_object *objects;	/* of r's frame objects */
	uint16_t *early, *during;	/* masks of registers, for each operation */
	uint32_t stack_size;
	uint32_t format_off;		/* below r10: the number that FORMAT_INT formats; 0: none */
	uint32_t scratch_size;		/* 0: none */
	size_t setup_at;		/* the operation before which setup is done */
};

static inline int32_t use_position(size_t insn)
{
	return 2 * (int32_t)insn + 2;
}

static inline bool ebpf_is_imm32(int64_t imm)
{
	return imm == (int32_t)imm;
}

/* The unit's tables are made anew by each pass; limit: bytes of the stack that it may use. 0, or
 * -E2BIG if that does not suffice (nothing is told). */
int ebpf_unit_plan(struct ebpf_unit *u, uint32_t limit);
/* is_near: near.c, for less memory. */
void ebpf_unit_init(struct ebpf_unit *u, const struct ir_module *m, const struct ir_routine *r,
		    const struct ebpf_opts *opts, bool is_near);
void ebpf_unit_fini(struct ebpf_unit *u);

/* What few come to is brought to where they come from. The first that is done to a unit. */
void ebpf_unit_bring_near(struct ebpf_unit *u);

/* Objects go on the stack, smallest first, as long as budget suffices, others to scratch memory. */
void ebpf_frame_place(struct ebpf_unit *u, uint32_t budget);

/* Which objects on the stack must be zeroed first, so that nothing undefined is read. */
void ebpf_frame_find_unset(struct ebpf_unit *u);

/* Where setup is to be done. */
void ebpf_frame_find_setup(struct ebpf_unit *u);

void ebpf_live_find(struct ebpf_unit *u);

/* Does the operation become a call, so that R0 to R5 are lost? */
bool ebpf_is_call(const struct ebpf_unit *u, const struct ir_insn *insn);

/* Can it be computed anew wherever it is used, by its only definition? */
bool ebpf_can_remake(const struct ebpf_unit *u, uint32_t value);

/* The object that a value is the address of, with *off inside it; NULL: none, or not known. */
const struct ebpf_object *ebpf_value_object(const struct ebpf_unit *u, uint32_t value,
					    int32_t *off);

/* Gives each value a place; values on the stack enlarge stack_size. */
void ebpf_regalloc(struct ebpf_unit *u);

#endif
