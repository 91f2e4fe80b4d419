/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The program that is searched is this one. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "providers/providers.h"
#include "runtime/base/str.h"
#include "runtime/kern/caps.h"
#include "runtime/proc/proc.h"

/* Probe sites of all kinds, in this very program. None is ever run. */
__asm__(".macro probe name, site, args\n"
	".pushsection .note.stapsdt, \"\", %note\n"
	".balign 4\n"
	".4byte 8, 994f - 993f, 3\n"
	".asciz \"stapsdt\"\n"
	"993: .8byte \\site, _.stapsdt.base, usdt_test_semaphore\n"
	".asciz \"usdt_test\"\n"
	".asciz \"\\name\"\n"
	".asciz \"\\args\"\n"
	"994: .balign 4\n"
	".popsection\n"
	".endm\n"
	".pushsection .stapsdt.base, \"a\", %progbits\n"
	".weak _.stapsdt.base\n"
	".hidden _.stapsdt.base\n"
	"_.stapsdt.base:\n"
	".space 1\n"
	".popsection\n"
	".pushsection .probes, \"aw\", %progbits\n"
	".balign 2\n"
	"usdt_test_semaphore:\n"
	".2byte 0\n"
	".popsection\n"
	".pushsection .text\n"
	".type usdt_test_busy.part.0, %function\n"
	"usdt_test_busy.part.0:\n"
	"usdt_test_site1:\n"
	"nop\n"
	"usdt_test_site2:\n"
	"nop\n"
	"usdt_test_wrong:\n"
	"ret\n"
	".size usdt_test_busy.part.0, . - usdt_test_busy.part.0\n"
	".type usdt_test_idle, %function\n"
	"usdt_test_idle:\n"
	"usdt_test_site3:\n"
	"nop\n"
	"ret\n"
#if defined(__x86_64__)
	"usdt_test_nop5:\n"
	".byte 0x0f, 0x1f, 0x44, 0x00, 0x00\n"
	"usdt_test_nop1:\n"
	".byte 0x90, 0x0f, 0x1f, 0x44, 0x00, 0x00\n"
#endif
	".size usdt_test_idle, . - usdt_test_idle\n"
	".popsection\n"
	"probe work__start, usdt_test_site1, \"4@$7 8@$1\"\n"
	"probe work__start, usdt_test_site2, \"-4@$7\"\n"
	"probe work__start, usdt_test_site3, \"2@$7\"\n"
	"probe work__done, usdt_test_site3, \"\"\n"
	"probe wrong, usdt_test_wrong, \"8@what\"\n"
#if defined(__x86_64__)
	"probe nop5, usdt_test_nop5, \"\"\n"
	"probe nop1, usdt_test_nop1, \"\"\n"
#endif
);

struct fixture {
	struct diag *dg;
	struct probe_list list;
	struct proc_cache *procs;
	struct search search;
	const char *file;
	int pid;
};

static int setup(void **state)
{
	static const char self[] = "/proc/self/exe";
	struct fixture *f = calloc(1, sizeof(*f));

	f->dg = diag_new();
	f->procs = proc_cache_new("/proc");
	f->file = self;
	f->pid = getpid();
	probe_list_init(&f->list);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	probe_list_fini(&f->list);
	proc_cache_free(f->procs);
	diag_free(f->dg);
	free(f);
	return 0;
}

/* Returns how many were found; the first one in list.found. */
static size_t find(struct fixture *f, const char *text)
{
	struct probe_desc desc;

	probe_list_mark(&f->list);
	assert_int_equal(probe_desc_parse(text, DESC_NAME, NULL, f->dg, &desc), 0);
	assert_true(usdt_provider.claims(&desc));
	assert_int_equal(usdt_provider.find(&f->search, &desc, &f->list, f->dg), 0);
	probe_desc_fini(&desc);
	return f->list.found.len;
}

static void search_own_file(struct fixture *f)
{
	f->search = (struct search){ .files = &f->file, .n_files = 1 };
}

static void sites_in_one_function_are_one_probe(void **state)
{
	struct fixture *f = *state;
	const struct probe *probe;

	search_own_file(f);
	assert_int_equal(find(f, "usdt_test:::work-start"), 2);
	probe = f->list.found.data[0];
	assert_string_equal(probe->provider, "usdt_test");
	assert_string_equal(probe->func, "usdt_test_busy");
	assert_string_equal(probe->name, "work-start");
	assert_string_equal(probe->module, "exe");
	assert_int_equal(probe->pid, 0);
	assert_int_equal(probe->n_sites, 2);
	assert_true(probe->sites[0].offset < probe->sites[1].offset);
	assert_int_not_equal(probe->sites[0].semaphore, 0);
	assert_string_equal(f->list.found.data[1]->func, "usdt_test_idle");
}

static void types_are_the_widest_of_all_sites(void **state)
{
	struct fixture *f = *state;
	const struct probe *probe;

	search_own_file(f);
	assert_int_equal(find(f, "usdt_test::usdt_test_busy:work-start"), 1);
	probe = f->list.found.data[0];
	assert_int_equal(probe->n_args, 2);
	assert_string_equal(probe->args[0].type, "int32_t");
	assert_string_equal(probe->args[1].type, "uint64_t");
	assert_int_equal(probe->sites[1].n_args, 1);
	assert_int_equal(probe->sites[0].args[0].value, 7);
}

static void an_argument_that_cannot_be_read_says_why(void **state)
{
	struct fixture *f = *state;

	search_own_file(f);
	assert_int_equal(find(f, "usdt_test:::wrong"), 1);
	assert_int_equal(f->list.found.data[0]->sites[0].args[0].kind, ARGLOC_NONE);
	assert_non_null(f->list.found.data[0]->sites[0].args[0].why);
	assert_int_equal(diag_n_warnings(f->dg), 0);
}

