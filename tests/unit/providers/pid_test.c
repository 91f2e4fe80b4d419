/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The process that is searched is this one. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "providers/providers.h"
#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/proc/proc.h"

#if defined(__x86_64__)

/* None is ever run. pid_test_exits returns by itself, by another function and from its cold part;
 * the jumps through the table and in registers after an addition stay within. */
__asm__(".macro function name\n"
	".type \\name, %function\n"
	"\\name:\n"
	".endm\n"
	".macro end name\n"
	".size \\name, . - \\name\n"
	".endm\n"
	".pushsection .text\n"
	"function pid_test_marked\n"
	"endbr64\n"
	"push %rbp\n"
	"pop %rbp\n"
	"ret\n"
	"end pid_test_marked\n"
	"function pid_test_exits\n"
	"test %edi, %edi\n"
	"je 2f\n"
	"jmp *(,%rax,8)\n"
	"add %rdx, %rax\n"
	"jmp *%rax\n"
	"je pid_test_exits.cold\n"
	"ret\n"
	"2: jmp pid_test_marked\n"
	"3: jmp *8(%rax)\n"
	"end pid_test_exits\n"
	"function pid_test_exits.cold\n"
	"nop\n"
	"jmp 3b\n"
	"ret\n"
	"end pid_test_exits.cold\n"
	"function pid_test_never\n"
	"1: jmp 1b\n"
	"end pid_test_never\n"
	"function pid_test_data\n"
	"ret\n"
	".byte 0x06\n"
	"end pid_test_data\n"
	"function pid_test_lock\n"
	"lock incl (%rdi)\n"
	"ret\n"
	"end pid_test_lock\n"
	"function _ZN3pid4testEi\n"
	"ret\n"
	"end _ZN3pid4testEi\n"
	".popsection\n");

struct fixture {
	struct diag *dg;
	struct probe_list list;
	struct search search;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->dg = diag_new();
	f->search.procs = proc_cache_new("/proc");
	probe_list_init(&f->list);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	probe_list_fini(&f->list);
	proc_cache_free(f->search.procs);
	diag_free(f->dg);
	free(f);
	return 0;
}

/* What is found for "pidNUMBER:" and the text; less than 0 is an error. */
static int find(struct fixture *f, const char *text)
{
	auto_free char *spec = xasprintf("pid%d:%s", getpid(), text);
	struct probe_desc desc;
	int ret;

	probe_list_mark(&f->list);
	assert_int_equal(probe_desc_parse(spec, DESC_NAME, NULL, f->dg, &desc), 0);
	assert_true(pid_provider.claims(&desc));
	ret = pid_provider.find(&f->search, &desc, &f->list, f->dg);
	probe_desc_fini(&desc);
	return ret < 0 ? ret : (int)f->list.found.len;
}

static const struct probe *find_one(struct fixture *f, const char *text)
{
	assert_int_equal(find(f, text), 1);
	return f->list.found.data[0];
}

/* Why the last search found nothing, as the newest warning says. */
static bool is_left_out(struct fixture *f, const char *text)
{
	return find(f, text) == 0 && diag_n_warnings(f->dg) == 1;
}

static void only_a_process_number_makes_it_ours(void **state)
{
	static const struct {
		const char *text;
		bool is_ours;
	} rows[] = {
		{ "pid1:::", true },   { "pid*:::", false }, { "pid:::", false },
		{ "pidx1:::", false }, { ":::entry", false }, { "pid01:::", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct diag *dg = diag_new();
		struct probe_desc desc;

		assert_int_equal(probe_desc_parse(rows[i].text, DESC_NAME, NULL, dg, &desc), 0);
		assert_int_equal(pid_provider.claims(&desc), rows[i].is_ours);
		probe_desc_fini(&desc);
		diag_free(dg);
	}
}

static void entry_stands_behind_the_mark(void **state)
{
	const struct probe *probe = find_one(*state, "a.out:pid_test_marked:entry");

	assert_int_equal(probe->n_sites, 1);
	assert_int_equal(probe->sites->address & 3,
			 find_one(*state, "a.out:pid_test_marked:4")->sites->address & 3);
	assert_int_equal(probe->sites->exec, ARCH_EXEC_EMULATED);
	assert_string_equal(probe->func, "pid_test_marked");
	assert_string_equal(probe->name, "entry");
	assert_string_equal(probe->module, "pid_test");
}

static void entry_has_ten_arguments(void **state)
{
	const struct probe *probe = find_one(*state, "a.out:pid_test_marked:entry");
	const struct argloc *args = probe->sites->args;

	assert_int_equal(probe->sites->n_args, 10);
	assert_int_equal(args[0].kind, ARGLOC_REG);
	assert_int_equal(args[5].reg, 9);
	assert_int_equal(args[6].kind, ARGLOC_MEM);
	assert_int_equal(args[6].value, 8);
	assert_int_equal(args[9].value, 32);
}

static void offsets_are_where_instructions_begin(void **state)
{
	assert_int_equal(find(*state, "a.out:pid_test_marked:?"), 4);
	assert_int_equal(find(*state, "a.out:pid_test_marked:"), 6);
	assert_true(is_left_out(*state, "a.out:pid_test_marked:1"));
}

static void an_offset_may_be_out_of_the_function(void **state)
{
	assert_true(is_left_out(*state, "a.out:pid_test_marked:ff"));
}

/* A sanitizer brings libraries that throw, so returns are probed at the ways out. */
#ifdef __SANITIZE_ADDRESS__
#define MAY_THROW true
#else
#define MAY_THROW false
#endif

static void a_return_is_known_by_the_ways_out(void **state)
{
	static const int64_t offsets[] = { 0x12, 0x13, 0x15, 0x1b };
	const struct probe *probe;

	if (MAY_THROW)
		skip();
	probe = find_one(*state, "a.out:pid_test_exits:return");
	assert_int_equal(probe->n_sites, 1);
	assert_true(probe->sites->is_return);
	assert_int_equal(probe->sites->args[0].kind, ARGLOC_NONE);
	assert_int_equal(probe->n_exact_sites, 4);
	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++)
		assert_int_equal(probe->exact_sites[i].args[0].value, offsets[i]);
	assert_int_equal(probe->exact_sites[3].args[1].kind, ARGLOC_REG);
}

