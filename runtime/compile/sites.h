/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Cookies for kernels before 6.6, whose uprobes have one for each event. Closing an event takes
 * such a kernel a tenth of a second, so sites share events: those whose places in a page differ,
 * for by its place and the event's cookie the program finds a site's own (ebpf/program.h). Of
 * functions, which begin at multiples of 16, a thousand need some ten events.
 *
 *	site  offset  place  event  cookie of the event
 *	  a   0x1450   0x450     0                    0
 *	  b   0x2460   0x460     0                    0
 *	  c   0x3450   0x450     1               0x8000	(in bytes: 4096 cookies on) */
#ifndef RUNTIME_COMPILE_SITES_H
#define RUNTIME_COMPILE_SITES_H

#include <stdint.h>

struct compiled;

/* Points of equal cookie become one event (kern/link.h); the table that their cookies are indexes
 * of is the caller's to free. NULL, with all as it was: there is nothing to share. */
uint64_t *sites_share(struct compiled *c, uint32_t *n_cookies);

#endif
