/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Subroutines from numbers to numbers: byte orders, device numbers, chance. */
#include <endian.h>

#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"

/* Swaps neighbours of width bits: bytes, then pairs of them, and so on. */
static uint32_t swap(struct ir_routine *r, uint32_t value, uint32_t width, uint64_t mask)
{
	uint32_t low = ir_binary(r, IR_AND, value, ir_imm(r, (int64_t)mask));
	uint32_t high = ir_binary(r, IR_AND, ir_binary_imm(r, IR_SHR, value, width),
				  ir_imm(r, (int64_t)mask));

	return ir_binary(r, IR_OR, ir_binary_imm(r, IR_SHL, low, width), high);
}

/* Between the host's order and the network's, which is the big end first; datum: bytes. */
static int lower_order(struct lower *lo, const struct node *use, struct value *out)
{
	uint32_t size = (uint32_t)node_call(use)->builtin->datum, value;
	struct ir_routine *r;
	int err = lower_int(lo, node_call(use)->args, &value);

	if (err)
		return err;
	r = lower_code(lo);
	if (__BYTE_ORDER == __LITTLE_ENDIAN) {
		value = swap(r, value, 8, UINT64_C(0x00ff00ff00ff00ff));
		if (size > 2)
			value = swap(r, value, 16, UINT64_C(0x0000ffff0000ffff));
		if (size > 4)
			value = swap(r, value, 32, UINT64_C(0x00000000ffffffff));
	}
	value_int(out, size < 8 ? ir_ext(r, value, size, false) : value);
	return 0;
}

/* As the kernel keeps a dev_t: 12 bits and 20 bits. */
static int lower_major(struct lower *lo, const struct node *use, struct value *out)
{
	uint32_t value;
	int err = lower_int(lo, node_call(use)->args, &value);

	if (!err)
		value_int(out, ir_binary_imm(lower_code(lo), IR_SHR, value, 20));
	return err;
}

static int lower_minor(struct lower *lo, const struct node *use, struct value *out)
{
	uint32_t value;
	int err = lower_int(lo, node_call(use)->args, &value);

	if (!err)
		value_int(out, ir_binary_imm(lower_code(lo), IR_AND, value, 0xfffff));
	return err;
}

static int lower_rand(struct lower *lo, const struct node *use, struct value *out)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t random = ir_emit_result(r, IR_RANDOM)->d;

	(void)use;
	value_int(out, ir_binary_imm(r, IR_AND, random, 0x7fffffff));
	return 0;
}

#define ORDER(name_, type, size, doc_)                                                             \
	{ .name = name_, .kind = BUILTIN_SUB, .proto = type " (" type ")", .datum = (size),        \
	  .lower = lower_order, .doc = doc_ }

const struct builtin number_builtins[] = {
	{ .name = "getmajor",
	  .kind = BUILTIN_SUB,
	  .proto = "uint32_t (uint32_t)",
	  .lower = lower_major,
	  .doc = "The major number of a device number as the kernel has it." },
	{ .name = "getminor",
	  .kind = BUILTIN_SUB,
	  .proto = "uint32_t (uint32_t)",
	  .lower = lower_minor,
	  .doc = "The minor number of a device number as the kernel has it." },
	ORDER("htonl", "uint32_t", 4, "32 bits in the network's byte order."),
	ORDER("htonll", "uint64_t", 8, "64 bits in the network's byte order."),
	ORDER("htons", "uint16_t", 2, "16 bits in the network's byte order."),
	ORDER("ntohl", "uint32_t", 4, "32 bits of the network in the host's byte order."),
	ORDER("ntohll", "uint64_t", 8, "64 bits of the network in the host's byte order."),
	ORDER("ntohs", "uint16_t", 2, "16 bits of the network in the host's byte order."),
	{ .name = "rand",
	  .kind = BUILTIN_SUB,
	  .proto = "int ()",
	  .lower = lower_rand,
	  .doc = "A random number from 0 to 2147483647. It is not one to keep secrets with." },
	{ 0 },
};
