/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

// Fires live:::hit in a function whose name its symbol does not show.
#include "usdt.h"

namespace shop {
__attribute__((noinline)) void order(int n, const char *)
{
	USDT(live, hit, n);
}
} // namespace shop

int main()
{
	shop::order(1, "");
	return 0;
}
