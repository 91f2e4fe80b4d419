/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* How many blocks does a query read, and how many of them were in memory?
 *
 *	dtrace -s reads.d SHOP
 */
#pragma D option quiet
#pragma D option strsize=128

int is_ours[int];

shop$1:::request-start
{
	is_ours[args[0]->backend] = 1;
}

postgresql*:::statement-status
/arg0 && is_ours[pid]/
{
	self->text = copyinstr(arg0);
}

/* The last argument: it was in shared memory already. */
postgresql*:::buffer-read-done
/self->text != ""/
{
	@hits[self->text] = sum(args[7] != 0);
	@misses[self->text] = sum(args[7] == 0);
}

postgresql*:::statement-status
/!arg0 && self->text != ""/
{
	@calls[self->text] = count();
	self->text = 0;
}

END
{
	printf("%-72s %8s %10s %8s\n", "query", "calls", "in memory", "read");
	printa("%-72.72s %@8d %@10d %@8d\n", @calls, @hits, @misses);
}
