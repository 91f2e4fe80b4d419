#!/usr/sbin/dtrace -q -s
/* A fault in ERROR does not come back to it; it is counted. */
int zero;
ERROR { n++; x = 1 / zero; }
BEGIN { x = 1 / zero; }
BEGIN { exit(0); }
END { printf("%d", n); }
