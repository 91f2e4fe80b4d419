/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Two threads that reach one probe as fast as they can, each as often as the argument says. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/sdt.h>

static long n_hits;

static void *hit(void *number)
{
	for (long i = 0; i < n_hits; i++)
		DTRACE_PROBE2(aggtest, hit, i, (long)number);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t threads[2];

	n_hits = argc > 1 ? atol(argv[1]) : 0;
	for (long i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, hit, (void *)i);
	for (long i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
