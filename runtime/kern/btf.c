/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/kern/btf.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/diag.h"

/* Deeper nesting than the kernel's types have. */
#define MAX_DEPTH 32

struct kern_btf {
	struct btf *types; /* NULL: not read */
};

struct place {
	uint32_t type;
	uint64_t bit;
	bool is_bitfield;
};

struct kern_btf *kern_btf_new(void)
{
	return xcalloc(1, sizeof(struct kern_btf));
}

void kern_btf_free(struct kern_btf *kb)
{
	if (!kb)
		return;
	btf__free(kb->types);
	free(kb);
}

static int be_silent(enum libbpf_print_level level, const char *fmt, va_list ap)
{
	(void)level;
	(void)fmt;
	(void)ap;
	return 0;
}

static int read_types(struct kern_btf *kb, struct diag *dg)
{
	libbpf_print_fn_t print;

	if (kb->types)
		return 0;
	print = libbpf_set_print(be_silent);
	kb->types = btf__load_vmlinux_btf();
	libbpf_set_print(print);
	if (kb->types)
		return 0;
	diag_errno(dg, NULL, D_KERNEL, errno, "cannot read the kernel's type information");
	diag_hint(dg, "/sys/kernel/btf/vmlinux is there if the kernel was built with "
		      "CONFIG_DEBUG_INFO_BTF");
	return -errno;
}

static const struct btf_type *struct_by_id(const struct btf *types, uint32_t id)
{
	int resolved = btf__resolve_type(types, id);
	const struct btf_type *t = resolved < 0 ? NULL : btf__type_by_id(types, (uint32_t)resolved);

	return t && btf_is_composite(t) ? t : NULL;
}

/* Adds where the member lies in t, or in an anonymous member of t. */
static bool find_member(const struct btf *types, const struct btf_type *t, const char *name,
			size_t len, int depth, struct place *at)
{
	const struct btf_member *m = btf_members(t);

	for (uint32_t i = 0; i < btf_vlen(t) && depth < MAX_DEPTH; i++, m++) {
		const char *text = btf__name_by_offset(types, m->name_off);
		const struct btf_type *inner = *text ? NULL : struct_by_id(types, m->type);
		uint64_t bit = btf_member_bit_offset(t, i);

		if (inner && find_member(types, inner, name, len, depth + 1, at)) {
			at->bit += bit;
			return true;
		}
		if (*text && strlen(text) == len && !memcmp(text, name, len)) {
			at->type = m->type;
			at->bit += bit;
			at->is_bitfield = btf_member_bitfield_size(t, i) != 0;
			return true;
		}
	}
	return false;
}

static int find_type(const struct btf *types, const char *name)
{
	int id = btf__find_by_name_kind(types, name, BTF_KIND_STRUCT);

	if (id < 0)
		id = btf__find_by_name_kind(types, name, BTF_KIND_UNION);
	return id < 0 ? btf__find_by_name_kind(types, name, BTF_KIND_TYPEDEF) : id;
}

/* Follows a dotted path through structs that lie inside each other. */
static bool find_path(const struct btf *types, const char *path, struct place *at)
{
	for (const char *name = path;; name++) {
		const struct btf_type *t = struct_by_id(types, at->type);
		size_t len = strcspn(name, ".");

		if (!t || !find_member(types, t, name, len, 0, at))
			return false;
		name += len;
		if (!*name)
			return !at->is_bitfield;
	}
}

int kern_btf_member_offset(struct kern_btf *kb, const char *type, const char *member,
			   struct diag *dg)
{
	struct place at = { 0 };
	int id, rc = read_types(kb, dg);

	if (rc)
		return rc;
	id = find_type(kb->types, type);
	if (id < 0) {
		diag_error(dg, NULL, D_KERNEL, "this kernel has no type %s", type);
		return -ENOENT;
	}
	at.type = (uint32_t)id;
	if (find_path(kb->types, member, &at))
		return (int)(at.bit / 8);
	diag_error(dg, NULL, D_KERNEL, "this kernel's type %s has no member %s", type, member);
	return -ENOENT;
}
