#!/usr/sbin/dtrace -q -s
BEGIN { s = speculation(); }
BEGIN { speculate(s); printf("lost\n"); }
BEGIN { discard(s); }
BEGIN { commit(s); printf("end\n"); }
BEGIN { exit(0); }
