#!/usr/sbin/dtrace -q -x jstackframes=3 -s
BEGIN { jstack(); printf("|\n"); exit(0); }
