/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Bodies of loops that do the same are one: each comparison of two strings brings a body of its
 * own, and a kernel takes no program of more than 256 functions. */

#include <stddef.h>

#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/ir/fold_impl.h"

/* The fields one by one: a structure has bytes between them. */
static void append_insn(struct str *key, const struct ir_insn *insn)
{
	const int64_t fields[] = {
		insn->op, insn->cond, insn->size, insn->is_signed, insn->d,   insn->a,
		insn->b,  insn->c,    insn->ref,  insn->target,	   insn->off, insn->imm,
	};

	str_append(key, (const char *)fields, sizeof(fields));
}

static void append_frame(struct str *key, const struct ir_frame *frame)
{
	const uint32_t fields[] = { frame->size, frame->on_stack, frame->off_stack };

	str_append(key, (const char *)fields, sizeof(fields));
}

/* What a body does, as bytes. */
static void body_key(struct str *key, const struct ir_routine *r)
{
	const uint32_t sizes[] = { r->frames.len, r->n_regs, r->n_labels };

	str_clear(key);
	str_append(key, (const char *)sizes, sizeof(sizes));
	vec_each(frame, &r->frames)
		append_frame(key, frame);
	vec_each(insn, &r->insns)
		append_insn(key, insn);
}

/* The first body that does the same. */
static uint32_t first_like(struct map *seen, struct str *key, const struct ir_module *m,
			   uint32_t body)
{
	uintptr_t known;

	body_key(key, m->routines.data[body]);
	known = (uintptr_t)map_find(seen, key->data, key->len);
	if (known)
		return (uint32_t)known - 1;
	map_set(seen, key->data, key->len, (void *)((uintptr_t)body + 1));
	return body;
}

void fold_bodies(struct ir_module *m)
{
	struct map *seen = map_new();
	auto_str struct str key = { 0 };

	vec_each(routine, &m->routines)
		vec_each(insn, &(*routine)->insns)
			if (insn->op == IR_LOOP)
				insn->ref = first_like(seen, &key, m, insn->ref);
	map_free(seen);
}
