#!/usr/sbin/dtrace -q -x bufresize=manual -s
BEGIN { printf("1\n"); exit(0); }
