/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From stores to maps, and the maps that code needs for itself. */
#ifndef RUNTIME_EBPF_MAPS_H
#define RUNTIME_EBPF_MAPS_H

#include <stdint.h>

#include "runtime/ebpf/program.h"

/* The map of a store, as the kernel that opts describe can have it. */
void ebpf_map_store(const struct ir_store *store, const struct ebpf_opts *opts,
		    struct ebpf_map *out);

/* Constants (unit.h tells the layout); the zeros suffice for whatever the module needs. */
void ebpf_map_rodata(const struct ir_module *m, struct ebpf_map *out, uint32_t *cell_keys);

/* Scratch slots of size bytes. */
void ebpf_map_scratch(uint32_t size, struct ebpf_map *out);

/* The cookies of sites, as one value. */
void ebpf_map_sites(const struct ebpf_sites *sites, struct ebpf_map *out);

#endif
