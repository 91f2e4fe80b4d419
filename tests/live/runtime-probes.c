/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Probes made while the program runs, in the way that the first argument names; the second is the
 * provider. What a watching dtrace should have seen is printed as "WORD NUMBER". */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "usdt_runtime.h"

static const char *provider_name;

static struct usdt_provider *provider_of(const char *module)
{
	struct usdt_provider *provider;

	if (usdt_provider_new(provider_name, module, &provider, NULL) < 0)
		exit(3);
	return provider;
}

static struct usdt_probe *add(struct usdt_provider *provider, const char *name,
			      const char *signature)
{
	struct usdt_probe *probe;

	if (usdt_provider_add(provider, "live", name, signature, &probe, NULL) < 0)
		exit(3);
	return probe;
}

static void commit(struct usdt_provider *provider)
{
	struct usdt_error error;

	if (usdt_provider_commit(provider, &error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		exit(3);
	}
}

/* Half a minute at most: then the script tells by what is missing. Some tools count themselves
 * first and listen a moment later. */
static void wait_until(const struct usdt_probe *probe, int enabled)
{
	for (int i = 0; i < 3000 && USDT_PROBE_ENABLED(probe) != enabled; i++)
		usleep(10000);
	if (enabled)
		usleep(200000);
}

/* Each argument differs; the widths cut what does not fit. */
static void values(void)
{
	struct usdt_provider *provider = provider_of("values.lua");
	struct usdt_probe *probe =
		add(provider, "twelve", "i8,i16,i32,i64,str,u8,u16,u32,u64,ptr,f32,f64");
	struct usdt_probe *few = add(provider, "few", "u64,u64,u64");
	const uint64_t minus = (uint64_t)-2;
	const uint64_t args[] = {
		minus, minus, minus, minus, usdt_arg_pointer("a string"),
		minus, minus, minus, minus, 0x1000, usdt_arg_float(1.5f), usdt_arg_double(2.5),
	};

	commit(provider);
	wait_until(probe, 1);
	usdt_probe_fire(probe, args, 12);
	usdt_probe_fire(few, (const uint64_t[]){ 7 }, 1);
	usdt_provider_free(provider);
}

struct counter {
	pthread_t thread;
	const struct usdt_probe *probe;
	long id;
};

enum { N_THREADS = 4, N_HITS = 20000 };

static int compute(void *ctx, uint64_t args[USDT_MAX_ARGS])
{
	args[0] = (uint64_t)((struct counter *)ctx)->id;
	args[1] = 1;
	return 2;
}

static void *hit_often(void *arg)
{
	struct counter *counter = arg;

	for (int i = 0; i < N_HITS; i++)
		usdt_probe_fire_lazy(counter->probe, compute, counter);
	return NULL;
}

static void threads(void)
{
	struct usdt_provider *provider = provider_of(NULL);
	struct usdt_probe *probe = add(provider, "hit", "u32,u64");
	struct counter counters[N_THREADS];

	commit(provider);
	wait_until(probe, 1);
	for (int i = 0; i < N_THREADS; i++) {
		counters[i] = (struct counter){ .probe = probe, .id = i };
		pthread_create(&counters[i].thread, NULL, hit_often, &counters[i]);
	}
	for (int i = 0; i < N_THREADS; i++)
		pthread_join(counters[i].thread, NULL);
	printf("hits %d\n", N_THREADS * N_HITS);
}

/* Returns whether it thinks that somebody watches when nobody does. */
static int watched_child(const struct usdt_probe *probe, int done)
{
	wait_until(probe, 1);
	for (int i = 0; i < 100; i++)
		usdt_probe_fire(probe, (const uint64_t[]){ 1 }, 1);
	if (write(done, "", 1) != 1)
		return 1;
	wait_until(probe, 0);
	return usdt_probe_enabled(probe);
}

/* One child is there before the probe is enabled, the other comes after. */
static void forks(void)
{
	struct usdt_provider *provider = provider_of(NULL);
	struct usdt_probe *probe = add(provider, "hit", "u32"), *end = add(provider, "end", "");
	pid_t children[2];
	int status = 0, sum = 0, done[2];
	char byte;

	commit(provider);
	if (pipe(done) < 0)
		exit(3);
	for (int i = 0; i < 2; i++) {
		fflush(stdout);
		children[i] = fork();
		if (children[i] == 0)
			_exit(watched_child(probe, done[1]));
		wait_until(probe, 1);
	}
	for (int i = 0; i < 100; i++)
		usdt_probe_fire(probe, (const uint64_t[]){ 0 }, 1);
	for (int i = 0; i < 2; i++)
		sum += read(done[0], &byte, 1) != 1;
	usdt_probe_fire(end, NULL, 0);
	for (int i = 0; i < 2; i++) {
		waitpid(children[i], &status, 0);
		sum += status;
	}
	wait_until(probe, 0);
	printf("up %d\n", sum + usdt_probe_enabled(probe));
}

/* Three providers of one name, two of them with the same module, and a second generation. */
static void generations(void)
{
	struct usdt_provider *one = provider_of("one"), *two = provider_of("two"),
			     *other = provider_of("one");
	struct usdt_probe *probes[4] = {
		add(one, "first", "u64"),
		add(two, "first", "u64"),
		add(other, "third", "u64"),
	};

	commit(one);
	commit(two);
	commit(other);
	probes[3] = add(one, "second", "u64");
	usdt_probe_fire(probes[3], (const uint64_t[]){ 1 }, 1);
	commit(one);
	printf("ready 1\n");
	fflush(stdout);
	for (int i = 0; i < 4; i++) {
		wait_until(probes[i], 1);
		for (int hit = 0; hit <= i; hit++)
			usdt_probe_fire(probes[i], (const uint64_t[]){ 1 }, 1);
	}
	wait_until(probes[3], 0);
	usdt_provider_free(one);
	usdt_provider_free(two);
	usdt_provider_free(other);
}

/* Hits, frees, and makes another that nobody watches, while the first is traced. */
static void freed(void)
{
	struct usdt_provider *provider = provider_of(NULL);
	struct usdt_probe *probe = add(provider, "hit", "u64");

	commit(provider);
	wait_until(probe, 1);
	usdt_probe_fire(probe, (const uint64_t[]){ 1 }, 1);
	usdt_provider_free(provider);
	for (int i = 0; i < 100; i++) {
		provider = provider_of(NULL);
		probe = add(provider, "hit", "u64");
		commit(provider);
		usdt_probe_fire(probe, (const uint64_t[]){ 1 }, 1);
		usdt_provider_free(provider);
	}
	sleep(1);
	puts("alive 1");
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} ways[] = {
		{ "values", values },		{ "threads", threads }, { "forks", forks },
		{ "generations", generations }, { "freed", freed },
	};

	if (argc != 3)
		return 2;
	provider_name = argv[2];
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!strcmp(argv[1], ways[i].name)) {
			ways[i].run();
			return 0;
		}
	return 2;
}
