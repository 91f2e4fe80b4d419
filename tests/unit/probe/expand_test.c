/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/probe/expand.h"

/* Two providers: one with a single probe that is always there, one that finds "app:::query-*" anew
 * for each description and counts how often it was asked. */

static const struct provider first, app;
static int n_asked;

static bool claims_all(const struct probe_desc *desc)
{
	(void)desc;
	return true;
}

static void add(struct probe_list *list, const struct provider *impl, const char *name,
		const struct probe_desc *desc)
{
	bool is_new;
	int pid;

	if (probe_desc_wants_provider(desc, impl->name, &pid) &&
	    probe_desc_matches(desc, "", "", name))
		probe_list_add(list, impl, impl->name, pid, NULL, "", "", name, &is_new);
}

static int find_first(const struct search *search, const struct probe_desc *desc,
		      struct probe_list *out, struct diag *dg)
{
	(void)search;
	(void)dg;
	add(out, &first, "BEGIN", desc);
	return 0;
}

static int find_app(const struct search *search, const struct probe_desc *desc,
		    struct probe_list *out, struct diag *dg)
{
	(void)search;
	(void)dg;
	n_asked++;
	add(out, &app, "query-start", desc);
	add(out, &app, "query-done", desc);
	add(out, &app, "query-done", desc);
	return 0;
}

static const struct provider first = {
	.name = "first", .doc = "", .is_always = true, .claims = claims_all, .find = find_first
};
static const struct provider app = {
	.name = "app", .doc = "", .claims = claims_all, .find = find_app
};
static const struct provider *const providers[] = { &first, &app, NULL };

struct result {
	struct probe_list list;
	struct probe **probes;
	uint32_t n;
};

static int setup(void **state)
{
	struct result *r = calloc(1, sizeof(*r));

	probe_list_init(&r->list);
	n_asked = 0;
	*state = r;
	return 0;
}

static int teardown(void **state)
{
	struct result *r = *state;

	probe_list_fini(&r->list);
	free(r->probes);
	free(r);
	return 0;
}

static int expand(struct result *r, const char *text)
{
	struct search search = { 0 };
	struct diag *dg = diag_new();
	struct probe_desc desc;
	int ret;

	assert_int_equal(probe_desc_parse(text, DESC_NAME, NULL, dg, &desc), 0);
	ret = probe_expand(providers, &search, &desc, &r->list, dg, &r->probes, &r->n);
	probe_desc_fini(&desc);
	diag_free(dg);
	return ret;
}

static void what_is_always_there_has_the_first_numbers(void **state)
{
	struct result *r = *state;

	assert_int_equal(expand(r, "app:::query-done"), 1);
	assert_int_equal(r->probes[0]->id, 2);
	assert_string_equal(r->list.probes.data[0]->name, "BEGIN");
	assert_int_equal(r->list.probes.data[0]->id, 1);
}

static void a_probe_found_twice_is_one(void **state)
{
	struct result *r = *state;

	assert_int_equal(expand(r, "app:::query-done"), 1);
	assert_int_equal(expand(r, "app:::query-*"), 2);
	assert_int_equal(r->n, 3);
	assert_ptr_equal(r->probes[0], r->probes[2]);
	assert_int_equal(r->list.probes.len, 3);
}

static void a_plain_name_is_not_searched_for_further(void **state)
{
	struct result *r = *state;

	assert_int_equal(expand(r, "BEGIN"), 1);
	assert_int_equal(n_asked, 0);
	assert_int_equal(expand(r, "query-start"), 1);
	assert_int_equal(n_asked, 1);
}

static void a_provider_of_that_name_is_asked_alone(void **state)
{
	struct result *r = *state;

	assert_int_equal(expand(r, "first:::"), 1);
	assert_int_equal(n_asked, 0);
	assert_int_equal(expand(r, ":::"), 3);
}

static void a_number_names_the_probe_that_a_listing_shows(void **state)
{
	struct result *r = *state;

	assert_int_equal(expand(r, "3"), 1);
	assert_string_equal(r->probes[0]->name, "query-done");
	assert_int_equal(expand(r, "4"), 0);
}

static void nothing_found_is_no_error(void **state)
{
	assert_int_equal(expand(*state, "app:::nothing"), 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_always_there_has_the_first_numbers),
		TEST(a_probe_found_twice_is_one),
		TEST(a_plain_name_is_not_searched_for_further),
		TEST(a_provider_of_that_name_is_asked_alone),
		TEST(a_number_names_the_probe_that_a_listing_shows),
		TEST(nothing_found_is_no_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
