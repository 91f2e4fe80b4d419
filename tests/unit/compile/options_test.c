/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/compile/options.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "runtime/base/str.h"

static int set(struct options *opts, const char *text, enum option_source from)
{
	struct diag *dg = diag_new();
	int err = options_set(opts, text, from, NULL, dg);

	assert_int_equal(diag_n_errors(dg), err ? 1 : 0);
	diag_free(dg);
	return err;
}

/* What the i-th option says of itself must be true: its default is in its range. */
static void every_option_takes_its_default(void **state)
{
	struct options opts, again;

	(void)state;
	options_init(&opts);
	again = opts;
	for (uint32_t i = 0; i < options_count(); i++) {
		struct option_text text;
		char setting[64];

		options_describe(i, &text);
		snprintf(setting, sizeof(setting), "%s=%s", text.name, text.default_text);
		assert_int_equal(set(&again, setting, OPTION_CMDLINE), 0);
	}
	assert_memory_equal(&opts, &again, sizeof(opts));
}

static void every_option_refuses_nonsense(void **state)
{
	struct options opts;

	(void)state;
	options_init(&opts);
	for (uint32_t i = 0; i < options_count(); i++) {
		struct option_text text;
		char setting[64];

		options_describe(i, &text);
		for (const char *const *bad = (const char *const[]){ "-1", "x", "1x", "", NULL };
		     *bad; bad++) {
			snprintf(setting, sizeof(setting), "%s=%s", text.name, *bad);
			assert_int_equal(set(&opts, setting, OPTION_CMDLINE), -EINVAL);
		}
	}
}

static void names_and_refusals_are_in_order_and_apart(void **state)
{
	const struct option_refused *opt, *before = NULL;
	struct options opts;

	(void)state;
	options_init(&opts);
	for (uint32_t i = 0; (opt = options_refused(i)); before = opt, i++) {
		assert_true(!before || strcmp(before->name, opt->name) < 0);
		assert_int_equal(set(&opts, opt->name, OPTION_CMDLINE), -EINVAL);
	}
	for (uint32_t i = 1; i < options_count(); i++) {
		struct option_text a, b;

		options_describe(i - 1, &a);
		options_describe(i, &b);
		assert_true(strcmp(a.name, b.name) < 0);
	}
}

static void values_beyond_the_range_are_brought_into_it(void **state)
{
	struct options opts;

	(void)state;
	options_init(&opts);
	assert_int_equal(set(&opts, "strsize=1", OPTION_CMDLINE), 0);
	assert_int_equal(opts.strsize, 8);
	assert_int_equal(set(&opts, "strsize=9t", OPTION_CMDLINE), 0);
	assert_int_equal(opts.strsize, 4096);
	assert_int_equal(set(&opts, "switchrate=10", OPTION_CMDLINE), 0);
	assert_int_equal(opts.switchrate, 1000000);
	assert_int_equal(set(&opts, "switchrate=10hz", OPTION_CMDLINE), 0);
	assert_int_equal(opts.switchrate, 100000000);
	assert_int_equal(set(&opts, "strsize=33", OPTION_CMDLINE), 0);
	assert_int_equal(opts.strsize, 40);
}

static void flags_need_no_value(void **state)
{
	struct options opts;

	(void)state;
	options_init(&opts);
	assert_int_equal(set(&opts, "quiet", OPTION_CMDLINE), 0);
	assert_int_equal(opts.quiet, 1);
	assert_int_equal(set(&opts, "quiet=unset", OPTION_CMDLINE), 0);
	assert_int_equal(opts.quiet, 0);
	assert_int_equal(set(&opts, "bufsize", OPTION_CMDLINE), -EINVAL);
}

static void some_are_not_for_programs(void **state)
{
	struct options opts;

	(void)state;
	options_init(&opts);
	assert_int_equal(set(&opts, "zdefs", OPTION_PROGRAM), -EINVAL);
	assert_int_equal(set(&opts, "zdefs", OPTION_CMDLINE), 0);
	assert_int_equal(set(&opts, "bufpolicy=ring", OPTION_PROGRAM), 0);
	assert_int_equal(opts.bufpolicy, BUFPOLICY_RING);
}

