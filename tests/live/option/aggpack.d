#!/usr/sbin/dtrace -q -x aggpack -s
BEGIN { @["a"] = quantize(1); @["a"] = quantize(4); @["b"] = quantize(2); exit(0); }
