/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/ir/record.h"

#include <stdlib.h>

static void fields_free(struct field *fields, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		free(fields[i].type_name);
	free(fields);
}

void act_fini(struct act *act)
{
	fields_free(act->fields, act->n_fields);
	free(act->aggs);
	if (act->free_info)
		act->free_info(act->info);
}

static void clause_fini(struct clause_desc *clause)
{
	for (uint32_t i = 0; i < clause->n_acts; i++)
		act_fini(&clause->acts[i]);
	free(clause->acts);
}

void layout_fini(struct layout *layout)
{
	for (uint32_t i = 0; i < layout->n_clauses; i++)
		clause_fini(&layout->clauses[i]);
	free(layout->clauses);
	for (uint32_t i = 0; i < layout->n_aggs; i++) {
		free(layout->aggs[i].name);
		fields_free(layout->aggs[i].keys, layout->aggs[i].n_keys);
	}
	free(layout->aggs);
}
