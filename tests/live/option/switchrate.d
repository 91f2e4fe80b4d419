#!/usr/sbin/dtrace -q -x switchrate=1ms -s
tick-50ms { printf("%s\n", "records were read"); exit(0); }
