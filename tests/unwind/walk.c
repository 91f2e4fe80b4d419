/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Fires walk:::hit in stacks of all shapes, with a number for each: recursion, a frame whose size
 * is only known when it runs, a comparison called by the C library, a thread, a signal on the stack
 * and on a stack of its own, a call that jumps, and a function that another one jumped out of. With
 * an argument it waits for input first; but with "clock" it only looks at the clock for a while. */
#include <alloca.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "usdt.h"

enum { RECURSION = 1, DYNAMIC, COMPARE, THREAD, SIGNAL, SIGNAL_STACK, TAIL, JUMP };

#define NOINLINE __attribute__((noinline))

void hit(int what);
int recurse(int depth);
void dynamic(size_t size);
int compare(const void *a, const void *b);
void *thread(void *arg);
void handler(int number);
void jump_there(int what);
void middle(int what);
void leave(jmp_buf *to);
void left(void);

NOINLINE void hit(int what)
{
	USDT(walk, hit, what);
}

NOINLINE int recurse(int depth)
{
	char text[48];

	memset(text, depth, sizeof(text));
	__asm__ volatile("" : : "r"(text) : "memory");
	if (!depth) {
		hit(RECURSION);
		return 0;
	}
	return recurse(depth - 1) + text[depth % 48];
}

NOINLINE void dynamic(size_t size)
{
	char *text = alloca(size);

	memset(text, 1, size);
	__asm__ volatile("" : : "r"(text) : "memory");
	hit(DYNAMIC);
	__asm__ volatile("" : : "r"(text) : "memory");
}

int compare(const void *a, const void *b)
{
	hit(COMPARE);
	return *(const int *)a - *(const int *)b;
}

void *thread(void *arg)
{
	hit(THREAD);
	return arg;
}

void handler(int number)
{
	hit(number == SIGUSR1 ? SIGNAL : SIGNAL_STACK);
	__asm__ volatile("");
}

NOINLINE void jump_there(int what)
{
	hit(what);
}

NOINLINE void middle(int what)
{
	jump_there(what);
	__asm__ volatile("");
}

NOINLINE void leave(jmp_buf *to)
{
	longjmp(*to, 1);
}

NOINLINE void left(void)
{
	jmp_buf here;

	if (!setjmp(here))
		leave(&here);
	hit(JUMP);
	__asm__ volatile("");
}

static void take_signals(void)
{
	stack_t stack = { .ss_sp = malloc(1 << 16), .ss_size = 1 << 16 };
	struct sigaction action = { .sa_handler = handler };

	sigaltstack(&stack, NULL);
	sigaction(SIGUSR1, &action, NULL);
	action.sa_flags = SA_ONSTACK;
	sigaction(SIGUSR2, &action, NULL);
	raise(SIGUSR1);
	raise(SIGUSR2);
}

/* The clock is read without entering the kernel, by code that the kernel maps into each process. */
static void read_clock(void)
{
	struct timespec start, now;

	clock_gettime(CLOCK_MONOTONIC, &start);
	do
		clock_gettime(CLOCK_MONOTONIC, &now);
	while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 < 300);
}

int main(int argc, char **argv)
{
	int numbers[] = { 2, 1 };
	pthread_t id;

	if (argc > 1 && !strcmp(argv[1], "clock")) {
		read_clock();
		return 0;
	}
	if (argc > 1)
		getchar();
	recurse(60);
	dynamic((size_t)argc * 100);
	qsort(numbers, 2, sizeof(int), compare);
	pthread_create(&id, NULL, thread, NULL);
	pthread_join(id, NULL);
	take_signals();
	middle(TAIL);
	left();
	return 0;
}
