#!/usr/sbin/dtrace -q -s
BEGIN { printf("%d\n", curlwpsinfo->pr_lwpid == tid); exit(0); }
