#!/usr/sbin/dtrace -q -x evaltime=main -c true -s
BEGIN { printf("%d\n", $target > 0); exit(0); }
