/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The function that the kernel calls with the mapping that MAPPING asks for: it has the thread in
 * R1, the mapping in R2, and in R3 the place on its caller's stack where the answer belongs. A
 * mapping without a file has none of the pointers, and reading through them yields 0. The file of
 * the kernel's own gets the number 1 of no device. */
#include <stddef.h>

#include "runtime/ebpf/insn.h"
#include "runtime/ebpf/mapping.h"
#include "runtime/ir/record.h"

#define TO(member) ((int16_t)offsetof(struct record_mapping, member))

static void copy_member(struct ebpf_emit *e, uint8_t from, int32_t off, uint32_t size, int16_t to)
{
	ebpf_emit(e, insn_load(size, R0, from, (int16_t)off));
	ebpf_emit(e, insn_store(8, R3, to, R0));
}

void ebpf_mapping_write(struct ebpf_emit *e, const struct ebpf_vma *vma)
{
	uint32_t is_vdso = ebpf_emit_label(e);

	copy_member(e, R2, vma->vm_start, 8, TO(start));
	copy_member(e, R2, vma->vm_end, 8, TO(end));
	copy_member(e, R2, vma->vm_pgoff, 8, TO(page));
	copy_member(e, R2, vma->vm_flags, 8, TO(flags));
	ebpf_emit(e, insn_load(8, R4, R2, (int16_t)vma->vm_mm));
	ebpf_emit(e, insn_load(8, R4, R4, (int16_t)vma->vdso));
	ebpf_emit(e, insn_load(8, R5, R2, (int16_t)vma->vm_start));
	ebpf_emit_jump(e, insn_jump(BPF_JEQ, R4, R5), is_vdso);
	ebpf_emit(e, insn_load(8, R2, R2, (int16_t)vma->vm_file));
	ebpf_emit(e, insn_load(8, R2, R2, (int16_t)vma->f_inode));
	copy_member(e, R2, vma->i_ino, 8, TO(inode));
	ebpf_emit(e, insn_load(8, R2, R2, (int16_t)vma->i_sb));
	copy_member(e, R2, vma->s_dev, 4, TO(device));
	ebpf_emit(e, insn_mov_imm(R0, 0));
	ebpf_emit(e, insn_exit());
	ebpf_emit_place(e, is_vdso);
	ebpf_emit(e, insn_store_imm(8, R3, TO(device), 0));
	ebpf_emit(e, insn_store_imm(8, R3, TO(inode), RECORD_VDSO_INODE));
	ebpf_emit(e, insn_mov_imm(R0, 0));
	ebpf_emit(e, insn_exit());
}
