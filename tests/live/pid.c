/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Functions of all kinds, each called as often as it says. */
#include <stdio.h>
#include <stdlib.h>

#define PART __attribute__((noinline, noclone, used))

long pid_many(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j);
long pid_known(long n);
long pid_alias(long n) __attribute__((alias("pid_known")));
int pid_chosen(int n);
long pid_leave(long n);
void pid_endless(void);
void pid_locked(int *n);
int pid_odd(int n);
int pid_vector(int n);

PART long pid_many(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j)
{
	__asm__ volatile("");
	return a + b + c + d + e + f + g + h + i + j;
}

PART long pid_known(long n)
{
	__asm__ volatile("");
	return n * 2;
}

/* Known to the symbol table only. */
static PART long pid_private(long n)
{
	__asm__ volatile("");
	return n - 1;
}

/* Several ways out. */
PART long pid_leave(long n)
{
	if (n == 0)
		return -1;
	if (n == 1)
		return pid_known(7);
	__asm__ volatile("" : "+r"(n));
	return n + 100;
}

static int chosen(int n)
{
	return n + 1;
}

static int (*choose(void))(int)
{
	return chosen;
}

int pid_chosen(int n) __attribute__((ifunc("choose")));

#if defined(__x86_64__)
/* The kernel takes no breakpoint on `lock', and a function may not tell its size. */
__asm__(".pushsection .text\n"
	".globl pid_locked, pid_endless, pid_odd\n"
	".type pid_locked, %function\n"
	"pid_locked: lock incl (%rdi)\n"
	"ret\n"
	".size pid_locked, . - pid_locked\n"
	".type pid_endless, %function\n"
	"pid_endless: ret\n"
	/* An odd way: a marker, a nop of 5 bytes, two returns. */
	".type pid_odd, %function\n"
	"pid_odd: endbr64\n"
	"push %rbx\n"
	"mov %edi, %eax\n"
	"test %edi, %edi\n"
	"je 1f\n"
	"pop %rbx\n"
	"ret\n"
	"1: pop %rbx\n"
	"repz ret\n"
	".size pid_odd, . - pid_odd\n"
	".popsection\n");
/* Vector instructions whose opcodes are those of jumps, nops and others among the short ones. */
__asm__(".pushsection .text\n"
	".globl pid_vector\n"
	".type pid_vector, %function\n"
	"pid_vector: vmovd %edi, %xmm0\n"
	"vpshufd $0, %xmm0, %xmm1\n"
	"vpor %xmm1, %xmm0, %xmm2\n"
	"vpsubsb %xmm2, %xmm2, %xmm3\n"
	"vpcmpeqb %xmm3, %xmm3, %xmm4\n"
	"vpaddd %xmm4, %xmm2, %xmm5\n"
	"vmovd %xmm5, %eax\n"
	"vzeroupper\n"
	"ret\n"
	".size pid_vector, . - pid_vector\n"
	".popsection\n");

static int vector(int n)
{
	return __builtin_cpu_supports("avx") ? pid_vector(n) : n - 1;
}
#else
static int vector(int n)
{
	return n - 1;
}

void pid_locked(int *n)
{
	++*n;
}

void pid_endless(void)
{
}

PART int pid_odd(int n)
{
	return n;
}
#endif

int main(int argc, char *argv[])
{
	const int n = argc > 1 ? atoi(argv[1]) : 1;
	long sum = 0;
	int locked = 0;

	for (int i = 0; i < n; i++) {
		sum += pid_many(1, -2, 3, -4, 5, -6, 7, -8, 9, -10);
		sum += pid_known(i) + pid_alias(i);
		sum += pid_private(i) + pid_leave(0) + pid_leave(1) + pid_leave(2) + pid_chosen(i);
		sum += vector(1000 + i);
		sum += pid_odd(0) + pid_odd(5);
		pid_locked(&locked);
		pid_endless();
	}
	printf("sum %ld %d\n", sum, locked);
	return 0;
}
