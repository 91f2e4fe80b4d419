/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A program that does all that is hard to trace, as fast as it can, and knows what comes of it.
 * While probes are put on its functions and taken off, nothing may come out otherwise. It ends on
 * SIGTERM and says how often it has been round. With "wait" it does nothing. */
#include "victim.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { N_THREADS = 3, N_NUMBERS = 200, N_BLOCKS = 64 };

static volatile sig_atomic_t is_over;
static unsigned long n_rounds;

void victim_claim(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "victim: %s came out otherwise\n", what);
	abort();
}

static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* A callback from within the library. */
static void sort(unsigned int round)
{
	uint32_t numbers[N_NUMBERS], state = round;
	uint64_t before = 0, after = 0;

	for (int i = 0; i < N_NUMBERS; i++)
		before += numbers[i] = next(&state);
	qsort(numbers, N_NUMBERS, sizeof(numbers[0]), compare);
	for (int i = 0; i < N_NUMBERS; i++) {
		after += numbers[i];
		victim_claim(!i || numbers[i - 1] <= numbers[i], "the order");
	}
	victim_claim(before == after, "what was sorted");
}

static void write_and_read(unsigned int round)
{
	char text[256], copy[256];
	unsigned int number;
	double real;

	snprintf(text, sizeof(text), "%u %.6f %s %5d|%-5d|%x", round, round / 7.0, "text", -42, 7,
		 0xbeef);
	strcpy(copy, text);
	memmove(copy + 1, copy, strlen(copy) + 1);
	victim_claim(!memcmp(copy + 1, text, strlen(text) + 1), "a copy");
	victim_claim(strstr(text, "text   -42|7    |beef") != NULL, "a format");
	victim_claim(sscanf(text, "%u %lf", &number, &real) == 2, "reading");
	victim_claim(number == round && real - round / 7.0 < 1e-6, "what was read");
	victim_claim(strtoul(text, NULL, 10) == round, "a number");
}

static void allocate(unsigned int round)
{
	unsigned char *blocks[N_BLOCKS];
	uint32_t state = round;
	size_t sizes[N_BLOCKS];

	for (int i = 0; i < N_BLOCKS; i++) {
		sizes[i] = next(&state) % 3000 + 1;
		blocks[i] = malloc(sizes[i]);
		memset(blocks[i], i, sizes[i]);
	}
	for (int i = 0; i < N_BLOCKS; i += 2)
		blocks[i] = realloc(blocks[i], sizes[i] + 5000);
	for (int i = 0; i < N_BLOCKS; i++) {
		victim_claim(blocks[i][0] == i && blocks[i][sizes[i] - 1] == i, "a block");
		free(blocks[i]);
	}
}

static void go_round(unsigned int round)
{
	sort(round);
	write_and_read(round);
	allocate(round);
	flow_in_thread(round);
	throw_in_thread(round);
	__atomic_fetch_add(&n_rounds, 1, __ATOMIC_RELAXED);
}

static void *run(void *ctx)
{
	unsigned int round = (unsigned int)(uintptr_t)ctx;

	while (!is_over)
		go_round(round += N_THREADS);
	return NULL;
}

static void note_end(int signal)
{
	(void)signal;
	is_over = 1;
}

int main(int argc, char **argv)
{
	pthread_t threads[N_THREADS];

	if (argc == 2 && !strcmp(argv[1], "wait"))
		return pause();
	/* As executed by the victim itself. */
	if (argc == 2) {
		go_round((unsigned int)atoi(argv[1]));
		return atoi(argv[1]) % 100;
	}
	signal(SIGTERM, note_end);
	for (uintptr_t i = 0; i < N_THREADS; i++)
		victim_claim(!pthread_create(&threads[i], NULL, run, (void *)i), "a thread");
	printf("ready %d\n", (int)getpid());
	fflush(stdout);
	for (unsigned int round = 0; !is_over; round++)
		flow_in_process(round, argv[0]);
	for (int i = 0; i < N_THREADS; i++)
		pthread_join(threads[i], NULL);
	printf("rounds %lu\n", n_rounds);
	return 0;
}
