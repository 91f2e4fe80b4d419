#!/usr/sbin/dtrace -q -x ustackframes=2 -s
BEGIN { ustack(); printf("|\n"); exit(0); }
