/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* strtok(): one token of a text after the other. The text is kept for the whole firing, in a frame
 * of its own, together with the position where the next call goes on:
 *
 *	strtok("/usr//lib", "/")	/usr//lib
 *	                    returns "usr", and goes on here: ^
 *
 * What separates tokens is a table of 256 bytes, 1 for each character that does. The loop skips
 * those before the token, copies what is none of them, and ends at the next one, which is not
 * skipped: a later call may have other separators. */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/builtin.h"
#include "runtime/lang/check.h"
#include "runtime/lang/type.h"

enum { SEPARATORS_SIZE = 256 };

/* The loop that reads separators: its context. */
enum { MARK_TEXT = 0, MARK_SET = 8, MARK_SIZE = 16 };

/* The loop that copies a token: its context, and what it changes. */
enum { TOKEN_TEXT = 0, TOKEN_SET = 8, TOKEN_TO = 16, TOKEN_STATE = 24, TOKEN_SIZE = 32 };
enum { STATE_AT = 0, STATE_LEN = 8, STATE_SIZE = 16 };

/* set[text[i]] = 1; ends at the NUL. */
static void mark_body(struct ir_routine *r, uint32_t last)
{
	uint32_t i = 0, ctx = 1, stop = ir_label(r);
	uint32_t text = ir_load(r, ctx, MARK_TEXT, 8, false);
	uint32_t c = ir_load(r, ir_index(r, text, i, last), 0, 1, false);
	uint32_t set;

	ir_br_imm(r, IR_EQ, c, 0, stop);
	set = ir_load(r, ctx, MARK_SET, 8, false);
	ir_store_imm(r, ir_index(r, set, c, SEPARATORS_SIZE - 1), 0, 1, 1);
	ir_ret(r, IR_NO_REG);
	ir_place(r, stop);
	ir_ret(r, ir_imm(r, 1));
}

static void mark_each(struct lower *lo, const struct value *chars, uint32_t set)
{
	uint32_t body = ir_module_add_routine(lo->s->module, "separators", CONTEXT_BODY);
	struct ir_routine *r = lower_code(lo);
	uint32_t ctx = lower_temp(lo, MARK_SIZE, FRAME_LOOP_CONTEXT, "separators");

	ir_store_reg(r, ctx, MARK_TEXT, lower_address(lo, &chars->place), 8);
	ir_store_reg(r, ctx, MARK_SET, set, 8);
	mark_body(lo->s->module->routines.data[body], chars->place.size - 1);
	ir_loop(r, body, ctx, chars->place.size);
}

/* The table: a register with its address. */
static int lower_separators(struct lower *lo, const struct node *arg, uint32_t *set)
{
	struct value chars = VALUE_EMPTY;
	int err = lower_string(lo, arg, &chars);

	if (err)
		return err;
	*set = lower_temp(lo, SEPARATORS_SIZE, FRAME_LOOP_STATE, "separator set");
	ir_zero(lower_code(lo), *set, 0, SEPARATORS_SIZE);
	if (!chars.text)
		mark_each(lo, &chars, *set);
	else
		for (uint32_t i = 0; i < chars.text_len; i++)
			ir_store_imm(lower_code(lo), *set, (unsigned char)chars.text[i], 1, 1);
	return 0;
}

static void token_body(struct ir_routine *r, uint32_t last)
{
	uint32_t ctx = 1;
	uint32_t separator = ir_label(r), stop = ir_label(r);
	uint32_t state = ir_load(r, ctx, TOKEN_STATE, 8, false);
	uint32_t at = ir_load(r, state, STATE_AT, 8, false);
	uint32_t len = ir_load(r, state, STATE_LEN, 8, false);
	uint32_t text = ir_load(r, ctx, TOKEN_TEXT, 8, false);
	uint32_t c = ir_load(r, ir_index(r, text, at, last), 0, 1, false);
	uint32_t set = ir_load(r, ctx, TOKEN_SET, 8, false);
	uint32_t to;

	ir_br_imm(r, IR_EQ, c, 0, stop);
	set = ir_load(r, ir_index(r, set, c, SEPARATORS_SIZE - 1), 0, 1, false);
	ir_br_imm(r, IR_NE, set, 0, separator);
	to = ir_load(r, ctx, TOKEN_TO, 8, false);
	ir_store_reg(r, ir_index(r, to, len, last), 0, c, 1);
	ir_store_reg(r, state, STATE_LEN, ir_binary_imm(r, IR_ADD, len, 1), 8);
	ir_store_reg(r, state, STATE_AT, ir_binary_imm(r, IR_ADD, at, 1), 8);
	ir_ret(r, IR_NO_REG);
	ir_place(r, separator);
	ir_br_imm(r, IR_NE, len, 0, stop);
	ir_store_reg(r, state, STATE_AT, ir_binary_imm(r, IR_ADD, at, 1), 8);
	ir_ret(r, IR_NO_REG);
	ir_place(r, stop);
	ir_ret(r, ir_imm(r, 1));
}

