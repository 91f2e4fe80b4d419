/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What a program that asks for mappings (MAPPING) has at its end. */
#ifndef RUNTIME_EBPF_MAPPING_H
#define RUNTIME_EBPF_MAPPING_H

#include "runtime/ebpf/emit.h"
#include "runtime/ebpf/program.h"

void ebpf_mapping_write(struct ebpf_emit *e, const struct ebpf_vma *vma);

#endif
