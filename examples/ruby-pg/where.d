/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Where does the time of a query go, between Ruby's call of exec_params and its return?
 *
 *	dtrace -s where.d SHOP
 *
 * A query is in one part at a time: each step adds the time since the last one to the part that it
 * ends, and names the next. So the parts add up to the whole, which is measured by itself. */
#pragma D option quiet

/* By the backend that works for the thread: the part it is in, and since when. */
string part[int];
uint64_t since[int];

shop$1:::request-start
{
	self->backend = args[0]->backend;
}

ruby$1:::cmethod-entry
/self->backend && copyinstr(arg1) == "exec_params"/
{
	self->start = since[self->backend] = timestamp;
	part[self->backend] = "1 ruby-pg, before";
}

pid$1:libpq.so.5:PQsendQueryParams:entry
/self->start/
{
	@parts[part[self->backend]] = sum(timestamp - since[self->backend]);
	since[self->backend] = timestamp;
	part[self->backend] = "2 libpq, sending";
}

pid$1:libpq.so.5:PQsendQueryParams:return
/self->start && part[self->backend] == "2 libpq, sending"/
{
	@parts[part[self->backend]] = sum(timestamp - since[self->backend]);
	since[self->backend] = timestamp;
	part[self->backend] = "3 on the way to the server";
}

/* The server may have begun before libpq is back. */
postgresql*:::statement-status
/since[pid] && arg0 && part[pid] < "4"/
{
	@parts[part[pid]] = sum(timestamp - since[pid]);
	since[pid] = timestamp;
	part[pid] = "8 server, other";
}

postgresql*:::query-parse-start, postgresql*:::query-rewrite-start
/since[pid]/
{
	@parts[part[pid]] = sum(timestamp - since[pid]);
	since[pid] = timestamp;
	part[pid] = "4 server, parsing";
}

postgresql*:::query-plan-start
/since[pid]/
{
	@parts[part[pid]] = sum(timestamp - since[pid]);
	since[pid] = timestamp;
	part[pid] = "5 server, planning";
}

postgresql*:::query-execute-start, postgresql*:::lock-wait-done
/since[pid]/
{
	@parts[part[pid]] = sum(timestamp - since[pid]);
	since[pid] = timestamp;
	part[pid] = "6 server, executing";
}

postgresql*:::lock-wait-start
/since[pid]/
{
	@parts[part[pid]] = sum(timestamp - since[pid]);
	since[pid] = timestamp;
	part[pid] = "7 server, waiting for a lock";
}

postgresql*:::query-parse-done, postgresql*:::query-rewrite-done,
postgresql*:::query-plan-done, postgresql*:::query-execute-done
/since[pid]/
{
	@parts[part[pid]] = sum(timestamp - since[pid]);
	since[pid] = timestamp;
	part[pid] = "8 server, other";
}

postgresql*:::statement-status
/since[pid] && !arg0/
{
	@parts[part[pid]] = sum(timestamp - since[pid]);
	since[pid] = timestamp;
	part[pid] = "9 on the way back, and libpq";
}

ruby$1:::cmethod-return
/self->start && copyinstr(arg1) == "exec_params"/
{
	@parts[part[self->backend]] = sum(timestamp - since[self->backend]);
	@whole["exec_params, by itself"] = sum(timestamp - self->start);
	@calls["calls"] = count();
	since[self->backend] = 0;
	self->start = 0;
}

END
{
	setopt("aggsortkey");
	printf("%-32s %16s\n", "part", "microseconds");
	normalize(@parts, 1000);
	normalize(@whole, 1000);
	printa("%-32s %@16d\n", @parts);
	printa("%-32s %@16d\n", @whole);
	printa("%-32s %@16d\n", @calls);
}
