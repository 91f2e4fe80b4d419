/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The ELF file of one generation of probes, made of plain structs, for 64-bit little-endian
 * machines. A small shared object without anything dynamic, with addresses that are its offsets:
 *
 *	page 0		ELF header, two PT_LOAD	  not needed by anybody who runs it
 *			.stapsdt.base		  one byte
 *			.text			  a stub of 8 bytes for each probe	mapped r-x
 *	page 1		.probes			  a struct usdt_probe for each		mapped rw-
 *	behind		.note.stapsdt		  one note for each
 *			.note.fasttrap		  one for all, with their types
 *			.symtab, .strtab	  the stub of each, called as its function
 *			.shstrtab, headers
 *
 * So a probe of the second page and its stub of the first are the same distance apart everywhere,
 * and the file needs no relocation. */
#ifndef SDK_RUNTIME_IMAGE_H
#define SDK_RUNTIME_IMAGE_H

#include <stddef.h>

#include "sdk/runtime/probe.h"

struct usdt_machine;

/* One probe. */
struct usdt_image_probe {
	char *function;	/* "": none */
	char *name;	/* as in a note */
	char *args;	/* as in a note */
	char *types;	/* as in a definition: "int32_t, const char*" */
	unsigned int n_args;
};

struct usdt_image {
	char *bytes; /* from malloc() */
	size_t size;
};

/* How many probes fit in an image for machines with such pages. */
size_t usdt_image_capacity(size_t page_size);

/* The probe at an index, as the image has it in its second page. */
struct usdt_probe usdt_image_probe(size_t page_size, unsigned int n_args);

/* n is from 1 to the capacity. 0 or -ENOMEM. */
int usdt_image_build(const struct usdt_machine *machine, size_t page_size, const char *provider,
		     const struct usdt_image_probe *probes, size_t n, struct usdt_image *out);

#endif
