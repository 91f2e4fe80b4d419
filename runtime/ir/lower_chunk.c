/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A routine of hundreds of clauses is cut into chunks, which it calls one after the other: what
 * judges a program before it runs follows the chunks one by one, and not all ways through all of
 * them. What lives as long as the firing keeps clauses together: this-> variables, and the text
 * that strtok() takes apart. */
#include <string.h>

#include "runtime/base/map.h"
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/builtin.h"
#include "runtime/lang/scope.h"

/* A chunk of so many operations is large enough; there cannot be hundreds of them, so those of
 * thousands of clauses are larger. */
enum { CHUNK = 1500, CLAUSES = 4000 };

struct lower_cuts {
	/* Where each thing that lives as long as the firing is used last: a symbol or a builtin ->
	 * 1 + clause. */
	struct map *last;
	uint32_t clause;
	uint32_t reach;			/* the last clause that must be in the same chunk */
};

/* What clauses can have in common, or NULL. */
static const void *shared_thing(const struct node *n)
{
	if (n->kind == NODE_VAR && node_var(n)->symbol &&
	    node_var(n)->symbol->kind == SYMBOL_THIS)
		return node_var(n)->symbol;
	if (n->kind == NODE_CALL && node_call(n)->builtin &&
	    !strcmp(node_call(n)->builtin->name, "strtok"))
		return node_call(n)->builtin;
	return NULL;
}

/* strtok() of another text needs nothing of what came before. */
static bool begins_anew(const struct node *n)
{
	int64_t text;

	return n->kind == NODE_CALL && !node_is_const_int(node_call(n)->args, &text);
}

static int note_last(struct node *n, void *ctx)
{
	struct lower_cuts *cuts = ctx;
	const void *thing = shared_thing(n);

	if (thing && !begins_anew(n))
		map_set(cuts->last, &thing, sizeof(thing),
			(void *)((uintptr_t)cuts->clause + 1));
	return node_each_child(n, note_last, ctx);
}

static int find_reach(struct node *n, void *ctx)
{
	struct lower_cuts *cuts = ctx;
	const void *thing = shared_thing(n);
	uint32_t last = 0;

	if (thing)
		last = (uint32_t)(uintptr_t)map_find(cuts->last, &thing, sizeof(thing));
	if (last && last - 1 > cuts->reach)
		cuts->reach = last - 1;
	return node_each_child(n, find_reach, ctx);
}

/* ERROR clauses run wherever there is a fault: they come last of all. */
static void note_all(struct lower_cuts *cuts, const struct lower_session *s,
		     const struct lower_routine *def)
{
	for (cuts->clause = 0; cuts->clause < def->n_clauses; cuts->clause++)
		node_each_child(&def->clauses[cuts->clause]->node, note_last, cuts);
	cuts->clause--;
	for (uint32_t i = 0; i < s->n_error_clauses; i++)
		node_each_child(&s->error_clauses[i]->node, note_last, cuts);
}

bool lower_can_cut(struct lower *lo, struct lower_cuts *cuts, const struct lower_routine *def,
		   uint32_t clause)
{
	node_each_child(&def->clauses[clause]->node, find_reach, cuts);
	return cuts->reach <= clause &&
	       lower_code(lo)->insns.len >= CHUNK * (1 + def->n_clauses / CLAUSES);
}

bool lower_has_chunks(const struct lower_session *s, const struct lower_routine *def)
{
	return def->n_clauses > LOWER_CHUNKS_FROM && s->can_call;
}

int lower_chunks(struct lower *lo, const struct lower_routine *def)
{
	struct lower_cuts cuts = { .last = map_new() };
	int err = 0;

	note_all(&cuts, lo->s, def);
	for (uint32_t at = 0; at < def->n_clauses;) {
		struct ir_routine *r;
		uint32_t chunk;
		int e = lower_chunk(lo->s, def, &cuts, &at, &chunk);

		err = e ? e : err;
		r = lower_code(lo);
		ir_br_imm(r, IR_NE, ir_call(r, chunk), 0, lo->end_label);
	}
	map_free(cuts.last);
	return err;
}
