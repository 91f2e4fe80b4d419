/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Without a kernel that counts: a test that wants a probe enabled counts itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "sdk/include/usdt_runtime.h"

static void watch(struct usdt_probe *probe, int by)
{
	uint16_t *counter = (uint16_t *)(void *)probe;

	*counter = (uint16_t)(*counter + by);
}

static int setup(void **state)
{
	return usdt_provider_new("shop", "shop.lua", (struct usdt_provider **)state, NULL);
}

static int teardown(void **state)
{
	usdt_provider_free(*state);
	return 0;
}

static struct usdt_probe *add(void *provider, const char *name, const char *signature)
{
	struct usdt_probe *probe = NULL;
	struct usdt_error error = { "" };

	if (usdt_provider_add(provider, "main", name, signature, &probe, &error) < 0)
		fail_msg("%s", error.text);
	return probe;
}

static void commit(void *provider)
{
	struct usdt_error error = { "" };
	const int ret = usdt_provider_commit(provider, &error);

	if (ret == -ENOTSUP)
		skip();
	if (ret < 0)
		fail_msg("%s", error.text);
}

/* How the address is mapped: "r-xp" and so on; "" if it is not. */
static void mapping_of(const void *address, char perms[5], char *path)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];
	bool found = false;

	perms[0] = path[0] = '\0';
	while (!found && fgets(line, sizeof(line), maps)) {
		uintptr_t start, end;

		path[0] = '\0';
		if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s %*s %*s %*s %255[^\n]", &start,
			   &end, perms, path) < 3)
			continue;
		found = start <= (uintptr_t)address && (uintptr_t)address < end;
	}
	if (!found)
		perms[0] = path[0] = '\0';
	fclose(maps);
}

static void assert_mapping(const void *address, const char *perms, const char *path)
{
	char got_perms[5], got_path[256];

	mapping_of(address, got_perms, got_path);
	assert_string_equal(got_perms, perms);
	assert_non_null(strstr(got_path, path));
}

static void a_probe_that_is_not_committed_is_silent(void **state)
{
	struct usdt_probe *probe = add(*state, "a", "i32");
	const uint64_t arg = 1;

	assert_int_equal(usdt_probe_enabled(probe), 0);
	usdt_probe_fire(probe, &arg, 1);
}

static void a_commit_maps_a_file_where_the_probe_is(void **state)
{
	struct usdt_probe *probe = add(*state, "a", "i32");

	commit(*state);
	assert_mapping(probe, "rw-p", "shop.lua");
	assert_mapping((char *)probe - sysconf(_SC_PAGESIZE), "r-xp", "shop.lua");
	commit(*state);
	assert_int_equal(USDT_PROBE_ENABLED(probe), 0);
}

static void an_enabled_probe_takes_any_number_of_arguments(void **state)
{
	static const uint64_t args[USDT_MAX_ARGS] = { 1, 2, 3 };
	struct usdt_probe *probe = add(*state, "a", "i32,i32,i32");

	commit(*state);
	watch(probe, 1);
	assert_int_equal(usdt_probe_enabled(probe), 1);
	usdt_probe_fire(probe, NULL, 0);
	usdt_probe_fire(probe, args, 2);
	usdt_probe_fire(probe, args, USDT_MAX_ARGS);
	watch(probe, -1);
}

static int count_calls(void *ctx, uint64_t args[USDT_MAX_ARGS])
{
	args[USDT_MAX_ARGS - 1] = 1;
	return ++*(int *)ctx > 1 ? -1 : USDT_MAX_ARGS;
}

static void arguments_are_computed_only_for_those_who_watch(void **state)
{
	struct usdt_probe *probe = add(*state, "a", "");
	int n = 0;

	commit(*state);
	usdt_probe_fire_lazy(probe, count_calls, &n);
	assert_int_equal(n, 0);
	watch(probe, 1);
	usdt_probe_fire_lazy(probe, count_calls, &n);
	usdt_probe_fire_lazy(probe, count_calls, &n);
	assert_int_equal(n, 2);
	watch(probe, -1);
}

static void thousands_of_probes_are_several_files(void **state)
{
	static struct usdt_probe *probes[3000];
	char name[16];

	for (int i = 0; i < 3000; i++) {
		snprintf(name, sizeof(name), "probe%d", i);
		probes[i] = add(*state, name, "u64");
	}
	commit(*state);
	for (int i = 0; i < 3000; i++) {
		watch(probes[i], 1);
		usdt_probe_fire(probes[i], (const uint64_t[]){ 1 }, 1);
		watch(probes[i], -1);
	}
	assert_mapping(probes[0], "rw-p", "shop.lua");
	assert_mapping(probes[2999], "rw-p", "shop.lua");
}

