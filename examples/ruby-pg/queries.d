/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Which queries are slow, and who asks for them?
 *
 *	dtrace -s queries.d SHOP
 *
 * The text is the server's, the caller a method in Ruby: the outermost one of the class Store. */
#pragma D option quiet
#pragma D option strsize=128

string caller_of[int];
self uint64_t start;

shop$1:::request-start
{
	self->backend = args[0]->backend;
	caller_of[self->backend] = "?";
}

ruby$1:::method-entry
/self->backend && caller_of[self->backend] == "?" && copyinstr(arg0) == "Store"/
{
	caller_of[self->backend] = strjoin("Store#", copyinstr(arg1));
}

ruby$1:::method-return
/self->backend && caller_of[self->backend] == strjoin("Store#", copyinstr(arg1))/
{
	caller_of[self->backend] = "?";
}

postgresql*:::statement-status
/arg0 && caller_of[pid] != "" && !self->start/
{
	self->start = timestamp;
	self->text = copyinstr(arg0);
}

postgresql*:::statement-status
/!arg0 && self->start/
{
	@calls[self->text, caller_of[pid]] = count();
	@mean[self->text, caller_of[pid]] = avg((timestamp - self->start) / 1000);
	@worst[self->text, caller_of[pid]] = max((timestamp - self->start) / 1000);
	@all[self->text, caller_of[pid]] = sum((timestamp - self->start) / 1000);
	self->start = 0;
	self->text = 0;
}

END
{
	printf("%-56s %-16s %6s %8s %8s %10s\n", "query", "asked by", "calls", "mean us",
	    "worst", "all");
	printa("%-56.56s %-16s %@6d %@8d %@8d %@10d\n", @calls, @mean, @worst, @all);
}
