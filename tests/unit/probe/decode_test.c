/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <ctype.h>
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/str.h"
#include "runtime/probe/arch.h"

struct row {
	const char *bytes;
	size_t n;
	struct arch_insn want;
};

#define ROW(bytes, ...)                                                                            \
	{                                                                                          \
		bytes, sizeof(bytes) - 1, { .size = sizeof(bytes) - 1, __VA_ARGS__ }               \
	}
#define EXEC(kind) .exec = ARCH_EXEC_##kind
#define FLOW(kind, where) .flow = ARCH_FLOW_##kind, .target = where

static void check_rows(int machine, const struct row *rows, size_t n)
{
	const struct arch *arch = arch_by_elf_machine(machine);

	for (size_t i = 0; i < n; i++) {
		const struct arch_insn *want = &rows[i].want;
		uint8_t bytes[32] = { 0 };
		struct arch_insn got;

		memcpy(bytes, rows[i].bytes, rows[i].n);
		if (!arch->decode(bytes, sizeof(bytes), &got))
			fail_msg("row %zu is no instruction", i);
		if (got.size != want->size || got.exec != want->exec || got.flow != want->flow ||
		    got.target != want->target)
			fail_msg("row %zu: size %d, exec %d, flow %d, target %lld", i, got.size,
				 (int)got.exec, (int)got.flow, (long long)got.target);
		assert_int_equal(got.exec == ARCH_EXEC_REFUSED, got.why != NULL);
		if (arch->decode(bytes, rows[i].n - 1, &got))
			fail_msg("row %zu is one without its last byte", i);
	}
}

#define CHECK_ROWS(machine, rows) check_rows(machine, rows, sizeof(rows) / sizeof((rows)[0]))

static void x86_is_emulated_or_stepped(void **state)
{
	static const struct row rows[] = {
		ROW("\x90", EXEC(EMULATED)),
		ROW("\x55", EXEC(EMULATED)),
		ROW("\x41\x57", EXEC(EMULATED)),
		ROW("\x48\x55", EXEC(STEPPED)),
		ROW("\x66\x90", EXEC(NOP)),
		ROW("\x0f\x1f\x40\x00", EXEC(NOP)),
		ROW("\x0f\x1f\x44\x00\x00", EXEC(NOP5)),
		ROW("\x66\x66\x66\x66\x90", EXEC(NOP5)),
		ROW("\xf3\x0f\x1e\xfa", EXEC(STEPPED)),
		ROW("\x48\x83\xec\x08", EXEC(STEPPED)),
		ROW("\xe8\x10\x00\x00\x00", EXEC(EMULATED)),
		ROW("\x66\x2e\x0f\x1f\x84\x00\x00\x00\x00\x00", EXEC(REFUSED)),
		ROW("\xf0\xff\x0f", EXEC(REFUSED)),
		ROW("\xc5\xf9\x6e\xc6", EXEC(REFUSED)),
		ROW("\xc4\xe3\xf9\x6b\xc2\x10", EXEC(REFUSED)),
		ROW("\x62\xe2\x7d\x28\x7c\xce", EXEC(REFUSED)),
		ROW("\xc5\xf8\x77", EXEC(REFUSED)),
		ROW("\xc5\xf1\xeb\xc2", EXEC(REFUSED)),
		ROW("\xc5\xf8\x28\xc1", EXEC(STEPPED)),
		ROW("\x0f\x05", EXEC(REFUSED)),
		ROW("\x9c", EXEC(REFUSED)),
		ROW("\xcc", EXEC(REFUSED)),
		ROW("\xf4", EXEC(REFUSED)),
	};

	(void)state;
	CHECK_ROWS(EM_X86_64, rows);
}

