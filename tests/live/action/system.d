#!/usr/sbin/dtrace -q -w -s
BEGIN { printf("one\n"); system("echo %s %d", "two and", 3); printf("four\n"); exit(0); }
