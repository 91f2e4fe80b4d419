#!/usr/sbin/dtrace -s
#pragma D option quiet
#pragma D option strsize=16
BEGIN { printf("%s|\n", "a string of more than 16 bytes"); exit(0); }
