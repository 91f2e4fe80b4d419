/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Probes written with systemtap's <sys/sdt.h>, where it is installed, as most programs have them.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#if __has_include(<sys/sdt.h>)

#define _SDT_HAS_SEMAPHORES 1
#include <sys/sdt.h>

#include "providers/providers.h"

unsigned short peer_types__all_semaphore __attribute__((section(".probes")));
unsigned short peer_constants_semaphore __attribute__((section(".probes")));
unsigned short peer_twelve_semaphore __attribute__((section(".probes")));
unsigned short peer_nothing_semaphore __attribute__((section(".probes")));

int peer_global = 3;

__attribute__((noinline)) static void fire(signed char c, unsigned short s, int i, unsigned long u,
					   const char *p, int *array)
{
	DTRACE_PROBE6(peer, types__all, c, s, i, u, p, array[i & 1]);
	DTRACE_PROBE4(peer, constants, 1, -1, 123456789012345, (unsigned char)200);
	DTRACE_PROBE12(peer, twelve, c, s, i, u, p, array, peer_global, 8, 9, 10, 11, 12);
	DTRACE_PROBE(peer, nothing);
}

static void probes_of_the_other_header_are_understood(void **state)
{
	static const char *const files[] = { "/proc/self/exe" };
	static const struct {
		const char *name;
		uint32_t n_args;
		const char *types[6];
	} rows[] = {
		{ "constants", 4, { "int32_t", "int32_t", "int64_t", "uint8_t" } },
		{ "nothing", 0, { NULL } },
		{ "twelve", 12, { "int8_t", "uint16_t", "int32_t", "uint64_t", "uint64_t" } },
		{ "types-all",
		  6,
		  { "int8_t", "uint16_t", "int32_t", "uint64_t", "uint64_t", "int32_t" } },
	};
	struct search search = { .files = files, .n_files = 1 };
	struct diag *dg = diag_new();
	struct probe_list list;
	struct probe_desc desc;

	(void)state;
	fire(1, 2, 3, 4, "five", (int[]){ 6, 7 });
	probe_list_init(&list);
	assert_int_equal(probe_desc_parse("peer:::", DESC_NAME, NULL, dg, &desc), 0);
	assert_int_equal(usdt_provider.find(&search, &desc, &list, dg), 0);
	assert_int_equal(list.found.len, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct probe *probe = list.found.data[i];

		assert_string_equal(probe->name, rows[i].name);
		assert_int_equal(probe->n_args, rows[i].n_args);
		assert_int_not_equal(probe->sites[0].semaphore, 0);
		for (uint32_t a = 0; a < probe->n_args; a++)
			assert_int_not_equal(probe->sites[0].args[a].kind, ARGLOC_NONE);
		for (uint32_t a = 0; a < 6 && rows[i].types[a]; a++)
			assert_string_equal(probe->args[a].type, rows[i].types[a]);
	}
	assert_int_equal(list.found.data[0]->sites[0].args[2].value, 123456789012345);
	probe_desc_fini(&desc);
	probe_list_fini(&list);
	diag_free(dg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(probes_of_the_other_header_are_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	puts("1..0 # SKIP <sys/sdt.h> is not installed");
	return 0;
}

#endif
