/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/kern/btf.h"
#include "tests/unit/kern/live.h"

static int offset_of(void **state, const char *type, const char *member)
{
	struct diag *dg = diag_new();
	int offset = kern_btf_member_offset(*state, type, member, dg);

	assert_int_equal(diag_n_errors(dg), offset < 0);
	diag_free(dg);
	return offset;
}

static void the_first_member_lies_at_0(void **state)
{
	assert_int_equal(offset_of(state, "list_head", "next"), 0);
	assert_int_equal(offset_of(state, "list_head", "prev"), sizeof(void *));
}

static void a_dotted_path_adds_up(void **state)
{
	assert_int_equal(offset_of(state, "task_struct", "tasks.prev"),
			 offset_of(state, "task_struct", "tasks") + (int)sizeof(void *));
	assert_true(offset_of(state, "task_struct", "se.sum_exec_runtime") >
		    offset_of(state, "task_struct", "se"));
}

/* page.mapping lies in an anonymous struct of an anonymous union. */
static void members_of_anonymous_structs_are_found(void **state)
{
	assert_true(offset_of(state, "page", "mapping") > 0);
	assert_true(offset_of(state, "page", "mapping") < 64);
}

static void what_is_not_there_is_told(void **state)
{
	assert_int_equal(offset_of(state, "task_struct", "no_such_member"), -ENOENT);
	assert_int_equal(offset_of(state, "no_such_type", "x"), -ENOENT);
	assert_int_equal(offset_of(state, "task_struct", "pid.x"), -ENOENT);
	assert_int_equal(offset_of(state, "task_struct", "tasks."), -ENOENT);
	assert_int_equal(offset_of(state, "task_struct", ""), -ENOENT);
}

/* All of it packed, with the gaps told. */
static void a_type_is_declared_with_what_it_holds(void **state)
{
	const char *text = kern_btf_declare(*state, "struct list_head");

	assert_string_equal(text, "struct list_head { struct list_head *next; "
				  "struct list_head *prev; } __attribute__((packed));\n");
	assert_string_equal(kern_btf_declare(*state, "struct list_head"), "");
	kern_btf_forget(*state);
	assert_non_null(strstr(kern_btf_declare(*state, "struct list_head"), "next"));
	text = kern_btf_declare(*state, "struct task_struct");
	assert_non_null(strstr(text, "struct list_head tasks; "));
	assert_null(strstr(text, "struct list_head {"));
	assert_non_null(strstr(text, "} __attribute__((packed)) atomic_t;\n"));
	assert_null(strstr(text, "pid_t"));
	assert_null(kern_btf_declare(*state, "struct no_such_type"));
	assert_null(kern_btf_declare(*state, "task_struct"));
}

static int set_up(void **state)
{
	*state = kern_btf_new();
	return 0;
}

static int tear_down(void **state)
{
	kern_btf_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_member_lies_at_0),
		cmocka_unit_test(a_dotted_path_adds_up),
		cmocka_unit_test(members_of_anonymous_structs_are_found),
		cmocka_unit_test(what_is_not_there_is_told),
		cmocka_unit_test(a_type_is_declared_with_what_it_holds),
	};

	if (!live_is_allowed() || access("/sys/kernel/btf/vmlinux", R_OK))
		return live_skip();
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
