/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Control that leaves functions otherwise than by returning, or enters them otherwise than by a
 * call: jumps, coroutines, signals, threads that are cancelled, children. */
#include "victim.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { DEPTH = 20, N_YIELDS = 10 };

/* Out of many frames at once. */
__attribute__((noinline)) static int go_down(jmp_buf out, int depth, int value)
{
	volatile char room[64];

	room[depth] = (char)value;
	if (!depth && value)
		longjmp(out, value);
	return depth < 0 ? 0 : go_down(out, depth - 1, value) + room[depth];
}

__attribute__((noinline)) static void jump(unsigned int round)
{
	volatile unsigned int kept = round ^ 0x5555;
	int value = (int)(round % 1000) + 1;
	jmp_buf out;
	int got = setjmp(out);

	if (!got)
		go_down(out, DEPTH, value);
	victim_claim(got == value, "a jump");
	victim_claim(kept == (round ^ 0x5555), "a variable over a jump");
}

/* Two stacks in turn. */
struct coroutine {
	ucontext_t here, there;
	unsigned int value;
};

static void yield(unsigned int high, unsigned int low)
{
	struct coroutine *c = (void *)((uintptr_t)high << 32 | low);

	for (;;) {
		c->value = c->value * 3 + 1;
		swapcontext(&c->there, &c->here);
	}
}

__attribute__((noinline)) static void take_turns(unsigned int round)
{
	enum { STACK = 1 << 16 };
	struct coroutine c = { .value = round };
	uintptr_t address = (uintptr_t)&c;
	volatile unsigned int expected = round;

	getcontext(&c.there);
	c.there.uc_stack.ss_sp = malloc(STACK);
	c.there.uc_stack.ss_size = STACK;
	makecontext(&c.there, (void (*)(void))yield, 2, (unsigned int)(address >> 32),
		    (unsigned int)address);
	for (int i = 0; i < N_YIELDS; i++) {
		swapcontext(&c.here, &c.there);
		expected = expected * 3 + 1;
		victim_claim(c.value == expected, "a coroutine");
	}
	free(c.there.uc_stack.ss_sp);
}

void flow_in_thread(unsigned int round)
{
	jump(round);
	take_turns(round);
}

static __thread sigjmp_buf from_handler;
static volatile sig_atomic_t n_alarms;

static void leave_handler(int signal)
{
	siglongjmp(from_handler, signal);
}

static void count_alarm(int signal)
{
	char text[16];

	(void)signal;
	snprintf(text, sizeof(text), "%d", (int)n_alarms);
	n_alarms++;
}

/* A handler that does not return, on a stack of its own; and alarms at any moment. */
static void handle_signals(void)
{
	enum { ALTERNATE = 1 << 16 };
	struct itimerval often = { { 0, 700 }, { 0, 700 } };
	struct sigaction leave = { .sa_handler = leave_handler, .sa_flags = SA_ONSTACK };
	struct sigaction count = { .sa_handler = count_alarm, .sa_flags = SA_RESTART };
	stack_t stack = { .ss_sp = malloc(ALTERNATE), .ss_size = ALTERNATE };
	stack_t none = { .ss_flags = SS_DISABLE };

	sigaltstack(&stack, NULL);
	sigaction(SIGUSR1, &leave, NULL);
	sigaction(SIGALRM, &count, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	for (int i = 0; i < 5; i++) {
		int got = sigsetjmp(from_handler, 1);

		if (!got)
			raise(SIGUSR1);
		victim_claim(got == SIGUSR1, "a signal");
	}
	sigaltstack(&none, NULL);
	free(stack.ss_sp);
}

static void note_cleanup(void *done)
{
	*(volatile int *)done = 1;
}

static void *sleep_on(void *done)
{
	pthread_cleanup_push(note_cleanup, done);
	for (;;)
		pause();
	pthread_cleanup_pop(0);
	return NULL;
}

/* Its frames are unwound as for an exception. */
static void cancel_thread(void)
{
	volatile int done = 0;
	pthread_t thread;
	void *result;

	victim_claim(!pthread_create(&thread, NULL, sleep_on, (void *)&done), "a thread");
	pthread_cancel(thread);
	pthread_join(thread, &result);
	victim_claim(result == PTHREAD_CANCELED && (done == 0 || done == 1), "a cancelled thread");
}

static int wait_for(pid_t pid)
{
	int status;

	victim_claim(pid > 0, "a child");
	while (waitpid(pid, &status, 0) != pid)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void have_children(unsigned int round, const char *self)
{
	char number[16], *const argv[] = { (char *)self, number, NULL };
	volatile int value = (int)(round % 100);
	pid_t pid = fork();

	if (!pid) {
		flow_in_thread(round);
		throw_in_thread(round);
		_exit(value);
	}
	victim_claim(wait_for(pid) == value, "a fork");
	snprintf(number, sizeof(number), "%d", value);
	pid = vfork();
	if (!pid) {
		execv(self, argv);
		_exit(127);
	}
	victim_claim(wait_for(pid) == value, "a vfork and exec");
	victim_claim(!posix_spawn(&pid, self, NULL, NULL, argv, NULL), "posix_spawn()");
	victim_claim(wait_for(pid) == value, "what was spawned");
}

void flow_in_process(unsigned int round, const char *self)
{
	handle_signals();
	cancel_thread();
	have_children(round, self);
}
