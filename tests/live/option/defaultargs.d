#!/usr/sbin/dtrace -q -x defaultargs -s
BEGIN { printf("%d [%s]\n", $7, $$8); exit(0); }
