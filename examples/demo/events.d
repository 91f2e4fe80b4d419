/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Single events as they happen, with texts from the memory of the traced process. */
demo$target:::shop-open
{
	printf("a shop opens with %d clerks\n", arg0);
}

demo$target:::order-start
/arg0 < 3/
{
	printf("order %d: %s wants %d\n", arg0, copyinstr(arg1), arg2);
}

demo$target:::stock-low
{
	printf("%s: %d left\n", copyinstr(arg0), arg1);
}

demo$target:::shop-close
{
	printf("it closes after %d orders\n", arg0);
}
