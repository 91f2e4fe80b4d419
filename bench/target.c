/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The traced program: one probe for each tracer and each thing it is measured at, so that all of
 * them are attached at once and can be compared round by round. What it does is told on standard
 * input:
 *
 *	rounds ROUNDS HITS	each site is passed HITS times, ROUNDS times over; a line "SITE NS"
 *				for each turn: nanoseconds of this thread's CPU time for a hit
 *	fire SITE N		the site is passed N times; a line "fired N NS" with the time that
 *				passed
 *
 * The sites differ in nothing but their names: a function of its own, a nop of one byte, the
 * arguments in the registers where the caller put them. arg0 and the string arg2 have 16 different
 * values, arg1 all up to HITS. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bench/order.h"
#include "sdk/include/usdt.h"

#define SITES(X)                                                                                   \
	X(none)                                                                                    \
	X(empty_hand)                                                                              \
	X(count_hand)                                                                              \
	X(count_dtrace)                                                                            \
	X(count_bpftrace)                                                                          \
	X(function_dtrace)                                                                         \
	X(return_hand)                                                                             \
	X(return_dtrace)                                                                           \
	X(step_hand)                                                                               \
	X(step_dtrace)                                                                             \
	X(key_hand)                                                                                \
	X(key_dtrace)                                                                              \
	X(quantize_hand)                                                                           \
	X(quantize_dtrace)                                                                         \
	X(string_hand)                                                                             \
	X(string_dtrace)                                                                           \
	X(record_hand)                                                                             \
	X(record_dtrace)                                                                           \
	X(record_bpftrace)                                                                         \
	X(record_perf)                                                                             \
	X(nothing_dtrace)                                                                          \
	X(nothing_bpftrace)                                                                        \
	X(key_bpftrace)                                                                            \
	X(string_bpftrace)                                                                         \
	X(quantize_bpftrace)                                                                       \
	X(sum_dtrace)                                                                              \
	X(sum_bpftrace)                                                                            \
	X(stack_dtrace)                                                                            \
	X(stack_bpftrace)                                                                          \
	X(count_gdb)                                                                               \
	X(count_bcc)

/* Two probes each: from one to the other. */
#define PAIRS(X)                                                                                   \
	X(pair_dtrace)                                                                             \
	X(pair_bpftrace)

#define FUNCTION(name)                                                                             \
	static __attribute__((noinline)) void hit_##name(uint64_t key, uint64_t value,             \
							 const char *text)                         \
	{                                                                                          \
		USDT(bench, name, key, value, text);                                               \
	}
SITES(FUNCTION)

#define PAIR_FUNCTION(name)                                                                        \
	static __attribute__((noinline)) void hit_##name(uint64_t key, uint64_t value,             \
							 const char *text)                         \
	{                                                                                          \
		USDT(bench, name##_begin, key, value, text);                                       \
		USDT(bench, name##_end, key, value, text);                                         \
	}
PAIRS(PAIR_FUNCTION)

typedef void hit_fn(uint64_t key, uint64_t value, const char *text);

#define ROW(name) { #name, hit_##name },
static const struct {
	const char *name;
	hit_fn *hit;
} sites[] = { SITES(ROW) PAIRS(ROW) };

enum { N_SITES = sizeof(sites) / sizeof(sites[0]) };

static int64_t now_ns(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

static void pass(hit_fn *hit, uint64_t hits)
{
	static const char texts[16][48] = {
		"SELECT abalance FROM accounts WHERE aid = 1",
		"SELECT abalance FROM accounts WHERE aid = 22",
		"SELECT bbalance FROM branches WHERE bid = 3",
		"SELECT tbalance FROM tellers WHERE tid = 4",
		"UPDATE accounts SET abalance = 5",
		"UPDATE branches SET bbalance = 6",
		"UPDATE tellers SET tbalance = 7",
		"INSERT INTO history VALUES (8, 9)",
		"BEGIN",
		"COMMIT",
		"ROLLBACK",
		"SET search_path TO public",
		"VACUUM accounts",
		"ANALYZE branches",
		"CHECKPOINT",
		"SELECT 1",
	};

	for (uint64_t i = 0; i < hits; i++)
		hit(i & 15, i, texts[i & 15]);
}

static void play_round(const struct order *order, uint64_t hits)
{
	for (uint32_t i = 0; i < N_SITES; i++) {
		uint32_t site = order->at[i];
		int64_t start = now_ns(CLOCK_THREAD_CPUTIME_ID);

		pass(sites[site].hit, hits);
		printf("%s %.2f\n", sites[site].name,
		       (double)(now_ns(CLOCK_THREAD_CPUTIME_ID) - start) / (double)hits);
	}
}

static void play(uint64_t rounds, uint64_t hits)
{
	struct order order;

	order_init(&order, N_SITES);
	for (uint64_t round = 0; round < rounds; round++) {
		order_shuffle(&order);
		play_round(&order, hits);
	}
	puts("done");
}

static void fire(const char *name, uint64_t hits)
{
	int64_t start;
	uint32_t i = 0;

	while (i < N_SITES - 1 && strcmp(sites[i].name, name))
		i++;
	start = now_ns(CLOCK_MONOTONIC);
	pass(sites[i].hit, hits);
	printf("fired %" PRIu64 " %" PRId64 "\n", hits, now_ns(CLOCK_MONOTONIC) - start);
}

int main(void)
{
	char line[100], name[32];
	uint64_t rounds, hits;

	while (fgets(line, sizeof(line), stdin)) {
		if (sscanf(line, "rounds %" SCNu64 " %" SCNu64, &rounds, &hits) == 2) {
			play(rounds, hits);
		} else if (sscanf(line, "fire %31s %" SCNu64, name, &hits) == 2) {
			fire(name, hits);
		} else {
			fprintf(stderr, "target: what is this: %s", line);
			return 1;
		}
		fflush(stdout);
	}
	return 0;
}
