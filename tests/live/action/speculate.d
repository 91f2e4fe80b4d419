#!/usr/sbin/dtrace -q -s
/* What is speculated is kept, and printed where it is committed. */
BEGIN { s = speculation(); }
BEGIN { speculate(s); printf("in %d\n", 1); }
BEGIN { printf("before\n"); }
BEGIN { commit(s); }
BEGIN { exit(0); }
