#!/usr/sbin/dtrace -q -s
/* Twice is once; what was never begun is nothing. */
BEGIN { s = speculation(); }
BEGIN { speculate(s); printf("kept\n"); }
BEGIN { commit(s); }
BEGIN { commit(s); commit(77); }
BEGIN { exit(0); }
