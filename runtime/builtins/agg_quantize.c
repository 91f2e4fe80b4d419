/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The aggregating functions whose value is a distribution: a mark, then one word for each bucket.
 * Which value falls into which bucket stands in runtime/output/hist.h. The constants of a
 * distribution belong to the aggregation and not to the call, since all clauses that fill it must
 * agree on them:
 *
 *	quantize	none
 *	lquantize	base, step, levels
 *	llquantize	factor, low, high, steps */
#include "runtime/builtins/agg_words.h"

#include <stdlib.h>

#include "runtime/base/alloc.h"
#include "runtime/builtins/table.h"
#include "runtime/ir/agg.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/scope.h"
#include "runtime/output/hist.h"

#define MAX_BUCKETS (AGG_VALUE_MAX / 8 - 1)

static const int64_t *counts_of(const uint64_t *words)
{
	return (const int64_t *)words + 1;
}

/* No count is larger than that: what is divided by more is 0. */
static int64_t normal_of(uint64_t normal)
{
	return normal > INT64_MAX ? INT64_MAX : (int64_t)normal;
}

static const struct node *nth_arg(const struct node_call *call, uint32_t n)
{
	const struct node *arg = call->args;

	while (arg && n--)
		arg = arg->next;
	return arg;
}

/* The bucket gets the increment, which is argument n if there is one, else 1. */
static int add_to_bucket(struct lower *lo, const struct node_call *call, uint32_t n,
			 uint32_t value, uint32_t bucket, uint32_t n_buckets)
{
	const struct node *arg = nth_arg(call, n);
	struct ir_routine *r = lower_code(lo);
	uint32_t offset = ir_binary_imm(r, IR_SHL, bucket, 3);
	uint32_t increment, word;
	int err = 0;

	if (arg)
		err = lower_int(lo, arg, &increment);
	else
		increment = ir_imm(r, 1);
	if (err)
		return err;
	r = lower_code(lo);
	word = ir_index(r, value, offset, (n_buckets - 1) * 8);
	ir_atomic_add(r, word, AGG_WORD(1), increment, 8);
	agg_mark(lo, value);
	return 0;
}

/* reg = reg op imm. */
static void change(struct ir_routine *r, uint32_t reg, enum ir_op op, int64_t imm)
{
	struct ir_insn *insn = ir_emit(r, op);

	insn->d = reg;
	insn->a = reg;
	insn->imm = imm;
}

/* log += floor(log2(x)) of an unsigned x other than 0; x is used up. The last byte's is looked up:
 * a verifier that follows each way sees eight of them then, and not 64. */
static void add_log2(struct lower *lo, uint32_t log, uint32_t x)
{
	struct ir_routine *r = lower_code(lo);
	uint8_t logs[256] = { 0 };
	uint32_t byte;

	for (int bits = 32; bits > 4; bits /= 2) {
		uint32_t skip = ir_label(r);

		ir_br_imm(r, IR_LT, x, INT64_C(1) << bits, skip);
		change(r, x, IR_SHR, bits);
		change(r, log, IR_ADD, bits);
		ir_place(r, skip);
	}
	for (int i = 2; i < 256; i++)
		logs[i] = logs[i / 2] + 1;
	byte = ir_index(r, lower_const(lo, logs, sizeof(logs)), x, sizeof(logs) - 1);
	ir_assign(r, log, ir_binary(r, IR_ADD, log, ir_load(r, byte, 0, 1, false)));
}

/* Bucket 64 + log2(x), 63 for 0, 62 - log2(-x). The smallest integer shares bucket 0 with what is
 * next to it. */