/* The next token is put at to. Nothing is left of a text without another. */
static void next_token(struct lower *lo, const struct place *text, uint32_t set,
		       const struct place *to)
{
	uint32_t body = ir_module_add_routine(lo->s->module, "token", CONTEXT_BODY);
	struct ir_routine *r = lower_code(lo);
	uint32_t ctx = lower_temp(lo, TOKEN_SIZE, FRAME_LOOP_CONTEXT, "token");
	uint32_t state = lower_temp(lo, STATE_SIZE, FRAME_LOOP_STATE, "token state");
	uint32_t len;

	ir_store_reg(r, ctx, TOKEN_TEXT, text->base, 8);
	ir_store_reg(r, ctx, TOKEN_SET, set, 8);
	ir_store_reg(r, ctx, TOKEN_TO, to->base, 8);
	ir_store_reg(r, ctx, TOKEN_STATE, state, 8);
	ir_store_reg(r, state, STATE_AT, lo->token_at, 8);
	ir_store_imm(r, state, STATE_LEN, 0, 8);
	token_body(lo->s->module->routines.data[body], text->size - 1);
	ir_loop(r, body, ctx, text->size);
	ir_assign(r, lo->token_at, ir_load(r, state, STATE_AT, 8, false));
	len = ir_load(r, state, STATE_LEN, 8, false);
	ir_store_imm(r, ir_index(r, to->base, len, to->size - 1), 0, 0, 1);
}

static struct place token_text(struct lower *lo)
{
	struct ir_routine *r = lower_code(lo);

	if (lo->token_frame == UINT32_MAX)
		lo->token_frame = ir_frame_off_stack(r, lo->s->strsize, "strtok");
	return (struct place){ .base = ir_frame_addr(r, lo->token_frame, 0),
			       .size = lo->s->strsize };
}

static bool is_null(const struct node *arg)
{
	int64_t constant;

	while (arg->kind == NODE_CAST)
		arg = node_cast(arg)->operand;
	return node_is_const_int(arg, &constant) && !constant;
}

static int check_strtok(struct check *ck, struct node_call *call)
{
	if (is_null(call->args))
		return 0;
	return check_convert(ck, &call->args, type_string(ck->types));
}

static int lower_strtok(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	struct place text = token_text(lo), to;
	struct ir_routine *r;
	uint32_t set, no_text;
	int err = is_null(args) ? 0 : lower_into(lo, args, &text, false);

	if (!err && !is_null(args))
		ir_assign_imm(lower_code(lo), lo->token_at, 0);
	if (!err)
		err = lower_separators(lo, args->next, &set);
	if (err)
		return err;
	to = lower_frame(lo, text.size, "token");
	r = lower_code(lo);
	ir_store_imm(r, to.base, 0, 0, 1);
	no_text = ir_label(r);
	ir_br_imm(r, IR_EQ, lo->token_at, -1, no_text);
	next_token(lo, &text, set, &to);
	ir_place(r, no_text);
	value_string(out, &to, IR_NO_REG);
	return 0;
}

const struct builtin token_builtins[] = {
	{ .name = "strtok",
	  .kind = BUILTIN_SUB,
	  .proto = "string (., string)",
	  .check = check_strtok,
	  .lower = lower_strtok,
	  .doc = "The first part of a string that has none of the second string's characters in "
		 "it. With NULL as the first argument, the next part of the string that was given "
		 "last in the same firing; NULL, which is \"\", when there is no other." },
	{ 0 },
};
