/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A function with 50 times the same probe. HEADER and PROBE say which: they are given to the
 * compiler. Argument: how often the function is passed; prints the nanoseconds of processor time
 * that a probe took. */
#include HEADER

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TEN(x) x; x; x; x; x; x; x; x; x; x

int probes(int a, long b, char *c, short d, unsigned int e, long g);

__attribute__((noinline)) int probes(int a, long b, char *c, short d, unsigned int e, long g)
{
	(void)b, (void)c, (void)d, (void)e, (void)g;
	TEN(PROBE);
	TEN(PROBE);
	TEN(PROBE);
	TEN(PROBE);
	TEN(PROBE);
	return a;
}

static double now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

int main(int argc, char **argv)
{
	long passes = argc == 2 ? atol(argv[1]) : 0;
	double start = now_ns();
	int n = argc;

	for (long i = 0; i < passes; i++)
		n = probes((int)i, n, *argv, (short)n, (unsigned int)n, n);
	printf("%.4f\n", (now_ns() - start) / (50.0 * (double)passes));
	return n == -1;
}
