/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Who ordered how often and how much, counted in the kernel. */
demo$target:::order-start
{
	@orders[copyinstr(arg1)] = count();
	@things[copyinstr(arg1)] = sum(arg2);
}

END
{
	printf("orders\n");
	printa("  %-10s %@8d\n", @orders);
	printf("things\n");
	printa("  %-10s %@8d\n", @things);
}
