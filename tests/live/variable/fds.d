#!/usr/sbin/dtrace -q -s
BEGIN { printf("%s\n", fds[0].fi_pathname); exit(0); }