/* What can be set in a program can be set by a #pragma, and by setopt() only some of it. */
static void each_can_be_set_as_late_as_it_says(void **state)
{
	struct options opts;

	(void)state;
	options_init(&opts);
	for (uint32_t i = 0; i < options_count(); i++) {
		struct option_text text;
		char setting[64];

		options_describe(i, &text);
		snprintf(setting, sizeof(setting), "%s=%s", text.name, text.default_text);
		for (enum option_source from = OPTION_CMDLINE; from <= OPTION_RUNNING; from++)
			assert_int_equal(set(&opts, setting, from),
					 from <= text.latest ? 0 : -EINVAL);
	}
}

/* Those of illumos, FreeBSD and Oracle's DTrace. */
static void no_option_of_dtrace_is_unknown(void **state)
{
	static const char *const names[] = {
		"agghist", "aggpack", "aggpercpu", "aggrate", "aggsize", "aggsortkey",
		"aggsortkeypos", "aggsortpos", "aggsortrev", "aggzoom", "amin", "argref", "bpflog",
		"bpflogsize", "btfpath", "bufpolicy", "bufresize", "bufsize", "cleanrate", "core",
		"cpp", "cpphdrs", "cpppath", "cpu", "ctfpath", "ctypes", "debug", "defaultargs",
		"define", "destructive", "disasm", "droptags", "dtypes", "dynvarsize", "empty",
		"encoding", "errtags", "evaltime", "flowindent", "grabanon", "incdir", "iregs",
		"jstackframes", "jstackstrsize", "kdefs", "knodefs", "late", "lazyload", "ldpath",
		"libdir", "linkmode", "linktype", "lockmem", "maxframes", "modpath", "nolibs",
		"noresolve", "nspec", "oformat", "pgmax", "preallocate", "procfspath", "pspec",
		"quiet", "quietresize", "rawbytes", "scratchsize", "setenv", "specsize",
		"stackframes", "stackindent", "statusrate", "stdc", "strip", "strsize",
		"switchrate", "syslibdir", "temporal", "tree", "tregs", "udefs", "undef", "unodefs",
		"unsetenv", "useruid", "ustackframes", "verbose", "version", "xlate", "zdefs",
		"zone",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct options opts;
		struct diag *dg = diag_new();
		char *told = NULL;
		size_t size;
		FILE *f = open_memstream(&told, &size);
		const struct diag_style style = { .program = "d" };

		options_init(&opts);
		options_set(&opts, names[i], OPTION_CMDLINE, NULL, dg);
		diag_print(dg, f, &style);
		fclose(f);
		assert_null(strstr(told, "Invalid option name"));
		free(told);
		diag_free(dg);
	}
}

static void ranges_are_told_in_the_largest_unit(void **state)
{
	static const struct {
		const char *name, *values;
	} rows[] = {
		{ "aggsize", "from 4k to 1g" },
		{ "aggsortpos", "from 0 to 63" },
		{ "bufpolicy", "switch, fill or ring" },
		{ "quiet", "no value, set or unset" },
		{ "switchrate", "from 1ms to 60s" },
	};
	size_t n = 0;

	(void)state;
	for (uint32_t i = 0; i < options_count(); i++) {
		auto_str struct str values = { 0 };
		struct option_text text;

		options_describe(i, &text);
		if (n == sizeof(rows) / sizeof(rows[0]) || strcmp(text.name, rows[n].name))
			continue;
		options_values(i, &values);
		assert_string_equal(str_text(&values), rows[n++].values);
	}
	assert_int_equal(n, sizeof(rows) / sizeof(rows[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_option_takes_its_default),
		cmocka_unit_test(every_option_refuses_nonsense),
		cmocka_unit_test(names_and_refusals_are_in_order_and_apart),
		cmocka_unit_test(values_beyond_the_range_are_brought_into_it),
		cmocka_unit_test(flags_need_no_value),
		cmocka_unit_test(some_are_not_for_programs),
		cmocka_unit_test(each_can_be_set_as_late_as_it_says),
		cmocka_unit_test(no_option_of_dtrace_is_unknown),
		cmocka_unit_test(ranges_are_told_in_the_largest_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
