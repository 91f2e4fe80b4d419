int64_t x;
BEGIN { x = 0; @ = llquantize(x, 10, 0, 3, 10); x = 1; @ = llquantize(x, 10, 0, 3, 10); x = 9; @ = llquantize(x, 10, 0, 3, 10); }
BEGIN { x = 10; @ = llquantize(x, 10, 0, 3, 10); x = 19; @ = llquantize(x, 10, 0, 3, 10); x = 99; @ = llquantize(x, 10, 0, 3, 10); }
BEGIN { x = 100; @ = llquantize(x, 10, 0, 3, 10, 2); x = 9999; @ = llquantize(x, 10, 0, 3, 10); x = 10000; @ = llquantize(x, 10, 0, 3, 10); }
BEGIN { x = 5; @both = llquantize(x, 10, 1, 1, 20); x = 15; @both = llquantize(x, 10, 1, 1, 20);
	x = -15; @both = llquantize(x, 10, 1, 1, 20); x = -100; @both = llquantize(x, 10, 1, 1, 20); }
