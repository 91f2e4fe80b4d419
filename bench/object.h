/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* An object file that clang made for eBPF, as a program that the interpreter and the kernel take:
 * what stands in sections clause/NAME. Maps are declared as clauses.bpf.c does it. */
#ifndef BENCH_OBJECT_H
#define BENCH_OBJECT_H

#include <stdint.h>

struct diag;
struct ebpf_program;

/* The routines of a section bear its NAME, in the order of their code. 0 or a negative errno,
 * told. */
int object_load(const char *path, struct diag *dg, struct ebpf_program **out);

/* The map that holds the object's own variables. */
uint32_t object_data_map(const struct ebpf_program *program);

#endif
