/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A module compiled to eBPF: a value that can be dumped, compared, loaded later, and run by the
 * tests' interpreter without a kernel. */
#ifndef RUNTIME_EBPF_PROGRAM_H
#define RUNTIME_EBPF_PROGRAM_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <stdint.h>

#include "runtime/ir/ir.h"

struct diag;
struct str;

struct ebpf_map {
	char name[16];			/* as the kernel shows it */
	enum bpf_map_type type;
	uint32_t key_size, value_size, n_entries;
	uint32_t flags;			/* BPF_F_... */
	/* the value at key 0, value_size bytes; NULL: zeros; owned */
	void *init;
	/* read-only after init, to the program too; to be frozen before programs are loaded */
	bool is_frozen;
	/* nothing in it outlasts a firing */
	bool is_scratch;
};

enum ebpf_reloc_kind {
	EBPF_RELOC_MAP,			/* ld_imm64: the map itself */
	/* ld_imm64: address of the value at key 0, plus the second half's imm */
	EBPF_RELOC_VALUE,
};

/* The instruction's imm is the index of the map until a loader puts a descriptor there. src_reg
 * already says what it is (BPF_PSEUDO_MAP_FD, BPF_PSEUDO_MAP_VALUE). */
struct ebpf_reloc {
	uint32_t insn;
	enum ebpf_reloc_kind kind;
	uint32_t map;
};

struct ebpf_routine {
	char *name;
	enum ir_context context;
	uint32_t source;		/* index in the module's routines */
	bool is_sleepable;		/* reads user memory in a way that may wait for a page */
	/* bodies of loops follow the routine itself as subprograms */
	struct bpf_insn *insns;
	uint32_t n_insns;
	struct ebpf_reloc *relocs;
	uint32_t n_relocs;
	uint32_t stack_size;		/* bytes used of 512, bodies included */
	uint32_t scratch_size;		/* bytes of per-CPU scratch memory; 0: none is taken */
};

/* The first maps are the module's stores, one for one and in order; what the code needs beyond
 * them follows. Routines likewise, without the bodies of loops. */
struct ebpf_program {
	struct ebpf_map *maps;
	uint32_t n_maps;
	struct ebpf_routine *routines;
	uint32_t n_routines;
};

/* Kernels without uprobe_multi links have one cookie for all sites that share an event. There a
 * site is known by that and by where in its page it stands, which is the same wherever its file is
 * mapped. A cookie below 0 is, but for its sign bit, the site's own; any other is where in the
 * table its event has EBPF_PAGE_SITES entries, in bytes. */
#define EBPF_PAGE_SITES 4096
#define EBPF_OWN_COOKIE (UINT64_C(1) << 63)

struct ebpf_sites {
	const uint64_t *cookies;	/* what the program is told instead */
	uint32_t n_cookies;		/* a power of two; 0: all cookies are the sites' own */
	uint32_t pc_reg;		/* the register that tells where the site is mapped */
};

/* Where the kernel keeps what MAPPING tells: offsets of members. */
struct ebpf_vma {
	/* in struct vm_area_struct */
	int32_t vm_start, vm_end, vm_pgoff, vm_flags, vm_file, vm_mm;
	int32_t vdso;			/* in struct mm_struct */
	int32_t f_inode;		/* in struct file */
	int32_t i_ino, i_sb;		/* in struct inode */
	int32_t s_dev;			/* in struct super_block */
};

/* The namespace whose numbers processes have for the user, as the kernel knows it: device and inode
 * of its file under /proc. */
struct ebpf_pid_ns {
	uint32_t device, inode;
};

struct ebpf_opts {
	/* IR_REG's number -> byte offset in struct pt_regs; -1: none */
	const int16_t *reg_offsets;
	uint32_t n_reg_offsets;
	bool can_sleep;			/* uprobe programs may be sleepable (6.0) */
	bool has_loop_helper;		/* bpf_loop(), and bpf_find_vma() (5.17) */
	const struct ebpf_vma *vma;	/* NULL: programs do not ask for mappings */
	struct ebpf_pid_ns pid_ns;	/* of IR_IDS */
	bool has_multi_cookie;		/* CONTEXT_SITE: bpf_get_attach_cookie() (5.15) */
	bool has_growing_maps;		/* aggregations take memory with each key (6.1) */
	struct ebpf_sites sites;
};

/* The module must be verified. 0, or a negative errno, told: -E2BIG if the stack does not suffice,
 * -ENOTSUP if the kernel that opts describe lacks something. */
int ebpf_compile(const struct ir_module *m, const struct ebpf_opts *opts, struct diag *dg,
		 struct ebpf_program **out);
void ebpf_program_free(struct ebpf_program *program);

/* Maps, then each routine as text: dtrace -S. */
void ebpf_program_dump(struct str *out, const struct ebpf_program *program);

/* One instruction as text; the second half of a 64-bit constant is part of the first. at: its
 * index. */
void ebpf_disasm(struct str *out, const struct ebpf_program *program, const struct bpf_insn *insn,
		 uint32_t at);

#endif
