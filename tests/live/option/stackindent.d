#!/usr/sbin/dtrace -q -x stackindent=4 -s
BEGIN { ustack(1); printf("|\n"); exit(0); }
