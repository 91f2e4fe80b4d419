#!/usr/sbin/dtrace -q -x specsize=1k -x strsize=256 -s
/* A speculation has room for so much, and what does not fit is told. */
BEGIN { self->a = speculation(); }
BEGIN { speculate(self->a); printf("%s %s", "one", "two"); }
BEGIN { speculate(self->a); printf("%s %s", "three", "four"); }
BEGIN { commit(self->a); exit(0); }
