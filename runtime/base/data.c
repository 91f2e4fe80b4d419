/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/base/data.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"

/* The path beside the running program, or NULL if there is no such file. */
static char *path_near_program(const char *name)
{
	char program[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	auto_free char *path = NULL;
	char *slash;

	if (len < 0)
		return NULL;
	program[len] = '\0';
	slash = strrchr(program, '/');
	if (!slash)
		return NULL;
	*slash = '\0';
	path = xasprintf("%s/../share/fasttrap/%s", program, name);
	return access(path, R_OK) ? NULL : take(path);
}

char *data_path(const char *name)
{
	const char *folder = getenv("FASTTRAP_DATADIR");
	char *path;

	if (folder && *folder)
		return xasprintf("%s/%s", folder, name);
	path = path_near_program(name);
	return path ? path : xasprintf("%s/%s", PKGDATADIR, name);
}
