#!/usr/sbin/dtrace -q -s
BEGIN { printf("%d\n", curcpu->cpu_id == cpu); exit(0); }
