/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A program that hands a function of its own to a helper (bpf_loop) must name and type its
 * functions, or the verifier refuses it ("missing btf func_info"). Nothing else needs that, so only
 * such programs get it. Private to runtime/kern. */
#ifndef RUNTIME_KERN_FUNCINFO_H
#define RUNTIME_KERN_FUNCINFO_H

#include <linux/bpf.h>
#include <stdint.h>

struct kern_funcinfo {
	int btf_fd;		       /* -1: none */
	struct bpf_func_info *records; /* one for each function, by instruction */
	uint32_t n_records;	       /* 0: the program needs none */
};

/* 0 or a negative errno. Every function is taken as static and without parameters: the verifier
 * asks for no more of them. */
int kern_funcinfo_init(struct kern_funcinfo *info, const struct bpf_insn *insns, uint32_t n_insns);
void kern_funcinfo_fini(struct kern_funcinfo *info);

#endif
