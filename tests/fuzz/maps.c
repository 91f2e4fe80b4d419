/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* /proc/PID/maps contains names that the traced program chose. */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "runtime/proc/proc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct proc_maps maps;
	FILE *f = size ? fmemopen((void *)data, size, "r") : NULL;

	if (!f)
		return 0;
	if (!proc_maps_read(f, &maps)) {
		vec_each(map, &maps.maps)
			(void)strlen(map->path);
		proc_maps_fini(&maps);
	}
	fclose(f);
	return 0;
}
