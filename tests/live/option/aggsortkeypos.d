#!/usr/sbin/dtrace -q -x aggsortkey -x aggsortkeypos=1 -s
BEGIN { @["a", 3] = sum(2); @["b", 1] = sum(3); @["c", 2] = sum(1); exit(0); }
