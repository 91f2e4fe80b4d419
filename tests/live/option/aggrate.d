#!/usr/sbin/dtrace -q -x aggrate=1h -s
/* What was read once is shown for an hour; at the end all is read. */
int n;
BEGIN { @ = count(); printa("%@d\n", @); }
tick-100ms /n < 2/ { @ = count(); printa("%@d\n", @); n++; }
tick-100ms /n == 2/ { exit(0); }
END { printa("end %@d\n", @); }
