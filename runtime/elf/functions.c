/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* .gnu_debugdata is an ELF file of its own with no more than .symtab, compressed as xz does. A few
 * kilobytes may claim to be gigabytes, so what comes out has a limit. */
#include "runtime/elf/functions.h"

#include <lzma.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/elf/debugfile.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/symtab.h"

enum { CHUNK = 1 << 16, MAX_EMBEDDED = 64 << 20, MAX_MEMORY = 256 << 20 };

/* Writes what the decoder gives until it ends; false: it is malformed or too much. */
static bool unpack(lzma_stream *stream, int fd)
{
	auto_free uint8_t *chunk = xmalloc(CHUNK);
	lzma_ret ret = LZMA_OK;

	while (ret == LZMA_OK && stream->total_out < MAX_EMBEDDED) {
		size_t n;

		stream->next_out = chunk;
		stream->avail_out = CHUNK;
		ret = lzma_code(stream, LZMA_FINISH);
		n = CHUNK - stream->avail_out;
		if (write(fd, chunk, n) != (ssize_t)n)
			return false;
	}
	return ret == LZMA_STREAM_END;
}

static bool unpack_section(const void *data, size_t size, int fd)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	bool ok;

	if (lzma_stream_decoder(&stream, MAX_MEMORY, 0) != LZMA_OK)
		return false;
	stream.next_in = data;
	stream.avail_in = size;
	ok = unpack(&stream, fd);
	lzma_end(&stream);
	return ok;
}

/* NULL: there is none, or none that can be read. */
static struct elfobj *open_embedded(struct elfobj *obj)
{
	auto_close int fd = memfd_create("debugdata", MFD_CLOEXEC);
	auto_free char *path = xasprintf("/proc/self/fd/%d", fd);
	struct elfobj *embedded = NULL;
	struct elfobj_section section;
	struct diag *untold;
	const void *data;
	size_t size;

	if (fd < 0 || !elfobj_section_find(obj, ".gnu_debugdata", &section))
		return NULL;
	data = elfobj_section_data(obj, section.index, &size);
	if (!data || !unpack_section(data, size, fd))
		return NULL;
	untold = diag_new();
	if (elfobj_open(path, untold, &embedded))
		embedded = NULL;
	diag_free(untold);
	return embedded;
}

void functions_read(struct arena *arena, struct elfobj *obj, const char *debug_root,
		    struct symtab *out)
{
	struct elfobj *stripped = debugfile_open(obj, debug_root);

	if (!stripped)
		stripped = open_embedded(obj);
	symtab_read(arena, obj, stripped, out);
	elfobj_close(stripped);
}
