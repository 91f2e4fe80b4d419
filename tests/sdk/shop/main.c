/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A program with a probe, whatever builds it. */
#include "shop.h"
#include <stdio.h>
#ifdef WITH_SDK
#include <usdt.h>
#else
#define USDT(provider, name) ((void)0)
#endif

int main(int argc, char **argv)
{
	if (SHOP_ORDER_PLACED_ENABLED())
		puts("watched");
	SHOP_ORDER_PLACED(argc, argv[0]);
	USDT(shop, closed);
	puts("done");
	return 0;
}
