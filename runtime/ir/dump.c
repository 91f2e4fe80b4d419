/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The text form: stores, then each routine with its frame objects and operations. What follows a
 * mnemonic is spelled by the syntax column of op.def. */

#include <inttypes.h>

#include "runtime/base/str.h"
#include "runtime/ir/ir.h"

static const char *const cond_names[] = {
	[IR_EQ] = "eq", [IR_NE] = "ne",	  [IR_LT] = "lt",   [IR_LE] = "le",   [IR_GT] = "gt",
	[IR_GE] = "ge", [IR_SLT] = "slt", [IR_SLE] = "sle", [IR_SGT] = "sgt", [IR_SGE] = "sge",
};

static const char *const env_names[] = {
	[ENV_PID_TID] = "pid_tid", [ENV_UID_GID] = "uid_gid", [ENV_TIME] = "time",
	[ENV_CPU] = "cpu",	   [ENV_TASK] = "task",
	[ENV_THREAD] = "thread",   [ENV_USER_REGS] = "userregs",
};

static const char *const context_names[] = {
	[CONTEXT_SITE] = "site",     [CONTEXT_SAMPLE] = "sample", [CONTEXT_CALL] = "call",
	[CONTEXT_SWITCH] = "switch", [CONTEXT_BODY] = "body",
};

static const char *const store_kind_names[] = {
	[STORE_GLOBALS] = "globals", [STORE_CONST] = "const", [STORE_CONTROL] = "control",
	[STORE_TABLE] = "table",     [STORE_LRU] = "lru",     [STORE_AGG] = "agg",
	[STORE_CELL] = "cell",	     [STORE_RING] = "ring",
};

static const char *store_name(const struct ir_module *m, uint32_t store)
{
	return store < m->stores.len ? m->stores.data[store].name : "?";
}

static const char *routine_name(const struct ir_module *m, uint32_t routine)
{
	return routine < m->routines.len ? m->routines.data[routine]->name : "?";
}

static const char *env_name(uint32_t env)
{
	return env < sizeof(env_names) / sizeof(env_names[0]) ? env_names[env] : "?";
}

static void dump_reg(struct str *out, uint32_t reg)
{
	if (reg == IR_NO_REG)
		str_puts(out, "-");
	else
		str_printf(out, "r%" PRIu32, reg);
}

static void dump_reg_or_imm(struct str *out, uint32_t reg, int64_t imm)
{
	if (reg == IR_NO_REG)
		str_printf(out, "%" PRId64, imm);
	else
		dump_reg(out, reg);
}

static void dump_address(struct str *out, const struct ir_insn *insn)
{
	str_putc(out, '[');
	dump_reg(out, insn->a);
	if (insn->off)
		str_printf(out, "%+" PRId32, insn->off);
	str_putc(out, ']');
}

/* One letter of the syntax column. */
static void dump_part(struct str *out, const struct ir_module *m, const struct ir_insn *insn,
		      char part)
{
	switch (part) {
	case 'a':
		return dump_reg(out, insn->a);
	case 'K':
		if (insn->a == IR_NO_REG && insn->imm)
			return str_printf(out, "%" PRId64, insn->imm);
		return dump_reg(out, insn->a);
	case 'b':
		return dump_reg(out, insn->b);
	case 'c':
		return dump_reg(out, insn->c);
	case 'A':
		return dump_reg_or_imm(out, insn->a, insn->imm);
	case 'B':
		return dump_reg_or_imm(out, insn->b, insn->imm);
	case 'C':
		return dump_reg_or_imm(out, insn->c, insn->imm);
	case 'm':
		return dump_address(out, insn);
	case 'i':
		return str_printf(out, "%" PRId64, insn->imm);
	case 'x':
		return str_printf(out, "%" PRId32, insn->off);
	case 'o':
		return str_printf(out, ".%s", cond_names[insn->cond]);
	case 'z':
		return str_printf(out, ".%c%d", insn->is_signed ? 's' : 'u', insn->size);
	case 'w':
		return str_printf(out, ".%d", insn->size);
	case 'f':
		return str_printf(out, "%" PRIu32 "%+" PRId32, insn->ref, insn->off);
	case 's':
		return str_puts(out, store_name(m, insn->ref));
	case 'r':
		return str_puts(out, routine_name(m, insn->ref));
	case 'e':
		return str_puts(out, env_name(insn->ref));
	case 'l':
		return str_printf(out, "L%" PRIu32, insn->target);
	}
}

void ir_dump_insn(struct str *out, const struct ir_module *m, const struct ir_insn *insn)
{
	const struct ir_op_info *info = ir_op_info(insn->op);

	if (insn->op == IR_LABEL)
		return str_printf(out, "L%" PRIu32 ":", insn->target);
	if (info->has_result) {
		dump_reg(out, insn->d);
		str_puts(out, " = ");
	}
	str_puts(out, info->mnemonic);
	for (const char *s = info->syntax; *s; s++) {
		if (*s == '%')
			dump_part(out, m, insn, *++s);
		else
			str_putc(out, *s);
	}
	if (insn->op == IR_EMIT && insn->size == 1)
		str_puts(out, ", wake");
}

static void dump_store(struct str *out, const struct ir_store *store)
{
	str_printf(out, "store %s (%s)", store->name, store_kind_names[store->kind]);
	if (store->key_size)
		str_printf(out, ", key %" PRIu32, store->key_size);
	str_printf(out, ", value %" PRIu32, store->value_size);
	if (store->n_entries > 1)
		str_printf(out, ", entries %" PRIu32, store->n_entries);
	str_putc(out, '\n');
}

static void dump_routine(struct str *out, const struct ir_module *m, const struct ir_routine *r)
{
	str_printf(out, "routine %s (%s)\n", r->name, context_names[r->context]);
	for (size_t i = 0; i < r->frames.len; i++) {
		const struct ir_frame *frame = &r->frames.data[i];

		str_printf(out, "\tframe %zu: %s, %" PRIu32 " bytes%s\n", i,
			   frame->name ? frame->name : "unnamed", frame->size,
			   frame->on_stack ? ", on the stack"
			   : frame->off_stack ? ", off the stack"
					      : "");
	}
	for (size_t i = 0; i < r->insns.len; i++) {
		const struct ir_insn *insn = &r->insns.data[i];

		if (insn->op != IR_LABEL)
			str_putc(out, '\t');
		ir_dump_insn(out, m, insn);
		str_putc(out, '\n');
	}
}

void ir_dump(struct str *out, const struct ir_module *m)
{
	for (size_t i = 0; i < m->stores.len; i++)
		dump_store(out, &m->stores.data[i]);
	for (size_t i = 0; i < m->routines.len; i++)
		dump_routine(out, m, m->routines.data[i]);
}
