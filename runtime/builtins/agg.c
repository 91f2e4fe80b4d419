/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The aggregating functions whose value is a number.
 *
 *	count	count
 *	sum	mark, sum
 *	avg	count, sum
 *	stddev	count, sum, sum of squares (128 bits: low word, high word)
 *	min	mark, extreme
 *	max	mark, extreme
 *
 * An extreme is kept so that 0, the word's first content, gives way to everything: max stores
 * x ^ 2^63, which as an unsigned number is ordered as x is and is 0 for the smallest; min stores
 * the complement of that. So both are the maximum of unsigned words, and need no first time. */
#include "runtime/builtins/agg_words.h"

#include "runtime/builtins/table.h"
#include "runtime/ir/agg.h"
#include "runtime/ir/lower.h"

/* Tries until an extreme is given up that others keep replacing between our load and our store. On
 * one CPU each try lost takes an interruption that stored at just this place. */
#define EXTREME_TRIES 4

typedef unsigned __int128 u128;

void agg_mark(struct lower *lo, uint32_t value)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t mark = ir_load(r, value, AGG_WORD(0), 8, false);

	ir_store_reg(r, value, AGG_WORD(0), ir_binary_imm(r, IR_ADD, mark, 1), 8);
}

static uint32_t one_word(const uint64_t *params)
{
	(void)params;
	return 1;
}

static uint32_t two_words(const uint64_t *params)
{
	(void)params;
	return 2;
}

static uint32_t four_words(const uint64_t *params)
{
	(void)params;
	return 4;
}

/* Towards 0, as D divides; nothing is left of what is divided by more than it can be. */
static int64_t divide(uint64_t value, uint64_t normal)
{
	return normal > INT64_MAX ? 0 : (int64_t)value / (int64_t)normal;
}

static void add_one(struct lower *lo, uint32_t value)
{
	struct ir_routine *r = lower_code(lo);

	ir_atomic_add(r, value, AGG_WORD(0), ir_imm(r, 1), 8);
}

static int update_count(struct lower *lo, const struct node_call *call, const struct symbol *agg,
			uint32_t value)
{
	(void)call;
	(void)agg;
	add_one(lo, value);
	return 0;
}

static int64_t number_count(const uint64_t *words, uint64_t normal)
{
	return divide(words[0], normal);
}

static int add_to_sum(struct lower *lo, const struct node_call *call, uint32_t value)
{
	uint32_t x;
	int err = lower_int(lo, call->args, &x);

	if (!err)
		ir_atomic_add(lower_code(lo), value, AGG_WORD(1), x, 8);
	return err;
}

static int update_sum(struct lower *lo, const struct node_call *call, const struct symbol *agg,
		      uint32_t value)
{
	int err = add_to_sum(lo, call, value);

	(void)agg;
	if (!err)
		agg_mark(lo, value);
	return err;
}

static int64_t number_sum(const uint64_t *words, uint64_t normal)
{
	return divide(words[1], normal);
}

static int update_avg(struct lower *lo, const struct node_call *call, const struct symbol *agg,
		      uint32_t value)
{
	int err = add_to_sum(lo, call, value);

	(void)agg;
	if (!err)
		add_one(lo, value);
	return err;
}

static int64_t number_avg(const uint64_t *words, uint64_t normal)
{
	return words[0] ? divide(words[1], normal) / (int64_t)words[0] : 0;
}

/* The square of x as *low and *high. With |x| = h * 2^32 + l it is
 * h^2 * 2^64 + h * l * 2^33 + l^2, where h is at most 2^31. */
static void square(struct ir_routine *r, uint32_t x, uint32_t *low, uint32_t *high)
{
	uint32_t sign = ir_binary_imm(r, IR_SAR, x, 63);
	uint32_t magnitude = ir_binary(r, IR_SUB, ir_binary(r, IR_XOR, x, sign), sign);
	uint32_t l = ir_ext(r, magnitude, 4, false);
	uint32_t h = ir_binary_imm(r, IR_SHR, magnitude, 32);
	uint32_t ll = ir_binary(r, IR_MUL, l, l);
	uint32_t hl = ir_binary(r, IR_MUL, h, l);
	uint32_t carry;

	*low = ir_binary(r, IR_ADD, ll, ir_binary_imm(r, IR_SHL, hl, 33));
	carry = ir_set(r, IR_LT, *low, ll);
	*high = ir_binary(r, IR_ADD, ir_binary(r, IR_MUL, h, h), ir_binary_imm(r, IR_SHR, hl, 31));
	*high = ir_binary(r, IR_ADD, *high, carry);
}

/* The low words' sum is known to the one who added last, and so is its carry. */
static int update_stddev(struct lower *lo, const struct node_call *call, const struct symbol *agg,
			 uint32_t value)
{
	uint32_t x, low, high, before, small;
	struct ir_routine *r;
	int err = lower_int(lo, call->args, &x);

	(void)agg;
	if (err)
		return err;
	r = lower_code(lo);
	small = ir_label(r);
	ir_atomic_add(r, value, AGG_WORD(1), x, 8);
	square(r, x, &low, &high);
	before = ir_fetch_add(r, value, AGG_WORD(2), low);
	low = ir_binary(r, IR_ADD, before, low);
	high = ir_binary(r, IR_ADD, high, ir_set(r, IR_LT, low, before));
	ir_br_imm(r, IR_EQ, high, 0, small);
	ir_atomic_add(r, value, AGG_WORD(3), high, 8);
	ir_place(r, small);
	add_one(lo, value);
	return 0;
}

