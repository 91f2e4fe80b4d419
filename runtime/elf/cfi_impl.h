/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the reader of records (cfi.c) and the machine that runs their programs (cfi_run.c) share:
 * bytes that are taken one after the other, and never beyond their end. */
#ifndef RUNTIME_ELF_CFI_IMPL_H
#define RUNTIME_ELF_CFI_IMPL_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/elf/cfi.h"

/* DWARF's names of what is understood, so that building needs no DWARF library. */
enum {
	DW_CFA_nop = 0x00,
	DW_CFA_advance_loc1 = 0x02,
	DW_CFA_advance_loc2 = 0x03,
	DW_CFA_advance_loc4 = 0x04,
	DW_CFA_offset_extended = 0x05,
	DW_CFA_restore_extended = 0x06,
	DW_CFA_undefined = 0x07,
	DW_CFA_same_value = 0x08,
	DW_CFA_register = 0x09,
	DW_CFA_remember_state = 0x0a,
	DW_CFA_restore_state = 0x0b,
	DW_CFA_def_cfa = 0x0c,
	DW_CFA_def_cfa_register = 0x0d,
	DW_CFA_def_cfa_offset = 0x0e,
	DW_CFA_def_cfa_expression = 0x0f,
	DW_CFA_expression = 0x10,
	DW_CFA_offset_extended_sf = 0x11,
	DW_CFA_def_cfa_sf = 0x12,
	DW_CFA_def_cfa_offset_sf = 0x13,
	DW_CFA_val_offset = 0x14,
	DW_CFA_val_offset_sf = 0x15,
	DW_CFA_val_expression = 0x16,
	DW_CFA_GNU_args_size = 0x2e,
	DW_CFA_advance_loc = 0x40,
	DW_CFA_offset = 0x80,
	DW_CFA_restore = 0xc0,
};

enum {
	DW_OP_deref = 0x06,
	DW_OP_and = 0x1a,
	DW_OP_plus = 0x22,
	DW_OP_plus_uconst = 0x23,
	DW_OP_shl = 0x24,
	DW_OP_ge = 0x2a,
	DW_OP_lit0 = 0x30,
	DW_OP_lit3 = 0x33,
	DW_OP_lit15 = 0x3f,
	DW_OP_breg0 = 0x70,
};

struct cfi_bytes {
	const uint8_t *at, *end;
	bool is_bad;		/* more was asked for than there was */
};

static inline uint64_t cfi_take(struct cfi_bytes *bytes, size_t size)
{
	uint64_t value = 0;

	if ((size_t)(bytes->end - bytes->at) < size) {
		bytes->is_bad = true;
		bytes->at = bytes->end;
		return 0;
	}
	__builtin_memcpy(&value, bytes->at, size);
	bytes->at += size;
	return value;
}

/* The two spellings of numbers of any length; what does not fit into 64 bits is cut. */
uint64_t cfi_take_uleb(struct cfi_bytes *bytes);
int64_t cfi_take_sleb(struct cfi_bytes *bytes);

/* The next size bytes as bytes of their own. */
struct cfi_bytes cfi_take_block(struct cfi_bytes *bytes, uint64_t size);

/* What the functions of one compilation have in common. */
struct cfi_common {
	uint64_t code_align;
	int64_t data_align;
	uint64_t ra_reg;
	uint8_t encoding;	/* of addresses: DW_EH_PE_... */
	bool has_size;		/* records tell the size of what else they have */
	bool is_signal;
	struct cfi_bytes program;
};

/* Runs the two programs for the functions of [start, end), and adds what comes out. False: they
 * are broken. */
bool cfi_run(const struct cfi_common *common, struct cfi_bytes program, uint64_t start,
	     uint64_t end, struct cfi_table *out);

#endif