static void a_single_way_out_needs_no_search(void **state)
{
	const struct probe *probe = find_one(*state, "a.out:pid_test_marked:return");

	assert_null(probe->exact_sites);
	assert_int_equal(probe->sites->args[0].kind, ARGLOC_TABLE);
	assert_int_equal(probe->sites->args[0].value, 6);
}

static void what_never_returns_has_no_return(void **state)
{
	assert_true(is_left_out(*state, "a.out:pid_test_never:return"));
	assert_int_equal(find(*state, "a.out:pid_test_never:entry"), 1);
}

static void data_in_a_function_ends_its_offsets(void **state)
{
	if (MAY_THROW)
		skip();
	assert_int_equal(find(*state, "a.out:pid_test_data:?"), 1);
	assert_int_equal(find(*state, "a.out:pid_test_data:return"), 1);
	assert_null(((struct fixture *)*state)->list.found.data[0]->exact_sites);
}

static void what_the_kernel_refuses_is_left_out(void **state)
{
	assert_true(is_left_out(*state, "a.out:pid_test_lock:entry"));
}

static void a_return_does_without_a_probe_on_the_entry(void **state)
{
	const struct probe *probe = find_one(*state, "a.out:pid_test_lock:return");

	assert_false(probe->sites->is_return);
	assert_int_equal(probe->sites->args[0].value, 3);
}

static void a_mangled_name_matches_both_ways(void **state)
{
	static const char *const texts[] = { "a.out:_ZN3pid4testEi:entry",
					     "a.out:pid??test:entry",
					     "a.out:pid??test(int):entry" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_string_equal(find_one(*state, texts[i])->func, "pid::test(int)");
	assert_int_equal(((struct fixture *)*state)->list.probes.len, 1);
}

static void modules_have_several_names(void **state)
{
	static const char *const texts[] = { "a.out:pid_test_never:entry",
					     "pid_test:pid_test_never:entry",
					     "*:pid_test_never:entry",
					     ":pid_test_never:entry",
					     "pid_tes[st]:pid_test_never:entry" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		find_one(*state, texts[i]);
	assert_int_equal(find(*state, "libc:pid_test_never:entry"), 0);
	assert_int_equal(((struct fixture *)*state)->list.probes.len, 1);
}

static void a_name_must_be_one(void **state)
{
	assert_true(find(*state, "a.out:pid_test_never:xyz") < 0);
	assert_true(find(*state, "a.out:-:entry") < 0);
}

/* Nobody wants all instructions of a process, and it would take minutes. */
static void too_many_probes_are_refused_but_listed(void **state)
{
	struct fixture *f = *state;

	assert_true(find(f, "::") < 0);
	assert_int_equal(diag_tag_at(f->dg, 0), D_PDESC_INVAL);
	f->search.is_listing = true;
	assert_true(find(f, "::") > 250000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(only_a_process_number_makes_it_ours),
		TEST(entry_stands_behind_the_mark),
		TEST(entry_has_ten_arguments),
		TEST(offsets_are_where_instructions_begin),
		TEST(an_offset_may_be_out_of_the_function),
		TEST(a_return_is_known_by_the_ways_out),
		TEST(a_single_way_out_needs_no_search),
		TEST(what_never_returns_has_no_return),
		TEST(data_in_a_function_ends_its_offsets),
		TEST(what_the_kernel_refuses_is_left_out),
		TEST(a_return_does_without_a_probe_on_the_entry),
		TEST(a_mangled_name_matches_both_ways),
		TEST(modules_have_several_names),
		TEST(a_name_must_be_one),
		TEST(too_many_probes_are_refused_but_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	puts("1..0 # SKIP the functions here are x86-64's");
	return 0;
}

#endif
