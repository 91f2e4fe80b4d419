#!/usr/sbin/dtrace -q -x temporal -s
tick-10ms { printf("1\n"); }
tick-10ms { printf("2\n"); exit(0); }
