/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <stddef.h>

#include "draw/picture.h"
#include "runtime/base/str.h"

/* Three digits, but for whole nanoseconds. */
void picture_put_time(struct str *out, int64_t ns)
{
	static const struct {
		double size;
		const char *name;
	} units[] = { { 1e9, "s" }, { 1e6, "ms" }, { 1e3, "us" } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		const double value = (double)ns / units[i].size;

		if (value < 1)
			continue;
		str_printf(out, "%.*f %s", value < 10 ? 2 : value < 100 ? 1 : 0, value,
			   units[i].name);
		return;
	}
	str_printf(out, "%lld ns", (long long)ns);
}
