/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/kern/funcinfo.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/alloc.h"

#define LD_IMM64 (BPF_LD | BPF_IMM | BPF_DW)

static bool is_callback(const struct bpf_insn *insn)
{
	return insn->code == LD_IMM64 && insn->src_reg == BPF_PSEUDO_FUNC;
}

static bool is_call(const struct bpf_insn *insn)
{
	return insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_CALL;
}

/* Marks each instruction that begins a function. Returns the number of functions if one of them is
 * handed to a helper, else 0. */
static uint32_t find_functions(bool *starts, const struct bpf_insn *insns, uint32_t n_insns)
{
	bool has_callback = false;
	uint32_t n = 0;

	starts[0] = true;
	for (uint32_t i = 0; i < n_insns; i++) {
		int64_t to = (int64_t)i + 1 + insns[i].imm;

		if ((is_callback(&insns[i]) || is_call(&insns[i])) && to > 0 && to < n_insns)
			starts[to] = true;
		has_callback |= is_callback(&insns[i]);
		i += insns[i].code == LD_IMM64;
	}
	for (uint32_t i = 0; i < n_insns; i++)
		n += starts[i];
	return has_callback ? n : 0;
}

static int describe(struct btf *btf, struct kern_funcinfo *info, const bool *starts,
		    uint32_t n_insns)
{
	int integer = btf__add_int(btf, "long", 8, BTF_INT_SIGNED);
	int prototype = btf__add_func_proto(btf, integer);
	uint32_t n = 0;

	for (uint32_t i = 0; i < n_insns; i++) {
		int type;

		if (!starts[i])
			continue;
		type = btf__add_func(btf, i ? "body" : "entry", BTF_FUNC_STATIC, prototype);
		if (type < 0)
			return type;
		info->records[n++] =
			(struct bpf_func_info){ .insn_off = i, .type_id = (uint32_t)type };
	}
	return 0;
}

static int load(struct kern_funcinfo *info, const bool *starts, uint32_t n_insns)
{
	struct btf *btf = btf__new_empty();
	const void *data;
	uint32_t size;
	int rc;

	if (!btf)
		return -errno;
	rc = describe(btf, info, starts, n_insns);
	if (!rc) {
		data = btf__raw_data(btf, &size);
		rc = data ? bpf_btf_load(data, size, NULL) : -errno;
	}
	btf__free(btf);
	if (rc < 0)
		return rc;
	info->btf_fd = rc;
	return 0;
}

int kern_funcinfo_init(struct kern_funcinfo *info, const struct bpf_insn *insns, uint32_t n_insns)
{
	bool *starts = xcalloc(n_insns ? n_insns : 1, sizeof(*starts));
	int rc = 0;

	*info = (struct kern_funcinfo){ .btf_fd = -1 };
	info->n_records = find_functions(starts, insns, n_insns);
	if (info->n_records) {
		info->records = xcalloc(info->n_records, sizeof(*info->records));
		rc = load(info, starts, n_insns);
	}
	if (rc)
		kern_funcinfo_fini(info);
	free(starts);
	return rc;
}

void kern_funcinfo_fini(struct kern_funcinfo *info)
{
	if (info->btf_fd >= 0)
		close(info->btf_fd);
	free(info->records);
	*info = (struct kern_funcinfo){ .btf_fd = -1 };
}
