#!/usr/sbin/dtrace -q -x bufsize=64k -s
BEGIN { printf("%s\n", "room enough"); exit(0); }
