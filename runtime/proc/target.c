/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/proc/target.h"

#include <errno.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/vec.h"
#include "runtime/proc/evaltime.h"
#include "runtime/proc/hold.h"
#include "runtime/proc/proc.h"

#define WHITE " \t\n"

enum state { GRABBED, HELD, RUNNING, GONE };

struct target {
	pid_t pid;
	int fd; /* pidfd, or -1 */
	enum state state;
	bool is_ours; /* our child, whose status is ours to take */
	int status;
};

static struct target *target_new(pid_t pid, enum state state)
{
	struct target *target = xcalloc(1, sizeof(*target));

	target->pid = pid;
	target->fd = (int)syscall(SYS_pidfd_open, pid, 0);
	target->state = state;
	target->is_ours = state != GRABBED;
	target->status = -1;
	return target;
}

/* The value of a line of /proc/PID/status ("State:\tZ (zombie)"); false if there is no process. */
static bool read_status(pid_t pid, const char *name, char *value, size_t size)
{
	auto_free char *path = xasprintf("/proc/%d/status", pid);
	auto_fclose FILE *f = fopen(path, "re");
	char line[256];

	*value = '\0';
	while (f && fgets(line, sizeof(line), f)) {
		size_t len = strlen(name);

		if (!strncmp(line, name, len) && line[len] == ':') {
			snprintf(value, size, "%s", line + len + 1 + strspn(line + len + 1, WHITE));
			return true;
		}
	}
	return f != NULL;
}

static void hint_privilege(struct diag *dg)
{
	if (getuid())
		diag_hint(dg, "run dtrace as root, with sudo for example");
	else
		diag_hint(dg, "it takes CAP_SYS_PTRACE, which root has not in a container or a "
			      "sandbox, or not over each process");
}

static void tell_owner(pid_t pid, uid_t owner, struct diag *dg)
{
	const struct passwd *user = getpwuid(owner);

	diag_error(dg, NULL, D_PERMISSION, "process %d belongs to user %s (%u), not to you: it may "
		   "not be traced", pid, user ? user->pw_name : "unknown", owner);
	hint_privilege(dg);
}

/* A process may be one's own and yet closed: it has executed a file that gave it privileges or that
 * only root may read, or it has asked for it. */
static int check_access(pid_t pid, struct diag *dg)
{
	char uid[64];

	if (proc_may_trace("/proc", pid) || !read_status(pid, "Uid", uid, sizeof(uid)))
		return 0;
	if ((uid_t)strtoul(uid, NULL, 10) != getuid()) {
		tell_owner(pid, (uid_t)strtoul(uid, NULL, 10), dg);
		return -EPERM;
	}
	diag_error(dg, NULL, D_PERMISSION, "process %d is yours, but not dumpable, as programs are "
		   "that have privileges or secrets: it may not be traced", pid);
	hint_privilege(dg);
	return -EPERM;
}

struct target *target_grab(pid_t pid, struct diag *dg)
{
	char state[32], tgid[32];

	if (pid <= 0 || !read_status(pid, "State", state, sizeof(state)) ||
	    !read_status(pid, "Tgid", tgid, sizeof(tgid))) {
		diag_error(dg, NULL, D_PROC, "there is no process %d", pid);
		return NULL;
	}
	if (*state == 'Z' || *state == 'X') {
		diag_error(dg, NULL, D_PROC, "process %d has ended; only its status is left", pid);
		return NULL;
	}
	if (atoi(tgid) != pid) {
		diag_error(dg, NULL, D_PROC, "%d is a thread of process %d", pid, atoi(tgid));
		diag_hint(dg, "a process is traced with all its threads: -p %d", atoi(tgid));
		return NULL;
	}
	return check_access(pid, dg) ? NULL : target_new(pid, GRABBED);
}

static int start(char *const argv[], enum target_evaltime when, pid_t *pid, struct diag *dg)
{
	int rc = hold_start(argv, pid, dg);

	return rc ? rc : evaltime_run(*pid, when, argv[0], dg);
}

struct target *target_start(const char *command, enum target_evaltime when, struct diag *dg)
{
	auto_free char *words = xstrdup(command);
	VEC(char *) argv = { 0 };
	pid_t pid;
	int rc;

	for (char *rest = words, *word; (word = strsep(&rest, WHITE));) {
		if (*word)
			vec_push(&argv, word);
	}
	vec_push(&argv, NULL);
	if (argv.data[0])
		rc = start(argv.data, when, &pid, dg);
	else
		rc = diag_error(dg, NULL, D_PROC, "the command to start is empty");
	vec_fini(&argv);
	return rc ? NULL : target_new(pid, HELD);
}

pid_t target_pid(const struct target *target)
{
	return target->pid;
}

int target_continue(struct target *target, struct diag *dg)
{
	int rc;

	if (target->state != HELD)
		return 0;
	rc = hold_release(target->pid);
	target->state = RUNNING;
	if (!rc)
		return 0;
	return diag_errno(dg, NULL, D_PROC, -rc, "cannot let process %d go on", target->pid);
}

bool target_is_ours(const struct target *target)
{
	return target->is_ours;
}

bool target_has_stopped(struct target *target)
{
	siginfo_t info = { .si_pid = 0 };

	return target->is_ours && target->state == RUNNING &&
	       !waitid(P_PID, (id_t)target->pid, &info, WSTOPPED | WNOHANG | __WALL) &&
	       info.si_pid == target->pid;
}

int target_fd(const struct target *target)
{
	return target->fd;
}

static bool look_for_end(struct target *target)
{
	struct pollfd pfd = { .fd = target->fd, .events = POLLIN };

	if (target->is_ours)
		return waitpid(target->pid, &target->status, WNOHANG | __WALL) == target->pid &&
		       !WIFSTOPPED(target->status);
	if (target->fd >= 0)
		return poll(&pfd, 1, 0) > 0;
	return kill(target->pid, 0) && errno == ESRCH;
}

bool target_is_gone(struct target *target)
{
	if (target->state != GONE && look_for_end(target))
		target->state = GONE;
	return target->state == GONE;
}

bool target_has_ended(const struct target *target)
{
	return target->state == GONE;
}

int target_status(const struct target *target)
{
	return target->state == GONE ? target->status : -1;
}

void target_release(struct target *target)
{
	if (!target)
		return;
	if (target->state == HELD)
		hold_kill(target->pid);
	if (target->fd >= 0)
		close(target->fd);
	free(target);
}
