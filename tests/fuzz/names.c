/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The input as /proc/kallsyms and as a perf map: what is found begins where it was looked for, or
 * before. */
#include <stdint.h>
#include <stdlib.h>

#include "runtime/proc/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct addr_names *names)
{
	static const uint64_t addresses[] = { 0, 0x1000, 0x1010, UINT64_C(0xffffffff81000000),
					      UINT64_MAX };
	struct addr_name name;

	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		if (addr_names_find(names, addresses[i], &name) &&
		    (name.start > addresses[i] || !*name.name))
			abort();
	addr_names_free(names);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *f = size ? fmemopen((void *)data, size, "r") : NULL;

	if (!f)
		return 0;
	check(addr_names_read_kallsyms(f));
	rewind(f);
	check(addr_names_read_perf_map(f));
	fclose(f);
	return 0;
}
