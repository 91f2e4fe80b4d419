BEGIN { @q = quantize(-1); @q = quantize(-5); @q = quantize(-5); }
BEGIN { @r = quantize(3,-2); @r=quantize(9, 4); @s = quantize(3,-4); @z = quantize(1,0); }
BEGIN { @l = lquantize(3,0,10,1,-2); @l = lquantize(5,0,10,1,2); @ll = llquantize(-50,10,0,3,10); }
