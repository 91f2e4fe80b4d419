/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The machine of DW_CFA_ operations, as far as x86-64 needs it: it follows the CFA, the frame
 * pointer and the return address through a function, and leaves a row wherever it advances. */
#include <string.h>

#include "runtime/elf/cfi_impl.h"

/* DWARF's numbers of x86-64. */
enum { REG_FP = 6, REG_SP = 7, REG_RA = 16 };

/* Compilers nest what they remember once or twice. */
enum { MAX_REMEMBERED = 8 };

/* How a register of the caller is found. */
enum place_kind { PLACE_SAME, PLACE_AT_CFA, PLACE_AT_FP, PLACE_AT_SP, PLACE_NONE, PLACE_UNKNOWN };

struct place {
	enum place_kind kind;
	int64_t off;
};

struct state {
	enum cfi_cfa cfa;
	int64_t cfa_off, cfa_add;
	struct place fp, ra;
};

struct run {
	const struct cfi_common *common;
	struct cfi_table *out;
	uint64_t at, end;		/* addresses: the row begins, the function ends */
	struct state now, first;	/* first: as the common program leaves it */
	struct state remembered[MAX_REMEMBERED];
	size_t n_remembered;
	bool is_common;			/* nothing is left, it runs for what comes later */
	bool is_bad;
};

uint64_t cfi_take_uleb(struct cfi_bytes *bytes)
{
	uint64_t value = 0;

	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte = (uint8_t)cfi_take(bytes, 1);

		if (shift < 64)
			value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return value;
	}
}

