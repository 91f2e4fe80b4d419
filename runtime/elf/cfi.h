/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Call frame information: what .eh_frame says of how to get from a function to its caller, as a
 * table. The programs in the section are run once, here, and leave rows: from this address on, the
 * frame of the caller (the CFA, what the stack pointer is after the return) and the places of the
 * return address and of the caller's frame pointer are found so. Other registers are not followed.
 * What compilers and the C library write for x86-64 is understood; for what is not, a row says that
 * nothing is known. */
#ifndef RUNTIME_ELF_CFI_H
#define RUNTIME_ELF_CFI_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/base/vec.h"

struct elfobj;

/* Where the CFA is. */
enum cfi_cfa {
	CFI_CFA_UNKNOWN,
	CFI_CFA_SP,		/* stack pointer + cfa_off */
	CFI_CFA_FP,		/* frame pointer + cfa_off */
	CFI_CFA_AT_SP,		/* [stack pointer + cfa_off] + cfa_add */
	CFI_CFA_AT_FP,		/* [frame pointer + cfa_off] + cfa_add */
	/* stack pointer + cfa_off, and 8 more where the address % 16 >= cfa_add: an entry of the
	 * procedure linkage table, which pushes a number half-way */
	CFI_CFA_PLT,
};

/* What the caller's frame pointer is. */
enum cfi_fp {
	CFI_FP_SAME,		/* ours */
	CFI_FP_AT_CFA,		/* [CFA + fp_off] */
	CFI_FP_AT_FP,		/* [frame pointer + fp_off] */
	CFI_FP_AT_SP,		/* [stack pointer + fp_off] */
	CFI_FP_LOST,		/* nobody knows */
};

enum cfi_flags {
	CFI_OUTERMOST = 1,	/* there is no caller */
	CFI_SIGNAL = 2,		/* the caller was interrupted: its address is no return address */
	CFI_RA_AT_SP = 4,	/* the return address is at [stack pointer + ra_off] */
};

/* All zeros: nothing is known. Else the return address is at [CFA + ra_off], if no flag says
 * otherwise. */
struct cfi_rule {
	uint8_t cfa, fp, flags, unused;
	int32_t cfa_off, cfa_add, fp_off, ra_off;
	uint32_t unused_word;
};

_Static_assert(sizeof(struct cfi_rule) == 24, "tables in the kernel hold it as it is");

struct cfi_row {
	uint64_t address;	/* as linked; the rule holds from here to the next row */
	uint32_t rule;		/* in rules */
};

struct cfi_table {
	VEC(struct cfi_row) rows;	/* by address */
	VEC(struct cfi_rule) rules;	/* each different; the first is that of nothing known */
};

/* The section's bytes, as they lie at address. What cannot be read is left out: the rows of a
 * broken record are missing, and behind a broken length there is nothing. */
void cfi_read(const void *data, size_t size, uint64_t address, struct cfi_table *out);

/* The same of a file. -ENOENT: it has no such section; -ENOTSUP: it is of another machine. */
int cfi_read_file(struct elfobj *obj, struct cfi_table *out);

void cfi_fini(struct cfi_table *table);

#endif
