#!/usr/sbin/dtrace -q -s
#pragma D option destructive
BEGIN { system("echo %d %s", 1, "two"); exit(0); }
