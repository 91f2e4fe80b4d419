/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The section is a list of records, each with its length. Some describe what the functions of one
 * compilation have in common (CIE); the others are one function each (FDE), and refer to one of
 * those by the distance back to it. */
#include "runtime/elf/cfi.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/elf/cfi_impl.h"
#include "runtime/elf/elfobj.h"

/* How addresses are written (the LSB's DW_EH_PE_...): a form, and what they are relative to. */
enum {
	FORM = 0x0f,
	FORM_ABSOLUTE = 0x00,
	FORM_ULEB = 0x01,
	FORM_U2 = 0x02,
	FORM_U4 = 0x03,
	FORM_U8 = 0x04,
	FORM_SLEB = 0x09,
	FORM_S2 = 0x0a,
	FORM_S4 = 0x0b,
	FORM_S8 = 0x0c,
	RELATIVE = 0x70,
	RELATIVE_TO_ITSELF = 0x10,
	OMITTED = 0xff,
};

/* Between functions is padding, at most so much, where no thread ever is. Larger gaps are code
 * that is not described. */
enum { MAX_PADDING = 32 };

/* What functions have in common is run for each of them; compilers write some 20 bytes. */
enum { MAX_COMMON = 1024 };

/* In place of a rule's number: a function ends here. */
#define END UINT32_MAX

struct reader {
	const uint8_t *data;
	size_t size;
	uint64_t address;
	struct cfi_table *out;
	/* the last one that was read: mostly it is that of the next function too */
	struct cfi_common common;
	size_t common_at;
	bool has_common;
};

static uint64_t address_of(const struct reader *reader, const uint8_t *at)
{
	return reader->address + (uint64_t)(at - reader->data);
}

static uint64_t take_form(struct cfi_bytes *bytes, uint8_t form)
{
	switch (form) {
	case FORM_ABSOLUTE: case FORM_U8: case FORM_S8:
		return cfi_take(bytes, 8);
	case FORM_ULEB:
		return cfi_take_uleb(bytes);
	case FORM_SLEB:
		return (uint64_t)cfi_take_sleb(bytes);
	case FORM_U2:
		return cfi_take(bytes, 2);
	case FORM_U4:
		return cfi_take(bytes, 4);
	case FORM_S2:
		return (uint64_t)(int16_t)cfi_take(bytes, 2);
	case FORM_S4:
		return (uint64_t)(int32_t)cfi_take(bytes, 4);
	}
	bytes->is_bad = true;
	return 0;
}

static uint64_t take_address(const struct reader *reader, struct cfi_bytes *bytes, uint8_t encoding)
{
	uint64_t itself = address_of(reader, bytes->at);
	uint64_t value = take_form(bytes, encoding & FORM);

	switch (encoding & RELATIVE) {
	case 0:
		return value;
	case RELATIVE_TO_ITSELF:
		return value + itself;
	}
	bytes->is_bad = true;
	return 0;
}

/* "zPLR": what else the record has, in this order, after the size of all of it. */
static void take_augmentation(struct cfi_bytes *bytes, const char *letters, struct cfi_common *out)
{
	struct cfi_bytes data = cfi_take_block(bytes, cfi_take_uleb(bytes));

	out->has_size = true;
	for (letters++; *letters; letters++) {
		uint8_t encoding;

		switch (*letters) {
		case 'R':
			out->encoding = (uint8_t)cfi_take(&data, 1);
			break;
		case 'S':
			out->is_signal = true;
			break;
		case 'L':
			cfi_take(&data, 1);
			break;
		case 'P':
			encoding = (uint8_t)cfi_take(&data, 1);
			take_form(&data, encoding & FORM);
			break;
		default:
			return;
		}
	}
	bytes->is_bad |= data.is_bad;
}

/* A record at an offset of the section: its bytes behind the length. False: there is none. */
static bool record_at(const struct reader *reader, size_t at, struct cfi_bytes *out)
{
	struct cfi_bytes bytes = { reader->data + at, reader->data + reader->size, false };
	uint64_t length = cfi_take(&bytes, 4);

	if (length == UINT32_MAX)
		length = cfi_take(&bytes, 8);
	*out = cfi_take_block(&bytes, length);
	return length && !bytes.is_bad;
}