int64_t cfi_take_sleb(struct cfi_bytes *bytes)
{
	uint64_t value = 0;
	unsigned shift = 0;
	uint8_t byte;

	do {
		byte = (uint8_t)cfi_take(bytes, 1);
		if (shift < 64)
			value |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	if (byte & 0x40 && shift < 64)
		value |= UINT64_MAX << shift;
	return (int64_t)value;
}

struct cfi_bytes cfi_take_block(struct cfi_bytes *bytes, uint64_t size)
{
	struct cfi_bytes block = { bytes->at, bytes->at, false };

	if (size > (uint64_t)(bytes->end - bytes->at)) {
		bytes->is_bad = true;
		size = 0;
	}
	block.end = bytes->at += size;
	return block;
}

/* Expressions. Of those that are possible, few are written: a register and an offset, the same
 * read from memory, and the one of a procedure linkage table. */

static bool take_base(struct cfi_bytes *expr, bool *is_fp, int64_t *off)
{
	uint8_t op = (uint8_t)cfi_take(expr, 1);

	*is_fp = op == DW_OP_breg0 + REG_FP;
	*off = cfi_take_sleb(expr);
	return (*is_fp || op == DW_OP_breg0 + REG_SP) && !expr->is_bad;
}

/* sp + 8 + ((pc & 15) >= n) * 8 */
static bool is_plt(const struct cfi_bytes *expr, int64_t *n)
{
	static const uint8_t head[] = { DW_OP_breg0 + REG_SP, 8, DW_OP_breg0 + REG_RA, 0,
					DW_OP_lit15, DW_OP_and };
	static const uint8_t tail[] = { DW_OP_ge, DW_OP_lit3, DW_OP_shl, DW_OP_plus };

	if (expr->end - expr->at != sizeof(head) + 1 + sizeof(tail))
		return false;
	*n = expr->at[sizeof(head)] - DW_OP_lit0;
	return !memcmp(expr->at, head, sizeof(head)) && *n >= 0 && *n < 16 &&
	       !memcmp(expr->at + sizeof(head) + 1, tail, sizeof(tail));
}

static void set_cfa_expression(struct run *run, struct cfi_bytes expr)
{
	struct state *now = &run->now;
	bool is_fp;

	now->cfa_add = 0;
	if (is_plt(&expr, &now->cfa_add)) {
		now->cfa = CFI_CFA_PLT;
		now->cfa_off = 8;
		return;
	}
	now->cfa = CFI_CFA_UNKNOWN;
	if (!take_base(&expr, &is_fp, &now->cfa_off))
		return;
	if (expr.at == expr.end) {
		now->cfa = is_fp ? CFI_CFA_FP : CFI_CFA_SP;
		return;
	}
	if (cfi_take(&expr, 1) != DW_OP_deref)
		return;
	if (expr.at < expr.end && cfi_take(&expr, 1) == DW_OP_plus_uconst)
		now->cfa_add = (int64_t)cfi_take_uleb(&expr);
	if (expr.at == expr.end && !expr.is_bad)
		now->cfa = is_fp ? CFI_CFA_AT_FP : CFI_CFA_AT_SP;
}

/* The register is saved at the address that the expression gives. */
static struct place place_of_expression(struct cfi_bytes expr)
{
	struct place place = { PLACE_UNKNOWN, 0 };
	bool is_fp;

	if (take_base(&expr, &is_fp, &place.off) && expr.at == expr.end)
		place.kind = is_fp ? PLACE_AT_FP : PLACE_AT_SP;
	return place;
}

/* Rows. */

static bool is_int32(int64_t n)
{
	return n == (int32_t)n;
}

static const uint8_t fp_kinds[] = {
	[PLACE_SAME] = CFI_FP_SAME,	[PLACE_AT_CFA] = CFI_FP_AT_CFA,
	[PLACE_AT_FP] = CFI_FP_AT_FP,	[PLACE_AT_SP] = CFI_FP_AT_SP,
	[PLACE_NONE] = CFI_FP_LOST,	[PLACE_UNKNOWN] = CFI_FP_LOST,
};

static struct cfi_rule rule_of(const struct run *run)
{
	const struct state *now = &run->now;
	struct cfi_rule rule = { 0 };

	if (now->ra.kind == PLACE_NONE) {
		rule.flags = CFI_OUTERMOST;
		return rule;
	}
	if (now->cfa == CFI_CFA_UNKNOWN || !is_int32(now->cfa_off) || !is_int32(now->cfa_add) ||
	    !is_int32(now->ra.off) || !is_int32(now->fp.off) ||
	    (now->ra.kind != PLACE_AT_CFA && now->ra.kind != PLACE_AT_SP))
		return rule;
	rule.cfa = (uint8_t)now->cfa;
	rule.fp = fp_kinds[now->fp.kind];
	rule.flags = (uint8_t)((run->common->is_signal ? CFI_SIGNAL : 0) |
			       (now->ra.kind == PLACE_AT_SP ? CFI_RA_AT_SP : 0));
	rule.cfa_off = (int32_t)now->cfa_off;
	rule.cfa_add = (int32_t)now->cfa_add;
	rule.fp_off = (int32_t)now->fp.off;
	rule.ra_off = (int32_t)now->ra.off;
	return rule;
}

/* Functions are alike, so what is searched for was mostly used a short while ago; of old ones a
 * second copy does no harm. */
enum { SEARCHED_RULES = 64 };

static uint32_t find_rule(struct cfi_table *out, const struct cfi_rule *rule)
{
	size_t first = out->rules.len > SEARCHED_RULES ? out->rules.len - SEARCHED_RULES : 0;

	for (size_t i = out->rules.len; i > first; i--)
		if (!memcmp(&out->rules.data[i - 1], rule, sizeof(*rule)))
			return (uint32_t)i - 1;
	vec_push(&out->rules, *rule);
	return (uint32_t)out->rules.len - 1;
}

/* The row that begins at run->at is complete: the next one begins at address. */
static void advance_to(struct run *run, uint64_t address)
{
	struct cfi_rule rule = rule_of(run);

	if (run->is_common || address < run->at) {
		run->is_bad = true;
		return;
	}
	if (address > run->end)
		address = run->end;
	if (address > run->at)
		vec_push(&run->out->rows,
			 ((struct cfi_row){ run->at, find_rule(run->out, &rule) }));
	run->at = address;
}

static void advance(struct run *run, uint64_t n)
{
	uint64_t by;

	if (__builtin_mul_overflow(n, run->common->code_align, &by) || by > run->end - run->at)
		by = run->end - run->at;
	advance_to(run, run->at + by);
}

/* Operations. */

static struct place *place_of_register(struct run *run, uint64_t reg)
{
	if (reg == REG_FP)
		return &run->now.fp;
	return reg == run->common->ra_reg ? &run->now.ra : NULL;
}

static void set_place(struct run *run, uint64_t reg, enum place_kind kind, int64_t off)
{
	struct place *place = place_of_register(run, reg);

	if (place)
		*place = (struct place){ kind, off };
}

static int64_t scaled(const struct run *run, uint64_t n)
{
	return (int64_t)(n * (uint64_t)run->common->data_align);
}

static void restore(struct run *run, uint64_t reg)
{
	struct place *place = place_of_register(run, reg);

	if (place)
		*place = reg == REG_FP ? run->first.fp : run->first.ra;
}

static void set_cfa(struct run *run, uint64_t reg, int64_t off)
{
	run->now.cfa = reg == REG_SP   ? CFI_CFA_SP
		       : reg == REG_FP ? CFI_CFA_FP
				       : CFI_CFA_UNKNOWN;
	run->now.cfa_off = off;
	run->now.cfa_add = 0;
}

static void remember(struct run *run)
{
	if (run->n_remembered == MAX_REMEMBERED)
		run->is_bad = true;
	else
		run->remembered[run->n_remembered++] = run->now;
}

static void recall(struct run *run)
{
	if (!run->n_remembered)
		run->is_bad = true;
	else
		run->now = run->remembered[--run->n_remembered];
}

static void run_expression(struct run *run, struct cfi_bytes *program, uint8_t op)
{
	uint64_t reg = op == DW_CFA_def_cfa_expression ? 0 : cfi_take_uleb(program);
	struct cfi_bytes expr = cfi_take_block(program, cfi_take_uleb(program));
	struct place place = { PLACE_UNKNOWN, 0 };

	if (op == DW_CFA_def_cfa_expression)
		return set_cfa_expression(run, expr);
	if (op == DW_CFA_expression)
		place = place_of_expression(expr);
	set_place(run, reg, place.kind, place.off);
}

/* Those that set where a register is; false: it is none of them. A line for each. */
static bool run_register(struct run *run, struct cfi_bytes *program, uint8_t op)
{
	uint64_t reg;

	switch (op) {
	case DW_CFA_offset_extended:
		reg = cfi_take_uleb(program);
		return set_place(run, reg, PLACE_AT_CFA, scaled(run, cfi_take_uleb(program))), true;
	case DW_CFA_offset_extended_sf:
		reg = cfi_take_uleb(program);
		return set_place(run, reg, PLACE_AT_CFA,
				 scaled(run, (uint64_t)cfi_take_sleb(program))), true;
	case DW_CFA_restore_extended:
		return restore(run, cfi_take_uleb(program)), true;
	case DW_CFA_undefined:
		return set_place(run, cfi_take_uleb(program), PLACE_NONE, 0), true;
	case DW_CFA_same_value:
		return set_place(run, cfi_take_uleb(program), PLACE_SAME, 0), true;
	case DW_CFA_register: case DW_CFA_val_offset: case DW_CFA_val_offset_sf:
		reg = cfi_take_uleb(program);
		cfi_take_uleb(program);
		return set_place(run, reg, PLACE_UNKNOWN, 0), true;
	case DW_CFA_expression: case DW_CFA_val_expression: case DW_CFA_def_cfa_expression:
		return run_expression(run, program, op), true;
	}
	return false;
}

static bool run_cfa(struct run *run, struct cfi_bytes *program, uint8_t op)
{
	static const uint64_t regs[] = { [CFI_CFA_SP] = REG_SP, [CFI_CFA_FP] = REG_FP };
	uint64_t reg = run->now.cfa <= CFI_CFA_FP ? regs[run->now.cfa] : 0;

	switch (op) {
	case DW_CFA_def_cfa:
		reg = cfi_take_uleb(program);
		return set_cfa(run, reg, (int64_t)cfi_take_uleb(program)), true;
	case DW_CFA_def_cfa_sf:
		reg = cfi_take_uleb(program);
		return set_cfa(run, reg, scaled(run, (uint64_t)cfi_take_sleb(program))), true;
	case DW_CFA_def_cfa_register:
		return set_cfa(run, cfi_take_uleb(program), run->now.cfa_off), true;
	case DW_CFA_def_cfa_offset:
		return set_cfa(run, reg, (int64_t)cfi_take_uleb(program)), true;
	case DW_CFA_def_cfa_offset_sf:
		return set_cfa(run, reg, scaled(run, (uint64_t)cfi_take_sleb(program))), true;
	}
	return false;
}

static void run_plain(struct run *run, struct cfi_bytes *program, uint8_t op)
{
	switch (op) {
	case DW_CFA_nop:
		return;
	case DW_CFA_advance_loc1:
		return advance(run, cfi_take(program, 1));
	case DW_CFA_advance_loc2:
		return advance(run, cfi_take(program, 2));
	case DW_CFA_advance_loc4:
		return advance(run, cfi_take(program, 4));
	case DW_CFA_remember_state:
		return remember(run);
	case DW_CFA_restore_state:
		return recall(run);
	case DW_CFA_GNU_args_size:
		cfi_take_uleb(program);
		return;
	}
	if (!run_register(run, program, op) && !run_cfa(run, program, op))
		run->is_bad = true;
}

/* The most frequent ones have their operand in the same byte. */
static void run_one(struct run *run, struct cfi_bytes *program)
{
	uint8_t op = (uint8_t)cfi_take(program, 1), operand = op & 0x3f;

	switch (op & 0xc0) {
	case DW_CFA_advance_loc:
		return advance(run, operand);
	case DW_CFA_offset:
		return set_place(run, operand, PLACE_AT_CFA, scaled(run, cfi_take_uleb(program)));
	case DW_CFA_restore:
		return restore(run, operand);
	}
	run_plain(run, program, op);
}

static void run_program(struct run *run, struct cfi_bytes program)
{
	while (program.at < program.end && !run->is_bad) {
		run_one(run, &program);
		run->is_bad |= program.is_bad;
	}
}

bool cfi_run(const struct cfi_common *common, struct cfi_bytes program, uint64_t start,
	     uint64_t end, struct cfi_table *out)
{
	struct run run = { .common = common, .out = out, .at = start, .end = end };
	size_t n_rows = out->rows.len;

	run.is_common = true;
	run_program(&run, common->program);
	run.is_common = false;
	run.first = run.now;
	run_program(&run, program);
	if (!run.is_bad)
		advance_to(&run, end);
	if (run.is_bad)
		out->rows.len = n_rows;
	return !run.is_bad;
}
