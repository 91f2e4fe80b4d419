/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The same probes in every spelling: of <sys/sdt.h>, ours or systemtap's (SPELL_SDT), of <usdt.h>
 * (SPELL_USDT), and of a header from readers.d, with probes or calls. */
#define FIRE(n, ...) FIRE_N(n, __VA_ARGS__)
#if defined SPELL_SDT
#include <sys/sdt.h>
#define NAME(lower, upper) readers, lower
#define FIRE_N(n, ...) DTRACE_PROBE##n(__VA_ARGS__)
#elif defined SPELL_USDT
#include <usdt.h>
#define NAME(lower, upper) readers, lower
#define FIRE_N(n, ...) USDT(__VA_ARGS__)
#else
#include "readers.h"
#define NAME(lower, upper) upper
#define FIRE_N(n, name, ...) READERS_##name(__VA_ARGS__)
#endif

struct point {
	int x, y;
};

int global = 7;

__attribute__((noinline)) static int pass(signed char sc, unsigned char uc, short s,
					  unsigned short us, int i, unsigned int u, long l,
					  unsigned long ul, const char *text, struct point *p)
{
	FIRE(2, NAME(chars, CHARS), sc, uc);
	FIRE(2, NAME(shorts, SHORTS), s, us);
	FIRE(2, NAME(ints, INTS), i, u);
	FIRE(2, NAME(longs, LONGS), l, ul);
	FIRE(2, NAME(pointers, POINTERS), text, p);
	FIRE(4, NAME(constants, CONSTANTS), 5, -1, 123456789012345L, 6u);
	FIRE(2, NAME(members, MEMBERS), p->x, p->y);
	FIRE(1, NAME(global, GLOBAL), global);
	FIRE(2, NAME(expressions, EXPRESSIONS), i + 1, p->x ? i : 0);
	FIRE(8, NAME(many, MANY), i, u, l, ul, text, global, i - 1, 8);
	return i;
}

int main(int argc, char **argv)
{
	struct point p = { argc, -argc };

	return pass(-1, 200, -3, 40000, -4 * argc, 5, -6, 7, argv[0], &p) + 4;
}
