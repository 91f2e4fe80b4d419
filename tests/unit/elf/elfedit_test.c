/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <elf.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfedit.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/elfout.h"

enum { TEXT = 1 };	/* the section of code in the objects here */

static void write_object(const struct str *bytes, char path[32])
{
	int fd;

	strcpy(path, "/tmp/elfedit_test.XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes->data, bytes->len), bytes->len);
	close(fd);
}

/* An object with code that calls a function of another one, open for changes. */
static struct elfedit *example(void)
{
	struct elfout *eo = elfout_new(EM_X86_64, 8);
	auto_str struct str bytes = { 0 };
	struct diag *dg = diag_new();
	struct elfedit *ee;
	uint32_t callee;
	char path[32];

	assert_int_equal(elfout_add_section(eo, ".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR,
					    1), TEXT);
	elfout_append(eo, TEXT, "\xe8\0\0\0\0\xc3", 6);
	callee = elfout_add_symbol(eo, &(struct elfout_symbol) {
		.name = "callee", .section = SHN_UNDEF, .binding = STB_GLOBAL });
	elfout_add_reloc(eo, TEXT, 1, callee, R_X86_64_PLT32, -4);
	assert_int_equal(elfout_encode(eo, dg, &bytes), 0);
	write_object(&bytes, path);
	assert_int_equal(elfedit_open(path, dg, &ee), 0);
	unlink(path);
	elfout_free(eo);
	diag_free(dg);
	return ee;
}

/* The object as it is after the changes. */
static struct elfobj *finish(struct elfedit *ee)
{
	auto_str struct str bytes = { 0 };
	struct diag *dg = diag_new();
	struct elfobj *obj;
	char path[32];

	assert_int_equal(elfedit_encode(ee, dg, &bytes), 0);
	write_object(&bytes, path);
	assert_int_equal(elfobj_open(path, dg, &obj), 0);
	unlink(path);
	elfedit_close(ee);
	diag_free(dg);
	return obj;
}

static struct elfobj_section find(struct elfobj *obj, const char *name)
{
	struct elfobj_section section;

	assert_true(elfobj_section_find(obj, name, &section));
	return section;
}

static void bytes_change_in_their_place(void **state)
{
	struct elfedit *ee = example();
	struct elfobj *obj;
	const void *data;
	size_t size;

	(void)state;
	assert_true(elfedit_put(ee, TEXT, 0, "\x90", 1));
	obj = finish(ee);
	data = elfobj_section_data(obj, TEXT, &size);
	assert_int_equal(size, 6);
	assert_memory_equal(data, "\x90\0\0\0\0\xc3", 6);
	elfobj_close(obj);
}

static void bytes_behind_the_end_are_refused(void **state)
{
	struct elfedit *ee = example();

	(void)state;
	assert_false(elfedit_put(ee, TEXT, 6, "\x90", 1));
	assert_false(elfedit_put(ee, TEXT, UINT64_MAX, "\x90", 1));
	assert_false(elfedit_put(ee, 1000, 0, "\x90", 1));
	assert_false(elfedit_drop_reloc(ee, 1000, 0));
	elfedit_close(ee);
}

static void a_dropped_relocation_names_no_symbol(void **state)
{
	struct elfedit *ee = example();
	struct elfobj_reloc reloc;
	struct elfobj *obj;

	(void)state;
	assert_true(elfedit_drop_reloc(ee, TEXT + 1, 0));
	assert_false(elfedit_drop_reloc(ee, TEXT + 1, 1));
	obj = finish(ee);
	assert_true(elfobj_reloc_at(obj, find(obj, ".rela.text").index, 0, &reloc));
	assert_int_equal(reloc.type, R_X86_64_NONE);
	assert_int_equal(reloc.symbol, 0);
	elfobj_close(obj);
}

static void global_symbols_make_room_for_a_new_local_one(void **state)
{
	struct elfedit *ee = example();
	struct elfobj_symbol symbol;
	struct elfobj_reloc reloc;
	struct elfobj *obj;
	uint32_t made = elfedit_section_symbol(ee, TEXT);

	(void)state;
	assert_int_equal(elfedit_section_symbol(ee, TEXT), made);
	obj = finish(ee);
	assert_int_equal(find(obj, ".symtab").info, 2);
	assert_true(elfobj_symbol_at(obj, find(obj, ".symtab").index, 1, &symbol));
	assert_int_equal(symbol.type, STT_SECTION);
	assert_true(elfobj_reloc_at(obj, find(obj, ".rela.text").index, 0, &reloc));
	assert_true(elfobj_symbol_at(obj, find(obj, ".symtab").index, reloc.symbol, &symbol));
	assert_string_equal(symbol.name, "callee");
	elfobj_close(obj);
}

static void a_symbol_is_found_by_name_and_gets_another(void **state)
{
	struct elfedit *ee = example();
	uint32_t callee = elfedit_find_symbol(ee, "callee");

	(void)state;
	assert_int_not_equal(callee, 0);
	elfedit_set_symbol(ee, callee, &(struct elfout_symbol) {
		.name = "other", .section = TEXT, .binding = STB_WEAK });
	assert_int_equal(elfedit_find_symbol(ee, "callee"), 0);
	assert_int_equal(elfedit_find_symbol(ee, "other"), callee);
	elfobj_close(finish(ee));
}

static void a_group_holds_its_sections_and_their_relocations(void **state)
{
	struct elfedit *ee = example();
	uint32_t group = elfedit_add_group(ee, elfedit_find_symbol(ee, "callee"));
	uint32_t section = elfedit_add_section(ee, ".data.x", SHT_PROGBITS, SHF_ALLOC, 8, group);
	struct elfobj_section found;
	struct elfobj *obj;
	const uint32_t *words;
	size_t size;

	(void)state;
	elfedit_append(ee, section, "12345678", 8);
	elfedit_add_reloc(ee, section, 0, elfedit_section_symbol(ee, TEXT), R_X86_64_64, 5);
	obj = finish(ee);
	words = elfobj_section_data(obj, group, &size);
	assert_int_equal(size, 12);
	assert_int_equal(words[0], GRP_COMDAT);
	assert_int_equal(words[1], section);
	found = find(obj, ".rela.data.x");
	assert_int_equal(words[2], found.index);
	assert_int_equal(found.info, section);
	assert_true(find(obj, ".data.x").flags & SHF_GROUP);
	elfobj_close(obj);
}

static void what_is_no_object_is_refused(void **state)
{
	struct diag *dg = diag_new();
	struct elfedit *ee;

	(void)state;
	assert_true(elfedit_open("/proc/self/exe", dg, &ee) < 0);
	assert_true(elfedit_open("/dev/null", dg, &ee) < 0);
	assert_true(elfedit_open("/nowhere", dg, &ee) < 0);
	assert_int_equal(diag_n_errors(dg), 3);
	diag_free(dg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_change_in_their_place),
		cmocka_unit_test(bytes_behind_the_end_are_refused),
		cmocka_unit_test(a_dropped_relocation_names_no_symbol),
		cmocka_unit_test(global_symbols_make_room_for_a_new_local_one),
		cmocka_unit_test(a_symbol_is_found_by_name_and_gets_another),
		cmocka_unit_test(a_group_holds_its_sections_and_their_relocations),
		cmocka_unit_test(what_is_no_object_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
