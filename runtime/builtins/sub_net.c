/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Addresses of networks as text. Those of IPv4 are four numbers with dots. Those of IPv6 are eight
 * groups in base 16, the longest run of zeros among them left out as "::", and the last two groups
 * an IPv4 address where they are one:
 *
 *	2001:db8::1	::	::1	::ffff:192.0.2.1	::192.0.2.1
 *
 * There, one loop finds the run, and another writes the groups. */
#include <net/if_arp.h>
#include <sys/socket.h>

#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/type.h"

/* IPv4: bytes of "255.255.255.255" with its NUL, rounded up, and of a number with its NUL. */
enum { DOTTED_SIZE = 24, NUMBER_SIZE = 4, N_NUMBERS = 4 };

/* IPv6: bytes of "0000:0000:0000:0000:0000:ffff:255.255.255.255" with its NUL, rounded up. */
enum { GROUPS_SIZE = 48, N_GROUPS = 8, V4_GROUP = 6, V6_BYTES = 16, NO_RUN = 16 };

/* Devices: bytes of addresses, and of the longest text, rounded up. */
enum { ETHER_BYTES = 6, INFINIBAND_BYTES = 20, LINK_SIZE = 64 };

/* The context of the loops, and what they change. */
enum { NET_TEXT = 0, NET_STATE = 8, NET_SIZE = 16 };
enum {
	STATE_GROUPS = 0,	/* 8 bytes each */
	STATE_RUN = 64,		/* how many zeros the groups last seen were */
	STATE_BEST = 72,	/* where the longest run begins, and its length */
	STATE_BEST_LEN = 80,
	STATE_LEN = 88,		/* of the text so far */
	STATE_END = 96,		/* the groups that are written in base 16 */
	STATE_SIZE = 104
};

/* Where the bytes are. */
struct source {
	enum ir_op read;
	uint32_t at;		/* register */
};

static int lower_source(struct lower *lo, const struct node *arg, struct source *out)
{
	out->read = node_space(arg) == SPACE_USER ? IR_READ_USER : IR_READ_KERN;
	return lower_int(lo, arg, &out->at);
}

static struct place read_bytes(struct lower *lo, const struct source *from, uint32_t n)
{
	struct place to = lower_frame(lo, n, "address");
	uint32_t status = ir_read(lower_code(lo), from->read, lower_address(lo, &to), from->at,
				  IR_NO_REG, n);

	lower_fault_if_imm(lo, IR_SLT, status, 0, FAULT_BADADDR, from->at);
	return to;
}

/* A text in the making. */
struct text {
	uint32_t base, len;	/* registers */
	uint32_t size;
};

static void put_char(struct ir_routine *r, const struct text *text, uint32_t c)
{
	ir_store_reg(r, ir_index(r, text->base, text->len, text->size - 1), 0, c, 1);
	ir_assign(r, text->len, ir_binary_imm(r, IR_ADD, text->len, 1));
}

static void put_number(struct ir_routine *r, const struct text *text, uint32_t number)
{
	uint32_t at = ir_index(r, text->base, text->len, text->size - NUMBER_SIZE);
	uint32_t len = ir_format_int(r, at, number, NUMBER_SIZE);

	len = ir_binary_imm(r, IR_SUB, len, 1);
	ir_assign(r, text->len, ir_binary(r, IR_ADD, text->len, len));
}

static void put_dotted(struct ir_routine *r, const struct text *text, const struct place *bytes,
		       int off)
{
	for (int i = 0; i < N_NUMBERS; i++) {
		if (i)
			put_char(r, text, ir_imm(r, '.'));
		put_number(r, text, ir_load(r, bytes->base, bytes->off + off + i, 1, false));
	}
}

/* The place is all zeros. */
static void write_v4(struct lower *lo, const struct source *from, const struct place *to)
{
	struct place bytes = read_bytes(lo, from, N_NUMBERS);
	struct ir_routine *r = lower_code(lo);
	struct text text = { lower_address(lo, to), ir_imm(r, 0), to->size };

	put_dotted(r, &text, &bytes, 0);
}

static uint32_t load_group(struct ir_routine *r, const struct place *bytes, int i)
{
	uint32_t high = ir_load(r, bytes->base, bytes->off + 2 * i, 1, false);
	uint32_t low = ir_load(r, bytes->base, bytes->off + 2 * i + 1, 1, false);

	return ir_binary(r, IR_OR, ir_binary_imm(r, IR_SHL, high, 8), low);
}

