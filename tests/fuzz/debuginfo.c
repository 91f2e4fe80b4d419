/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The input is an ELF file with DWARF: types and variables are asked of it by the names that those
 * in the corpus have, and what it answers is parsed. Its functions are asked for too, with those
 * that it may carry compressed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/elf/debuginfo.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/functions.h"
#include "runtime/elf/symtab.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct asked {
	struct debuginfo *info;
	struct str text;	/* the last answer */
};

static bool find(void *ctx, const char *module, const char *name, struct type_answer *out)
{
	struct asked *asked = ctx;

	(void)module;
	str_clear(&asked->text);
	*out = (struct type_answer){ "", "file", SPACE_USER };
	if (!debuginfo_declare(asked->info, name, &asked->text))
		return false;
	out->text = str_text(&asked->text);
	return true;
}

static void ask(struct debuginfo *di)
{
	static const char text[] =
		"struct mine { struct conn conn; conn_t c; point_t p; union number n; "
		"enum color color; };";
	const struct parse_opts opts = { .mode = PARSE_PROGRAM };
	struct arena *arena = arena_new();
	struct type_table *types = type_table_new(arena, 64);
	struct diag *dg = diag_new();
	auto_str struct str variable = { 0 };
	struct asked asked = { .info = di };
	struct unit unit;

	type_table_set_source(types, find, &asked);
	parse_unit(arena, types, source_from_text(arena, "fuzz", text, sizeof(text) - 1), &opts,
		   dg, &unit);
	if (debuginfo_variable(di, "first", &variable))
		parse_type(arena, types,
			   source_from_text(arena, "fuzz", variable.data, variable.len), dg);
	str_fini(&asked.text);
	debuginfo_function(di, "main", 0x1000, &variable);
	diag_free(dg);
	arena_free(arena);
}

/* Functions stand at the beginning of a section of an object. */
static void ask_addresses(struct debuginfo *di)
{
	const size_t size_limit = 1 << 20;
	const char *names[4];

	for (uint64_t address = 0; address < 256; address += 16) {
		uint32_t n = debuginfo_inlined(di, address, names, 4);

		if (n > 4)
			abort();
		for (uint32_t i = 0; i < n; i++)
			if (strnlen(names[i], size_limit) == size_limit)
				abort();
	}
}

static void ask_functions(const char *path)
{
	struct arena *arena = arena_new();
	struct diag *dg = diag_new();
	struct symtab symtab;
	struct elfobj *obj;

	if (!elfobj_open(path, dg, &obj)) {
		functions_read(arena, obj, "/nowhere", &symtab);
		elfobj_close(obj);
	}
	diag_free(dg);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_close int fd = memfd_create("elf", MFD_CLOEXEC);
	struct debuginfo *di;
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (write(fd, data, size) != (ssize_t)size)
		return 0;
	di = debuginfo_new(path, "/nowhere");
	ask(di);
	ask_addresses(di);
	debuginfo_free(di);
	ask_functions(path);
	return 0;
}
