#!/usr/sbin/dtrace -q -x bufpolicy=fill -s
/* Nothing is read before the end. */
BEGIN { printf("first\n"); }
tick-10ms { printf("last\n"); exit(0); }
