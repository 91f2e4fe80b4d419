#!/usr/sbin/dtrace -q -x deadman=10s -s
BEGIN { printf("%s\n", "alive"); exit(0); }
