/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From routines to instructions, for the kernel as it is: what it can is asked here, once. */
#include <errno.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/compile/compile_impl.h"
#include "runtime/compile/sites.h"
#include "runtime/ir/ir.h"
#include "runtime/kern/caps.h"
#include "runtime/probe/arch.h"

/* Routines keep their order, but bodies of loops are not routines any more. */
static void renumber_plans(struct compiled *out)
{
	uint32_t bodies = 0, i = 0;

	vec_each(plan, &out->plans) {
		for (; i < plan->routine; i++)
			bodies += ir_is_part(out->module->routines.data[i]);
		plan->routine -= bodies;
	}
}

static bool has_sites(const struct compiled *out)
{
	vec_each(plan, &out->plans)
		if (plan->points.len && plan->points.data[0].probe->trigger == TRIGGER_SITE)
			return true;
	return false;
}

static bool has_loops(const struct compiled *out)
{
	vec_each(routine, &out->module->routines)
		if (ir_is_part(*routine))
			return true;
	return false;
}

static bool is_of_kernel(const struct ir_insn *insn)
{
	switch ((int)insn->op) {
	case IR_READ_KERN:
		return !insn->is_own;
	case IR_READ_KERN_STR: case IR_STACK_KERN:
		return true;
	default:
		return false;
	}
}

/* What a program finds in the kernel belongs to everybody. */
static int check_reads(struct compile_job *job)
{
	vec_each(routine, &job->out->module->routines)
		vec_each(insn, &(*routine)->insns)
			if (is_of_kernel(insn)) {
				diag_error(job->dg, NULL, D_PERMISSION,
					   "the clauses of %s read the kernel's memory, which "
					   "takes a privilege of one's own", (*routine)->name);
				diag_hint(job->dg, "the capabilities of dtrace's file let a user "
						   "trace their own processes; run it as root");
				return -EPERM;
			}
	return 0;
}

/* Without uprobe_multi links. */
static uint64_t *share_events(struct compile_job *job, struct ebpf_sites *sites)
{
	struct kern_caps *caps = job->in->caps;

	if (!has_sites(job->out) || kern_has(caps, KERN_UPROBE_MULTI) ||
	    !kern_has(caps, KERN_COOKIE))
		return NULL;
	sites->pc_reg = job->in->arch->pc_reg;
	return sites_share(job->out, &sites->n_cookies);
}

int compile_emit(struct compile_job *job)
{
	struct compiled *out = job->out;
	const struct arch *arch = job->in->arch;
	struct kern_caps *caps = job->in->caps;
	struct ebpf_opts opts = {
		.pid_ns = job->in->pid_ns,
		.reg_offsets = arch->reg_offsets,
		.n_reg_offsets = arch->n_reg_offsets,
		.can_sleep = has_sites(out) && kern_has(caps, KERN_SLEEPABLE_UPROBE),
		.has_loop_helper = has_loops(out) && kern_has(caps, KERN_LOOP_HELPER),
		.has_multi_cookie = has_sites(out) && kern_has(caps, KERN_COOKIE),
		.has_growing_maps = compile_has_growing_maps(job),
		.vma = job->walk.known > 0 ? &job->walk.vma : NULL,
	};
	auto_free uint64_t *cookies = NULL;
	int err = ir_verify(out->module, job->dg);

	if (!err && job->in->only_own)
		err = check_reads(job);
	if (err)
		return err;
	ir_fold(out->module);
	cookies = share_events(job, &opts.sites);
	opts.sites.cookies = cookies;
	err = ebpf_compile(out->module, &opts, job->dg, &out->program);
	if (!err)
		renumber_plans(out);
	return err;
}
