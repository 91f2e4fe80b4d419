/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Fires walk:::hit in functions that are put into others. */
#include "usdt.h"

#define INLINED static inline __attribute__((always_inline))
#define NOINLINE __attribute__((noinline))

void outer(int n);
void top(int n);

INLINED void deepest(int n)
{
	USDT(walk, hit, n);
}

INLINED void middle(int n)
{
	deepest(n + 1);
	__asm__ volatile("nop");
}

NOINLINE void outer(int n)
{
	middle(n);
	__asm__ volatile("nop");
}

INLINED void caller(int n)
{
	outer(n + 1);
	__asm__ volatile("nop");
}

NOINLINE void top(int n)
{
	caller(n);
	__asm__ volatile("nop");
}

int main(void)
{
	top(1);
	return 0;
}