static uint32_t power_bucket(struct lower *lo, uint32_t x)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t magnitude = ir_unary(r, IR_MOV, x), bucket = ir_imm(r, HIST_ZERO + 1);
	uint32_t positive = ir_label(r), done = ir_label(r);

	ir_br_imm(r, IR_SGT, x, 0, positive);
	ir_assign_imm(r, bucket, HIST_ZERO);
	ir_br_imm(r, IR_EQ, x, 0, done);
	ir_assign_imm(r, bucket, HIST_ZERO + 1);
	ir_assign(r, magnitude, ir_unary(r, IR_NEG, x));
	ir_place(r, positive);
	add_log2(lo, bucket, magnitude);
	ir_br_imm(r, IR_SGT, x, 0, done);
	ir_assign(r, bucket, ir_binary(r, IR_SUB, ir_imm(r, 2 * HIST_ZERO), bucket));
	ir_br_imm(r, IR_SGE, bucket, 0, done);
	ir_assign_imm(r, bucket, 0);
	ir_place(r, done);
	return bucket;
}

static uint32_t quantize_words(const uint64_t *params)
{
	(void)params;
	return 1 + HIST_POWERS;
}

static int update_quantize(struct lower *lo, const struct node_call *call,
			   const struct symbol *agg, uint32_t value)
{
	uint32_t x;
	int err = lower_int(lo, call->args, &x);

	(void)agg;
	if (err)
		return err;
	return add_to_bucket(lo, call, 1, value, power_bucket(lo, x), HIST_POWERS);
}

static void print_quantize(struct str *out, const uint64_t *words, const uint64_t *params,
			   const struct hist_style *style)
{
	(void)params;
	hist_print_powers(out, counts_of(words), style);
}

static void rank_quantize(const uint64_t *words, const uint64_t *params, __int128 rank[2])
{
	(void)params;
	rank[0] = hist_sum_powers(counts_of(words));
	rank[1] = counts_of(words)[HIST_ZERO];
}

static struct hist_linear linear_of(const uint64_t *params)
{
	return (struct hist_linear){
		.base = (int64_t)params[0], .step = params[1], .levels = (uint32_t)params[2]
	};
}

static uint32_t lquantize_words(const uint64_t *params)
{
	struct hist_linear h = linear_of(params);

	return 1 + hist_linear_buckets(&h);
}

/* x / n; for powers of two a shift. */
static uint32_t divide_by(struct ir_routine *r, uint32_t x, uint64_t n)
{
	if (n & (n - 1))
		return ir_binary_imm(r, IR_UDIV, x, (int64_t)n);
	return ir_binary_imm(r, IR_SHR, x, __builtin_ctzll(n));
}

static uint32_t linear_bucket(struct ir_routine *r, const struct hist_linear *h, uint32_t x)
{
	uint32_t bucket = ir_imm(r, 0), above;
	uint32_t done = ir_label(r);

	ir_br_imm(r, IR_SLT, x, h->base, done);
	above = ir_binary_imm(r, IR_SUB, x, h->base);
	ir_assign_imm(r, bucket, h->levels + 1);
	ir_br_imm(r, IR_GE, above, (int64_t)(h->levels * h->step), done);
	ir_assign(r, bucket, ir_binary_imm(r, IR_ADD, divide_by(r, above, h->step), 1));
	ir_place(r, done);
	return bucket;
}

static int update_lquantize(struct lower *lo, const struct node_call *call,
			    const struct symbol *agg, uint32_t value)
{
	struct hist_linear h = linear_of(agg->params);
	uint32_t x;
	int err = lower_int(lo, call->args, &x);

	if (err)
		return err;
	return add_to_bucket(lo, call, 4, value, linear_bucket(lower_code(lo), &h, x),
			     hist_linear_buckets(&h));
}

static void print_lquantize(struct str *out, const uint64_t *words, const uint64_t *params,
			    const struct hist_style *style)
{
	struct hist_linear h = linear_of(params);

	hist_print_linear(out, &h, counts_of(words), style);
}

static void rank_lquantize(const uint64_t *words, const uint64_t *params, __int128 rank[2])
{
	struct hist_linear h = linear_of(params);
	int64_t at_zero = h.base > 0 ? 0 : (int64_t)((uint64_t)-h.base / h.step) + 1;

	rank[0] = hist_sum_linear(&h, counts_of(words));
	rank[1] = at_zero <= h.levels ? counts_of(words)[at_zero] : 0;
}