static void a_probe_is_there_once_in_a_function(void **state)
{
	struct usdt_error error = { "" };
	struct usdt_probe *probe;

	add(*state, "order-placed", "");
	assert_int_equal(usdt_provider_add(*state, "main", "order__placed", "", &probe, &error),
			 -EEXIST);
	assert_non_null(strstr(error.text, "order__placed"));
	commit(*state);
	assert_int_equal(usdt_provider_add(*state, "main", "order__placed", "", &probe, NULL),
			 -EEXIST);
	assert_int_equal(usdt_provider_add(*state, "other", "order__placed", "", &probe, NULL), 0);
	assert_int_equal(usdt_provider_add(*state, NULL, "order__placed", NULL, &probe, NULL), 0);
}

static void names_that_cannot_be_are_told(void **state)
{
	static const char letters_64[] =
		"abcdefghabcdefghabcdefghabcdefghabcdefghabcdefghabcdefghabcdefgh";
	static const struct {
		const char *function, *name, *signature;
		int error;
	} rows[] = {
		{ "f", "", "", -EINVAL },	{ "f", NULL, "", -EINVAL },
		{ "f", "1st", "", -EINVAL },	{ "f", "a b", "", -EINVAL },
		{ "f", "a:b", "", -EINVAL },	{ "f", letters_64, "", -ENAMETOOLONG },
		{ "a:b", "n", "", -EINVAL },	{ "a b", "n", "", -EINVAL },
		{ "f", "n", "char *", -EINVAL }
	};
	struct usdt_provider *provider;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct usdt_error error = { "" };
		struct usdt_probe *probe;

		assert_int_equal(usdt_provider_add(*state, rows[i].function, rows[i].name,
						   rows[i].signature, &probe, &error),
				 rows[i].error);
		assert_true(*error.text);
	}
	assert_int_equal(usdt_provider_new("no good", NULL, &provider, NULL), -EINVAL);
	assert_int_equal(usdt_provider_new("good", "a/b", &provider, NULL), -EINVAL);
	assert_int_equal(usdt_provider_new("good", letters_64, &provider, NULL), -ENAMETOOLONG);
}

static void what_nobody_watches_is_unmapped(void **state)
{
	struct usdt_provider *provider;
	struct usdt_probe *probe;

	(void)state;
	assert_int_equal(usdt_provider_new("gone", NULL, &provider, NULL), 0);
	probe = add(provider, "a", "");
	commit(provider);
	usdt_provider_free(provider);
	assert_mapping(probe, "", "");
}

static void what_somebody_watches_stays_mapped(void **state)
{
	struct usdt_provider *provider;
	struct usdt_probe *probe;

	(void)state;
	assert_int_equal(usdt_provider_new("kept", NULL, &provider, NULL), 0);
	probe = add(provider, "a", "");
	commit(provider);
	watch(probe, 1);
	usdt_provider_free(provider);
	assert_mapping(probe, "rw-p", "kept");
}

static void a_child_goes_on_with_its_own(void **state)
{
	struct usdt_probe *probe = add(*state, "a", "");
	int status;
	pid_t child;

	commit(*state);
	child = fork();
	if (child == 0) {
		struct usdt_probe *another;
		int ret = usdt_provider_add(*state, "f", "b", "", &another, NULL);

		ret |= usdt_provider_commit(*state, NULL);
		watch(another, 1);
		usdt_probe_fire(another, NULL, 0);
		_exit(ret ? 1 : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(USDT_PROBE_ENABLED(probe), 0);
}

struct adder {
	pthread_t thread;
	void *provider;
	char letter;
	int n_failed;
};

static void *add_many(void *arg)
{
	struct adder *adder = arg;
	struct usdt_probe *probe;
	char name[16];

	for (int i = 0; i < 500; i++) {
		snprintf(name, sizeof(name), "%c%d", adder->letter, i);
		adder->n_failed += usdt_provider_add(adder->provider, NULL, name, "u64", &probe,
						     NULL) != 0;
		if (i % 50 == 0)
			adder->n_failed += usdt_provider_commit(adder->provider, NULL) != 0;
		usdt_probe_fire(probe, (const uint64_t[]){ 1 }, 1);
	}
	return NULL;
}

static void threads_share_a_provider(void **state)
{
	struct adder adders[4];

	commit(*state);
	for (int i = 0; i < 4; i++) {
		adders[i] = (struct adder){ .provider = *state, .letter = (char)('a' + i) };
		pthread_create(&adders[i].thread, NULL, add_many, &adders[i]);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(adders[i].thread, NULL);
		assert_int_equal(adders[i].n_failed, 0);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_probe_that_is_not_committed_is_silent),
		TEST(a_commit_maps_a_file_where_the_probe_is),
		TEST(an_enabled_probe_takes_any_number_of_arguments),
		TEST(arguments_are_computed_only_for_those_who_watch),
		TEST(thousands_of_probes_are_several_files),
		TEST(a_probe_is_there_once_in_a_function),
		TEST(names_that_cannot_be_are_told),
		cmocka_unit_test(what_nobody_watches_is_unmapped),
		cmocka_unit_test(what_somebody_watches_stays_mapped),
		TEST(a_child_goes_on_with_its_own),
		TEST(threads_share_a_provider),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
