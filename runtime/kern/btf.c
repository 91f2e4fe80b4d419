/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* BTF is a header, then the types one after another, then their names. A type is a struct btf_type
 * and what its kind appends to it; its number is its place, counted from 1, so number n is found by
 * walking. There are over 100,000 types, of 5 MB: libbpf reads them all, 10 ms. Here the file is
 * mapped where the kernel lets it be (6.15), else read, and walked only as far as questions go:
 * task_struct, for one, is among the first. */

#include "runtime/kern/btf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/kern/btf_impl.h"

#define VMLINUX "/sys/kernel/btf/vmlinux"

/* A bound on what the file may ask of us. */
#define MAX_SIZE (256u << 20)

struct place {
	uint32_t type;
	uint64_t bit;
	bool is_bitfield;
};

/* What follows the struct btf_type of each kind: so many bytes, and so many for each of its vlen.
 */
static const struct {
	uint8_t fixed, each;
} tails[] = {
	[BTF_KIND_INT] = { 4, 0 },
	[BTF_KIND_PTR] = { 0, 0 },
	[BTF_KIND_ARRAY] = { sizeof(struct btf_array), 0 },
	[BTF_KIND_STRUCT] = { 0, sizeof(struct btf_member) },
	[BTF_KIND_UNION] = { 0, sizeof(struct btf_member) },
	[BTF_KIND_ENUM] = { 0, sizeof(struct btf_enum) },
	[BTF_KIND_FUNC_PROTO] = { 0, sizeof(struct btf_param) },
	[BTF_KIND_VAR] = { sizeof(struct btf_var), 0 },
	[BTF_KIND_DATASEC] = { 0, sizeof(struct btf_var_secinfo) },
	[BTF_KIND_DECL_TAG] = { sizeof(struct btf_decl_tag), 0 },
	[BTF_KIND_ENUM64] = { 0, sizeof(struct btf_enum64) },
};

struct kern_btf *kern_btf_new(void)
{
	return xcalloc(1, sizeof(struct kern_btf));
}

static void forget(struct kern_btf *kb)
{
	if (kb->is_mapped)
		munmap(kb->data, kb->size);
	else
		free(kb->data);
	kb->data = NULL;
}

void kern_btf_free(struct kern_btf *kb)
{
	if (!kb)
		return;
	forget(kb);
	vec_fini(&kb->index);
	str_fini(&kb->text);
	map_free(kb->declared);
	free(kb);
}

static int load_file(struct kern_btf *kb)
{
	auto_close int fd = open(VMLINUX, O_RDONLY | O_CLOEXEC);
	struct stat st;
	ssize_t n = 1;

	if (fd < 0 || fstat(fd, &st))
		return -errno;
	if ((size_t)st.st_size < sizeof(struct btf_header) || st.st_size > MAX_SIZE)
		return -EINVAL;
	kb->data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	kb->is_mapped = kb->data != MAP_FAILED;
	if (kb->is_mapped) {
		kb->size = (size_t)st.st_size;
		return 0;
	}
	kb->data = xmalloc((size_t)st.st_size);
	for (kb->size = 0; n > 0 && kb->size < (size_t)st.st_size; kb->size += (size_t)n) {
		n = read(fd, kb->data + kb->size, (size_t)st.st_size - kb->size);
		if (n < 0)
			return -errno;
	}
	return 0;
}

/* Finds the two sections. Names must end in NUL, so that any of them is a string. */
static int open_sections(struct kern_btf *kb)
{
	struct btf_header header;
	uint64_t types, names;

	if (kb->size < sizeof(header))
		return -EINVAL;
	memcpy(&header, kb->data, sizeof(header));
	types = (uint64_t)header.hdr_len + header.type_off;
	names = (uint64_t)header.hdr_len + header.str_off;
	if (header.magic != BTF_MAGIC || types + header.type_len > kb->size ||
	    names + header.str_len > kb->size || !header.str_len ||
	    kb->data[names + header.str_len - 1] || types % 4)
		return -EINVAL;
	kb->types = kb->data + types;
	kb->types_end = kb->types + header.type_len;
	kb->names = kb->data + names;
	kb->names_end = kb->names + header.str_len;
	return 0;
}

int kern_btf_read(struct kern_btf *kb, struct diag *dg)
{
	int rc;

	if (kb->data)
		return 0;
	rc = load_file(kb);
	if (!rc)
		rc = open_sections(kb);
	if (!rc)
		return 0;
	forget(kb);
	diag_errno(dg, NULL, D_KERNEL, -rc, "cannot read the kernel's types, " VMLINUX);
	if (rc == -ENOENT)
		diag_hint(dg, "the kernel must be built with CONFIG_DEBUG_INFO_BTF");
	return rc;
}

struct kern_btf *kern_btf_of(char *data, size_t size)
{
	struct kern_btf *kb = kern_btf_new();

