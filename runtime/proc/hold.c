/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A child that asked to be traced stops when it has executed the program, before the first
 * instruction. To run it further a breakpoint is put at the place; when it is hit, the instruction
 * is put back, and the program counter where the machine moved it past the breakpoint. Nothing of
 * ours is left in the child when it is held. */

#include "runtime/proc/hold.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"

/* More than any machine's general registers. */
#define MAX_REGS 1024

/* What a machine's breakpoint is. All of them are little-endian. */
struct machine {
	uint16_t elf_machine;
	uint8_t insn_size;
	uint8_t insn[4];
	uint8_t pc_advance; /* how far behind the breakpoint the counter stands */
	uint8_t pc_size;
	uint16_t pc_offset; /* in the registers as NT_PRSTATUS has them */
};

static const struct machine machines[] = {
	{ EM_X86_64, 1, { 0xcc }, 1, 8, 16 * 8 },
	{ EM_386, 1, { 0xcc }, 1, 4, 12 * 4 },
	{ EM_AARCH64, 4, { 0x00, 0x00, 0x20, 0xd4 }, 0, 8, 32 * 8 },
};

/* The machine of what runs, which for a script is its interpreter; NULL if it is none of ours. */
static const struct machine *find_machine(pid_t pid)
{
	auto_free char *path = xasprintf("/proc/%d/exe", pid);
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf32_Ehdr header; /* as far as e_machine both classes are alike */

	if (fd < 0 || read(fd, &header, sizeof(header)) < (ssize_t)sizeof(header))
		return NULL;
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		if (machines[i].elf_machine == header.e_machine)
			return &machines[i];
	}
	return NULL;
}

int hold_read(pid_t pid, uint64_t address, void *data, size_t size)
{
	struct iovec ours = { data, size };
	struct iovec theirs = { (void *)(uintptr_t)address, size };
	ssize_t n = process_vm_readv(pid, &ours, 1, &theirs, 1, 0);

	if (n < 0)
		return -errno;
	return (size_t)n == size ? 0 : -EFAULT;
}

static void *const regset = (void *)NT_PRSTATUS;

static int read_regs(pid_t pid, const struct machine *m, uint8_t regs[MAX_REGS], struct iovec *iov)
{
	*iov = (struct iovec){ regs, MAX_REGS };
	if (ptrace(PTRACE_GETREGSET, pid, regset, iov))
		return -errno;
	return iov->iov_len < (size_t)m->pc_offset + m->pc_size ? -EINVAL : 0;
}

static int read_pc(pid_t pid, const struct machine *m, uint64_t *pc)
{
	uint8_t regs[MAX_REGS];
	struct iovec iov;
	int rc = read_regs(pid, m, regs, &iov);

	if (rc)
		return rc;
	*pc = 0;
	memcpy(pc, regs + m->pc_offset, m->pc_size);
	return 0;
}

static int write_pc(pid_t pid, const struct machine *m, uint64_t pc)
{
	uint8_t regs[MAX_REGS];
	struct iovec iov;
	int rc = read_regs(pid, m, regs, &iov);

	if (rc)
		return rc;
	memcpy(regs + m->pc_offset, &pc, m->pc_size);
	return ptrace(PTRACE_SETREGSET, pid, regset, &iov) ? -errno : 0;
}

/* The aligned word of the child's memory in which an instruction lies. */
struct patch {
	void *address;
	long before;
};

static int plant(pid_t pid, const struct machine *m, uint64_t address, struct patch *patch)
{
	size_t shift = address % sizeof(long);
	long word;

	patch->address = (void *)(uintptr_t)(address - shift);
	errno = 0;
	patch->before = ptrace(PTRACE_PEEKTEXT, pid, patch->address, NULL);
	if (errno)
		return -errno;
	word = patch->before;
	memcpy((char *)&word + shift, m->insn, m->insn_size);
	return ptrace(PTRACE_POKETEXT, pid, patch->address, (void *)word) ? -errno : 0;
}

static int put_back(pid_t pid, const struct patch *patch)
{
	return ptrace(PTRACE_POKETEXT, pid, patch->address, (void *)patch->before) ? -errno : 0;
}

/* The next change of the child: its status, or a negative errno. */
static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, __WALL) < 0) {
		if (errno != EINTR)
			return -errno;
	}
	return status;
}

static bool is_exec(int status)
{
	return status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8);
}

static int tell_ended(const char *name, int status, struct diag *dg)
{
	if (WIFSIGNALED(status))
		diag_error(dg, NULL, D_PROC,
			   "%s was ended by a signal before it could be traced: %s", name,
			   strsignal(WTERMSIG(status)));
	else
		diag_error(dg, NULL, D_PROC, "%s ended before it could be traced", name);
	return -ECHILD;
}

