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

/* So many clauses make a chunk, or some more. */
enum { CHUNK = 32 };

/* Where each thing that lives as long as the firing is used last. */
struct chunk_search {
	struct map *last;		/* a symbol or a builtin -> 1 + clause */
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

static int note_last(struct node *n, void *ctx)
{
	struct chunk_search *search = ctx;
	const void *thing = shared_thing(n);

	if (thing)
		map_set(search->last, &thing, sizeof(thing),
			(void *)((uintptr_t)search->clause + 1));
	return node_each_child(n, note_last, ctx);
}

static int find_reach(struct node *n, void *ctx)
{
	struct chunk_search *search = ctx;
	const void *thing = shared_thing(n);

	if (thing) {
		uint32_t last = (uint32_t)(uintptr_t)map_find(search->last, &thing, sizeof(thing));

		if (last - 1 > search->reach)
			search->reach = last - 1;
	}
	return node_each_child(n, find_reach, ctx);
}

/* ERROR clauses run wherever there is a fault: they come last of all. */
static void note_all(struct chunk_search *search, const struct lower_session *s,
		     const struct lower_routine *def)
{
	for (search->clause = 0; search->clause < def->n_clauses; search->clause++)
		node_each_child(&def->clauses[search->clause]->node, note_last, search);
	search->clause--;
	for (uint32_t i = 0; i < s->n_error_clauses; i++)
		node_each_child(&s->error_clauses[i]->node, note_last, search);
}

static uint32_t chunk_end(struct chunk_search *search, const struct lower_routine *def,
			  uint32_t from)
{
	uint32_t i = from;

	search->reach = from;
	for (; i < def->n_clauses; i++) {
		node_each_child(&def->clauses[i]->node, find_reach, search);
		if (search->reach <= i && i + 1 - from >= CHUNK)
			return i + 1;
	}
	return i;
}

bool lower_has_chunks(const struct lower_session *s, const struct lower_routine *def)
{
	return def->n_clauses > LOWER_CHUNKS_FROM && s->can_call;
}

int lower_chunks(struct lower *lo, const struct lower_routine *def)
{
	struct chunk_search search = { .last = map_new() };
	int err = 0;

	note_all(&search, lo->s, def);
	for (uint32_t at = 0, end; at < def->n_clauses; at = end) {
		struct lower_routine chunk = *def;
		struct ir_routine *r;
		int index;

		end = chunk_end(&search, def, at);
		chunk.clauses += at;
		chunk.n_clauses = end - at;
		chunk.first_clause = at;
		index = lower_chunk(lo->s, &chunk);
		if (index < 0) {
			err = index;
			continue;
		}
		r = lower_code(lo);
		ir_br_imm(r, IR_NE, ir_call(r, (uint32_t)index), 0, lo->end_label);
	}
	map_free(search.last);
	return err;
}
