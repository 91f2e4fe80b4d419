/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/kern/caps.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/kern/insn.h"
#include "runtime/kern/load.h"
#include "runtime/kern/map.h"
#include "runtime/kern/sys.h"

static int load(enum kern_prog_kind kind, bool is_sleepable, const struct bpf_insn *insns,
		uint32_t n_insns)
{
	const struct kern_prog_def def = {
		.name = "try",
		.kind = kind,
		.is_sleepable = is_sleepable,
		.insns = insns,
		.n_insns = n_insns,
	};

	return kern_prog_try(&def);
}

static bool loads(bool is_sleepable, const struct bpf_insn *insns, uint32_t n_insns)
{
	auto_close int fd = load(KERN_PROG_UPROBE, is_sleepable, insns, n_insns);

	return fd >= 0;
}

static int link_nothing(int prog_fd, int pid)
{
	const uint64_t offset = 0;
	struct kern_uprobe_multi_attr attr = {
		.prog_fd = (uint32_t)prog_fd,
		.attach_type = KERN_TRACE_UPROBE_MULTI,
		.path = kern_sys_ptr("/"),
		.offsets = kern_sys_ptr(&offset),
		.cnt = 1,
		.pid = (uint32_t)pid,
	};
	auto_close int fd = kern_sys_bpf(BPF_LINK_CREATE, &attr, sizeof(attr));

	return fd;
}

/* Every kernel loads a program for uprobe_multi; only the link tells. A directory is refused with
 * EBADF by a kernel that came as far as to look at it. A pid of -1 is refused before that with
 * EINVAL, but only where a pid stands for a process: at first it stood for a thread (fixed in 6.10,
 * 46ba0e49b642), which is as good as none. */
static bool try_uprobe_multi(void)
{
	const struct bpf_insn insns[] = { KERN_MOV_IMM(BPF_REG_0, 0), KERN_EXIT };
	auto_close int fd = load(KERN_PROG_UPROBE_MULTI, false, insns, 2);

	return fd >= 0 && link_nothing(fd, 0) == -EBADF && link_nothing(fd, -1) == -EINVAL;
}

static bool try_cookie(void)
{
	const struct bpf_insn insns[] = { KERN_CALL(BPF_FUNC_get_attach_cookie), KERN_EXIT };

	return loads(false, insns, 2);
}

static bool try_sleepable(void)
{
	const struct bpf_insn insns[] = { KERN_MOV_IMM(BPF_REG_0, 0), KERN_EXIT };

	return loads(true, insns, 2);
}

static bool try_loop(void)
{
	const struct bpf_insn insns[] = {
		KERN_MOV_IMM(BPF_REG_1, 1), KERN_LD_IMM64(BPF_REG_2, BPF_PSEUDO_FUNC, 5),
		KERN_MOV_IMM(BPF_REG_3, 0), KERN_MOV_IMM(BPF_REG_4, 0),
		KERN_CALL(BPF_FUNC_loop),   KERN_EXIT,
		KERN_MOV_IMM(BPF_REG_0, 0), KERN_EXIT,
	};

	return loads(false, insns, sizeof(insns) / sizeof(insns[0]));
}

/* Since 6.1 (ee4ed53c5eb6) keys take their memory from caches made for that, and programs that
 * sleep may use such a table. Before, memory was taken from the kernel at large, which can lock up
 * in a probe. */
static bool try_growing_maps(void)
{
	const struct kern_map_def def = {
		.name = "try",
		.type = BPF_MAP_TYPE_HASH,
		.key_size = 4,
		.value_size = 4,
		.n_entries = 1,
		.flags = BPF_F_NO_PREALLOC,
	};
	struct diag *untold = diag_new();
	auto_close int map_fd = kern_map_create(&def, untold);
	const struct bpf_insn insns[] = {
		KERN_LD_IMM64(BPF_REG_1, BPF_PSEUDO_MAP_FD, map_fd),
		KERN_MOV_IMM(BPF_REG_0, 0),
		KERN_EXIT,
	};

	diag_free(untold);
	return map_fd >= 0 && loads(true, insns, sizeof(insns) / sizeof(insns[0]));
}

/* The kernel log tells of each program that may do this, so it is tried for those who ask. */
static bool try_write_user(void)
{
	const struct bpf_insn insns[] = {
		KERN_INSN(BPF_ST | BPF_MEM | BPF_DW, BPF_REG_10, 0, -8, 0),
		KERN_MOV_IMM(BPF_REG_1, 0),
		KERN_MOV_REG(BPF_REG_2, BPF_REG_10),
		KERN_INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_2, 0, 0, -8),
		KERN_MOV_IMM(BPF_REG_3, 8),
		KERN_CALL(BPF_FUNC_probe_write_user),
		KERN_EXIT,
	};

	return loads(false, insns, sizeof(insns) / sizeof(insns[0]));
}

#define UPROBE_SYSCALL 336

/* On x86-64 the optimisation is a system call that only its trampoline may make. Whoever else does
 * is told ENOSYS by a kernel without it, ENXIO by the one whose trampoline overwrites the red zone
 * and is missing in a forked child (6.18), EPROTO by the one that optimises nop10 instead. */
static bool try_nop5_broken(void)
{
	struct utsname name;

	if (uname(&name) || strcmp(name.machine, "x86_64"))
		return false;
	return syscall(UPROBE_SYSCALL) < 0 && errno == ENXIO;
}

/* It came together with the optimisation. */
static bool try_long_nops(void)
{
	struct utsname name;

	if (uname(&name) || strcmp(name.machine, "x86_64"))
		return false;
	return syscall(UPROBE_SYSCALL) >= 0 || errno != ENOSYS;
}