static int fail(pid_t pid, int err, const char *name, struct diag *dg)
{
	hold_kill(pid);
	return diag_errno(dg, NULL, D_PROC, -err, "cannot hold %s", name);
}

/* Lets the child go on, by one instruction or freely, until it stops, with the signal that is given
 * and then is the one that stopped it. 0, or as hold_run_to(). */
static int run(pid_t pid, enum __ptrace_request how, int *signal, const char *name, struct diag *dg)
{
	int status;

	if (ptrace(how, pid, NULL, (void *)(long)*signal))
		return fail(pid, -errno, name, dg);
	status = wait_for(pid);
	if (status < 0)
		return fail(pid, status, name, dg);
	if (!WIFSTOPPED(status))
		return tell_ended(name, status, dg);
	*signal = WSTOPSIG(status);
	return is_exec(status) ? -EAGAIN : 0;
}

static int step_off(pid_t pid, const char *name, struct diag *dg)
{
	int rc, signal = 0;

	do
		rc = run(pid, PTRACE_SINGLESTEP, &signal, name, dg);
	while (!rc && signal != SIGTRAP);
	return rc;
}

/* Signals are passed on, traps that are the program's own as well. */
static int run_to_patch(pid_t pid, const struct machine *m, uint64_t address, const char *name,
			struct diag *dg)
{
	int rc, signal = 0;
	uint64_t pc = 0;

	do {
		rc = run(pid, PTRACE_CONT, &signal, name, dg);
		if (!rc && signal == SIGTRAP && read_pc(pid, m, &pc))
			return fail(pid, -EIO, name, dg);
	} while (!rc && (signal != SIGTRAP || pc != address + m->pc_advance));
	if (!rc && m->pc_advance && write_pc(pid, m, address))
		return fail(pid, -EIO, name, dg);
	return rc;
}

int hold_run_to(pid_t pid, uint64_t address, const char *name, struct diag *dg)
{
	const struct machine *m = find_machine(pid);
	struct patch patch;
	uint64_t pc;
	int rc = m ? read_pc(pid, m, &pc) : -ENOEXEC;

	if (rc)
		return fail(pid, rc, name, dg);
	rc = pc == address ? step_off(pid, name, dg) : 0;
	if (rc)
		return rc;
	rc = plant(pid, m, address, &patch);
	if (rc)
		return fail(pid, rc, name, dg);
	rc = run_to_patch(pid, m, address, name, dg);
	if (rc)
		return rc;
	rc = put_back(pid, &patch);
	return rc ? fail(pid, rc, name, dg) : 0;
}

/* The child's side: on success it does not return, on failure it reports errno. What was blocked
 * here for our own sake is not for the program. */
static void become(char *const argv[], int report_fd)
{
	sigset_t none;
	int err;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (!ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		execvp(argv[0], argv);
	err = errno;
	_exit(write(report_fd, &err, sizeof(err)) < 0 ? 126 : 127);
}

/* Waits until the program was executed. A child that cannot says why and ends. */
static int wait_for_exec(pid_t pid, int report_fd, const char *name, struct diag *dg)
{
	int err, status;

	while ((status = wait_for(pid)) >= 0 && WIFSTOPPED(status)) {
		if (WSTOPSIG(status) == SIGTRAP)
			break;
		ptrace(PTRACE_CONT, pid, NULL, (void *)(long)WSTOPSIG(status));
	}
	if (status < 0)
		return fail(pid, status, name, dg);
	if (!WIFSTOPPED(status)) {
		if (read(report_fd, &err, sizeof(err)) == sizeof(err))
			return diag_errno(dg, NULL, D_PROC, err, "failed to execute %s", name);
		return tell_ended(name, status, dg);
	}
	if (ptrace(PTRACE_SETOPTIONS, pid, NULL,
		   (void *)(long)(PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC)))
		return fail(pid, -errno, name, dg);
	return 0;
}

int hold_start(char *const argv[], pid_t *pid, struct diag *dg)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC))
		return diag_errno(dg, NULL, D_PROC, errno, "cannot start %s", argv[0]);
	auto_close int report_in = fds[0];
	auto_close int report_out = fds[1];
	*pid = fork();
	if (*pid < 0)
		return diag_errno(dg, NULL, D_PROC, errno, "cannot start %s", argv[0]);
	if (!*pid)
		become(argv, report_out);
	close(take_fd(report_out));
	return wait_for_exec(*pid, report_in, argv[0], dg);
}

int hold_release(pid_t pid)
{
	return ptrace(PTRACE_DETACH, pid, NULL, NULL) ? -errno : 0;
}

void hold_kill(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, __WALL);
}
