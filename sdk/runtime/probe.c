/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The path of a hit: no locks, no calls into the system. */
#include "sdk/runtime/probe.h"

#include <string.h>

int usdt_probe_enabled(const struct usdt_probe *probe)
{
	return USDT_PROBE_ENABLED(probe);
}

/* The counter of what is not mapped from a file is never above zero, so there is code. */
static void hit(const struct usdt_probe *probe, const uint64_t *args)
{
	const uintptr_t code = (uintptr_t)probe + (uintptr_t)(intptr_t)probe->stub;

	((void (*)(const uint64_t *))code)(args);
}

/* A note promises all of its arguments. */
static void hit_padded(const struct usdt_probe *probe, const uint64_t *args, unsigned int n)
{
	uint64_t all[USDT_MAX_ARGS] = { 0 };

	if (n)
		memcpy(all, args, n * sizeof(*args));
	hit(probe, all);
}

void usdt_probe_fire(const struct usdt_probe *probe, const uint64_t *args, unsigned int n)
{
	if (!USDT_PROBE_ENABLED(probe))
		return;
	if (n < probe->n_args)
		hit_padded(probe, args, n);
	else
		hit(probe, args);
}

void usdt_probe_fire_lazy(const struct usdt_probe *probe, usdt_compute_fn *compute, void *ctx)
{
	uint64_t args[USDT_MAX_ARGS] = { 0 };

	if (USDT_PROBE_ENABLED(probe) && compute(ctx, args) >= 0)
		hit(probe, args);
}
