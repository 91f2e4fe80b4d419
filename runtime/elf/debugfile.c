/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/elf/debugfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfobj.h"

/* What .gnu_debuglink says. */
struct link {
	const char *name;
	uint32_t crc;
};

/* Opens what is there; a debug file that is missing is the common case and not told. */
static struct elfobj *try_open(const char *path)
{
	struct diag *untold = diag_new();
	struct elfobj *obj = NULL;

	if (access(path, R_OK) == 0 && elfobj_open(path, untold, &obj))
		obj = NULL;
	diag_free(untold);
	return obj;
}

static struct elfobj *open_by_id(const uint8_t *id, size_t size, const char *root)
{
	auto_str struct str path = { 0 };

	str_printf(&path, "%s/.build-id/%02x/", root, id[0]);
	for (size_t i = 1; i < size; i++)
		str_printf(&path, "%02x", id[i]);
	str_puts(&path, ".debug");
	return try_open(path.data);
}

/* The section is a file name, padded to 4 bytes, and a checksum. */
static bool read_link(struct elfobj *obj, struct link *out)
{
	struct elfobj_section section;
	const char *data;
	size_t size, len;

	if (!elfobj_section_find(obj, ".gnu_debuglink", &section))
		return false;
	data = elfobj_section_data(obj, section.index, &size);
	len = data ? strnlen(data, size) : 0;
	if (!len || len / 4 * 4 + 8 > size || strchr(data, '/'))
		return false;
	out->name = data;
	memcpy(&out->crc, data + len / 4 * 4 + 4, sizeof(out->crc));
	return true;
}

/* The CRC-32 of zlib and of .gnu_debuglink, 4 bits at a time. */
static uint32_t add_to_crc(uint32_t crc, const uint8_t *data, size_t size)
{
	static const uint32_t table[] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
		0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
		0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};

	for (size_t i = 0; i < size; i++) {
		crc ^= data[i];
		crc = crc >> 4 ^ table[crc & 15];
		crc = crc >> 4 ^ table[crc & 15];
	}
	return crc;
}

static bool has_crc(const char *path, uint32_t wanted)
{
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	auto_free uint8_t *buffer = xmalloc(1 << 16);
	uint32_t crc = UINT32_MAX;
	ssize_t n = -1;

	while (fd >= 0 && (n = read(fd, buffer, 1 << 16)) > 0)
		crc = add_to_crc(crc, buffer, (size_t)n);
	return n == 0 && ~crc == wanted;
}

static bool is_same_id(struct elfobj *a, struct elfobj *b)
{
	size_t a_size, b_size;
	const void *a_id = elfobj_build_id(a, &a_size), *b_id = elfobj_build_id(b, &b_size);

	return a_id && b_id && a_size == b_size && memcmp(a_id, b_id, a_size) == 0;
}

static struct elfobj *open_by_link(struct elfobj *obj, const char *root)
{
	auto_free char *real = realpath(elfobj_path(obj), NULL);
	char *slash = real ? strrchr(real, '/') : NULL;
	struct link link;

	if (!slash || !read_link(obj, &link))
		return NULL;
	*slash = '\0';
	for (size_t i = 0; i < 3; i++) {
		auto_str struct str path = { 0 };
		struct elfobj *debug;

		str_printf(&path, "%s%s/%s%s", i == 2 ? root : "", real, i == 1 ? ".debug/" : "",
			   link.name);
		debug = try_open(path.data);
		if (debug && (is_same_id(obj, debug) || has_crc(path.data, link.crc)))
			return debug;
		elfobj_close(debug);
	}
	return NULL;
}

struct elfobj *debugfile_open(struct elfobj *obj, const char *root)
{
	size_t size;
	const uint8_t *id = elfobj_build_id(obj, &size);
	struct elfobj *debug = size > 1 ? open_by_id(id, size, root) : NULL;

	return debug ? debug : open_by_link(obj, root);
}
