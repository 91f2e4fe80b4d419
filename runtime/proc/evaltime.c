/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What happens in order when a program starts, and who says where that is:
 *
 *	EXEC		the kernel enters the dynamic linker, or a static program itself
 *	PREINIT		the linker has mapped the libraries: it then calls an empty function,
 *			_dl_debug_state(), made for debuggers, with RT_CONSISTENT in
 *			_r_debug.r_state
 *	POSTINIT	it has run their initialisers and enters the program: AT_ENTRY, of which the
 *			kernel tells in the auxiliary vector
 *	MAIN		the program has run its own initialisers: the symbol main
 *
 * Where a place cannot be found (a static program has no linker, a stripped one no symbols) the one
 * before it is taken: there nothing has been missed. */

#include "runtime/proc/evaltime.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/elf/elfobj.h"
#include "runtime/proc/hold.h"
#include "runtime/proc/proc.h"

/* struct r_debug has r_state as its fourth word. */
#define R_STATE_WORD 3

/* A child, and what the kernel mapped for it. */
struct start {
	pid_t pid;
	const char *name;
	struct diag *dg;

	uint64_t entry;	       /* AT_ENTRY */
	uint64_t linker;       /* AT_BASE: where the dynamic linker lies; 0: there is none */
	uint64_t linked_entry; /* e_entry, before the program was moved */
	uint8_t word_size;
};

static int read_file(pid_t pid, const char *name, void *data, size_t size)
{
	auto_free char *path = xasprintf("/proc/%d/%s", pid, name);
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, data, size);

	return n < 0 ? -errno : (int)n;
}

/* All machines that can be held are little-endian. */
static uint64_t word_at(const uint8_t *bytes, uint8_t size)
{
	uint64_t word = 0;

	memcpy(&word, bytes, size);
	return word;
}

/* e_entry follows the same 24 bytes in both classes. */
static int read_header(struct start *s)
{
	uint8_t header[64];
	int size = read_file(s->pid, "exe", header, sizeof(header));

	if (size < (int)sizeof(header))
		return size < 0 ? size : -ENOEXEC;
	s->word_size = header[EI_CLASS] == ELFCLASS32 ? 4 : 8;
	s->linked_entry = word_at(header + offsetof(Elf64_Ehdr, e_entry), s->word_size);
	return 0;
}

static int read_auxv(struct start *s)
{
	uint8_t auxv[2048];
	int size = read_file(s->pid, "auxv", auxv, sizeof(auxv));

	s->entry = s->linker = 0;
	for (int at = 0; at + 2 * s->word_size <= size; at += 2 * s->word_size) {
		uint64_t type = word_at(auxv + at, s->word_size);
		uint64_t value = word_at(auxv + at + s->word_size, s->word_size);

		if (type == AT_ENTRY)
			s->entry = value;
		if (type == AT_BASE)
			s->linker = value;
	}
	if (size < 0)
		return size;
	return s->entry ? 0 : -ENOEXEC;
}

static int look(struct start *s)
{
	int rc = read_header(s);

	if (!rc)
		rc = read_auxv(s);
	if (!rc)
		return 0;
	hold_kill(s->pid);
	return diag_errno(s->dg, NULL, D_PROC, -rc, "cannot find the entry point of %s", s->name);
}

/* The dynamic linker's file, as we can open it; NULL if it cannot be found. */
static char *linker_path(const struct start *s)
{
	auto_free char *maps_path = xasprintf("/proc/%d/maps", s->pid);
	auto_fclose FILE *f = fopen(maps_path, "re");
	struct proc_maps maps = { 0 };
	char *path = NULL;

	if (!f || proc_maps_read(f, &maps))
		return NULL;
	vec_each(map, &maps.maps) {
		if (map->start == s->linker && map->inode && !path)
			path = xasprintf("/proc/%d/root%s", s->pid, map->path);
	}
	proc_maps_fini(&maps);
	return path;
}

/* The addresses of two symbols of a file, as linked. What is wrong with the file does not matter:
 * then they are not found. */
static int find_symbols(const char *path, const char *const names[2], uint64_t addresses[2])
{
	struct diag *unheard = diag_new();
	struct elfobj *obj = NULL;
	int rc = elfobj_open(path, unheard, &obj);

	for (int i = 0; i < 2 && names[i] && !rc; i++)
		rc = elfobj_symbol_find(obj, names[i], &addresses[i]);
	elfobj_close(obj);
	diag_free(unheard);
	return rc;
}

/* The function is called before and after libraries are mapped; the state tells which it was. */
static int run_to_preinit(struct start *s)
{
	static const char *const names[2] = { "_dl_debug_state", "_r_debug" };
	auto_free char *path = s->linker ? linker_path(s) : NULL;
	uint64_t addresses[2];
	uint32_t state;
	int rc = 0;

	if (!path || find_symbols(path, names, addresses))
		return 0;
	do {
		uint64_t at = s->linker + addresses[1] + R_STATE_WORD * s->word_size;

		rc = hold_run_to(s->pid, s->linker + addresses[0], s->name, s->dg);
		if (!rc && hold_read(s->pid, at, &state, sizeof(state)))
			state = 0;
	} while (!rc && state);
	return rc;
}

int target_linker(const struct target *target, char **path, uint64_t *offset)
{
	struct start s = { .pid = target_pid(target) };
	struct diag *unheard = diag_new();
	struct elfobj *obj = NULL;
	uint64_t address;
	int rc = read_header(&s);

	if (!rc)
		rc = read_auxv(&s);
	*path = rc || !s.linker ? NULL : linker_path(&s);
	rc = *path ? elfobj_open(*path, unheard, &obj) : -ENOENT;
	if (!rc)
		rc = elfobj_symbol_find(obj, "_dl_debug_state", &address);
	if (!rc && !elfobj_offset_of(obj, address, 1, PF_X, offset))
		rc = -ENOEXEC;
	elfobj_close(obj);
	diag_free(unheard);
	if (rc)
		free(take(*path));
	return rc;
}

/* A program without a linker is held there already. */
static int run_to_entry(struct start *s)
{
	if (!s->linker)
		return 0;
	return hold_run_to(s->pid, s->entry, s->name, s->dg);
}

static int run_to_main(struct start *s)
{
	static const char *const names[2] = { "main", NULL };
	auto_free char *path = xasprintf("/proc/%d/exe", s->pid);
	uint64_t addresses[2];
	int rc = run_to_entry(s);

	if (rc || find_symbols(path, names, addresses))
		return rc;
	return hold_run_to(s->pid, addresses[0] - s->linked_entry + s->entry, s->name, s->dg);
}

static int run_once(struct start *s, enum target_evaltime when)
{
	int rc = look(s);

	if (rc)
		return rc;
	switch (when) {
	case EVAL_EXEC:
		return 0;
	case EVAL_PREINIT:
		return run_to_preinit(s);
	case EVAL_POSTINIT:
		return run_to_entry(s);
	case EVAL_MAIN:
		return run_to_main(s);
	}
	return 0;
}

/* A library's initialiser may execute another program; that is then the one to hold. */
int evaltime_run(pid_t pid, enum target_evaltime when, const char *name, struct diag *dg)
{
	struct start s = { .pid = pid, .name = name, .dg = dg };
	int rc;

	do
		rc = run_once(&s, when);
	while (rc == -EAGAIN);
	return rc;
}