static bool read_common(const struct reader *reader, size_t at, struct cfi_common *out)
{
	struct cfi_bytes bytes;
	const char *letters;
	uint64_t version;

	*out = (struct cfi_common){ 0 };
	if (!record_at(reader, at, &bytes) || cfi_take(&bytes, 4) != 0)
		return false;
	version = cfi_take(&bytes, 1);
	letters = (const char *)bytes.at;
	if ((version != 1 && version != 3) ||
	    !memchr(bytes.at, '\0', (size_t)(bytes.end - bytes.at)))
		return false;
	bytes.at += strlen(letters) + 1;
	out->code_align = cfi_take_uleb(&bytes);
	out->data_align = cfi_take_sleb(&bytes);
	out->ra_reg = version == 1 ? cfi_take(&bytes, 1) : cfi_take_uleb(&bytes);
	if (*letters == 'z')
		take_augmentation(&bytes, letters, out);
	else if (*letters)
		return false;
	out->program = bytes;
	return !bytes.is_bad && bytes.end - bytes.at <= MAX_COMMON;
}

/* The record that stands that far before the place of the distance itself. */
static const struct cfi_common *find_common(struct reader *reader, const uint8_t *place,
					    uint64_t distance)
{
	size_t from = (size_t)(place - reader->data);
	size_t at = from - distance;

	if (distance > from)
		return NULL;
	if (reader->has_common && reader->common_at == at)
		return &reader->common;
	reader->has_common = read_common(reader, at, &reader->common);
	reader->common_at = at;
	return reader->has_common ? &reader->common : NULL;
}

/* The distance to the common record is that of the place it stands at; 0 is such a record. */
static void read_function(struct reader *reader, struct cfi_bytes bytes)
{
	const uint8_t *place = bytes.at;
	uint64_t distance = cfi_take(&bytes, 4), start, size;
	const struct cfi_common *common;

	common = distance ? find_common(reader, place, distance) : NULL;
	if (!common)
		return;
	start = take_address(reader, &bytes, common->encoding);
	size = take_form(&bytes, common->encoding & FORM);
	if (common->has_size)
		cfi_take_block(&bytes, cfi_take_uleb(&bytes));
	if (bytes.is_bad || !start || start + size < start)
		return;
	if (cfi_run(common, bytes, start, start + size, reader->out) && size)
		vec_push(&reader->out->rows, ((struct cfi_row){ start + size, END }));
}

static int compare_rows(const void *a, const void *b)
{
	const struct cfi_row *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	/* Where one function ends and the next begins, the beginning stands last and counts. */
	return (x->rule != END) - (y->rule != END);
}

/* Is the row replaced at once, or, where a function ends, soon? */
static bool is_brief(const struct cfi_table *table, size_t i)
{
	const struct cfi_row *row = &table->rows.data[i];
	uint64_t least = row->rule == END ? MAX_PADDING : 1;

	return i + 1 < table->rows.len && row[1].address - row->address < least;
}

/* Rows that only tell what is known, and ends that the next function follows, are left out. */
static void drop_needless(struct cfi_table *table)
{
	uint32_t before = 0;
	size_t n = 0;

	for (size_t i = 0; i < table->rows.len; i++) {
		struct cfi_row row = table->rows.data[i];

		if (is_brief(table, i))
			continue;
		if (row.rule == END)
			row.rule = 0;
		if (row.rule != before)
			table->rows.data[n++] = row;
		before = row.rule;
	}
	table->rows.len = n;
}

void cfi_read(const void *data, size_t size, uint64_t address, struct cfi_table *out)
{
	struct reader reader = { .data = data, .size = size, .address = address, .out = out };
	struct cfi_bytes bytes;
	size_t at = 0;

	*out = (struct cfi_table){ 0 };
	vec_add(&out->rules);
	while (record_at(&reader, at, &bytes)) {
		read_function(&reader, bytes);
		at = (size_t)(bytes.end - reader.data);
	}
	if (out->rows.len)
		qsort(out->rows.data, out->rows.len, sizeof(struct cfi_row), compare_rows);
	drop_needless(out);
}

int cfi_read_file(struct elfobj *obj, struct cfi_table *out)
{
	struct elfobj_section section;
	const void *data;
	size_t size;

	if (elfobj_machine(obj) != EM_X86_64 || elfobj_word_size(obj) != 8 ||
	    elfobj_is_foreign_order(obj))
		return -ENOTSUP;
	if (!elfobj_section_find(obj, ".eh_frame", &section))
		return -ENOENT;
	data = elfobj_section_data(obj, section.index, &size);
	if (!data)
		return -ENOENT;
	cfi_read(data, size, section.address, out);
	return 0;
}

void cfi_fini(struct cfi_table *table)
{
	vec_fini(&table->rows);
	vec_fini(&table->rules);
}
