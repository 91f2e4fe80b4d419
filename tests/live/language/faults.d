#!/usr/sbin/dtrace -s
/* A fault ends its clause; what the clause recorded is not printed. ERROR tells of it. */
int zero;
BEGIN { trace("lost"); x = *(int *)16; trace("never"); }
BEGIN { trace("goes on"); }
BEGIN { x = 1 / zero; }
BEGIN { x = 1 % zero; }
BEGIN { trace(copyinstr(8)); }
BEGIN { trace(stringof((char *)24)); }
BEGIN /1 / zero/ { trace("never"); }
ERROR { printf("probe %d action %d fault %d value %x", arg1, arg2, arg4, arg5); }
BEGIN { exit(0); }
