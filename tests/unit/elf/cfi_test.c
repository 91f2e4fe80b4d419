/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Sections .eh_frame of one function: what its compilation has in common, and the function. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/str.h"
#include "runtime/elf/cfi.h"

enum { ADDRESS = 0x1000, START = 0x5000, SIZE = 0x40 };

static void put_word(struct str *out, uint32_t word)
{
	str_append(out, (const char *)&word, sizeof(word));
}

/* Addresses are as they are: 8 bytes. The CFA is the stack pointer + 8, the return address below
 * it. */
static void put_common(struct str *out, size_t n_nops)
{
	static const char head[] = { 1, 0, 1, 0x78, 16 };
	static const char program[] = { 0x0c, 7, 8, (char)0x90, 1 };

	put_word(out, (uint32_t)(4 + sizeof(head) + sizeof(program) + n_nops));
	put_word(out, 0);
	str_append(out, head, sizeof(head));
	str_append(out, program, sizeof(program));
	str_pad(out, '\0', (int)n_nops);
}

/* From byte 4 on the CFA is 8 higher. */
static void put_function(struct str *out)
{
	static const char program[] = { 0x44, 0x0e, 16 };
	const uint64_t range[] = { START, SIZE };

	put_word(out, 4 + sizeof(range) + sizeof(program));
	put_word(out, (uint32_t)out->len);
	str_append(out, (const char *)range, sizeof(range));
	str_append(out, program, sizeof(program));
}

static void read_section(size_t n_nops, struct cfi_table *out)
{
	auto_str struct str section = { 0 };

	put_common(&section, n_nops);
	put_function(&section);
	cfi_read(section.data, section.len, ADDRESS, out);
}

static void a_function_has_a_row_for_each_change(void **state)
{
	struct cfi_table table;

	(void)state;
	read_section(0, &table);
	assert_int_equal(table.rows.len, 3);
	assert_int_equal(table.rows.data[0].address, START);
	assert_int_equal(table.rules.data[table.rows.data[0].rule].cfa_off, 8);
	assert_int_equal(table.rules.data[table.rows.data[0].rule].ra_off, -8);
	assert_int_equal(table.rows.data[1].address, START + 4);
	assert_int_equal(table.rules.data[table.rows.data[1].rule].cfa_off, 16);
	assert_int_equal(table.rows.data[2].address, START + SIZE);
	assert_int_equal(table.rows.data[2].rule, 0);
	cfi_fini(&table);
}

/* A megabyte of it would be run for each of as many functions as fit into the file. */
static void what_functions_have_in_common_is_short(void **state)
{
	struct cfi_table table;

	(void)state;
	read_section(1000, &table);
	assert_int_equal(table.rows.len, 3);
	cfi_fini(&table);
	read_section(1 << 20, &table);
	assert_int_equal(table.rows.len, 0);
	cfi_fini(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_function_has_a_row_for_each_change),
		cmocka_unit_test(what_functions_have_in_common_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
