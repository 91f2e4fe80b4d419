/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* crowd THREADS PROCESSES HITS KEYS: that many processes, each with that many threads, of which each
 * passes crowd:::hit HITS times with a key below KEYS. Begins when a
 * line comes on standard input. Prints the nanoseconds of CPU time that a hit took, the mean of all. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sdk/include/usdt.h"

struct work {
	uint64_t hits, keys;
};

/* Keys in an order that no cache expects. */
static void *pass(void *arg)
{
	const struct work *work = arg;

	for (uint64_t i = 0; i < work->hits; i++)
		USDT(crowd, hit, i * UINT64_C(2654435761) % work->keys);
	return NULL;
}

static void run_threads(struct work *work, long n)
{
	pthread_t *threads = calloc((size_t)n, sizeof(*threads));

	if (!threads)
		exit(1);
	for (long i = 1; i < n; i++)
		if (pthread_create(&threads[i], NULL, pass, work))
			exit(1);
	pass(work);
	for (long i = 1; i < n; i++)
		pthread_join(threads[i], NULL);
	free(threads);
}

static void run_processes(struct work *work, long n_threads, long n)
{
	for (long i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid < 0)
			exit(1);
		if (!pid) {
			run_threads(work, n_threads);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
}

static double ns(const struct timeval *tv)
{
	return (double)tv->tv_sec * 1e9 + (double)tv->tv_usec * 1e3;
}

int main(int argc, char **argv)
{
	long n_threads = argc == 5 ? atol(argv[1]) : 0, n_processes = argc == 5 ? atol(argv[2]) : 0;
	struct work work = { argc == 5 ? strtoull(argv[3], NULL, 10) : 0,
			     argc == 5 ? strtoull(argv[4], NULL, 10) : 0 };
	struct rusage usage;

	if (n_threads <= 0 || n_processes <= 0 || !work.hits || !work.keys) {
		fputs("usage: crowd THREADS PROCESSES HITS KEYS\n", stderr);
		return 2;
	}
	if (getchar() == EOF)
		return 1;
	run_processes(&work, n_threads, n_processes);
	getrusage(RUSAGE_CHILDREN, &usage);
	printf("%.1f\n", (ns(&usage.ru_utime) + ns(&usage.ru_stime)) /
			 ((double)n_threads * (double)n_processes * (double)work.hits));
	return 0;
}