static uint32_t group_at(struct ir_routine *r, uint32_t state, uint32_t i)
{
	uint32_t off = ir_binary_imm(r, IR_MUL, i, 8);

	return ir_load(r, ir_index(r, state, off, 8 * (N_GROUPS - 1)), STATE_GROUPS, 8, false);
}

/* if (group[i]) run = 0; else if (++run > best_len) best = i + 1 - run, best_len = run; */
static void run_body(struct ir_routine *r)
{
	uint32_t i = 0, ctx = 1, zero = ir_label(r), stop = ir_label(r);
	uint32_t state = ir_load(r, ctx, NET_STATE, 8, false);
	uint32_t run;

	ir_br(r, IR_GE, i, ir_load(r, state, STATE_END, 8, false), stop);
	ir_br_imm(r, IR_EQ, group_at(r, state, i), 0, zero);
	ir_store_imm(r, state, STATE_RUN, 0, 8);
	ir_ret(r, IR_NO_REG);
	ir_place(r, zero);
	run = ir_binary_imm(r, IR_ADD, ir_load(r, state, STATE_RUN, 8, false), 1);
	ir_store_reg(r, state, STATE_RUN, run, 8);
	ir_br(r, IR_LE, run, ir_load(r, state, STATE_BEST_LEN, 8, false), stop);
	ir_store_reg(r, state, STATE_BEST,
		     ir_binary(r, IR_SUB, ir_binary_imm(r, IR_ADD, i, 1), run), 8);
	ir_store_reg(r, state, STATE_BEST_LEN, run, 8);
	ir_place(r, stop);
	ir_ret(r, IR_NO_REG);
}

/* Digit n from the right. Leading zeros are not written. */
static void put_digit(struct ir_routine *r, const struct text *text, uint32_t group, int n)
{
	uint32_t digit = ir_reg(r), small = ir_label(r), none = ir_label(r);

	if (n)
		ir_br_imm(r, IR_LT, group, INT64_C(1) << (4 * n), none);
	ir_assign(r, digit, ir_binary_imm(r, IR_AND, ir_binary_imm(r, IR_SHR, group, 4 * n), 15));
	ir_br_imm(r, IR_LE, digit, 9, small);
	ir_assign(r, digit, ir_binary_imm(r, IR_ADD, digit, 'a' - 10 - '0'));
	ir_place(r, small);
	put_char(r, text, ir_binary_imm(r, IR_ADD, digit, '0'));
	ir_place(r, none);
}

/* A group and the colon before it; of a run that is left out, only the first colon. */
static void write_group(struct ir_routine *r, const struct text *text, uint32_t state, uint32_t i)
{
	uint32_t in_run = ir_binary(r, IR_SUB, i, ir_load(r, state, STATE_BEST, 8, false));
	uint32_t left_out = ir_label(r), number = ir_label(r), end = ir_label(r);
	uint32_t group = group_at(r, state, i);

	ir_br_imm(r, IR_EQ, in_run, 0, left_out);
	ir_br(r, IR_LT, in_run, ir_load(r, state, STATE_BEST_LEN, 8, false), end);
	ir_br_imm(r, IR_EQ, i, 0, number);
	put_char(r, text, ir_imm(r, ':'));
	ir_place(r, number);
	for (int n = 3; n >= 0; n--)
		put_digit(r, text, group, n);
	ir_jmp(r, end);
	ir_place(r, left_out);
	put_char(r, text, ir_imm(r, ':'));
	ir_place(r, end);
}

static void write_body(struct ir_routine *r)
{
	uint32_t i = 0, ctx = 1, stop = ir_label(r);
	uint32_t state = ir_load(r, ctx, NET_STATE, 8, false);
	struct text text = {
		.base = ir_load(r, ctx, NET_TEXT, 8, false),
		.len = ir_reg(r),
		.size = GROUPS_SIZE,
	};

	ir_assign(r, text.len, ir_load(r, state, STATE_LEN, 8, false));
	ir_br(r, IR_GE, i, ir_load(r, state, STATE_END, 8, false), stop);
	write_group(r, &text, state, i);
	ir_store_reg(r, state, STATE_LEN, text.len, 8);
	ir_place(r, stop);
	ir_ret(r, IR_NO_REG);
}

/* How many groups stand before an IPv4 address: 6 if there are only zeros in them, or zeros and
 * ffff; and 8 if there is none. "::" and "::1" are none. */
