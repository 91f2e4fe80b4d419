#!/usr/sbin/dtrace -q -s
int a; string s; self int b; int c[int];
BEGIN { printf("%d [%s] %d %d\n", a, s, self->b, c[7]); c[7] = 0; exit(0); }
