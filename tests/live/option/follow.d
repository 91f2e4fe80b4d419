#!/usr/sbin/dtrace -q -x follow -c true -s
BEGIN { printf("%d\n", $target > 0); exit(0); }
