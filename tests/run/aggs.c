/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/run/aggs.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/compile/compile.h"
#include "runtime/ir/agg.h"
#include "runtime/ir/record.h"
#include "runtime/lang/builtin.h"
#include "runtime/output/hist.h"

struct entry {
	char *key;
	uint64_t *words;
	uint32_t key_size;
};

struct collection {
	const struct agg_desc *agg;
	VEC(struct entry) entries;
};

static void merge(const struct agg_desc *agg, uint64_t *into, const uint64_t *from)
{
	if (!agg->func->agg->is_sum) {
		agg->func->agg->merge(into, from);
		return;
	}
	for (uint32_t i = 0; i < agg->value_size / 8; i++)
		into[i] += from[i];
}

static struct entry *find_entry(struct collection *c, const void *key)
{
	vec_each(e, &c->entries)
		if (!memcmp(e->key, key, e->key_size))
			return e;
	return NULL;
}

bool aggs_own_entry(const struct agg_desc *agg, const void *key)
{
	uint32_t last;

	memcpy(&last, (const char *)key + agg->key_size, sizeof(last));
	return agg->number == (agg->key_size ? last >> AGG_NUMBER_SHIFT : last);
}

/* Merges the values of all CPUs, which come together or one by one; one that nobody added to does
 * not count. */
static void take_entry(const void *key, const void *values, uint32_t n_cpus, void *ctx)
{
	struct collection *c = ctx;
	uint32_t size = c->agg->value_size, key_size = c->agg->key_size;

	if (!aggs_own_entry(c->agg, key))
		return;
	for (uint32_t cpu = 0; cpu < n_cpus; cpu++) {
		const uint64_t *from = (const uint64_t *)values + (size_t)cpu * size / 8;
		struct entry *e = find_entry(c, key);

		if (!from[0])
			continue;
		if (e)
			merge(c->agg, e->words, from);
		else
			vec_push(&c->entries, ((struct entry){ .key = xmemdup(key, key_size),
							       .words = xmemdup(from, size),
							       .key_size = key_size }));
	}
}

static int compare_keys(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return memcmp(x->key, y->key, x->key_size);
}

/* One line of a distribution, as "label: count", if it counts anything. */
static void add_row(struct exec_values *out, const char *line, size_t len)
{
	auto_str struct str text = { 0 };
	const char *bar = memchr(line, '|', len);
	const char *end = line + len;
	const char *label_end = bar, *count;

	if (!bar)
		return;
	while (end > bar && end[-1] == ' ')
		end--;
	for (count = end; count > bar && isdigit((unsigned char)count[-1]); count--)
		;
	if (count == end || (end - count == 1 && *count == '0'))
		return;
	while (*line == ' ')
		line++;
	while (label_end > line && label_end[-1] == ' ')
		label_end--;
	str_append(&text, line, (size_t)(label_end - line));
	str_puts(&text, ": ");
	str_append(&text, count, (size_t)(end - count));
	values_add_text(out, text.data);
}

static void add_distribution(struct exec_values *out, const struct agg_desc *agg,
			     const uint64_t *words)
{
	const struct hist_style style = { .normal = 1 };
	auto_str struct str table = { 0 };

	agg->func->agg->print(&table, words, agg->params, &style);
	for (const char *line = str_text(&table); *line;) {
		size_t len = strcspn(line, "\n");

		add_row(out, line, len);
		line += len + (line[len] == '\n');
	}
}

static void add_agg(struct exec_values *out, const struct machine_ops *ops, struct machine *m,
		    const struct agg_desc *agg)
{
	struct collection c = { .agg = agg };

	ops->each(m, agg->store, take_entry, &c);
	if (c.entries.len)
		qsort(c.entries.data, c.entries.len, sizeof(*c.entries.data), compare_keys);
	vec_each(e, &c.entries) {
		for (uint32_t i = 0; i < agg->n_keys; i++)
			values_add_field(out, &agg->keys[i], e->key);
		if (agg->func->agg->number)
			values_add_number(out, agg->func->agg->number(e->words, 1));
		else
			add_distribution(out, agg, e->words);
		free(e->key);
		free(e->words);
	}
	vec_fini(&c.entries);
}

void aggs_collect(struct exec_values *out, const struct machine_ops *ops, struct machine *m,
		  const struct layout *layout)
{
	for (uint32_t i = 0; i < layout->n_aggs; i++)
		add_agg(out, ops, m, &layout->aggs[i]);
}
