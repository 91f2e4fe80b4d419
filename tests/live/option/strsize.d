#!/usr/sbin/dtrace -q -s
#pragma D option strsize=8
BEGIN { s = strjoin("0123456", "789"); printf("%s %d\n", s, strlen(s)); a["0123456789"] = 1; printf("%d\n", a["0123456xyz"]); exit(0); }
