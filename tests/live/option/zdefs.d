#!/usr/sbin/dtrace -q -x zdefs -s
dtrace:::NOSUCH { trace(1); }
BEGIN { printf("%s\n", "no probe is no error"); exit(0); }
