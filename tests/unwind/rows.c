/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* rows FILE: reads addresses as linked, in hexadecimal, and prints what the file's call frame
 * information says there in readelf's words: the address, the CFA, the place of rbp and of the
 * return address. "*" stands for an expression and for what is not followed. */
#include <inttypes.h>
#include <stdio.h>

#include "runtime/base/diag.h"
#include "runtime/elf/cfi.h"
#include "runtime/elf/elfobj.h"

static const struct cfi_rule *rule_at(const struct cfi_table *table, uint64_t address)
{
	size_t low = 0, high = table->rows.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->rows.data[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return &table->rules.data[low ? table->rows.data[low - 1].rule : 0];
}

static void print_rule(uint64_t address, const struct cfi_rule *rule)
{
	printf("%016" PRIx64, address);
	if (rule->flags & CFI_OUTERMOST)
		printf(" * * u\n");
	else if (rule->cfa != CFI_CFA_SP && rule->cfa != CFI_CFA_FP)
		printf(" * * *\n");
	else {
		printf(" %s%+d", rule->cfa == CFI_CFA_SP ? "rsp" : "rbp", rule->cfa_off);
		if (rule->fp == CFI_FP_AT_CFA)
			printf(" c%+d", rule->fp_off);
		else
			printf(" %s", rule->fp == CFI_FP_SAME ? "u" : "*");
		printf(" c%+d\n", rule->ra_off);
	}
}

int main(int argc, char **argv)
{
	struct diag *dg = diag_new();
	struct cfi_table table;
	struct elfobj *obj;
	uint64_t address;

	if (argc != 2 || elfobj_open(argv[1], dg, &obj) || cfi_read_file(obj, &table))
		return 1;
	while (scanf("%" SCNx64, &address) == 1)
		print_rule(address, rule_at(&table, address));
	cfi_fini(&table);
	elfobj_close(obj);
	diag_free(dg);
	return 0;
}
