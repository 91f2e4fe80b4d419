/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/diag.h"

static const struct loc loc = {
	.file = "x.d", .text = "\ttrace(fo);\n", .line = 3, .col = 8, .len = 2
};

static char *print(struct diag *dg, const struct diag_style *style)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	diag_print(dg, f, style);
	fclose(f);
	return text;
}

static void assert_prints(struct diag *dg, const char *want)
{
	const struct diag_style style = { .program = "dtrace" };
	char *text = print(dg, &style);

	assert_string_equal(text, want);
	free(text);
}

static void an_error_points_at_its_place(void **state)
{
	struct diag *dg = diag_new();

	(void)state;
	assert_int_equal(diag_error(dg, &loc, D_IDENT_UNDEF, "unknown name %s", "fo"), -EINVAL);
	assert_prints(dg, "dtrace: x.d:3:8: error: unknown name fo\n"
			  "  3 | \ttrace(fo);\n"
			  "    | \t      ^~\n");
	diag_free(dg);
}

static void a_mark_stays_within_its_line(void **state)
{
	struct diag *dg = diag_new();
	const struct loc end = { .file = "x.d", .text = "ab", .line = 1, .col = 3, .len = 9 };
	const struct loc wide = { .file = "x.d", .text = "ab", .line = 1000, .col = 2, .len = 9 };

	(void)state;
	diag_error(dg, &end, D_SYNTAX, "early end");
	diag_error(dg, &wide, D_SYNTAX, "too long");
	assert_prints(dg, "dtrace: x.d:1:3: error: early end\n"
			  "  1 | ab\n"
			  "    |   ^\n"
			  "dtrace: x.d:1000:2: error: too long\n"
			  "1000 | ab\n"
			  "     |  ^\n");
	diag_free(dg);
}

static void a_character_of_two_bytes_is_one_column_wide(void **state)
{
	struct diag *dg = diag_new();
	const struct loc utf8 = {
		.file = "x.d", .text = "\"\xc3\xa4\" \xc3\xa4!", .line = 1, .col = 6, .len = 3
	};

	(void)state;
	diag_error(dg, &utf8, D_SYNTAX, "no");
	assert_prints(dg, "dtrace: x.d:1:6: error: no\n"
			  "  1 | \"\xc3\xa4\" \xc3\xa4!\n"
			  "    |     ^~\n");
	diag_free(dg);
}

static void a_place_may_be_a_whole_file_or_none(void **state)
{
	struct diag *dg = diag_new();
	const struct loc file = { .file = "a.out" };

	(void)state;
	diag_error(dg, &file, D_ELF, "not ELF");
	diag_error(dg, NULL, D_USAGE, "no program");
	diag_warn(dg, NULL, D_KERNEL, "slow");
	diag_warn(dg, &file, D_NOTE, "odd");
	assert_prints(dg, "dtrace: a.out: error: not ELF\n"
			  "dtrace: no program\n"
			  "dtrace: warning: slow\n"
			  "dtrace: a.out: warning: odd\n");
	diag_free(dg);
}

static void tags_are_shown_if_asked(void **state)
{
	const struct diag_style style = { .program = "dtrace-gen", .show_tags = true };
	const struct loc file = { .file = "x.d" };
	struct diag *dg = diag_new();
	char *text;

	(void)state;
	diag_error(dg, &file, D_EMPTY, "nothing here");
	diag_error(dg, NULL, D_USAGE, "no file");
	text = print(dg, &style);
	assert_string_equal(text, "dtrace-gen: x.d: error: [D_EMPTY] nothing here\n"
				  "dtrace-gen: [D_USAGE] no file\n");
	free(text);
	diag_free(dg);
}

static void errno_is_told_and_returned(void **state)
{
	struct diag *dg = diag_new();

	(void)state;
	assert_int_equal(diag_errno(dg, NULL, D_FILE, ENOENT, "cannot open %s", "x"), -ENOENT);
	assert_prints(dg, "dtrace: cannot open x: No such file or directory\n");
	diag_free(dg);
}

