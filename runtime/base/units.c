/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/base/units.h"

#include <stddef.h>
#include <strings.h>

#define SECOND UINT64_C(1000000000)

static const struct unit times[] = {
	{ "hz", 0 },
	{ "ns", 1 },
	{ "nsec", 1 },
	{ "us", 1000 },
	{ "usec", 1000 },
	{ "ms", 1000000 },
	{ "msec", 1000000 },
	{ "s", SECOND },
	{ "sec", SECOND },
	{ "m", 60 * SECOND },
	{ "min", 60 * SECOND },
	{ "h", 3600 * SECOND },
	{ "hour", 3600 * SECOND },
	{ "d", 86400 * SECOND },
	{ "day", 86400 * SECOND },
	{ NULL, 0 },
};

static const struct unit sizes[] = {
	{ "k", UINT64_C(1) << 10 }, { "m", UINT64_C(1) << 20 }, { "g", UINT64_C(1) << 30 },
	{ "t", UINT64_C(1) << 40 }, { NULL, 0 },
};

static const struct unit *find(const struct unit *unit, const char *name)
{
	for (; unit->name; unit++)
		if (!strcasecmp(unit->name, name))
			return unit;
	return NULL;
}

const struct unit *unit_of_time(const char *name)
{
	return find(times, name);
}

const struct unit *unit_of_size(const char *name)
{
	return find(sizes, name);
}

int64_t unit_scale(const struct unit *unit, uint64_t n)
{
	if (!unit->factor)
		return (int64_t)(SECOND / (n ? n : 1));
	return n > INT64_MAX / unit->factor ? INT64_MAX : (int64_t)(n * unit->factor);
}
