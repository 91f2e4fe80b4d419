/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <elf.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/elfout.h"

/* Encodes the object and opens what came out; the object is gone afterwards. */
static struct elfobj *reread(struct elfout *eo)
{
	char path[] = "/tmp/elfout_test.XXXXXX";
	int fd = mkstemp(path);
	struct diag *dg = diag_new();
	auto_str struct str bytes = { 0 };
	struct elfobj *obj;

	assert_true(fd >= 0);
	assert_int_equal(elfout_encode(eo, dg, &bytes), 0);
	assert_int_equal(write(fd, bytes.data, bytes.len), bytes.len);
	close(fd);
	assert_int_equal(elfobj_open(path, dg, &obj), 0);
	unlink(path);
	elfout_free(eo);
	diag_free(dg);
	return obj;
}

static uint32_t section_number(struct elfobj *obj, const char *name)
{
	struct elfobj_section section;

	assert_true(elfobj_section_find(obj, name, &section));
	return section.index;
}

static void an_empty_object_is_an_object(void **state)
{
	struct elfobj *obj = reread(elfout_new(EM_X86_64, 8));

	(void)state;
	assert_int_equal(elfobj_type(obj), ET_REL);
	assert_int_equal(elfobj_machine(obj), EM_X86_64);
	assert_int_equal(elfobj_word_size(obj), 8);
	elfobj_close(obj);
}

static void a_section_keeps_what_it_was_given(void **state)
{
	struct elfout *eo = elfout_new(EM_AARCH64, 8);
	uint32_t number = elfout_add_section(eo, ".probes", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, 2);
	struct elfobj_section section;
	struct elfobj *obj;
	const void *data;
	size_t size;

	(void)state;
	assert_int_equal(elfout_append(eo, number, "ab", 2), 0);
	assert_int_equal(elfout_append(eo, number, "cd", 2), 2);
	obj = reread(eo);
	assert_true(elfobj_section_find(obj, ".probes", &section));
	assert_int_equal(section.type, SHT_PROGBITS);
	assert_int_equal(section.flags, SHF_ALLOC | SHF_WRITE);
	assert_int_equal(section.align, 2);
	data = elfobj_section_data(obj, section.index, &size);
	assert_int_equal(size, 4);
	assert_memory_equal(data, "abcd", 4);
	elfobj_close(obj);
}

static void local_symbols_come_first(void **state)
{
	struct elfout *eo = elfout_new(EM_X86_64, 8);
	struct elfobj_symbol symbol;
	struct elfobj *obj;
	uint32_t table;

	(void)state;
	elfout_add_symbol(eo, &(struct elfout_symbol) {
		.name = "global", .section = SHN_ABS, .value = 7, .size = 2, .binding = STB_WEAK,
		.type = STT_OBJECT, .visibility = STV_HIDDEN });
	elfout_add_symbol(eo, &(struct elfout_symbol) { .name = "local", .binding = STB_LOCAL });
	obj = reread(eo);
	table = section_number(obj, ".symtab");
	assert_true(elfobj_symbol_at(obj, table, 1, &symbol));
	assert_string_equal(symbol.name, "local");
	assert_true(elfobj_symbol_at(obj, table, 2, &symbol));
	assert_string_equal(symbol.name, "global");
	assert_int_equal(symbol.value, 7);
	assert_int_equal(symbol.size, 2);
	assert_int_equal(symbol.binding, STB_WEAK);
	assert_int_equal(symbol.visibility, STV_HIDDEN);
	elfobj_close(obj);
}

/* One relocation against the second of two symbols, which comes first in the file. */
static struct elfobj *with_reloc(uint32_t machine, uint32_t word_size)
{
	struct elfout *eo = elfout_new(machine, word_size);
	uint32_t number = elfout_add_section(eo, ".data", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, 8);
	uint32_t symbol;

	elfout_append(eo, number, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	elfout_add_symbol(eo, &(struct elfout_symbol) { .name = "g", .binding = STB_GLOBAL });
	symbol = elfout_add_symbol(eo, &(struct elfout_symbol) { .name = "l" });
	elfout_add_reloc(eo, number, 8, symbol, 1, -3);
	return reread(eo);
}

static void a_relocation_follows_its_symbol(void **state)
{
	struct elfobj *obj = with_reloc(EM_X86_64, 8);
	struct elfobj_section section;
	struct elfobj_reloc reloc;

	(void)state;
	assert_true(elfobj_section_find(obj, ".rela.data", &section));
	assert_int_equal(section.info, section_number(obj, ".data"));
	assert_int_equal(section.link, section_number(obj, ".symtab"));
	assert_true(elfobj_reloc_at(obj, section.index, 0, &reloc));
	assert_int_equal(reloc.offset, 8);
	assert_int_equal(reloc.symbol, 1);
	assert_int_equal(reloc.type, 1);
	assert_int_equal(reloc.addend, -3);
	elfobj_close(obj);
}

static void i386_keeps_addends_in_the_section(void **state)
{
	struct elfobj *obj = with_reloc(EM_386, 4);
	struct elfobj_section section;
	struct elfobj_reloc reloc;
	const char *data;
	int32_t addend;
	size_t size;

	(void)state;
	assert_true(elfobj_section_find(obj, ".rel.data", &section));
	assert_true(elfobj_reloc_at(obj, section.index, 0, &reloc));
	assert_int_equal(reloc.offset, 8);
	assert_false(reloc.has_addend);
	data = elfobj_section_data(obj, section_number(obj, ".data"), &size);
	memcpy(&addend, data + 8, sizeof(addend));
	assert_int_equal(addend, -3);
	elfobj_close(obj);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_object_is_an_object),
		cmocka_unit_test(a_section_keeps_what_it_was_given),
		cmocka_unit_test(local_symbols_come_first),
		cmocka_unit_test(a_relocation_follows_its_symbol),
		cmocka_unit_test(i386_keeps_addends_in_the_section),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
