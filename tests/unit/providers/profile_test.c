/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>

#include <cmocka.h>

#include "providers/providers.h"

struct fixture {
	struct diag *dg;
	struct probe_list list;
};

static int setup(void **state)
{
	static struct fixture f;

	f.dg = diag_new();
	probe_list_init(&f.list);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	probe_list_fini(&f->list);
	diag_free(f->dg);
	return 0;
}

static int find(struct fixture *f, const char *text)
{
	struct search search = { 0 };
	struct probe_desc desc;
	int ret;

	probe_list_mark(&f->list);
	assert_int_equal(probe_desc_parse(text, DESC_NAME, NULL, f->dg, &desc), 0);
	ret = profile_provider.claims(&desc)
		      ? profile_provider.find(&search, &desc, &f->list, f->dg)
		      : 0;
	probe_desc_fini(&desc);
	return ret;
}

static void a_number_is_a_rate_or_with_a_unit_an_interval(void **state)
{
	static const struct {
		const char *name;
		uint64_t interval;
	} rows[] = {
		{ "tick-1", 1000000000 },      { "tick-1s", 1000000000 },
		{ "tick-1sec", 1000000000 },   { "tick-10hz", 100000000 },
		{ "tick-500ms", 500000000 },   { "tick-500msec", 500000000 },
		{ "tick-200us", 200000 },      { "tick-200usec", 200000 },
		{ "tick-100000ns", 100000 },   { "tick-100000nsec", 100000 },
		{ "tick-2m", 120000000000 },   { "tick-2min", 120000000000 },
		{ "tick-1h", 3600000000000 },  { "tick-1hour", 3600000000000 },
		{ "tick-1d", 86400000000000 }, { "tick-1day", 86400000000000 },
		{ "profile-997", 1003009 },    { "profile-97hz", 10309278 },
		{ "profile-1ms", 1000000 },    { "profile:::tick-5s", 5000000000 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(find(f, rows[i].name), 0);
		assert_int_equal(f->list.found.len, 1);
		assert_int_equal(f->list.found.data[0]->interval, rows[i].interval);
	}
}

static void kinds_differ_in_what_fires_them(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(find(f, "profile-997"), 0);
	assert_int_equal(f->list.found.data[0]->trigger, TRIGGER_SAMPLE);
	assert_int_equal(f->list.found.data[0]->common_args[1].kind, ARGLOC_SAMPLE_PC);
	assert_int_equal(f->list.found.data[0]->common_args[1].value, 1);
	assert_int_equal(find(f, "tick-1s"), 0);
	assert_int_equal(f->list.found.data[0]->trigger, TRIGGER_TIMER);
}

static void the_same_name_is_the_same_probe(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(find(f, "tick-1s"), 0);
	assert_int_equal(find(f, "profile:::tick-1s"), 0);
	assert_int_equal(f->list.probes.len, 1);
}

static void what_makes_no_sense_is_told(void **state)
{
	static const char *const names[] = {
		"tick-0",	  "profile-0s",	  "tick-1foo",
		"profile-10001",  "profile-99us", "tick-18446744073709551616",
		"tick-10000000d",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(find(f, names[i]), -EINVAL);
		assert_int_equal(f->list.found.len, 0);
	}
}

static void other_names_are_nobodys_error(void **state)
{
	static const char *const names[] = { "tick-",	      "ticket",
					     "tick",	      "profile",
					     "BEGIN",	      "tick-x",
					     "app:::tick-1s", "profile:m::tick-1s" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(find(f, names[i]), 0);
		assert_int_equal(f->list.found.len, 0);
	}
}

static void a_listing_shows_the_customary_ones(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(find(f, "profile:::"), 0);
	assert_int_equal(f->list.found.len, 13);
	assert_string_equal(f->list.found.data[0]->name, "profile-97");
	assert_int_equal(find(f, "tick-*"), 0);
	assert_int_equal(f->list.found.len, 6);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_number_is_a_rate_or_with_a_unit_an_interval),
		TEST(kinds_differ_in_what_fires_them),
		TEST(the_same_name_is_the_same_probe),
		TEST(what_makes_no_sense_is_told),
		TEST(other_names_are_nobodys_error),
		TEST(a_listing_shows_the_customary_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
