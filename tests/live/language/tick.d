#!/usr/sbin/dtrace -q -s
/* Timers keep their own pace. */
tick-20ms { fast++; }
tick-100ms { slow++; }
tick-100ms /slow == 3/ { exit(0); }
END { printf("%d %d\n", slow, fast >= 12 && fast <= 16); }
