/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The probes of this very program, found by their notes and attached to. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "providers/providers.h"
#include "runtime/base/str.h"
#include "runtime/kern/link.h"
#include "runtime/proc/proc.h"
#include "tests/unit/kern/live.h"

unsigned short usdt_live_semaphore __attribute__((section(".probes")));

#define SITE(name, nop)                                                                            \
	__asm__ __volatile__("990: " nop "\n"                                                      \
			     ".pushsection .note.stapsdt,\"\",%note\n"                             \
			     ".balign 4\n.4byte 8, 994f-993f, 3\n.asciz \"stapsdt\"\n"             \
			     "993: .8byte 990b, _.stapsdt.base, usdt_live_semaphore\n"             \
			     ".asciz \"usdt_live\"\n.asciz \"" name "\"\n.asciz \"\"\n"            \
			     "994: .balign 4\n.popsection\n")

__asm__(".pushsection .stapsdt.base,\"a\",%progbits\n.weak _.stapsdt.base\n"
	".hidden _.stapsdt.base\n_.stapsdt.base: .space 1\n.popsection\n");

static __attribute__((noinline)) void work(void)
{
	SITE("work__start", "nop");
	SITE("work__start", "nop");
	SITE("work__done", "nop");
#if defined(__x86_64__)
	SITE("work__done", ".byte 0x0f, 0x1f, 0x44, 0, 0");
#endif
}

struct fixture {
	struct diag *dg;
	struct probe_list list;
	struct proc_cache *procs;
	struct kern_caps caps;
	struct kern_links *links;
	int map_fd, prog_fd;
	volatile uint64_t *value; /* hits, sum of cookies */
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	bool has_multi = kern_has(&f->caps, KERN_UPROBE_MULTI);

	f->dg = diag_new();
	f->procs = proc_cache_new("/proc");
	f->links = kern_links_new();
	probe_list_init(&f->list);
	f->map_fd = live_value_map(f->dg);
	f->value = kern_map_mmap(f->map_fd, 16);
	f->prog_fd = live_counter(has_multi ? KERN_PROG_UPROBE_MULTI : KERN_PROG_UPROBE, f->map_fd,
				  f->dg);
	live_print(f->dg);
	*state = f;
	return f->value && f->prog_fd >= 0 ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	kern_links_close(f->links);
	probe_list_fini(&f->list);
	proc_cache_free(f->procs);
	munmap((void *)f->value, 16);
	close(f->map_fd);
	close(f->prog_fd);
	diag_free(f->dg);
	free(f);
	return 0;
}

/* Attaches to all sites of what matches, with the cookie 10. */
static int attach(struct fixture *f, const char *text)
{
	struct search search = { .procs = f->procs };
	VEC(struct attach_point) points = { 0 };
	struct probe_desc desc;
	int ret;

	assert_int_equal(probe_desc_parse(text, DESC_NAME, NULL, f->dg, &desc), 0);
	assert_int_equal(usdt_provider.find(&search, &desc, &f->list, f->dg), 0);
	vec_each(it, &f->list.found)
		for (uint32_t site = 0; site < (*it)->n_sites; site++)
			vec_push(&points, (struct attach_point){ *it, site, 10 });
	assert_true(points.len > 0);
	ret = usdt_provider.attach(&f->caps, f->prog_fd, points.data, (uint32_t)points.len,
				   f->links, f->dg);
	vec_fini(&points);
	probe_desc_fini(&desc);
	return ret;
}

static void detach(struct fixture *f)
{
	kern_links_close(f->links);
	f->links = kern_links_new();
}

static void all_sites_of_a_probe_fire(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(attach(f, "usdt_live:::work-start"), 2);
	live_print(f->dg);
	work();
	work();
	assert_int_equal(f->value[0], 4);
	assert_int_equal(f->value[1], 40);
	detach(f);
	work();
	assert_int_equal(f->value[0], 4);
}

static void the_semaphore_tells_that_somebody_listens(void **state)
{
	auto_str struct str text = { 0 };
	struct fixture *f = *state;

	assert_int_equal(*(volatile unsigned short *)&usdt_live_semaphore, 0);
	str_printf(&text, "usdt_live%d:::work-start", getpid());
	assert_int_equal(attach(f, text.data), 2);
	assert_int_not_equal(*(volatile unsigned short *)&usdt_live_semaphore, 0);
	detach(f);
	assert_int_equal(*(volatile unsigned short *)&usdt_live_semaphore, 0);
}

/* The site with a 5-byte nop is left out where the kernel would make it harmful, and the others of
 * the same probe are attached. */
static void a_refused_site_does_not_stop_the_others(void **state)
{
	struct fixture *f = *state;

	kern_set(&f->caps, KERN_NOP5_BROKEN, true);
	assert_int_equal(attach(f, "usdt_live:::work-done"), 1);
	work();
	assert_int_equal(f->value[0], 1);
}

static void a_file_that_was_replaced_is_left_alone(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(attach(f, "usdt_live:::work-start"), 2);
	detach(f);
	vec_each(it, &f->list.found)
		(*it)->inode++;
	assert_int_equal(attach(f, "usdt_live:::work-start"), 0);
	assert_int_equal(diag_tag_at(f->dg, 0), D_ATTACH);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(all_sites_of_a_probe_fire),
		TEST(the_semaphore_tells_that_somebody_listens),
		TEST(a_refused_site_does_not_stop_the_others),
		TEST(a_file_that_was_replaced_is_left_alone),
	};

	if (!live_is_allowed())
		return live_skip();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
