#!/usr/sbin/dtrace -q -x ustackinline=unset -s
BEGIN { ustack(1); printf("|\n"); exit(0); }
