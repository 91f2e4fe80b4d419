/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/elf/note.h"

#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfobj.h"
#include "sdk/include/usdt_note.h"

_Static_assert(sizeof(Elf64_Nhdr) == USDT_NOTE_HEADER_SIZE, "the header of a note");
_Static_assert(sizeof(USDT_NOTE_OWNER) == USDT_NOTE_OWNER_SIZE, "the owner with its NUL");
_Static_assert(sizeof(USDT_TYPES_OWNER) == USDT_TYPES_OWNER_SIZE, "the owner with its NUL");

static size_t round_up(size_t size)
{
	return (size + USDT_NOTE_ALIGN - 1) & ~(size_t)(USDT_NOTE_ALIGN - 1);
}

static uint64_t read_word(const uint8_t *data, uint32_t word_size)
{
	uint64_t wide;
	uint32_t narrow;

	if (word_size == 8) {
		memcpy(&wide, data, sizeof(wide));
		return wide;
	}
	memcpy(&narrow, data, sizeof(narrow));
	return narrow;
}

static void put_word(struct str *out, uint64_t value, uint32_t word_size)
{
	const uint32_t narrow = (uint32_t)value;

	if (word_size == 8)
		str_append(out, (const char *)&value, sizeof(value));
	else
		str_append(out, (const char *)&narrow, sizeof(narrow));
}

/* The text at *at, which moves behind its NUL; NULL if there is none before the end. */
static const char *read_text(const uint8_t **at, const uint8_t *end)
{
	const uint8_t *text = *at;
	const uint8_t *nul = text < end ? memchr(text, '\0', (size_t)(end - text)) : NULL;

	if (!nul)
		return NULL;
	*at = nul + 1;
	return (const char *)text;
}

/* Three words, three texts and nothing behind them. Returns what is wrong, or NULL. */
static const char *decode_desc(const uint8_t *desc, size_t size, uint32_t word_size,
			       struct note *out)
{
	const uint8_t *at = desc + (size_t)USDT_NOTE_N_WORDS * word_size;
	const uint8_t *end = desc + size;

	if (size < (size_t)USDT_NOTE_N_WORDS * word_size)
		return "it is too short for its addresses";
	out->pc = read_word(desc, word_size);
	out->base = read_word(desc + word_size, word_size);
	out->semaphore = read_word(desc + (size_t)2 * word_size, word_size);
	out->provider = read_text(&at, end);
	out->name = read_text(&at, end);
	out->args = read_text(&at, end);
	if (!out->provider || !out->name || !out->args)
		return "a text in it does not end";
	if (!*out->provider || !*out->name)
		return "its provider or its name is empty";
	if (at != end)
		return "its size does not end with its arguments";
	return NULL;
}

static int malformed(struct note_cursor *cursor, const char *why)
{
	cursor->why = why;
	return -EINVAL;
}

/* Which notes are meant, and where the description of one lies. */
struct wanted {
	const char *owner;
	uint32_t owner_size, type;
	const uint8_t *desc;
	size_t size;
};

static const struct wanted probe_notes = {
	.owner = USDT_NOTE_OWNER, .owner_size = USDT_NOTE_OWNER_SIZE, .type = USDT_NOTE_TYPE,
};
static const struct wanted definition_notes = {
	.owner = USDT_TYPES_OWNER, .owner_size = USDT_TYPES_OWNER_SIZE, .type = USDT_TYPES_TYPE,
};

/* The next note of that owner and type. */
static int next_note(struct note_cursor *cursor, struct wanted *wanted)
{
	Elf64_Nhdr header;

	while (cursor->size - cursor->at >= sizeof(header)) {
		const uint8_t *name = cursor->data + cursor->at + sizeof(header);
		size_t left = cursor->size - cursor->at - sizeof(header);
		size_t name_size;

		memcpy(&header, name - sizeof(header), sizeof(header));
		name_size = round_up(header.n_namesz);
		if (name_size > left || header.n_descsz > left - name_size) {
			cursor->at = cursor->size;
			return malformed(cursor, "it runs over the end of its section");
		}
		left -= name_size;
		cursor->at = cursor->size - left;
		cursor->at += round_up(header.n_descsz) < left ? round_up(header.n_descsz) : left;
		if (header.n_namesz != wanted->owner_size || header.n_type != wanted->type ||
		    memcmp(name, wanted->owner, wanted->owner_size) != 0)
			continue;
		wanted->desc = name + name_size;
		wanted->size = header.n_descsz;
		return 1;
	}
	if (cursor->at < cursor->size) {
		cursor->at = cursor->size;
		return malformed(cursor, "its header is cut off");
	}
	return 0;
}

