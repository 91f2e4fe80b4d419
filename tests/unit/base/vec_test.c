/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/base/vec.h"

static void elements_stand_in_order(void **state)
{
	VEC(int) v = { 0 };
	int sum = 0;

	(void)state;
	for (int i = 0; i < 100; i++)
		vec_push(&v, i);
	vec_each(it, &v)
		sum += *it;
	assert_int_equal(v.len, 100);
	assert_int_equal(v.data[57], 57);
	assert_int_equal(sum, 4950);
	vec_fini(&v);
}

static void an_added_element_is_zero(void **state)
{
	VEC(struct {
		int a;
		char *b;
	}) v = { 0 };

	(void)state;
	vec_reserve(&v, 20);
	for (size_t i = 0; i < v.cap; i++)
		v.data[i].a = 1;
	assert_int_equal(vec_add(&v)->a, 0);
	vec_fini(&v);
	assert_null(v.data);
}

static void an_empty_array_has_no_rounds(void **state)
{
	VEC(int) v = { 0 };

	(void)state;
	vec_each(it, &v)
		fail_msg("a round for nothing: %d", *it);
	vec_fini(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_stand_in_order),
		cmocka_unit_test(an_added_element_is_zero),
		cmocka_unit_test(an_empty_array_has_no_rounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
