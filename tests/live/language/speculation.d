#!/usr/sbin/dtrace -x nspec=2 -s
/* What is committed prints with the line of each clause; what is discarded, or speculated for 0,
 * never does. */
BEGIN { self->a = speculation(); self->b = speculation(); c = speculation(); }
BEGIN { speculate(self->a); printf("committed %d", 1); }
BEGIN { speculate(self->b); printf("discarded"); }
BEGIN { speculate(c); printf("never"); }
BEGIN { speculate(self->a); trace("committed 2"); }
BEGIN { printf("first"); }
BEGIN { commit(self->a); printf("last"); }
BEGIN { discard(self->b); commit(self->b); }
BEGIN { exit(0); }