static void x86_tells_where_it_leads(void **state)
{
	static const struct row rows[] = {
		ROW("\xc3", EXEC(STEPPED), FLOW(RETURN, 0)),
		ROW("\xf3\xc3", EXEC(STEPPED), FLOW(RETURN, 0)),
		ROW("\xc2\x08\x00", EXEC(STEPPED), FLOW(RETURN, 0)),
		ROW("\xeb\xfe", EXEC(EMULATED), FLOW(JUMP, 0)),
		ROW("\xe9\x00\x01\x00\x00", EXEC(EMULATED), FLOW(JUMP, 0x105)),
		ROW("\x75\x05", EXEC(EMULATED), FLOW(BRANCH, 7)),
		ROW("\x0f\x84\xfa\xff\xff\xff", EXEC(EMULATED), FLOW(BRANCH, 0)),
		ROW("\xe3\x10", EXEC(STEPPED), FLOW(BRANCH, 0x12)),
		ROW("\xff\x25\x10\x20\x00\x00", EXEC(STEPPED), FLOW(LEAVE, 0)),
		ROW("\xff\xe0", EXEC(STEPPED), FLOW(COMPUTED, 0)),
		ROW("\xff\x24\xc5\x10\x00\x00\x00", EXEC(STEPPED), FLOW(TABLE, 0)),
		ROW("\xff\x64\x24\x08", EXEC(STEPPED), FLOW(LEAVE, 0)),
		ROW("\xff\x60\x10", EXEC(STEPPED), FLOW(LEAVE, 0)),
		ROW("\xff\xd0", EXEC(STEPPED)),
	};

	(void)state;
	CHECK_ROWS(EM_X86_64, rows);
}

static void x86_has_other_lengths_in_32_bits(void **state)
{
	static const struct row rows[] = {
		ROW("\x40", EXEC(STEPPED)),
		ROW("\x60", EXEC(STEPPED)),
		ROW("\xb8\x01\x02\x03\x04", EXEC(STEPPED)),
		ROW("\xa1\x01\x02\x03\x04", EXEC(STEPPED)),
		ROW("\xea\x01\x02\x03\x04\x05\x06", EXEC(STEPPED)),
		ROW("\xc5\x10", EXEC(STEPPED)),
		ROW("\x67\x8b\x46\x10", EXEC(STEPPED)),
		ROW("\xf3\x0f\x1e\xfb", EXEC(STEPPED)),
	};

	(void)state;
	CHECK_ROWS(EM_386, rows);
}

static void a64_words_tell_the_same(void **state)
{
	static const struct row rows[] = {
		ROW("\x1f\x20\x03\xd5", EXEC(NOP)),
		ROW("\xc0\x03\x5f\xd6", EXEC(EMULATED), FLOW(RETURN, 0)),
		ROW("\xff\x0b\x5f\xd6", EXEC(STEPPED), FLOW(RETURN, 0)),
		ROW("\x02\x00\x00\x14", EXEC(EMULATED), FLOW(JUMP, 8)),
		ROW("\xff\xff\xff\x17", EXEC(EMULATED), FLOW(JUMP, -4)),
		ROW("\x40\x00\x00\x54", EXEC(EMULATED), FLOW(BRANCH, 8)),
		ROW("\xe0\xff\xff\xb5", EXEC(EMULATED), FLOW(BRANCH, -4)),
		ROW("\x00\x02\x1f\xd6", EXEC(EMULATED), FLOW(COMPUTED, 0)),
		ROW("\xfd\x7b\xbf\xa9", EXEC(STEPPED)),
		ROW("\x01\x00\x00\xd4", EXEC(REFUSED)),
		ROW("\x20\x7c\x5f\xc8", EXEC(REFUSED)),
	};

	(void)state;
	CHECK_ROWS(EM_AARCH64, rows);
}

