#!/usr/sbin/dtrace -q -x demangle=unset -s
BEGIN { printf("%s\n", "names as they are"); exit(0); }
