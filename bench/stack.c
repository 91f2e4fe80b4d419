/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* stack DEPTH HITS: fires stack:::hit that often, that many calls deep, and prints what a hit takes
 * of the thread's processor time, in nanoseconds. bench/run compiles it with frame pointers and
 * without. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "usdt.h"

void hit(int i);
double descend(int depth, int hits);

__attribute__((noinline)) void hit(int i)
{
	USDT(stack, hit, i);
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

__attribute__((noinline)) double descend(int depth, int hits)
{
	double ns, start;

	if (depth) {
		ns = descend(depth - 1, hits);
	} else {
		start = now();
		for (int i = 0; i < hits; i++)
			hit(i);
		ns = (now() - start) / hits;
	}
	__asm__ volatile("" : : : "memory");
	return ns;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	fprintf(stderr, "took %.0f\n", descend(atoi(argv[1]), atoi(argv[2])));
	return 0;
}
