/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Passes a probe and a tracepoint of LTTng-UST, in turns of 1,000, both with two numbers: "recorded
 * N". Prints "probe NS" and "tracepoint NS", the processor time that each took for a hit. With
 * nobody tracing a side it is that of a disabled one. Prints "ready", and begins when a line
 * comes on standard input. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <usdt.h>

#include "event.h"

enum { TURN = 1000 };

static double now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

int main(int argc, char **argv)
{
	unsigned long n = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	double start, middle, probe = 0, tracepoint = 0;

	if (!n || n % TURN) {
		fputs("usage: recorded THOUSANDS\n", stderr);
		return 2;
	}
	puts("ready");
	fflush(stdout);
	if (getchar() == EOF)
		return 1;
	for (unsigned long done = 0; done < n; done += TURN) {
		start = now_ns();
		for (unsigned long i = done; i < done + TURN; i++)
			USDT(recorded, event, i & 15, i);
		middle = now_ns();
		for (unsigned long i = done; i < done + TURN; i++)
			lttng_ust_tracepoint(bench, record, i & 15, i);
		probe += middle - start;
		tracepoint += now_ns() - middle;
	}
	printf("probe %.2f\ntracepoint %.2f\n", probe / (double)n, tracepoint / (double)n);
	return 0;
}
