/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Images are read back by the readers that tools have: ours, and readelf where it is installed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/base/arena.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/note.h"
#include "runtime/elf/symtab.h"
#include "sdk/runtime/image.h"
#include "sdk/runtime/machine.h"

static char checkout[] = "checkout", placed[] = "order__placed", done[] = "order__done",
	    args[] = "-4@0(%rdi)", types[] = "int32_t", none[] = "";
static const struct usdt_image_probe two[] = {
	{ checkout, placed, args, types, 1 },
	{ none, done, none, none, 0 },
};

struct fixture {
	char path[32];
	struct diag *dg;
	struct elfobj *obj;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	strcpy(f->path, "/tmp/image_test.XXXXXX");
	f->dg = diag_new();
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	elfobj_close(f->obj);
	diag_free(f->dg);
	unlink(f->path);
	free(f);
	return 0;
}

static void write_probes(struct fixture *f, const struct usdt_machine *machine, size_t page_size,
			 const struct usdt_image_probe *probes, size_t n)
{
	struct usdt_image image;
	const int fd = mkstemp(f->path);

	assert_true(fd >= 0);
	assert_int_equal(usdt_image_build(machine, page_size, "shop", probes, n, &image), 0);
	assert_int_equal(write(fd, image.bytes, image.size), image.size);
	close(fd);
	free(image.bytes);
	assert_int_equal(elfobj_open(f->path, f->dg, &f->obj), 0);
}

static void write_image(struct fixture *f, const struct usdt_machine *machine, size_t page_size)
{
	write_probes(f, machine, page_size, two, 2);
}

static void an_image_is_a_shared_object_with_probes(void **state)
{
	struct fixture *f = *state;
	struct note_sites sites;
	struct elfobj_section text;

	write_image(f, &usdt_machine_x86_64, 4096);
	assert_int_equal(elfobj_type(f->obj), ET_DYN);
	assert_int_equal(elfobj_machine(f->obj), EM_X86_64);
	assert_true(elfobj_section_find(f->obj, ".text", &text));
	assert_int_equal(note_sites_read(f->obj, f->dg, &sites), 2);
	assert_string_equal(sites.sites.data[0].provider, "shop");
	assert_string_equal(sites.sites.data[0].name, "order__placed");
	assert_string_equal(sites.sites.data[0].args, "-4@0(%rdi)");
	assert_int_equal(sites.sites.data[0].offset, text.offset);
	assert_int_equal(sites.sites.data[0].semaphore, 4096);
	assert_string_equal(sites.sites.data[1].name, "order__done");
	assert_int_equal(sites.sites.data[1].offset, text.offset + 8);
	assert_int_equal(sites.sites.data[1].semaphore, 4096 + 8);
	note_sites_fini(&sites);
}

static void types_are_defined_once_for_each_name(void **state)
{
	static char pay[] = "pay";
	static const struct usdt_image_probe three[] = {
		{ checkout, placed, args, types, 1 },
		{ none, done, none, none, 0 },
		{ pay, placed, args, types, 1 },
	};
	struct fixture *f = *state;
	struct arena *arena = arena_new();
	const char *const *texts;

	write_probes(f, &usdt_machine_x86_64, 4096, three, 3);
	texts = note_definitions_read(f->obj, arena, f->dg);
	assert_non_null(texts);
	assert_string_equal(texts[0], "provider shop {\nprobe order__done();\n"
				      "probe order__placed(int32_t);\n};\n");
	assert_null(texts[1]);
	arena_free(arena);
}

static void a_stub_is_called_as_its_function(void **state)
{
	struct fixture *f = *state;
	struct arena *arena = arena_new();
	struct elfobj_section text;
	struct symtab symtab;

	write_image(f, &usdt_machine_x86_64, 4096);
	assert_true(elfobj_section_find(f->obj, ".text", &text));
	symtab_read(arena, f->obj, NULL, &symtab);
	assert_string_equal(symtab_find(&symtab, text.address)->names[0], "checkout");
	assert_null(symtab_find(&symtab, text.address + 2));
	arena_free(arena);
}

static void a_probe_knows_the_way_to_its_stub(void **state)
{
	struct fixture *f = *state;
	struct elfobj_section text, probes;
	const struct usdt_probe *probe;
	size_t size;

	write_image(f, &usdt_machine_aarch64, 65536);
	assert_int_equal(elfobj_machine(f->obj), EM_AARCH64);
	assert_true(elfobj_section_find(f->obj, ".text", &text));
	assert_true(elfobj_section_find(f->obj, ".probes", &probes));
	assert_int_equal(probes.address, 65536);
	probe = elfobj_section_data(f->obj, probes.index, &size);
	assert_int_equal(size, 2 * sizeof(*probe));
	for (int i = 0; i < 2; i++)
		assert_int_equal(probes.address + (size_t)i * 8 + (uint64_t)(int64_t)probe[i].stub,
				 text.address + (size_t)i * 8);
	assert_int_equal(probe[0].counter, 0);
	assert_int_equal(probe[0].n_args, 1);
}

static void code_cannot_be_written_and_counters_cannot_be_run(void **state)
{
	const Elf64_Phdr *segments;
	struct usdt_image image;

	(void)state;
	assert_int_equal(usdt_image_build(&usdt_machine_x86_64, 4096, "shop", two, 2, &image), 0);
	assert_int_equal(((const Elf64_Ehdr *)(void *)image.bytes)->e_phnum, 2);
	segments = (const Elf64_Phdr *)(void *)(image.bytes + sizeof(Elf64_Ehdr));
	assert_int_equal(segments[0].p_flags, PF_R | PF_X);
	assert_int_equal(segments[0].p_offset, 0);
	assert_true(segments[0].p_filesz <= 4096);
	assert_int_equal(segments[1].p_flags, PF_R | PF_W);
	assert_int_equal(segments[1].p_offset, 4096);
	free(image.bytes);
}

static void a_full_image_stays_within_its_pages(void **state)
{
	static const size_t page_sizes[] = { 4096, 16384, 65536 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const size_t n = usdt_image_capacity(page_sizes[i]);
		const struct usdt_probe probe = usdt_image_probe(page_sizes[i], 0);

		assert_true(n > 400);
		assert_true(n * sizeof(probe) <= page_sizes[i]);
		assert_true((int64_t)page_sizes[i] + probe.stub + (int64_t)n * USDT_STUB_SIZE <=
			    (int64_t)page_sizes[i]);
	}
}

/* It warns of whatever is not sound. */
static void readelf_has_nothing_to_say_against_it(void **state)
{
	struct fixture *f = *state;
	char command[160], line[256];
	bool has_note = false;
	FILE *out;

	if (system("readelf --version >/dev/null 2>&1") != 0)
		skip();
	write_image(f, &usdt_machine_x86_64, 4096);
	snprintf(command, sizeof(command), "readelf -WhnlSs %s 2>&1", f->path);
	out = popen(command, "r");
	assert_non_null(out);
	while (fgets(line, sizeof(line), out)) {
		assert_null(strstr(line, "readelf:"));
		has_note |= strstr(line, "Arguments: -4@0(%rdi)") != NULL;
	}
	assert_int_equal(pclose(out), 0);
	assert_true(has_note);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_image_is_a_shared_object_with_probes),
		TEST(types_are_defined_once_for_each_name),
		TEST(a_stub_is_called_as_its_function),
		TEST(a_probe_knows_the_way_to_its_stub),
		cmocka_unit_test(code_cannot_be_written_and_counters_cannot_be_run),
		cmocka_unit_test(a_full_image_stays_within_its_pages),
		TEST(readelf_has_nothing_to_say_against_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
