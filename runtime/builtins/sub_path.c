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

/* cleanpath() copies byte for byte and takes back what turns out to be "/", "/." or "/.." too much:
 * the mode tells which of them the last bytes are. ".." takes the part before it away too, from the
 * end, a round for each byte. */
enum { CLEAN_TEXT = 0, CLEAN_TO = 8, CLEAN_STATE = 16, CLEAN_SIZE = 24 };
enum { CLEAN_AT = 0, CLEAN_LEN = 8, CLEAN_MODE = 16, CLEAN_STATE_SIZE = 24 };
enum clean_mode { MODE_NAME, MODE_SLASH, MODE_DOT, MODE_DOTS, MODE_BACK };

/* The registers of one round. */
struct clean {
	struct ir_routine *r;
	uint32_t state, to, at, len, mode;
	uint32_t last;			/* bytes of the text, its NUL not counted */
};

static void clean_next(const struct clean *c, enum clean_mode mode)
{
	ir_store_reg(c->r, c->state, CLEAN_AT, ir_binary_imm(c->r, IR_ADD, c->at, 1), 8);
	ir_store_imm(c->r, c->state, CLEAN_MODE, mode, 8);
	ir_ret(c->r, IR_NO_REG);
}

static void clean_put(const struct clean *c, uint32_t byte)
{
	ir_store_reg(c->r, ir_index(c->r, c->to, c->len, c->last), 0, byte, 1);
	ir_store_reg(c->r, c->state, CLEAN_LEN, ir_binary_imm(c->r, IR_ADD, c->len, 1), 8);
}

static void clean_take_back(const struct clean *c, int n)
{
	ir_store_reg(c->r, c->state, CLEAN_LEN, ir_binary_imm(c->r, IR_SUB, c->len, n), 8);
}

/* A byte that is part of a name; dots are counted as long as there is nothing else. */
static void clean_name(const struct clean *c, uint32_t byte)
{
	uint32_t name = ir_label(c->r), slash = ir_label(c->r);

	clean_put(c, byte);
	ir_br_imm(c->r, IR_NE, byte, '.', name);
	ir_br_imm(c->r, IR_EQ, c->mode, MODE_SLASH, slash);
	ir_br_imm(c->r, IR_NE, c->mode, MODE_DOT, name);
	clean_next(c, MODE_DOTS);
	ir_place(c->r, slash);
	clean_next(c, MODE_DOT);
	ir_place(c->r, name);
	clean_next(c, MODE_NAME);
}

static void clean_slash(const struct clean *c, uint32_t byte)
{
	uint32_t slash = ir_label(c->r), dot = ir_label(c->r);

	ir_br_imm(c->r, IR_EQ, c->mode, MODE_SLASH, slash);
	ir_br_imm(c->r, IR_EQ, c->mode, MODE_DOT, dot);
	clean_put(c, byte);
	clean_next(c, MODE_SLASH);
	ir_place(c->r, dot);
	clean_take_back(c, 1);
	ir_place(c->r, slash);
	clean_next(c, MODE_SLASH);
}

/* One byte less, until the slash before the part is found; where there is none, one begins. */
static void clean_back(const struct clean *c)
{
	uint32_t root = ir_label(c->r), more = ir_label(c->r);
	uint32_t before, byte;

	ir_br_imm(c->r, IR_EQ, c->len, 0, root);
	before = ir_binary_imm(c->r, IR_SUB, c->len, 1);
	byte = ir_load(c->r, ir_index(c->r, c->to, before, c->last), 0, 1, false);
	ir_br_imm(c->r, IR_NE, byte, '/', more);
	ir_store_imm(c->r, c->state, CLEAN_MODE, MODE_SLASH, 8);
	ir_ret(c->r, IR_NO_REG);
	ir_place(c->r, root);
	clean_put(c, ir_imm(c->r, '/'));
	ir_store_imm(c->r, c->state, CLEAN_MODE, MODE_SLASH, 8);
	ir_ret(c->r, IR_NO_REG);
	ir_place(c->r, more);
	ir_store_reg(c->r, c->state, CLEAN_LEN, before, 8);
	ir_ret(c->r, IR_NO_REG);
}

