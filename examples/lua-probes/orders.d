/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* How many orders each customer has, how long they take, and what points they got: for a second.
 * dtrace -q -s orders.d -p PID */

shop$target:shop.lua:checkout:order-placed
{
	self->start = timestamp;
}

shop$target:shop.lua:checkout:order-done
/self->start/
{
	@orders[copyinstr(arg1)] = count();
	@ns["ns for an order"] = quantize(timestamp - self->start);
	self->start = 0;
}

shop$target:shop.lua:loyalty:points-given
{
	@points[copyinstr(arg0)] = sum((int64_t)arg1);
}

tick-1s
{
	printf("orders\n");
	printa("  %-10s %@d\n", @orders);
	printf("points\n");
	printa("  %-10s %@d\n", @points);
	printa(@ns);
	exit(0);
}
