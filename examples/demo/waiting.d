/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* How long orders took, as a histogram: from one probe to the other, thread by thread. */
demo$target:::order-start
{
	self->start = timestamp;
}

demo$target:::order-done
/self->start/
{
	@["nanoseconds"] = quantize(timestamp - self->start);
	self->start = 0;
}
