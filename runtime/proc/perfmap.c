/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A process in a container has a /tmp of its own, where a symbolic link might lead out to files of
 * ours: so the path is resolved as if the process's root were ours, and its last part may not be a
 * link at all. What is there may be a pipe that nobody writes to, or belong to another user who
 * would like names of their choice in our output. */

#include "runtime/proc/perfmap.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"

/* Larger than any runtime makes it. */
#define MAX_SIZE (1 << 30)

/* What the process calls itself in its own namespace: the last number of the line NSpid. */
static int inner_pid(const char *proc_root, int pid)
{
	auto_free char *path = xasprintf("%s/%d/status", proc_root, pid);
	auto_fclose FILE *f = fopen(path, "re");
	auto_free char *line = NULL;
	size_t cap = 0;

	while (f && getline(&line, &cap, f) > 0) {
		const char *last = strrchr(line, '\t');

		if (!strncmp(line, "NSpid:", 6) && last)
			return atoi(last + 1);
	}
	return pid;
}

static int open_below(int root_fd, const char *path)
{
	const struct open_how how = {
		.flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};

	return (int)syscall(SYS_openat2, root_fd, path, &how, sizeof(how));
}

/* The folder of a process belongs to whom it runs as. */
static bool is_trusted(int fd, const char *proc_root, int pid)
{
	auto_free char *folder = xasprintf("%s/%d", proc_root, pid);
	struct stat file, process;

	return !fstat(fd, &file) && S_ISREG(file.st_mode) && file.st_size <= MAX_SIZE &&
	       !stat(folder, &process) && (file.st_uid == process.st_uid || file.st_uid == 0);
}

FILE *perfmap_open(const char *proc_root, int pid)
{
	auto_free char *root = xasprintf("%s/%d/root", proc_root, pid);
	auto_free char *path = xasprintf("/tmp/perf-%d.map", inner_pid(proc_root, pid));
	auto_close int root_fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	auto_close int fd = root_fd < 0 ? -1 : open_below(root_fd, path);

	if (fd < 0 || !is_trusted(fd, proc_root, pid))
		return NULL;
	return fdopen(take_fd(fd), "r");
}
