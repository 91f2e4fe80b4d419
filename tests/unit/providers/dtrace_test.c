/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "providers/providers.h"
#include "runtime/probe/expand.h"

static void the_first_three_probes_are_begin_end_and_error(void **state)
{
	static const char *const names[] = { "BEGIN", "END", "ERROR" };
	struct diag *dg = diag_new();
	struct search search = { 0 };
	struct probe **probes = NULL;
	struct probe_list list;
	struct probe_desc desc;
	uint32_t n = 0;

	(void)state;
	probe_list_init(&list);
	probe_desc_parse("profile:::tick-1s", DESC_NAME, NULL, dg, &desc);
	assert_int_equal(probe_expand(providers, &search, &desc, &list, dg, &probes, &n), 1);
	assert_int_equal(probes[0]->id, 4);
	for (uint32_t i = 0; i < 3; i++) {
		assert_string_equal(list.probes.data[i]->name, names[i]);
		assert_string_equal(list.probes.data[i]->provider, "dtrace");
		assert_int_equal(list.probes.data[i]->id, i + 1);
	}
	free(probes);
	probe_desc_fini(&desc);
	probe_list_fini(&list);
	diag_free(dg);
}

static void error_has_what_the_fault_tells(void **state)
{
	struct diag *dg = diag_new();
	struct search search = { 0 };
	struct probe_list list;
	struct probe_desc desc;
	struct probe *error;

	(void)state;
	probe_list_init(&list);
	probe_desc_parse("ERROR", DESC_NAME, NULL, dg, &desc);
	assert_true(dtrace_provider.claims(&desc));
	assert_int_equal(dtrace_provider.find(&search, &desc, &list, dg), 0);
	assert_int_equal(list.found.len, 1);
	error = list.found.data[0];
	assert_int_equal(error->trigger, TRIGGER_ERROR);
	assert_int_equal(error->n_common_args, 6);
	for (uint32_t i = 1; i < 6; i++) {
		assert_int_equal(error->common_args[i].kind, ARGLOC_FAULT);
		assert_int_equal(error->common_args[i].value, i);
	}
	probe_desc_fini(&desc);
	probe_list_fini(&list);
	diag_free(dg);
}

static void every_provider_says_what_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; providers[i]; i++) {
		assert_true(strlen(providers[i]->name) > 0);
		assert_true(strlen(providers[i]->doc) > 40);
		assert_non_null(providers[i]->claims);
		assert_non_null(providers[i]->find);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_three_probes_are_begin_end_and_error),
		cmocka_unit_test(error_has_what_the_fault_tells),
		cmocka_unit_test(every_provider_says_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