static void clean_body(struct ir_routine *r, uint32_t last)
{
	uint32_t ctx = 1;
	uint32_t state = ir_load(r, ctx, CLEAN_STATE, 8, false);
	struct clean c = {
		.r = r,
		.state = state,
		.to = ir_load(r, ctx, CLEAN_TO, 8, false),
		.at = ir_load(r, state, CLEAN_AT, 8, false),
		.len = ir_load(r, state, CLEAN_LEN, 8, false),
		.mode = ir_load(r, state, CLEAN_MODE, 8, false),
		.last = last,
	};
	uint32_t back = ir_label(r), ends = ir_label(r), slash = ir_label(r), up = ir_label(r);
	uint32_t text = ir_load(r, ctx, CLEAN_TEXT, 8, false), byte;

	ir_br_imm(r, IR_EQ, c.mode, MODE_BACK, back);
	byte = ir_load(r, ir_index(r, text, c.at, last), 0, 1, false);
	ir_br_imm(r, IR_EQ, byte, 0, ends);
	ir_br_imm(r, IR_EQ, byte, '/', slash);
	clean_name(&c, byte);
	ir_place(r, slash);
	ir_br_imm(r, IR_EQ, c.mode, MODE_DOTS, up);
	clean_slash(&c, byte);
	ir_place(r, ends);
	ir_br_imm(r, IR_EQ, c.mode, MODE_DOTS, up);
	ir_store_imm(r, ir_index(r, c.to, c.len, last), 0, 0, 1);
	ir_ret(r, ir_imm(r, 1));
	ir_place(r, up);
	clean_take_back(&c, 3);
	ir_store_imm(r, state, CLEAN_MODE, MODE_BACK, 8);
	ir_ret(r, IR_NO_REG);
	ir_place(r, back);
	clean_back(&c);
}

/* Each byte is looked at once, and once more if it is taken back. */
static int lower_cleanpath(struct lower *lo, const struct node *use, struct value *out)
{
	struct value v = VALUE_EMPTY;
	int err = lower_string(lo, node_call(use)->args, &v);
	uint32_t body, ctx, state;
	struct ir_routine *r;
	struct place to;

	if (err)
		return err;
	body = ir_module_add_routine(lo->s->module, "cleanpath", CONTEXT_BODY);
	/* It is read again in later rounds, so it is state of the loop, as all that changes. */
	to = (struct place){
		.base = lower_temp(lo, v.place.size, FRAME_LOOP_STATE, "cleanpath"),
		.size = v.place.size,
	};
	r = lower_code(lo);
	ctx = lower_temp(lo, CLEAN_SIZE, FRAME_LOOP_CONTEXT, "cleanpath");
	state = lower_temp(lo, CLEAN_STATE_SIZE, FRAME_LOOP_STATE, "cleanpath state");
	ir_store_reg(r, ctx, CLEAN_TEXT, lower_address(lo, &v.place), 8);
	ir_store_reg(r, ctx, CLEAN_TO, to.base, 8);
	ir_store_reg(r, ctx, CLEAN_STATE, state, 8);
	ir_zero(r, state, 0, CLEAN_STATE_SIZE);
	clean_body(lo->s->module->routines.data[body], v.place.size - 1);
	ir_loop(r, body, ctx, 3 * v.place.size);
	value_string(out, &to, IR_NO_REG);
	return 0;
}

const struct builtin path_builtins[] = {
	{ .name = "basename",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string)",
	  .lower = lower_basename,
	  .doc = "The last part of a path; slashes behind it do not count. Of an empty path it is "
		 "\".\"." },
	{ .name = "cleanpath",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string)",
	  .lower = lower_cleanpath,
	  .doc = "A path without parts that lead nowhere: several slashes become one, \"/./\" a "
		 "slash, and \"/../\" takes the part before it away. Links are not followed, and a "
		 "path that begins with a dot keeps it." },
	{ .name = "dirname",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string)",
	  .lower = lower_dirname,
	  .doc = "A path without its last part; \".\" if it has only one." },
	{ 0 },
};
