#!/usr/sbin/dtrace -q -s
dtrace:::BEGIN, dtrace:::END { printf("%s:%s:%s:%s\n", probeprov, probemod, probefunc, probename); }
dtrace:::BEGIN { printf("id %d epid %d\n", id, epid); }
:::BEGIN { exit(2); }
