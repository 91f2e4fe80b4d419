/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* One routine: what runs when a probe fires. Its clauses follow each other in the order of the
 * program:
 *
 *	is tracing on? else return
 *	clause 1: predicate, else goto clause 2; statements; emit the record
 *	          faults of clause 1: emit a fault record, run the ERROR clauses
 *	clause 2: ...
 *
 * Control only goes forward. */
#include <stddef.h>
#include <string.h>

#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/scope.h"

static bool has_if(const struct node *list)
{
	for (; list; list = list->next)
		if (list->kind == NODE_IF)
			return true;
	return false;
}

/* The consumer says when: BEGIN runs before everything else, END after it. */
static void check_state(struct lower *lo)
{
	const struct probe *probe = lo->s->probes[lo->probes[0]];
	struct ir_routine *r = lower_code(lo);
	uint32_t state;

	if (probe->trigger == TRIGGER_BEGIN || probe->trigger == TRIGGER_END)
		return;
	state = ir_static(r, lo->s->stores.control, offsetof(struct run_control, state));
	state = ir_load(r, state, 0, 4, false);
	ir_br_imm(r, IR_NE, state, RUN_ACTIVE, lo->end_label);
}

static void begin_clause(struct lower *lo, const struct node_clause *clause)
{
	struct ir_routine *r = lower_code(lo);

	lo->clause = clause;
	lo->action = 0;
	lo->line = clause->node.loc.line;
	lo->wakes = false;
	lo->record_size = sizeof(struct record_head);
	lo->mask_offset = 0;
	if (has_if(clause->body)) {
		lo->mask_offset = (uint32_t)lower_record(lo, 8).off;
		ir_assign_imm(r, lo->acts_done, 0);
	}
}

static int lower_statements(struct lower *lo, uint32_t next)
{
	const struct node_clause *clause = lo->clause;
	int err = clause->predicate ? lower_branch(lo, clause->predicate, next) : 0;

	if (!err)
		err = lower_stmts(lo, clause->body);
	if (!err && lo->acts.len > 64)
		err = diag_error(lo->s->dg, &clause->node.loc, D_TOO_BIG,
				 "a clause cannot have more than 64 recording actions");
	if (!err && (lo->acts.len || clause_is_default(clause)))
		lower_emit_record(lo);
	return err;
}

/* The registers that all faults of a clause come together in. */
struct fault_regs {
	uint32_t code, addr, action, line;
};

static void join_faults(struct lower *lo, struct fault_regs *f)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t common = ir_label(r);

	*f = (struct fault_regs){ ir_reg(r), ir_reg(r), ir_reg(r), ir_reg(r) };
	vec_each(stub, &lo->faults) {
		ir_place(r, stub->label);
		ir_assign_imm(r, f->code, stub->code);
		if (stub->addr == IR_NO_REG)
			ir_assign_imm(r, f->addr, 0);
		else
			ir_assign(r, f->addr, stub->addr);
		ir_assign_imm(r, f->action, stub->action);
		ir_assign_imm(r, f->line, stub->line);
		ir_jmp(r, common);
	}
	ir_place(r, common);
	lo->faults.len = 0;
}

static int lower_one_clause(struct lower *lo, const struct node_clause *clause);

/* ERROR's arguments: the enabled probe, the action, where in it (a line stands in for DTrace's
 * offset), the kind of fault, the address. */
static int run_error_clauses(struct lower *lo, const struct fault_regs *f)
{
	const struct node_clause *clause = lo->clause;
	uint32_t position = lo->clause_position;
	struct ir_routine *r = lower_code(lo);
	struct value epid = VALUE_EMPTY;
	int err = 0;

	if (!lo->s->n_error_clauses)
		return 0;
	lower_epid(lo, &epid);
	lo->fault_args[0] = ir_imm(r, 0);
	lo->fault_args[1] = epid.reg;
	lo->fault_args[2] = f->action;
	lo->fault_args[3] = f->line;
	lo->fault_args[4] = f->code;
	lo->fault_args[5] = f->addr;
	lo->is_error_clause = true;
	for (uint32_t i = 0; i < lo->s->n_error_clauses && !err; i++) {
		lo->clause_position = i;
		err = lower_one_clause(lo, lo->s->error_clauses[i]);
	}
	lo->is_error_clause = false;
	lo->clause = clause;
	lo->clause_position = position;
	return err;
}

