/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/kern/load.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/funcinfo.h"
#include "runtime/kern/sys.h"

#define FIRST_LOG (64u << 10)
#define MAX_LOG (16u << 20)

/* The reason stands at the end of a log; what leads there can be a million lines. */
#define SHOWN_LOG (32u << 10)

/* The kernel accepts this many arguments of a raw tracepoint. */
#define MAX_RAW_ARGS 12

/* What a program of each kind is to the kernel. */
static const struct {
	enum bpf_prog_type type;
	uint32_t attach_type;
} kinds[] = {
	[KERN_PROG_UPROBE] = { BPF_PROG_TYPE_KPROBE, 0 },
	[KERN_PROG_UPROBE_MULTI] = { BPF_PROG_TYPE_KPROBE, KERN_TRACE_UPROBE_MULTI },
	[KERN_PROG_SAMPLE] = { BPF_PROG_TYPE_PERF_EVENT, 0 },
	[KERN_PROG_RAW] = { BPF_PROG_TYPE_RAW_TRACEPOINT, 0 },
};

static void fill(union bpf_attr *attr, const struct kern_prog_def *def,
		 const struct kern_funcinfo *info)
{
	memset(attr, 0, sizeof(*attr));
	attr->prog_type = kinds[def->kind].type;
	attr->expected_attach_type = kinds[def->kind].attach_type;
	attr->prog_flags = def->is_sleepable ? BPF_F_SLEEPABLE : 0;
	attr->insns = kern_sys_ptr(def->insns);
	attr->insn_cnt = def->n_insns;
	attr->license = kern_sys_ptr("Dual BSD/GPL");
	kern_sys_name(attr->prog_name, def->name);
	if (info->n_records == 0)
		return;
	attr->prog_btf_fd = (uint32_t)info->btf_fd;
	attr->func_info_rec_size = sizeof(*info->records);
	attr->func_info = kern_sys_ptr(info->records);
	attr->func_info_cnt = info->n_records;
}

int kern_prog_try(const struct kern_prog_def *def)
{
	struct kern_funcinfo info;
	union bpf_attr attr;
	int fd = kern_funcinfo_init(&info, def->insns, def->n_insns);

	if (fd < 0)
		return fd;
	fill(&attr, def, &info);
	fd = kern_sys_bpf_charged(BPF_PROG_LOAD, &attr, sizeof(attr));
	kern_funcinfo_fini(&info);
	return fd;
}

/* The log of loading it again, which the caller frees; NULL if the kernel wrote none. A log that
 * is too large for the buffer is an error of its own, whatever the verifier thought. */
static char *verifier_log(union bpf_attr *attr)
{
	auto_free char *log = NULL;

	for (uint32_t size = FIRST_LOG; size <= MAX_LOG; size *= 4) {
		int fd;

		log = xrealloc(log, size);
		log[0] = '\0';
		attr->log_buf = kern_sys_ptr(log);
		attr->log_size = size;
		attr->log_level = 1;
		fd = kern_sys_bpf(BPF_PROG_LOAD, attr, sizeof(*attr));
		if (fd >= 0)
			close(fd);
		if (fd != -ENOSPC)
			break;
	}
	return log[0] ? take(log) : NULL;
}

static void attach_log(struct diag *dg, const char *log)
{
	size_t len = strlen(log);
	const char *from = len > SHOWN_LOG ? strchr(log + len - SHOWN_LOG, '\n') : NULL;

	diag_attach(dg, from ? from + 1 : log);
}

static int tell_refused(const struct kern_prog_def *def, union bpf_attr *attr, int err,
			struct diag *dg)
{
	auto_free char *log = NULL;

	if (err == -EPERM && kern_check_privileges(dg))
		return err;
	log = verifier_log(attr);
	if (log && (err == -EINVAL || err == -EACCES))
		diag_error(dg, NULL, D_LOAD, "the kernel's verifier refuses the program %s",
			   def->name);
	else
		diag_errno(dg, NULL, D_LOAD, -err, "cannot load the program %s of %u instructions",
			   def->name, def->n_insns);
	if (err == -E2BIG)
		diag_hint(dg, "the verifier takes a million steps at most; fewer or simpler "
			      "clauses of one probe may help");
	if (log)
		attach_log(dg, log);
	return err;
}

int kern_prog_load(const struct kern_prog_def *def, struct diag *dg)
{
	struct kern_funcinfo info;
	union bpf_attr attr;
	int fd = kern_funcinfo_init(&info, def->insns, def->n_insns);

	if (fd < 0)
		return diag_errno(dg, NULL, D_LOAD, -fd,
				  "cannot describe the functions of the program %s", def->name);
	fill(&attr, def, &info);
	fd = kern_sys_bpf_charged(BPF_PROG_LOAD, &attr, sizeof(attr));
	if (fd < 0)
		fd = tell_refused(def, &attr, fd, dg);
	kern_funcinfo_fini(&info);
	return fd;
}

int kern_prog_run(int fd, uint64_t arg)
{
	uint64_t args[MAX_RAW_ARGS] = { arg };
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = (uint32_t)fd;
	attr.test.ctx_in = kern_sys_ptr(args);
	attr.test.ctx_size_in = sizeof(args);
	return kern_sys_bpf(BPF_PROG_TEST_RUN, &attr, sizeof(attr));
}