int note_decode(struct note_cursor *cursor, struct note *out)
{
	struct wanted wanted = probe_notes;
	int ret = next_note(cursor, &wanted);

	if (ret <= 0)
		return ret;
	cursor->why = decode_desc(wanted.desc, wanted.size, cursor->word_size, out);
	return cursor->why ? -EINVAL : 1;
}

void note_definitions_encode(struct str *out, const char *text)
{
	const size_t size = strlen(text);
	const Elf64_Nhdr header = {
		.n_namesz = USDT_TYPES_OWNER_SIZE,
		.n_descsz = (Elf64_Word)size,
		.n_type = USDT_TYPES_TYPE,
	};

	str_append(out, (const char *)&header, sizeof(header));
	str_append(out, USDT_TYPES_OWNER, USDT_TYPES_OWNER_SIZE);
	str_pad(out, '\0', (int)(round_up(USDT_TYPES_OWNER_SIZE) - USDT_TYPES_OWNER_SIZE));
	str_append(out, text, size);
	str_pad(out, '\0', (int)(round_up(size) - size));
}

size_t note_encode(struct str *out, const struct note *note, uint32_t word_size)
{
	const size_t texts = strlen(note->provider) + strlen(note->name) + strlen(note->args) + 3;
	const Elf64_Nhdr header = {
		.n_namesz = USDT_NOTE_OWNER_SIZE,
		.n_descsz = (Elf64_Word)((size_t)USDT_NOTE_N_WORDS * word_size + texts),
		.n_type = USDT_NOTE_TYPE,
	};
	size_t desc;

	str_append(out, (const char *)&header, sizeof(header));
	str_append(out, USDT_NOTE_OWNER, USDT_NOTE_OWNER_SIZE);
	desc = out->len;
	put_word(out, note->pc, word_size);
	put_word(out, note->base, word_size);
	put_word(out, note->semaphore, word_size);
	str_append(out, note->provider, strlen(note->provider) + 1);
	str_append(out, note->name, strlen(note->name) + 1);
	str_append(out, note->args, strlen(note->args) + 1);
	str_pad(out, '\0', (int)(round_up(header.n_descsz) - header.n_descsz));
	return desc;
}

/* Reading a file. */
struct reader {
	struct elfobj *obj;
	struct diag *dg;
	bool has_base;
	uint64_t base;	  /* address of .stapsdt.base */
	struct map *seen; /* address, provider and name of the sites so far */
	uint32_t n_left_out;
};

/* Beyond these the sites that are left out are only counted: a broken file may hold thousands. */
#define MAX_TOLD 8

static void warn(struct reader *r, const struct note *note, const char *why)
{
	const struct loc loc = { .file = elfobj_path(r->obj) };

	if (r->n_left_out++ >= MAX_TOLD)
		return;
	diag_warn(r->dg, &loc, D_NOTE, "probe %s:::%s at 0x%" PRIx64 " is left out: %s",
		  note->provider, note->name, note->pc, why);
}

/* The counter's place in the file; false: told. The kernel counts in a page of the file that is
 * mapped writable, and only at even offsets. */
static bool locate_semaphore(struct reader *r, const struct note *note, uint64_t moved,
			     uint64_t *offset)
{
	*offset = 0;
	if (!note->semaphore)
		return true;
	if (!elfobj_offset_of(r->obj, note->semaphore + moved, USDT_SEMAPHORE_SIZE, PF_W, offset)) {
		warn(r, note, "its semaphore does not lie in writable data of the file");
		return false;
	}
	if (*offset % USDT_SEMAPHORE_SIZE) {
		warn(r, note, "its semaphore lies at an odd offset");
		return false;
	}
	return true;
}

/* Was this site met already? */
static bool is_known(const struct reader *r, const struct note *note, uint64_t address)
{
	auto_str struct str key = { 0 };

	str_printf(&key, "%" PRIx64 ":%s:%s", address, note->provider, note->name);
	if (map_find_str(r->seen, key.data))
		return true;
	map_set_str(r->seen, key.data, r->obj);
	return false;
}

