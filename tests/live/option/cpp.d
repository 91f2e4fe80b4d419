#!/usr/sbin/dtrace -q -x cpp -s
#define TWICE(x) ((x) * 2)
BEGIN { printf("%d\n", TWICE(21)); exit(0); }
