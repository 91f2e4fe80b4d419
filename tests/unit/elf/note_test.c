/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/note.h"
#include "sdk/include/usdt_note.h"

/* This program's own notes, sound and unsound; none of the sites is ever run. */
#define NOTE(pc, semaphore, name, args)                                                            \
	".pushsection " USDT_NOTE_SECTION ",\"\",%note\n"                                          \
	".balign 4\n.4byte 8, 994f-993f, 3\n.asciz \"" USDT_NOTE_OWNER "\"\n"                      \
	"993: .8byte " pc ", " USDT_BASE_SYMBOL ", " semaphore "\n"                                \
	".asciz \"test\"\n.asciz \"" name "\"\n.asciz \"" args "\"\n"                              \
	"994: .balign 4\n.popsection\n"

__asm__(".pushsection " USDT_BASE_SECTION ",\"a\",%progbits\n"
	".weak " USDT_BASE_SYMBOL "\n.hidden " USDT_BASE_SYMBOL "\n" USDT_BASE_SYMBOL ": .space 1\n"
	".popsection\n"
	".pushsection " USDT_SEMAPHORE_SECTION ",\"aw\",%progbits\n.balign 2\n"
	"note_test_semaphore: .2byte 0\n.byte 0\nnote_test_odd: .2byte 0\n.popsection\n"
	".pushsection .bss\n.balign 2\nnote_test_bss: .2byte 0\n.balign 64\n.popsection\n"
	".pushsection .text\nnote_test_site: nop\nret\n.popsection\n" NOTE("note_test_site",
									   "note_test_semaphore",
									   "sound", "-4@%eax 8@$5")
		NOTE("note_test_site", "note_test_semaphore", "sound",
		     "-4@%eax 8@$5") NOTE("note_test_site", "0", "free", "")
			NOTE("0", "0", "dropped", "") NOTE("note_test_semaphore", "0", "data", "")
				NOTE("note_test_site", "note_test_odd", "odd", "")
					NOTE("note_test_site", "note_test_bss", "unbacked", ""));

static const struct note sample = {
	.pc = 0x1122334455667788,
	.base = 0x99,
	.semaphore = 0xaabb,
	.provider = "p",
	.name = "query__start",
	.args = "-4@%eax",
};

static struct note_cursor cursor_of(const struct str *bytes, uint32_t word_size)
{
	return (struct note_cursor){ .data = (const uint8_t *)bytes->data,
				     .size = bytes->len,
				     .word_size = word_size };
}

static void a_note_has_the_bytes_of_its_layout(void **state)
{
	static const char want[] = "\x08\0\0\0\x2f\0\0\0\x03\0\0\0stapsdt\0"
				   "\x88\x77\x66\x55\x44\x33\x22\x11\x99\0\0\0\0\0\0\0"
				   "\xbb\xaa\0\0\0\0\0\0p\0query__start\0-4@%eax\0\0";
	auto_str struct str bytes = { 0 };

	(void)state;
	assert_int_equal(note_encode(&bytes, &sample, 8), 20);
	assert_int_equal(bytes.len, sizeof(want) - 1);
	assert_memory_equal(bytes.data, want, bytes.len);
}

static void assert_round_trip(const struct note *note, uint32_t word_size)
{
	auto_str struct str bytes = { 0 }, again = { 0 };
	struct note_cursor cursor;
	struct note got;

	note_encode(&bytes, note, word_size);
	cursor = cursor_of(&bytes, word_size);
	assert_int_equal(note_decode(&cursor, &got), 1);
	note_encode(&again, &got, word_size);
	assert_int_equal(bytes.len, again.len);
	assert_memory_equal(bytes.data, again.data, bytes.len);
	assert_string_equal(got.args, note->args);
	assert_int_equal(note_decode(&cursor, &got), 0);
}

static void encoding_and_decoding_are_inverse(void **state)
{
	const struct note narrow = { .pc = 0xfffffff0, .provider = "ab", .name = "c", .args = "" };

	(void)state;
	assert_round_trip(&sample, 8);
	assert_round_trip(&narrow, 8);
	assert_round_trip(&narrow, 4);
}

static void notes_of_others_are_passed_over(void **state)
{
	static const char other[] = "\x04\0\0\0\x04\0\0\0\x03\0\0\0GNU\0abcd";
	auto_str struct str bytes = { 0 };
	struct note_cursor cursor;
	struct note got;

	(void)state;
	str_append(&bytes, other, sizeof(other) - 1);
	note_encode(&bytes, &sample, 8);
	str_append(&bytes, other, sizeof(other) - 1);
	cursor = cursor_of(&bytes, 8);
	assert_int_equal(note_decode(&cursor, &got), 1);
	assert_string_equal(got.name, "query__start");
	assert_int_equal(note_decode(&cursor, &got), 0);
}

