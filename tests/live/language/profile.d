#!/usr/sbin/dtrace -q -s
/* On every CPU; one of the program counters is that of the kernel or of the user. */
profile-97hz { @[cpu] = count(); @pc = sum(arg0 ? arg1 != 0 : arg1 == 0); }
tick-500ms { exit(0); }
END { printa("wrong %@d\n", @pc); trunc(@); }
