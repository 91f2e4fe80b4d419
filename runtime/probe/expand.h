/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From a description to the probes it matches, over the providers that are given. */
#ifndef RUNTIME_PROBE_EXPAND_H
#define RUNTIME_PROBE_EXPAND_H

#include "runtime/probe/provider.h"

/* Appends the matching probes to out (in order, each once in this call); all keeps them. Returns
 * how many, or a negative errno, told. providers ends with NULL. None found is 0: whether that is
 * an error, -Z decides above. The caller frees *out, which may be NULL to begin with. */
int probe_expand(const struct provider *const *providers, const struct search *search,
		 const struct probe_desc *desc, struct probe_list *all, struct diag *dg,
		 struct probe ***out, uint32_t *n_out);

/* May probes for the description come later, with files that processes will map? all: those that
 * were found for it are among them. */
bool probe_may_come(const struct provider *const *providers, const struct probe_desc *desc,
		    const struct probe_list *all);

#endif
