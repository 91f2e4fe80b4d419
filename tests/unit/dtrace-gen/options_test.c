/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dtrace-gen/options.h"
#include "runtime/base/diag.h"

static int parse(const char *line, struct options *opts)
{
	auto_words struct words words = { 0 };
	struct diag *dg = diag_new();
	int result;

	words_add(&words, "dtrace");
	words_split(&words, line);
	result = options_parse((int)words.list.len, words_argv(&words), dg, opts);
	assert_int_equal(diag_n_errors(dg) > 0, result < 0);
	diag_free(dg);
	return result;
}

static void expect(const char *line, char mode, size_t n_scripts, size_t n_objects, size_t n_cpp,
		   uint32_t word_size)
{
	struct options opts = { 0 };

	assert_int_equal(parse(line, &opts), 0);
	assert_int_equal(opts.mode, mode);
	assert_int_equal(opts.scripts.list.len, n_scripts);
	assert_int_equal(opts.objects.list.len, n_objects);
	assert_int_equal(opts.cpp.list.len, n_cpp);
	assert_int_equal(opts.word_size, word_size);
	options_fini(&opts);
}

static void options_and_operands_mix(void **state)
{
	(void)state;
	expect("-h -s a.d", 'h', 1, 0, 0, 0);
	expect("a.o -G b.o -s a.d c.o -o x.o", 'G', 1, 3, 0, 0);
	expect("-G -o x.o -s a.d -s b.d -- -strange.o", 'G', 2, 1, 0, 0);
	expect("-V", 'V', 0, 0, 0, 0);
}

static void values_are_joined_or_apart(void **state)
{
	(void)state;
	expect("-hCsa.d -DA -D B=1 -I. -I .. -UC", 'h', 1, 0, 5, 0);
	expect("-xnolibs -x nolibs -h -s a.d", 'h', 1, 0, 0, 0);
}

static void widths_are_told_in_two_ways(void **state)
{
	(void)state;
	expect("-G -s a.d -32", 'G', 1, 0, 0, 4);
	expect("-G -s a.d -64", 'G', 1, 0, 0, 8);
	expect("-G -s a.d -m32", 'G', 1, 0, 0, 4);
	expect("-G -s a.d -m64", 'G', 1, 0, 0, 8);
	expect("-G -s a.d -mcmodel=large", 'G', 1, 0, 0, 0);
}

static void wrong_command_lines_are_refused(void **state)
{
	static const char *const lines[] = {
		"", "-h", "-G", "-h -G -s a.d", "-h -s", "-h -s a.d -Q", "-h -s a.d --nix",
		"-h -s a.d -32x", "-h -s a.d -x header=poem", "-h -s a.d -s b.d",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct options opts = { 0 };

		assert_true(parse(lines[i], &opts) < 0);
		options_fini(&opts);
	}
}

static void semaphores_are_visible_on_demand(void **state)
{
	struct options opts = { 0 };

	(void)state;
	assert_int_equal(parse("-G -s a.d -DSTAP_SDT_V2", &opts), 0);
	assert_true(opts.is_stap_v2);
	options_fini(&opts);
	opts = (struct options) { 0 };
	assert_int_equal(parse("-G -s a.d -DSTAP_SDT_V25", &opts), 0);
	assert_false(opts.is_stap_v2);
	options_fini(&opts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_and_operands_mix),
		cmocka_unit_test(values_are_joined_or_apart),
		cmocka_unit_test(widths_are_told_in_two_ways),
		cmocka_unit_test(wrong_command_lines_are_refused),
		cmocka_unit_test(semaphores_are_visible_on_demand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
