#!/usr/sbin/dtrace -q -s
BEGIN { printf("%d\n", strlen(execargs) > 6); exit(0); }
