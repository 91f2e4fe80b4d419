#!/usr/sbin/dtrace -s
/* END sees what the others left, and its records come last. */
tick-10ms { n++; @[n] = count(); trace(n); }
tick-10ms /n == 3/ { exit(1); }
END { trace(n); printa("%d:%@d ", @); }
