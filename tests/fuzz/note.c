/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The first byte chooses the size of an address; the rest is a section of notes. What is decoded
 * must be what encoding gives. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/str.h"
#include "runtime/elf/note.h"
#include "sdk/include/usdt_note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The words and texts, from where they stand in the input. */
static void check_round_trip(const struct note *note, uint32_t word_size)
{
	const size_t words = (size_t)USDT_NOTE_N_WORDS * word_size;
	const size_t texts = (size_t)(note->args - note->provider) + strlen(note->args) + 1;
	auto_str struct str bytes = { 0 };
	size_t desc = note_encode(&bytes, note, word_size);

	if (bytes.len < desc + words + texts || bytes.len > desc + words + texts + 3)
		abort();
	if (memcmp(bytes.data + desc, note->provider - words, words + texts) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct note_cursor cursor = { 0 };
	auto_free uint8_t *copy = NULL;
	struct note note;
	int ret;

	if (size == 0)
		return 0;
	copy = xmemdup(data + 1, size - 1);
	cursor.data = copy;
	cursor.size = size - 1;
	cursor.word_size = data[0] & 1 ? 4 : 8;
	while ((ret = note_decode(&cursor, &note)) != 0) {
		if (ret > 0)
			check_round_trip(&note, cursor.word_size);
		else if (!cursor.why)
			abort();
	}
	return 0;
}