/* A fault inside ERROR is only counted: it must not cause another. */
static int lower_faults(struct lower *lo)
{
	struct fault_regs f;

	join_faults(lo, &f);
	if (lo->is_error_clause) {
		lower_count(lo, offsetof(struct run_counters, errors));
		return 0;
	}
	lower_emit_fault(lo, f.code, f.addr, f.action, f.line);
	return run_error_clauses(lo, &f);
}

static int lower_one_clause(struct lower *lo, const struct node_clause *clause)
{
	uint32_t next = ir_label(lower_code(lo));
	int err;

	begin_clause(lo, clause);
	ir_br_imm(lower_code(lo), IR_NE, lo->exiting, 0, lo->end_label);
	err = lower_statements(lo, next);
	lower_clause_desc(lo);
	if (lo->faults.len) {
		int e;

		ir_jmp(lower_code(lo), next);
		e = lower_faults(lo);
		err = err ? err : e;
	}
	ir_place(lower_code(lo), next);
	return err;
}

static int begin_clauses(struct lower *lo)
{
	struct ir_routine *r = lower_code(lo);

	lo->cookie = ir_cookie(r);
	lo->exiting = ir_imm(r, 0);
	lo->acts_done = ir_imm(r, 0);
	lo->scratch_top = ir_imm(r, 0);
	lo->token_at = ir_imm(r, -1);
	lower_this_begin(lo, lo->s->error_clauses, lo->s->n_error_clauses);
	return lower_guard(lo);
}

static int lower_nth_clause(struct lower *lo, const struct lower_routine *def, uint32_t n)
{
	lower_this_begin(lo, &def->clauses[n], 1);
	lo->clause_position = n;
	return lower_one_clause(lo, def->clauses[n]);
}

static int lower_clauses(struct lower *lo, const struct lower_routine *def)
{
	int err = 0;

	for (uint32_t i = 0; i < def->n_clauses; i++) {
		int e = lower_nth_clause(lo, def, i);

		err = e ? e : err;
	}
	return err;
}

static struct lower begin_lower(struct lower_session *s, const struct lower_routine *def)
{
	return (struct lower){
		.s = s,
		.routine = ir_module_add_routine(s->module, def->name, def->context),
		.context = def->context,
		.probes = def->probes,
		.n_probes = def->n_probes,
		.classes = def->classes,
		.n_classes = def->n_classes,
		.this_regs = map_new(),
		.record_frame = UINT32_MAX,
		.scratch_frame = UINT32_MAX,
		.token_frame = UINT32_MAX,
	};
}

static int end_lower(struct lower *lo, uint32_t result, int err)
{
	ir_place(lower_code(lo), lo->end_label);
	ir_ret(lower_code(lo), result);
	map_free(lo->this_regs);
	vec_fini(&lo->faults);
	vec_fini(&lo->temps);
	vec_fini(&lo->acts);
	return err ? err : (int)lo->routine;
}

int lower_chunk(struct lower_session *s, const struct lower_routine *def, struct lower_cuts *cuts,
		uint32_t *at, uint32_t *out)
{
	struct lower lo = begin_lower(s, def);
	bool is_cut = false;
	int err;

	*out = lo.routine;
	lower_code(&lo)->is_chunk = true;
	lo.end_label = ir_label(lower_code(&lo));
	err = begin_clauses(&lo);
	while (*at < def->n_clauses && !is_cut) {
		int e = lower_nth_clause(&lo, def, *at);

		err = e ? e : err;
		is_cut = lower_can_cut(&lo, cuts, def, *at);
		++*at;
	}
	err = end_lower(&lo, lo.exiting, err);
	return err < 0 ? err : 0;
}

int lower_routine(struct lower_session *s, const struct lower_routine *def)
{
	struct lower lo = begin_lower(s, def);
	int err;

	lo.end_label = ir_label(lower_code(&lo));
	check_state(&lo);
	if (lower_has_chunks(s, def))
		return end_lower(&lo, IR_NO_REG, lower_chunks(&lo, def));
	err = begin_clauses(&lo);
	if (!err)
		err = lower_clauses(&lo, def);
	return end_lower(&lo, IR_NO_REG, err);
}