static void hints_and_logs_follow_their_message(void **state)
{
	struct diag *dg = diag_new();

	(void)state;
	diag_error(dg, NULL, D_LOAD, "refused");
	diag_attach(dg, "0: r0 = 1\n1: exit");
	diag_hint(dg, "try %d", 1);
	diag_hint(dg, "or 2");
	diag_error(dg, NULL, D_LOAD, "again");
	assert_prints(dg, "dtrace: refused\n"
			  "hint: try 1\n"
			  "hint: or 2\n"
			  "0: r0 = 1\n"
			  "1: exit\n"
			  "dtrace: again\n");
	diag_free(dg);
}

static void the_source_may_be_gone_when_printing(void **state)
{
	struct diag *dg = diag_new();
	char text[] = "x;\nnext";
	struct loc gone = { .file = "x.d", .text = text, .line = 1, .col = 1 };

	(void)state;
	diag_error(dg, &gone, D_SYNTAX, "no");
	memset(text, '?', sizeof(text) - 1);
	assert_prints(dg, "dtrace: x.d:1:1: error: no\n"
			  "  1 | x;\n"
			  "    | ^\n");
	diag_free(dg);
}

static void errors_beyond_twenty_are_counted(void **state)
{
	const struct diag_style style = { .program = "dtrace" };
	struct diag *dg = diag_new();
	char *text;

	(void)state;
	for (int i = 0; i < 23; i++)
		diag_error(dg, NULL, D_SYNTAX, "e%d", i);
	assert_int_equal(diag_n_errors(dg), 23);
	text = print(dg, &style);
	assert_non_null(strstr(text, "dtrace: e19\ndtrace: 3 more errors\n"));
	free(text);
	diag_free(dg);
}

static void a_message_is_one_line_whatever_it_names(void **state)
{
	struct diag *dg = diag_new();
	struct loc file = { .file = "a\nb" };

	(void)state;
	diag_warn(dg, &file, D_ELF, "%s", "x\033[2J\ny");
	diag_hint(dg, "see %s", "\r");
	assert_prints(dg, "dtrace: a?b: warning: x?[2J?y\nhint: see ?\n");
	diag_free(dg);
}

static void printing_forgets(void **state)
{
	struct diag *dg = diag_new();

	(void)state;
	diag_warn(dg, NULL, D_KERNEL, "slow");
	diag_error(dg, NULL, D_SYNTAX, "no");
	assert_int_equal(diag_n_warnings(dg), 1);
	assert_int_equal(diag_tag_at(dg, 1), D_SYNTAX);
	free(print(dg, &(struct diag_style){ .program = "dtrace" }));
	assert_int_equal(diag_n_errors(dg), 0);
	assert_int_equal(diag_n_warnings(dg), 0);
	assert_int_equal(diag_tag_at(dg, 0), -1);
	assert_prints(dg, "");
	diag_free(dg);
}

static void every_tag_has_a_name_and_a_meaning(void **state)
{
	(void)state;
	for (int tag = 0; tag < DIAG_N_TAGS; tag++) {
		assert_int_equal(strncmp(diag_tag_name((enum diag_tag)tag), "D_", 2), 0);
		assert_true(strlen(diag_tag_meaning((enum diag_tag)tag)) > 4);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_points_at_its_place),
		cmocka_unit_test(a_mark_stays_within_its_line),
		cmocka_unit_test(a_character_of_two_bytes_is_one_column_wide),
		cmocka_unit_test(a_place_may_be_a_whole_file_or_none),
		cmocka_unit_test(tags_are_shown_if_asked),
		cmocka_unit_test(errno_is_told_and_returned),
		cmocka_unit_test(hints_and_logs_follow_their_message),
		cmocka_unit_test(the_source_may_be_gone_when_printing),
		cmocka_unit_test(errors_beyond_twenty_are_counted),
		cmocka_unit_test(a_message_is_one_line_whatever_it_names),
		cmocka_unit_test(printing_forgets),
		cmocka_unit_test(every_tag_has_a_name_and_a_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
