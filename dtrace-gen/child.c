/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/child.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "runtime/base/cleanup.h"

extern char **environ;

void child_output_fini(struct child_output *output)
{
	str_fini(&output->out);
	str_fini(&output->err);
}

static int read_all(int fd, struct str *out)
{
	off_t size = lseek(fd, 0, SEEK_END);

	for (off_t at = 0; at < size;) {
		ssize_t n = pread(fd, str_reserve(out, size - at), size - at, at);

		if (n <= 0)
			return n < 0 ? -errno : -EIO;
		out->len += n;
		at += n;
	}
	str_puts(out, "");
	return 0;
}

static int write_all(int fd, const char *text)
{
	size_t size = strlen(text), at = 0;

	while (at < size) {
		ssize_t n = write(fd, text + at, size - at);

		if (n < 0 && errno != EINTR)
			return -errno;
		at += n > 0 ? n : 0;
	}
	return lseek(fd, 0, SEEK_SET) < 0 ? -errno : 0;
}

/* Starts the program and waits for it; a negative errno or its wait status. */
static int run(char *const argv[], const int fds[3])
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int status, err;

	posix_spawn_file_actions_init(&actions);
	for (int i = 0; i < 3; i++)
		posix_spawn_file_actions_adddup2(&actions, fds[i], i);
	err = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (err)
		return -err;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return status;
}

static int tell_status(char *const argv[], int status, const struct str *err, enum diag_tag tag,
		       struct diag *dg)
{
	if (WIFSIGNALED(status))
		diag_error(dg, NULL, tag, "%s was ended by signal %d", argv[0], WTERMSIG(status));
	else
		diag_error(dg, NULL, tag, "%s failed with status %d", argv[0], WEXITSTATUS(status));
	if (err->len)
		diag_attach(dg, str_text(err));
	return -EINVAL;
}

int child_run(char *const argv[], const char *input, enum diag_tag tag, struct diag *dg,
	      struct child_output *output)
{
	auto_close int in = memfd_create("in", MFD_CLOEXEC);
	auto_close int out = memfd_create("out", MFD_CLOEXEC);
	auto_close int err = memfd_create("err", MFD_CLOEXEC);
	int fds[3] = { in, out, err }, result;

	if (in < 0 || out < 0 || err < 0)
		return diag_errno(dg, NULL, tag, errno, "cannot make an anonymous file");
	result = write_all(in, input);
	if (result < 0)
		return diag_errno(dg, NULL, tag, -result, "cannot give %s its input", argv[0]);
	result = run(argv, fds);
	if (result < 0)
		return diag_errno(dg, NULL, tag, -result, "cannot run %s", argv[0]);
	if (read_all(out, &output->out) || read_all(err, &output->err))
		return diag_errno(dg, NULL, tag, EIO, "cannot read what %s wrote", argv[0]);
	return result ? tell_status(argv, result, &output->err, tag, dg) : 0;
}
