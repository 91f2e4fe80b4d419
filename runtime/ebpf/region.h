/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The order in which operations are written. The IR has both sides of a branch one after the
 * other, so the first must jump over the second; if the second is unlikely (a key that is not
 * found, memory that cannot be read), it is written behind the routine instead. */
#ifndef RUNTIME_EBPF_REGION_H
#define RUNTIME_EBPF_REGION_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/ebpf/select.h"

/* Of each operation: can control come there at all? The caller frees it. */
bool *ebpf_region_reachable(const struct ebpf_unit *u);

/* Of each label: are all ways to it unlikely ones? The caller frees it. */
bool *ebpf_region_unlikely(const struct ebpf_unit *u);

/* At a jump: does it jump over an unlikely region? Then that is put off, and writing goes on
 * behind it. */
bool ebpf_region_begins(struct select *s);

/* Does the label stand right behind an operation? */
bool ebpf_region_is_next(const struct ebpf_unit *u, size_t insn, uint32_t label);

#endif
