/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/lib/traced.h"

#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime/probe/arch.h"

static void *at(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

static void fill(void)
{
	static const struct traced_point point = {
		.x = -3, .y = 4, .list = { 1, -2, 3, -4 }, .name = "pt", .a = 5, .b = 100, .c = -9,
		.next = TRACED_POINT, .u.whole = 0x01020304,
	};
	uint64_t word = 0x8877665544332211, pointer = TRACED_TEXT;

	strcpy(at(TRACED_TEXT), "hello, world");
	memcpy(at(TRACED_WORD), &word, sizeof(word));
	memcpy(at(TRACED_POINTER), &pointer, sizeof(pointer));
	memcpy(at(TRACED_POINT), &point, sizeof(point));
	memcpy(at(TRACED_ARRAY), "ab\0cdefg", 8);
	for (int i = 0; i < 300; i++)
		((char *)at(TRACED_LONG_TEXT))[i] = (char)('a' + i % 26);
	memcpy(at(TRACED_TAIL), "12345678", 8);
}

/* With a page behind it that nobody may read. */
const void *traced_memory(void)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
	void *p = mmap(at(TRACED_MEMORY), 2 * TRACED_SIZE, PROT_NONE, flags, -1, 0);

	if (p == MAP_FAILED || p != at(TRACED_MEMORY))
		return NULL;
	if (mprotect(p, TRACED_SIZE, PROT_READ | PROT_WRITE))
		return NULL;
	fill();
	return p;
}

void traced_unmap(void)
{
	munmap(at(TRACED_MEMORY), 2 * TRACED_SIZE);
}

uint64_t traced_register(uint32_t number)
{
	static const uint64_t values[TRACED_N_REGS] = {
		[TRACED_REG_NEGATIVE] = 0xffffffff80000001, [TRACED_REG_MEMORY] = TRACED_MEMORY,
		[TRACED_REG_INDEX] = 4,			    [TRACED_REG_BYTES] = 0x8182838485868788,
		[TRACED_REG_BAD] = 8,			    [TRACED_REG_SMALL] = 7,
	};

	if (number == arch_host()->pc_reg)
		return TRACED_MEMORY;
	return number < TRACED_N_REGS ? values[number] : 0x1000 + number;
}
