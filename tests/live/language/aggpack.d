#!/usr/sbin/dtrace -q -x aggpack -s
BEGIN { @q["one"] = quantize(1); @q["one"] = quantize(5); @q["one"] = quantize(5); @q["two"] = quantize(40); @q["three"] = quantize(-1); 
	@q["neg"] = quantize(8, -3); @q["neg"] = quantize(1, 3);
	@l = lquantize(3,0,10,1);  @l = lquantize(30,0,10,1); @ll[1] = llquantize(55, 10, 0, 3, 10); @c=count(); exit(0); }
