/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <elf.h>

#include <cmocka.h>

#include "dtrace-gen/site.h"
#include "runtime/elf/elfobj.h"

#define BYTES(text) (const uint8_t *)(text), sizeof(text) - 1

/* A call in code, and what becomes of it. */
static void expect(uint32_t machine, uint32_t type, uint32_t offset, int64_t addend,
		   const uint8_t *code, size_t size, const char *want, uint8_t probe, bool is_tail)
{
	const struct elfobj_reloc reloc = { .offset = offset, .type = type, .addend = addend,
					    .has_addend = true };
	const struct site_form *form = site_match(machine, &reloc, code, size);
	uint8_t out[8];

	assert_non_null(form);
	site_code(form, code + offset - form->back, out);
	assert_memory_equal(out, want, form->size);
	assert_int_equal(form->probe, probe);
	assert_int_equal(form->is_tail, is_tail);
}

static void calls_become_nops(void **state)
{
	(void)state;
	expect(EM_X86_64, R_X86_64_PLT32, 2, -4, BYTES("\x55\xe8\0\0\0\0"),
	       "\x90\x0f\x1f\x40\x00", 0, false);
	expect(EM_X86_64, R_X86_64_PC32, 1, -4, BYTES("\xe8\0\0\0\0"),
	       "\x90\x0f\x1f\x40\x00", 0, false);
	expect(EM_X86_64, R_X86_64_GOTPCRELX, 2, -4, BYTES("\xff\x15\0\0\0\0"),
	       "\x90\x0f\x1f\x40\x00\x90", 0, false);
	expect(EM_AARCH64, R_AARCH64_CALL26, 0, 0, BYTES("\0\0\0\x94"),
	       "\x1f\x20\x03\xd5", 0, false);
}

static void jumps_return(void **state)
{
	(void)state;
	expect(EM_X86_64, R_X86_64_PLT32, 1, -4, BYTES("\xe9\0\0\0\0"),
	       "\x90\xc3\x90\x90\x90", 0, true);
	expect(EM_X86_64, R_X86_64_GOTPCREL, 2, -4, BYTES("\xff\x25\0\0\0\0"),
	       "\x90\xc3\x90\x90\x90\x90", 0, true);
	expect(EM_AARCH64, R_AARCH64_JUMP26, 0, 0, BYTES("\0\0\0\x14"),
	       "\xc0\x03\x5f\xd6", 0, true);
}

static void conditions_are_turned_round(void **state)
{
	(void)state;
	expect(EM_X86_64, R_X86_64_PLT32, 2, -4, BYTES("\x0f\x84\0\0\0\0"),
	       "\x75\x02\x90\xc3\x66\x90", 2, true);
	expect(EM_X86_64, R_X86_64_PLT32, 2, -4, BYTES("\x0f\x8f\0\0\0\0"),
	       "\x7e\x02\x90\xc3\x66\x90", 2, true);
}

static void expect_none(uint32_t machine, const struct elfobj_reloc *reloc, const uint8_t *code,
			size_t size)
{
	assert_null(site_match(machine, reloc, code, size));
}

static void everything_else_stays(void **state)
{
	struct elfobj_reloc reloc = { .offset = 3, .type = R_X86_64_PC32, .addend = -4,
				      .has_addend = true };

	(void)state;
	expect_none(EM_X86_64, &reloc, BYTES("\x48\x8d\x05\0\0\0\0"));	/* lea */
	reloc.type = R_X86_64_REX_GOTPCRELX;
	expect_none(EM_X86_64, &reloc, BYTES("\x48\x8b\x05\0\0\0\0"));	/* mov */
	reloc = (struct elfobj_reloc){ .offset = 1, .type = R_X86_64_PLT32, .has_addend = true };
	expect_none(EM_X86_64, &reloc, BYTES("\xe8\0\0\0\0"));		/* another addend */
	reloc.addend = -4;
	expect_none(EM_X86_64, &reloc, BYTES("\xe8\0\0\0"));		/* cut off */
	expect_none(EM_386, &reloc, BYTES("\xe8\0\0\0\0"));
	reloc.offset = 0;
	expect_none(EM_X86_64, &reloc, BYTES("\0\0\0\0"));
	reloc.offset = UINT64_MAX;
	expect_none(EM_X86_64, &reloc, BYTES("\xe8\0\0\0\0"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_become_nops),
		cmocka_unit_test(jumps_return),
		cmocka_unit_test(conditions_are_turned_round),
		cmocka_unit_test(everything_else_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
