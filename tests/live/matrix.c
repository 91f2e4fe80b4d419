/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A program with probes, in C and in C++, in two files: this one compiled as it is, and with
 * -DSIDE. The exit status is 3 if the probe tested was watched, else 0. */
#include "matrix.h"

#define apart __attribute__((noinline))

int side(int n);

/* In C++ both files have the code, and one copy stays. */
#ifdef __cplusplus
template <typename T> apart void shared(T n)
{
	CALLS_SHARED_CODE(n, 65535);
}
#else
static apart void shared(int n)
{
	CALLS_SHARED_CODE(n, 65535);
}
#endif

#ifdef SIDE

apart static void condition(int n)
{
	if (n > 5)
		CALLS_COND(n);
}

apart static void tail(int a, int b, int c, int d, int e, int f, int g, long h)
{
	CALLS_TAIL(a, b, c, d, e, f, g, h);
}

int side(int n)
{
	shared(n);
	condition(n);
	condition(n + 1);
	tail(n, 2, 3, 4, 5, 6, -7, -8 * (1L << 32));
	if (CALLS_TESTED_ENABLED())
		CALLS_TESTED(n + 37);
	return n;
}

#else

typedef short some_t;

struct pair {
	int first, second;
};

static struct pair pair = { 11, 22 };

int main(int argc, char **argv)
{
	some_t any = -5;

	(void)argv;
	CALLS_ARGS(argc, "text", 1.5, 200, -3, -300, 1L << 40, 3000000000u, -argc);
	CALLS_MORE(any, pair, 0.5f, main, argc);
	CALLS_NONE();
	shared(argc);
	if (side(5) == 5 && !CALLS_TESTED_ENABLED())
		return 0;
	CALLS_TESTED(argc + 41);
	return 3;
}

#endif
