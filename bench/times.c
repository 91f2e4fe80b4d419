/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* times ROUNDS NAME COMMAND ... [-- NAME COMMAND ...]: runs the commands in turn, ROUNDS times
 * over, and prints for each run a line "NAME NS", the time from its start to its end, and a line
 * "NAME.cpu NS", what it and the kernel on its behalf computed. What the commands print is thrown
 * away. */
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

#include "bench/order.h"

extern char **environ;

static int64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

static pid_t start(char **argv)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int err;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
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
	int64_t wall, cpu;
};

static int64_t time_ns(const struct timeval *tv)
{
	return tv->tv_sec * INT64_C(1000000000) + tv->tv_usec * INT64_C(1000);
}

/* A command that fails ends the whole: its time means nothing. */
static struct cost run_once(const char *name, char **argv)
{
	int64_t begin = now_ns(), end;
	pid_t pid = start(argv);
	struct rusage usage;
	int status;

	while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
		;
	end = now_ns();
	if (status) {
		fprintf(stderr, "times: %s failed: status 0x%x\n", name, (unsigned int)status);
		exit(1);
	}
	return (struct cost){ end - begin, time_ns(&usage.ru_utime) + time_ns(&usage.ru_stime) };
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

static void play_round(const struct order *order, char **commands[ORDER_MAX])
{
	for (uint32_t i = 0; i < order->n; i++) {
		char **command = commands[order->at[i]];
		struct cost cost = run_once(command[0], command + 1);

		printf("%s %" PRId64 "\n%s.cpu %" PRId64 "\n", command[0], cost.wall, command[0],
		       cost.cpu);
	}
}

int main(int argc, char **argv)
{
	char **commands[ORDER_MAX];
	long rounds = argc > 3 ? strtol(argv[1], NULL, 10) : 0;
	struct order order;

	if (rounds <= 0) {
		fputs("usage: times ROUNDS NAME COMMAND ... [-- NAME COMMAND ...]\n", stderr);
		return 2;
	}
	order_init(&order, split(argv + 2, commands));
	for (uint32_t i = 0; i < order.n; i++)
		run_once(commands[i][0], commands[i] + 1);	/* brings the files to memory */
	for (long round = 0; round < rounds; round++) {
		order_shuffle(&order);
		play_round(&order, commands);
	}
	return 0;
}
