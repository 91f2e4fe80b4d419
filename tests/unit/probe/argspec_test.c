/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/str.h"
#include "runtime/probe/arch.h"
#include "runtime/probe/argspec.h"

/* The file of these tests has its site at 0x1000 and some variables around it. */
static int find_symbol(void *ctx, const char *name, uint64_t *address)
{
	static const struct {
		const char *name;
		uint64_t address;
		int ret;
	} symbols[] = {
		{ "sym", 0x5000, 0 },	{ "before", 0x800, 0 },	   { "twice", 0, -EEXIST },
		{ "tl", 0, -ENOTSUP },	{ "NBuffers", 0x4000, 0 }, { "gx", 0x4100, 0 },
		{ "gs", 0x4200, 0 },	{ "garr", 0x4300, 0 },	   { "ee", 0x4400, 0 },
		{ "flag", 0x4500, 0 },	{ "ext", 0x4600, 0 },	   { "exts", 0x4700, 0 },
		{ "f", 0x1100, 0 },	{ ".LC0", 0x2000, 0 },	   { "CheckpointStats", 0x4800, 0 },
		{ "low", 0x123456, 0 },
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		if (strcmp(symbols[i].name, name) == 0) {
			*address = symbols[i].address;
			return symbols[i].ret;
		}
	}
	return -ENOENT;
}

static struct argspec_site site_of(int machine)
{
	return (struct argspec_site){
		.arch = arch_by_elf_machine(machine),
		.address = 0x1000,
		.find_symbol = find_symbol,
	};
}

/* "i4 mem 6 -24": type, kind, registers, value. */
static void show(const struct argloc *loc, struct str *out)
{
	str_clear(out);
	str_printf(out, "%c%u ", loc->is_float ? 'f' : loc->is_signed ? 'i' : 'u', loc->size);
	switch (loc->kind) {
	case ARGLOC_NONE:
		str_printf(out, "none: %s", loc->why);
		return;
	case ARGLOC_CONST:
		str_puts(out, "const");
		break;
	case ARGLOC_REG:
		str_printf(out, "reg %u >> %u", loc->reg, loc->shift);
		return;
	case ARGLOC_MEM:
		str_printf(out, "mem %u", loc->reg);
		break;
	case ARGLOC_INDEX:
		str_printf(out, "index %u %u*%u", loc->reg, loc->index, loc->scale);
		break;
	case ARGLOC_PCREL:
		str_puts(out, "pcrel");
		break;
	case ARGLOC_TABLE:
	case ARGLOC_SAMPLE_PC:
	case ARGLOC_FAULT:
		fail();
	}
	str_printf(out, " %" PRId64, loc->value);
}

struct row {
	const char *text, *want;
};

static void check_rows(const struct argspec_site *site, const struct row *rows, size_t n)
{
	auto_str struct str got = { 0 };
	struct argloc loc;

	for (size_t i = 0; i < n; i++) {
		argspec_parse_arg(rows[i].text, strlen(rows[i].text), site, &loc);
		show(&loc, &got);
		if (strcmp(got.data, rows[i].want) != 0)
			fail_msg("%s is %s, not %s", rows[i].text, got.data, rows[i].want);
	}
}

#define CHECK(site, rows) check_rows(&(site), (rows), sizeof(rows) / sizeof((rows)[0]))

#define SYNTAX "none: its operand is not understood"
#define REGISTER "none: it lies in a register that cannot be read"
#define LOADED "none: its address depends on where the file is loaded"
#define THREAD "none: it lies in thread-local storage"
#define UNKNOWN "none: the file does not tell where its variable lies"

static void x86_constants_have_the_value_of_their_size(void **state)
{
	static const struct row rows[] = {
		{ "-4@$1", "i4 const 1" },
		{ "-4@$-1", "i4 const -1" },
		{ "4@$-1", "u4 const 4294967295" },
		{ "1@$0", "u1 const 0" },
		{ "8@$-1", "u8 const -1" },
		{ "-1@$-56", "i1 const -56" },
		{ "1@$-56", "u1 const 200" },
		{ "-1@$200", "i1 const -56" },
		{ "-8@$123456789012345", "i8 const 123456789012345" },
		{ "-8@$-9223372036854775808", "i8 const -9223372036854775808" },
		{ "8@$0x10", "u8 const 16" },
		{ "8@$8+8", "u8 const 16" },
		{ "8@$18446744073709551616", "u8 none: a number in it does not fit in 64 bits" },
		{ "8@$sym", "u8 " LOADED },
	};
	struct argspec_site site = site_of(EM_X86_64);

	(void)state;
	CHECK(site, rows);
}

