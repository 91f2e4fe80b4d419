#!/usr/sbin/dtrace -q -x cleanrate=1s -s
BEGIN { self->x = 1; self->x = 0; printf("%d\n", self->x); exit(0); }
