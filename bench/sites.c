/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A program whose probes sites:::sN stand at N places each, 1 to 1,000. It waits; nothing passes
 * them. */
#include <unistd.h>

#include "sdk/include/usdt.h"

#define TEN(x) x; x; x; x; x; x; x; x; x; x

int main(int argc, char **argv)
{
	(void)argv;
	pause();
	USDT(sites, s1, argc);
	TEN(USDT(sites, s10, argc));
	TEN(TEN(USDT(sites, s100, argc)));
	TEN(TEN(TEN(USDT(sites, s1000, argc))));
	return 0;
}