static void x86_registers_have_many_spellings(void **state)
{
	static const struct row rows[] = {
		{ "8@%rax", "u8 reg 0 >> 0" },	  { "-4@%r13d", "i4 reg 13 >> 0" },
		{ "1@%dil", "u1 reg 5 >> 0" },	  { "1@%r15b", "u1 reg 15 >> 0" },
		{ "-2@%r13w", "i2 reg 13 >> 0" }, { "-2@%si", "i2 reg 4 >> 0" },
		{ "1@%ah", "u1 reg 0 >> 8" },	  { "1@%bh", "u1 reg 3 >> 8" },
		{ "-4@%ebp", "i4 reg 6 >> 0" },	  { "8f@%rax", "f8 reg 0 >> 0" },
		{ "4f@%edx", "f4 reg 1 >> 0" },	  { "8@%eax", "u4 reg 0 >> 0" },
		{ "%rbx", "u8 reg 3 >> 0" },	  { "8@%xmm0", "u8 " REGISTER },
		{ "8@%r16", "u8 " REGISTER },	  { "8@%", "u8 " SYNTAX },
		{ "8@%rax)", "u8 " SYNTAX },
	};
	struct argspec_site site = site_of(EM_X86_64);

	(void)state;
	CHECK(site, rows);
}

static void x86_memory_has_a_base_and_perhaps_an_index(void **state)
{
	static const struct row rows[] = {
		{ "-4@-24(%rbp)", "i4 mem 6 -24" },
		{ "8@(%rsp)", "u8 mem 7 0" },
		{ "8@0(%rsp)", "u8 mem 7 0" },
		{ "8@8+16(%rdi)", "u8 mem 5 24" },
		{ "8@0x10(%rdi)", "u8 mem 5 16" },
		{ "8@(%rax,%rcx)", "u8 index 0 2*1 0" },
		{ "-8@8(%r13,%r11)", "i8 index 13 11*1 8" },
		{ "4@-8(%rax,%rcx,4)", "u4 index 0 2*4 -8" },
		{ "4@( %rax , %rcx , 8 )", "u4 index 0 2*8 0" },
		{ "4@8(,%rcx)", "u4 mem 2 8" },
		{ "4@8(,%rcx,8)", "u4 " SYNTAX },
		{ "4@8(%rax,%rcx,3)", "u4 " SYNTAX },
		{ "4@8(%rax", "u4 " SYNTAX },
		{ "4@8(%eax)", "u4 none: a register of its address is not a whole one" },
		{ "4@8(rax)", "u4 " SYNTAX },
		{ "-4@garr+4(%r10)", "i4 " LOADED },
		{ "-4@%fs:tl@tpoff", "i4 " THREAD },
		{ "-4@%fs:0", "i4 " THREAD },
	};
	struct argspec_site site = site_of(EM_X86_64);

	(void)state;
	CHECK(site, rows);
}

static void x86_variables_count_from_the_site(void **state)
{
	static const struct row rows[] = {
		{ "-4@sym(%rip)", "i4 pcrel 16384" },
		{ "-4@sym+8(%rip)", "i4 pcrel 16392" },
		{ "-4@8+sym(%rip)", "i4 pcrel 16392" },
		{ "-4@sym-8(%rip)", "i4 pcrel 16376" },
		{ "-4@before(%rip)", "i4 pcrel -2048" },
		{ "-4@40+CheckpointStats(%rip)", "i4 pcrel 14376" },
		{ "8f@.LC0(%rip)", "f8 pcrel 4096" },
		{ "-4@8(%rip)", "i4 " SYNTAX },
		{ "-4@sym+sym(%rip)", "i4 " SYNTAX },
		{ "-4@nobody(%rip)", "i4 " UNKNOWN },
		{ "-4@twice(%rip)", "i4 none: the file has several variables of its name" },
		{ "-4@tl(%rip)", "i4 " THREAD },
		{ "8@gx@GOTPCREL(%rip)", "u8 none: its address stands in a table of the linker's" },
		{ "4@sym", "u4 " LOADED },
	};
	struct argspec_site site = site_of(EM_X86_64);

	(void)state;
	CHECK(site, rows);
}

static void a_fixed_file_knows_its_addresses(void **state)
{
	static const struct row rows[] = {
		{ "-4@garr+4(%r10)", "i4 mem 10 17156" },
		{ "8@$sym+1", "u8 const 20481" },
		{ "4@sym", "u4 pcrel 16384" },
		{ "4@sym(,%rax)", "u4 mem 0 20480" },
		{ "4@sym(%rip)", "u4 pcrel 16384" },
	};
	struct argspec_site site = site_of(EM_X86_64);

	(void)state;
	site.is_fixed = true;
	CHECK(site, rows);
}

