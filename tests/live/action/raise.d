#!/usr/sbin/dtrace -q -w -s
/* Signal 0 is none. */
BEGIN { raise(0); printf("sent\n"); exit(0); }