static struct hist_log log_of(const uint64_t *params)
{
	return (struct hist_log){
		.factor = (uint16_t)params[0],
		.low = (uint16_t)params[1],
		.high = (uint16_t)params[2],
		.steps = (uint16_t)params[3],
	};
}

static uint32_t llquantize_words(const uint64_t *params)
{
	struct hist_log h = log_of(params);

	return 1 + hist_log_buckets(&h);
}

/* How far from the middle the bucket of an unsigned x lies: magnitude after magnitude. */
static uint32_t log_distance(struct ir_routine *r, const struct hist_log *h, uint32_t x)
{
	uint32_t distance = ir_imm(r, 0), done = ir_label(r);
	struct hist_magnitude m = hist_log_magnitude(h, 0);

	ir_br_imm(r, IR_LT, x, (int64_t)m.from, done);
	for (uint32_t i = 0; i <= (uint32_t)(h->high - h->low); i++) {
		uint32_t next = ir_label(r), step;

		m = hist_log_magnitude(h, i);
		ir_br_imm(r, IR_GE, x, (int64_t)m.to, next);
		step = divide_by(r, ir_binary_imm(r, IR_SUB, x, (int64_t)m.from), m.width);
		ir_assign(r, distance, ir_binary_imm(r, IR_ADD, step, m.first));
		ir_jmp(r, done);
		ir_place(r, next);
	}
	ir_assign_imm(r, distance, hist_log_middle(h));
	ir_place(r, done);
	return distance;
}

static uint32_t log_bucket(struct ir_routine *r, const struct hist_log *h, uint32_t x)
{
	uint32_t magnitude = ir_unary(r, IR_MOV, x);
	uint32_t positive = ir_label(r), done = ir_label(r), distance, bucket;
	uint32_t middle = hist_log_middle(h);

	ir_br_imm(r, IR_SGE, x, 0, positive);
	ir_assign(r, magnitude, ir_unary(r, IR_NEG, x));
	ir_place(r, positive);
	distance = log_distance(r, h, magnitude);
	bucket = ir_binary_imm(r, IR_ADD, distance, middle);
	ir_br_imm(r, IR_SGE, x, 0, done);
	ir_assign(r, bucket, ir_binary(r, IR_SUB, ir_imm(r, middle), distance));
	ir_place(r, done);
	return bucket;
}

static int update_llquantize(struct lower *lo, const struct node_call *call,
			     const struct symbol *agg, uint32_t value)
{
	struct hist_log h = log_of(agg->params);
	uint32_t x;
	int err = lower_int(lo, call->args, &x);

	if (err)
		return err;
	return add_to_bucket(lo, call, 5, value, log_bucket(lower_code(lo), &h, x),
			     hist_log_buckets(&h));
}

static void print_llquantize(struct str *out, const uint64_t *words, const uint64_t *params,
			     const struct hist_style *style)
{
	struct hist_log h = log_of(params);

	hist_print_log(out, &h, counts_of(words), style);
}

static void rank_llquantize(const uint64_t *words, const uint64_t *params, __int128 rank[2])
{
	struct hist_log h = log_of(params);

	rank[0] = hist_sum_log(&h, counts_of(words));
	rank[1] = counts_of(words)[hist_log_middle(&h)];
}

static int bad_arg(struct check *ck, const struct node_call *call, uint32_t n, const char *what)
{
	const struct node *arg = nth_arg(call, n);

	return diag_error(ck->dg, arg ? &arg->loc : &call->node.loc, D_AGG_ARG,
			  "%s( ) argument #%u %s", call->name, n + 1, what);
}

/* Argument n, which must be a constant in [min, max]; what says so in the message. */
static int const_arg(struct check *ck, const struct node_call *call, uint32_t n, int64_t min,
		     int64_t max, const char *what, int64_t *value)
{
	const struct node *arg = nth_arg(call, n);

	if (!node_is_const_int(arg, value) || *value < min || *value > max)
		return bad_arg(ck, call, n, what);
	return 0;
}