static void add_squares(uint64_t *words, u128 squares)
{
	squares += (u128)words[3] << 64 | words[2];
	words[2] = (uint64_t)squares;
	words[3] = (uint64_t)(squares >> 64);
}

static void merge_stddev(uint64_t *into, const uint64_t *from)
{
	into[0] += from[0];
	into[1] += from[1];
	add_squares(into, (u128)from[3] << 64 | from[2]);
}

static void subtract_stddev(uint64_t *into, const uint64_t *base)
{
	into[0] -= base[0];
	into[1] -= base[1];
	add_squares(into, -((u128)base[3] << 64 | base[2]));
}

static uint64_t square_root(u128 x)
{
	u128 root = 0;

	for (u128 bit = (u128)1 << 126; bit; bit >>= 2) {
		if (x >= root + bit) {
			x -= root + bit;
			root = (root >> 1) + bit;
		} else {
			root >>= 1;
		}
	}
	return (uint64_t)root;
}

/* The root of the squares' average less the average's square, in whole numbers. */
static int64_t number_stddev(const uint64_t *words, uint64_t normal)
{
	u128 squares = (u128)words[3] << 64 | words[2];
	int64_t avg = number_avg(words, normal);
	uint64_t magnitude = avg < 0 ? -(uint64_t)avg : (uint64_t)avg;
	u128 avg_squared = (u128)magnitude * magnitude;

	if (!words[0])
		return 0;
	squares = squares / normal / normal / words[0];
	return squares > avg_squared ? (int64_t)square_root(squares - avg_squared) : 0;
}

/* Word 1 becomes x if x is larger, unsigned. Most values are no new extreme: those cost a load and
 * a branch. */
static void raise_extreme(struct lower *lo, uint32_t value, uint32_t x)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t done = ir_label(r);
	uint32_t seen = ir_load(r, value, AGG_WORD(1), 8, false);

	for (int i = 0; i < EXTREME_TRIES; i++) {
		uint32_t found;

		ir_br(r, IR_LE, x, seen, done);
		found = ir_cmpxchg(r, value, AGG_WORD(1), seen, x);
		ir_br(r, IR_EQ, found, seen, done);
		seen = found;
	}
	ir_place(r, done);
	agg_mark(lo, value);
}

/* flip turns x into its unsigned form, and back. */
static int update_extreme(struct lower *lo, const struct node_call *call, uint32_t value,
			  int64_t flip)
{
	uint32_t x;
	int err = lower_int(lo, call->args, &x);

	if (err)
		return err;
	raise_extreme(lo, value, ir_binary_imm(lower_code(lo), IR_XOR, x, flip));
	return 0;
}

static int update_max(struct lower *lo, const struct node_call *call, const struct symbol *agg,
		      uint32_t value)
{
	(void)agg;
	return update_extreme(lo, call, value, INT64_MIN);
}

static int update_min(struct lower *lo, const struct node_call *call, const struct symbol *agg,
		      uint32_t value)
{
	(void)agg;
	return update_extreme(lo, call, value, INT64_MAX);
}

static void merge_extreme(uint64_t *into, const uint64_t *from)
{
	into[0] += from[0];
	if (into[1] < from[1])
		into[1] = from[1];
}

static int64_t number_max(const uint64_t *words, uint64_t normal)
{
	return words[0] ? divide(words[1] ^ (uint64_t)INT64_MIN, normal) : 0;
}

static int64_t number_min(const uint64_t *words, uint64_t normal)
{
	return words[0] ? divide(words[1] ^ (uint64_t)INT64_MAX, normal) : 0;
}

static const struct agg_ops count_ops = {
	.n_words = one_word, .update = update_count, .is_sum = true, .number = number_count,
};

static const struct agg_ops sum_ops = {
	.n_words = two_words, .update = update_sum, .is_sum = true, .number = number_sum,
};

static const struct agg_ops avg_ops = {
	.n_words = two_words, .update = update_avg, .is_sum = true, .number = number_avg,
};

static const struct agg_ops stddev_ops = {
	.n_words = four_words,
	.update = update_stddev,
	.merge = merge_stddev,
	.subtract = subtract_stddev,
	.number = number_stddev,
};

static const struct agg_ops min_ops = {
	.n_words = two_words, .update = update_min, .merge = merge_extreme, .number = number_min,
};

static const struct agg_ops max_ops = {
	.n_words = two_words, .update = update_max, .merge = merge_extreme, .number = number_max,
};

const struct builtin agg_builtins[] = {
	{ .name = "count",
	  .kind = BUILTIN_AGG,
	  .proto = "void ()",
	  .agg = &count_ops,
	  .doc = "Counts how often it is reached." },
	{ .name = "sum",
	  .kind = BUILTIN_AGG,
	  .proto = "void (@)",
	  .agg = &sum_ops,
	  .doc = "Adds up its argument." },
	{ .name = "avg",
	  .kind = BUILTIN_AGG,
	  .proto = "void (@)",
	  .agg = &avg_ops,
	  .doc = "The arithmetic mean of its argument, in whole numbers." },
	{ .name = "min",
	  .kind = BUILTIN_AGG,
	  .proto = "void (@)",
	  .agg = &min_ops,
	  .doc = "The smallest value of its argument." },
	{ .name = "max",
	  .kind = BUILTIN_AGG,
	  .proto = "void (@)",
	  .agg = &max_ops,
	  .doc = "The largest value of its argument." },
	{ .name = "stddev",
	  .kind = BUILTIN_AGG,
	  .proto = "void (@)",
	  .agg = &stddev_ops,
	  .doc = "The standard deviation of its argument, in whole numbers. It is exact in the "
		 "sense that squares are summed up in 128 bits." },
	{ 0 },
};
