/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A child that asked to be traced stops when it has executed the program, before the first
 * instruction, which is the dynamic linker's. The kernel tells the child where the program itself
 * begins (AT_ENTRY in /proc/PID/auxv), for static programs too. There we put a breakpoint; when it
 * is hit, the linker has mapped and initialised all libraries. The instruction is put back, and the
 * program counter where the machine moved it past the breakpoint. */

#include "runtime/proc/hold.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
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

/* What a machine's breakpoint is. */
struct machine {
	uint16_t elf_machine;
	uint8_t word_size; /* of auxv and of the program counter */
	uint8_t insn_size;
	uint8_t insn[4];
	uint8_t pc_advance; /* how far behind the breakpoint the counter stands */
	uint16_t pc_offset; /* in the registers as NT_PRSTATUS has them */
};

static const struct machine machines[] = {
	{ EM_X86_64, 8, 1, { 0xcc }, 1, 16 * 8 },
	{ EM_386, 4, 1, { 0xcc }, 1, 12 * 4 },
	{ EM_AARCH64, 8, 4, { 0x00, 0x00, 0x20, 0xd4 }, 0, 32 * 8 },
};

static int read_file(pid_t pid, const char *name, void *data, size_t size)
{
	auto_free char *path = xasprintf("/proc/%d/%s", pid, name);
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, data, size);

	return n < 0 ? -errno : (int)n;
}

/* The machine of what runs, which for a script is its interpreter; NULL if it is none of ours. */
static const struct machine *find_machine(pid_t pid)
{
	Elf32_Ehdr header; /* as far as e_machine both classes are alike */

	if (read_file(pid, "exe", &header, sizeof(header)) < (int)sizeof(header))
		return NULL;
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		if (machines[i].elf_machine == header.e_machine)
			return &machines[i];
	}
	return NULL;
}

/* All machines of the table are little-endian. */
static uint64_t word_at(const uint8_t *bytes, uint8_t size)
{
	uint64_t word = 0;

	memcpy(&word, bytes, size);
	return word;
}

static int find_entry(pid_t pid, const struct machine *m, uint64_t *entry)
{
	uint8_t auxv[2048];
	int size = read_file(pid, "auxv", auxv, sizeof(auxv));

	for (int at = 0; at + 2 * m->word_size <= size; at += 2 * m->word_size) {
		if (word_at(auxv + at, m->word_size) != AT_ENTRY)
			continue;
		*entry = word_at(auxv + at + m->word_size, m->word_size);
		return 0;
	}
	return size < 0 ? size : -ENOEXEC;
}

/* The aligned word of the child's memory in which an instruction lies. */
struct patch {
	uint64_t address;
	long before;
};

static int poke(pid_t pid, uint64_t address, long word)
{
	return ptrace(PTRACE_POKETEXT, pid, (void *)(uintptr_t)address, (void *)word) ? -errno : 0;
}

static int plant(pid_t pid, const struct machine *m, uint64_t address, struct patch *patch)
{
	size_t shift = address % sizeof(long);
	long word;

	patch->address = address - shift;
	errno = 0;
	patch->before = ptrace(PTRACE_PEEKTEXT, pid, (void *)(uintptr_t)patch->address, NULL);
	if (errno)
		return -errno;
	word = patch->before;
	memcpy((char *)&word + shift, m->insn, m->insn_size);
	return poke(pid, patch->address, word);
}

/* Has the child stopped at the breakpoint? If so its program counter is set on the instruction. */
static bool has_hit(pid_t pid, const struct machine *m, uint64_t address)
{
	uint8_t regs[MAX_REGS];
	struct iovec iov = { regs, sizeof(regs) };
	void *set = (void *)NT_PRSTATUS;

	if (ptrace(PTRACE_GETREGSET, pid, set, &iov) ||
	    iov.iov_len < (size_t)m->pc_offset + m->word_size)
		return false;
	if (word_at(regs + m->pc_offset, m->word_size) != address + m->pc_advance)
		return false;
	memcpy(regs + m->pc_offset, &address, m->word_size);
	return !m->pc_advance || !ptrace(PTRACE_SETREGSET, pid, set, &iov);
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

/* Runs to the breakpoint; other signals are passed on. 0, or -EAGAIN if another program was
 * executed meanwhile, or -ECHILD, told. */
static int run_to(pid_t pid, const struct machine *m, uint64_t address, const char *name,
		  struct diag *dg)
{
	long signal = 0;

	for (;;) {
		int status;

		ptrace(PTRACE_CONT, pid, NULL, (void *)signal);
		status = wait_for(pid);
		if (status < 0)
			return diag_errno(dg, NULL, D_PROC, -status, "cannot wait for %s", name);
		if (!WIFSTOPPED(status))
			return tell_ended(name, status, dg);
		if (is_exec(status))
			return -EAGAIN;
		signal = WSTOPSIG(status);
		if (signal == SIGTRAP && has_hit(pid, m, address))
			return 0;
	}
}

static int fail(pid_t pid, int err, const char *name, struct diag *dg)
{
	hold_kill(pid);
	return diag_errno(dg, NULL, D_PROC, -err, "cannot run %s to its entry point", name);
}

int hold_run_to_entry(pid_t pid, const char *name, struct diag *dg)
{
	int rc;

	do {
		const struct machine *m = find_machine(pid);
		struct patch patch;
		uint64_t entry;

		if (!m)
			return fail(pid, -ENOEXEC, name, dg);
		rc = find_entry(pid, m, &entry);
		if (!rc)
			rc = plant(pid, m, entry, &patch);
		if (rc)
			return fail(pid, rc, name, dg);
		rc = run_to(pid, m, entry, name, dg);
		if (!rc && poke(pid, patch.address, patch.before))
			return fail(pid, -EIO, name, dg);
	} while (rc == -EAGAIN);
	return rc;
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
	if (write(report_fd, &err, sizeof(err)) < 0)
		_exit(126);
	_exit(127);
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
		return diag_errno(dg, NULL, D_PROC, -status, "cannot wait for %s", name);
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
