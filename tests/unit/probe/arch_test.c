/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <elf.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/probe/arch.h"

static void every_machine_has_its_row(void **state)
{
	static const int machines[] = { EM_X86_64, EM_AARCH64, EM_386 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const struct arch *arch = arch_by_elf_machine(machines[i]);

		assert_non_null(arch);
		for (uint32_t r = 0; r < arch->n_regs; r++)
			assert_true(arch->regs[r].number < arch->n_reg_offsets ||
				    arch->regs[r].number == ARCH_NO_REG);
		for (uint32_t r = 0; r < arch->n_arg_regs; r++)
			assert_true(arch->arg_regs[r] < arch->n_reg_offsets);
		assert_true(arch->pc_reg < arch->n_reg_offsets);
	}
	assert_null(arch_by_elf_machine(EM_SPARC));
}

static void spellings_of_one_register_share_its_number(void **state)
{
	const struct arch *x86 = arch_by_elf_machine(EM_X86_64);
	const struct arch *a64 = arch_by_elf_machine(EM_AARCH64);

	(void)state;
	assert_int_equal(arch_reg_find(x86, "r9b", 3)->number, arch_reg_find(x86, "r9", 2)->number);
	assert_int_equal(arch_reg_find(x86, "ah", 2)->shift, 8);
	assert_int_equal(arch_reg_find(x86, "rsp", 3)->number, x86->stack_reg);
	assert_int_equal(arch_reg_find(a64, "x29", 3)->number, a64->frame_reg);
	assert_int_equal(arch_reg_find(a64, "sp", 2)->number, a64->stack_reg);
	assert_null(arch_reg_find(x86, "r", 1));
	assert_null(arch_reg_find(x86, "x0", 2));
	assert_null(arch_reg_find(arch_by_elf_machine(EM_386), "rax", 3));
}

static void offsets_are_those_of_the_kernel(void **state)
{
	const struct arch *x86 = arch_by_elf_machine(EM_X86_64);
	const struct arch *a64 = arch_by_elf_machine(EM_AARCH64);

	(void)state;
	assert_int_equal(x86->reg_offsets[arch_reg_find(x86, "rax", 3)->number], 80);
	assert_int_equal(x86->reg_offsets[arch_reg_find(x86, "r15", 3)->number], 0);
	assert_int_equal(x86->reg_offsets[x86->stack_reg], 152);
	assert_int_equal(x86->reg_offsets[x86->pc_reg], 128);
	assert_int_equal(x86->reg_offsets[x86->arg_regs[0]], 112);
	assert_int_equal(a64->reg_offsets[30], 240);
	assert_int_equal(a64->reg_offsets[a64->stack_reg], 248);
}

struct row {
	const char *bytes;
	size_t n;
	enum arch_site want;
};

#define ROW(bytes, want)                                                                           \
	{                                                                                          \
		bytes, sizeof(bytes) - 1, want                                                     \
	}

static void check_rows(int machine, const struct row *rows, size_t n)
{
	const struct arch *arch = arch_by_elf_machine(machine);

	for (size_t i = 0; i < n; i++) {
		const uint8_t *bytes = (const uint8_t *)rows[i].bytes;
		enum arch_site got = arch_classify_site(arch, bytes, rows[i].n);

		if (got != rows[i].want)
			fail_msg("row %zu is %d, not %d", i, (int)got, (int)rows[i].want);
	}
}

static void x86_knows_its_nops_by_length(void **state)
{
	static const struct row rows[] = {
		ROW("\x90", ARCH_SITE_NOP),
		ROW("\x90\x0f\x1f\x44\x00\x00", ARCH_SITE_NOP),
		ROW("\x66\x90", ARCH_SITE_NOP),
		ROW("\x0f\x1f\x00\x90\x90", ARCH_SITE_NOP),
		ROW("\x0f\x1f\x40\x00\x90", ARCH_SITE_NOP),
		ROW("\x0f\x1f\x44\x00\x00", ARCH_SITE_NOP5),
		ROW("\x66\x66\x66\x66\x90", ARCH_SITE_NOP5),
		ROW("\x66\x0f\x1f\x40\x00", ARCH_SITE_NOP5),
		ROW("\x66\x0f\x1f\x44\x00\x00", ARCH_SITE_NOP),
		ROW("\x0f\x1f\x80\x00\x00\x00\x00", ARCH_SITE_NOP),
		ROW("\x0f\x1f\x84\x00\x00\x00\x00\x00", ARCH_SITE_NOP),
		ROW("\x0f\x1f\x05\x00\x00\x00\x00", ARCH_SITE_NOP),
		ROW("\x66\x2e\x0f\x1f\x84\x00\x00\x00\x00\x00", ARCH_SITE_REFUSED),
		ROW("\x0f\x1f\x44\x00", ARCH_SITE_OTHER),
		ROW("\x0f\x1f", ARCH_SITE_OTHER),
		ROW("\x66\x66", ARCH_SITE_OTHER),
		ROW("\xe8\x00\x00\x00\x00", ARCH_SITE_OTHER),
		ROW("\xcc", ARCH_SITE_OTHER),
		ROW("\xc3", ARCH_SITE_OTHER),
		ROW("\x55", ARCH_SITE_OTHER),
		ROW("", ARCH_SITE_OTHER),
	};

	(void)state;
	check_rows(EM_X86_64, rows, sizeof(rows) / sizeof(rows[0]));
}

static void aarch64_has_one_nop(void **state)
{
	static const struct row rows[] = {
		ROW("\x1f\x20\x03\xd5", ARCH_SITE_NOP),
		ROW("\x1f\x20\x03", ARCH_SITE_OTHER),
		ROW("\xc0\x03\x5f\xd6", ARCH_SITE_OTHER),
	};

	(void)state;
	check_rows(EM_AARCH64, rows, sizeof(rows) / sizeof(rows[0]));
}

static void a_host_traces_itself_and_its_32_bit_programs(void **state)
{
	const struct arch *x86 = arch_by_elf_machine(EM_X86_64);

	(void)state;
	assert_true(arch_can_trace(x86, x86));
	assert_true(arch_can_trace(x86, arch_by_elf_machine(EM_386)));
	assert_false(arch_can_trace(x86, arch_by_elf_machine(EM_AARCH64)));
	assert_false(arch_can_trace(x86, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_machine_has_its_row),
		cmocka_unit_test(spellings_of_one_register_share_its_number),
		cmocka_unit_test(offsets_are_those_of_the_kernel),
		cmocka_unit_test(x86_knows_its_nops_by_length),
		cmocka_unit_test(aarch64_has_one_nop),
		cmocka_unit_test(a_host_traces_itself_and_its_32_bit_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