static int check_buckets(struct check *ck, const struct node_call *call, uint64_t n)
{
	if (n <= MAX_BUCKETS)
		return 0;
	return diag_error(ck->dg, &call->node.loc, D_AGG_ARG,
			  "%s( ) would have %llu buckets, of at most %d: larger steps make fewer",
			  call->name, (unsigned long long)n, MAX_BUCKETS);
}

/* lquantize(x, base, limit [, step [, increment]]) */
static int check_lquantize(struct check *ck, struct node_call *call)
{
	int64_t base, limit, step = 1;
	uint64_t params[3];
	int err;

	err = const_arg(ck, call, 1, INT32_MIN, INT32_MAX,
			"(lower bound) must be a 32-bit integer constant", &base);
	if (!err)
		err = const_arg(ck, call, 2, INT32_MIN, INT32_MAX,
				"(upper bound) must be a 32-bit integer constant", &limit);
	if (!err && base >= limit)
		err = bad_arg(ck, call, 2, "(upper bound) must be above the lower bound");
	if (!err && nth_arg(call, 3))
		err = const_arg(ck, call, 3, 1, UINT16_MAX,
				"(step) must be an integer constant from 1 to 65535", &step);
	if (!err && step > limit - base)
		err = bad_arg(ck, call, 3, "(step) must fit between the bounds");
	if (err)
		return err;
	params[0] = (uint64_t)base;
	params[1] = (uint64_t)step;
	params[2] = (uint64_t)((limit - base) / step);
	err = check_buckets(ck, call, params[2] + 2);
	return err ? err : check_agg_params(ck, call, params, 3);
}

/* Do factor and steps go together: is each magnitude cut into steps of one whole width? */
static int check_factor(struct check *ck, const struct node_call *call, uint64_t factor,
			uint64_t high, uint64_t steps)
{
	uint64_t power = factor;

	if (steps % factor)
		return bad_arg(ck, call, 4, "(steps) must be a multiple of the factor");
	while (power < steps)
		power *= factor;
	if (power % steps)
		return bad_arg(ck, call, 4, "(steps) must divide a power of the factor");
	power = 1;
	for (uint64_t i = 0; i <= high; i++) {
		if (power > INT64_MAX / factor)
			return bad_arg(ck, call, 3, "(high magnitude) is beyond 64 bits");
		power *= factor;
	}
	return 0;
}

/* llquantize(x, factor, low, high, steps [, increment]) */
static int check_llquantize(struct check *ck, struct node_call *call)
{
	int64_t factor, low, high, steps;
	uint64_t params[4];
	struct hist_log h;
	int err;

	err = const_arg(ck, call, 1, 2, UINT16_MAX,
			"(factor) must be an integer constant from 2 to 65535", &factor);
	if (!err)
		err = const_arg(ck, call, 2, 0, 63,
				"(low magnitude) must be an integer constant from 0 to 63", &low);
	if (!err)
		err = const_arg(ck, call, 3, low, 63,
				"(high magnitude) must be an integer constant from the low "
				"magnitude to 63", &high);
	if (!err)
		err = const_arg(ck, call, 4, factor, UINT16_MAX,
				"(steps) must be an integer constant from the factor to 65535",
				&steps);
	if (!err)
		err = check_factor(ck, call, (uint64_t)factor, (uint64_t)high, (uint64_t)steps);
	if (err)
		return err;
	params[0] = (uint64_t)factor;
	params[1] = (uint64_t)low;
	params[2] = (uint64_t)high;
	params[3] = (uint64_t)steps;
	h = log_of(params);
	err = check_buckets(ck, call, hist_log_buckets(&h));
	return err ? err : check_agg_params(ck, call, params, 4);
}

static void each_quantize(const uint64_t *words, const uint64_t *params, uint64_t normal,
			  hist_row_fn *fn, void *ctx)
{
	(void)params;
	hist_each_power(counts_of(words), normal_of(normal), fn, ctx);
}

