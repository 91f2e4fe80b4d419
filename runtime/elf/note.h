/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The notes that tell where probes stand (usdt_note.h has their layout). Encoding and decoding
 * are each other's inverse; reading a whole file also turns its addresses into what a tracer
 * needs, and leaves out what could not be traced. */
#ifndef RUNTIME_ELF_NOTE_H
#define RUNTIME_ELF_NOTE_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/base/vec.h"

struct arena;
struct diag;
struct elfobj;
struct str;

/* One note as it is written. */
struct note {
	uint64_t pc, base, semaphore;
	const char *provider, *name, *args;
};

/* Where decoding stands in the bytes of a section. */
struct note_cursor {
	const uint8_t *data;
	size_t size, at;
	uint32_t word_size; /* 4 or 8 */
	const char *why;    /* what was wrong with the note, after -EINVAL */
};

/* The next probe note, in our own byte order; notes of other owners are passed over. 1; 0 at the
 * end; -EINVAL for a malformed one, and the next call goes on behind it. The texts of the result
 * lie in the data. */
int note_decode(struct note_cursor *cursor, struct note *out);

/* Appends the bytes of a note with its padding. Returns the offset of its first word (pc), from
 * the beginning of the buffer: base and semaphore follow, a word each. */
size_t note_encode(struct str *out, const struct note *note, uint32_t word_size);

/* A place in a file where a probe stands. */
struct note_site {
	const char *provider, *name, *args; /* the object's */
	uint64_t address;		    /* as linked, after what prelink did */
	uint64_t offset;		    /* in the file */
	uint64_t semaphore;		    /* file offset of the counter; 0: none */
};

struct note_sites {
	VEC(struct note_site) sites;
};

/* All sites of an executable or shared object, each address once for one provider and name, in the
 * file's order. What cannot be traced is left out and told as a warning; a Location of 0, which
 * the linker leaves for code that it dropped, is left out silently. Returns how many; a file
 * without the section has 0. Of another byte order: -ENOTSUP, told. */
int note_sites_read(struct elfobj *obj, struct diag *dg, struct note_sites *out);
void note_sites_fini(struct note_sites *sites);

/* The definitions in D that the file brings along: the text of each note, in the arena, and NULL
 * behind the last. NULL: there are none. A note that is malformed ends the reading, and is told as
 * a warning. */
const char *const *note_definitions_read(struct elfobj *obj, struct arena *arena, struct diag *dg);

/* Appends the bytes of a note with definitions, with its padding. */
void note_definitions_encode(struct str *out, const char *text);

#endif
