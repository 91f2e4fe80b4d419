/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The kernel wants to know the types of a program's functions where one is handed to bpf_loop().
 * They are always the same two. */
#ifndef RUNTIME_EBPF_BTF_H
#define RUNTIME_EBPF_BTF_H

/* Type numbers in ebpf_btf() (program.h). */
enum { EBPF_BTF_ROUTINE = 4, EBPF_BTF_BODY = 7 };

#endif
