/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What each request does, when, in both processes: for dtrace-draw, which makes timelines and flame
 * graphs of it.
 *
 *	dtrace -x oformat=json -s spans.d SHOP | dtrace-draw timeline -o timeline.svg
 *
 * SHOP is the service's process. A step of PostgreSQL belongs to the request that its backend works
 * for; the service says which that is when a request starts. A request's connection waits for its
 * answer, so the steps of one number follow each other, whichever process they are of. */
#pragma D option quiet
#pragma D option strsize=128

self int is_busy;

shop$1:::request-start
{
	self->id = args[0]->id;
	self->backend = args[0]->backend;
	self->kind = strtok(copyinstr((uintptr_t)args[0]->path), "/");
	serving[self->backend] = self->id;
	printf("%s %d %s %s\n", "begin", self->id, "shop", self->kind);
}

/* Methods written in Ruby: passed only if somebody traces calls (shop.rb --methods). */
ruby$1:::method-entry
/self->id/
{
	printf("%s %d %s %s\n", "begin", self->id, "ruby",
	    strjoin(strjoin(copyinstr(arg0), "#"), copyinstr(arg1)));
}

ruby$1:::method-return
/self->id/
{
	printf("%s %d %s %s\n", "end", self->id, "ruby",
	    strjoin(strjoin(copyinstr(arg0), "#"), copyinstr(arg1)));
}

/* Methods written in C, of which ruby-pg is all. */
ruby$1:::cmethod-entry
/self->id && copyinstr(arg0) == "PG::Connection"/
{
	printf("%s %d %s %s\n", "begin", self->id, "ruby-pg", copyinstr(arg1));
}

ruby$1:::cmethod-return
/self->id && copyinstr(arg0) == "PG::Connection"/
{
	printf("%s %d %s %s\n", "end", self->id, "ruby-pg", copyinstr(arg1));
}

ruby$1:::gc-mark-begin, ruby$1:::gc-sweep-begin
/self->id/
{
	printf("%s %d %s %s\n", "begin", self->id, "gc", strtok(substr(probename, 3), "-"));
}

ruby$1:::gc-mark-end, ruby$1:::gc-sweep-end
/self->id/
{
	printf("%s %d %s %s\n", "end", self->id, "gc", strtok(substr(probename, 3), "-"));
}

/* libpq has no probes of its own, but functions that others call. */
pid$1:libpq.so.5:PQsendQuery:entry,
pid$1:libpq.so.5:PQsendQueryParams:entry,
pid$1:libpq.so.5:PQgetResult:entry
/self->id/
{
	printf("%s %d %s %s\n", "begin", self->id, "libpq", probefunc);
}

pid$1:libpq.so.5:PQsendQuery:return,
pid$1:libpq.so.5:PQsendQueryParams:return,
pid$1:libpq.so.5:PQgetResult:return
/self->id/
{
	printf("%s %d %s %s\n", "end", self->id, "libpq", probefunc);
}

/* The status is what a list of backends shows: the text of a query, and nothing when it is done. One
 * that is prepared and executed has it more than once. */
postgresql*:::statement-status
/serving[pid] && arg0 && !self->is_busy/
{
	self->is_busy = 1;
	printf("%s %d %s %s\n", "begin", serving[pid], "postgres", "statement");
}

postgresql*:::statement-status
/serving[pid] && !arg0 && self->is_busy/
{
	self->is_busy = 0;
	printf("%s %d %s %s\n", "end", serving[pid], "postgres", "statement");
}

postgresql*:::query-parse-start, postgresql*:::query-rewrite-start,
postgresql*:::query-plan-start, postgresql*:::query-execute-start
/serving[pid]/
{
	printf("%s %d %s %s\n", "begin", serving[pid], "postgres",
	    strtok(substr(probename, 6), "-"));
}

postgresql*:::query-parse-done, postgresql*:::query-rewrite-done,
postgresql*:::query-plan-done, postgresql*:::query-execute-done
/serving[pid]/
{
	printf("%s %d %s %s\n", "end", serving[pid], "postgres", strtok(substr(probename, 6), "-"));
}

postgresql*:::lock-wait-start
/serving[pid]/
{
	printf("%s %d %s %s\n", "begin", serving[pid], "postgres", "lock wait");
}

postgresql*:::lock-wait-done
/serving[pid]/
{
	printf("%s %d %s %s\n", "end", serving[pid], "postgres", "lock wait");
}

shop$1:::request-done
/self->id/
{
	printf("%s %d %s %s\n", "end", self->id, "shop", self->kind);
	serving[self->backend] = 0;
	self->id = 0;
	self->backend = 0;
	self->kind = 0;
}
