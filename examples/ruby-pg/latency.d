/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* How long requests take, ten times a second: for dtrace-draw, which makes a heat map of it.
 *
 *	dtrace -x oformat=json -s latency.d SHOP | dtrace-draw heatmap -u ns -o heatmap.svg
 */
#pragma D option quiet

shop$1:::request-start
{
	self->start = timestamp;
}

shop$1:::request-done
/self->start/
{
	@ns = llquantize(timestamp - self->start, 10, 3, 8, 10);
	self->start = 0;
}

tick-100ms
{
	printa(@ns);
	clear(@ns);
}
