/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/ebpf/maps.h"

#include <ctype.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/ebpf/unit.h"

/* A ring's room is a power of two and at least a page; 64 KB are a page everywhere. */
#define RING_MIN 65536

struct map_kind {
	enum bpf_map_type type;
	uint32_t flags;
	bool has_keys;
	bool is_frozen;
};

static const struct map_kind kinds[] = {
	[STORE_GLOBALS] = { BPF_MAP_TYPE_ARRAY, BPF_F_MMAPABLE, false, false },
	[STORE_CONST] = { BPF_MAP_TYPE_ARRAY, BPF_F_RDONLY_PROG, false, true },
	[STORE_CONTROL] = { BPF_MAP_TYPE_ARRAY, BPF_F_MMAPABLE, false, false },
	[STORE_TABLE] = { BPF_MAP_TYPE_HASH, 0, true, false },
	[STORE_LRU] = { BPF_MAP_TYPE_LRU_HASH, 0, true, false },
	[STORE_AGG] = { BPF_MAP_TYPE_HASH, 0, true, false },
	[STORE_CELL] = { BPF_MAP_TYPE_PERCPU_ARRAY, 0, false, false },
	[STORE_RING] = { BPF_MAP_TYPE_RINGBUF, 0, false, false },
};

/* The kernel takes letters, digits, '_' and '.', 15 of them. */
static void set_name(struct ebpf_map *map, const char *name)
{
	size_t i;

	for (i = 0; name[i] && i < sizeof(map->name) - 1; i++)
		map->name[i] = isalnum((unsigned char)name[i]) || name[i] == '.' ? name[i] : '_';
}

static uint32_t ring_size(uint32_t size)
{
	uint32_t room = RING_MIN;

	while (room < size && room < 1u << 30)
		room *= 2;
	return room;
}

void ebpf_map_store(const struct ir_store *store, const struct ebpf_opts *opts,
		    struct ebpf_map *out)
{
	const struct map_kind *kind = &kinds[store->kind];

	*out = (struct ebpf_map){ .type = kind->type, .flags = kind->flags };
	if (store->kind == STORE_AGG && opts->has_growing_maps)
		out->flags |= BPF_F_NO_PREALLOC;
	set_name(out, store->name);
	out->is_frozen = kind->is_frozen;
	if (store->kind == STORE_RING) {
		out->n_entries = ring_size(store->value_size);
		return;
	}
	out->key_size = kind->has_keys ? store->key_size : 4;
	out->value_size = store->value_size ? store->value_size : 8;
	if (kind->has_keys || store->kind == STORE_CELL)
		out->n_entries = store->n_entries ? store->n_entries : 1;
	else
		out->n_entries = 1;
	if (store->init)
		out->init = xmemdup(store->init, store->value_size);
}

static uint32_t largest_zero(const struct ir_routine *r, uint32_t size)
{
	for (size_t i = 0; i < r->insns.len; i++)
		if (r->insns.data[i].op == IR_ZERO && r->insns.data[i].imm > size)
			size = r->insns.data[i].imm;
	return size;
}

static uint32_t zeros_size(const struct ir_module *m)
{
	uint32_t size = 8;

	for (size_t i = 0; i < m->stores.len; i++) {
		const struct ir_store *store = &m->stores.data[i];
		bool is_keyed = store->kind == STORE_TABLE || store->kind == STORE_LRU ||
				store->kind == STORE_AGG;

		if (is_keyed && store->value_size > size)
			size = store->value_size;
	}
	for (size_t i = 0; i < m->routines.len; i++)
		size = largest_zero(m->routines.data[i], size);
	return (size + 7) & ~7u;
}

/* Numbers in order, as many as any array of ours has entries. */
static uint32_t n_cell_keys(const struct ir_module *m)
{
	uint32_t n = 0;

	for (size_t i = 0; i < m->stores.len; i++)
		if (m->stores.data[i].kind == STORE_CELL && m->stores.data[i].n_entries > n)
			n = m->stores.data[i].n_entries;
	return n;
}

static void fill_keys(uint8_t *bytes, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		memcpy(bytes + 4 * i, &i, sizeof(i));
}

void ebpf_map_rodata(const struct ir_module *m, struct ebpf_map *out, uint32_t *cell_keys)
{
	uint32_t n_keys = n_cell_keys(m), size = RODATA_ZEROS + zeros_size(m);
	uint8_t *bytes;

	*cell_keys = RODATA_KEYS;
	if (n_keys > SCRATCH_SLOTS) {
		*cell_keys = size;
		size += (4 * n_keys + 7) & ~7u;
	}
	bytes = xcalloc(1, size);
	fill_keys(bytes + RODATA_KEYS, SCRATCH_SLOTS);
	if (n_keys > SCRATCH_SLOTS)
		fill_keys(bytes + *cell_keys, n_keys);
	strcpy((char *)bytes + RODATA_FORMAT, "%lld");
	*out = (struct ebpf_map){
		.name = "rodata",
		.type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = size,
		.n_entries = 1,
		.flags = BPF_F_RDONLY_PROG,
		.init = bytes,
		.is_frozen = true,
	};
}

void ebpf_map_scratch(uint32_t size, struct ebpf_map *out)
{
	*out = (struct ebpf_map){
		.name = "scratch",
		.type = BPF_MAP_TYPE_PERCPU_ARRAY,
		.key_size = 4,
		.value_size = size,
		.n_entries = SCRATCH_SLOTS,
		.is_scratch = true,
	};
}

void ebpf_map_sites(const struct ebpf_sites *sites, struct ebpf_map *out)
{
	size_t size = sites->n_cookies * sizeof(*sites->cookies);

	*out = (struct ebpf_map){
		.name = "sites",
		.type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = (uint32_t)size,
		.n_entries = 1,
		.flags = BPF_F_RDONLY_PROG,
		.init = xmemdup(sites->cookies, size),
		.is_frozen = true,
	};
}
