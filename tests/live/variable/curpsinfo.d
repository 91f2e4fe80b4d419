#!/usr/sbin/dtrace -q -s
BEGIN { printf("%d %s\n", curpsinfo->pr_pid == pid, curpsinfo->pr_fname); exit(0); }
