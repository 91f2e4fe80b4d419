/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A shop with several clerks: the traced program of the examples and of the live tests. Each thread
 * serves orders, each order passes two probes, and every process counts what it passed, so that
 * what a tracer says can be held against it. The end of its output is
 *
 *	PID shop-open 1			for each process and probe
 *	total shop-open 3		for each probe, all processes together
 *
 * Counts are kept by each thread on its own and added up when it ends: they are exact. */
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "examples/demo/demo.h"

enum probe { SHOP_OPEN, SHOP_CLOSE, ORDER_START, ORDER_DONE, STOCK_LOW, N_PROBES };

static const char *const probe_names[] = { "shop-open", "shop-close", "order-start", "order-done",
					   "stock-low" };
static const char *const customers[] = { "Ada", "Grace", "Edsger", "Barbara", "Ken" };
static const char *const things[] = { "tea", "paper", "lamp oil", "string" };

enum { N_CUSTOMERS = 5, N_THINGS = 4, FULL_SHELF = 30, LOW_SHELF = 3, MAX_THREADS = 1024 };

struct opts {
	int n_threads;
	uint64_t n_orders;	/* of each thread */
	int rate;		/* orders a second of each thread; 0: as many as possible */
	int duration;		/* seconds, at most; 0: no limit */
	int n_early, n_late;	/* children before the first order and after the last */
	bool waits;		/* for a line on standard input, before anything */
};

struct counts {
	uint64_t n[N_PROBES];
};

struct order {
	int id, thing, n_things;
	const char *customer;
	struct timespec start;
};

struct clerk {
	const struct opts *opts;
	struct counts counts;
	uint64_t n_orders;
	unsigned int random;
	int number;
	int shelf[N_THINGS];
	time_t end;
	pthread_t thread;
};

/* A small generator, the same numbers in each run. */
static int draw(struct clerk *clerk, int limit)
{
	clerk->random = clerk->random * 1103515245u + 12345u;
	return (int)((clerk->random >> 16) % (unsigned int)limit);
}

static int64_t nanoseconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)(now.tv_sec - start->tv_sec) * 1000000000 + now.tv_nsec - start->tv_nsec;
}

static void take_from_shelf(struct clerk *clerk, const struct order *order)
{
	int *left = &clerk->shelf[order->thing];

	*left -= order->n_things;
	if (*left > LOW_SHELF)
		return;
	if (DEMO_STOCK_LOW_ENABLED()) {
		char text[64];

		snprintf(text, sizeof(text), "clerk %d is short of %s", clerk->number,
			 things[order->thing]);
		DEMO_STOCK_LOW(text, *left);
		clerk->counts.n[STOCK_LOW]++;
	}
	*left = FULL_SHELF;
}

static void serve(struct clerk *clerk)
{
	struct order order = {
		.id = (int)clerk->n_orders++,
		.customer = customers[draw(clerk, N_CUSTOMERS)],
		.thing = draw(clerk, N_THINGS),
		.n_things = 1 + draw(clerk, 4),
	};

	clock_gettime(CLOCK_MONOTONIC, &order.start);
	DEMO_ORDER_START(order.id, order.customer, order.n_things);
	clerk->counts.n[ORDER_START]++;
	take_from_shelf(clerk, &order);
	DEMO_ORDER_DONE(order.id, &order, nanoseconds_since(&order.start));
	clerk->counts.n[ORDER_DONE]++;
}

static void pause_between(const struct opts *opts)
{
	long nanoseconds = opts->rate ? 1000000000L / opts->rate : 0;
	struct timespec pause = { nanoseconds / 1000000000L, nanoseconds % 1000000000L };

	if (opts->rate)
		nanosleep(&pause, NULL);
}

static void *work(void *arg)
{
	struct clerk *clerk = arg;
	const struct opts *opts = clerk->opts;

	for (uint64_t i = 0; i < opts->n_orders; i++) {
		if (opts->duration && time(NULL) >= clerk->end)
			break;
		serve(clerk);
		pause_between(opts);
	}
	return NULL;
}

static void start(struct clerk *clerk, const struct opts *opts, int number)
{
	clerk->opts = opts;
	clerk->number = number;
	clerk->random = (unsigned int)number + 1;
	clerk->end = time(NULL) + opts->duration;
	for (int i = 0; i < N_THINGS; i++)
		clerk->shelf[i] = FULL_SHELF;
	errno = pthread_create(&clerk->thread, NULL, work, clerk);
	if (errno) {
		perror("demo: pthread_create");
		exit(EXIT_FAILURE);
	}
}

