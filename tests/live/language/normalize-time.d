#!/usr/sbin/dtrace -q -s
BEGIN { @q = quantize(8); @q = quantize(8); @q = quantize(8); @l["k"] = lquantize(3, 0, 10); normalize(@q, 2); exit(0); }
