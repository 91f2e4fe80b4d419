#!/usr/sbin/dtrace -q -x dynvarsize=16k -s
BEGIN { a["k"] = 1; self->x = 2; printf("%d %d\n", a["k"], self->x); exit(0); }
