/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What compiled programs find in the kernel in tests: the traced thread's task and what its
 * pointers lead to, with members that lie where it says and in no real kernel. The process descends
 * from TRACED_PPID, 1 and 0. Its current directory is TRACED_CWD, where a file system is mounted
 * on /home. */
#ifndef TESTS_LIB_TRACED_KERNEL_H
#define TESTS_LIB_TRACED_KERNEL_H

#include <stdint.h>

struct diag;
struct vm;

#define TRACED_CWD "/home/data/some.dir"

/* A struct path of the file /home/data/file. */
#define TRACED_PATH UINT64_C(0xffff888000001800)

/* As lower_session.kernel_member. */
int traced_kernel_member(void *ctx, const char *type, const char *member, struct diag *dg);

/* Puts it all there. */
void traced_kernel_add(struct vm *vm);

#endif