/* uprobe_multi links show that what came before them is there. That saves more than the trying:
 * where a program that may sleep was just freed, closing a uprobe waits for 20 ms longer. */
static const struct {
	const char *text;
	bool (*try)(void);
	bool is_older; /* than uprobe_multi links */
} features[] = {
	[KERN_UPROBE_MULTI] = { "uprobe_multi links (Linux 6.6)", try_uprobe_multi, false },
	[KERN_COOKIE] = { "cookies of uprobes (Linux 5.15)", try_cookie, true },
	[KERN_SLEEPABLE_UPROBE] = { "sleepable uprobe programs (Linux 6.0)", try_sleepable,
				    true },
	[KERN_LOOP_HELPER] = { "the helper bpf_loop (Linux 5.17)", try_loop, true },
	[KERN_GROWING_MAPS] = { "hash tables that grow (Linux 6.1)", try_growing_maps, true },
	[KERN_WRITE_USER] = { "the helper bpf_probe_write_user (Linux 4.8, not locked down)",
			      try_write_user, false },
	[KERN_LONG_NOPS] = { "emulation of long nops (Linux 6.18)", try_long_nops, false },
	[KERN_NOP5_BROKEN] = { "the unsafe optimisation of 5-byte nops (Linux 6.18)",
			       try_nop5_broken, false },
};

_Static_assert(sizeof(features) / sizeof(features[0]) == KERN_N_FEATURES, "a row for each");

bool kern_has(struct kern_caps *caps, enum kern_feature feature)
{
	if (!caps->known[feature])
		kern_set(caps, feature,
			 (features[feature].is_older && kern_has(caps, KERN_UPROBE_MULTI)) ||
				 features[feature].try());
	return caps->known[feature] > 0;
}

const char *kern_feature_text(enum kern_feature feature)
{
	return features[feature].text;
}

void kern_set(struct kern_caps *caps, enum kern_feature feature, bool has)
{
	caps->known[feature] = has ? 1 : -1;
}

static bool has_capability(uint64_t effective, int capability)
{
	return effective >> capability & 1;
}

int kern_judge_privileges(uint64_t effective, bool is_initial_ns, struct diag *dg)
{
	bool is_admin = has_capability(effective, CAP_SYS_ADMIN);
	bool has_bpf = is_admin || has_capability(effective, CAP_BPF);
	bool has_perfmon = is_admin || has_capability(effective, CAP_PERFMON);

	if (has_bpf && has_perfmon && is_initial_ns)
		return 0;
	if (has_bpf && has_perfmon) {
		diag_error(dg, NULL, D_PERMISSION,
			   "tracing needs CAP_BPF and CAP_PERFMON in the initial user namespace; "
			   "this process has them only in a namespace of its own");
		diag_hint(dg, "run it on the host, or in a container without a user namespace");
		return -EPERM;
	}
	diag_error(dg, NULL, D_PERMISSION,
		   "tracing needs the capabilities CAP_BPF and CAP_PERFMON; this process lacks %s",
		   has_bpf	 ? "CAP_PERFMON"
		   : has_perfmon ? "CAP_BPF"
				 : "both");
	diag_hint(dg, "run as root, or, to trace processes of one's own: "
		      "setcap cap_bpf,cap_perfmon+ep $(command -v dtrace)");
	return -EPERM;
}

static uint64_t effective_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { { 0 } };

	if (syscall(SYS_capget, &header, data))
		return 0;
	return (uint64_t)data[1].effective << 32 | data[0].effective;
}

static void set_capabilities(uint64_t capabilities)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { { 0 } };

	for (uint32_t i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
		data[i].effective = data[i].permitted = (uint32_t)(capabilities >> 32 * i);
	if (syscall(SYS_capset, &header, data))
		abort();
}

/* The kernel tells a program that its file gave it privileges (AT_SECURE). Those that a user has
 * got from a login, sudo or a service manager do not come by the file. */
bool kern_limit_privileges(void)
{
	const uint64_t kept = UINT64_C(1) << CAP_BPF | UINT64_C(1) << CAP_PERFMON;

	if (!getauxval(AT_SECURE) || !getuid())
		return false;
	set_capabilities(effective_capabilities() & kept);
	if (setresgid(getgid(), getgid(), getgid()) || setresuid(getuid(), getuid(), getuid()))
		abort();
	return true;
}

/* As the kernel writes a device: the minor number in the low 20 bits. */
int kern_pid_ns(uint32_t *device, uint32_t *inode)
{
	struct stat st;

	if (stat("/proc/self/ns/pid", &st))
		return -errno;
	*device = major(st.st_dev) << 20 | minor(st.st_dev);
	*inode = (uint32_t)st.st_ino;
	return 0;
}

/* PROC_PID_INIT_INO. */
bool kern_is_first_pid_ns(void)
{
	uint32_t device, inode;

	return kern_pid_ns(&device, &inode) || inode == 4026531836;
}

/* The first user namespace has a number that the kernel fixes (PROC_USER_INIT_INO). Without /proc
 * there is no telling, and what needs the privilege will be refused by the kernel anyway. */
static bool is_in_initial_ns(void)
{
	char text[64];
	ssize_t len = readlink("/proc/self/ns/user", text, sizeof(text) - 1);

	if (len < 0)
		return true;
	text[len] = '\0';
	return !strcmp(text, "user:[4026531837]");
}

int kern_check_privileges(struct diag *dg)
{
	return kern_judge_privileges(effective_capabilities(), is_in_initial_ns(), dg);
}