static void each_lquantize(const uint64_t *words, const uint64_t *params, uint64_t normal,
			   hist_row_fn *fn, void *ctx)
{
	struct hist_linear h = linear_of(params);

	hist_each_linear(&h, counts_of(words), normal_of(normal), fn, ctx);
}

static void each_llquantize(const uint64_t *words, const uint64_t *params, uint64_t normal,
			    hist_row_fn *fn, void *ctx)
{
	struct hist_log h = log_of(params);

	hist_each_log(&h, counts_of(words), normal_of(normal), fn, ctx);
}

/* The same values without their marks. */
static struct hist_rows rows_of(const char *const *keys, const uint64_t *const *words, uint32_t n)
{
	const int64_t **counts = xcalloc(n, sizeof(*counts));

	for (uint32_t i = 0; i < n; i++)
		counts[i] = counts_of(words[i]);
	return (struct hist_rows){ keys, counts, n };
}

static void pack_quantize(struct str *out, const char *const *keys, const uint64_t *const *words,
			  uint32_t n, const uint64_t *params, const struct hist_style *style)
{
	struct hist_rows rows = rows_of(keys, words, n);

	(void)params;
	hist_pack_powers(out, &rows, style);
	free((void *)rows.counts);
}

static void pack_lquantize(struct str *out, const char *const *keys, const uint64_t *const *words,
			   uint32_t n, const uint64_t *params, const struct hist_style *style)
{
	struct hist_rows rows = rows_of(keys, words, n);
	struct hist_linear h = linear_of(params);

	hist_pack_linear(out, &h, &rows, style);
	free((void *)rows.counts);
}

static void pack_llquantize(struct str *out, const char *const *keys, const uint64_t *const *words,
			    uint32_t n, const uint64_t *params, const struct hist_style *style)
{
	struct hist_rows rows = rows_of(keys, words, n);
	struct hist_log h = log_of(params);

	hist_pack_log(out, &h, &rows, style);
	free((void *)rows.counts);
}

static const struct agg_ops quantize_ops = {
	.n_words = quantize_words,
	.update = update_quantize,
	.is_sum = true,
	.print = print_quantize,
	.rank = rank_quantize,
	.each = each_quantize,
	.pack = pack_quantize,
};

static const struct agg_ops lquantize_ops = {
	.n_words = lquantize_words,
	.update = update_lquantize,
	.is_sum = true,
	.print = print_lquantize,
	.rank = rank_lquantize,
	.each = each_lquantize,
	.pack = pack_lquantize,
};

static const struct agg_ops llquantize_ops = {
	.n_words = llquantize_words,
	.update = update_llquantize,
	.is_sum = true,
	.print = print_llquantize,
	.rank = rank_llquantize,
	.each = each_llquantize,
	.pack = pack_llquantize,
};

const struct builtin quantize_builtins[] = {
	{ .name = "quantize",
	  .kind = BUILTIN_AGG,
	  .proto = "void (@, [@])",
	  .agg = &quantize_ops,
	  .doc = "The distribution of its argument over powers of two. A second argument is added "
		 "to the bucket instead of 1; it may be negative." },
	{ .name = "lquantize",
	  .kind = BUILTIN_AGG,
	  .proto = "void (@, ., ., [.], [@])",
	  .check = check_lquantize,
	  .agg = &lquantize_ops,
	  .doc = "The distribution of its argument over equal steps: lquantize(x, from, to, step, "
		 "increment). The step is 1 if it is left out, and so is the increment. All but x "
		 "and the increment are constants." },
	{ .name = "llquantize",
	  .kind = BUILTIN_AGG,
	  .proto = "void (@, ., ., ., ., [@])",
	  .check = check_llquantize,
	  .agg = &llquantize_ops,
	  .doc = "The distribution of its argument over steps that grow with it: llquantize(x, "
		 "factor, low, high, steps, increment) cuts each power of factor, from factor^low "
		 "to factor^(high + 1), into steps. All but x and the increment are constants." },
	{ 0 },
};
