/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Fires probes and counts them, in several threads and processes, so that a tracer's count can be
 * held against its own. After "ready PID" it waits for a line on standard input, so that a tracer
 * can come; children that were forked before wait as well. Its last lines are
 *
 *	hits 4000		how often live:::hit was passed, in all processes
 *	sum 7998000		of the probe's first arguments
 *	asked 17		how often live:::asked-for was passed
 */
#include <dlfcn.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live.h"

enum { MAX_THREADS = 64 };

struct opts {
	int n_threads;
	uint64_t n_rounds;	/* of each thread */
	int n_early, n_late;	/* children forked before and after "ready" */
	bool lingers;		/* waits for another line before it ends */
	const char *library;	/* to be loaded after "ready", and called */
};

/* All processes', in memory that they share. */
struct total {
	uint64_t hits, sum, asked;
};

struct thread {
	const struct opts *opts;
	struct total total;
	pthread_t id;
};

static const struct opts *the_opts;
static struct total *the_total;

/* The same probe in several places, and each has its arguments somewhere else. */

struct box {
	uint64_t n;
	int32_t negative;
	uint8_t byte;
	char digits[24];
};

static struct box still;	/* its address is known at link time */
static const char *const names[] = { "0", "1", "2", "3", "4", "5", "6", "7" };

static __attribute__((noinline)) void fire_constant(struct total *total)
{
	LIVE_HIT(3, -3, 3, "3");
	total->hits++;
	total->sum += 3;
}

static __attribute__((noinline)) void fire_register(struct total *total, uint64_t n)
{
	LIVE_HIT(n, -(int32_t)n, (uint8_t)n, names[n & 7]);
	total->hits++;
	total->sum += n;
}

static __attribute__((noinline)) void fire_memory(struct total *total, const struct box *box)
{
	LIVE_HIT(box->n, box->negative, box->byte, box->digits);
	total->hits++;
	total->sum += box->n;
}

static __attribute__((noinline)) void fire_indexed(struct total *total, const struct box *boxes,
						    size_t i)
{
	LIVE_HIT(boxes[i].n, boxes[i].negative, boxes[i].byte, boxes[i].digits);
	total->hits++;
	total->sum += boxes[i].n;
}

static __attribute__((noinline)) void fire_static(struct total *total)
{
	LIVE_HIT(still.n, still.negative, still.byte, still.digits);
	total->hits++;
	total->sum += still.n;
}

static void fire_asked(struct total *total, uint64_t n)
{
	if (!LIVE_ASKED_FOR_ENABLED())
		return;
	LIVE_ASKED_FOR(n);
	total->asked++;
}

static struct box make_box(uint64_t n)
{
	struct box box = { .n = n, .negative = -(int32_t)n, .byte = (uint8_t)n };

	snprintf(box.digits, sizeof(box.digits), "%" PRIu64, n & 7);
	return box;
}

/* Five sites a round; the probe's arguments stay in step with each other. */
static void *fire_all(void *arg)
{
	struct thread *thread = arg;
	struct box boxes[4];

	for (uint64_t i = 0; i < 4; i++)
		boxes[i] = make_box(i);
	for (uint64_t i = 0; i < thread->opts->n_rounds; i++) {
		fire_constant(&thread->total);
		fire_register(&thread->total, i & 7);
		fire_memory(&thread->total, &boxes[i & 3]);
		fire_indexed(&thread->total, boxes, i & 3);
		fire_static(&thread->total);
		fire_asked(&thread->total, i);
	}
	return NULL;
}

static void add(struct total *total, const struct total *from)
{
	__atomic_fetch_add(&total->hits, from->hits, __ATOMIC_SEQ_CST);
	__atomic_fetch_add(&total->sum, from->sum, __ATOMIC_SEQ_CST);
	__atomic_fetch_add(&total->asked, from->asked, __ATOMIC_SEQ_CST);
}

static void run(void)
{
	struct thread threads[MAX_THREADS] = { { .opts = NULL } };
	struct total mine = { 0 };

	LIVE_BEGIN(getpid());
	for (int i = 0; i < the_opts->n_threads; i++) {
		threads[i].opts = the_opts;
		if (pthread_create(&threads[i].id, NULL, fire_all, &threads[i]))
			abort();
	}
	for (int i = 0; i < the_opts->n_threads; i++) {
		pthread_join(threads[i].id, NULL);
		add(&mine, &threads[i].total);
	}
	LIVE_END(getpid(), mine.hits);
	add(the_total, &mine);
}

static void run_library(const char *path)
{
	struct total mine = { 0 };
	void *library = dlopen(path, RTLD_NOW);
	void (*fire)(uint64_t n, uint64_t *hits, uint64_t *sum);

	if (!library) {
		fprintf(stderr, "fire: %s\n", dlerror());
		exit(EXIT_FAILURE);
	}
	*(void **)&fire = dlsym(library, "fire_library");
	fire(the_opts->n_rounds, &mine.hits, &mine.sum);
	add(the_total, &mine);
}

/* Children hear that it begins when the pipe's other end is closed. */
static void fork_children(int n, const int *go)
{
	char byte;

	for (int i = 0; i < n; i++) {
		if (fork())
			continue;
		if (go) {
			close(go[1]);
			while (read(go[0], &byte, 1) > 0)
				;
		}
		run();
		_exit(EXIT_SUCCESS);
	}
}

static void wait_for_line(void)
{
	char line[80];

	if (!fgets(line, sizeof(line), stdin))
		exit(EXIT_FAILURE);
}

static void parse(int argc, char **argv, struct opts *opts)
{
	int letter;

	while ((letter = getopt(argc, argv, "t:n:f:F:l:w")) != -1) {
		switch (letter) {
		case 't': opts->n_threads = atoi(optarg); break;
		case 'n': opts->n_rounds = strtoull(optarg, NULL, 0); break;
		case 'f': opts->n_early = atoi(optarg); break;
		case 'F': opts->n_late = atoi(optarg); break;
		case 'l': opts->library = optarg; break;
		case 'w': opts->lingers = true; break;
		default: exit(2);
		}
	}
	if (opts->n_threads < 1 || opts->n_threads > MAX_THREADS)
		exit(2);
}

int main(int argc, char **argv)
{
	struct opts opts = { .n_threads = 1, .n_rounds = 1 };
	int go[2];

	parse(argc, argv, &opts);
	the_opts = &opts;
	the_total = mmap(NULL, sizeof(*the_total), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	still = make_box(5);
	if (the_total == MAP_FAILED || pipe(go))
		return EXIT_FAILURE;
	fork_children(opts.n_early, go);
	close(go[0]);
	printf("ready %d\n", (int)getpid());
	fflush(stdout);
	wait_for_line();
	close(go[1]);
	fork_children(opts.n_late, NULL);
	if (opts.library)
		run_library(opts.library);
	else
		run();
	while (wait(NULL) > 0)
		;
	printf("hits %" PRIu64 "\nsum %" PRIu64 "\nasked %" PRIu64 "\n", the_total->hits,
	       the_total->sum, the_total->asked);
	fflush(stdout);
	if (opts.lingers)
		wait_for_line();
	return EXIT_SUCCESS;
}
