/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/compile/walk.h"

#include <elf.h>

#include "runtime/base/diag.h"
#include "runtime/compile/compile.h"
#include "runtime/kern/caps.h"
#include "runtime/probe/arch.h"

static bool find_members(const struct compile_input *in, struct ebpf_vma *out)
{
	int32_t unused;
	const struct {
		const char *type, *member;
		int32_t *offset;
	} wanted[] = {
		{ "vm_area_struct", "vm_start", &out->vm_start },
		{ "vm_area_struct", "vm_end", &out->vm_end },
		{ "vm_area_struct", "vm_pgoff", &out->vm_pgoff },
		{ "vm_area_struct", "vm_flags", &out->vm_flags },
		{ "vm_area_struct", "vm_file", &out->vm_file },
		{ "vm_area_struct", "vm_mm", &out->vm_mm },
		{ "mm_struct", "context.vdso", &out->vdso },
		{ "file", "f_inode", &out->f_inode },
		{ "inode", "i_ino", &out->i_ino },
		{ "inode", "i_sb", &out->i_sb },
		{ "super_block", "s_dev", &out->s_dev },
		/* what walks ask for themselves */
		{ "task_struct", "mm", &unused },
		{ "mm_struct", "start_stack", &unused },
		{ "mm_struct", "exec_vm", &unused },
		{ "mm_struct", "uprobes_state.xol_area", &unused },
		{ "xol_area", "vaddr", &unused },
		{ "task_struct", "utask", &unused },
		{ "uprobe_task", "return_instances", &unused },
		{ "return_instance", "stack", &unused },
		{ "return_instance", "orig_ret_vaddr", &unused },
		{ "return_instance", "next", &unused },
	};
	struct diag *untold = diag_new();
	bool has_all = true;

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]) && has_all; i++) {
		*wanted[i].offset = in->kernel_member(in->kernel_ctx, wanted[i].type,
						      wanted[i].member, untold);
		has_all = *wanted[i].offset >= 0;
	}
	diag_free(untold);
	return has_all;
}

static bool find_out(struct walk_support *support)
{
	const struct compile_input *in = support->in;
	const char *missing = NULL;

	/* Tables are made of x86-64's files alone; elsewhere compilers keep frame pointers. */
	if (!in->opts->ustackunwind || in->arch->elf_machine != EM_X86_64)
		return false;
	if (!kern_has(in->caps, KERN_LOOP_HELPER))
		missing = "the helper bpf_find_vma (Linux 5.17)";
	else if (!find_members(in, &support->vma))
		missing = "a description of its types (BTF)";
	if (!missing)
		return true;
	diag_warn(support->dg, NULL, D_KERNEL,
		  "stacks of programs are found by frame pointers alone: this kernel lacks %s",
		  missing);
	return false;
}

bool walk_is_supported(void *ctx)
{
	struct walk_support *support = ctx;

	if (!support->known)
		support->known = find_out(support) ? 1 : -1;
	return support->known > 0;
}
