/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The order in which a round takes things: another one each time, and the same in each run. What
 * one leaves behind (caches, work that the kernel has put off) then hits all others alike. */
#ifndef BENCH_ORDER_H
#define BENCH_ORDER_H

#include <stdint.h>

enum { ORDER_MAX = 32 };

struct order {
	uint64_t random;
	uint32_t n, at[ORDER_MAX];
};

static inline void order_init(struct order *order, uint32_t n)
{
	*order = (struct order){ .random = 88172645463325252, .n = n };
	for (uint32_t i = 0; i < n; i++)
		order->at[i] = i;
}

static inline void order_shuffle(struct order *order)
{
	for (uint32_t i = order->n; i > 1; i--) {
		uint32_t other, last = order->at[i - 1];

		order->random ^= order->random << 13;
		order->random ^= order->random >> 7;
		order->random ^= order->random << 17;
		other = (uint32_t)(order->random % i);
		order->at[i - 1] = order->at[other];
		order->at[other] = last;
	}
}

#endif
