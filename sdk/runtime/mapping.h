/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Two pages of memory that first hold probes nobody can see, and then the pages of an image. Their
 * place stays the same. */
#ifndef SDK_RUNTIME_MAPPING_H
#define SDK_RUNTIME_MAPPING_H

#include <stddef.h>
#include <sys/types.h>

struct usdt_image;

struct usdt_mapping {
	char *base;
	size_t page_size;
	int fd; /* -1: not of a file */
	dev_t device;
	ino_t inode;
};

/* The second page can be written. 0 or a negative errno. */
int usdt_mapping_reserve(size_t page_size, struct usdt_mapping *out);

/* Puts the image there, in a file of this name. 0 or a negative errno; then the mapping is as it
 * was, or at least what its second page holds. */
int usdt_mapping_fill(struct usdt_mapping *mapping, const char *name,
		      const struct usdt_image *image);

/* Closes the file, and takes the memory away. */
void usdt_mapping_release(struct usdt_mapping *mapping);

/* Closes the file alone. */
void usdt_mapping_close(struct usdt_mapping *mapping);

/* The ways to a file that is in no directory and can be mapped as code, best first. Returns its
 * descriptor or a negative errno; -ENOENT: there is no such way; -ERANGE: nor any behind it. */
int usdt_mapping_open(unsigned int way, const char *name);

#endif
