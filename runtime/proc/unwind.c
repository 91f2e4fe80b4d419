/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/proc/unwind.h"

#include <elf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "runtime/base/map.h"
#include "runtime/elf/elfobj.h"

void unwind_init(struct unwind_tables *tables)
{
	tables->known = map_new();
}

void unwind_fini(struct unwind_tables *tables)
{
	map_free(tables->known);
}

static bool is_near(const struct cfi_rule *rule)
{
	return rule->cfa && !rule->flags && rule->ra_off == -8 && rule->fp == CFI_FP_AT_CFA &&
	       rule->fp_off >= -UNWIND_NEAR_SIZE && rule->fp_off <= -16 && rule->fp_off % 8 == 0;
}

/* The rule's number; UINT32_MAX: there is no room. */
static uint32_t number_of(struct unwind_tables *tables, struct cfi_rule rule)
{
	uintptr_t known;

	if (is_near(&rule))
		rule.flags |= UNWIND_NEAR;
	known = (uintptr_t)map_find(tables->known, &rule, sizeof(rule));
	if (known)
		return (uint32_t)known - 1;
	if (tables->n_rules == tables->max_rules)
		return UINT32_MAX;
	tables->rules[tables->n_rules++] = rule;
	map_set(tables->known, &rule, sizeof(rule), (void *)(uintptr_t)tables->n_rules);
	return tables->n_rules - 1;
}

/* A table of one file on its way, by offsets in the file. */
struct placed {
	uint64_t offset;
	uint32_t rule;
};

struct job {
	struct unwind_tables *tables;
	VEC(struct placed) rows;
	uint32_t *numbers;	/* of the file's rules */
};

static int number_rules(struct job *job, const struct cfi_table *cfi)
{
	job->numbers = xcalloc(cfi->rules.len, sizeof(*job->numbers));
	for (size_t i = 0; i < cfi->rules.len; i++) {
		job->numbers[i] = number_of(job->tables, cfi->rules.data[i]);
		if (job->numbers[i] == UINT32_MAX)
			return -ENOSPC;
	}
	return 0;
}

static int compare_placed(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* What lies in no segment of code is of no use. */
static void place_rows(struct job *job, const struct elfobj *obj, const struct cfi_table *cfi)
{
	bool is_sorted = true;

	vec_each(row, &cfi->rows) {
		struct placed placed = { .rule = job->numbers[row->rule] };

		if (!elfobj_offset_of(obj, row->address, 1, PF_X, &placed.offset))
			continue;
		if (job->rows.len && job->rows.data[job->rows.len - 1].offset > placed.offset)
			is_sorted = false;
		vec_push(&job->rows, placed);
	}
	if (!is_sorted)
		qsort(job->rows.data, job->rows.len, sizeof(struct placed), compare_placed);
}

static void write_rows(struct job *job, struct unwind_file *out)
{
	struct unwind_tables *t = job->tables;
	uint32_t row = t->n_rows, last = t->n_rows + (uint32_t)job->rows.len - 1;

	vec_each(placed, &job->rows)
		t->rows[t->n_rows++] = (struct unwind_row){
			.offset = (uint32_t)(placed->offset - out->base), .rule = placed->rule
		};
	for (uint32_t i = 0; i <= out->n_granules; i++) {
		while (row < last && t->rows[row + 1].offset <= (uint64_t)i << UNWIND_SHIFT)
			row++;
		t->index[t->n_index++] = row;
	}
}

static int write_file(struct job *job, struct unwind_file *out)
{
	struct unwind_tables *t = job->tables;
	uint64_t span;

	if (!job->rows.len)
		return -ENOENT;
	out->base = job->rows.data[0].offset;
	span = job->rows.data[job->rows.len - 1].offset - out->base;
	if (span >= UINT32_MAX - UNWIND_GRANULE || job->rows.len > t->max_rows - t->n_rows)
		return -ENOSPC;
	out->index = t->n_index;
	out->n_granules = (uint32_t)(span >> UNWIND_SHIFT) + 1;
	if (out->n_granules >= t->max_index - t->n_index)
		return -ENOSPC;
	write_rows(job, out);
	return 0;
}

int unwind_add(struct unwind_tables *tables, struct elfobj *obj, struct unwind_file *out)
{
	struct job job = { .tables = tables };
	struct cfi_table cfi;
	int err = cfi_read_file(obj, &cfi);

	*out = (struct unwind_file){ 0 };
	if (err)
		return err;
	err = number_rules(&job, &cfi);
	if (!err) {
		place_rows(&job, obj, &cfi);
		err = write_file(&job, out);
	}
	if (err)
		out->n_granules = 0;
	vec_fini(&job.rows);
	free(job.numbers);
	cfi_fini(&cfi);
	return err;
}