static void what_is_found_again_is_the_same(void **state)
{
	struct fixture *f = *state;
	const struct probe *probe;

	search_own_file(f);
	assert_int_equal(find(f, "usdt_test:::work-done"), 1);
	probe = f->list.found.data[0];
	assert_int_equal(find(f, "work-done"), 1);
	assert_ptr_equal(f->list.found.data[0], probe);
	assert_int_equal(probe->n_sites, 1);
}

static void a_process_has_probes_of_its_own(void **state)
{
	auto_str struct str text = { 0 };
	struct fixture *f = *state;
	const struct probe *probe;

	f->search = (struct search){ .procs = f->procs };
	str_printf(&text, "usdt_test%d:::work-done", f->pid);
	assert_int_equal(find(f, text.data), 1);
	probe = f->list.found.data[0];
	assert_int_equal(probe->pid, f->pid);
	assert_string_equal(probe->module, "usdt_test");
	str_clear(&text);
	str_printf(&text, "usdt_test%d", f->pid);
	assert_string_equal(probe->provider, text.data);
	assert_int_equal(find(f, "usdt_test2147483646:::"), 0);
}

static void a_target_is_where_plain_names_are_looked_for(void **state)
{
	struct fixture *f = *state;

	f->search = (struct search){
		.procs = f->procs, .pids = &f->pid, .n_pids = 1, .files = &f->file, .n_files = 1
	};
	assert_int_equal(find(f, "usdt_test*:::work-done"), 1);
	assert_int_equal(f->list.found.data[0]->pid, f->pid);
}

static void all_processes_are_searched_without_a_target(void **state)
{
	struct fixture *f = *state;

	f->search = (struct search){ .procs = f->procs };
	assert_int_equal(find(f, "usdt_test:::work-done"), 1);
	assert_int_equal(f->list.found.data[0]->pid, 0);
}

static void files_that_cannot_be_read_are_told(void **state)
{
	static const char *const files[] = { "/no/such/file", "/etc/passwd", "/dev/zero" };
	struct fixture *f = *state;

	f->search = (struct search){ .files = files, .n_files = 3 };
	assert_int_equal(find(f, "usdt_test:::"), 0);
	assert_int_equal(diag_n_warnings(f->dg), 3);
	assert_int_equal(diag_n_errors(f->dg), 0);
}

static int attach(struct fixture *f, bool is_broken)
{
	struct kern_caps caps = { 0 };
	struct attach_point point = { .probe = f->list.found.data[0] };

	kern_set(&caps, KERN_NOP5_BROKEN, is_broken);
	return usdt_provider.attach(&caps, -1, &point, 1, NULL, f->dg);
}

static void what_is_no_nop_is_not_touched(void **state)
{
	struct fixture *f = *state;

	search_own_file(f);
	assert_int_equal(find(f, "usdt_test:::wrong"), 1);
	assert_int_equal(attach(f, false), 0);
	assert_int_equal(diag_tag_at(f->dg, 0), D_ATTACH);
}

static void a_long_nop_is_not_touched_where_it_would_do_harm(void **state)
{
	struct fixture *f = *state;

	search_own_file(f);
	if (find(f, "usdt_test:::nop5") == 0)
		skip();
	assert_int_equal(attach(f, true), 0);
	assert_int_equal(diag_n_warnings(f->dg), 1);
}

/* Real ones, where they are installed: how many names, how many sites. */
static void assert_real(struct fixture *f, const char *path, const char *provider, size_t n_names,
			size_t n_sites)
{
	auto_str struct str text = { 0 };
	const char *last = "";
	size_t sites = 0, names = 0;

	if (access(path, R_OK) != 0)
		skip();
	f->search = (struct search){ .files = &path, .n_files = 1 };
	str_printf(&text, "%s:::", provider);
	assert_true(find(f, text.data) >= n_names);
	vec_each(it, &f->list.found) {
		const struct probe *probe = *it;

		names += strcmp(probe->name, last) != 0;
		last = probe->name;
		sites += probe->n_sites;
		for (uint32_t i = 0; i < probe->n_sites; i++) {
			assert_int_not_equal(probe->sites[i].semaphore, 0);
			for (uint32_t a = 0; a < probe->sites[i].n_args; a++)
				assert_int_not_equal(probe->sites[i].args[a].kind, ARGLOC_NONE);
		}
	}
	assert_int_equal(names, n_names);
	assert_int_equal(sites, n_sites);
	assert_int_equal(diag_n_warnings(f->dg), 0);
}

static void postgresql_is_understood(void **state)
{
	assert_real(*state, "/usr/lib/postgresql/15/bin/postgres", "postgresql", 57, 71);
}

static void python_is_understood(void **state)
{
	assert_real(*state, "/usr/bin/python3.11", "python", 8, 8);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(sites_in_one_function_are_one_probe),
		TEST(types_are_the_widest_of_all_sites),
		TEST(an_argument_that_cannot_be_read_says_why),
		TEST(what_is_found_again_is_the_same),
		TEST(a_process_has_probes_of_its_own),
		TEST(a_target_is_where_plain_names_are_looked_for),
		TEST(all_processes_are_searched_without_a_target),
		TEST(files_that_cannot_be_read_are_told),
		TEST(what_is_no_nop_is_not_touched),
		TEST(a_long_nop_is_not_touched_where_it_would_do_harm),
		TEST(postgresql_is_understood),
		TEST(python_is_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