static uint32_t find_v4(struct ir_routine *r, const uint32_t groups[N_GROUPS])
{
	uint32_t end = ir_imm(r, N_GROUPS), is_v4 = ir_label(r), no_v4 = ir_label(r);
	uint32_t any = groups[0];

	for (int i = 1; i < V4_GROUP - 1; i++)
		any = ir_binary(r, IR_OR, any, groups[i]);
	ir_br_imm(r, IR_NE, any, 0, no_v4);
	ir_br_imm(r, IR_EQ, groups[V4_GROUP - 1], 0xffff, is_v4);
	ir_br_imm(r, IR_NE, groups[V4_GROUP - 1], 0, no_v4);
	ir_br_imm(r, IR_NE, groups[V4_GROUP], 0, is_v4);
	ir_br_imm(r, IR_LE, groups[V4_GROUP + 1], 1, no_v4);
	ir_place(r, is_v4);
	ir_assign_imm(r, end, V4_GROUP);
	ir_place(r, no_v4);
	return end;
}

/* Runs both loops. A register: the groups that were written. */
static uint32_t write_groups(struct lower *lo, const struct place *bytes, const struct place *to,
			     uint32_t *state)
{
	uint32_t run = ir_module_add_routine(lo->s->module, "zeros", CONTEXT_BODY);
	uint32_t write = ir_module_add_routine(lo->s->module, "groups", CONTEXT_BODY);
	uint32_t ctx = lower_temp(lo, NET_SIZE, FRAME_LOOP_CONTEXT, "groups");
	struct ir_routine *r = lower_code(lo);
	uint32_t groups[N_GROUPS], end;

	*state = lower_temp(lo, STATE_SIZE, FRAME_LOOP_STATE, "groups state");
	ir_zero(r, *state, 0, STATE_SIZE);
	for (int i = 0; i < N_GROUPS; i++) {
		groups[i] = load_group(r, bytes, i);
		ir_store_reg(r, *state, STATE_GROUPS + 8 * i, groups[i], 8);
	}
	end = find_v4(r, groups);
	ir_store_reg(r, *state, STATE_END, end, 8);
	ir_store_imm(r, *state, STATE_BEST, NO_RUN, 8);
	ir_store_reg(r, ctx, NET_TEXT, lower_address(lo, to), 8);
	ir_store_reg(r, ctx, NET_STATE, *state, 8);
	run_body(lo->s->module->routines.data[run]);
	write_body(lo->s->module->routines.data[write]);
	ir_loop(r, run, ctx, N_GROUPS);
	ir_loop(r, write, ctx, N_GROUPS);
	return end;
}

/* What follows the groups: the IPv4 address, or the second colon of a run that ends there. */
static void write_v6(struct lower *lo, const struct source *from, const struct place *to)
{
	struct place bytes = read_bytes(lo, from, V6_BYTES);
	struct ir_routine *r = lower_code(lo);
	uint32_t v4 = ir_label(r), done = ir_label(r);
	struct text text = { lower_address(lo, to), ir_reg(r), GROUPS_SIZE };
	uint32_t state, end, run_end;

	end = write_groups(lo, &bytes, to, &state);
	ir_assign(r, text.len, ir_load(r, state, STATE_LEN, 8, false));
	ir_br_imm(r, IR_NE, end, N_GROUPS, v4);
	run_end = ir_binary(r, IR_ADD, ir_load(r, state, STATE_BEST, 8, false),
			    ir_load(r, state, STATE_BEST_LEN, 8, false));
	ir_br_imm(r, IR_NE, run_end, N_GROUPS, done);
	put_char(r, &text, ir_imm(r, ':'));
	ir_jmp(r, done);
	ir_place(r, v4);
	put_char(r, &text, ir_imm(r, ':'));
	put_dotted(r, &text, &bytes, V6_BYTES - N_NUMBERS);
	ir_place(r, done);
}

static struct place empty_text(struct lower *lo, uint32_t size, struct value *out)
{
	struct place to = lower_frame(lo, size, "net address");

	to.size = size;
	ir_zero(lower_code(lo), to.base, to.off, size);
	value_string(out, &to, IR_NO_REG);
	return to;
}

static int lower_inet_ntoa(struct lower *lo, const struct node *use, struct value *out)
{
	struct source from;
	struct place to;
	int err = lower_source(lo, node_call(use)->args, &from);

	if (err)
		return err;
	to = empty_text(lo, DOTTED_SIZE, out);
	write_v4(lo, &from, &to);
	return 0;
}

static int lower_inet_ntoa6(struct lower *lo, const struct node *use, struct value *out)
{
	struct source from;
	struct place to;
	int err = lower_source(lo, node_call(use)->args, &from);

	if (err)
		return err;
	to = empty_text(lo, GROUPS_SIZE, out);
	write_v6(lo, &from, &to);
	return 0;
}

