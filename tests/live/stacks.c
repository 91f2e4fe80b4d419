/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Fires live:::hit in a function that others call. With the argument "stay" it is also called from
 * code that the program generates and that /tmp/perf-PID.map names; it then stays for a while, so
 * that a tracer can look at it. With the argument "spin" it is busy for a while. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "usdt.h"

void outer(int n);
void inner(int n);

__attribute__((noinline)) void inner(int n)
{
	volatile int on_stack = n;

	USDT(live, hit, n, inner);
	on_stack++;
}

__attribute__((noinline)) void outer(int n)
{
	inner(n);
	__asm__ volatile("");
}

#ifdef __x86_64__
/* push %rbp; mov %rsp,%rbp; mov %rsi,%rax; call *%rax; pop %rbp; ret */
static const uint8_t code[] = { 0x55, 0x48, 0x89, 0xe5, 0x48, 0x89, 0xf0, 0xff, 0xd0, 0x5d, 0xc3 };

static void call_generated(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char path[64];
	FILE *f;

	if (page == MAP_FAILED)
		return;
	snprintf(path, sizeof(path), "/tmp/perf-%d.map", getpid());
	f = fopen(path, "w");
	if (!f)
		return;
	fprintf(f, "%lx %zx Shop::buy()\n", (unsigned long)page, sizeof(code));
	fclose(f);
	memcpy(page, code, sizeof(code));
	((void (*)(int, void (*)(int)))page)(2, outer);
}
#else
static void call_generated(void)
{
	outer(2);
}
#endif

__attribute__((noinline)) static void spin(void)
{
	struct timespec start, now;

	clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		for (volatile int i = 0; i < 1000000; i++)
			;
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while ((now.tv_sec - start.tv_sec) * 1000 +
		 (now.tv_nsec - start.tv_nsec) / 1000000 < 300);
}

int main(int argc, char **argv)
{
	outer(1);
	if (argc > 1 && !strcmp(argv[1], "spin")) {
		spin();
	} else if (argc > 1) {
		call_generated();
		usleep(500000);
	}
	return 0;
}
