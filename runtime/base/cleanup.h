/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Locals that release themselves when they go out of scope, so that an early return is a normal
 * exit. */
#ifndef RUNTIME_BASE_CLEANUP_H
#define RUNTIME_BASE_CLEANUP_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void cleanup_free(void *p)
{
	free(*(void **)p);
}

static inline void cleanup_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void cleanup_fclose(FILE **f)
{
	if (*f)
		fclose(*f);
}

#define auto_free __attribute__((cleanup(cleanup_free)))
#define auto_close __attribute__((cleanup(cleanup_close)))
#define auto_fclose __attribute__((cleanup(cleanup_fclose)))

/* Hands a pointer over: its value, and the variable becomes NULL. */
#define take(p) ({ __typeof__(p) taken_ = (p); (p) = NULL; taken_; })

/* The same for a descriptor; the variable becomes -1. */
#define take_fd(fd) ({ int taken_ = (fd); (fd) = -1; taken_; })

#endif
