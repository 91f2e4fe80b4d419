/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the demo tells about its shop. dtrace -h makes demo.h of it. */
struct order;

provider demo {
	/* A process opens its shop, and closes it after that many orders. */
	probe shop__open(int n_threads, int generation);
	probe shop__close(uint64_t n_orders);

	/* A customer orders n things, and has waited for them that many nanoseconds. */
	probe order__start(int id, const char *customer, int n_things);
	probe order__done(int id, struct order *order, int64_t nanoseconds);

	/* A shelf is nearly empty. Its text is made only where somebody looks. */
	probe stock__low(const char *text, int left);
};
