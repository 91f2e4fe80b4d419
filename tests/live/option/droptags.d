#!/usr/sbin/dtrace -q -x droptags -s
/* A fault in an ERROR clause is only counted. */
BEGIN { trace(*(int *)0); }
BEGIN { exit(0); }
ERROR { trace(1 / (pid - pid)); }
