/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/proc/proc.h"

static char *read_text(const char *proc_root, int pid, const char *name)
{
	auto_free char *path = xasprintf("%s/%d/%s", proc_root, pid, name);
	auto_fclose FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t cap = 0;

	if (f && getdelim(&text, &cap, '\0', f) > 0)
		return text;
	free(text);
	return NULL;
}

/* "1 (name) S ..." with the address as the 28th field; a name may contain anything. */
static uint64_t stack_start(const char *stat)
{
	enum { FIRST = 3, FIELD = 28 };
	const char *at = strrchr(stat, ')');

	for (int i = FIRST; i <= FIELD && at; i++)
		at = strchr(at + 1, ' ');
	return at ? strtoull(at, NULL, 10) : 0;
}

/* "VmExe:\t      12 kB" */
static uint64_t kilobytes(const char *status, const char *name)
{
	const char *at = strstr(status, name);

	return at ? strtoull(at + strlen(name), NULL, 10) : 0;
}

/* The kernel tells the code of the program and of its libraries apart; together they are all. */
int proc_image_read(const char *proc_root, int pid, struct proc_image *out)
{
	auto_free char *stat = read_text(proc_root, pid, "stat");
	auto_free char *status = read_text(proc_root, pid, "status");

	if (!stat || !status)
		return -ESRCH;
	out->stack_start = stack_start(stat);
	out->code_pages = (kilobytes(status, "\nVmExe:") + kilobytes(status, "\nVmLib:")) * 1024 /
			  (uint64_t)sysconf(_SC_PAGESIZE);
	return out->stack_start ? 0 : -EPERM;
}

/* Z and X are those that have ended. */
bool proc_is_running(const char *proc_root, int pid)
{
	auto_free char *stat = NULL;
	const char *end;

	errno = ESRCH;
	stat = read_text(proc_root, pid, "stat");
	if (!stat)
		return errno != ENOENT && errno != ESRCH;
	end = strrchr(stat, ')');
	return end && end[1] && !strchr("ZX", end[2]);
}
