/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Memory for values on their way. A clause has many of them, a routine many clauses, and memory for
 * one firing is short; so what an operand or a statement took is taken again by the next. */
#include "runtime/ir/lower_impl.h"

static bool is_kind(const struct ir_frame *frame, enum frame_kind kind)
{
	return frame->on_stack == (kind == FRAME_LOOP_CONTEXT) &&
	       frame->off_stack == (kind == FRAME_LOOP_STATE);
}

/* Small objects stay small, for those are the ones that lie on the stack. What loops use is alike,
 * and may grow. */
static bool can_serve(const struct ir_frame *frame, uint32_t size, enum frame_kind kind)
{
	if (!is_kind(frame, kind))
		return false;
	return kind != FRAME_VALUE || (frame->size >= size && frame->size <= 2 * size);
}

static uint32_t new_frame(struct lower *lo, uint32_t size, enum frame_kind kind, const char *name)
{
	struct ir_routine *r = lower_code(lo);

	if (kind == FRAME_LOOP_CONTEXT)
		return ir_frame_on_stack(r, size, name);
	if (kind == FRAME_LOOP_STATE)
		return ir_frame_off_stack(r, size, name);
	return ir_frame(r, size, name);
}

/* The smallest free object that can serve; the number of temps if there is none. */
static size_t find_free(struct lower *lo, uint32_t size, enum frame_kind kind)
{
	const struct ir_frame *frames = lower_code(lo)->frames.data;
	size_t best = lo->temps.len;

	for (size_t i = lo->n_temps_taken; i < lo->temps.len; i++) {
		const struct ir_frame *frame = &frames[lo->temps.data[i]];

		if (can_serve(frame, size, kind) &&
		    (best == lo->temps.len || frame->size < frames[lo->temps.data[best]].size))
			best = i;
	}
	return best;
}

/* Those that are taken stand first, in the order of taking. */
uint32_t lower_temp(struct lower *lo, uint32_t size, enum frame_kind kind, const char *name)
{
	size_t i = find_free(lo, round_up_8(size), kind);
	struct ir_frame *frame;
	uint32_t temp;

	if (i == lo->temps.len)
		vec_push(&lo->temps, new_frame(lo, round_up_8(size), kind, name));
	temp = lo->temps.data[i];
	lo->temps.data[i] = lo->temps.data[lo->n_temps_taken];
	lo->temps.data[lo->n_temps_taken++] = temp;
	frame = &lower_code(lo)->frames.data[temp];
	if (frame->size < round_up_8(size))
		frame->size = round_up_8(size);
	return ir_frame_addr(lower_code(lo), temp, 0);
}

struct place lower_frame(struct lower *lo, uint32_t size, const char *name)
{
	return (struct place){ .base = lower_temp(lo, size, FRAME_VALUE, name),
			       .size = round_up_8(size) };
}

uint32_t lower_temps_mark(const struct lower *lo)
{
	return lo->n_temps_taken;
}

void lower_temps_release(struct lower *lo, uint32_t mark)
{
	lo->n_temps_taken = mark;
}
