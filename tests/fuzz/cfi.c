/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The input is a section .eh_frame. Rows must be in order, and refer to rules that are there. */
#include <stdint.h>
#include <stdlib.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/elf/cfi.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_free uint8_t *copy = xmemdup(data, size);
	struct cfi_table table;

	cfi_read(copy, size, 0x1000, &table);
	for (size_t i = 0; i < table.rows.len; i++) {
		if (i && table.rows.data[i].address <= table.rows.data[i - 1].address)
			abort();
		if (table.rows.data[i].rule >= table.rules.len)
			abort();
	}
	cfi_fini(&table);
	return 0;
}
