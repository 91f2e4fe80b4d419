#!/usr/sbin/dtrace -q -s
/* What cannot be cut stays. */
BEGIN { printf("before\n"); ftruncate(); printf("after\n"); exit(0); }
