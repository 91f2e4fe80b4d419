#!/usr/sbin/dtrace -q -x nolibs -s
/* Without libraries there are no processes that curpsinfo tells of. */
BEGIN { printf("%d\n", curpsinfo->pr_pid == pid); exit(0); }
