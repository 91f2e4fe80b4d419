/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Every kind and number of arguments that <usdt.h> takes, in C and in C++: usdt.sh knows the
 * values. They come from volatile objects, so that no compiler knows them. */
#include <usdt.h>

enum color { RED, GREEN = 5 };
enum level { LOW = -3, HIGH };
struct bits {
	unsigned int three : 3;
	int nine : 9;
	unsigned long wide : 40;
};

USDT_DECLARE_SEMA(types_shared);
USDT_DEFINE_SEMA(types_shared);

static volatile signed char c = -1;
static volatile unsigned char uc = 255;
static volatile short s = -2;
static volatile unsigned short us = 65535;
static volatile int i = -3;
static volatile unsigned int u = 4294967295u;
static volatile long l = -4;
static volatile unsigned long ul = 18446744073709551615ul;
static volatile float f = 1.5f;
static volatile double d = -2.5;

static void kinds(struct bits *bits)
{
	char text[] = "text";
	const char *const literal = "literal";
	enum color color = GREEN;
	enum level level = LOW;
#ifdef __cplusplus
	bool yes = i < 0;
#else
	_Bool yes = i < 0;
#endif

	USDT(types, narrow, c, uc, s, us);
	USDT(types, wide, i, u, l, ul);
	USDT(types, enums, color, level, yes);
	USDT(types, pointers, text, literal, "direct", bits);
	USDT(types, floats, f, d);
	USDT(types, fields, bits->three, bits->nine, (unsigned long)bits->wide);
	USDT(types, constants, 7, -7, 1ul << 40);
}

static void numbers(void)
{
	USDT(types, n0);
	USDT(types, n1, i);
	USDT(types, n2, i, 2);
	USDT(types, n3, i, 2, s);
	USDT(types, n4, i, 2, s, 4);
	USDT(types, n5, i, 2, s, 4, c);
	USDT(types, n6, i, 2, s, 4, c, 6);
	USDT(types, n7, i, 2, s, 4, c, 6, l);
	USDT(types, n8, i, 2, s, 4, c, 6, l, 8);
	USDT(types, n9, i, 2, s, 4, c, 6, l, 8, us);
	USDT(types, n10, i, 2, s, 4, c, 6, l, 8, us, 10);
	USDT(types, n11, i, 2, s, 4, c, 6, l, 8, us, 10, uc);
	USDT(types, n12, i, 2, s, 4, c, 6, l, 8, us, 10, uc, 12);
}

/* Both probes of a semaphore fire if one of them is watched; what nobody watches is not passed. */
static void semaphores(void)
{
	if (USDT_SEMA_ENABLED(types_shared)) {
		USDT_WITH_SEMA(types_shared, types, shared1, i);
		USDT_WITH_SEMA(types_shared, types, shared2, i, l);
	}
	if (USDT_ENABLED(types, gated))
		USDT(types, gated, s);
	if (USDT_ENABLED(types, unseen))
		USDT(types, wrong);
}

int main(void)
{
	struct bits bits = { 5, -200, 0 };

	bits.wide = 1ul << 39;
	kinds(&bits);
	numbers();
	semaphores();
	return 0;
}
