/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/ebpf/btf.h"

#include <linux/btf.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/ebpf/program.h"

#define INFO(kind, vlen) ((uint32_t)(kind) << 24 | (vlen))

/* Offsets into the strings. */
enum { NAME_INT = 1, NAME_CTX = 5, NAME_ROUTINE = 9, NAME_U64 = 17, NAME_I = 21, NAME_BODY = 23 };

#define STRINGS "\0int\0ctx\0routine\0u64\0i\0body"

/* int routine(void *ctx); static int body(u64 i, void *ctx); */
struct blob {
	struct btf_header header;
	struct btf_type int_type;		/* 1 */
	uint32_t int_bits;
	struct btf_type pointer;		/* 2: void * */
	struct btf_type routine_proto;		/* 3 */
	struct btf_param routine_params[1];
	struct btf_type routine;		/* 4 */
	struct btf_type u64_type;		/* 5 */
	uint32_t u64_bits;
	struct btf_type body_proto;		/* 6 */
	struct btf_param body_params[2];
	struct btf_type body;			/* 7 */
	char strings[sizeof(STRINGS)];
} __attribute__((packed));

#define TYPES_SIZE (offsetof(struct blob, strings) - sizeof(struct btf_header))

static const struct blob blob = {
	.header = {
		.magic = BTF_MAGIC,
		.version = BTF_VERSION,
		.hdr_len = sizeof(struct btf_header),
		.type_len = TYPES_SIZE,
		.str_off = TYPES_SIZE,
		.str_len = sizeof(STRINGS),
	},
	.int_type = { NAME_INT, INFO(BTF_KIND_INT, 0), { 4 } },
	.int_bits = BTF_INT_SIGNED << 24 | 32,
	.pointer = { 0, INFO(BTF_KIND_PTR, 0), { 0 } },
	.routine_proto = { 0, INFO(BTF_KIND_FUNC_PROTO, 1), { 1 } },
	.routine_params = { { NAME_CTX, 2 } },
	.routine = { NAME_ROUTINE, INFO(BTF_KIND_FUNC, BTF_FUNC_GLOBAL), { 3 } },
	.u64_type = { NAME_U64, INFO(BTF_KIND_INT, 0), { 8 } },
	.u64_bits = 64,
	.body_proto = { 0, INFO(BTF_KIND_FUNC_PROTO, 2), { 1 } },
	.body_params = { { NAME_I, 5 }, { NAME_CTX, 2 } },
	.body = { NAME_BODY, INFO(BTF_KIND_FUNC, BTF_FUNC_STATIC), { 6 } },
	.strings = STRINGS,
};

const void *ebpf_btf(uint32_t *size)
{
	*size = sizeof(blob);
	return &blob;
}
