BEGIN { @ = llquantize(15, 10, 0, 2, 10); @ = llquantize(150, 10, 0, 2, 10); exit(0); }
