/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What a struct usdt_probe is: one place in the section .probes of a mapped image. */
#ifndef SDK_RUNTIME_PROBE_H
#define SDK_RUNTIME_PROBE_H

#include <stdint.h>

#include "sdk/include/usdt_runtime.h"

struct usdt_probe {
	uint16_t counter; /* the semaphore, which the kernel counts; USDT_PROBE_ENABLED() */
	uint8_t n_args;
	uint8_t reserved;
	int32_t stub; /* from here to the code, in bytes */
};

_Static_assert(sizeof(struct usdt_probe) == 8, "lies in files");

#endif
