/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What is in the aggregations when a program has ended, as values. */
#ifndef TESTS_RUN_AGGS_H
#define TESTS_RUN_AGGS_H

#include "tests/run/machine.h"
#include "tests/run/values.h"

/* Appends, for each aggregation and each key in order, the key and the value; of a distribution the
 * rows that are not 0, as "label: count". */
void aggs_collect(struct exec_values *out, const struct machine_ops *ops, struct machine *m,
		  const struct layout *layout);

/* Does an entry of its store belong to the aggregation, and not to another that shares it? */
bool aggs_own_entry(const struct agg_desc *agg, const void *key);

#endif
