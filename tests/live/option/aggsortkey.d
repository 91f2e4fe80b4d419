#!/usr/sbin/dtrace -q -x aggsortkey -s
BEGIN { @["a", 2] = sum(2); @["b", 1] = sum(3); @["a", 1] = sum(1); exit(0); }