static void add(struct counts *to, const struct counts *from)
{
	for (int i = 0; i < N_PROBES; i++)
		to->n[i] += from->n[i];
}

/* One process' day. Several processes add to the total, each at its end. */
static void run_shop(const struct opts *opts, int generation, struct counts *total)
{
	struct clerk *clerks = calloc((size_t)opts->n_threads, sizeof(*clerks));
	struct counts mine = { { 0 } };
	uint64_t n_orders = 0;

	if (!clerks)
		abort();
	DEMO_SHOP_OPEN(opts->n_threads, generation);
	mine.n[SHOP_OPEN]++;
	for (int i = 0; i < opts->n_threads; i++)
		start(&clerks[i], opts, i);
	for (int i = 0; i < opts->n_threads; i++) {
		pthread_join(clerks[i].thread, NULL);
		add(&mine, &clerks[i].counts);
		n_orders += clerks[i].n_orders;
	}
	DEMO_SHOP_CLOSE(n_orders);
	mine.n[SHOP_CLOSE]++;
	free(clerks);
	for (int i = 0; i < N_PROBES; i++) {
		printf("%d %s %" PRIu64 "\n", (int)getpid(), probe_names[i], mine.n[i]);
		__atomic_fetch_add(&total->n[i], mine.n[i], __ATOMIC_SEQ_CST);
	}
	fflush(stdout);
}

static void fork_shops(const struct opts *opts, int n, int generation, struct counts *total)
{
	fflush(stdout);
	for (int i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid < 0) {
			perror("demo: fork");
			exit(EXIT_FAILURE);
		}
		if (!pid) {
			run_shop(opts, generation, total);
			_exit(EXIT_SUCCESS);
		}
	}
}

static int usage(void)
{
	fputs("usage: demo [-w] [-t THREADS] [-n ORDERS] [-r RATE] [-d SECONDS] [-f N] [-F N]\n"
	      "  -t  threads of each process (1)\n"
	      "  -n  orders of each thread (1000); each passes order-start and order-done\n"
	      "  -r  orders a second of each thread (0: as many as possible)\n"
	      "  -d  stop after so many seconds (0: no limit)\n"
	      "  -f  children forked before the first order, which do the same\n"
	      "  -F  children forked after the last order, which do the same\n"
	      "  -w  wait for a line on standard input, before anything else\n", stderr);
	return 2;
}

static bool parse(int argc, char **argv, struct opts *opts)
{
	int letter;

	while ((letter = getopt(argc, argv, "wt:n:r:d:f:F:")) != -1) {
		switch (letter) {
		case 'w': opts->waits = true; break;
		case 't': opts->n_threads = atoi(optarg); break;
		case 'n': opts->n_orders = strtoull(optarg, NULL, 0); break;
		case 'r': opts->rate = atoi(optarg); break;
		case 'd': opts->duration = atoi(optarg); break;
		case 'f': opts->n_early = atoi(optarg); break;
		case 'F': opts->n_late = atoi(optarg); break;
		default: return false;
		}
	}
	return optind == argc && opts->n_threads > 0 && opts->n_threads <= MAX_THREADS &&
	       opts->rate >= 0 && opts->duration >= 0 && opts->n_early >= 0 && opts->n_late >= 0;
}

int main(int argc, char **argv)
{
	struct opts opts = { .n_threads = 1, .n_orders = 1000 };
	struct counts *total = mmap(NULL, sizeof(*total), PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char line[80];

	if (!parse(argc, argv, &opts))
		return usage();
	if (total == MAP_FAILED) {
		perror("demo: mmap");
		return EXIT_FAILURE;
	}
	if (opts.waits && !fgets(line, sizeof(line), stdin))
		return EXIT_FAILURE;
	fork_shops(&opts, opts.n_early, 1, total);
	run_shop(&opts, 0, total);
	fork_shops(&opts, opts.n_late, 2, total);
	while (wait(NULL) > 0)
		;
	for (int i = 0; i < N_PROBES; i++)
		printf("total %s %" PRIu64 "\n", probe_names[i], total->n[i]);
	return EXIT_SUCCESS;
}
