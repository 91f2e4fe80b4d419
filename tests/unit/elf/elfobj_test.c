/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The file that these tests look at is this very program. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/alloc.h"
#include "runtime/base/diag.h"
#include "runtime/base/vec.h"
#include "runtime/elf/elfobj.h"

int elfobj_test_function(int n);
int elfobj_test_variable = 7;

__attribute__((noinline)) int elfobj_test_function(int n)
{
	return n * elfobj_test_variable;
}

static struct elfobj *open_self(void)
{
	struct diag *dg = diag_new();
	struct elfobj *obj;

	assert_int_equal(elfobj_open("/proc/self/exe", dg, &obj), 0);
	diag_free(dg);
	return obj;
}

static void symbols_are_found_by_name(void **state)
{
	struct elfobj *obj = open_self();
	uint64_t address, data;

	(void)state;
	assert_int_equal(elfobj_symbol_find(obj, "elfobj_test_function", &address), 0);
	assert_int_equal(elfobj_symbol_find(obj, "elfobj_test_variable", &data), 0);
	assert_int_equal(elfobj_symbol_find(obj, "no_such_symbol", &address), -ENOENT);
	elfobj_close(obj);
}

static void addresses_and_offsets_are_inverse(void **state)
{
	struct elfobj *obj = open_self();
	uint64_t address, offset, back;

	(void)state;
	assert_int_equal(elfobj_symbol_find(obj, "elfobj_test_function", &address), 0);
	assert_true(elfobj_offset_of(obj, address, 1, PF_X, &offset));
	assert_true(elfobj_address_of(obj, offset, &back));
	assert_int_equal(back, address);
	assert_false(elfobj_offset_of(obj, address, 1, PF_W, &offset));
	assert_false(elfobj_offset_of(obj, address, UINT64_MAX, PF_X, &offset));
	assert_false(elfobj_offset_of(obj, UINT64_MAX, 1, 0, &offset));
	elfobj_close(obj);
}

static void the_bytes_of_a_section_are_those_in_memory(void **state)
{
	struct elfobj *obj = open_self();
	struct elfobj_section data, again;
	const char *bytes;
	uint64_t address;
	size_t size;
	int value;

	(void)state;
	assert_true(elfobj_section_find(obj, ".data", &data));
	assert_true(elfobj_section_at(obj, data.index, &again));
	assert_string_equal(again.name, ".data");
	bytes = elfobj_section_data(obj, data.index, &size);
	assert_int_equal(size, data.size);
	assert_int_equal(elfobj_symbol_find(obj, "elfobj_test_variable", &address), 0);
	memcpy(&value, bytes + (address - data.address), sizeof(value));
	assert_int_equal(value, 7);
	assert_true(elfobj_section_find(obj, ".bss", &data));
	assert_null(elfobj_section_data(obj, data.index, &size));
	assert_false(elfobj_section_at(obj, 0, &data));
	assert_false(elfobj_section_at(obj, elfobj_n_sections(obj), &data));
	assert_false(elfobj_section_find(obj, ".nothing", &data));
	elfobj_close(obj);
}

static void the_file_says_what_it_is(void **state)
{
	struct elfobj *obj = open_self();

	(void)state;
	assert_int_equal(elfobj_word_size(obj), sizeof(void *));
	assert_false(elfobj_is_foreign_order(obj));
	assert_true(elfobj_type(obj) == ET_DYN || elfobj_type(obj) == ET_EXEC);
	assert_string_equal(elfobj_path(obj), "/proc/self/exe");
	elfobj_close(obj);
	elfobj_close(NULL);
}

static void relocations_name_symbols(void **state)
{
	struct elfobj *obj = open_self();
	struct elfobj_section section;
	struct elfobj_reloc reloc;
	uint32_t n = 0;

	(void)state;
	for (uint32_t i = 1; i < elfobj_n_sections(obj); i++) {
		assert_true(elfobj_section_at(obj, i, &section));
		if (section.type != SHT_RELA)
			assert_false(elfobj_reloc_at(obj, i, 0, &reloc) && section.type != SHT_REL);
		else
			while (elfobj_reloc_at(obj, i, n, &reloc))
				n++;
	}
	assert_true(n > 0);
	elfobj_close(obj);
}

static void what_cannot_be_read_is_told(void **state)
{
	struct diag *dg = diag_new();
	struct elfobj *obj;

	(void)state;
	assert_int_equal(elfobj_open("/no/such/file", dg, &obj), -ENOENT);
	assert_int_equal(elfobj_open("/dev/null", dg, &obj), -ENOEXEC);
	assert_int_equal(elfobj_open("/etc/passwd", dg, &obj), -ENOEXEC);
	assert_int_equal(diag_n_errors(dg), 3);
	diag_free(dg);
}

/* Everything that the module can be asked, of a file that may be broken. */
static void ask_everything(const char *path)
{
	struct diag *dg = diag_new();
	struct elfobj_section section;
	struct elfobj_symbol symbol;
	struct elfobj_reloc reloc;
	struct elfobj *obj;
	uint64_t value;
	size_t size;

	if (elfobj_open(path, dg, &obj) == 0) {
		uint32_t n = elfobj_n_sections(obj) < 200 ? elfobj_n_sections(obj) : 200;

		for (uint32_t i = 1; i < n; i++) {
			elfobj_section_at(obj, i, &section);
			elfobj_section_data(obj, i, &size);
			elfobj_symbol_at(obj, i, 3, &symbol);
			elfobj_reloc_at(obj, i, 3, &reloc);
		}
		elfobj_section_find(obj, ".none", &section);
		elfobj_symbol_find(obj, "main", &value);
		elfobj_offset_of(obj, 0x1234, 8, 0, &value);
		elfobj_address_of(obj, 0x1234, &value);
		elfobj_build_id(obj, &size);
		elfobj_close(obj);
	}
	diag_free(dg);
}

static void broken_files_do_no_harm(void **state)
{
	static const uint8_t values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
	int fd = memfd_create("broken", 0);
	VEC(uint8_t) bytes = { 0 };
	FILE *f = fopen("/proc/self/exe", "r");
	char path[64];
	uint64_t table;

	(void)state;
	vec_reserve(&bytes, 1 << 20);
	bytes.len = fread(bytes.data, 1, 1 << 20, f);
	fclose(f);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	for (size_t size = 0; size < bytes.len; size += size < 200 ? 7 : 4001) {
		assert_int_equal(ftruncate(fd, 0), 0);
		assert_int_equal(pwrite(fd, bytes.data, size, 0), (ssize_t)size);
		ask_everything(path);
	}
	assert_int_equal(pwrite(fd, bytes.data, bytes.len, 0), (ssize_t)bytes.len);
	memcpy(&table, bytes.data + offsetof(Elf64_Ehdr, e_shoff), sizeof(table));
	for (size_t at = 4; at < bytes.len; at = at == 400 ? table : at + 1) {
		uint8_t value = values[at % sizeof(values)];

		if (at > 400 && at % 3)
			continue;
		assert_int_equal(pwrite(fd, &value, 1, (off_t)at), 1);
		ask_everything(path);
		assert_int_equal(pwrite(fd, &bytes.data[at], 1, (off_t)at), 1);
	}
	vec_fini(&bytes);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(symbols_are_found_by_name),
		cmocka_unit_test(addresses_and_offsets_are_inverse),
		cmocka_unit_test(the_bytes_of_a_section_are_those_in_memory),
		cmocka_unit_test(the_file_says_what_it_is),
		cmocka_unit_test(relocations_name_symbols),
		cmocka_unit_test(what_cannot_be_read_is_told),
		cmocka_unit_test(broken_files_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
