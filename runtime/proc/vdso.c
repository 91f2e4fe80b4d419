/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The kernel maps a file of its own into each process, the same into all of our kind, and it is
 * nowhere but there. */
#include <elf.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/elf/elfobj.h"
#include "runtime/proc/proc.h"

bool proc_map_is_vdso(const struct proc_map *map)
{
	return !map->inode && !strcmp(map->path, "[vdso]");
}

/* Its section headers stand at its end. */
static size_t size_of(const Elf64_Ehdr *header)
{
	return header->e_shoff + (size_t)header->e_shnum * header->e_shentsize;
}

struct elfobj *proc_vdso_open(void)
{
	const Elf64_Ehdr *header = (const void *)(uintptr_t)getauxval(AT_SYSINFO_EHDR);
	auto_close int fd = header && sizeof(long) == 8 ? memfd_create("vdso", MFD_CLOEXEC) : -1;
	auto_free char *path = xasprintf("/proc/self/fd/%d", fd);
	struct diag *untold = diag_new();
	struct elfobj *obj = NULL;

	if (fd >= 0 && write(fd, header, size_of(header)) == (ssize_t)size_of(header) &&
	    elfobj_open(path, untold, &obj))
		obj = NULL;
	diag_free(untold);
	return obj;
}
