/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A firing takes its program's time, which the kernel tells, and that of the trap, which it does
 * not. The trap is taken for as dear as any is; but both are time within the kernel, so they are no
 * more than all of that. Either number alone would accuse programs that fire seldom, or machines
 * that are busy in the kernel for other reasons. */
#include "runtime/kern/usage.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/cleanup.h"
#include "runtime/kern/sys.h"

#define MS 1000000
#define PERIOD (1000 * MS)
#define WINDOW (50 * MS)

/* Single-stepped, in a virtual machine. */
#define TRAP_NS 10000

static uint64_t cost_of(int prog)
{
	struct bpf_prog_info info;
	union bpf_attr attr;

	memset(&info, 0, sizeof(info));
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = (uint32_t)prog;
	attr.info.info_len = sizeof(info);
	attr.info.info = kern_sys_ptr(&info);
	if (prog < 0 || kern_sys_bpf(BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr)))
		return 0;
	if (info.type != BPF_PROG_TYPE_KPROBE)
		return info.run_time_ns;
	return info.run_time_ns + info.run_cnt * TRAP_NS;
}

static uint64_t cost_of_all(const int *progs, uint32_t n)
{
	uint64_t cost = 0;

	for (uint32_t i = 0; i < n; i++)
		cost += cost_of(progs[i]);
	return cost;
}

/* Time that a hypervisor gave to others is nobody's here. */
static int system_share(struct kern_usage *u)
{
	uint64_t t[7] = { 0 }, ticks = 0, all, within;
	auto_fclose FILE *f = fopen("/proc/stat", "re");

	if (!f || fscanf(f, "cpu %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
			    " %" SCNu64 " %" SCNu64, &t[0], &t[1], &t[2], &t[3], &t[4], &t[5],
			 &t[6]) != 7)
		return 0;
	for (int i = 0; i < 7; i++)
		ticks += t[i];
	all = ticks - u->ticks;
	within = t[2] - u->system_ticks;
	u->ticks = ticks;
	u->system_ticks = t[2];
	return all ? (int)(within * 100 / all) : 0;
}

static int enable_stats(void)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.enable_stats.type = BPF_STATS_RUN_TIME;
	return kern_sys_bpf(BPF_ENABLE_STATS, &attr, sizeof(attr));
}

static int close_window(struct kern_usage *u, int64_t now, uint64_t cost)
{
	int64_t all = (now - u->since) * sysconf(_SC_NPROCESSORS_ONLN);
	int64_t spent = cost > u->cost ? (int64_t)(cost - u->cost) : 0;

	kern_usage_end(u);
	u->since = now;
	return spent > all / 100 * u->share ? u->share : (int)(spent * 100 / all);
}

int kern_usage_look(struct kern_usage *u, int64_t now, int limit, const int *progs,
		    uint32_t n_progs)
{
	bool is_first = !u->since;

	if (now - u->since < (u->stats < 0 ? PERIOD : WINDOW))
		return -1;
	if (u->stats >= 0)
		return close_window(u, now, cost_of_all(progs, n_progs));
	u->share = system_share(u);
	u->since = now;
	if (is_first || u->share < limit)
		return is_first ? -1 : u->share;
	u->stats = enable_stats();
	u->cost = cost_of_all(progs, n_progs);
	return u->stats < 0 ? 0 : -1;
}

void kern_usage_end(struct kern_usage *u)
{
	if (u->stats >= 0)
		close(u->stats);
	u->stats = -1;
}