static void aarch64_has_a_grammar_of_its_own(void **state)
{
	static const struct row rows[] = {
		{ "-4@5", "i4 const 5" },
		{ "8@-1", "u8 const -1" },
		{ "4@#7", "u4 const 7" },
		{ "8@x30", "u8 reg 30 >> 0" },
		{ "-4@w3", "i4 reg 3 >> 0" },
		{ "8@sp", "u8 reg 31 >> 0" },
		{ "8@xzr", "u8 const 0" },
		{ "8@[sp]", "u8 mem 31 0" },
		{ "8@[sp, 8]", "u8 mem 31 8" },
		{ "8@[sp,#16]", "u8 mem 31 16" },
		{ "8@[x1,-8]", "u8 mem 1 -8" },
		{ "8@[x0, x1]", "u8 index 0 1*1 0" },
		{ "8@[x0, x1, lsl 3]", "u8 index 0 1*8 0" },
		{ "8@[x0, x1, lsl #2]", "u8 index 0 1*4 0" },
		{ "8@[x0, w1, sxtw 2]", "u8 none: a register of its address is not a whole one" },
		{ "8@[x0, :lo12:low+4]", "u8 mem 0 1114" },
		{ "8@[x0, #:lo12:low]", "u8 mem 0 1110" },
		{ "8@[x0, #:lo12:nobody]", "u8 " UNKNOWN },
		{ "8@[x0", "u8 " SYNTAX },
		{ "8@[x0]!", "u8 " SYNTAX },
		{ "8@d0", "u8 " REGISTER },
		{ "8@%x0", "u8 " SYNTAX },
	};
	struct argspec_site site = site_of(EM_AARCH64);

	(void)state;
	CHECK(site, rows);
}

static void sizes_other_than_a_machine_word_or_less_are_refused(void **state)
{
	static const struct row rows[] = {
		{ "16@%rax", "u8 none: its size is not 1, 2, 4 or 8 bytes" },
		{ "3@%rax", "u8 none: its size is not 1, 2, 4 or 8 bytes" },
		{ "0@%rax", "u8 none: its size is not 1, 2, 4 or 8 bytes" },
		{ "@%rax", "u8 " SYNTAX },
		{ "8@", "u8 " SYNTAX },
		{ "-8@", "i8 " SYNTAX },
	};
	struct argspec_site site = site_of(EM_X86_64);

	(void)state;
	CHECK(site, rows);
}

static void a_bad_operand_spoils_only_its_own_argument(void **state)
{
	struct argspec_site site = site_of(EM_X86_64);
	struct argloc locs[12];

	(void)state;
	assert_int_equal(argspec_parse("8@(%rax 8@%xmm1  -4@$3", &site, locs, 12), 3);
	assert_int_equal(locs[0].kind, ARGLOC_NONE);
	assert_int_equal(locs[1].kind, ARGLOC_NONE);
	assert_int_equal(locs[2].kind, ARGLOC_CONST);
	assert_null(locs[2].why);
}

static void blanks_within_brackets_do_not_end_an_argument(void **state)
{
	struct argspec_site site = site_of(EM_AARCH64);
	struct argloc locs[12];

	(void)state;
	assert_int_equal(argspec_parse("-4@[sp, 60] 8@x0", &site, locs, 12), 2);
	assert_int_equal(locs[0].value, 60);
	assert_int_equal(locs[1].kind, ARGLOC_REG);
}

static void there_may_be_no_arguments(void **state)
{
	struct argspec_site site = site_of(EM_X86_64);
	struct argloc loc;

	(void)state;
	assert_int_equal(argspec_parse("", &site, &loc, 1), 0);
	assert_int_equal(argspec_parse("  ", &site, &loc, 1), 0);
	assert_int_equal(argspec_parse(":8@%rax", &site, &loc, 1), 0);
	assert_int_equal(argspec_parse("8@%rax 8@%rbx", &site, &loc, 1), 1);
}

/* Lines "what: ARGS" of operands.txt, from real binaries and from what compilers make of the
 * macros. Those that cannot be read end with " !N", N arguments. */
static void operands_of_real_files_are_read(void **state)
{
	struct argspec_site site = site_of(EM_X86_64);
	auto_str struct str path = { 0 };
	auto_fclose FILE *f = NULL;
	char line[512];
	int n_lines = 0;

	(void)state;
	str_printf(&path, "%s/tests/unit/probe/operands.txt", getenv("top_srcdir"));
	f = fopen(path.data, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		char *args = strstr(line, ": "), *bad = strchr(line, '!');
		unsigned int n_bad = 0, want = bad ? (unsigned int)atoi(bad + 1) : 0;
		struct argloc locs[12];
		uint32_t n;

		if (!args || *line == '#')
			continue;
		*(bad ? bad : strchr(line, '\n')) = '\0';
		n = argspec_parse(args + 2, &site, locs, 12);
		for (uint32_t i = 0; i < n; i++)
			n_bad += locs[i].kind == ARGLOC_NONE;
		if (n == 0 || n_bad != want)
			fail_msg("%s: %u of %u cannot be read", line, n_bad, n);
		n_lines++;
	}
	assert_true(n_lines > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(x86_constants_have_the_value_of_their_size),
		cmocka_unit_test(x86_registers_have_many_spellings),
		cmocka_unit_test(x86_memory_has_a_base_and_perhaps_an_index),
		cmocka_unit_test(x86_variables_count_from_the_site),
		cmocka_unit_test(a_fixed_file_knows_its_addresses),
		cmocka_unit_test(aarch64_has_a_grammar_of_its_own),
		cmocka_unit_test(sizes_other_than_a_machine_word_or_less_are_refused),
		cmocka_unit_test(a_bad_operand_spoils_only_its_own_argument),
		cmocka_unit_test(blanks_within_brackets_do_not_end_an_argument),
		cmocka_unit_test(there_may_be_no_arguments),
		cmocka_unit_test(operands_of_real_files_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
