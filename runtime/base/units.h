/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Units behind numbers, as options and the names of clocks have them: 10ms, 97hz, 4m. One table for
 * times and one for sizes; what a number without a unit means is for the caller to say. */
#ifndef RUNTIME_BASE_UNITS_H
#define RUNTIME_BASE_UNITS_H

#include <stdint.h>

struct unit {
	const char *name;
	uint64_t factor;	/* nanoseconds or bytes; 0: hertz */
};

/* Upper and lower case are the same. NULL: there is no such unit. */
const struct unit *unit_of_time(const char *name);
const struct unit *unit_of_size(const char *name);

/* n of the unit, in nanoseconds or bytes; INT64_MAX if that is too large for 63 bits. A rate
 * becomes the time between two, and 0 a second counts as 1. */
int64_t unit_scale(const struct unit *unit, uint64_t n);

#endif
