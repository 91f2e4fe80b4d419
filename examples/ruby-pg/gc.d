/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* How long do requests wait for the garbage collector?
 *
 *	dtrace -s gc.d SHOP
 *
 * The collector runs in the thread that needs memory, so what it takes is the request's own time. It
 * may have to finish sweeping before it can mark. */
#pragma D option quiet

shop$1:::request-start
{
	self->kind = strtok(copyinstr((uintptr_t)args[0]->path), "/");
	self->paused = 0;
	self->started = timestamp;
}

ruby$1:::gc-mark-begin
{
	self->marking = timestamp;
}

ruby$1:::gc-mark-end
/self->marking/
{
	@pauses["marking, us"] = quantize((timestamp - self->marking) / 1000);
	self->paused += timestamp - self->marking;
	self->marking = 0;
}

ruby$1:::gc-sweep-begin
{
	self->sweeping = timestamp;
}

ruby$1:::gc-sweep-end
/self->sweeping/
{
	@pauses["sweeping, us"] = quantize((timestamp - self->sweeping) / 1000);
	self->paused += self->marking ? 0 : timestamp - self->sweeping;
	self->sweeping = 0;
}

shop$1:::request-done
/self->started/
{
	@requests[self->kind] = count();
	@with_pause[self->kind] = sum(self->paused != 0);
	@paused[self->kind] = sum(self->paused / 1000);
	@longest[self->kind] = max(self->paused / 1000);
	@took[self->kind] = sum((timestamp - self->started) / 1000);
	self->started = 0;
	self->kind = 0;
}

END
{
	printf("%-12s %10s %12s %12s %12s %14s\n", "request", "requests", "with a pause",
	    "paused, us", "longest, us", "all they took");
	printa("%-12s %@10d %@12d %@12d %@12d %@14d\n", @requests, @with_pause, @paused, @longest,
	    @took);
	printa(@pauses);
}
