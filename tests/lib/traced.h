/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The traced thread that compiled programs see in tests: its registers and its memory, which really
 * is there in the test's own process, so that the kernel can read it too. The probes that fire in
 * it are in probes.h. */
#ifndef TESTS_LIB_TRACED_H
#define TESTS_LIB_TRACED_H

#include <stddef.h>
#include <stdint.h>

/* Programs name these addresses in decimal or hexadecimal, so they are fixed. What is behind the
 * end cannot be read. */
enum {
	TRACED_MEMORY = 0x10000000,
	TRACED_TEXT = TRACED_MEMORY,		/* "hello, world" */
	TRACED_WORD = TRACED_MEMORY + 0x20,	/* 8 bytes: 0x8877665544332211 */
	TRACED_POINTER = TRACED_MEMORY + 0x28,	/* 8 bytes: TRACED_TEXT */
	TRACED_POINT = TRACED_MEMORY + 0x30,	/* struct traced_point */
	TRACED_ARRAY = TRACED_MEMORY + 0x80,	/* 8 bytes: "ab", a NUL and 5 more */
	TRACED_LONG_TEXT = TRACED_MEMORY + 0x100,	/* 300 times the letters a to z */
	TRACED_TAIL = TRACED_MEMORY + 0xff8,	/* "12345678", then nothing */
	TRACED_SIZE = 0x1000,
	TRACED_END = TRACED_MEMORY + TRACED_SIZE,
};

struct traced_point {
	int x, y;		/* -3, 4 */
	short list[4];		/* 1, -2, 3, -4 */
	char name[8];		/* "pt" */
	unsigned int a : 3;	/* 5 */
	unsigned int b : 7;	/* 100 */
	int c : 6;		/* -9 */
	uint64_t next;		/* TRACED_POINT */
	union {
		uint32_t whole;		/* 0x01020304 */
		uint8_t parts[4];
	} u;
};

/* The memory, put there once. NULL: the addresses are taken. */
const void *traced_memory(void);

/* For another one, which begins with what the first one did. */
void traced_unmap(void);

/* Register number as the machine's table counts (arch.h); the program counter is TRACED_MEMORY. */
enum {
	TRACED_REG_NEGATIVE = 0,	/* 0xffffffff80000001 */
	TRACED_REG_MEMORY = 1,		/* TRACED_MEMORY */
	TRACED_REG_INDEX = 2,		/* 4 */
	TRACED_REG_BYTES = 3,		/* 0x8182838485868788 */
	TRACED_REG_BAD = 4,		/* 8: an address that cannot be read */
	TRACED_REG_SMALL = 5,		/* 7 */
	TRACED_N_REGS
};

uint64_t traced_register(uint32_t number);

enum {
	TRACED_PID = 4000,
	TRACED_TID = 4001,
	TRACED_PPID = 77,
	TRACED_UID = 1000,
	TRACED_GID = 1001,
	TRACED_CPU = 1,
};

/* The address of its task_struct. */
#define TRACED_TASK UINT64_C(0xffff888000001000)

#endif