static void a64_tells_the_ends_of_an_atomic_operation(void **state)
{
	static const struct {
		uint32_t word;
		bool begins, ends;
	} rows[] = {
		{ 0xc85f7c20, true, false },  /* ldxr x0, [x1] */
		{ 0x885ffc20, true, false },  /* ldaxr w0, [x1] */
		{ 0xc87f0820, true, false },  /* ldxp x0, x2, [x1] */
		{ 0xc8027c20, false, true },  /* stxr w2, x0, [x1] */
		{ 0xc8dffc20, false, false }, /* ldar x0, [x1] */
		{ 0xc89ffc20, false, false }, /* stlr x0, [x1] */
		{ 0xc8a07c22, false, false }, /* cas x0, x2, [x1] */
		{ 0x48207c82, false, false }, /* casp x0, x1, x2, x3, [x4] */
	};
	const struct arch *arch = arch_by_elf_machine(EM_AARCH64);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arch_insn insn;

		assert_true(arch->decode((const uint8_t *)&rows[i].word, 4, &insn));
		if (insn.begins_atomic != rows[i].begins || insn.ends_atomic != rows[i].ends)
			fail_msg("row %zu", i);
	}
}

static void what_is_no_instruction_is_told(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} rows[] = {
		{ "\x06", 1 },		   { "\x0f\x0a", 2 },
		{ "\x66\xe8\x00\x00", 4 }, { "\x48\x66\x90", 3 },
		{ "\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x90", 16 },
		{ "", 0 },
	};
	struct arch_insn insn;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (arch_by_elf_machine(EM_X86_64)
			    ->decode((const uint8_t *)rows[i].bytes, rows[i].n, &insn))
			fail_msg("row %zu is one", i);
}

/* The bytes of a line "  1139:\t48 83 ec 08 \tsub $0x8,%rsp"; 0: it is another line, or objdump
 * makes nothing of it. */
static size_t parse_line(const char *line, uint8_t bytes[32])
{
	const char *at = strchr(line, '\t'), *text = at ? strchr(at + 1, '\t') : NULL;
	unsigned int byte;
	size_t n = 0;

	if (!text || strstr(text, "(bad)") || strstr(text, "rex") || strstr(text, ".byte") ||
	    strstr(text, "\tjmpw ") || !strncmp(at, "\t9b ", 4))
		return 0;
	for (at++; n < 16 && isxdigit((unsigned char)*at) && sscanf(at, "%2x", &byte) == 1; at += 3)
		bytes[n++] = (uint8_t)byte;
	return n;
}

static size_t n_wrong(const char *path, size_t *n_lines)
{
	const struct arch *arch = arch_by_elf_machine(EM_X86_64);
	auto_free char *command = xasprintf("objdump -d --insn-width=16 %s 2>/dev/null", path);
	FILE *f = popen(command, "r");
	size_t wrong = 0, cap = 0, n;
	auto_free char *line = NULL;

	for (*n_lines = 0; f && getline(&line, &cap, f) > 0;) {
		uint8_t bytes[32] = { 0 };
		struct arch_insn insn = { 0 };

		if (!(n = parse_line(line, bytes)))
			continue;
		++*n_lines;
		if (arch->decode(bytes, sizeof(bytes), &insn) && insn.size == n)
			continue;
		wrong++;
		print_message("%d, not %zu: %s", insn.size, n, line);
	}
	pclose(f);
	return wrong;
}

/* Of the files that DECODE_FILES names, or else of the C library. */
static void whole_libraries_are_read_as_objdump_reads_them(void **state)
{
	const char *files = getenv("DECODE_FILES");
	auto_free char *copy = xstrdup(files ? files : "/lib/x86_64-linux-gnu/libc.so.6");
	size_t n, wrong;

	(void)state;
	for (char *rest = copy, *path; (path = strsep(&rest, " "));) {
		wrong = n_wrong(path, &n);
		if (!n)
			skip();
		print_message("%s: %zu instructions, %zu are read otherwise\n", path, n, wrong);
		assert_int_equal(wrong, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(x86_is_emulated_or_stepped),
		cmocka_unit_test(x86_tells_where_it_leads),
		cmocka_unit_test(x86_has_other_lengths_in_32_bits),
		cmocka_unit_test(a64_words_tell_the_same),
		cmocka_unit_test(a64_tells_the_ends_of_an_atomic_operation),
		cmocka_unit_test(what_is_no_instruction_is_told),
		cmocka_unit_test(whole_libraries_are_read_as_objdump_reads_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
