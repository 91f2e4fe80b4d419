/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The probe of fire.c once more, in a library that it loads when it already runs. */
#include <stdint.h>

#include "live.h"

void fire_library(uint64_t n, uint64_t *hits, uint64_t *sum);

void fire_library(uint64_t n, uint64_t *hits, uint64_t *sum)
{
	for (uint64_t i = 0; i < n; i++) {
		LIVE_HIT(i, -(int32_t)i, (uint8_t)i, "library");
		++*hits;
		*sum += i;
	}
}