/* Linkers leave 0 or another small number where they dropped the code. */
#define DROPPED_END 16

static void add_site(struct reader *r, const struct note *note, struct note_sites *out)
{
	uint64_t moved = r->has_base && note->base ? r->base - note->base : 0;
	struct note_site site = {
		.provider = note->provider,
		.name = note->name,
		.args = note->args,
		.address = note->pc + moved,
	};

	if (!elfobj_offset_of(r->obj, site.address, 1, PF_X, &site.offset)) {
		if (note->pc < DROPPED_END)
			return;
		warn(r, note, "its address does not lie in code of the file");
		return;
	}
	if (!locate_semaphore(r, note, moved, &site.semaphore) || is_known(r, note, site.address))
		return;
	vec_push(&out->sites, site);
}

static void read_notes(struct reader *r, struct note_cursor *cursor, struct note_sites *out)
{
	const struct loc loc = { .file = elfobj_path(r->obj) };
	const char *why = NULL;
	uint32_t n_bad = 0;
	struct note note;
	int ret;

	while ((ret = note_decode(cursor, &note)) != 0) {
		if (ret > 0) {
			add_site(r, &note, out);
			continue;
		}
		n_bad++;
		why = why ? why : cursor->why;
	}
	if (n_bad)
		diag_warn(r->dg, &loc, D_NOTE, "%u probe note%s left out as malformed: %s", n_bad,
			  n_bad == 1 ? " is" : "s are", why);
	if (r->n_left_out > MAX_TOLD)
		diag_warn(r->dg, &loc, D_NOTE, "%u more probes are left out",
			  r->n_left_out - MAX_TOLD);
}

int note_sites_read(struct elfobj *obj, struct diag *dg, struct note_sites *out)
{
	const struct loc loc = { .file = elfobj_path(obj) };
	struct note_cursor cursor = { .word_size = elfobj_word_size(obj) };
	struct reader r = { .obj = obj, .dg = dg };
	struct elfobj_section section;

	*out = (struct note_sites){ 0 };
	if (!elfobj_section_find(obj, USDT_NOTE_SECTION, &section) || section.type != SHT_NOTE)
		return 0;
	if (elfobj_is_foreign_order(obj))
		return diag_errno(dg, &loc, D_ELF, ENOTSUP,
				  "is of a machine of the other byte order");
	cursor.data = elfobj_section_data(obj, section.index, &cursor.size);
	if (!cursor.data)
		return 0;
	r.has_base = elfobj_section_find(obj, USDT_BASE_SECTION, &section);
	r.base = r.has_base ? section.address : 0;
	r.seen = map_new();
	read_notes(&r, &cursor, out);
	map_free(r.seen);
	return (int)out->sites.len;
}

void note_sites_fini(struct note_sites *sites)
{
	vec_fini(&sites->sites);
}

const char *const *note_definitions_read(struct elfobj *obj, struct arena *arena, struct diag *dg)
{
	const struct loc loc = { .file = elfobj_path(obj) };
	struct wanted wanted = definition_notes;
	struct note_cursor cursor = { .word_size = elfobj_word_size(obj) };
	VEC(const char *) texts = { 0 };
	const char **list = NULL;
	struct elfobj_section section;
	int ret = 0;

	if (!elfobj_section_find(obj, USDT_TYPES_SECTION, &section) || section.type != SHT_NOTE ||
	    elfobj_is_foreign_order(obj))
		return NULL;
	cursor.data = elfobj_section_data(obj, section.index, &cursor.size);
	while (cursor.data && (ret = next_note(&cursor, &wanted)) > 0)
		vec_push(&texts, arena_strndup(arena, (const char *)wanted.desc,
					       strnlen((const char *)wanted.desc, wanted.size)));
	if (ret < 0)
		diag_warn(dg, &loc, D_NOTE, "the types of the probes' arguments are left out: a "
			  "note of theirs is malformed: %s", cursor.why);
	if (texts.len) {
		vec_push(&texts, NULL);
		list = arena_memdup(arena, texts.data, texts.len * sizeof(*list));
	}
	vec_fini(&texts);
	return list;
}