	kb->data = data;
	kb->size = size;
	if (!open_sections(kb))
		return kb;
	kern_btf_free(kb);
	return NULL;
}

static const struct btf_type *type_at(const struct kern_btf *kb, uint32_t offset)
{
	return (const struct btf_type *)(kb->types + offset);
}

/* Walks one type further. Newer kinds than the table's are as good as the end. */
static bool walk_one(struct kern_btf *kb)
{
	const struct btf_type *t = type_at(kb, kb->walked);
	size_t left = (size_t)(kb->types_end - kb->types) - kb->walked;
	uint32_t kind, size;

	if (left < sizeof(*t))
		return false;
	kind = BTF_INFO_KIND(t->info);
	if (kind >= sizeof(tails) / sizeof(tails[0]))
		return false;
	size = (uint32_t)sizeof(*t) + tails[kind].fixed + tails[kind].each * BTF_INFO_VLEN(t->info);
	if (size > left)
		return false;
	vec_push(&kb->index, kb->walked);
	kb->walked += size;
	return true;
}

const struct btf_type *kern_btf_type(struct kern_btf *kb, uint32_t id)
{
	while (kb->index.len < id) {
		if (!walk_one(kb))
			return NULL;
	}
	return id ? type_at(kb, kb->index.data[id - 1]) : NULL;
}

const char *kern_btf_name(const struct kern_btf *kb, uint32_t offset)
{
	return offset < (size_t)(kb->names_end - kb->names) ? kb->names + offset : "";
}

static bool is_composite(const struct btf_type *t)
{
	uint32_t kind = BTF_INFO_KIND(t->info);

	return kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION;
}

static bool is_modifier(const struct btf_type *t)
{
	uint32_t kind = BTF_INFO_KIND(t->info);

	return kind == BTF_KIND_TYPEDEF || kind == BTF_KIND_CONST || kind == BTF_KIND_VOLATILE ||
	       kind == BTF_KIND_TYPE_TAG;
}

/* The struct or union that a type is, behind its typedefs; NULL if it is none. */
static const struct btf_type *struct_by_id(struct kern_btf *kb, uint32_t id)
{
	const struct btf_type *t = kern_btf_type(kb, id);

	for (int depth = 0; t && is_modifier(t) && depth < KERN_BTF_MAX_DEPTH; depth++)
		t = kern_btf_type(kb, t->type);
	return t && is_composite(t) ? t : NULL;
}

/* 0 if there is none. */
static uint32_t find_type(struct kern_btf *kb, const char *name)
{
	const struct btf_type *t;

	for (uint32_t id = 1; (t = kern_btf_type(kb, id)); id++) {
		bool is_named = is_composite(t) || BTF_INFO_KIND(t->info) == BTF_KIND_TYPEDEF;
		const char *text = kern_btf_name(kb, t->name_off);

		if (is_named && !strcmp(text, name) && struct_by_id(kb, id))
			return id;
	}
	return 0;
}

/* Adds where the member lies in t, or in an anonymous member of t. */
static bool find_member(struct kern_btf *kb, const struct btf_type *t, const char *name,
			size_t len, int depth, struct place *at)
{
	const struct btf_member *m = (const struct btf_member *)(t + 1);
	bool has_bitfields = BTF_INFO_KFLAG(t->info);
	uint32_t n = depth < KERN_BTF_MAX_DEPTH ? BTF_INFO_VLEN(t->info) : 0;

	for (uint32_t i = 0; i < n; i++, m++) {
		const char *text = kern_btf_name(kb, m->name_off);
		const struct btf_type *inner = *text ? NULL : struct_by_id(kb, m->type);
		uint64_t bit = has_bitfields ? BTF_MEMBER_BIT_OFFSET(m->offset) : m->offset;

		if (inner && find_member(kb, inner, name, len, depth + 1, at)) {
			at->bit += bit;
			return true;
		}
		if (*text && strlen(text) == len && !memcmp(text, name, len)) {
			at->type = m->type;
			at->bit += bit;
			at->is_bitfield = has_bitfields && BTF_MEMBER_BITFIELD_SIZE(m->offset);
			return true;
		}
	}
	return false;
}

/* Follows a dotted path through structs that lie inside each other. */
static bool find_path(struct kern_btf *kb, const char *path, struct place *at)
{
	for (const char *name = path;; name++) {
		const struct btf_type *t = struct_by_id(kb, at->type);
		size_t len = strcspn(name, ".");

		if (!t || !find_member(kb, t, name, len, 0, at))
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
	int rc = kern_btf_read(kb, dg);

	if (rc)
		return rc;
	at.type = find_type(kb, type);
	if (!at.type) {
		diag_error(dg, NULL, D_KERNEL, "this kernel has no type %s", type);
		return -ENOENT;
	}
	if (find_path(kb, member, &at))
		return (int)(at.bit / 8);
	diag_error(dg, NULL, D_KERNEL, "this kernel's type %s has no member %s", type, member);
	return -ENOENT;
}