/* A digit in base 16, at a place that is known. */
static void put_hex(struct ir_routine *r, const struct place *to, int at, uint32_t digit)
{
	uint32_t above = ir_set_imm(r, IR_GT, digit, 9);
	uint32_t c = ir_binary_imm(r, IR_MUL, above, 'a' - 10 - '0');

	c = ir_binary_imm(r, IR_ADD, ir_binary(r, IR_ADD, c, digit), '0');
	ir_store_reg(r, to->base, to->off + at, c, 1);
}

/* n bytes with colons between them. */
static void write_link(struct lower *lo, const struct source *from, const struct place *to, int n)
{
	struct place bytes = read_bytes(lo, from, (uint32_t)n);
	struct ir_routine *r = lower_code(lo);

	for (int i = 0; i < n; i++) {
		uint32_t byte = ir_load(r, bytes.base, bytes.off + i, 1, false);

		put_hex(r, to, 3 * i, ir_binary_imm(r, IR_SHR, byte, 4));
		put_hex(r, to, 3 * i + 1, ir_binary_imm(r, IR_AND, byte, 15));
		if (i < n - 1)
			ir_store_imm(r, to->base, to->off + 3 * i + 2, ':', 1);
	}
}

static int lower_link_ntop(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	uint32_t kind, infiniband, done;
	struct source from;
	struct place to;
	int err = lower_int(lo, args, &kind);

	if (!err)
		err = lower_source(lo, args->next, &from);
	if (err)
		return err;
	to = empty_text(lo, LINK_SIZE, out);
	infiniband = ir_label(lower_code(lo));
	done = ir_label(lower_code(lo));
	ir_br_imm(lower_code(lo), IR_EQ, kind, ARPHRD_INFINIBAND, infiniband);
	lower_fault_if_imm(lo, IR_NE, kind, ARPHRD_ETHER, FAULT_ILLOP, kind);
	write_link(lo, &from, &to, ETHER_BYTES);
	ir_jmp(lower_code(lo), done);
	ir_place(lower_code(lo), infiniband);
	write_link(lo, &from, &to, INFINIBAND_BYTES);
	ir_place(lower_code(lo), done);
	return 0;
}

/* Which of the two is known when it runs, if not before. */
static int lower_inet_ntop(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	uint32_t family, v6, done;
	struct source from;
	struct place to;
	int err = lower_int(lo, args, &family);

	if (!err)
		err = lower_source(lo, args->next, &from);
	if (err)
		return err;
	to = empty_text(lo, GROUPS_SIZE, out);
	v6 = ir_label(lower_code(lo));
	done = ir_label(lower_code(lo));
	ir_br_imm(lower_code(lo), IR_EQ, family, AF_INET6, v6);
	lower_fault_if_imm(lo, IR_NE, family, AF_INET, FAULT_ILLOP, family);
	write_v4(lo, &from, &to);
	ir_jmp(lower_code(lo), done);
	ir_place(lower_code(lo), v6);
	write_v6(lo, &from, &to);
	ir_place(lower_code(lo), done);
	return 0;
}

const struct builtin net_builtins[] = {
	{ .name = "inet_ntoa",
	  .kind = BUILTIN_SUB,
	  .proto = "string (void *)",
	  .lower = lower_inet_ntoa,
	  .doc = "The IPv4 address that a pointer points to, as numbers with dots." },
	{ .name = "inet_ntoa6",
	  .kind = BUILTIN_SUB,
	  .proto = "string (void *)",
	  .lower = lower_inet_ntoa6,
	  .doc = "The IPv6 address that a pointer points to, as groups with colons: the longest "
		 "run of zeros is left out, and an IPv4 address in it has dots." },
	{ .name = "inet_ntop",
	  .kind = BUILTIN_SUB,
	  .proto = "string (int, void *)",
	  .lower = lower_inet_ntop,
	  .doc = "The address that a pointer points to, of the family that the first argument "
		 "is: 2, AF_INET, as inet_ntoa() has it, or 10, AF_INET6, as inet_ntoa6() does." },
	{ .name = "link_ntop",
	  .kind = BUILTIN_SUB,
	  .proto = "string (int, void *)",
	  .lower = lower_link_ntop,
	  .doc = "The address of a network device that a pointer points to, as bytes with colons. "
		 "The first argument is its kind: 1, ARPHRD_ETHER, with 6 bytes, or 32, "
		 "ARPHRD_INFINIBAND, with 20." },
	{ 0 },
};
