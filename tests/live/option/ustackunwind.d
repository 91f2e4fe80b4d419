#!/usr/sbin/dtrace -q -x ustackunwind=unset -s
BEGIN { ustack(1); printf("|\n"); exit(0); }
