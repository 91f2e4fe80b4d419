/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Where output goes, and what system() runs. */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/diag.h"
#include "runtime/output/flow.h"
#include "runtime/session/session_impl.h"

/* The signals that end us are blocked, as we wait for them elsewhere; the command has them. */
static int spawn_shell(const char *command, pid_t *pid)
{
	char *const argv[] = { (char *)"sh", (char *)"-c", (char *)command, NULL };
	posix_spawnattr_t attr;
	sigset_t none;
	int err;

	sigemptyset(&none);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	err = posix_spawn(pid, "/bin/sh", NULL, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	return -err;
}

static int run_command(void *ctx, const char *command)
{
	struct session *s = ctx;
	pid_t pid;
	int err;

	session_flush(s);
	err = spawn_shell(command, &pid);
	while (!err && waitpid(pid, NULL, 0) < 0)
		err = errno == EINTR ? 0 : -errno;
	return err ? diag_errno(s->dg, NULL, D_FILE, -err, "cannot run a command") : 0;
}

static int reopen(void *ctx, const char *path)
{
	struct session *s = ctx;
	FILE *f = *path ? fopen(path, "ae") : NULL;

	if (*path && !f)
		return diag_errno(s->dg, NULL, D_FILE, errno, "cannot open %s", path);
	session_flush(s);
	if (s->reopened)
		fclose(s->reopened);
	s->reopened = f;
	return 0;
}

static int truncate_output(void *ctx)
{
	struct session *s = ctx;
	int fd = fileno(session_out(s));
	struct stat st;

	session_flush(s);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return 0;
	if (ftruncate(fd, 0) || fseek(session_out(s), 0, SEEK_SET))
		return diag_errno(s->dg, NULL, D_FILE, errno, "cannot empty the output");
	return 0;
}

/* Some options are looked at all the time; these are handed on. */
void session_apply_options(struct session *s)
{
	s->consumer.quiet = s->opts.quiet;
	s->consumer.rawbytes = s->opts.rawbytes;
	if (s->opts.flowindent && !s->flow)
		s->flow = flow_new();
	if (!s->opts.flowindent) {
		flow_free(s->flow);
		s->flow = NULL;
	}
	session_order_aggs(s);
}

static int set_option(void *ctx, const char *text)
{
	struct session *s = ctx;
	int err = options_set(&s->opts, text, OPTION_RUNNING, NULL, s->dg);

	if (!err)
		session_apply_options(s);
	return err;
}

const struct consumer_sink session_sink = {
	.run = run_command,
	.reopen = reopen,
	.truncate = truncate_output,
	.set_option = set_option,
	.commit = session_commit,
	.discard = session_discard,
};