static void a_malformed_note_does_not_hide_the_next(void **state)
{
	auto_str struct str bytes = { 0 };
	struct note_cursor cursor;
	struct note got;

	(void)state;
	note_encode(&bytes, &sample, 8);
	bytes.data[4] = 0x30; /* one byte of padding counted in */
	note_encode(&bytes, &sample, 8);
	cursor = cursor_of(&bytes, 8);
	assert_int_equal(note_decode(&cursor, &got), -EINVAL);
	assert_string_equal(cursor.why, "its size does not end with its arguments");
	assert_int_equal(note_decode(&cursor, &got), 1);
	assert_int_equal(note_decode(&cursor, &got), 0);
}

/* Every prefix of a note, in memory that ends where the prefix does. */
static void cut_off_notes_are_refused(void **state)
{
	auto_str struct str bytes = { 0 };
	struct note got;

	(void)state;
	note_encode(&bytes, &sample, 8);
	for (size_t size = 1; size < bytes.len - 1; size++) {
		uint8_t *copy = malloc(size);
		struct note_cursor cursor = { .data = copy, .size = size, .word_size = 8 };

		memcpy(copy, bytes.data, size);
		assert_int_equal(note_decode(&cursor, &got), -EINVAL);
		assert_int_equal(note_decode(&cursor, &got), 0);
		free(copy);
	}
}

static void empty_names_and_short_notes_are_refused(void **state)
{
	const struct note nameless = { .provider = "p", .name = "", .args = "" };
	auto_str struct str bytes = { 0 };
	struct note_cursor cursor;
	struct note got;

	(void)state;
	note_encode(&bytes, &nameless, 8);
	cursor = cursor_of(&bytes, 8);
	assert_int_equal(note_decode(&cursor, &got), -EINVAL);
	bytes.data[4] = 8;
	cursor = cursor_of(&bytes, 8);
	assert_int_equal(note_decode(&cursor, &got), -EINVAL);
	assert_string_equal(cursor.why, "it is too short for its addresses");
}

static void sites_of_a_file_are_what_can_be_traced(void **state)
{
	struct diag *dg = diag_new();
	struct note_sites sites;
	struct elfobj *obj;
	uint64_t address, counter;

	(void)state;
	assert_int_equal(elfobj_open("/proc/self/exe", dg, &obj), 0);
	assert_int_equal(note_sites_read(obj, dg, &sites), 2);
	assert_string_equal(sites.sites.data[0].name, "sound");
	assert_string_equal(sites.sites.data[0].args, "-4@%eax 8@$5");
	assert_int_equal(elfobj_symbol_find(obj, "note_test_site", &address), 0);
	assert_int_equal(sites.sites.data[0].address, address);
	assert_int_equal(elfobj_symbol_find(obj, "note_test_semaphore", &counter), 0);
	assert_true(elfobj_offset_of(obj, counter, 2, 0, &counter));
	assert_int_equal(sites.sites.data[0].semaphore, counter);
	assert_string_equal(sites.sites.data[1].name, "free");
	assert_int_equal(sites.sites.data[1].semaphore, 0);
	assert_int_equal(diag_n_warnings(dg), 3); /* data, odd, unbacked */
	note_sites_fini(&sites);
	elfobj_close(obj);
	diag_free(dg);
}

/* A real one, where it is installed. */
static void postgresql_has_71_sites(void **state)
{
	static const char path[] = "/usr/lib/postgresql/15/bin/postgres";
	struct diag *dg = diag_new();
	struct note_sites sites;
	struct elfobj *obj;

	(void)state;
	if (access(path, R_OK) != 0) {
		diag_free(dg);
		skip();
	}
	assert_int_equal(elfobj_open(path, dg, &obj), 0);
	assert_int_equal(note_sites_read(obj, dg, &sites), 71);
	vec_each(site, &sites.sites) {
		assert_string_equal(site->provider, "postgresql");
		assert_int_not_equal(site->semaphore, 0);
	}
	assert_int_equal(diag_n_warnings(dg), 0);
	note_sites_fini(&sites);
	elfobj_close(obj);
	diag_free(dg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_note_has_the_bytes_of_its_layout),
		cmocka_unit_test(encoding_and_decoding_are_inverse),
		cmocka_unit_test(notes_of_others_are_passed_over),
		cmocka_unit_test(a_malformed_note_does_not_hide_the_next),
		cmocka_unit_test(cut_off_notes_are_refused),
		cmocka_unit_test(empty_names_and_short_notes_are_refused),
		cmocka_unit_test(sites_of_a_file_are_what_can_be_traced),
		cmocka_unit_test(postgresql_has_71_sites),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
