/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"

static int tell(const char *path, int err, struct diag *dg)
{
	return diag_errno(dg, NULL, D_FILE, err, "cannot write %s", path);
}

/* Writes everything and closes: a full disk may show only then. */
static int write_and_close(int fd, const char *data, size_t size)
{
	int err = 0;

	while (size && !err) {
		ssize_t n = write(fd, data, size);

		if (n < 0)
			err = errno == EINTR ? 0 : errno;
		else
			data += n, size -= n;
	}
	if (close(fd) && !err)
		err = errno;
	return err;
}

/* A name beside path that was free; the file is created with the mode that the umask leaves. */
static int open_beside(const char *path, char **name)
{
	const char *slash = strrchr(path, '/');
	int folder_len = slash ? (int)(slash - path) + 1 : 0;

	for (int i = 0;; i++) {
		auto_free char *try = xasprintf("%.*s.%s.%d.%d", folder_len, path,
						path + folder_len, (int)getpid(), i);
		int fd = open(try, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

		if (fd >= 0)
			*name = take(try);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
}

static int write_beside(const char *path, const void *data, size_t size, const struct stat *old,
			struct diag *dg)
{
	auto_free char *name = NULL;
	int fd = open_beside(path, &name), err;

	if (fd < 0)
		return tell(path, errno, dg);
	err = old && fchmod(fd, old->st_mode & 07777) ? errno : 0;
	if (err)
		close(fd);
	else
		err = write_and_close(fd, data, size);
	if (!err && rename(name, path))
		err = errno;
	if (!err)
		return 0;
	unlink(name);
	return tell(path, err, dg);
}

/* What ends the program waits meanwhile, so that nothing unfinished stays beside the output. */
static int replace(const char *path, const void *data, size_t size, const struct stat *old,
		   struct diag *dg)
{
	sigset_t ends, before;
	int result;

	sigemptyset(&ends);
	sigaddset(&ends, SIGHUP);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGQUIT);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, &before);
	result = write_beside(path, data, size, old, dg);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return result;
}

int file_write(const char *path, const void *data, size_t size, struct diag *dg)
{
	bool is_stdout = !strcmp(path, "-");
	struct stat st;
	int fd, err;

	if (!is_stdout && stat(path, &st))
		return replace(path, data, size, NULL, dg);
	if (!is_stdout && S_ISREG(st.st_mode))
		return replace(path, data, size, &st, dg);
	fd = is_stdout ? dup(STDOUT_FILENO) : open(path, O_WRONLY | O_CLOEXEC);
	err = fd < 0 ? errno : write_and_close(fd, data, size);
	return err ? tell(is_stdout ? "standard output" : path, err, dg) : 0;
}
