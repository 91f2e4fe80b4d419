#!/usr/sbin/dtrace -q -x aggsortrev -s
BEGIN { @["a"] = sum(2); @["b"] = sum(3); @["c"] = sum(1); @["d"] = sum(-1); exit(0); }
