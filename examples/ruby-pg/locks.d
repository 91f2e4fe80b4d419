/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Who waits for whose row lock, and what were both about? With the stacks of both sides.
 *
 *	dtrace -x follow -p POSTMASTER -s locks.d
 *
 * To wait for a row is to wait for the transaction that changed it last. When a transaction gets its
 * number, nobody knows whether others will wait for it: its stack is recorded speculatively, and
 * committed by the first that waits, which is another process; else it is discarded. */
#pragma D option quiet
#pragma D option nspec=16
#pragma D option ustackframes=12

int speculation_of[uint32_t];
int holder_of[uint32_t];

/* A backend that changes its first row. */
pid$target:postgres:XactLockTableInsert:entry
{
	self->xid = (uint32_t)arg0;
	self->speculation = speculation();
	holder_of[self->xid] = pid;
	speculation_of[self->xid] = self->speculation;
}

pid$target:postgres:XactLockTableInsert:entry
/self->speculation/
{
	speculate(self->speculation);
	printf("process %d changes a row, in transaction %d:\n", pid, self->xid);
	ustack();
}

/* Kind 5 is a lock of a transaction, whose number is the first field. */
postgresql*:::lock-wait-start
/args[4] == 5 && holder_of[args[0]]/
{
	self->waits_for = args[0];
	self->since = timestamp;
	commit(speculation_of[args[0]]);
	speculation_of[args[0]] = 0;
}

postgresql*:::lock-wait-start
/self->waits_for/
{
	printf("process %d waits for process %d, transaction %d:\n", pid,
	    holder_of[self->waits_for], self->waits_for);
	ustack();
}

postgresql*:::lock-wait-done
/self->waits_for/
{
	@waits["us waited for rows"] = quantize((timestamp - self->since) / 1000);
	self->waits_for = 0;
	self->since = 0;
}

/* The end of a transaction, with or without a number. */
postgresql*:::transaction-commit, postgresql*:::transaction-abort
/self->xid/
{
	discard(speculation_of[self->xid]);
	speculation_of[self->xid] = 0;
	holder_of[self->xid] = 0;
	self->xid = 0;
	self->speculation = 0;
}

END
{
	printa(@waits);
}
