/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* speculation(), speculate(), commit(), discard(). A speculation is a number that is never given
 * twice, and an entry in a table of as many as may be open. Its records go to the consumer as all
 * do, which keeps them: as there is one order over all CPUs, what is committed is there when
 * commit()'s own record comes. Number 0 is none, and nothing is done with it. */
#include <stddef.h>

#include "runtime/builtins/consumer.h"
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"

static uint32_t open_table(struct lower_session *s)
{
	if (s->stores.speculations == UINT32_MAX)
		s->stores.speculations = ir_module_add_store(s->module, "speculations",
							     STORE_TABLE, 8, 8, s->nspec);
	return s->stores.speculations;
}

static uint32_t key_of(struct lower *lo, uint32_t number)
{
	struct place key = lower_frame(lo, 8, "speculation");

	ir_store_reg(lower_code(lo), key.base, key.off, number, 8);
	return lower_address(lo, &key);
}

static int lower_speculation(struct lower *lo, const struct node *use, struct value *out)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t last = ir_static(r, lo->s->stores.control,
				  offsetof(struct run_control, speculation));
	uint32_t number = ir_reg(r), entry, good;

	(void)use;
	ir_assign(r, number, ir_binary_imm(r, IR_ADD, ir_fetch_add(r, last, 0, ir_imm(r, 1)), 1));
	entry = ir_make(r, open_table(lo->s), key_of(lo, number));
	good = ir_label(r);
	ir_br_imm(r, IR_NE, entry, 0, good);
	ir_assign_imm(r, number, 0);
	lower_count(lo, offsetof(struct run_counters, no_speculation));
	ir_place(lower_code(lo), good);
	value_int(out, ir_ext(lower_code(lo), number, 4, true));
	return 0;
}

/* Records the number, or 0 if no such speculation is open. */
static int record_number(struct lower *lo, const struct node *use, bool closes)
{
	struct act *act = lower_act(lo, use, node_call(use)->builtin);
	uint32_t store = open_table(lo->s), number, value, key, none;
	struct place place = lower_act_bytes(lo, 8, act);
	int err = lower_int(lo, node_call(use)->args, &number);
	struct ir_routine *r = lower_code(lo);

	if (err)
		return err;
	act->fields[0].kind = FIELD_INT;
	value = ir_imm(r, 0);
	key = key_of(lo, number);
	none = ir_label(r);
	ir_br_imm(r, IR_EQ, ir_find(r, store, key), 0, none);
	ir_assign(r, value, number);
	if (closes)
		ir_drop(r, store, key);
	ir_place(r, none);
	ir_store_reg(r, place.base, place.off, value, 8);
	return 0;
}

static int lower_speculate(struct lower *lo, const struct node *use, struct value *out)
{
	out->kind = VALUE_NONE;
	return record_number(lo, use, false);
}

static int lower_close(struct lower *lo, const struct node *use, struct value *out)
{
	out->kind = VALUE_NONE;
	return record_number(lo, use, true);
}

static int check_speculate(struct check *ck, struct node_call *call)
{
	if (ck->is_speculative)
		return diag_error(ck->dg, &call->node.loc, D_SPEC_SPEC,
				  "a clause has one speculate( ) at most");
	if (ck->clause_has_output)
		return diag_error(ck->dg, &call->node.loc, D_SPEC_DREC,
				  "speculate( ) must stand before what records data");
	ck->is_speculative = true;
	return 0;
}

static int check_close(struct check *ck, struct node_call *call)
{
	if (ck->is_speculative)
		return diag_error(ck->dg, &call->node.loc, D_ACT_SPEC,
				  "%s( ) cannot stand behind speculate( )", call->name);
	if (ck->clause_has_output)
		return diag_error(ck->dg, &call->node.loc, D_COMM_DREC,
				  "%s( ) must stand before what records data", call->name);
	return 0;
}

/* What speculate() does was done when the record came: it was kept. */
static int consume_speculate(struct consumer *c, const struct act *act, const void *data)
{
	(void)c;
	(void)act;
	(void)data;
	return 0;
}

static int consume_commit(struct consumer *c, const struct act *act, const void *data)
{
	uint64_t number = (uint64_t)consumer_arg(&act->fields[0], data).value;

	return c->sink ? c->sink->commit(c->sink_ctx, number) : 0;
}

static int consume_discard(struct consumer *c, const struct act *act, const void *data)
{
	uint64_t number = (uint64_t)consumer_arg(&act->fields[0], data).value;

	return c->sink ? c->sink->discard(c->sink_ctx, number) : 0;
}

const struct builtin speculate_builtins[] = {
	{ .name = "commit",
	  .kind = BUILTIN_ACT,
	  .proto = "void (int)",
	  .check = check_close,
	  .lower = lower_close,
	  .consume = consume_commit,
	  .doc = "Prints what the clauses of a speculation have recorded, and closes it." },
	{ .name = "discard",
	  .kind = BUILTIN_ACT,
	  .proto = "void (int)",
	  .check = check_close,
	  .lower = lower_close,
	  .consume = consume_discard,
	  .doc = "Forgets what the clauses of a speculation have recorded, and closes it." },
	{ .name = "speculate",
	  .kind = BUILTIN_ACT,
	  .proto = "void (int)",
	  .flags = BUILTIN_SPECULATES,
	  .check = check_speculate,
	  .lower = lower_speculate,
	  .consume = consume_speculate,
	  .doc = "What the rest of the clause records belongs to a speculation: it prints when "
		 "that is committed. Where the speculation is 0 or closed it prints never." },
	{ .name = "speculation",
	  .kind = BUILTIN_SUB,
	  .proto = "int ()",
	  .lower = lower_speculation,
	  .doc = "The number of a new speculation, or 0 if as many are open as the option nspec "
		 "says." },
	{ 0 },
};
