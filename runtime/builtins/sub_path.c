/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Subroutines that take paths apart. One loop goes over the path and remembers where its last part
 * begins and ends, and where the part before that ends:
 *
 *	/usr/lib//libc.so/
 *	        ^ ^      ^
 *	      dir base   base_end		all 0 at first: a path without any part
 */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/builtin.h"

/* The loop's context, and what it changes, which is off the stack. */
enum { PATH_TEXT = 0, PATH_STATE = 8, PATH_SIZE = 16 };
enum { STATE_DIR = 0, STATE_BASE = 8, STATE_BASE_END = 16, STATE_SIZE = 24 };

static void path_body(struct ir_routine *r, uint32_t last)
{
	uint32_t i = 0, ctx = 1;
	uint32_t inside = ir_label(r), slash = ir_label(r), stop = ir_label(r);
	uint32_t text = ir_load(r, ctx, PATH_TEXT, 8, false);
	uint32_t state = ir_load(r, ctx, PATH_STATE, 8, false);
	uint32_t c = ir_load(r, ir_index(r, text, i, last), 0, 1, false);
	uint32_t base_end;

	ir_br_imm(r, IR_EQ, c, 0, stop);
	ir_br_imm(r, IR_EQ, c, '/', slash);
	base_end = ir_load(r, state, STATE_BASE_END, 8, false);
	ir_br(r, IR_EQ, base_end, i, inside);
	ir_store_reg(r, state, STATE_DIR, base_end, 8);
	ir_store_reg(r, state, STATE_BASE, i, 8);
	ir_place(r, inside);
	ir_store_reg(r, state, STATE_BASE_END, ir_binary_imm(r, IR_ADD, i, 1), 8);
	ir_place(r, slash);
	ir_ret(r, IR_NO_REG);
	ir_place(r, stop);
	ir_ret(r, ir_imm(r, 1));
}

/* Registers: where the result is, and its length. */
struct part {
	uint32_t from, len;
};

struct path {
	struct value text;
	uint32_t dir, base, base_end;	/* registers */
};

static int lower_path(struct lower *lo, const struct node *arg, struct path *p)
{
	struct ir_routine *r;
	uint32_t body, ctx, state;
	int err;

	p->text = VALUE_EMPTY;
	err = lower_string(lo, arg, &p->text);
	if (err)
		return err;
	body = ir_module_add_routine(lo->s->module, "path", CONTEXT_BODY);
	r = lower_code(lo);
	ctx = lower_temp(lo, PATH_SIZE, FRAME_LOOP_CONTEXT, "path");
	state = lower_temp(lo, STATE_SIZE, FRAME_LOOP_STATE, "path state");
	ir_store_reg(r, ctx, PATH_TEXT, lower_address(lo, &p->text.place), 8);
	ir_store_reg(r, ctx, PATH_STATE, state, 8);
	ir_zero(r, state, 0, STATE_SIZE);
	path_body(lo->s->module->routines.data[body], p->text.place.size - 1);
	ir_loop(r, body, ctx, p->text.place.size);
	p->dir = ir_load(r, state, STATE_DIR, 8, false);
	p->base = ir_load(r, state, STATE_BASE, 8, false);
	p->base_end = ir_load(r, state, STATE_BASE_END, 8, false);
	return 0;
}

static void use_text(struct lower *lo, const struct part *part, const char *text)
{
	struct value v = VALUE_EMPTY;

	value_text(lo, &v, text, 1);
	ir_assign(lower_code(lo), part->from, v.place.base);
	ir_assign_imm(lower_code(lo), part->len, 1);
}

static void use_part(struct lower *lo, const struct part *part, const struct path *p,
		     uint32_t start, uint32_t end)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t text = lower_address(lo, &p->text.place);

	ir_assign(r, part->from, ir_index(r, text, start, p->text.place.size - 1));
	ir_assign(r, part->len, ir_binary(r, IR_SUB, end, start));
}

/* A path without any part: nothing at all is ".", slashes are "/". Goes to end. */
static void use_nothing(struct lower *lo, const struct part *part, const struct path *p,
			uint32_t end)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t slashes = ir_label(r);
	uint32_t c = ir_load(r, p->text.place.base, p->text.place.off, 1, false);

	ir_br_imm(r, IR_NE, c, 0, slashes);
	use_text(lo, part, ".");
	ir_jmp(r, end);
	ir_place(r, slashes);
	use_text(lo, part, "/");
	ir_jmp(r, end);
}

static void copy_part(struct lower *lo, const struct part *part, struct value *out)
{
	struct place to = lower_string_place(lo, out);
	struct ir_routine *r = lower_code(lo);
	uint32_t size = ir_binary_imm(r, IR_ADD, part->len, 1);

	value_string(out, &to, ir_read(r, IR_COPY_STR, lower_address(lo, &to), part->from, size,
				       to.size));
}

static int lower_basename(struct lower *lo, const struct node *use, struct value *out)
{
	struct path p;
	int err = lower_path(lo, node_call(use)->args, &p);
	struct ir_routine *r = lower_code(lo);
	struct part part = { ir_reg(r), ir_reg(r) };
	uint32_t has_base = ir_label(r), end = ir_label(r);

	if (err)
		return err;
	ir_br_imm(r, IR_NE, p.base_end, 0, has_base);
	use_nothing(lo, &part, &p, end);
	ir_place(r, has_base);
	use_part(lo, &part, &p, p.base, p.base_end);
	ir_place(r, end);
	copy_part(lo, &part, out);
	return 0;
}

/* "name" is in "."; "/name" is in "/". */
static int lower_dirname(struct lower *lo, const struct node *use, struct value *out)
{
	struct path p;
	int err = lower_path(lo, node_call(use)->args, &p);
	struct ir_routine *r = lower_code(lo);
	struct part part = { ir_reg(r), ir_reg(r) };
	uint32_t has_base = ir_label(r), has_slash = ir_label(r), has_dir = ir_label(r);
	uint32_t end = ir_label(r);

	if (err)
		return err;
	ir_br_imm(r, IR_NE, p.base_end, 0, has_base);
	use_nothing(lo, &part, &p, end);
	ir_place(r, has_base);
	ir_br_imm(r, IR_NE, p.base, 0, has_slash);
	use_text(lo, &part, ".");
	ir_jmp(r, end);
	ir_place(r, has_slash);
	ir_br_imm(r, IR_NE, p.dir, 0, has_dir);
	use_text(lo, &part, "/");
	ir_jmp(r, end);
	ir_place(r, has_dir);
	use_part(lo, &part, &p, ir_imm(r, 0), p.dir);
	ir_place(r, end);
	copy_part(lo, &part, out);
	return 0;
}

const struct builtin path_builtins[] = {
	{ .name = "basename",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string)",
	  .lower = lower_basename,
	  .doc = "The last part of a path; slashes behind it do not count. Of an empty path it is "
		 "\".\"." },
	{ .name = "dirname",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string)",
	  .lower = lower_dirname,
	  .doc = "A path without its last part; \".\" if it has only one." },
	{ 0 },
};
