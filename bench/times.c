/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* times ROUNDS NAME COMMAND ... [-- NAME COMMAND ...]: runs the commands in turn, ROUNDS times
 * over, and prints for each run a line "NAME NS", the time from its start to its end, a line
 * "NAME.cpu NS", what it and the kernel on its behalf computed, and a line "NAME.rss KB", the most
 * memory that it or a child of it had. Of what the commands print only the
 * lines "at EVENT TIME" are looked at, a time of the monotonic clock: "NAME.EVENT NS" is how long
 * after the start that was. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/order.h"

extern char **environ;

static int64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

static pid_t start(char **argv, int output)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int err;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, output, 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	err = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (err) {
		fprintf(stderr, "times: %s: %s\n", argv[0], strerror(err));
		exit(1);
	}
	return pid;
}

struct cost {
	int64_t begin, wall, cpu, rss;
};

static int64_t time_ns(const struct timeval *tv)
{
	return tv->tv_sec * INT64_C(1000000000) + tv->tv_usec * INT64_C(1000);
}

/* A command that fails ends the whole: its time means nothing. */
static struct cost run_once(const char *name, char **argv, FILE *output)
{
	int64_t begin, end;
	struct rusage usage;
	pid_t pid;
	int status;

	rewind(output);
	if (ftruncate(fileno(output), 0))
		perror("times");
	begin = now_ns();
	pid = start(argv, fileno(output));
	while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
		;
	end = now_ns();
	if (status) {
		fprintf(stderr, "times: %s failed: status 0x%x\n", name, (unsigned int)status);
		exit(1);
	}
	return (struct cost){ begin, end - begin,
			      time_ns(&usage.ru_utime) + time_ns(&usage.ru_stime),
			      usage.ru_maxrss };
}

/* The events of the run that ended last. */
static void print_events(const char *name, int64_t begin, FILE *output)
{
	char line[200], event[32];
	int64_t time;

	rewind(output);
	while (fgets(line, sizeof(line), output))
		if (sscanf(line, "at %31s %" SCNd64, event, &time) == 2)
			printf("%s.%s %" PRId64 "\n", name, event, time - begin);
}

/* Cuts the arguments at "--"; how many commands there are. */
static uint32_t split(char **argv, char **commands[ORDER_MAX])
{
	uint32_t n = 0;

	for (commands[n++] = argv; *argv && n < ORDER_MAX; argv++) {
		if (strcmp(*argv, "--") != 0)
			continue;
		*argv = NULL;
		commands[n++] = argv + 1;
	}
	return n;
}

static void play_round(const struct order *order, char **commands[ORDER_MAX], FILE *output)
{
	for (uint32_t i = 0; i < order->n; i++) {
		char **command = commands[order->at[i]];
		struct cost cost = run_once(command[0], command + 1, output);

		printf("%s %" PRId64 "\n%s.cpu %" PRId64 "\n%s.rss %" PRId64 "\n", command[0],
		       cost.wall, command[0], cost.cpu, command[0], cost.rss);
		print_events(command[0], cost.begin, output);
	}
}

int main(int argc, char **argv)
{
	char **commands[ORDER_MAX];
	long rounds = argc > 3 ? strtol(argv[1], NULL, 10) : 0;
	struct order order;
	FILE *output = tmpfile();

	if (rounds <= 0) {
		fputs("usage: times ROUNDS NAME COMMAND ... [-- NAME COMMAND ...]\n", stderr);
		return 2;
	}
	if (!output) {
		perror("times: a file for what is printed");
		return 1;
	}
	order_init(&order, split(argv + 2, commands));
	for (uint32_t i = 0; i < order.n; i++)
		run_once(commands[i][0], commands[i] + 1, output); /* warms the caches */
	for (long round = 0; round < rounds; round++) {
		order_shuffle(&order);
		play_round(&order, commands, output);
	}
	return 0;
}
